"""A workbook file open through the file engine, for as long as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from templates import Place, Problem, Problems
from xl_addin.engine import register


def refuse_missing(path: Path) -> None:
    """Raises `Problems` (FILE_NOT_READABLE) when there is no such file."""
    if not path.is_file():
        raise Problems([Problem("FILE_NOT_READABLE", Place(str(path)))])


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
