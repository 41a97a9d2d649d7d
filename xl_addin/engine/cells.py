"""A rectangle of cells on a sheet: where it lies, and the formats of its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator.ooxml.sheet import MAX_COLUMN, MAX_ROW, Area, share_cell
from xl_addin.engine.opened import OpenSheet
from xl_addin.engine.references import reference
from xl_addin.engine.unsupported import FileObject


class Cells(FileObject):
    """A rectangle of cells on one sheet; `area` is its first and last row and column."""

    def __init__(self, sheet: OpenSheet, area: Area) -> None:
        self.sheet = sheet
        self.area = area

    @property
    def row(self) -> int:
        """The first row."""
        return self.area[0]

    @property
    def column(self) -> int:
        """The first column."""
        return self.area[1]

    @property
    def shape(self) -> tuple[int, int]:
        """The number of rows and columns."""
        return self.area[2] - self.area[0] + 1, self.area[3] - self.area[1] + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def address(self) -> str:
        """The absolute address, as in $B$2:$C$9."""
        return reference(self.area)

    def overlaps(self, other: Area) -> bool:
        """Whether it shares a cell with an area."""
        return share_cell(self.area, other)

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.area[0] <= row <= self.area[2] and self.area[1] <= column <= self.area[3]

    @property
    def is_whole(self) -> bool:
        """Whether it consists of whole columns or rows."""
        return self.area[2] == MAX_ROW or self.area[3] == MAX_COLUMN

    def grid(self, *, clip: bool = True) -> Iterator[tuple[int, range]]:
        """Its rows, each with its columns; whole columns or rows end where the sheet's contents end."""
        top, left, bottom, right = self.clipped if clip else self.area
        return ((row, range(left, right + 1)) for row in range(top, bottom + 1))

    @property
    def clipped(self) -> Area:
        """Its area; of whole columns or rows as far as the sheet's contents go."""
        if not self.is_whole:
            return self.area
        top, left, bottom, right = self.area
        used = self.sheet.document.used(self.sheet.tab) or (1, 1, 1, 1)
        bottom = max(top, used[2]) if bottom == MAX_ROW else bottom
        right = max(left, used[3]) if right == MAX_COLUMN else right
        return top, left, bottom, right

    def first(self, attribute: str) -> Any:
        """A part of the format of the first cell; None where nothing ever stood there."""
        cell = self.sheet.api._cells.get((self.row, self.column))
        return getattr(cell, attribute) if cell is not None else None

    def change_format(self, what: str, change: Callable[[Any], None]) -> None:
        """Change the format of every cell, or of whole columns or rows through their own settings."""
        self.sheet.document.structure_changed(what, f"{self.sheet.name}!{self.address}")
        sheet = self.sheet.api
        if self.is_whole:
            for holder in self._dimensions():
                change(holder)
            cells = [cell for at, cell in sheet._cells.items() if self.covers(*at)]
        else:
            cells = [sheet.cell(row, column) for row, columns in self.grid() for column in columns]
        for cell in cells:
            change(cell)

    def _dimensions(self) -> list[Any]:
        if self.area[2] == MAX_ROW:
            last = min(self.area[3], max(self.sheet.api.max_column, self.area[1]))
            return [self.sheet.column_settings(column) for column in range(self.area[1], last + 1)]
        return [self.sheet.api.row_dimensions[row] for row in range(self.area[0], self.area[2] + 1)]
