"""A wrong recipe of an example: every mistake with file and line, together, and nothing is written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.example.files import write_example
from generator.example.making import CANNOT, made
from generator.example.plain import write_plain
from templates import load_survey
from templates.loading import FOLDER
from templates.recipes import RECIPE, read_plain_recipe
from templates.study_recipes import read_web_recipe
from tests.templates.definitions import edit, refused


def wrong(path: Path, edits: list[tuple[str, str]]) -> list[int]:
    """Makes the edits in the recipe; gives the line each stands on."""
    return [edit(path, old, new) for old, new in edits]


def told(read: Callable[[], object]) -> list[tuple[str, int | None, str]]:
    return [(one.code, one.place.line, one.text()) for one in refused(read)]


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A copy of the small survey, with its example."""
    return Path(shutil.copytree(FOLDER / "jeugd2024", tmp_path / "jeugd2024"))


PLAIN = load_survey("jeugd2024")


def test_what_the_schema_refuses_comes_together_with_line_and_in_dutch(plain: Path) -> None:
    edits = [
        ("seed: 2024", "zaad: 2024"),
        ("stride: 11", "stride: elf"),
        ("count: 16,", "count: 0,"),
        ("[250, 1000, 1]", "[250, 1000]"),
        ("[2, 12, 1]", "[12, 2, 1]"),
        ("{of: [9, 9.5, 10]}", "{uit: [9, 9.5, 10]}"),
    ]
    lines = wrong(plain / "example" / RECIPE, edits)
    found = told(lambda: read_plain_recipe(plain / "example", PLAIN))
    assert {code for code, _, _ in found} == {"TEMPLATE_INVALID"}
    assert {line for _, line, _ in found} == set(lines)
    said = " ".join(text for _, _, text in found)
    for words in ("deze sleutel ontbreekt", "'elf' is geen geheel getal", "minstens 1", "hier horen 3 getallen"):
        assert words in said
    assert "laag mag niet boven hoog liggen" in said
    assert "een regel is een waarde" in said


def test_what_does_not_fit_the_survey_comes_together_with_line(plain: Path) -> None:
    edits = [
        ("    gf_euro:", "    gf_euros:"),
        ("GM8005: wijkteam", "GM8005: wijkploeg"),
        ("GM8007: zelf", "GM9007: zelf"),
        ("  alg.wachttijd_weken:", "  alg.wachttijd_dagen:"),
        ("vol.jeugd.instroom: {part: vol.jeugd.begeleid,", "vol.jeugd.instroom: {part: vol.jeugd.allen,"),
        ("  GM8013: {jaar", "  GM8014: {jaar"),
    ]
    lines = wrong(plain / "example" / RECIPE, edits)
    found = told(lambda: read_plain_recipe(plain / "example", PLAIN))
    assert {code for code, _, _ in found} == {"TEMPLATE_INCONSISTENT"}
    said = " ".join(text for _, _, text in found)
    for words in ("'gf_euro'", "wijkploeg", "GM9007", "alg.wachttijd_dagen", "vol.jeugd.allen", "GM8014, en die"):
        assert words in said
    assert set(lines[1:5]) <= {line for _, line, _ in found}


def test_a_wrong_recipe_writes_nothing_and_says_so(plain: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in plain.rglob("*.csv")}
    (line,) = wrong(plain / "example" / RECIPE, [("seed: 2024", "seed: veel")])
    # an own copy is found by its folder, before the one of that name that comes with the product
    assert made(lambda: read_plain_recipe(plain / "example", PLAIN)) == CANNOT
    said = capsys.readouterr().err
    assert f"jeugd2024/example/recipe.yaml, regel {line}: " in said
    assert "[TEMPLATE_INVALID]" in said
    assert {path: path.read_bytes() for path in plain.rglob("*.csv")} == before


def test_a_survey_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert made(lambda: write_plain("bestaat_niet")) == CANNOT
    assert "SURVEY_UNKNOWN" in capsys.readouterr().err


def test_the_recipe_of_the_study_is_looked_over_too(tmp_path: Path) -> None:
    home = Path(shutil.copytree(FOLDER / "wi2021" / "example", tmp_path / "example"))
    survey = load_survey()
    edits = [
        ("alg.klasgrootte:", "alg.klasomvang:"),
        ("  GM9008:", "  GM9999:"),
        ("tasks: [beleid,", "tasks: [beleidje,"),
    ]
    wrong(home / RECIPE, edits)
    found = told(lambda: write_example(home, survey))
    said = " ".join(text for _, _, text in found)
    for words in ("alg.klasomvang", "GM9999", "beleidje"):
        assert words in said
    assert all(code == "TEMPLATE_INCONSISTENT" and line for code, line, _ in found)
    lines = wrong(home / RECIPE, [("wave:", "golf:"), ("way: registratie", "way: register")])
    assert {line for _, line, _ in told(lambda: write_example(home, survey))} >= set(lines)


def test_the_recipe_of_the_web_survey_is_looked_over_too(tmp_path: Path) -> None:
    home = Path(shutil.copytree(FOLDER / "wi2021web" / "example", tmp_path / "example"))
    survey = load_survey("wi2021web")
    edits = [("{beleid: 34,", "{beleid: 340,"), ("{goed: 26,", "{prima: 26,"), ("web.inkoop_samen:", "web.inkoop:")]
    lines = wrong(home / RECIPE, edits)
    found = told(lambda: read_web_recipe(home, survey))
    assert {line for _, line, _ in found} == set(lines)
    said = " ".join(text for _, _, text in found)
    for words in ("384 antwoorden van 78 respondenten", "geen antwoord 'prima'", "'web.inkoop'"):
        assert words in said
