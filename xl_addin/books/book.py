"""A book as the commands see it: whole tables and blocks in, whole tables and blocks out, found by name.

A read or write is one range, whatever the number of municipalities. Tables are found by their name on whatever sheet
they stand, blocks by their defined name, columns by their header: a person may rename, move, sort, filter and hide.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pandas as pd
import xlwings as xw

from generator.analysis.block import Block
from generator.analysis.layout import LIST_OF_TABLE
from generator.ooxml.sheet import address
from templates import Place, Problem, Problems
from xl_addin.books.keys import key_of
from xl_addin.books.places import HOST_ERRORS, Places, TablePlace, places_in

CONVERTED = re.compile(
    r"\s*([=+@'#.,€$£¥(-]|\d|(true|false|waar|onwaar)\s*$"
    r"|(jan|feb|mar|mrt|maa|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*[ ./-])",
    re.IGNORECASE,
)
"""Text that starts so Excel may take for a formula, number, date, truth or error; an apostrophe keeps it text."""

Rows = list[list[Any]]
_TEXTS_KEPT = 10_000


class Formula(str):
    """Text that is meant to be a formula; all other text stays text, whatever it begins with."""

    __slots__ = ()


@dataclass(frozen=True)
class TableWrite:
    """New contents for a table: the rows of `frame` replace all rows that stand there."""

    table: str
    frame: pd.DataFrame


@dataclass(frozen=True)
class BlockWrite:
    """New contents for a fixed block of cells."""

    block: Block
    values: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Area:
    """A range that will be written, what comes in it and what stands in it now (nothing where the host can undo)."""

    range: Any
    new: Rows
    old: Rows


@dataclass(frozen=True)
class Plan:
    """One change, worked out before anything is written: its areas, and how a table gets its new and old length."""

    areas: Sequence[Area]
    resize: Callable[[], None] = lambda: None
    restore: Callable[[], None] = lambda: None


def table_names(book: xw.Book) -> set[str]:
    """The tables on all sheets."""
    return {table.name for sheet in book.sheets for table in sheet.tables}


def read_table(book: xw.Book, name: str, errors_as_text: bool = False) -> pd.DataFrame:
    """The table as it stands, header as columns; the index counts its rows from 0. One read.

    An error value is nothing, unless it is wanted as text.

    Rows that are empty throughout are left out, and in output those that hold a person's own cells and no figure.
    Raises `Problems`: BOOK_TABLE_MISSING, BOOK_TABLE_SHAPE, BOOK_BUSY.
    """
    with excel_answers():
        places = places_in(book)
        table = places.table(name)
        whole = table.cells(0, 0, table.rows + 1, table.columns)
        values = places.read(whole, (table.rows + 1) * table.columns, errors_as_text)
        places.take_header(name, values[0])
    frame = pd.DataFrame(values[1:], columns=[str(header) for header in values[0]], dtype=object)
    return frame[_counted(frame, name).notna().any(axis=1)]


def _counted(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The columns that make a row count: all; in output with columns of a person's own the figures beside the key."""
    known = LIST_OF_TABLE.get(name)
    if known is None or not known.output or set(frame.columns) <= set(known.columns):
        return frame
    return frame[[column for column in frame.columns if column in known.columns and column not in key_of(name)]]


@dataclass(frozen=True)
class TableCells:
    """A table as it stands on its sheet: its first row and column of data, its header, values and formulas.

    told: whether the host tells formulas; where it does not, none is given.
    """

    row: int
    column: int
    header: Sequence[str]
    values: Rows
    formulas: Rows
    told: bool = True


def header_of(book: xw.Book, name: str) -> list[str]:
    """The names of a table's columns. One read."""
    with excel_answers():
        places = places_in(book)
        return list(_header(places, name))


def table_cells(book: xw.Book, name: str) -> TableCells:
    """The table with the formulas in its cells, every row of it. Two reads.

    Raises `Problems`: BOOK_TABLE_MISSING, BOOK_TABLE_SHAPE, BOOK_BUSY.
    """
    with excel_answers():
        places = places_in(book)
        table = places.table(name)
        whole = table.cells(0, 0, table.rows + 1, table.columns)
        values = places.read(whole, (table.rows + 1) * table.columns)
        formulas = places.formulas(whole, table.rows + 1, table.columns)
        places.take_header(name, values[0])
    header = [str(one) for one in values[0]]
    start = table.area[0] + 1, table.area[1]
    return TableCells(*start, header, values[1:], formulas[1:], places.tells_formulas)


def read_block(book: xw.Book, block: Block) -> Rows:
    """The values of a block. One read."""
    return read_blocks(book, [block])[0]


def read_blocks(book: xw.Book, blocks: Sequence[Block]) -> list[Rows]:
    """The values of blocks that are made on one sheet. One read, where they stand as they were made."""
    with excel_answers():
        places = places_in(book)
        if blocks[0].marks:
            places.look(blocks)
        return [
            places.seen(one) if places.stands(one) else places.read(places.block(one), one.rows * one.columns)
            for one in blocks
        ]


def read_seen(book: xw.Book, block: Block) -> Rows:
    """The values of a block, error values as text. One read."""
    with excel_answers():
        values: Rows = places_in(book).block(block).options(ndim=2, err_to_str=True).value
    return values


def read_formulas(book: xw.Book, block: Block) -> Rows:
    """The formulas of a block, and the values where there is none; nothing on a host that tells none. One read."""
    with excel_answers():
        places = places_in(book)
        return places.formulas(places.block(block), block.rows, block.columns)


def place_in_table(book: xw.Book, name: str, row: int, column: str) -> Place:
    """The cell in the row (counted from 0) and column of a table, for a message. One read."""
    table = places_in(book).table(name)
    header = _header(places_in(book), name)
    at = table.area[1] + (header.index(column) if column in header else 0)
    return Place(book.name, table.sheet_name, address(table.area[0] + row + 1, at))


def sheet_of(book: xw.Book, name: str, otherwise: str, at: tuple[int, int] | None = None) -> str:
    """What the sheet with this named cell is called now; `otherwise` where the book lacks the name.

    Raises `Problems` (BOOK_CELLS_MOVED) when the cell is no longer in row and column `at`.
    """
    places = places_in(book)
    with excel_answers():
        if not places.has_name(name):
            return otherwise
        sheet, area = places.named(name, otherwise)
    if at is not None and area[:2] != at:
        raise Problems([Problem("BOOK_CELLS_MOVED", Place(book.name, sheet, address(*area[:2])), {"naam": name})])
    return sheet


def has_name(book: xw.Book, name: str) -> bool:
    """Whether the book has this defined name."""
    with excel_answers():
        return places_in(book).has_name(name)


def write(book: xw.Book, changes: Iterable[TableWrite | BlockWrite]) -> None:
    """Writes all changes, after looking that each has its place; nothing is written when one has not.

    A table grows or shrinks with its rows; columns that a person added stay as they are. Where a write fails, what was
    written before it is put back. One read per sheet with blocks, which are written in one where they lie side by side;
    one write per table, and one read for its header; a host that cannot undo has what stands there read as well.
    Raises `Problems`: BOOK_TABLE_MISSING, BOOK_TABLE_SHAPE, BOOK_COLUMN_MISSING, BOOK_CELLS_BELOW, BOOK_SHEET_MISSING,
    BOOK_BLOCK_CHANGED, BOOK_BUSY, BOOK_WRITE_REFUSED.
    """
    undo = undo_point(book)
    plans: list[Plan] = []
    problems: list[Problem] = []
    places = places_in(book)
    for change in _joined(places, list(changes), formulas=undo is not None):
        try:
            with excel_answers():
                plans.append(_plan(places, change, remember=undo is None))
        except Problems as found:
            problems.extend(found.problems)
    if problems:
        raise Problems(problems)
    places.unsee()
    places.lift_filters(area.range for plan in plans for area in plan.areas)
    begun: list[Plan] = []
    for plan in plans:
        begun.append(plan)
        try:
            _carry_out(plan, places)
        except Exception as error:
            if undo is not None:
                undo()
            else:
                _put_back(begun, places)
            if not is_of_excel(error):
                raise
            place = Place(book.name, plan.areas[0].range.sheet.name)
            raise Problems([Problem("BOOK_WRITE_REFUSED", place)]) from error


def undo_point(book: xw.Book) -> Callable[[], None] | None:
    """What takes back everything written after this moment; None on a host that has no such thing."""
    document = getattr(book.impl, "document", None)
    return None if document is None else document.undo_point()


def _joined(
    places: Places, changes: Sequence[TableWrite | BlockWrite], *, formulas: bool
) -> list[TableWrite | BlockWrite]:
    """The changes, in which blocks that stand as they were made and lie side by side are one. One read per sheet.

    formulas: look for them too; a program that calculates shows a value for each, a file may hold one without.
    """
    joined: list[TableWrite | BlockWrite] = [one for one in changes if isinstance(one, TableWrite)]
    of_sheet: dict[str, list[BlockWrite]] = {}
    for change in changes:
        if isinstance(change, BlockWrite):
            of_sheet.setdefault(change.block.sheet, []).append(change)
    for writes in of_sheet.values():
        known = [one.block for one in writes if one.block.marks]
        if known:
            with excel_answers():
                places.look(known, formulas=formulas)
        ordered = sorted(writes, key=lambda one: (one.block.row, one.block.column))
        for write in ordered:
            before = joined[-1] if joined else None
            both = _both(places, before, write) if isinstance(before, BlockWrite) else None
            joined[-1:] = [both] if both else [*joined[-1:], write]
    return joined


def _both(places: Places, one: BlockWrite, other: BlockWrite) -> BlockWrite | None:
    """Two writes as one over the rectangle around both, where all else in it is empty or a mark, which stays."""
    first, second = one.block, other.block
    if first.sheet != second.sheet or not (places.stands(first) and places.stands(second)):
        return None
    marks = (*first.marks, *second.marks)
    row, column = min(first.row, second.row), min(first.column, second.column)
    rows = max(first.last_row, second.last_row) - row + 1
    columns = max(first.last_column, second.last_column) - column + 1
    around = Block(first.sheet, row, column, rows, columns, marks=marks)
    known = {(at, beside): text for at, beside, text in marks}
    values: list[list[object]] = [
        [known.get((row + down, column + right)) for right in range(columns)] for down in range(rows)
    ]
    seen = [list(cells) for cells in places.seen(around)]
    for part in (one, other):
        for down, given in enumerate(part.values, start=part.block.row - row):
            left = part.block.column - column
            values[down][left : left + len(given)] = given
            seen[down][left : left + len(given)] = given
    return BlockWrite(around, values) if seen == values else None


def _plan(places: Places, change: TableWrite | BlockWrite, *, remember: bool) -> Plan:
    if isinstance(change, TableWrite):
        return _table_plan(places, change, remember=remember)
    target, stands = places.block(change.block), places.stands(change.block)
    new = [[_cell(value) for value in row] for row in change.values]
    labels = [] if stands else _labels_in_order(places, change.block, target)
    if not remember:
        return Plan([Area(target, new, []), *labels])
    cells = change.block.rows * change.block.columns
    old = places.seen(change.block) if stands else places.read(target, cells)
    return Plan([Area(target, new, _guarded(old)), *labels])


def _labels_in_order(places: Places, block: Block, target: Any) -> list[Area]:
    """The labels of a table that a person sorted, back where its figures are written."""
    if not block.marks or target.sheet.name != block.sheet:
        return []
    area = (target.row, target.column, target.row + block.rows - 1, target.column + block.columns - 1)
    return [Area(*one) for one in places.sorted_away(block, area)]


def _table_plan(places: Places, change: TableWrite, *, remember: bool) -> Plan:
    """What must be written where: one area per stretch of neighbouring columns, so one unless columns were moved."""
    table = places.table(change.table)
    place, header = Place(places.name, table.sheet_name), _header(places, change.table)
    names = [str(name) for name in change.frame.columns]
    missing = [name for name in names if name not in header]
    if missing:
        values = {"tabel": change.table, "kolommen": ", ".join(missing)}
        raise Problems([Problem("BOOK_COLUMN_MISSING", place, values)])
    rows = [[_cell(value) for value in row] for row in change.frame.astype(object).to_numpy().tolist()]
    there, kept = table.rows, max(len(rows), 1)
    rows += [[None] * len(names) for _ in range(max(there, kept) - len(rows))]
    areas = []
    for stretch in _stretches([header.index(name) for name in names]):
        target = table.cells(1, header.index(names[stretch[0]]), len(rows), len(stretch))
        old = places.read(target, len(rows) * len(stretch)) if remember else []
        more = len(rows) - there
        under = table.cells(1 + there, header.index(names[stretch[0]]), more, len(stretch)) if more > 0 else None
        below = old[there:] if remember else places.read(under, more * len(stretch)) if under is not None else []
        if any(value is not None for row in below for value in row):
            raise Problems([Problem("BOOK_CELLS_BELOW", place, {"tabel": change.table})])
        put_back = remember and any(isinstance(value, Formula) for value in change.frame.to_numpy(dtype=object).flat)
        there_now = places.formulas(target, len(rows), len(stretch)) if put_back else []
        restored = _with_formulas(_guarded(old), there_now) if put_back else _guarded(old)
        areas.append(Area(target, [[row[at] for at in stretch] for row in rows], restored))
    if kept == there:
        return Plan(areas)
    before = table.area
    return Plan(areas, lambda: _resize(table, kept), lambda: _resize(table, before[2] - before[0]))


def _resize(table: TablePlace, rows: int) -> None:
    table.table.resize(table.cells(0, 0, rows + 1, table.columns))
    table.area = (table.area[0], table.area[1], table.area[0] + rows, table.area[3])


def _stretches(positions: Sequence[int]) -> list[list[int]]:
    """Indices of `positions`, in stretches of positions that follow each other: [2, 0, 1, 5] gives [1, 2, 0], [3]."""
    order = sorted(range(len(positions)), key=lambda at: positions[at])
    stretches = [order[:1]]
    for before, after in pairwise(order):
        if positions[after] == positions[before] + 1:
            stretches[-1].append(after)
        else:
            stretches.append([after])
    return stretches


def _carry_out(plan: Plan, places: Places) -> None:
    plan.resize()
    for area in plan.areas:
        places.write(area.range, area.new)


def _put_back(plans: Sequence[Plan], places: Places) -> None:
    """The old contents back, the last first. What could not be written may well refuse its old contents too."""
    for plan in reversed(plans):
        for area in plan.areas:
            with suppress(Exception):
                places.write(area.range, area.old)
        with suppress(Exception):
            plan.restore()


def _with_formulas(rows: Rows, formulas: Rows) -> Rows:
    """What must be put back where a write fails: the formula of a cell, else its value.

    A host may leave rows out that are empty to the end.
    """
    return [
        [
            cell if isinstance(cell, str) and cell.startswith("=") else value
            for value, cell in zip(row, cells, strict=False)
        ]
        for row, cells in zip(rows, formulas, strict=False)
    ]


def _guarded(rows: Rows) -> Rows:
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> object:
    if value is None or value != value:
        return None
    if type(value) is float:
        return value
    if isinstance(value, Formula):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())  # Excel knows no day without a time
    return value.item() if hasattr(value, "item") else value


@lru_cache(_TEXTS_KEPT)
def _text(text: str) -> str | None:
    """Text as it is entered so that it stays text; lists say the same words over and over."""
    return f"'{text}" if CONVERTED.match(text) else (text or None)


def find_table(book: xw.Book, name: str) -> Any:
    """Xlwings' table, on whatever sheet. Raises `Problems`: BOOK_TABLE_MISSING, BOOK_TABLE_SHAPE."""
    return places_in(book).table(name).table


def _header(places: Places, name: str) -> list[str]:
    table = places.table(name)
    if not table.header:
        places.take_header(name, places.read(table.cells(0, 0, 1, table.columns), table.columns)[0])
    return table.header


@contextmanager
def excel_answers() -> Iterator[None]:
    """Excel refuses every question while a cell is typed in or a window of its own is open: say so (BOOK_BUSY)."""
    try:
        yield
    except Exception as error:
        if not is_of_excel(error):
            raise
        raise Problems([Problem("BOOK_BUSY")]) from error


def is_of_excel(error: Exception) -> bool:
    """Whether Excel itself raised the error."""
    return type(error).__name__ in HOST_ERRORS
