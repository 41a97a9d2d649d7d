"""A book as the commands see it: whole tables and blocks in, whole tables and blocks out, found by name.

A read or write is one range, whatever the number of municipalities. Tables are found by their name on whatever sheet
they stand, blocks by their defined name, columns by their header: a person may rename, move, sort, filter and hide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import xlwings as xw

from generator.analysis.block import Block
from generator.analysis.layout import LIST_OF_TABLE
from templates import Place, Problem, Problems

RISKY = ("=", "+", "-", "@", "'")
"""Text that starts so would become a formula; an apostrophe before it keeps it text, in Excel and in our engine."""
HOST_ERRORS = {"com_error", "CommandError"}
"""How the errors of Excel itself are called, on Windows and on macOS; their modules exist only there."""

Rows = list[list[Any]]


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


def read_table(book: xw.Book, name: str) -> pd.DataFrame:
    """The table as it stands, header as columns; the index counts its rows from 0. One read.

    Rows that are empty throughout are left out. Raises `Problems`: BOOK_TABLE_MISSING, BOOK_TABLE_SHAPE, BOOK_BUSY.
    """
    with excel_answers():
        values = find_table(book, name).range.options(ndim=2).value
    frame = pd.DataFrame(values[1:], columns=[str(header) for header in values[0]], dtype=object)
    return frame[frame.notna().any(axis=1)]


@dataclass(frozen=True)
class TableCells:
    """A table as it stands on its sheet: its first row and column of data, its header, values and formulas."""

    row: int
    column: int
    header: Sequence[str]
    values: Rows
    formulas: Rows


def header_of(book: xw.Book, name: str) -> list[str]:
    """The names of a table's columns. One read."""
    with excel_answers():
        return _header(find_table(book, name))


def table_cells(book: xw.Book, name: str) -> TableCells:
    """The table with the formulas in its cells, every row of it. Two reads.

    Raises `Problems`: BOOK_TABLE_MISSING, BOOK_TABLE_SHAPE, BOOK_BUSY.
    """
    with excel_answers():
        whole = find_table(book, name).range
        values, formulas = whole.options(ndim=2).value, _two_deep(whole.formula, whole.shape[1])
    header = [str(one) for one in values[0]]
    return TableCells(whole.row + 1, whole.column, header, values[1:], [list(row) for row in formulas[1:]])


def read_block(book: xw.Book, block: Block) -> Rows:
    """The values of a block. One read."""
    with excel_answers():
        values: Rows = _range(book, block).options(ndim=2).value
    return values


def read_seen(book: xw.Book, block: Block) -> Rows:
    """The values of a block, error values as text. One read."""
    with excel_answers():
        values: Rows = _range(book, block).options(ndim=2, err_to_str=True).value
    return values


def read_formulas(book: xw.Book, block: Block) -> Rows:
    """The formulas of a block, and the values where there is none. One read."""
    with excel_answers():
        return _two_deep(_range(book, block).formula, block.columns)


def place_in_table(book: xw.Book, name: str, row: int, column: str) -> Place:
    """The cell in the row (counted from 0) and column of a table, for a message. One read."""
    table = find_table(book, name)
    header = _header(table)
    cell = table.range[row + 1, header.index(column) if column in header else 0]
    return Place(book.name, cell.sheet.name, cell.get_address(False, False))


def sheet_of(book: xw.Book, name: str, otherwise: str, at: tuple[int, int] | None = None) -> str:
    """What the sheet with this named cell is called now; `otherwise` where the book lacks the name.

    Raises `Problems` (BOOK_CELLS_MOVED) when the cell is no longer in row and column `at`.
    """
    with excel_answers():
        if name not in book.names:
            return otherwise
        found = _of_name(book, name, otherwise)
        if at is not None and (found.row, found.column) != at:
            place = Place(book.name, found.sheet.name, found.get_address(False, False))
            raise Problems([Problem("BOOK_CELLS_MOVED", place, {"naam": name})])
        return str(found.sheet.name)


def has_name(book: xw.Book, name: str) -> bool:
    """Whether the book has this defined name."""
    with excel_answers():
        return name in book.names


def write(book: xw.Book, changes: Iterable[TableWrite | BlockWrite]) -> None:
    """Writes all changes, after looking that each has its place; nothing is written when one has not.

    A table grows or shrinks with its rows; columns that a person added stay as they are. Where a write fails, what was
    written before it is put back. One write per change, and one read per table for its header; a host that cannot undo
    has what stands there read as well.
    Raises `Problems`: BOOK_TABLE_MISSING, BOOK_TABLE_SHAPE, BOOK_COLUMN_MISSING, BOOK_CELLS_BELOW, BOOK_SHEET_MISSING,
    BOOK_BLOCK_CHANGED, BOOK_BUSY, BOOK_WRITE_REFUSED.
    """
    undo = undo_point(book)
    plans: list[Plan] = []
    problems: list[Problem] = []
    for change in changes:
        try:
            with excel_answers():
                plans.append(_plan(book, change, remember=undo is None))
        except Problems as found:
            problems.extend(found.problems)
    if problems:
        raise Problems(problems)
    begun: list[Plan] = []
    for plan in plans:
        begun.append(plan)
        try:
            _carry_out(plan)
        except Exception as error:
            if undo is not None:
                undo()
            else:
                _put_back(begun)
            if not is_of_excel(error):
                raise
            place = Place(book.name, plan.areas[0].range.sheet.name)
            raise Problems([Problem("BOOK_WRITE_REFUSED", place)]) from error


def undo_point(book: xw.Book) -> Callable[[], None] | None:
    """What takes back everything written after this moment; None on a host that has no such thing."""
    document = getattr(book.impl, "document", None)
    return None if document is None else document.undo_point()


def _plan(book: xw.Book, change: TableWrite | BlockWrite, *, remember: bool) -> Plan:
    if isinstance(change, TableWrite):
        return _table_plan(book, change, remember=remember)
    target = _range(book, change.block)
    new = [[_cell(value) for value in row] for row in change.values]
    return Plan([Area(target, new, _guarded(target.options(ndim=2).value) if remember else [])])


def _table_plan(book: xw.Book, change: TableWrite, *, remember: bool) -> Plan:
    """What must be written where: one area per stretch of neighbouring columns, so one unless columns were moved."""
    table = find_table(book, change.table)
    whole, header = table.range, _header(table)
    names = [str(name) for name in change.frame.columns]
    missing = [name for name in names if name not in header]
    if missing:
        place = Place(book.name, whole.sheet.name)
        values = {"tabel": change.table, "kolommen": ", ".join(missing)}
        raise Problems([Problem("BOOK_COLUMN_MISSING", place, values)])
    rows = [[_cell(value) for value in row] for row in change.frame.astype(object).to_numpy().tolist()]
    formulas = any(isinstance(value, Formula) for row in change.frame.to_numpy(dtype=object) for value in row)
    there, kept = whole.shape[0] - 1, max(len(rows), 1)
    rows += [[None] * len(names) for _ in range(max(there, kept) - len(rows))]
    areas = []
    for stretch in _stretches([header.index(name) for name in names]):
        target = whole[0, 0].offset(1, header.index(names[stretch[0]])).resize(len(rows), len(stretch))
        old = target.options(ndim=2).value if remember else []
        below = old[there:] if remember else _below(target, there)
        if any(value is not None for row in below for value in row):
            raise Problems([Problem("BOOK_CELLS_BELOW", Place(book.name, whole.sheet.name), {"tabel": change.table})])
        put_back = formulas and remember
        there_now = _two_deep(target.formula, target.shape[1]) if put_back else []
        restored = _with_formulas(_guarded(old), there_now) if put_back else _guarded(old)
        areas.append(Area(target, [[row[at] for at in stretch] for row in rows], restored))
    if kept == there:
        return Plan(areas)
    longer = whole[0, 0].resize(kept + 1, whole.shape[1])
    return Plan(areas, lambda: table.resize(longer), lambda: table.resize(whole))


def _below(target: Any, there: int) -> Rows:
    """What stands in the part of a range below the rows that are there. No read where it has no such part."""
    rows, columns = target.shape
    if rows <= there:
        return []
    values: Rows = target[0, 0].offset(there, 0).resize(rows - there, columns).options(ndim=2).value
    return values


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


def _carry_out(plan: Plan) -> None:
    plan.resize()
    for area in plan.areas:
        area.range.value = area.new


def _put_back(plans: Sequence[Plan]) -> None:
    """The old contents back, the last first. What could not be written may well refuse its old contents too."""
    for plan in reversed(plans):
        for area in plan.areas:
            with suppress(Exception):
                area.range.value = area.old
        with suppress(Exception):
            plan.restore()


def _two_deep(formulas: Any, columns: int) -> Rows:
    """What a host gives as the formulas of a range, row by row: of one cell or column it may give less."""
    if isinstance(formulas, list | tuple):
        flat = [cell for row in formulas for cell in (row if isinstance(row, list | tuple) else [row])]
    else:
        flat = [formulas]
    return [flat[at : at + columns] for at in range(0, len(flat), columns)]


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
        return f"'{value}" if value.startswith(RISKY) else (value or None)
    return value.item() if hasattr(value, "item") else value


def _header(table: Any) -> list[str]:
    return [str(name) for name in table.header_row_range.options(ndim=1).value]


def find_table(book: xw.Book, name: str) -> Any:
    """The table, on whatever sheet. Raises `Problems`: BOOK_TABLE_MISSING, BOOK_TABLE_SHAPE."""
    for sheet in book.sheets:
        if name in sheet.tables:
            table = sheet.tables[name]
            if table.show_totals or not table.show_headers:
                raise Problems([Problem("BOOK_TABLE_SHAPE", Place(book.name, sheet.name), {"tabel": name})])
            return table
    place = Place(book.name, LIST_OF_TABLE[name].sheet)
    raise Problems([Problem("BOOK_TABLE_MISSING", place, {"tabel": name})])


def _range(book: xw.Book, block: Block) -> Any:
    """Where the block's name leads; without that name, its own place on its sheet."""
    if block.name and block.name in book.names:
        found = _of_name(book, block.name, block.sheet)
        if found.shape != (block.rows, block.columns):
            place = Place(book.name, found.sheet.name, found.get_address(False, False))
            values = {"naam": block.name, "rijen": block.rows, "kolommen": block.columns}
            raise Problems([Problem("BOOK_BLOCK_CHANGED", place, values)])
        return found
    if block.sheet not in [sheet.name for sheet in book.sheets]:
        raise Problems([Problem("BOOK_SHEET_MISSING", Place(book.name, block.sheet))])
    return book.sheets[block.sheet].range((block.row, block.column), (block.last_row, block.last_column))


def _of_name(book: xw.Book, name: str, sheet: str) -> Any:
    try:
        return book.names[name].refers_to_range
    except Exception as error:  # each host has its own error for a name whose cells were deleted
        raise Problems([Problem("BOOK_SHEET_MISSING", Place(book.name, sheet))]) from error


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
