"""What a person added to a list moves with its rows when a command rewrites them: own columns, and own formulas.

A row is the same row by its key. A formula says of its new row what it said of its old one; a column that holds a
formula in every row gets it in new rows too, as a calculated column of a table does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from generator.analysis.block import Block
from xl_addin.books.book import BlockWrite, Formula, TableCells, TableWrite, header_of, table_cells
from xl_addin.books.keys import key_of

OF_PERSON = (place.FINDINGS_TABLE, place.SOLVED_TABLE, place.CORRECTIONS_TABLE)
"""Lists that a command rewrites and in whose own columns a person may have typed formulas."""


def with_own_columns(book: xw.Book, changes: Iterable[TableWrite | BlockWrite]) -> list[TableWrite | BlockWrite]:
    """The changes with a person's own columns and formulas in the rows where they belong now.

    Reads the header of each table, and all of it only where a person may have added something: three reads at most.
    """
    return [_with_own(book, change) if isinstance(change, TableWrite) else change for change in changes]


def _with_own(book: xw.Book, change: TableWrite) -> TableWrite:
    ours = set(place.LIST_OF_TABLE[change.table].columns)
    added = set(header_of(book, change.table)) - {*ours, *map(str, change.frame.columns)}
    if not added and change.table not in OF_PERSON:
        return change
    standing = table_cells(book, change.table)
    if not standing.told or not (added or _formulas(standing)):
        return change  # what a host does not tell stays where it is: written as a value, a formula would be gone
    return TableWrite(change.table, moved_along(change.frame, standing, key_of(change.table), ours))


def waiting_rows(book: xw.Book, output: place.ListPlace) -> pd.DataFrame:
    """A list of output without its figures: only the keys of the rows in which a person's own columns hold something.

    So what a person wrote beside a figure finds its row again when the figures are computed anew; `read_table` does not
    count these rows. Reads the header, and all of the table only where it has own columns.
    """
    if set(header_of(book, output.table)) <= set(output.columns):
        return pd.DataFrame(columns=list(output.columns), dtype=object)
    return keys_and_own(table_cells(book, output.table), key_of(output.table), output.columns)


def keys_and_own(standing: TableCells, key: Sequence[str], ours: Sequence[str]) -> pd.DataFrame:
    """The rows in which a person's own columns hold something: their key and these columns, nothing else of ours."""
    at = {name: column for column, name in enumerate(standing.header)}
    own = [name for name in at if name not in ours]
    held = [row for row in range(len(standing.values)) if any(_holds(standing, row, at[name]) for name in own)]
    table = {name: [standing.values[row][at[name]] for row in held] for name in key if name in at}
    table |= {name: [moved(standing, row, now, at[name]) for now, row in enumerate(held)] for name in own}
    return pd.DataFrame(table, index=range(len(held)), columns=[*ours, *own], dtype=object)


def _holds(standing: TableCells, row: int, column: int) -> bool:
    """Whether a cell holds something: a formula does, also one that gives nothing or was not computed yet."""
    return standing.values[row][column] is not None or is_formula(standing.formulas[row][column])


def _formulas(standing: TableCells) -> bool:
    return any(is_formula(cell) for row in standing.formulas for cell in row)


def moved_along(new: pd.DataFrame, standing: TableCells, key: Sequence[str], ours: Set[str]) -> pd.DataFrame:
    """The new rows with the columns that only the standing table has, and with formulas where a person has one.

    ours: the columns of the product; of these a formula stays where it gives what would be written anyway.
    """
    before = _rows_before(new, standing, key)
    table = new.astype(object)
    for at, name in enumerate(standing.header):
        if name not in new.columns:
            table[name] = pd.Series(
                [_cell_of(standing, old, row, at) for row, old in enumerate(before)], index=table.index, dtype=object
            )
        elif name not in key:
            values = list(table[name])
            for row, old in enumerate(before):
                if old is not None and is_formula(standing.formulas[old][at]):
                    same = name not in ours or standing.values[old][at] == values[row]
                    values[row] = moved(standing, old, row, at) if same else values[row]
            table[name] = pd.Series(values, index=table.index, dtype=object)
    return table


def _rows_before(new: pd.DataFrame, standing: TableCells, key: Sequence[str]) -> list[int | None]:
    """For every new row the standing row with its key; rows with equal keys in their order, each given once.

    A standing row without any key is no row of ours yet: what a person wrote there stays where it is.
    """
    if not set(key) <= set(standing.header) or not set(key) <= set(new.columns):
        return [None] * len(new)
    places = [standing.header.index(name) for name in key]
    known: dict[tuple[str, ...], list[int]] = {}
    for row, cells in enumerate(standing.values):
        known.setdefault(tuple(_plain(cells[at]) for at in places), []).append(row)
    found: list[int | None] = []
    for given in new[list(key)].to_numpy(dtype=object).tolist():
        there = known.get(tuple(_plain(value) for value in given), [])
        found.append(there.pop(0) if there else None)
    keyless = set(known.get(("",) * len(places), []))
    return [row if before is None and row in keyless else before for row, before in enumerate(found)]


def _plain(value: object) -> str:
    """A key as text: Excel keeps every number as a float."""
    if value is None or value != value:
        return ""
    return f"{value:.10g}" if isinstance(value, int | float) else str(value)


def _cell_of(standing: TableCells, before: int | None, now: int, column: int) -> object:
    """The cell of an own column in a row; in a new row the formula of the column, where every row has it."""
    if before is not None:
        return moved(standing, before, now, column)
    cells = [row[column] for row in standing.formulas]
    return moved(standing, 0, now, column) if cells and all(is_formula(cell) for cell in cells) else None


def is_formula(cell: object) -> bool:
    """Whether what a host gives as the formula of a cell is one."""
    return isinstance(cell, str) and cell.startswith("=")


def moved(standing: TableCells, before: int, now: int, column: int) -> object:
    """The cell of a person's own column in its new row; a formula goes along with it."""
    value, formula = standing.values[before][column], standing.formulas[before][column]
    if not is_formula(formula) or formula == value:
        return value
    ends = [Block("", standing.row + row, standing.column + column).area for row in (before, now)]
    from openpyxl.formula.translate import (
        Translator,  # a library to load only where a person wrote a formula of their own
    )

    return Formula(Translator(str(formula), origin=ends[0]).translate_formula(ends[1]))
