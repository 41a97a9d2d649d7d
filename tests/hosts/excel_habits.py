"""A stand-in for desktop Excel, on files, with the habits of Excel that are documented and that bite.

No Excel runs where this is tested. The habits, and who tells of them:
- `xw.Book(path)` gives the workbook that is open, `close` throws away what is not saved, two workbooks of one name do
  not go together (xlwings, `_xlwindows.py`);
- text in a cell of format General that looks like a number, a date, a truth or an error becomes one (Microsoft, on
  automatic conversion; a date is read with the month first); an apostrophe before it keeps it text;
- an array written over filtered rows reaches the visible ones only, each with the first row of the array (three public
  reports to xlwings); `ShowAllData` shows them, and a protected sheet refuses it (Microsoft);
- a table grows where text is typed right below it, and not over a free row (Microsoft, on automatic expansion); what a
  program writes may or may not make it grow: here it never does;
- dates come as dates, without a zone; nothing that was written is taken back.
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
from xl_addin.engine.sheets import Sheet

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
        patch.setattr(Sheet, "api", property(_NativeSheet), raising=False)
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


class _NativeFilter:
    """A filter of a table or, without one, what a sheet says of its filters."""

    def __init__(self, sheet: Sheet, table: str) -> None:
        self._sheet, self._table = sheet, table

    @property
    def FilterMode(self) -> bool:  # noqa: N802 - as Excel calls it
        return self._table in filtered_rows(self._sheet)

    def ShowAllData(self) -> None:  # noqa: N802
        if self._sheet.document.lines(self._sheet.tab).index.protected:
            raise PermissionError("ShowAllData method of AutoFilter class failed")
        lifted_in(self._sheet.document).add(self._table)


class _NativeTable:
    """A table as Excel's own object: all that is asked of it is its filter."""

    def __init__(self, sheet: Sheet, table: str) -> None:
        self.AutoFilter = _NativeFilter(sheet, table)


class _NativeSheet(_NativeFilter):
    """Excel's own object for a sheet, as xlwings hands it out on Windows; its own filter is none of a table."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet, OF_SHEET)
        self.ListObjects = [_NativeTable(sheet, one.name) for one in sheet.document.tables(sheet.tab)]


OF_SHEET = ""
"""Stands for a sheet's own filter among the names of tables."""


def lifted_in(document: Document) -> set[str]:
    """The tables of which the filter was lifted since the document was opened."""
    found: set[str] = document.__dict__.setdefault("lifted", set())
    return found


def filtered_rows(sheet: Sheet) -> dict[str, set[int]]:
    """Table with a filter in use -> the rows that it hides; those that a sheet's own filter hides under no name."""
    document = sheet.document
    index = document.lines(sheet.tab).index
    hidden = {row.number for row in index.rows.values() if HIDDEN.search(index.data[row.start : row.tag_end])}
    found = {}
    for table in document.tables(sheet.tab):
        rows = hidden & set(range(table.area[0] + 1, table.area[2] + 1))
        if table.filters and table.name not in lifted_in(document):
            found[table.name] = rows
    if OF_SHEET_FILTER.search(index.data) and OF_SHEET not in lifted_in(document):
        found[OF_SHEET] = hidden
    return found


HIDDEN, OF_SHEET_FILTER = re.compile(rb' hidden="(1|true)"'), re.compile(rb"<filterColumn")


def _on_visible_rows(write: Any) -> Any:
    def written(target: Range, value: Any) -> None:
        rows = range(target.area[0], target.area[2] + 1) if not target.is_whole else []
        hidden = set().union(*filtered_rows(target.sheet).values()) & set(rows)
        if not hidden or not isinstance(value, list | tuple):
            write(target, value)
            return
        for row in rows:
            if row not in hidden:
                write(Range(target.sheet, (row, target.area[1], row, target.area[3])), [_as_list(value[0])])

    return written


def _as_list(row: Any) -> Any:
    return row if isinstance(row, list | tuple) else [row]


def _remembering(save: Any) -> Any:
    def saved(book: Book, path: str | None = None, password: str | None = None) -> None:
        save(book, path, password)
        book.document = Document.open(book.document.path)

    return saved
