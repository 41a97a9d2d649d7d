"""From what xlwings passes for a range to the range: an address, a name, a table, numbers or corners."""

from __future__ import annotations

from typing import Any

from generator.ooxml.sheet import MAX_COLUMN, MAX_ROW, Area
from xl_addin.engine.names import Names
from xl_addin.engine.opened import OpenSheet
from xl_addin.engine.ranges import Range
from xl_addin.engine.references import area_of, split_sheet
from xl_addin.engine.tables import all_tables

_SLICE = 4
"""A slice of a range arrives as (row, column, number of rows, number of columns)."""


def resolve(sheet: OpenSheet, first: Any, second: Any = None) -> Range:
    """The range that xlwings' arguments stand for: an address, a name, tuples, a slice, or two corners."""
    if second is not None:
        corners = resolve(sheet, first), resolve(sheet, second)
        areas = [corner.area for corner in corners]
        area = (
            min(one[0] for one in areas),
            min(one[1] for one in areas),
            max(one[2] for one in areas),
            max(one[3] for one in areas),
        )
        return Range(corners[0].sheet, area)
    if isinstance(first, Range):
        return first
    if isinstance(first, tuple):
        return Range(sheet, _tuple_area(first))
    return _resolve_text(sheet, first)


def _tuple_area(at: tuple[int, ...]) -> Area:
    if 0 in at[:2]:
        raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
    if len(at) == _SLICE:
        row, column, rows, columns = at
        return row, column, row + rows - 1, column + columns - 1
    row, column = at
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise IndexError(f"cell {at} lies outside the sheet")
    return row, column, row, column


def _resolve_text(sheet: OpenSheet, text: str) -> Range:
    sheet_name, rest = split_sheet(text)
    if sheet_name is not None:
        sheet = sheet.book.sheet_called(sheet_name)
    area = area_of(rest)
    if area is not None:
        return Range(sheet, area)
    found = Names(sheet.book).find(rest, sheet)
    if found is not None:
        return found.refers_to_range
    table = next((one for one in all_tables(sheet.book) if one.name.lower() == rest.lower()), None)
    if table is not None:
        return table.data_body_range or table.range
    raise KeyError(f"{text!r} is no address, defined name or table of {sheet.book.name}")
