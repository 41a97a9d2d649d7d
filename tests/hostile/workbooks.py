"""What can happen to a workbook between sending and returning, as functions from bytes to bytes."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence

import openpyxl
from openpyxl.workbook import Workbook

Change = Callable[[Workbook], None]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip with these entries, in this order and even when a name occurs twice."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of the double name that a test is about
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries:
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def with_parts(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The workbook with some parts replaced or added."""
    return packed(list({**parts(content), **changed}.items()))


def sheet_parts(content: bytes) -> dict[str, str]:
    """Sheet name -> its part, as our own workbooks have them: in the order of the tabs."""
    names = re.findall(r'<sheet [^>]*?name="([^"]+)"', parts(content)["xl/workbook.xml"].decode())
    return {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(names, start=1)}


def changed_text(content: bytes, part: str, pattern: str, new: str) -> bytes:
    """The workbook with the first place in a part that fits the pattern replaced."""
    text, count = re.subn(pattern, lambda _: new, parts(content)[part].decode(), count=1, flags=re.DOTALL)
    assert count == 1, (part, pattern)
    return with_parts(content, {part: text.encode()})


def changed(content: bytes, change: Change) -> bytes:
    """The workbook after a change by somebody's spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cell_of(book: Workbook, name: str) -> tuple[str, str]:
    """Sheet and cell that a name leads to."""
    ((sheet, reference),) = book.defined_names[name].destinations
    return sheet, reference.replace("$", "")


def put(name: str, value: object, number_format: str | None = None) -> Change:
    """Types something in the cell with this name."""

    def change(book: Workbook) -> None:
        sheet, cell = cell_of(book, name)
        book[sheet][cell].value = value
        if number_format:
            book[sheet][cell].number_format = number_format

    return change


def shift_names(book: Workbook, sheet: str, first: int, by: int) -> None:
    """What a spreadsheet program does with names when rows come or go from row `first` on."""
    for name in book.defined_names.values():
        found = re.fullmatch(r"'?([^'!]+)'?!\$([A-Z]+)\$(\d+)", name.attr_text)
        if found and found.group(1) == sheet and int(found.group(3)) >= first:
            row = int(found.group(3)) + by
            name.attr_text = f"'{sheet}'!${found.group(2)}${row}" if row >= first else "#REF!"


def insert_rows(sheet: str, at: int, count: int = 1) -> Change:
    def change(book: Workbook) -> None:
        book[sheet].insert_rows(at, count)
        shift_names(book, sheet, at, count)

    return change


def delete_row(sheet: str, at: int) -> Change:
    def change(book: Workbook) -> None:
        book[sheet].delete_rows(at)
        shift_names(book, sheet, at, -1)

    return change


def rename_sheet(old: str, new: str) -> Change:
    def change(book: Workbook) -> None:
        book[old].title = new
        for name in book.defined_names.values():
            name.attr_text = name.attr_text.replace(f"'{old}'!", f"'{new}'!")

    return change


def delete_sheet(sheet: str) -> Change:
    def change(book: Workbook) -> None:
        del book[sheet]
        for name in book.defined_names.values():
            if name.attr_text.startswith(f"'{sheet}'!"):
                name.attr_text = "#REF!"

    return change
