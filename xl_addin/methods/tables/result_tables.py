"""Which result each cell of a readable table shows, as presented and in full (METHOD section 11)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from templates.schema import Pick, ResultTable, TableColumn, TableRow
from xl_addin.methods.tables.columns import (
    CLASS,
    CLASS_DIFFERENCE,
    COMPONENT,
    COST_PER_PERSON,
    DIVISION,
    GROUP,
    INTERVAL_LOWER,
    INTERVAL_UPPER,
    KEY_COLUMNS,
    LOWER,
    MAXIMUM,
    MEASURE,
    MINIMUM,
    TRAJECTORY_COST,
    VALUE,
)
from xl_addin.methods.tables.rounding import half_up

Key = tuple[str, ...]
Figure = float | None
Figures = Mapping[str, float]
Found = Mapping[Key, list[Figures]]

FROM = "vanaf"
DISTANCE = "afstand"
INTERVAL = {"interval_laag": INTERVAL_LOWER, "interval_hoog": INTERVAL_UPPER}
COSTS = (COST_PER_PERSON, TRAJECTORY_COST)
INTERVAL_ENDS = (TableColumn(label="", show="interval_laag"), TableColumn(label="", show="interval_hoog"))


class FilledTable(NamedTuple):
    """The figures of a table, row by row: as presented, and the same figures unrounded. Headings are rows of None."""

    presented: list[list[Figure]]
    full: list[list[Figure]]


def fill(table: ResultTable, found: Found) -> FilledTable:
    """The figures of `table` looked up in the results as `indexed` gives them, rows x columns of the table.

    A figure that does not exist, or is not known, is None and never 0. Two results with the same key that a cell asks
    for raise ValueError: the table does not say which one it means.
    """
    full = [[_figure(key, column, found) for key, column in cells] for cells in _cells(table)]
    presented = [[_rounded(value, column) for value, column in zip(line, table.columns, strict=True)] for line in full]
    return FilledTable(presented, full)


def keys(table: ResultTable) -> list[list[Key | None]]:
    """The key in `resultaten.csv` that each cell of the table asks for; None where it asks for nothing."""
    return [[key for key, _ in cells] for cells in _cells(table)]


def _cells(table: ResultTable) -> list[list[tuple[Key | None, TableColumn]]]:
    return [
        [(_key(table, row, position, column), column) for position, column in enumerate(table.columns, start=1)]
        for row in table.rows
    ]


def _key(table: ResultTable, row: TableRow, position: int, column: TableColumn) -> Key | None:
    """The picks of table, row, column and cell together, the last one winning; None for a heading or without maat."""
    if row.pick is None:
        return None
    merged: dict[str, str] = {}
    for pick in (table.pick, row.pick, column.pick, row.cells.get(position, Pick())):
        merged.update(pick.model_dump(exclude_none=True))
    return tuple(merged.get(name, "") for name in KEY_COLUMNS) if merged.get(MEASURE) else None


def indexed(results: pd.DataFrame) -> Found:
    """The figures of every key in `results` (the columns of `resultaten.csv`), for any number of tables.

    A key that occurs twice keeps both, so that asking for it can be refused. `results` is not changed.
    """
    names = results[list(KEY_COLUMNS)].astype(object).where(results[list(KEY_COLUMNS)].notna(), "")
    figures = results.drop(columns=list(KEY_COLUMNS)).to_dict("records")
    found: dict[Key, list[Figures]] = {}
    for key, line in zip(names.itertuples(index=False, name=None), figures, strict=True):
        found.setdefault(tuple(str(part) for part in key), []).append({str(k): v for k, v in line.items()})
    return found


def _figure(key: Key | None, column: TableColumn, found: Found) -> Figure:
    lines = found.get(key, []) if key is not None else []
    if len(lines) > 1:
        raise ValueError(f"{len(lines)} results have the key {key}")
    if not lines:
        return None
    return shown_figure(lines[0], INTERVAL.get(column.show, column.show))


def hidden_cells(table: ResultTable, everything: Found, kept: Found) -> frozenset[tuple[int, int]]:
    """The (row, column) from 0 of what the table shows of everything and not of what is kept."""
    before, after = fill(table, everything).full, fill(table, kept).full
    return frozenset(
        (row, column)
        for row, line in enumerate(before)
        for column, value in enumerate(line)
        if value is not None and after[row][column] is None
    )


def interval(key: Key | None, found: Found) -> tuple[float, float] | None:
    """The 95% interval of a result, as the tables show it; None where it has none."""
    low, high = (_figure(key, column, found) for column in INTERVAL_ENDS)
    return None if low is None or high is None else (low, high)


def class_difference(first: Key, second: Key, found: Found) -> tuple[float, float] | None:
    """The 95% interval of the figure `first` less the figure `second`, two classes of one division.

    From the rows of `verschil_klasse`, klasse `a - b`; where several weightings have one, the widest of them. None
    where the figures are no two classes of one measure, or there is no such row.
    """
    one, other = (dict(zip(KEY_COLUMNS, key, strict=True)) for key in (first, second))
    if {**one, CLASS: ""} != {**other, CLASS: ""} or not one[CLASS] or one[CLASS] == other[CLASS]:
        return None
    names = {f"{one[CLASS]} - {other[CLASS]}": 1.0, f"{other[CLASS]} - {one[CLASS]}": -1.0}
    ends: list[float] = []
    for key, lines in found.items():
        row = dict(zip(KEY_COLUMNS, key, strict=True))
        if (
            row[MEASURE] == CLASS_DIFFERENCE
            and row[CLASS] in names
            and row[COMPONENT] == (one[COMPONENT] if one[MEASURE] in COSTS else one[MEASURE])
            and (row[GROUP], row[DIVISION]) == (one[GROUP], one[DIVISION])
        ):
            sides = (_known(lines[0].get(end, math.nan)) for end in (INTERVAL_LOWER, INTERVAL_UPPER))
            ends += [names[row[CLASS]] * end for end in sides if end is not None]
    return (min(ends), max(ends)) if ends else None


def result_figure(pick: Pick, found: Found) -> Figure:
    """The value of the one result that a pick names; what it does not say is empty."""
    key = tuple(getattr(pick, name) or "" for name in KEY_COLUMNS)
    lines = found.get(key, [])
    return _known(lines[0][VALUE]) if len(lines) == 1 else None


def shown_figure(figures: Figures, show: str) -> Figure:
    """One figure of a result row: a column of it, the low end of its band (`vanaf`), or the largest distance."""
    if show == FROM:
        low = _known(figures[LOWER])
        return _known(figures[VALUE]) if low is None else low
    if show == DISTANCE:
        value, low, high = (_known(figures[name]) for name in (VALUE, MINIMUM, MAXIMUM))
        return None if value is None or low is None or high is None else max(value - low, high - value)
    return _known(figures[show])


def _known(value: float) -> Figure:
    return None if pd.isna(value) else float(value)


def _rounded(value: Figure, column: TableColumn) -> Figure:
    return value if value is None or column.rounding is None else half_up(value, column.rounding)
