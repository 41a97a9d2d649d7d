"""A worksheet as plain data: cells, names, checks on entry and print lay-out. Building one touches no spreadsheet."""

from __future__ import annotations

import itertools
import math
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator import style
from generator.ooxml.sheet import address, column_letters
from generator.survey.texts import text
from templates.problems import Problem, Problems
from templates.translation import original

Content = str | int | float | None
LINE_HEIGHT = 15.0
REPEATED = 45.0
"""Points that the rows take which later pages repeat."""
LEAST_START = 0.25
"""The part of a page that a section longer than a page takes at least before it runs on."""
CHARACTERS = 1.05
"""Characters of running text that fit in one unit of column width; a unit is as wide as a digit."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell and how it looks. `link`: a place in the workbook, such as `'Volumes'!A1`.

    detail: from which character on the text is an aside, smaller and grey; 0 for none.
    """

    value: Content
    style: str
    number_format: str = ""
    link: str = ""
    detail: int = 0


@dataclass(frozen=True)
class Validation:
    """What a cell accepts: `list` (formula is a range name), `custom` (a formula) or `none` (a prompt only)."""

    area: str
    kind: Literal["list", "custom", "none"]
    formula: str
    prompt_title: str
    prompt: str
    error: str = ""
    error_title: str = ""
    warning: bool = False


@dataclass(frozen=True)
class Highlight:
    """Conditional look of an area where a formula, relative to its first cell, holds."""

    areas: str
    formula: str
    look: str


ChartKind = Literal["stacked", "bars", "columns"]
"""Lying bars on one another, lying bars under each other, or standing columns beside each other."""


@dataclass(frozen=True)
class Chart:
    """A bar chart: rows of category labels and the columns of its series, headings in `head_row`."""

    title: str
    alt_text: str
    anchor: str
    head_row: int
    rows: tuple[int, int]
    label_column: int
    columns: tuple[int, int]
    number_format: str
    kind: ChartKind = "stacked"


Area = tuple[int, int, int, int]


@dataclass
class Page:
    """A sheet in the making; builders add to it, the writer reads it.

    last_printed: the last row on paper, where that is not the last row.
    """

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    names: dict[str, Area] = field(default_factory=dict)
    validations: list[Validation] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)
    headed: list[tuple[int, int]] = field(default_factory=list)
    freeze: str | None = None
    header_rows: str | None = None
    filter_area: str | None = None
    hidden: bool = False
    portrait: bool = False
    last_printed: int | None = None
    row: int = 1

    def put(
        self, row: int, column: int, value: Content, look: str = style.BODY, number_format: str = "", link: str = ""
    ) -> None:
        """Set one cell."""
        self.cells[row, column] = Cell(value, look, number_format, link)

    def put_explained(self, row: int, column: int, words: str, aside: Sequence[str], look: str) -> None:
        """Set a cell with text and, on lines of their own below it, an aside."""
        whole = "\n".join([words, *aside])
        self.cells[row, column] = Cell(whole, look, detail=len(words) if aside else 0)

    def put_row(self, row: int, values: Sequence[Content], look: str, first: int = 1) -> None:
        """Set cells next to each other in one look."""
        for offset, value in enumerate(values):
            self.put(row, first + offset, value, look)

    def name_cell(self, name: str, row: int, column: int) -> None:
        """Give a cell a workbook-level name."""
        self.name_area(name, (row, column, row, column))

    def name_area(self, name: str, area: Area) -> None:
        """Give an area a workbook-level name; a name is given once."""
        if name in self.names:
            raise ValueError(f"name given twice: {name}")
        self.names[name] = area

    def title(self, title: str, subtitle: Content = None) -> None:
        """Title in A1 and, below it, a subtitle; the next free row is then 4."""
        self.put(1, 1, title, style.TITLE)
        self.heights[1] = 30
        if subtitle is not None:
            self.put(2, 1, subtitle, style.SUBTITLE)
        self.row = 4

    def back_link(self, row: int = 2, column: int = 1) -> None:
        """A link to the contents sheet."""
        target = f"{quoted(text('names.contents'))}!A1"
        self.put(row, column, text("common.back"), f"{style.LINK}_regel", link=target)

    def paragraph(self, words: str, width: int, look: str = style.BODY) -> None:
        """Running text in column A, a row per line of at most `width` characters, so that nothing is merged or cut.

        A translation takes the rows of its original, so that every cell is in the same place in each language.
        Raises `Problems` (TRANSLATION_TOO_LONG) for one that needs more.
        """
        lines, room = textwrap.wrap(words, width), len(textwrap.wrap(original(words), width))
        if len(lines) > room:
            values = {"regels": len(lines), "ruimte": room, "tekst": words}
            raise Problems([Problem("TRANSLATION_TOO_LONG", values=values)])
        for at, line in enumerate(lines):
            self.put(self.row + at, 1, line, f"{look}_regel")
        self.row += room

    def heading(self, words: str, columns: int) -> None:
        """A section heading with a line under all `columns`."""
        self.sections.append(self.row)
        self.put_row(self.row, [words, *[None] * (columns - 1)], style.HEADING)
        self.heights[self.row] = 22
        self.row += 1

    def column_headings(self, headings: Sequence[str], first: int = 1) -> int:
        """A row of column headings; gives its row."""
        row = self.row
        self.headed.append((row, first))
        self.put_row(row, headings, style.COLUMN_HEADING, first)
        lines = max(self.lines(heading, first + offset) for offset, heading in enumerate(headings))
        self.heights[row] = max(20.0, LINE_HEIGHT * lines + 4)
        self.row += 1
        return row

    def lines(self, words: Content, column: int, size: float = 1.0) -> int:
        """How many lines a text takes in a column of this page, on the safe side; `size`: of its type, beside usual."""
        width = max(1, int((self.widths.get(column, 10) - 2) * CHARACTERS / size))
        parts = str(words or "").split("\n")
        return sum(max(1, len(textwrap.wrap(part, width, break_long_words=True))) for part in parts)

    def fit_height(self, row: int, columns: Iterable[int], least: float = 18.0) -> None:
        """Make a row as high as its longest wrapped text needs."""
        needed = max((self._height(self.cells[row, c], c) for c in columns if (row, c) in self.cells), default=0.0)
        self.heights[row] = max(least, math.ceil(needed + 3))

    def _height(self, cell: Cell, column: int) -> float:
        """Points that the text of a cell takes, its aside in the smaller type."""
        if not cell.detail:
            return LINE_HEIGHT * self.lines(cell.value, column)
        words, aside = str(cell.value)[: cell.detail], str(cell.value)[cell.detail + 1 :]
        smaller = style.ASIDE_SIZE / style.SIZE
        return LINE_HEIGHT * (self.lines(words, column) + smaller * self.lines(aside, column, smaller))

    def page_breaks(self) -> list[int]:
        """Rows after which a new printed page starts, so that a section that fits on one page is not split.

        One that does not fit anywhere starts on a new page where little is left of the page before.
        Reckons with A4 in the page's direction and the scale at which all columns fit on its width.
        """
        widths = (self.widths.get(column, 9.0) for column in range(1, self.last_column + 1))
        room = style.printed_height(widths, self.portrait)
        repeated = REPEATED if self.header_rows else 0.0
        breaks, used = [], 0.0
        edges = [1, *(row for row in sorted(self.sections) if row > 1), (self.last_printed or self.last_row) + 1]
        for start, end in itertools.pairwise(edges):
            height = self._high(start, end)
            if used and used + height > room and (height + repeated <= room or room - used < LEAST_START * room):
                breaks.append(start - 1)
                used = repeated
            used += height
            while used > room:  # a section longer than a page runs on
                used += repeated - room
        return self._without_scrap(breaks, edges, room - repeated)

    def _without_scrap(self, breaks: list[int], edges: list[int], room: float) -> list[int]:
        """The breaks, the last one a section earlier where else hardly anything stands on the last page."""
        if not breaks or self._high(breaks[-1] + 1, edges[-1]) >= LEAST_START * room:
            return breaks
        earlier = max(edge for edge in edges if edge <= breaks[-1])
        page = breaks[-2] + 1 if len(breaks) > 1 else 1
        fits = self._high(earlier, edges[-1]) <= room
        return [*breaks[:-1], earlier - 1] if fits and earlier > page else breaks

    def _high(self, start: int, end: int) -> float:
        """Points of the rows from `start` up to and without `end`."""
        return sum(self.heights.get(row, LINE_HEIGHT) for row in range(start, end))

    def tables(self) -> dict[str, Area]:
        """The tables on this page by name: from a row of headings to the first row without anything under them.

        The name is that of the sheet and of the section heading above it. A screen reader goes from one to the next,
        and says the heading with a figure.
        """
        found: dict[str, Area] = {}
        for row, first in self.headed:
            last = first
            while self._says(row, last + 1):
                last += 1
            end = row
            while any((end + 1, column) in self.cells for column in range(first, last + 1)):
                end += 1
            above = max((section for section in self.sections if section < row), default=1)
            title = str(self.cells[above, 1].value)
            name = _table_name(self.name, title if above > 1 else "")
            number = sum(one == name or one.startswith(f"{name}__") for one in found) + 1
            if end > row:
                found[name if number == 1 else f"{name}__{number}"] = (row, first, end, last)
        return found

    def _says(self, row: int, column: int) -> bool:
        return (row, column) in self.cells and self.cells[row, column].value is not None

    @property
    def last_row(self) -> int:
        """The last row that holds a cell."""
        return max((row for row, _ in self.cells), default=1)

    @property
    def last_column(self) -> int:
        """The last column that holds a cell or has a width of its own."""
        return max(max((column for _, column in self.cells), default=1), max(self.widths, default=1))


def _table_name(sheet: str, title: str) -> str:
    """A name that Excel takes for a table: letters, digits and underscores, and never like a cell."""
    plain = unicodedata.normalize("NFKD", f"{sheet} {title}").encode("ascii", "ignore").decode()
    return "tabel_" + "_".join(re.findall(r"[A-Za-z0-9]+", plain))


def absolute(row: int, column: int) -> str:
    """The address with dollar signs, as in $B$12."""
    return f"${column_letters(column)}${row}"


def place(sheet: str, row: int, column: int) -> str:
    """A cell with its sheet, as in `'Volumes'!$B$12`."""
    return f"{quoted(sheet)}!{absolute(row, column)}"


def quoted(sheet: str) -> str:
    """The sheet name in quotes, as formulas and links take it."""
    return "'" + sheet.replace("'", "''") + "'"


def column_area(column: int, first: int, last: int) -> str:
    """The reference of part of a column."""
    return address(first, column) if first == last else f"{address(first, column)}:{address(last, column)}"
