"""A stand-in for desktop Excel, on files, with the habits of Excel that are documented and that bite.

No Excel runs where this is tested. The habits, and who tells of them:
- `xw.Book(path)` gives the workbook that is open, `close` throws away what is not saved, two workbooks of one name do
  not go together (xlwings, `_xlwindows.py`);
- text in a cell of format General that looks like a number, a date, a truth or an error becomes one (Microsoft, on
  automatic conversion; a date is read with the month first); an apostrophe before it keeps it text;
- an array written over filtered rows reaches the visible ones only, each with the first row of the array (three public
  reports to xlwings);
- a table does not grow over what is written below it with a row free between, nor where Excel is told not to.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import xlwings as xw

from xl_addin.engine.books import Book
from xl_addin.engine.document import Document
from xl_addin.engine.host import FileEngine
from xl_addin.engine.ranges import Range

NUMBER = re.compile(r"[-+]?[€$£]?\s?(\d+([.,]\d+)?|\d{1,3}(,\d{3})+(\.\d+)?)(e[-+]?\d+)?\s?%?", re.IGNORECASE)
DATE = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?: (\d{1,2}):(\d{2}))?")
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{2}))?")
TRUTHS = {"true": True, "waar": True, "false": False, "onwaar": False}


def as_excel_takes(text: str) -> object:
    """What Excel makes of text that is typed or written into a cell of format General."""
    plain = text.strip()
    if plain.lower() in TRUTHS:
        return TRUTHS[plain.lower()]
    if NUMBER.fullmatch(plain):
        digits = re.sub(r"[€$£%\s]", "", plain)
        number = float(digits.replace(",", "." if digits.count(",") == 1 and "." not in digits else ""))
        return number / 100 if plain.endswith("%") else number
    for pattern, order in ((DATE, (2, 0, 1)), (ISO_DATE, (0, 1, 2))):
        if found := pattern.fullmatch(plain):
            parts = [int(part or 0) for part in found.groups()]
            try:
                return dt.datetime(*(parts[at] for at in order), parts[3], parts[4])
            except ValueError:
                return text
    return text


PLAIN_API: Any = Book.api
"""What the file engine itself gives as the native object."""


@contextmanager
def habits_of_excel() -> Iterator[FileEngine]:
    """An engine called `excel` for as long as this lasts, over files, with the habits above."""
    before, active = dict(xw.engines.engines_by_name), xw.engines.active
    engine = FileEngine()
    engine.name = "excel"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Document, "write", _converting(Document.write))
        patch.setattr(Range, "_write", _on_visible_rows(Range._write))
        patch.setattr(Book, "api", property(_Native), raising=False)
        patch.setattr(Book, "save", _remembering(Book.save))
        xw.engines.add(xw.Engine(impl=engine))
        try:
            yield engine
        finally:
            xw.engines.engines_by_name.clear()
            xw.engines.engines_by_name.update(before)
            xw.engines.active = active


class _Native:
    """What Excel's own object says of a workbook, as xlwings hands it out on Windows."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def Saved(self) -> bool:  # noqa: N802 - as Excel calls it
        document = self._book.document
        return not (document._edits or document._tables or document.structure)

    def __getattr__(self, name: str) -> Any:
        """All else is the file engine's."""
        return getattr(PLAIN_API.fget(self._book), name)


def _converting(write: Any) -> Any:
    """As if every cell were of format General: what is written as text must be text there too."""

    def written(document: Document, tab: Any, area: Any, rows: Any) -> None:
        write(document, tab, area, [[_taken(value) for value in row] for row in rows])

    return written


def _taken(value: object) -> object:
    plain = isinstance(value, str) and not value.startswith(("=", "'"))
    return as_excel_takes(str(value)) if plain else value


def _on_visible_rows(write: Any) -> Any:
    def written(target: Range, value: Any) -> None:
        rows = range(target.area[0], target.area[2] + 1) if not target.is_whole else []
        hidden = [row for row in rows if target.sheet.api.row_dimensions[row].hidden]
        if not hidden or not isinstance(value, list | tuple):
            write(target, value)
            return
        for position, row in enumerate(rows):
            if row not in hidden:
                write(target(position + 1, 1).resize(1, target.shape[1]), [value[0]])

    return written


def _remembering(save: Any) -> Any:
    def saved(book: Book, path: str | None = None, password: str | None = None) -> None:
        save(book, path, password)
        book.document = Document.open(book.document.path)

    return saved
