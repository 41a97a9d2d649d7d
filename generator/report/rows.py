"""A filled table as text: the ends of a range in one column, headings of rows left out where only figures count."""

from __future__ import annotations

from typing import NamedTuple

from generator.report.content import Filled, Shown
from templates.numbers import written
from templates.schema import ResultTable

HIDDEN = "x"


class Texts(NamedTuple):
    """The positions (from 0) of the columns that are written, and a line of texts per row of the table."""

    columns: tuple[int, ...]
    lines: tuple[tuple[str, ...], ...]


def heading_texts(table: ResultTable) -> list[str]:
    """The heading of every column; the high end of a range has that of its low end."""
    headings: list[str] = []
    for column in table.columns:
        headings.append(headings[-1] if column.upper and not column.label else column.label)
    return headings


def row_texts(filled: Filled) -> Texts:
    """All rows as text; a range is written `145 à 161`, an amount without a range alone, an unknown one not at all.

    A figure that is left out to protect municipalities is an `x`.
    """
    columns = filled.table.columns
    starts = tuple(at for at, column in enumerate(columns) if not column.upper)
    lines = []
    for row, figures in enumerate(filled.presented):
        texts = [
            HIDDEN
            if (row, at) in filled.hidden and value is None and not column.upper
            else written(value, column.format)
            for at, (value, column) in enumerate(zip(figures, columns, strict=True))
        ]
        lines.append(tuple(_ranged(texts, at, filled.table) for at in starts))
    return Texts(starts, tuple(lines))


def _ranged(texts: list[str], at: int, table: ResultTable) -> str:
    if at + 1 == len(texts) or not table.columns[at + 1].upper or not texts[at + 1]:
        return texts[at]
    return f"{texts[at]} à {texts[at + 1]}".removeprefix(" ")


def shown_rows(shown: Shown) -> tuple[int, ...]:
    """The rows (from 0) of a slide: those asked for, else those of its chart; only those that have a figure."""
    table = shown.filled.table
    asked = shown.rows or (shown.chart.rows if shown.chart else ()) or range(1, len(table.rows) + 1)
    columns = [series.column - 1 for series in shown.chart.series] if shown.chart else range(len(table.columns))
    rows = [row - 1 for row in asked if table.rows[row - 1].pick is not None]
    return tuple(row for row in rows if any(shown.filled.presented[row][column] is not None for column in columns))
