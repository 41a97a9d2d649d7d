"""The commands in a municipality's own filled survey workbook: its answers checked and its figures recomputed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd
import xlwings as xw

from generator.analysis.layout import Block
from generator.survey.layout import CellPlace, Layout, layout
from generator.survey.own_result import FINDING_ROWS, FINDINGS, RECOMPUTED, STATUS, own_result_page, own_result_rows
from generator.survey.texts import NOT_DETERMINABLE, text
from templates import Place, Problem, Problems, Survey, load_survey
from templates.parameters import SCALE
from templates.questions import questions
from xl_addin import __version__
from xl_addin.checks import check
from xl_addin.checks.completeness import completeness
from xl_addin.commands.book import BlockWrite, read_block, write
from xl_addin.commands.outcome import Outcome, needs_person
from xl_addin.intake.normalising import read_number
from xl_addin.methods.own_figures import own_figures

STEPS = ("check", "allocate", "fund")
SHEETS = {text("names.own"), text("names.meta"), text("names.parameters")}
PARAMETER_ROWS = 400
CODE_COLUMN, VALUE_COLUMN = 0, 2
CBS_CODE = "alg.cbs_code"


def run_steps(book: xw.Book, steps: Sequence[str], now: dt.datetime) -> Outcome:
    """Fills the sheet with own results: check gives the findings, allocate and fund the recomputed figures.

    Steps that only an analysis workbook knows are passed over. Raises `Problems` (BOOK_NOT_FOR_SURVEY) when no other
    step was asked for.
    """
    mine = [step for step in STEPS if step in steps]
    if not mine:
        raise Problems([Problem("BOOK_NOT_FOR_SURVEY", Place(book.name))])
    survey = load_survey()
    places = layout(survey)
    answers = read_answers(book, survey, places)
    parameters = read_parameters(book, survey)
    found = check(answers, survey, parameters, {name: (at.sheet, at.address) for name, at in places.questions.items()})
    attention = needs_person(found)
    message = f"{attention} bevindingen vragen aandacht." if attention else "Er zijn geen open bevindingen."
    changes = [_block(survey, STATUS, [[f"{message} Herberekend op {now:%d-%m-%Y %H:%M}, versie {__version__}."]])]
    if "check" in mine:
        changes.append(_block(survey, FINDINGS, _finding_rows(found)))
    if "allocate" in mine or "fund" in mine:
        changes.append(_block(survey, RECOMPUTED, _figures(answers, survey, parameters)))
    write(book, changes)
    return Outcome(f"Eigen uitkomst bijgewerkt ({', '.join(mine)}). {message}", attention)


def read_answers(book: xw.Book, survey: Survey, places: Layout) -> pd.DataFrame:
    """The answers in the workbook as a table of one row; one read per sheet."""
    sheets: dict[str, list[CellPlace]] = {}
    for place in places.questions.values():
        sheets.setdefault(place.sheet, []).append(place)
    cells = {
        name: read_block(book, Block(name, 1, 1, max(at.row for at in ats), max(at.column for at in ats)))
        for name, ats in sheets.items()
    }
    row: dict[str, object] = {}
    for asked in questions(survey):
        at = places.questions[asked.id]
        raw = cells[at.sheet][at.row - 1][at.column - 1]
        row[asked.id] = read_number(raw).value if asked.numeric else raw
    code = str(row.get(CBS_CODE) or "")
    return pd.DataFrame([row], index=pd.Index([code], name="code"), dtype=object)


def read_parameters(book: xw.Book, survey: Survey) -> dict[str, float | str]:
    """The parameters that this workbook was made with, by code; one without a value is absent. One read."""
    known = {parameter.code: parameter for parameter in survey.parameters}
    found: dict[str, float | str] = {}
    for row in read_block(book, Block(text("names.parameters"), 1, 1, PARAMETER_ROWS, VALUE_COLUMN + 1)):
        code, value = str(row[CODE_COLUMN] or ""), row[VALUE_COLUMN]
        if code not in known and not code.startswith(SCALE):
            continue
        if isinstance(value, int | float) or (code in known and value in known[code].choices):
            found[code] = value
    return found


def _figures(answers: pd.DataFrame, survey: Survey, parameters: Mapping[str, float | str]) -> list[list[object]]:
    figures = own_figures(answers, parameters, survey.dimensions).iloc[0]
    figures["uit.volledigheid"] = completeness(answers, survey).iloc[0]
    values = [figures[row.key] for row in own_result_rows(survey)]
    return [[NOT_DETERMINABLE if pd.isna(value) else float(value)] for value in values]


def _finding_rows(found: pd.DataFrame) -> list[list[object]]:
    rows: list[list[object]] = found[["ernst", "blad", "cel", "tekst"]].to_numpy().tolist()
    if len(rows) > FINDING_ROWS:
        rest = len(rows) - FINDING_ROWS + 1
        rows = [*rows[: FINDING_ROWS - 1], ["", "", "", f"En nog {rest} bevindingen; verhelp eerst die hierboven."]]
    return rows + [[None] * 4] * (FINDING_ROWS - len(rows))


def _block(survey: Survey, name: str, values: list[list[object]]) -> BlockWrite:
    page = own_result_page(survey)
    row, column, last_row, last_column = page.names[name]
    return BlockWrite(Block(page.name, row, column, last_row - row + 1, last_column - column + 1), values)
