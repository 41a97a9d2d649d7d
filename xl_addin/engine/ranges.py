"""Ranges: read and written in whole blocks."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

from generator.ooxml.sheet import MAX_COLUMN, MAX_ROW, Area
from xl_addin.engine.cells import Cells
from xl_addin.engine.colors import hex_color, rgb
from xl_addin.engine.geometry import EMU_PER_POINT, SheetGrid
from xl_addin.engine.opened import OpenSheet
from xl_addin.engine.references import quoted_sheet, reference
from xl_addin.engine.table_headers import write_with_headers
from xl_addin.engine.unsupported import FileObject

_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}
_DEFAULT_WIDTH = 8.43
_DEFAULT_HEIGHT = 15.0
# The one alignment that openpyxl, like the file itself, calls by another name than Excel.
_ALIGNMENTS = {"center_across_selection": "centerContinuous"}
_ALIGNMENTS_READ = {theirs: ours for ours, theirs in _ALIGNMENTS.items()}


class Range(Cells):
    """A range as xlwings sees it."""

    # A file has no traffic to save, so values are never read or written in pieces.
    max_cells_per_read: int | None = None
    max_cells_per_write: int | None = None
    has_array = False

    def __init__(self, sheet: OpenSheet, area: Area) -> None:
        super().__init__(sheet, area)
        self.options: dict[str, Any] = {}

    @property
    def api(self) -> Range:
        """Stands for the native object, which a file does not have."""
        return self

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet name, first row and column, number of rows and columns."""
        return self.sheet.name, self.row, self.column, *self.shape

    def __call__(self, row: int, column: int | None = None) -> Range:
        """One cell, by row and column within the range (it may lie outside) or by its number, row by row."""
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            row, column = row + 1, column + 1
        at = self.row + row - 1, self.column + column - 1
        if not (1 <= at[0] <= MAX_ROW and 1 <= at[1] <= MAX_COLUMN):
            raise IndexError(f"cell ({row}, {column}) of {self.address} lies outside the sheet")
        return Range(self.sheet, (*at, *at))

    # -- addresses ------------------------------------------------------------------------------------------------

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        """The address in another notation; `external` puts the book and sheet before it."""
        plain = reference(self.area, row_absolute=row_absolute, column_absolute=column_absolute)
        if not external:
            return plain
        joined = f"[{self.sheet.book.name}]{self.sheet.name}"
        return f"{joined if joined.replace('[', '').replace(']', '').isalnum() else quoted_sheet(joined)}!{plain}"

    # -- values ---------------------------------------------------------------------------------------------------

    @property
    def raw_value(self) -> list[list[Any]]:
        """The values as a list of rows; a range of whole columns or rows ends where the sheet's contents end."""
        self.sheet.calls.count_read()
        return self.sheet.document.values(self.sheet.tab, self.clipped)

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self._write(value)

    @property
    def formula(self) -> Any:
        """The formulas as tuples of rows, a single text for a single cell; constants stand as text."""
        self.sheet.calls.count_read()
        rows = self.sheet.document.formulas(self.sheet.tab, self.clipped)
        return rows[0][0] if len(self) == 1 else tuple(tuple(row) for row in rows)

    @formula.setter
    def formula(self, value: Any) -> None:
        self._write(value)

    formula2 = formula

    def clear_contents(self) -> None:
        """Empty the cells and keep their formats."""
        self._write(None)

    def _write(self, value: Any) -> None:
        self.sheet.calls.count_write()
        document, tab = self.sheet.document, self.sheet.tab
        if value is None and self.is_whole:
            document.clear(tab, self.area)
            return
        height, width = self.shape
        given = _as_rows(value)
        if given is None:
            given = [[value] * width for _ in range(height)]
        write_with_headers(document, tab, self.area, [list(row[:width]) for row in given[:height]])

    # -- finding one's way ----------------------------------------------------------------------------------------

    def _filled(self, row: int, column: int) -> bool:
        return self.sheet.document.is_filled(self.sheet.tab, row, column)

    def end(self, direction: str) -> Range:
        """Where Ctrl+arrow ends from the first cell: at the edge of a block, the next block, or the sheet's edge."""
        down, right = _STEPS[next(name for name in _STEPS if name.startswith(direction))]
        row, column = self.row, self.column
        inside = self._filled(row, column) and self._filled(row + down, column + right)
        if inside:
            while self._filled(row + down, column + right):
                row, column = row + down, column + right
            return Range(self.sheet, (row, column, row, column))
        at = next(self._filled_ahead(down, right), None) or (
            {1: MAX_ROW, -1: 1}.get(down, row),
            {1: MAX_COLUMN, -1: 1}.get(right, column),
        )
        return Range(self.sheet, (*at, *at))

    def _filled_ahead(self, down: int, right: int) -> Iterator[tuple[int, int]]:
        """The filled cells in one direction from the first cell, the nearest first."""
        row, column, document, tab = self.row, self.column, self.sheet.document, self.sheet.tab
        if down:
            rows = [one for one in document.filled_rows(tab) if (one - row) * down > 0]
            yield from ((one, column) for one in rows[::down] if self._filled(one, column))
        else:
            used = document.used(tab) or (1, 1, 1, 1)
            columns = range(column + 1, used[3] + 1) if right > 0 else range(min(column - 1, used[3]), 0, -1)
            yield from ((row, one) for one in columns if self._filled(row, one))

    def expand(self, mode: str = "table") -> Range:
        """The block that starts at this range: `table`, `down` (vertical) or `right` (horizontal)."""
        top, left, bottom, right = self.area
        if mode in {"table", "down", "vertical", "d"}:
            bottom = self._last_filled(1, 0)
        if mode in {"table", "right", "horizontal", "r"}:
            right = self._last_filled(0, 1)
        return Range(self.sheet, (top, left, bottom, right))

    def _last_filled(self, down: int, right: int) -> int:
        row, column = self.row, self.column
        while self._filled(row + down, column + right):
            row, column = row + down, column + right
        return row if down else column

    @property
    def current_region(self) -> Range:
        """The block around the range, bounded by empty rows and columns."""
        top, left, bottom, right = self.area
        while True:
            across, along = range(max(left - 1, 1), right + 2), range(max(top - 1, 1), bottom + 2)
            grown = (
                top - (top > 1 and any(self._filled(top - 1, column) for column in across)),
                left - (left > 1 and any(self._filled(row, left - 1) for row in along)),
                bottom + any(self._filled(bottom + 1, column) for column in across),
                right + any(self._filled(row, right + 1) for row in along),
            )
            if grown == (top, left, bottom, right):
                return Range(self.sheet, grown)
            top, left, bottom, right = grown

    def select(self) -> None:
        """Make this the selection, on its sheet."""
        self.sheet.activate()
        self.sheet.selected = self.area

    @property
    def table(self) -> FileObject | None:
        """The table the range lies in."""
        return self.sheet.table_at(self.area)

    @property
    def name(self) -> FileObject | None:
        """The name that leads to exactly this range."""
        return self.sheet.name_at(self.area)

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.define_name(value, f"={quoted_sheet(self.sheet.name)}!{self.address}")

    # -- formats --------------------------------------------------------------------------------------------------

    @property
    def number_format(self) -> str:
        """The number format of the first cell, in English notation."""
        return self.first("number_format") or "General"

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.change_format("number_format", lambda cell: setattr(cell, "number_format", value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The fill of the first cell as red, green, blue; None without fill or with a theme colour."""
        fill = self.first("fill")
        if fill is None or not fill.fill_type or fill.fgColor.type != "rgb":
            return None
        return rgb(fill.fgColor.rgb[2:])

    @color.setter
    def color(self, value: tuple[int, int, int] | int | str | None) -> None:
        from openpyxl.styles import PatternFill  # loaded already, where a format is changed

        fill = PatternFill("solid", fgColor=hex_color(value)) if value is not None else PatternFill()
        self.change_format("color", lambda cell: setattr(cell, "fill", copy(fill)))

    @property
    def wrap_text(self) -> bool:
        """Whether text in the first cell is wrapped."""
        alignment = self.first("alignment")
        return bool(alignment and alignment.wrap_text)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._align("wrap_text", value)

    @property
    def horizontal_alignment(self) -> str | None:
        """The horizontal alignment that the cells share; None where they differ."""
        return self._aligned("horizontal", "general")

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self._align("horizontal", _ALIGNMENTS.get(value, value))

    @property
    def vertical_alignment(self) -> str | None:
        """The vertical alignment that the cells share; None where they differ."""
        return self._aligned("vertical", "bottom")

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self._align("vertical", value)

    def _aligned(self, attribute: str, otherwise: str) -> str | None:
        cells = (self.sheet.api._cells.get((row, column)) for row, columns in self.grid() for column in columns)
        found = {(cell is not None and getattr(cell.alignment, attribute)) or otherwise for cell in cells}
        return _ALIGNMENTS_READ.get(name := found.pop(), name) if len(found) == 1 else None

    def _align(self, attribute: str, value: object) -> None:
        from openpyxl.styles import Alignment  # loaded already, where a format is changed

        def change(cell: Any) -> None:
            alignment = copy(cell.alignment) if cell.alignment else Alignment()
            setattr(alignment, attribute, value)
            cell.alignment = alignment

        self.change_format("alignment", change)

    @property
    def column_width(self) -> float | None:
        """The width in characters that the columns share; None where they differ."""
        last = self.column if self.area[3] == MAX_COLUMN else self.area[3]
        settings = (self.sheet.column_settings(column, create=False) for column in range(self.column, last + 1))
        widths = {float(one.width) if one is not None and one.width else _DEFAULT_WIDTH for one in settings}
        return widths.pop() if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.sheet.document.structure_changed("column_width", f"{self.sheet.name}!{self.address}")
        last = min(self.area[3], max(self.sheet.api.max_column, self.column)) if self.is_whole else self.area[3]
        for column in range(self.column, last + 1):
            self.sheet.column_settings(column).width = value

    @property
    def row_height(self) -> float | None:
        """The height in points that the rows share; None where they differ."""
        rows = self.sheet.api.row_dimensions
        own = (rows[row].height if row in rows else None for row, _ in self.grid())
        heights = {float(height) if height else _DEFAULT_HEIGHT for height in own}
        return heights.pop() if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.sheet.document.structure_changed("row_height", f"{self.sheet.name}!{self.address}")
        for row, _ in self.grid():
            self.sheet.api.row_dimensions[row].height = value

    @property
    def left(self) -> float:
        """The distance from the left edge of the sheet in points."""
        return SheetGrid(self.sheet.api).left(self.column - 1) / EMU_PER_POINT

    @property
    def top(self) -> float:
        """The distance from the upper edge of the sheet in points."""
        return SheetGrid(self.sheet.api).top(self.row - 1) / EMU_PER_POINT

    @property
    def width(self) -> float:
        """The width in points."""
        return SheetGrid(self.sheet.api).left(self.area[3]) / EMU_PER_POINT - self.left

    @property
    def height(self) -> float:
        """The height in points."""
        return SheetGrid(self.sheet.api).top(self.area[2]) / EMU_PER_POINT - self.top

    def autofit(self, axis: str | None = None) -> None:
        """Leave widths and heights as they are: a file does not know how wide text is drawn."""

    def clear_formats(self) -> None:
        """Take away all formats."""
        self.change_format("clear_formats", lambda cell: setattr(cell, "style", "Normal"))

    def clear(self) -> None:
        """Empty the cells and take away their formats."""
        self.clear_contents()
        self.clear_formats()

    # -- merged cells and links -----------------------------------------------------------------------------------

    @property
    def merge_area(self) -> Range:
        """The merged cell that holds the first cell, or that cell itself."""
        for area in self.sheet.document.merged(self.sheet.tab):
            if Range(self.sheet, area).covers(self.row, self.column):
                return Range(self.sheet, area)
        return self(1, 1)

    @property
    def merge_cells(self) -> bool:
        """Whether any cell of the range is merged with others."""
        return any(self.overlaps(area) for area in self.sheet.document.merged(self.sheet.tab))

    def merge(self, across: bool = False) -> None:
        """Merge the cells into one; `across` makes one per row."""
        self.sheet.document.structure_changed("merge", f"{self.sheet.name}!{self.address}")
        self._split_merged()
        top, left, bottom, right = self.area
        for first, last in [(row, row) for row in range(top, bottom + 1)] if across else [(top, bottom)]:
            self.sheet.api.merge_cells(start_row=first, start_column=left, end_row=last, end_column=right)

    def unmerge(self) -> None:
        """Split the merged cells that share a cell with the range."""
        self.sheet.document.structure_changed("unmerge", f"{self.sheet.name}!{self.address}")
        self._split_merged()

    def _split_merged(self) -> None:
        for merged in list(self.sheet.api.merged_cells.ranges):
            if self.overlaps((merged.min_row, merged.min_col, merged.max_row, merged.max_col)):
                self.sheet.api.unmerge_cells(str(merged))

    @property
    def hyperlink(self) -> str:
        """The address the first cell links to; empty text without a link."""
        link = self.first("hyperlink")
        return (link.target or f"#{link.location}") if link is not None else ""

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        """Make every cell of the range a link."""
        self.change_format("hyperlink", lambda cell: setattr(cell, "hyperlink", address))
        cell = self.sheet.api._cells[self.row, self.column]
        cell.hyperlink.tooltip = screen_tip
        if text_to_display is not None:
            self(1, 1).raw_value = text_to_display


def _as_rows(value: Any) -> list[list[Any]] | None:
    """A block of values as rows; None for a single value that fills the whole range."""
    if not isinstance(value, list | tuple):
        return None
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in value]
    return rows if isinstance(value[0], list | tuple) else [[cell[0] for cell in rows]]
