"""A municipality's own workbook, open in whatever host, read exactly as the collector reads a file that came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import xlwings as xw

from generator.analysis.block import Block
from generator.survey.layout import CellPlace, layout
from templates import Survey
from xl_addin.books.book import read_formulas, read_seen, sheet_of
from xl_addin.intake.filled import META_SURVEY, META_VERSION, Filled, as_filled, read_content
from xl_addin.intake.parsing.grid import EMPTY, Cell, number_cell, text_cell
from xl_addin.intake.parsing.looks import look_of
from xl_addin.intake.parsing.openxml_sheet import looked_at
from xl_addin.intake.plan import Plan, make_plan
from xl_addin.intake.returned import Returned, ReturnedCell

EPOCH = dt.datetime(1899, 12, 30)
CUSTOM = 164
"""Numbers of number formats from here on are those of the file itself."""


def read_own(book: xw.Book, survey: Survey) -> Filled:
    """The answers in the open book, with everything that the collector would say of them.

    Where the host holds the file its bytes are read. Excel and Lite hold cells: of those value, formula and, as far as
    the host tells, number format are read, per sheet; what lies around the answers is told by the collector only.
    Raises `Problems` for another survey or version.
    """
    document = getattr(book.impl, "document", None)
    if document is not None:
        return read_content(document.content(), book.name, survey)
    plan = make_plan(survey)
    return as_filled(_returned(book, survey, plan), book.name, b"", survey, plan)


def _returned(book: xw.Book, survey: Survey, plan: Plan) -> Returned:
    places = layout(survey).questions
    sheets: dict[str, dict[str, CellPlace]] = {}
    for name, place in places.items():
        sheets.setdefault(place.sheet, {})[name] = place
    cells = {name: _absent(place) for name, place in plan.wanted.items()}
    for asked in sheets.values():
        cells |= _of_sheet(book, asked)
    meta = {META_SURVEY: survey.id, META_VERSION: survey.version}
    cells |= {name: cells[name].model_copy(update={"kind": "tekst", "value": value}) for name, value in meta.items()}
    return Returned(
        kind="xlsx", modified="", traits=(), sheets=plan.sheets, renamed={}, copies={}, cells=cells, beside={}
    )


def _absent(wanted: Any) -> ReturnedCell:
    return ReturnedCell.of(EMPTY, "", wanted.sheet, 0, 0)


def _of_sheet(book: xw.Book, asked: Mapping[str, CellPlace]) -> dict[str, ReturnedCell]:
    """The cells of the questions of one sheet, whatever that sheet is called by now. Two reads, and one per number."""
    name, last = max(asked.items(), key=lambda item: (item[1].row, item[1].column))
    sheet = sheet_of(book, name, last.sheet, (last.row, last.column))
    block = Block(sheet, 1, 1, last.row, max(at.column for at in asked.values()))
    values, formulas = read_seen(book, block), read_formulas(book, block)
    found = {}
    for question, at in asked.items():
        value, formula = values[at.row - 1][at.column - 1], str(formulas[at.row - 1][at.column - 1] or "")
        cell = seen_cell(value, formula if formula.startswith("=") else None)
        if cell.kind == "getal":
            cell = _looked_at(cell, book, sheet, at)
        found[question] = ReturnedCell.of(cell, "naam", sheet, at.row, at.column)
    return found


def _looked_at(cell: Cell, book: xw.Book, sheet: str, at: CellPlace) -> Cell:
    """A number as its format shows it, where the host tells the format."""
    code = None
    with suppress(NotImplementedError, AttributeError):
        code = book.sheets[sheet].range((at.row, at.column)).number_format
    return looked_at(cell, look_of(CUSTOM, str(code))) if code else cell


def seen_cell(value: object, formula: str | None = None) -> Cell:
    """A cell from the value that a host gives for it."""
    if value is None or value == "":
        return Cell("leeg", None, formula)
    if isinstance(value, bool):
        return Cell("waar", "1" if value else "0", formula)
    if isinstance(value, int | float):
        return number_cell(repr(float(value)), formula)
    if isinstance(value, dt.datetime) and value.year > EPOCH.year + 1:
        return Cell("datum", value.date().isoformat(), formula)
    if isinstance(value, dt.datetime | dt.time):
        return Cell("tijd", f"{value.hour}:{value.minute:02d}", formula)
    if isinstance(value, dt.date):
        return Cell("datum", value.isoformat(), formula)
    return text_cell(str(value), formula)
