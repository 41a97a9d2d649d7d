"""Writing cells of the analysis workbook: a look per kind of cell, and text that can never become a formula."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from generator.analysis.content import Value
from generator.ooxml.values import MAX_TEXT, clean_text
from generator.style import GENERAL
from generator.styling import lines

# A cell that starts with one of these would become a formula when a user edits it.
FORMULA_STARTS = ("=", "+", "-", "@")
HAIR = lines(bottom="thin", colour="D9D9D9")
"""The thin line under a row of a table."""
CUT = " […]"
# A letter in digits, which widths count in: letters are narrower, but words break before the edge.
AVERAGE_CHARACTER = 0.95


@dataclass(frozen=True)
class Look:
    """How a cell looks; None leaves a part as it is by default."""

    font: Font
    fill: PatternFill | None = None
    border: Border | None = None
    alignment: Alignment | None = None
    number_format: str = GENERAL

    def put_on(self, target: Cell | ColumnDimension) -> None:
        """Give a cell, or all cells of a column that do not exist yet, this look."""
        target.font = copy(self.font)
        target.number_format = self.number_format
        if self.fill is not None:
            target.fill = copy(self.fill)
        if self.border is not None:
            target.border = copy(self.border)
        if self.alignment is not None:
            target.alignment = copy(self.alignment)


class Pen:
    """Writes cells of one sheet; a look is worked out once and then copied, which makes large sheets quick."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._styles: dict[int, tuple[Look, object]] = {}

    def write(self, row: int, column: int, value: Value, look: Look | None = None) -> Cell:
        """Put a value in a cell. Text stays text, whatever it starts with; control characters are taken out."""
        cell = self.sheet.cell(row, column)
        assert isinstance(cell, Cell)
        set_value(cell, value)
        if look is not None:
            self._dress(cell, look)
        if isinstance(value, str) and value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
        return cell

    def style(self, row: int, column: int, name: str, value: Value = None) -> Cell:
        """Put a value in a cell in a named style of `generator.style`."""
        cell = self.write(row, column, value)
        cell.style = name
        return cell

    def _dress(self, cell: Cell, look: Look) -> None:
        known = self._styles.get(id(look))
        if known is None:
            look.put_on(cell)
            # The look is kept beside its style, so that its id cannot be given to another one.
            self._styles[id(look)] = (look, copy(cell._style))  # type: ignore[attr-defined]
        else:
            cell._style = copy(known[1])  # type: ignore[attr-defined]


def set_value(cell: Cell, value: Value) -> None:
    """The value of a cell: not-a-number becomes empty, text never a formula or an error value."""
    if isinstance(value, str):
        text = _fitting(clean_text(value))
        cell.value = text or None
        if text:
            cell.data_type = "s"
    elif value is None or (isinstance(value, float) and not math.isfinite(value)):
        cell.value = None
    else:
        cell.value = value


def _fitting(text: str) -> str:
    """The text as far as a cell can hold it; what is cut is marked."""
    if len(text) <= MAX_TEXT // 2:
        return text
    units = text.encode("utf-16-le")
    kept = units[: 2 * (MAX_TEXT - len(CUT))].decode("utf-16-le", errors="ignore")
    return text if len(units) <= 2 * MAX_TEXT else kept + CUT


def widths(sheet: Worksheet, columns: Mapping[str, float]) -> None:
    """Set column widths by letter, in characters."""
    for letter, width in columns.items():
        sheet.column_dimensions[letter].width = width


def lines_needed(text: str, width: float) -> int:
    """How many lines a text wrapped at words takes in `width` characters; no host of a file measures text."""
    return max(1, len(textwrap.wrap(text, max(1, int(width / AVERAGE_CHARACTER)))))
