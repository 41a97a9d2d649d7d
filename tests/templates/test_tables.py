"""The result tables of every survey: each cell asks for a result that the contract knows."""

import re

import pytest

from templates import load_survey, survey_ids
from templates.analysis import analysis_texts
from templates.schema import Dimensions, ResultTable, Survey
from xl_addin.methods.answers.tallies import BY_ANSWER, MEAN, RESPONDENTS, SHARE
from xl_addin.methods.funding.shortfall import PARTS, WHOLE
from xl_addin.methods.sample.response import MEASURE as RESPONSE
from xl_addin.methods.tables.columns import (
    CASELOAD,
    CLASSES,
    COST_PER_INHABITANT,
    COST_PER_PERSON,
    COVERAGE,
    DIVISIONS,
    EARMARKED_DIFFERENCE,
    EARMARKED_PER_PERSON,
    GRANT_DIFFERENCE,
    GRANT_PER_PERSON,
    GRANT_RECONCILIATION,
    GROUP_SHARE,
    GUIDED_PER_10000,
    HOURS,
    KIND_SHARE,
    MACRO,
    NATIONAL_GUIDED,
    NATIONAL_TOTAL,
    OFFER,
    PERFORMANCE,
    PRICE_AND_VOLUME,
    RATIO,
    SHORTFALL,
    START_COMPARISON,
    TALKS,
    TRAJECTORY_COST,
    UNKNOWN,
    WEIGHT_SETS,
    YEARLY_SPREAD,
    YOUNG_SHARE,
)
from xl_addin.methods.tables.result_tables import keys

SURVEYS = [load_survey(survey_id) for survey_id in survey_ids()]
PLACES = [pytest.param(survey, table, id=f"{survey.id} {table.id}") for survey in SURVEYS for table in survey.tables]
RANGES = {("vanaf", "hoog"), ("laag", "hoog"), ("min", "max"), ("interval_laag", "interval_hoog")}
OF_START = ("raming", "uitkomst", "verschil")
OTHER_CLASSES = {
    COVERAGE: ("begin", "kosten", "prijs", "mix", "dekking", "bedrag", "verschil"),
    PRICE_AND_VOLUME: ("begin", "uitkomst", "verschil", "volume", "prijs", "samen"),
    START_COMPARISON: (
        *(f"{name}{unit}" for name in OF_START for unit in ("", "_uren", "_aandeel")),
        *("t", "t1", "t2", "gemiddeld"),
    ),
}
NATIONAL_ONLY = ("uitvoering", "algemeen", "direct")


def components(measure: str, dimensions: Dimensions) -> set[str]:
    """The onderdelen of a maat, from the table of codes in the contract."""
    routes = {route.code for route in dimensions.routes}
    provisions = {provision.code for provision in dimensions.provisions}
    sums = {"leerroutes", "voorzieningen", "totaal"}
    known: dict[str, set[str]] = {
        COST_PER_PERSON: {"uitvoering", "algemeen", "direct", "regievoering", *dimensions.task_codes},
        COST_PER_INHABITANT: {"uitvoering"},
        GUIDED_PER_10000: {""},
        CASELOAD: {"regievoering"},
        KIND_SHARE: set(dimensions.kind_codes),
        NATIONAL_TOTAL: set(NATIONAL_ONLY),
        NATIONAL_GUIDED: {""},
        TRAJECTORY_COST: {"direct", "alles", *dimensions.trajectory_tasks, *routes, *provisions, *sums},
        YEARLY_SPREAD: {"betaalritme", *provisions, *sums},
        GRANT_PER_PERSON: {"", "structureel", "incidenteel"},
        GRANT_DIFFERENCE: {"", "structureel", "fractie", "structureel_fractie"},
        EARMARKED_PER_PERSON: {""},
        f"{GROUP_SHARE}{next(iter(dimensions.group_codes), '')}": {""},
        YOUNG_SHARE: {"tm21", "tm26"},
        HOURS: set(dimensions.trajectory_tasks),
        TALKS: set(dimensions.trajectory_tasks),
        OFFER: routes | provisions,
        EARMARKED_DIFFERENCE: {"", "fractie"},
        GRANT_RECONCILIATION: {f"{name}{over}" for name in ("herleid", "verschil") for over in ("", "_respondenten")},
        COVERAGE: {"rest", *routes, *provisions, *sums},
        PRICE_AND_VOLUME: {"instroom", "per_inburgeraar", "rest", *NATIONAL_ONLY},
        START_COMPARISON: {
            "instroom",
            "algemeen",
            "algemeen_per_inburgeraar",
            "direct",
            *dimensions.general_tasks,
            *dimensions.trajectory_tasks,
            *routes,
            *provisions,
            *sums,
        },
        PERFORMANCE: {
            f"{name}{scenario}"
            for name in ("pot", "diplomas", "euro_per_diploma", "effect_per_inburgeraar")
            for scenario in ("", "_1", "_2", "_3")
        },
        SHORTFALL: {WHOLE, *PARTS},
        RESPONSE: {"gemeenten", "steekproef", "ontvangen", "aandeel_steekproef", "aandeel_gemeenten"},
    }
    asked = {tally.question for tally in dimensions.tallies}
    return {**known, SHARE: asked, MEAN: asked, RESPONDENTS: {""}}[measure]


def answers(dimensions: Dimensions) -> set[str]:
    """The classes that counted answers have: codes of their lists, and what is counted together."""
    own = {code.code for tally in dimensions.tallies if tally.code_list for code in dimensions.codes(tally.code_list)}
    return own | {name for tally in dimensions.tallies for name in (*tally.combined, *tally.at_least)}


def kinds(dimensions: Dimensions) -> set[str]:
    """The kinds of respondents, which stand where other results have a group."""
    of = dimensions.respondents
    return {code.code for code in dimensions.codes(of.code_list)} if of else set()


@pytest.mark.parametrize(("survey", "table"), PLACES)
def test_cells_ask_for_codes_of_the_contract(survey: Survey, table: ResultTable) -> None:
    years = {f"jaar{year}" for year in range(1, survey.dimensions.trajectory_years + 1)}
    national_measures = {NATIONAL_TOTAL, TRAJECTORY_COST}
    for line, row in zip(keys(table), table.rows, strict=True):
        for key in line:
            if key is None:
                continue
            measure, component, group, division, klasse, weighting = key
            allowed = components(measure, survey.dimensions)
            if len(national_measures & {k[0] for k in line if k}) == len(national_measures):
                # A row over national and trajectory cost together: a component of one leaves the other's cell empty.
                allowed = allowed | set(NATIONAL_ONLY) | components(TRAJECTORY_COST, survey.dimensions)
            assert component in allowed, (row.label, key)
            assert group in ("", *survey.dimensions.group_codes, *kinds(survey.dimensions)), (row.label, key)
            assert division in ("", "totaal", BY_ANSWER, *DIVISIONS), (row.label, key)
            classes = {"", UNKNOWN, *years, *CLASSES.get(division, ()), *OTHER_CLASSES.get(measure, ())}
            classes |= answers(survey.dimensions) if division == BY_ANSWER else set()
            assert klasse in classes, (row.label, key)
            assert weighting in ("", RATIO, MACRO, *WEIGHT_SETS), (row.label, key)


@pytest.mark.parametrize(("survey", "table"), PLACES)
def test_tables_are_well_formed(survey: Survey, table: ResultTable) -> None:
    assert all((row.pick is None) == (row.style == "kop") for row in table.rows)
    assert any(key for line in keys(table) for key in line)
    for number, column in enumerate(table.columns):
        assert column.label or column.upper
        if column.upper:
            assert number > 0
            low = table.columns[number - 1]
            assert (low.show, column.show) in RANGES
            assert (low.pick, low.format, low.rounding) == (column.pick, column.format, column.rounding)
    assert all(1 <= position <= len(table.columns) for row in table.rows for position in row.cells)
    assert table.rests_on
    assert table.subtitle


@pytest.mark.parametrize(("survey", "table"), PLACES)
def test_charts_are_described_and_cover_an_unbroken_stretch(survey: Survey, table: ResultTable) -> None:
    for chart in table.charts:
        assert len(chart.alt_text) > 40
        assert chart.rows == tuple(range(min(chart.rows), max(chart.rows) + 1))
        formats = {table.columns[series.column - 1].format for series in chart.series}
        assert len(formats) == 1


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.id)
def test_table_ids_give_unique_names(survey: Survey) -> None:
    ids = [table.id.replace(".", "_").lower() for table in survey.tables]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9_]+", one) for one in ids)


def test_the_tables_of_the_study_are_there() -> None:
    wanted = {"S.1", "S.2", "S.3", "3.2", "3.4", "4.3", "4.6", "5.1", "5.2", "F3.1", "F3.2"}
    wanted |= {"S.3", "S.4", "7.5", "7.6", "B.1", "B.2", "B.3", "GF", "SPUK", "PV.1", "PV.2", "PB", "TK"}
    assert wanted <= {table.id for table in load_survey("wi2021").tables}


def test_amounts_per_person_are_shown_rounded() -> None:
    for table in load_survey("wi2021").tables:
        for column in table.columns:
            per_person = (column.pick.maat or table.pick.maat) in (COST_PER_PERSON, TRAJECTORY_COST)
            if per_person and column.format == "euro":
                assert column.rounding in (10, 100), (table.id, column.label)


def test_words_of_the_analysis_workbook_are_complete() -> None:
    texts = analysis_texts()
    assert all(words.title and words.holds and words.who for words in texts.lists.values())
    assert all(set(words.choices) <= set(words.columns) for words in texts.lists.values())
    assert all(len(",".join(codes)) < 250 for words in texts.lists.values() for codes in words.choices.values())
