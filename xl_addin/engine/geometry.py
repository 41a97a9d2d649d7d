"""Where columns and rows lie on a sheet, in points, as Excel draws them with its standard font.

A width in characters becomes whole pixels (7 to a character of Calibri 11, 96 to an inch), as ECMA-376 part 1, section
18.3.1.13 gives it. A workbook with another standard font is drawn a little wider or narrower.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from generator.ooxml.sheet import column_number

EMU_PER_POINT = 12_700
_EMU_PER_PIXEL = 9_525
_DIGIT = 7
_PADDING = 5
_DEFAULT_CHARACTERS = 8
_DEFAULT_HEIGHT = 15.0


class SheetGrid:
    """The edges of a worksheet's columns and rows in EMU, 12,700 to a point; counted from 0."""

    def __init__(self, worksheet: Any) -> None:
        form = worksheet.sheet_format
        base = (form.baseColWidth or _DEFAULT_CHARACTERS) * _DIGIT + _PADDING
        default = _pixels(form.defaultColWidth) if form.defaultColWidth else 8 * math.ceil(base / 8)
        self._width = default * _EMU_PER_PIXEL
        self._widths = dict(_own_widths(worksheet))
        self._height = round((form.defaultRowHeight or _DEFAULT_HEIGHT) * EMU_PER_POINT)
        self._heights = {
            number - 1: 0 if row.hidden else round(row.height * EMU_PER_POINT)
            for number, row in worksheet.row_dimensions.items()
            if row.hidden or row.height is not None
        }

    def left(self, column: int) -> int:
        """The left edge of a column."""
        return _edge(column, self._width, self._widths)

    def top(self, row: int) -> int:
        """The upper edge of a row."""
        return _edge(row, self._height, self._heights)


def _pixels(characters: float) -> int:
    return int((256 * characters + int(128 / _DIGIT)) / 256 * _DIGIT)


def _own_widths(worksheet: Any) -> Iterator[tuple[int, int]]:
    for letters, settings in worksheet.column_dimensions.items():
        if not settings.hidden and not settings.customWidth and not settings.width:
            continue
        first = settings.min or column_number(letters)
        width = 0 if settings.hidden else _pixels(settings.width) * _EMU_PER_PIXEL
        yield from ((column - 1, width) for column in range(first, (settings.max or first) + 1))


def _edge(place: int, default: int, own: dict[int, int]) -> int:
    return place * default + sum(size - default for at, size in own.items() if at < place)
