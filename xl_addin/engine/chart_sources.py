"""From a block of cells to the series of a chart, by the headings in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from generator.ooxml.chart_series import SeriesSource
from generator.ooxml.sheet import Area
from xl_addin.engine.ranges import Range
from xl_addin.engine.references import quoted_sheet, reference


def sources_of(block: Range, plot_by: str | None) -> list[SeriesSource]:
    """The series of a block of cells, as Excel finds them.

    A first row of text holds names (or categories), and so does a first column of text or dates, or one under an empty
    corner. Of what is left, the longer side holds the categories unless `plot_by` says otherwise.
    """
    values = block.raw_value
    head = _heads(values[0], len(values) > 1)
    side = _heads([row[0] for row in values], len(values[0]) > 1)
    rows, columns = len(values) - head, len(values[0]) - side
    by_rows = plot_by == "rows" if plot_by else columns > rows
    top, left, bottom, right = block.area
    first_row, first_column = top + head, left + side
    prefix = f"{quoted_sheet(block.sheet.name)}!"

    def named(area: Area) -> str:
        return prefix + reference(area)

    if by_rows:
        categories = named((top, first_column, top, right)) if head else None
        text = any(isinstance(value, str) for value in values[0][side:])
        return [
            SeriesSource(
                named((row, first_column, row, right)),
                named((row, left, row, left)) if side else None,
                categories,
                text,
            )
            for row in range(first_row, bottom + 1)
        ]
    categories = named((first_row, left, bottom, left)) if side else None
    text = any(isinstance(row[0], str) for row in values[head:])
    return [
        SeriesSource(
            named((first_row, column, bottom, column)),
            named((top, column, top, column)) if head else None,
            categories,
            text,
        )
        for column in range(first_column, right + 1)
    ]


def _heads(line: list[Any], more: bool) -> bool:
    """Whether a first row or column holds headings; a block of one line has none."""
    corner, *rest = line
    if not more or not rest:
        return more and not rest and isinstance(corner, str)
    filled = [value for value in rest if value is not None]
    is_heading = bool(filled) and all(isinstance(value, str | dt.date) for value in filled)
    return is_heading or (corner is None and bool(filled))
