"""A municipality that answers in English counts as one that answers in Dutch."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from templates import load_survey
from tests.country import make_country
from tests.recalculation import named_areas, named_values
from tests.xl_addin.use_cases.conftest import ko
from xl_addin.intake.filled import read_filled

SURVEY = load_survey()
RESPONDENTS = 2


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same country asked, answered and collected in Dutch and in English."""
    home = tmp_path_factory.mktemp("talen")
    country = make_country(home, seed=3, municipalities=40, respondents=RESPONDENTS)
    for language in ("nl", "en"):
        folder = home / language
        asked = ("--frame", country.frame, "--sample", country.sample, "--out", folder / "uitvraag")
        assert ko("generate", *asked, "--language", language) == 0
        for code, answers in country.answers.items():
            (book,) = (folder / "uitvraag").glob(f"*{code}*.xlsx")
            assert ko("fill", book, answers, "--out", folder / "ingevuld" / book.name) == 0
        analysis = folder / "analyse.xlsx"
        ko("collect", folder / "ingevuld", "--frame", country.frame, "--sample", country.sample, "--out", analysis)
        assert ko("export", analysis, "--out", folder / "export") == 0
    return home / "nl", home / "en"


def test_the_answers_are_read_the_same(both: tuple[Path, Path]) -> None:
    dutch, english = ([read_filled(path, SURVEY) for path in filled(folder)] for folder in both)
    assert [one.answers for one in english] == [one.answers for one in dutch]
    assert len(english) == RESPONDENTS
    assert not [one.remarks for one in english if one.remarks]


@pytest.mark.parametrize("name", ["bevindingen", "parameters"])
def test_what_is_collected_is_the_same(both: tuple[Path, Path], name: str) -> None:
    dutch, english = ((folder / "export" / f"{name}.csv").read_text(encoding="utf-8") for folder in both)
    assert english == dutch
    assert len(dutch.splitlines()) > 1


def test_each_workbook_speaks_its_language(both: tuple[Path, Path]) -> None:
    books = [openpyxl.load_workbook(filled(folder)[0], read_only=True) for folder in both]
    titles = [book["Jaarkosten"]["A1"].value for book in books]
    assert titles == ["Jaarkosten van de uitvoering", "Annual cost of implementation"]


def test_an_english_workbook_is_recomputed_in_its_own_cells(both: tuple[Path, Path], tmp_path: Path) -> None:
    recomputed, said = [], []
    for folder in both:
        book = tmp_path / f"{folder.name}.xlsx"
        book.write_bytes(filled(folder)[0].read_bytes())
        ko("run", book)
        recomputed.append(named_areas(book.read_bytes(), "eigen.herberekend")["eigen.herberekend"])
        said.append(str(named_values(book.read_bytes(), "eigen.status")["eigen.status"]))
    assert "Herberekend op" in said[0]
    assert "Recomputed on" in said[1]
    assert recomputed[0] == recomputed[1]
    assert any(isinstance(value, float) and value > 1000 for value in recomputed[1])


def filled(folder: Path) -> list[Path]:
    return sorted((folder / "ingevuld").glob("*.xlsx"))


def test_an_english_workbook_hears_its_findings_in_english(both: tuple[Path, Path], tmp_path: Path) -> None:
    """A required answer that is gone (catalogue), a text for a number (what is expected), an impossible figure."""
    told = []
    for folder in both:
        book = tmp_path / f"{folder.name}.xlsx"
        book.write_bytes(filled(folder)[0].read_bytes())
        answers = tmp_path / "antwoorden.csv"
        answers.write_text("id,waarde\nvol.asiel.begeleid,999999\ntraj.asiel.b1.tarief,-5\nalg.invuller,onbekend\n")
        ko("fill", book, answers, "--out", tmp_path / f"{folder.name}2.xlsx")
        ko("run", tmp_path / f"{folder.name}2.xlsx")
        cells = named_areas((tmp_path / f"{folder.name}2.xlsx").read_bytes(), "eigen.bevindingen")["eigen.bevindingen"]
        told.append({cell for cell in cells if isinstance(cell, str) and len(cell) > 25})
    dutch, english = told
    assert len(english) == len(dutch) > 2
    assert not english & dutch
