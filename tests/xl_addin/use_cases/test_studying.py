"""A study that begins before anything came back."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pandas as pd
import pytest
import xlwings as xw

from generator.analysis import layout as place
from tests.xl_addin.use_cases.conftest import Chain, ko, table
from xl_addin.desktop import carry_out
from xl_addin.engine import register

NUMBER = re.compile(r"-?\d+\.\d+(e-?\d+)?")
EXPORTS = ("kosten.csv", "gewichten.csv", "resultaten.csv", "bevindingen.csv", "parameters.csv")


def test_started_and_then_collected_is_as_collected_at_once(chain: Chain, tmp_path: Path) -> None:
    study, country = tmp_path / "onderzoek.xlsx", chain.country
    given = ("--frame", country.frame, "--sample", country.sample)
    assert ko("start", study, *given) == 0
    assert ko("collect", chain.home / "ingevuld", *given, "--out", study, "--force") == chain.collected
    assert ko("run", study) == chain.ran
    assert ko("export", study, "--out", tmp_path / "export") == 0
    for name in EXPORTS:
        assert (tmp_path / "export" / name).read_bytes() == (chain.exports / name).read_bytes(), name


def test_a_study_without_a_frame_says_where_it_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ko("start", tmp_path / "onderzoek.xlsx", "--year", "2024") == 0
    assert ko("run", tmp_path / "onderzoek.xlsx") == 2
    said = capsys.readouterr().err
    assert "[BOOK_WITHOUT_FRAME]" in said
    assert "blad Frame" in said


def test_the_first_button_works_before_anything_came_back(chain: Chain, tmp_path: Path) -> None:
    study = tmp_path / "onderzoek.xlsx"
    assert ko("start", study, "--frame", chain.country.frame, "--sample", chain.country.sample) == 0
    register()
    book = xw.Book(study)
    told = carry_out("generate", book, dt.datetime(2026, 1, 2))
    book.close()
    assert told.mode == "info"
    made = sorted(path.name for path in (tmp_path / "uitvraag").glob("*.xlsx"))
    assert made == sorted(path.name for path in (chain.home / "uitvraag").glob("*.xlsx"))
    assert len(table(study, place.SAMPLE_TABLE)) == len(pd.read_csv(chain.country.sample))


def test_what_stands_there_is_kept_unless_forced(tmp_path: Path) -> None:
    study = tmp_path / "onderzoek.xlsx"
    assert ko("start", study) == 0
    assert ko("start", study) == 2
    assert ko("start", study, "--force") == 0
    assert len(list((tmp_path / "backup").iterdir())) == 1


def test_csv_for_a_dutch_excel_holds_the_same(chain: Chain, tmp_path: Path) -> None:
    assert ko("export", chain.analysis, "--out", tmp_path, "--csv", "nl") == 0
    for name in EXPORTS:
        content = (tmp_path / name).read_bytes()
        assert content.startswith("\ufeff".encode())
        dutch = pd.read_csv(tmp_path / name, sep=";", dtype=str, encoding="utf-8-sig").fillna("")
        usual = pd.read_csv(chain.exports / name, dtype=str).fillna("")
        assert list(dutch.columns) == list(usual.columns)
        # what a finding found and expected is text, and stays as it is
        texts = ["gevonden", "verwacht"] if name == "bevindingen.csv" else []
        numbers = usual.drop(columns=texts)
        written = numbers.map(lambda cell: cell.replace(".", ",") if NUMBER.fullmatch(cell) else cell)
        written = written.join(usual[texts])[list(usual.columns)]
        pd.testing.assert_frame_equal(dutch, written)
