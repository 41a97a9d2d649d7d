"""A workbook file open through the file engine, for as long as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from generator.ooxml.files import refuse_open
from templates import Place, Problem, Problems
from xl_addin.engine import register


def refuse_missing(path: Path) -> None:
    """Raises `Problems` (FILE_NOT_READABLE) when there is no such file."""
    if not path.is_file():
        raise Problems([Problem("FILE_NOT_READABLE", Place(str(path)))])


def refuse_open_elsewhere(path: Path) -> None:
    """Raises `Problems` (OUTPUT_OPEN) when a program has the file open, and it is not the one that xlwings speaks to.

    A book of that name counts as open here: of two that are called the same, Excel opens the first only.
    """
    names = {book.name.lower() for app in xw.apps for book in app.books}
    if path.name.lower() not in names:
        refuse_open(path)


@contextmanager
def opened(path: Path) -> Iterator[xw.Book]:
    """The workbook, closed again without saving. Raises `Problems` for a file that is missing or no workbook."""
    refuse_missing(path)
    register()
    book = xw.Book(path)
    try:
        yield book
    finally:
        book.close()
