"""Where a cell stands, and where the names of a page are."""

from __future__ import annotations

from dataclasses import dataclass

from generator.ooxml.sheet import address
from generator.survey.page import Page, place


@dataclass(frozen=True)
class CellPlace:
    """A cell: its sheet, and row and column counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """As in B12."""
        return address(self.row, self.column)

    @property
    def reference(self) -> str:
        """With its sheet and dollar signs, as a defined name holds it."""
        return place(self.sheet, self.row, self.column)


def places_of(page: Page) -> dict[str, CellPlace]:
    """The first cell of every name on a page."""
    return {name: CellPlace(page.name, row, column) for name, (row, column, *_) in page.names.items()}
