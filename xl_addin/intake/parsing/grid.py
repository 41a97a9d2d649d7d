"""A sheet as read: its cells by row and column, whatever the format it came in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from xl_addin.intake.parsing.refusal import Refused

Kind = Literal["getal", "tekst", "waar", "fout", "datum", "tijd", "leeg"]
At = tuple[int, int]
Area = tuple[int, int, int, int]
MOST_CELLS = 300_000
"""Filled cells on the sheets that are read; a survey has five thousand."""
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
LONGEST_TEXT = 32_767
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ERROR = re.compile(
    r"#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA"
    r"|VERW!|DEEL/0!|N/B|NAAM\?|LEEG!|GETAL!|WAARDE!|OVERLOOP!)|(?:Err|Fout):\d+"
)
"""Error values, also as Excel and LibreOffice write them in Dutch."""


class Cell(NamedTuple):
    """What a cell holds: `value` is its number, text, or date or time as text; `formula` that of its formula, or None.

    `shown`: what a person sees, where that is another thing than the value: a unit or sign that a format puts beside a
    number, or a text of which a part does not count. `unit`: that unit or sign. `doubt`: why the value alone is not
    what is meant: `deels` (a part is struck through or raised), `doorgehaald`, `onzichtbaar`, `schaal`; else empty.
    """

    kind: Kind
    value: float | str | None
    formula: str | None = None
    shown: str = ""
    unit: str = ""
    doubt: str = ""


EMPTY = Cell("leeg", None)


@dataclass
class Grid:
    """The filled cells of one sheet, counted from 1; cells outside any sheet are passed over.

    `commented`: cells with a remark of the kind that hangs on a cell; `shapes`: what lies over the cells, each with its
    kind (tekstvak, afbeelding, object) and the cell beneath its first corner.
    """

    name: str
    cells: dict[At, Cell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    commented: set[At] = field(default_factory=set)
    shapes: list[tuple[At, str]] = field(default_factory=list)

    def cell(self, at: At) -> Cell:
        """What a cell holds; an empty cell where nothing stands."""
        return self.cells.get(at, EMPTY)

    def filled(self) -> Iterator[tuple[At, Cell]]:
        """Every filled cell, row by row."""
        return iter(sorted(self.cells.items()))

    def beside(self, known: Set[str]) -> Iterator[tuple[At, Cell]]:
        """The filled cells that are not among the addresses `known`."""
        return ((at, cell) for at, cell in self.filled() if address_text(*at) not in known)

    def holds(self, place: str, text: str) -> bool:
        """Whether this very text stands at an address."""
        return self.cell(address(place)).value == text

    def without_formula(self, places: Iterable[str]) -> Iterator[tuple[At, Cell]]:
        """The cells at these addresses that hold something, but no formula."""
        found = ((at, self.cell(at)) for at in map(address, places))
        return ((at, cell) for at, cell in found if cell.formula is None and cell.kind != "leeg")

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Keeps a cell. Raises `Refused` (INTAKE_BOMB) when there are more than any survey has."""
        if not (0 < row <= MAX_ROW and 0 < column <= MAX_COLUMN):
            return
        if len(self.cells) >= MOST_CELLS:
            raise Refused("INTAKE_BOMB")
        self.cells[row, column] = cell

    def covering(self, at: At) -> At | None:
        """The first cell of the merged area that hides `at`; None when nothing does."""
        row, column = at
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right and at != (top, left):
                return top, left
        return None

    def text_at(self, at: At) -> str:
        """The text of a cell; empty where it holds anything else."""
        cell = self.cell(at)
        return str(cell.value) if cell.kind == "tekst" else ""


def text_cell(text: str, formula: str | None = None) -> Cell:
    """A text as a cell: an error value written as text is an error, no text is an empty cell."""
    if _ERROR.fullmatch(text):
        return Cell("fout", text, formula)
    return Cell("tekst", text[:LONGEST_TEXT], formula) if text else Cell("leeg", None, formula)


TRUTHS = {"TRUE()": "1", "FALSE()": "0"}


def number_cell(text: str, formula: str | None = None) -> Cell:
    """A number as written in a file; what is no finite number stays text."""
    try:
        number = float(text)
    except ValueError:
        return text_cell(text, formula)
    return Cell("getal", number, formula) if abs(number) < float("inf") else text_cell(text, formula)


def as_truth(cell: Cell) -> Cell:
    """A truth that stands there as a formula without arguments: so LibreOffice saves one that came from Excel, and with
    the number 1 or 0 where the cell has a number format.
    """
    text = (cell.formula or "").strip().removeprefix("of:").removeprefix("=").upper()
    return Cell("waar", TRUTHS[text]) if text in TRUTHS else cell


def address(text: str) -> At:
    """Row and column of an address such as B12 or $B$12; ValueError for anything else."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise ValueError(f"no cell: {text[:20]!r}")
    column = 0
    for letter in found.group(1).upper():
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column


def address_text(row: int, column: int) -> str:
    """The address of a cell, as in B12."""
    return f"{_letters(column)}{row}"


@lru_cache(MAX_COLUMN)
def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def area(text: str) -> Area:
    """The area of a reference such as B2:D9 or a single cell; ValueError for anything else."""
    first, _, last = text.partition(":")
    (row1, column1), (row2, column2) = address(first), address(last or first)
    return min(row1, row2), min(column1, column2), max(row1, row2), max(column1, column2)
