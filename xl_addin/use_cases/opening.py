"""A workbook file open through the file engine, for as long as it is read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from templates import Place, Problem, Problems
from xl_addin.engine import register

STRICT, LOOKED_AT = b"http://purl.oclc.org/ooxml/", 4096
"""The namespace of Strict Open XML, in the first bytes of the workbook part (ISO/IEC 29500-1)."""


def refuse_missing(path: Path) -> None:
    """Raises `Problems` (FILE_NOT_READABLE) when there is no such file."""
    if not path.is_file():
        raise Problems([Problem("FILE_NOT_READABLE", Place(str(path)))])


def refuse_other_format(path: Path) -> None:
    """Raises `Problems` for a workbook in a format in which it cannot be changed: BOOK_STRICT, BOOK_BINARY.

    What is no zip, or no workbook at all, is told by who opens it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
            main = names.get("xl/workbook.xml")
            start = archive.read(main)[:LOOKED_AT] if main else b""
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return
    if "xl/workbook.bin" in names:
        raise Problems([Problem("BOOK_BINARY", Place(path.name))])
    if STRICT in start:
        raise Problems([Problem("BOOK_STRICT", Place(path.name))])


@contextmanager
def opened(path: Path) -> Iterator[xw.Book]:
    """The workbook, closed again without saving. Raises `Problems` for a file that is missing or no workbook."""
    refuse_missing(path)
    refuse_other_format(path)
    register()
    book = xw.Book(path)
    try:
        yield book
    finally:
        book.close()
