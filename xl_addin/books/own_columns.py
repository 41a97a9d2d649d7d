"""What a person added to a list moves with its rows when a command rewrites them: own columns, and own formulas.

A row is the same row by its key. A formula says of its new row what it said of its old one; a column that holds a
formula in every row gets it in new rows too, as a calculated column of a table does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

import pandas as pd
import xlwings as xw
from openpyxl.formula.translate import Translator

from generator.analysis import layout as place
from generator.analysis.block import Block
from templates.columns import CODE, COSTS, FINDINGS_KEY, RESULT_KEY
from xl_addin.books.book import BlockWrite, Formula, TableCells, TableWrite, header_of, table_cells

KEY_OF: Mapping[str, Sequence[str]] = {
    place.FINDINGS_TABLE: (*FINDINGS_KEY, "gevonden"),
    place.SOLVED_TABLE: (*FINDINGS_KEY, "gevonden"),
    place.INTERVIEW_TABLE: (CODE, "regel", "vraag", "onderwerp"),
    place.CORRECTIONS_TABLE: (CODE, "id"),
    place.COSTS_TABLE: COSTS[:-1],
    place.WEIGHTS_TABLE: (CODE, "weging"),
    place.RESULTS_TABLE: RESULT_KEY,
    place.SCENARIO_RESULTS_TABLE: RESULT_KEY,
    place.SCENARIO_TABLES_TABLE: ("tabel", "rij", "kolom"),
    place.CASH_TABLE: (CODE, "kosten", "variant", "jaar"),
    place.ORIGIN_TABLE: ("sleutel", CODE),
    place.SOURCES_TABLE: ("sha256",),
}
"""The columns that say which row is which; the code of the municipality or parameter for the other lists."""
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
    try:
        standing = table_cells(book, change.table)
    except NotImplementedError:  # xlwings Lite reads no formulas; there own columns keep their cells where they are
        return change
    if not added and not _formulas(standing):
        return change
    key = KEY_OF.get(change.table, (CODE,))
    return TableWrite(change.table, moved_along(change.frame, standing, key, ours))


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
    """For every new row the standing row with its key; rows with equal keys in their order, each given once."""
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
    return found


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
    return Formula(Translator(str(formula), origin=ends[0]).translate_formula(ends[1]))
