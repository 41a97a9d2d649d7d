"""Scenarios from end to end: the list in the workbook, every figure under each of them, and a list that is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from generator.analysis import layout as place
from templates import load_survey
from templates.columns import RESULT_KEY
from tests.xl_addin.use_cases.conftest import Chain, ko
from tests.xl_addin.use_cases.test_researcher import opened, put
from xl_addin.books.book import read_block, read_table

SURVEY = load_survey()
KEYS = [*RESULT_KEY, "eenheid"]
PEOPLE, TENDER, HOURS = "Meer mensen", "Duurdere aanbesteding", "Half zoveel uren, kleine klassen weg"
TWICE = "Twee keer duurder"
SMALLEST = 3
LINES: Sequence[Mapping[str, object]] = (
    {"scenario": PEOPLE, "code": "instroom", "waarde": 1.25},
    {"scenario": TENDER, "code": "tarief.leerroutes", "waarde": 1.1},
    {"scenario": TENDER, "code": "tarief.voorzieningen", "waarde": 1.1},
    {"scenario": HOURS, "code": "productieve_uren", "waarde": 682},
    {"scenario": HOURS, "code": "publicatie.minimum", "waarde": SMALLEST},
    {"scenario": TWICE, "code": "tarief.leerroutes", "waarde": 1.05, "eerste_jaar": 2026},
    {"scenario": TWICE, "code": "tarief.leerroutes", "waarde": 1.1, "eerste_jaar": 2027},
)
WRONG: Sequence[Mapping[str, object]] = (
    {"scenario": "A", "code": "produktieve_uren", "waarde": 1200},
    {"scenario": "A", "code": "instroom", "waarde": -1},
    {"scenario": "B", "code": "loon", "waarde": "veel"},
    {"scenario": None, "code": "loon", "waarde": 1.1},
    {"scenario": "C", "code": "loon", "waarde": 1.1},
    {"scenario": "C", "code": "loon", "waarde": 1.2},
    {"scenario": "D", "code": "loon", "waarde": 1.2, "eerste_jaar": 2024},
    {"scenario": "D", "code": "loon", "waarde": 1.2, "eerste_jaar": "volgend jaar"},
    {"scenario": "D", "code": "wet.eerste_cohort", "waarde": 2023},
)


class Computed(NamedTuple):
    """What stands in the workbook after the command: figures by key, cells of tables, and the page to read."""

    figures: pd.DataFrame
    tables: pd.DataFrame
    panels: Mapping[str, Sequence[Sequence[object]]]


def by_key(found: pd.DataFrame) -> pd.DataFrame:
    """Figures by the columns that name a result; an empty cell of a key is ''."""
    return found.fillna(dict.fromkeys(KEYS, "")).set_index(KEYS).sort_index()


@pytest.fixture(scope="module")
def computed(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> Computed:
    """The analysis workbook of the chain with these scenarios computed."""
    book = tmp_path_factory.mktemp("scenarios") / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    put(book, scenarios=LINES)
    assert ko("scenarios", book) == 0
    page = place.page_places(SURVEY)["scenarios"]
    with opened(book) as work:
        return Computed(
            by_key(read_table(work, place.SCENARIO_RESULTS_TABLE)).astype(float),
            read_table(work, place.SCENARIO_TABLES_TABLE),
            {name: read_block(work, page.block(name)) for name in ("namen", "landelijk")},
        )


def exported(chain: Chain) -> pd.DataFrame:
    return by_key(pd.read_csv(chain.exports / "resultaten.csv"))


def national(found: pd.DataFrame, measure: str, component: str, group: str = "") -> pd.Series:
    """A national figure, the mean of the three factors, under each scenario."""
    lines = found.xs((measure, component, group, "totaal", "", "macro"), level=list(RESULT_KEY))
    assert len(lines) == 1
    return lines.iloc[0]


def test_the_basis_is_what_run_computed_with_its_response_and_units(chain: Chain, computed: Computed) -> None:
    everything = exported(chain)["waarde"].astype(float)
    # the key and what follows from it are asked on sheets of their own, of the study as it is: no scenario makes them
    expected = everything[
        ~everything.index.get_level_values("maat").isin(["verdeelsleutel", "verwacht", "herverdeeleffect"])
    ]
    assert len(expected) < len(everything)
    pd.testing.assert_series_equal(computed.figures["basis"], expected, check_names=False, check_index_type=False)
    assert computed.figures["scenario5"].isna().all()


def test_more_people_cost_as_much_each_and_more_together(computed: Computed) -> None:
    # 1.25 times the guided inburgeraars of every class: each class mean stays, each sum over the country is 1.25 times
    country = national(computed.figures, "landelijk_totaal", "uitvoering")
    each = national(computed.figures, "traject_kosten", "totaal", "asiel")
    assert country["scenario1"] == pytest.approx(1.25 * country["basis"], rel=1e-12)
    assert each["scenario1"] == pytest.approx(each["basis"], rel=1e-12)


def test_a_dearer_tender_raises_what_is_bought_by_tarief_and_nothing_else(computed: Computed) -> None:
    # maatschappelijke begeleiding is 18,000 for a group of 9 and nothing besides: 2,000, and 2,200 when 10% dearer
    bought = national(computed.figures, "traject_kosten", "mb", "asiel")
    assert (bought["basis"], bought["scenario2"]) == pytest.approx((2_000, 2_200))
    hours = national(computed.figures, "traject_kosten", "voortgang", "asiel")
    assert hours["scenario2"] == hours["basis"]


def test_a_parameter_holds_in_its_own_scenario_only(computed: Computed) -> None:
    # an hour costs the year of an fte / productive hours: half of 1364 hours makes every hour twice as dear
    for group in ("asiel", "gezin"):
        talks = national(computed.figures, "traject_kosten", "voortgang", group)
        assert talks["scenario3"] == pytest.approx(2 * talks["basis"], rel=1e-12)
        assert talks["scenario1"] == pytest.approx(talks["basis"], rel=1e-12)


def test_a_class_too_small_to_publish_is_left_out_where_the_scenario_asks_so(chain: Chain, computed: Computed) -> None:
    counts = exported(chain).xs(("kosten_per_inburgeraar", "uitvoering"), level=["maat", "onderdeel"])["n"]
    found = computed.figures.xs(("kosten_per_inburgeraar", "uitvoering"), level=["maat", "onderdeel"])
    of_class = found[found.index.get_level_values("klasse") != ""].join(counts)
    small = of_class["n"].between(1, SMALLEST - 1)
    assert small.any()
    assert of_class.loc[small, "scenario3"].isna().all()
    assert of_class.loc[small, ["basis", "scenario1", "scenario2"]].notna().all(axis=None)


def test_the_page_names_each_scenario_and_shows_its_figures(computed: Computed) -> None:
    said = {str(row[0]): str(row[1]) for row in computed.panels["namen"] if row[0]}
    assert list(said) == [
        "Basis",
        *(f"Scenario {at}: {name}" for at, name in enumerate((PEOPLE, TENDER, HOURS, TWICE), 1)),
    ]
    assert said[f"Scenario 2: {TENDER}"].startswith(
        "tarief.leerroutes = 1,1 vanaf 2025, tarief.voorzieningen = 1,1 vanaf 2025"
    )
    country = national(computed.figures, "landelijk_totaal", "uitvoering")
    shown = next(row for row in computed.panels["landelijk"] if row[0] == "Uitvoeringskosten")
    assert list(shown[1:6]) == pytest.approx(country.iloc[:5].tolist())


def test_every_result_table_stands_there_under_each_scenario(chain: Chain, computed: Computed) -> None:
    cells = computed.tables
    assert set(cells["tabel"]) == {table.sheet for table in SURVEY.tables}
    total = cells[(cells["tabel"] == "Tabel 2.1") & (cells["rij"] == "Totaal")]
    assert total["basis"].notna().any()
    assert not cells["kolom"].str.contains("{", regex=False).any()
    first = cells[cells["kolom"] == "Landelijk, 2024 (mln euro)"].iloc[0]
    country = exported(chain).query("maat == 'landelijk_totaal' and onderdeel == 'uitvoering' and weging == 'macro'")
    assert first["basis"] == pytest.approx(country["laag"].iloc[0] / 1e6)
    assert total["scenario1"].equals(total["basis"].astype(total["scenario1"].dtype))


def test_a_list_that_is_wrong_names_every_cell_and_leaves_the_workbook_as_it_was(
    chain: Chain, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, book)
    put(book, scenarios=WRONG)
    before = book.read_bytes()
    assert ko("scenarios", book) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if "SCENARIO_" in line]
    first = place.LIST_OF_SHEET[place.SCENARIOS_SHEET].first_row
    expected = [
        ("SCENARIO_CODE_UNKNOWN", f"B{first}"),
        ("SCENARIO_VALUE_WRONG", f"C{first + 1}"),
        ("SCENARIO_VALUE_WRONG", f"C{first + 2}"),
        ("SCENARIO_WITHOUT_NAME", f"A{first + 3}"),
        ("SCENARIO_CODE_TWICE", f"B{first + 5}"),
        ("SCENARIO_YEAR_REALISED", f"D{first + 6}"),
        ("SCENARIO_YEAR_WRONG", f"D{first + 7}"),
        ("SCENARIO_CODE_FIXED", f"B{first + 8}"),
    ]
    assert len(said) == len(expected)
    for line, (rule, cell) in zip(said, expected, strict=True):
        assert rule in line
        assert f"{cell}" in line
    assert book.read_bytes() == before
    assert not (tmp_path / "backup").exists()
