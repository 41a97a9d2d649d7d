"""A rectangle of cells on a sheet, by numbers and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.ooxml.sheet import column_letters

Mark = tuple[int, int, str | None]


def fixed(row: int, column: int, texts: Iterable[str]) -> Iterator[Mark]:
    """Marks of texts beside each other, without those that are empty or have words of the survey or year put in."""
    return ((row, column + at, text) for at, text in enumerate(texts) if text and "{" not in text)


@dataclass(frozen=True)
class Block:
    """A rectangle of cells on a sheet; rows and columns count from 1.

    `name` is the workbook-level name under which it is found back after a person renamed the sheet or moved the cells.
    `marks` are cells around it that never change (row, column, text; None for one that is empty): where all of them
    stand, it stands where it was made, which is known from one look at the sheet.
    """

    sheet: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    name: str = field(default="", compare=False)
    marks: tuple[Mark, ...] = field(default=(), compare=False, repr=False)

    @property
    def last_row(self) -> int:
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        return self.column + self.columns - 1

    @property
    def area(self) -> str:
        """The rectangle as A1 text, such as `B5:D17`; a single cell as `B5`."""
        return self._text(absolute=False)

    @property
    def reference(self) -> str:
        """The rectangle as an absolute reference with its sheet, as a defined name holds it."""
        sheet = self.sheet.replace("'", "''")
        return f"'{sheet}'!{self._text(absolute=True)}"

    def _text(self, absolute: bool) -> str:
        corners = [(self.row, self.column), (self.last_row, self.last_column)]
        first, last = (_cell(row, column, absolute) for row, column in corners)
        return first if first == last else f"{first}:{last}"


def _cell(row: int, column: int, absolute: bool) -> str:
    dollar = "$" if absolute else ""
    return f"{dollar}{column_letters(column)}{dollar}{row}"
