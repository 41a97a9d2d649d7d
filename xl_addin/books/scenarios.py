"""The command Scenario's: every result table under each scenario of the list, side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from generator.analysis.dating import dated
from templates import Place, Problem, Problems, Survey
from templates.columns import RESULT_KEY, SCENARIO_RESULTS, SCENARIO_TABLES, SCENARIOS
from templates.following import passed_on
from templates.numbers import scaled
from templates.parameters import SCALE
from templates.questions import limits
from templates.scenarios import ROOM
from xl_addin.books.analysis import Inputs, as_shown, moment, read_inputs, with_response
from xl_addin.books.book import BlockWrite, TableWrite, place_in_table, read_table, write
from xl_addin.books.insight_pages import panel_write
from xl_addin.books.outcome import Outcome
from xl_addin.books.own_columns import with_own_columns
from xl_addin.books.person_lists import read_list
from xl_addin.books.tidying import meant_choice, unit_of_parameter
from xl_addin.intake.corrections import corrected
from xl_addin.intake.normalising import read_number
from xl_addin.methods.answers.answers import Answers, read_answers
from xl_addin.methods.answers.exclusions import without_excluded
from xl_addin.methods.answers.settings import Change, levers
from xl_addin.methods.scenarios import FIXED, study_under
from xl_addin.methods.tables.result_tables import fill, indexed

BASE = "basis"
UNIT, VALUE, FIRST = "eenheid", "waarde", "eerste_jaar"
LAST_YEAR = 2100


@dataclass(frozen=True)
class Ran:
    """A scenario that was computed: what it changes in words, its results, and what it made unknown or wrong."""

    name: str
    changes: str
    results: pd.DataFrame
    rules: frozenset[str]


def run_scenarios(book: xw.Book, now: dt.datetime) -> Outcome:
    """Computes the study as it is and under each scenario, and writes them side by side.

    Raises `Problems`: SCENARIO_NONE, SCENARIO_TOO_MANY, SCENARIO_WITHOUT_NAME, SCENARIO_CODE_TWICE,
    SCENARIO_CODE_UNKNOWN, SCENARIO_CODE_FIXED, SCENARIO_VALUE_WRONG, SCENARIO_YEAR_WRONG and SCENARIO_YEAR_REALISED
    (all lines together, each with its cell), and those of `read_inputs`.
    """
    inputs = read_inputs(book)
    listed = read_list(book, place.SCENARIOS_TABLE).reindex(columns=list(SCENARIOS))
    scenarios = read_scenarios(book, listed, inputs)
    survey = inputs.survey
    answers = corrected(inputs.answers, inputs.corrections, survey)
    kept = without_excluded(answers.answers, inputs.exclusions, survey.dimensions).answers
    counted = read_answers(kept, limits(survey))
    response = read_table(book, place.RESPONSE_TABLE)
    listed_with_base: dict[str, list[Change]] = {BASE: [], **scenarios}
    ran = [_ran(inputs, counted, response, name, changes) for name, changes in listed_with_base.items()]
    message = f"Doorgerekend: {len(scenarios)} scenario's naast de basis, op {now:%d-%m-%Y %H:%M}."
    changes: list[TableWrite | BlockWrite] = [
        TableWrite(place.SCENARIO_RESULTS_TABLE, side_by_side(ran)),
        TableWrite(place.SCENARIO_TABLES_TABLE, tables_side_by_side(ran, inputs.survey, inputs.year)),
        *_page(ran, inputs.survey),
        BlockWrite(place.overview_cell(place.STATUS_MESSAGE), [[message]]),
        BlockWrite(place.overview_cell(place.STATUS_TIME), [[moment(now, dated=inputs.dated)]]),
    ]
    write(book, with_own_columns(book, changes))
    return Outcome(message, 0)


def read_scenarios(book: xw.Book, listed: pd.DataFrame, inputs: Inputs) -> dict[str, list[Change]]:
    """The lines of the list by the name of their scenario. Raises `Problems`, all together.

    A change without a first year holds from the year after the survey year on; one code may change again in a later
    year, and then holds from there on instead.
    """
    found: dict[str, list[Change]] = {}
    problems: list[Problem] = []
    for row, name, code, value, first, _ in listed.itertuples():
        (code, value), at = _meant(code, value, inputs), int(str(row))
        first = inputs.year + 1 if pd.isna(first) or first == "" else first
        wrong = _wrong(name, code, value, first, found.get(str(name), []), inputs)
        if wrong:
            rule, column, told = wrong
            problems.append(_problem(book, rule, at, told, column, inputs.year))
        else:
            found.setdefault(str(name), []).append(Change(code, value, int(first)))
    where_list = Place(book.name, place.SCENARIOS_SHEET)
    if not found and not problems:
        problems.append(Problem("SCENARIO_NONE", where_list))
    if len(found) > ROOM:
        problems.append(Problem("SCENARIO_TOO_MANY", where_list, {"aantal": len(found), "hoogstens": ROOM}))
    if problems:
        raise Problems(problems)
    return found


def _meant(code: object, value: object, inputs: Inputs) -> tuple[str, Any]:
    """Code and value of a line in the spelling of the product; a number that stands there as text is that number.

    What counts is named beside the scenario on its page, so nothing need be told of it.
    """
    known = {one.code: one for one in inputs.survey.parameters}
    said = str(meant_choice(str(code or "").strip(), (*known, *levers(inputs.survey.dimensions))))
    if not isinstance(value, str):
        return said, value
    unit = unit_of_parameter(said, known)
    if unit is None:
        return said, meant_choice(value, known[said].choices)
    read = read_number(value, unit or None).value
    return said, read if isinstance(read, float) else value


def _wrong(
    name: object, code: str, value: object, first: object, before: Sequence[Change], inputs: Inputs
) -> tuple[str, str, object] | None:
    """The first thing that is wrong with a line: its rule, its column and the value at fault."""
    parameter = next((one for one in inputs.survey.parameters if one.code == code), None)
    factors = levers(inputs.survey.dimensions)
    choices = parameter.choices if parameter else ()
    if not name:
        return "SCENARIO_WITHOUT_NAME", "scenario", code
    if code in FIXED:
        return "SCENARIO_CODE_FIXED", "code", code
    if not (parameter or code in factors or code.startswith(SCALE)):
        return "SCENARIO_CODE_UNKNOWN", "code", code
    if not isinstance(first, int | float) or isinstance(first, bool) or first != int(first) or first > LAST_YEAR:
        return "SCENARIO_YEAR_WRONG", FIRST, first
    if first <= inputs.year:
        return "SCENARIO_YEAR_REALISED", FIRST, int(first)
    if (code, first) in [(one.code, one.first) for one in before]:
        return "SCENARIO_CODE_TWICE", "code", code
    if (choices and value not in choices) or (not choices and not _within(value, code, inputs.survey, factors)):
        return "SCENARIO_VALUE_WRONG", VALUE, value
    return None


def _problem(book: xw.Book, rule: str, row: int, value: object, column: str, year: int) -> Problem:
    where = place_in_table(book, place.SCENARIOS_TABLE, row, column)
    return Problem(rule, where, {VALUE: "" if value is None else value, "jaar": year, "eerste": year + 1})


def _within(value: object, code: str, survey: Survey, factors: Sequence[str]) -> bool:
    """Whether it is a number inside the range of the parameter; a factor and a salary lie above 0."""
    if not isinstance(value, int | float) or isinstance(value, bool) or pd.isna(value):
        return False
    if code in factors or code.startswith(SCALE):
        return value > 0
    one = next(parameter for parameter in survey.parameters if parameter.code == code)
    low, high = one.minimum, one.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def _ran(inputs: Inputs, counted: Answers, response: pd.DataFrame, name: str, changes: Sequence[Change]) -> Ran:
    """The study under one scenario.

    A parameter that is the same amount as one that changes goes along, from the same year on. counted: the answers that
    count; response: the list Respons as the last run left it, without rows before a first one. Both are the same for
    every scenario; the classes that the response is told by may differ.
    """
    survey, day = inputs.survey, dt.date(inputs.year, 1, 1)
    along = [
        Change(code, value, change.first)
        for change in changes
        for code, value in passed_on({change.code: change.value}, survey.parameters, day)
        if code not in {one.code for one in changes}
    ]
    of = (counted, inputs.frame, inputs.parameters, survey.dimensions, inputs.year)
    study = study_under([*changes, *along], *of, inputs.chances)
    if len(response):
        study = with_response(study, response)
    words = ", ".join(f"{one.code} = {_dutch(one.value)} vanaf {one.first}" for one in changes)
    parameters = {**inputs.parameters, **{one.code: one.value for one in (*changes, *along)}}
    return Ran(name, words, as_shown(study.results, survey, parameters), frozenset(study.notes["regel"]))


def _dutch(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}".replace(".", ",")


def _columns(count: int) -> list[str]:
    return [BASE, *(f"scenario{number}" for number in range(1, count))]


def side_by_side(ran: Sequence[Ran]) -> pd.DataFrame:
    """Every figure of the results, a column per scenario; unrounded."""
    keys = [*RESULT_KEY, UNIT]
    columns = [
        one.results.set_index(keys)[VALUE].rename(name) for one, name in zip(ran, _columns(len(ran)), strict=True)
    ]
    table = pd.concat(columns, axis=1).reindex(columns=_columns(ROOM + 1)).reset_index()
    return table[list(SCENARIO_RESULTS)]


def tables_side_by_side(ran: Sequence[Ran], survey: Survey, year: int) -> pd.DataFrame:
    """Every cell of every result table, a column per scenario, in the unit of its column; without cells that are empty
    everywhere. Unrounded.
    """
    found = [indexed(one.results) for one in ran]
    lines = []
    for table in (dated(one, year) for one in survey.tables):
        filled = [fill(table, one).full for one in found]
        for at, row in enumerate(table.rows):
            for number, column in enumerate(table.columns):
                values = [scaled(full[at][number], column.format) for full in filled]
                if any(value is not None for value in values):
                    label = column.label or table.columns[number - 1].label
                    lines.append((table.sheet, row.label, label, *values, *[None] * (ROOM + 1 - len(values))))
    return pd.DataFrame(lines, columns=list(SCENARIO_TABLES))


def _page(ran: Sequence[Ran], survey: Survey) -> Iterator[BlockWrite]:
    """The page Scenariovergelijking: what each scenario is, and the figures to read first."""
    here = place.page_places(survey)["scenarios"]
    base = ran[0].rules
    columns = ["Basis", *(f"Scenario {number}" for number in range(1, len(ran)))]
    names = []
    for column, one in zip(columns, ran, strict=True):
        new = ", ".join(sorted(one.rules - base))
        told = f"; nieuwe meldingen: {new}" if new else ""
        title = column if one.name == BASE else f"{column}: {one.name}"
        names.append((title, f"{one.changes or 'de werkmap zoals zij is'}{told}"))
    yield panel_write(here, "namen", names)
    found = [indexed(one.results) for one in ran]
    for panel, figures in KEY_FIGURES.items():
        lines = []
        for label, key in figures:
            values = [one[key][0][VALUE] if key in one else None for one in found]
            if any(value is not None for value in values):
                lines.append((label, *values))
        yield panel_write(here, panel, lines)


def _key(
    measure: str, component: str, group: str = "", division: str = "totaal", klasse: str = "", by: str = "macro"
) -> tuple[str, ...]:
    return (measure, component, group, division, klasse, by)


KEY_FIGURES: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]] = {
    "landelijk": (
        ("Uitvoeringskosten", _key("landelijk_totaal", "uitvoering")),
        ("Gemeentefonds min kosten", _key("verschil_gf", "", by="")),
        ("SPUK min kosten, over het traject", _key("verschil_spuk", "netto", by="")),
    ),
    "per_persoon": (
        ("Leerroutes en voorzieningen, asiel", _key("traject_kosten", "totaal", "asiel")),
        ("Leerroutes en voorzieningen, gezin", _key("traject_kosten", "totaal", "gezin")),
        ("Directe uitvoering, asiel", _key("traject_kosten", "direct", "asiel")),
        ("Directe uitvoering, gezin", _key("traject_kosten", "direct", "gezin")),
        ("SPUK min kosten, asiel", _key("verschil_spuk", "", "asiel", by="")),
        ("SPUK min kosten, gezin", _key("verschil_spuk", "", "gezin", by="")),
    ),
    "reserve": tuple(
        (str(year), _key("kasstroom", "reserve", "", "jaar", str(year), "regeling")) for year in range(2022, 2042)
    ),
    "tekort": tuple(
        (str(year), _key("kasstroom", "tekort", "", "jaar", str(year), "regeling")) for year in range(2022, 2042)
    ),
}
