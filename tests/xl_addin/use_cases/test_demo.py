"""The built-in example from start to finish, and its filled workbooks as a spreadsheet program computes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from templates import load_survey
from templates.parameters import in_force, plain
from tests.looking import look
from tests.recalculation import differences, error_cells, expected_figures, named_values, recalculate
from tests.xl_addin.use_cases.conftest import ko
from xl_addin.intake.filled import read_filled

SURVEY = load_survey()
PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "published"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("voorbeeld") / "demo"
    assert ko("demo", "--out", home) == 0
    return home


def test_it_leaves_workbooks_as_sent_as_filled_and_an_analysis(demo: Path) -> None:
    assert len(list((demo / "uitvraag").glob("*GM*.xlsx"))) == 57
    assert len(list((demo / "ingevuld").glob("*GM*.xlsx"))) == 31
    assert sorted(path.name for path in demo.iterdir() if path.is_file()) == ["analyse.xlsx"]


def test_every_result_table_shows_figures(demo: Path) -> None:
    book = look(demo / "analyse.xlsx")
    for table in SURVEY.tables:
        values = book.values(table.sheet).values()
        assert sum(isinstance(value, int | float) for value in values) >= len(table.rows), table.sheet


def test_every_filled_workbook_says_what_the_python_computes_and_every_third_recalculates_to_it(demo: Path) -> None:
    paths = {path.stem: path for path in (demo / "ingevuld").glob("*.xlsx")}
    respondents = {name: dict(read_filled(path, SURVEY).answers) for name, path in paths.items()}
    expected = expected_figures(respondents, plain(in_force(SURVEY)), SURVEY)
    written = {name: path.read_bytes() for name, path in paths.items()}
    recalculated = recalculate({name: written[name] for name in sorted(paths)[::3]})
    for shown in (written, recalculated):
        wrong = {name: differences(named_values(book), expected.loc[name].to_dict()) for name, book in shown.items()}
        assert {name: found for name, found in wrong.items() if found} == {}
        assert {name: error_cells(book) for name, book in shown.items()} == {name: [] for name in shown}
    assert expected["uit.jaar.totaal"].gt(0).all()


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published tables are not part of the product")
def test_the_example_gives_the_published_figures(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """480 of 488 figures; in the eight others, three of them one and the same cell, the study contradicts itself."""
    assert ko("compare", demo / "analyse.xlsx", PUBLISHED, "--format", "json") == 0
    lines = [line for line in json.loads(capsys.readouterr().out) if line["gelijk"]]
    different = {(line["tabel"], line["rij"], line["kolom"], line["noot"]) for line in lines if line["gelijk"] == "nee"}
    assert len(lines) >= 488
    general, direct = "Algemene uitvoeringskosten per inburgeraar", "Totaal directe uitvoeringskosten"
    whole, few = "Totaal leerroutes en individuele voorzieningen", "Laag aantal begeleide inburgeraars"
    assert different == {
        *((table, few, "verschil", "B3") for table in ("5.2", "7.6", "S.4")),
        ("B.2", direct, "raming_start_gezins_overige_migrant", "B4"),
        ("B.2", general, "raming_start", "C10"),
        ("B.2", general, "kostenonderzoek", "C10"),
        ("B.3", whole, "raming_start_asielmigrant", "B6"),
    }


def test_a_figure_that_differs_without_a_reason_is_told(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "3.2,Gemiddeld responsgemeenten,uitvoeringskosten_per_inburgeraar,euro,,,9900,"
    (tmp_path / "a.csv").write_text(f"table,row,column,unit,low,high,value,note\n{line}\n", encoding="utf-8")
    assert ko("compare", demo / "analyse.xlsx", tmp_path) == 1
    said = capsys.readouterr().out
    assert "9.900" in said
    assert "0 van 1 vergeleken getallen zijn gelijk" in said


def test_the_results_of_the_example_do_not_contradict_themselves(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ko("consistency", demo / "analyse.xlsx", "--format", "json") == 0
    kinds = [line["soort"] for line in json.loads(capsys.readouterr().out)]
    assert "tegenspraak" not in kinds
