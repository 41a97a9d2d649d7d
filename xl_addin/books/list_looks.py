"""What the look of a cell in a list says, where the host holds the file: that it was taken back, or is a duration.

A file is read as the collector reads one. Excel and Lite hold cells, of which a command does not ask the look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import xlwings as xw

from generator.ooxml.sheet import address
from templates import Place, Problem
from xl_addin.books.places import places_in
from xl_addin.intake.parsing.book import Book
from xl_addin.intake.parsing.grid import Cell
from xl_addin.intake.parsing.reading import book_of

SIGNS = re.compile(
    rb"<(?:\w+:)?strike\b(?![^>]*val\s*=\s*[\"'](?:0|false))|val\s*=\s*[\"'](?:super|sub)script[\"']"
    rb"|formatCode\s*=\s*[\"'][^\"']*(?:\[[hms]+\]|[hm]+:[ms]+)|numFmtId\s*=\s*[\"'](?:18|19|20|21|45|46|47)[\"']",
    re.IGNORECASE,
)
"""What a line through a text, a raised part of it, or a time looks like in the parts of a file."""
PARTLY, WHOLE, DURATION = "deels", "doorgehaald", "tijd"
LONGEST = 60


def odd_cells(book: xw.Book, name: str) -> Mapping[tuple[int, int], Cell]:
    """The cells of a list whose look makes something else of them, by row and column from its first row of data.

    Those are struck through, hold a text of which a part is struck through, raised or lowered, or show a time.

    Nothing is parsed where the file has no such look.
    """
    document = getattr(book.impl, "document", None)
    if document is None:
        return {}
    table = places_in(book).table(name)
    if not document.holds(table.sheet_name, SIGNS):
        return {}
    top, left, bottom, right = table.area
    grid = _parsed(document.to_look_at()).grid(table.sheet_name)
    return {
        (row - top - 1, column - left): cell
        for (row, column), cell in grid.filled()
        if _is_odd(cell) and top < row <= bottom and left <= column <= right
    }


@lru_cache(maxsize=1)
def _parsed(content: bytes) -> Book:
    """The workbook in these bytes; a command looks at list after list of the same."""
    return book_of(content)


def _is_odd(cell: Cell) -> bool:
    return cell.doubt in (PARTLY, WHOLE) or cell.kind == DURATION


def as_shown(cell: Cell) -> str | None:
    """What a person sees in an odd cell, where its value says something else; None where it counts as it stands."""
    return cell.shown if cell.doubt == PARTLY else str(cell.value) if cell.kind == DURATION else None


def struck_through(book: xw.Book, names: Sequence[str]) -> Iterator[Problem]:
    """The rows of lists in which a cell is struck through as a whole, each once: they count all the same."""
    for name in names:
        rows: set[int] = set()
        for (row, column), cell in odd_cells(book, name).items():
            if cell.doubt == WHOLE and row not in rows:
                rows.add(row)
                table = places_in(book).table(name)
                at = address(table.area[0] + 1 + row, table.area[1] + column)
                values = {"tabel": name, "waarde": str(cell.shown or cell.value)[:LONGEST]}
                yield Problem("LIST_STRUCK", Place(book.name, table.sheet_name, at), values)
