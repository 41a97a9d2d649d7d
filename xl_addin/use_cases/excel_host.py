"""A workbook in a real Excel, which may be in use: what a person has open stays open, unsaved work stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import xlwings as xw

from generator.ooxml.files import refuse_open
from templates import Place, Problem, Problems

EXCEL = "excel"


@contextmanager
def in_excel(path: Path) -> Iterator[xw.Book]:
    """The workbook in Excel: the one that is open there, or one opened for this and closed again.

    `xw.Book(path)` gives the workbook that a person has open, and closing saves nothing; so a workbook is closed only
    where it was opened here, and an Excel ends only where it was started here. Raises `Problems`, before anything is
    computed: HOST_WITHOUT_EXCEL, EXCEL_UNSAVED (the workbook has edits that are not saved), EXCEL_SAME_NAME (another
    one of that name is open, beside which Excel opens no second), OUTPUT_OPEN (another program has the file),
    EXCEL_FILTER (a filter that cannot be lifted).
    """
    if EXCEL not in xw.engines.engines_by_name:
        raise Problems([Problem("HOST_WITHOUT_EXCEL")])
    engine = xw.engines[EXCEL]
    engine.activate()
    if (there := _open_there(engine, path)) is not None:
        lift_filters(there)
        yield there
        return
    refuse_open(path)
    running = engine.apps.active if len(engine.apps) else None
    app = running or xw.App(visible=False, add_book=False)
    try:
        book = app.books.open(path)
        try:
            lift_filters(book)
            yield book
        finally:
            book.close()
    finally:
        if running is None:
            app.quit()


def _open_there(engine: xw.Engine, path: Path) -> xw.Book | None:
    """The workbook as Excel has it open; refuses one with unsaved edits, and another one of that name."""
    found = None
    for book in (one for app in engine.apps for one in app.books):
        if book.name.casefold() != path.name.casefold():
            continue
        place = Place(str(path))
        if not _is_file(book, path):
            raise Problems([Problem("EXCEL_SAME_NAME", place, {"werkmap": book.name})])
        if has_unsaved_edits(book):
            raise Problems([Problem("EXCEL_UNSAVED", place, {"werkmap": book.name})])
        found = book
    return found


def _is_file(book: xw.Book, path: Path) -> bool:
    """Whether the open book is this file; one of which Excel does not say where it stands is another."""
    try:
        return Path(book.fullname).samefile(path)
    except Exception:  # a web address, or none: each host has its own error for it
        return False


def has_unsaved_edits(book: xw.Book) -> bool:
    """Whether Excel says that the book differs from its file; where it does not say, it may."""
    native = book.api
    try:
        saved = native.Saved if hasattr(native, "Saved") else native.saved.get()  # Windows, macOS
    except Exception:  # no host of ours answers otherwise; unsaved work is worth more than a run
        return True
    return not saved


def lift_filters(book: xw.Book) -> None:
    """Shows every row of every sheet: an array written over filtered rows reaches the visible ones only.

    Raises `Problems` (EXCEL_FILTER), per sheet on which a filter stays, such as a protected one.
    """
    left = [sheet.name for sheet in book.sheets if not _unfiltered(sheet.api)]
    if left:
        raise Problems([Problem("EXCEL_FILTER", Place(book.name, name)) for name in left])


def _unfiltered(native: Any) -> bool:
    """Whether no filter hides a row of a sheet, after lifting those that can be: its own and those of its tables."""
    if not hasattr(native, "FilterMode"):  # macOS: what is filtered, of the sheet or of a table on it
        with suppress(Exception):  # a protected sheet refuses
            if native.filter_mode.get():
                native.show_all_data()
        return not native.filter_mode.get()
    filters = [table.AutoFilter for table in native.ListObjects]
    filtered = [one for one in (native, *filters) if one is not None and one.FilterMode]
    for one in filtered:
        with suppress(Exception):  # a protected sheet refuses
            one.ShowAllData()
    return not any(one.FilterMode for one in filtered)
