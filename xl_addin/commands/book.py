"""A book as the commands see it: whole tables and blocks in, whole tables and blocks out, found by name.

This is the only place that knows xlwings. A read or write is one range, whatever the number of municipalities.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xlwings as xw

from generator.analysis.layout import LIST_OF_TABLE, Block
from templates import Place, Problem, Problems

RISKY = ("=", "+", "-", "@", "'")
"""Text that starts so would become a formula; an apostrophe before it keeps it text, in Excel and in our engine."""


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


def read_table(book: xw.Book, name: str) -> pd.DataFrame:
    """The table as it stands, header as columns; rows that are empty throughout are left out. One read."""
    values = _table(book, name).range.options(ndim=2).value
    frame = pd.DataFrame(values[1:], columns=[str(header) for header in values[0]], dtype=object)
    return frame[frame.notna().any(axis=1)].reset_index(drop=True)


def read_block(book: xw.Book, block: Block) -> list[list[Any]]:
    """The values of a block. One read."""
    values: list[list[Any]] = _range(book, block).options(ndim=2).value
    return values


def write(book: xw.Book, changes: Iterable[TableWrite | BlockWrite]) -> None:
    """Writes all changes, after looking that each has its place; nothing is written when one has not.

    A table grows or shrinks with its rows; columns that a person added to its right stay as they are.
    Raises `Problems`: BOOK_TABLE_MISSING, BOOK_COLUMNS_MOVED, BOOK_SHEET_MISSING.
    """
    planned = list(changes)
    problems: list[Problem] = []
    for change in planned:
        try:
            _look(book, change)
        except Problems as found:
            problems.extend(found.problems)
    if problems:
        raise Problems(problems)
    for change in planned:
        if isinstance(change, TableWrite):
            _write_table(book, change)
        else:
            _range(book, change.block).value = [[_cell(value) for value in row] for row in change.values]


def _look(book: xw.Book, change: TableWrite | BlockWrite) -> None:
    if isinstance(change, BlockWrite):
        _range(book, change.block)
        return
    table = _table(book, change.table)
    expected = [str(name) for name in change.frame.columns]
    header = [str(name) for name in table.header_row_range.options(ndim=1).value]
    if header[: len(expected)] != expected:
        place = Place(book.name, LIST_OF_TABLE[change.table].sheet)
        raise Problems([Problem("BOOK_COLUMNS_MOVED", place, {"tabel": change.table, "kolommen": ", ".join(expected)})])


def _write_table(book: xw.Book, change: TableWrite) -> None:
    table = _table(book, change.table)
    old_rows, width = table.range.shape[0] - 1, table.range.shape[1]
    columns = len(change.frame.columns)
    rows = [[_cell(value) for value in row] for row in change.frame.astype(object).to_numpy().tolist()]
    kept = max(len(rows), 1)
    rows += [[None] * columns for _ in range(max(old_rows, 1) - len(rows))]
    top = table.range[0, 0]
    if kept != old_rows:
        table.resize(top.resize(kept + 1, width))
    top.offset(1, 0).resize(len(rows), columns).value = rows


def _cell(value: object) -> object:
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return f"'{value}" if value.startswith(RISKY) else (value or None)
    return value.item() if hasattr(value, "item") else value


def _table(book: xw.Book, name: str) -> Any:
    for sheet in book.sheets:
        if name in sheet.tables:
            return sheet.tables[name]
    place = Place(book.name, LIST_OF_TABLE[name].sheet)
    raise Problems([Problem("BOOK_TABLE_MISSING", place, {"tabel": name})])


def _range(book: xw.Book, block: Block) -> Any:
    if block.sheet not in [sheet.name for sheet in book.sheets]:
        raise Problems([Problem("BOOK_SHEET_MISSING", Place(book.name, block.sheet))])
    return book.sheets[block.sheet].range((block.row, block.column), (block.last_row, block.last_column))
