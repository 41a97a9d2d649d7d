"""The command Gevoeligheid: the totals with each respondent, parameter, choice and estimator changed in turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Place, Problem, Problems
from templates.questions import limits
from templates.research import SENSITIVITY
from xl_addin.books.analysis import Inputs, moment, read_inputs
from xl_addin.books.book import BlockWrite, TableWrite, write
from xl_addin.books.insight_pages import label, panel_write
from xl_addin.books.outcome import Outcome
from xl_addin.books.own_columns import with_own_columns
from xl_addin.books.progress import tell
from xl_addin.intake.corrections import corrected
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.answers.exclusions import without_excluded
from xl_addin.methods.differences.sensitivity import (
    CHOICE,
    ESTIMATOR,
    OUTLIERS,
    RESPONDENT,
    Bounds,
    effects,
    sensitivity,
    tornado,
)
from xl_addin.methods.sample.disclosure import minimum_of
from xl_addin.methods.tables.columns import NATIONAL_TOTAL, TRAJECTORY_COST

PANELS = ("landelijk", "traject_1", "traject_2")
ALONE = 1


def run_sensitivity(book: xw.Book, now: dt.datetime) -> Outcome:
    """Computes the totals with each thing changed, and writes the list Gevoeligheden and the page Gevoeligheid.

    With `publicatie.minimum` above 1 without the respondents left out one by one. Raises `Problems`:
    SURVEY_WITHOUT_COST and those of `read_inputs`.
    """
    inputs = read_inputs(book)
    survey = inputs.survey
    if not survey.dimensions.tasks:
        raise Problems([Problem("SURVEY_WITHOUT_COST", Place(book.name))])
    answers = corrected(inputs.answers, inputs.corrections, survey).answers
    counted = read_answers(without_excluded(answers, inputs.exclusions, survey.dimensions).answers, limits(survey))
    bounds = {one.code: Bounds(one.minimum, one.maximum, tuple(one.choices)) for one in survey.parameters}
    found = sensitivity(
        counted,
        inputs.frame,
        inputs.parameters,
        survey.dimensions,
        bounds,
        lambda done, of: tell(f"Gevoeligheid: {done} van {of}"),
    )
    table = effects(found)
    if minimum_of(inputs.parameters) > ALONE:
        table = table[table["soort"] != RESPONDENT]
    message = f"Gevoeligheid berekend: {len(found) - 1} veranderingen, op {now:%d-%m-%Y %H:%M}."
    changes: list[TableWrite | BlockWrite] = [
        TableWrite(place.SENSITIVITY_TABLE, table.reindex(columns=list(SENSITIVITY))),
        *_page(table, inputs),
        BlockWrite(place.overview_cell(place.STATUS_MESSAGE), [[message]]),
        BlockWrite(place.overview_cell(place.STATUS_TIME), [[moment(now, dated=inputs.dated)]]),
    ]
    write(book, with_own_columns(book, changes))
    return Outcome(message, 0)


def _page(table: pd.DataFrame, inputs: Inputs) -> Iterator[BlockWrite]:
    page = place.page_places(inputs.survey)["gevoeligheid"]
    groups = inputs.survey.dimensions.trajectory_groups
    totals = [(NATIONAL_TOTAL, ""), *((TRAJECTORY_COST, group) for group in groups)]
    for number, panel in enumerate(PANELS):
        lines = _lines(table, *totals[number], inputs) if number < len(totals) else ()
        yield panel_write(page, panel, lines)


def _lines(table: pd.DataFrame, total: str, group: str, inputs: Inputs) -> Iterator[Sequence[object]]:
    mine = table[(table["som"] == total) & (table["groep"] == group)]
    base = float(mine["waarde"].iloc[0])
    for _, line in tornado(mine).iterrows():
        ends = (float(line["lager"]), float(line["hoger"]))
        spans = (None if base == 0 else end / base for end in ends)
        yield said(str(line["soort"]), str(line["wat"]), inputs.frame), *ends, *spans


def said(kind: str, what: str, frame: pd.DataFrame) -> str:
    """What was changed, in words."""
    names = frame.get("naam", pd.Series(dtype=object))
    if kind == RESPONDENT:
        return label("gevoelig_zonder").format(wat=names.get(what, what))
    if kind in (ESTIMATOR, CHOICE):
        return label(f"gevoelig_{kind}").format(wat=label(what) if kind == ESTIMATOR else what)
    if kind == OUTLIERS:
        return label("gevoelig_uitschieters")
    return label("gevoelig_parameter").format(wat=what)
