"""What people do to a workbook between two commands, done with openpyxl: the way Excel would leave it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.table import TableColumn

from generator.ooxml.sheet import area_text, parse_area

Change = Callable[[Any], None]


def change(path: Path, *changes: Change) -> None:
    """Carries out the changes on the workbook in a file."""
    book = openpyxl.load_workbook(path)
    for one in changes:
        one(book)
    book.save(path)


def work_in(book: Any, change: Change) -> None:
    """The change in an open book of the file engine, unsaved."""
    change(book.impl.document.structure_changed("by a person"))


def holder(book: Any, table: str) -> Any:
    """The sheet that holds a table."""
    return next(sheet for sheet in book.worksheets if table in sheet.tables)


def rename_sheet(old: str, new: str) -> Change:
    def carry_out(book: Any) -> None:
        book[old].title = new
        for name in book.defined_names.values():
            name.attr_text = name.attr_text.replace(f"'{old}'!", f"'{new}'!")

    return carry_out


def move_column(table: str, column: str, to: int) -> Change:
    """A column of the table to another place (from 0), with all that stands in it."""

    def carry_out(book: Any) -> None:
        sheet = holder(book, table)
        found = sheet.tables[table]
        top, left, bottom, right = parse_area(found.ref)
        at = [sheet.cell(top, number).value for number in range(left, right + 1)].index(column)
        for row in range(top, bottom + 1):
            cells = [sheet.cell(row, number) for number in range(left, right + 1)]
            values = [cell.value for cell in cells]
            values.insert(to, values.pop(at))
            for cell, value in zip(cells, values, strict=True):
                cell.value = value
        for number, one in enumerate(found.tableColumns):
            one.name = str(sheet.cell(top, left + number).value)

    return carry_out


def add_column(table: str, name: str, value: object) -> Change:
    """A column of a person's own, right of the table's, with the same value in every row."""

    def carry_out(book: Any) -> None:
        sheet = holder(book, table)
        found = sheet.tables[table]
        top, left, bottom, right = parse_area(found.ref)
        sheet.cell(top, right + 1, name)
        for row in range(top + 1, bottom + 1):
            sheet.cell(row, right + 1, value)
        found.ref = area_text((top, left, bottom, right + 1))
        found.tableColumns.append(TableColumn(id=len(found.tableColumns) + 1, name=name))
        if found.autoFilter:
            found.autoFilter.ref = found.ref

    return carry_out


def reverse_rows(table: str) -> Change:
    """The rows of the table in the opposite order."""

    def carry_out(book: Any) -> None:
        sheet = holder(book, table)
        top, left, bottom, right = parse_area(sheet.tables[table].ref)
        area = [[sheet.cell(row, at).value for at in range(left, right + 1)] for row in range(top + 1, bottom + 1)]
        for row, values in enumerate(reversed(area), start=top + 1):
            for at, value in enumerate(values, start=left):
                sheet.cell(row, at).value = value

    return carry_out


def filter_rows(table: str) -> Change:
    """A filter on the table that hides every other row, and a hidden column."""

    def carry_out(book: Any) -> None:
        sheet = holder(book, table)
        top, left, bottom, _ = parse_area(sheet.tables[table].ref)
        sheet.tables[table].autoFilter.add_filter_column(0, ["GM0001"])
        for row in range(top + 1, bottom + 1, 2):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions[sheet.cell(top, left + 1).column_letter].hidden = True

    return carry_out


def own_sheet(book: Any) -> None:
    """A sheet of a person's own, in front."""
    sheet = book.create_sheet("Mijn notities", 0)
    sheet["A1"] = "Overzicht"


def in_table(table: str, row: int, column: str, value: object) -> Change:
    """A value in a row (from 0) and column of a table; row -1 is the header."""

    def carry_out(book: Any) -> None:
        sheet = holder(book, table)
        top, left, _, right = parse_area(sheet.tables[table].ref)
        header = [sheet.cell(top, at).value for at in range(left, right + 1)]
        sheet.cell(top + 1 + row, left + header.index(column)).value = value
        if row < 0:
            sheet.tables[table].tableColumns[header.index(column)].name = str(value)

    return carry_out


def parameter(code: str, value: object) -> Change:
    """Another value for a parameter."""

    def carry_out(book: Any) -> None:
        for row in holder(book, "tblParameters").iter_rows():
            if row[0].value == code:
                row[1].value = value

    return carry_out


def empty_table(table: str) -> Change:
    """The rows of a table without contents."""

    def carry_out(book: Any) -> None:
        sheet = holder(book, table)
        top, left, bottom, right = parse_area(sheet.tables[table].ref)
        for row in sheet.iter_rows(top + 1, bottom, left, right):
            for cell in row:
                cell.value = None

    return carry_out


def no_names(book: Any) -> None:
    """Every defined name deleted."""
    book.defined_names.clear()


def below_table(table: str, value: object) -> Change:
    def carry_out(book: Any) -> None:
        sheet = holder(book, table)
        _, left, bottom, _ = parse_area(sheet.tables[table].ref)
        sheet.cell(bottom + 2, left).value = value

    return carry_out


def totals_row(table: str) -> Change:
    def carry_out(book: Any) -> None:
        holder(book, table).tables[table].totalsRowCount = 1

    return carry_out


def no_table(table: str) -> Change:
    def carry_out(book: Any) -> None:
        del holder(book, table).tables[table]

    return carry_out


def no_sheet(sheet: str) -> Change:
    """The sheet deleted; names that led to it are broken, as Excel leaves them."""

    def carry_out(book: Any) -> None:
        del book[sheet]
        for name in book.defined_names.values():
            if name.attr_text.startswith(f"'{sheet}'!"):
                name.attr_text = "#REF!"

    return carry_out


def protect(sheet: str) -> Change:
    def carry_out(book: Any) -> None:
        book[sheet].protection.sheet = True

    return carry_out


def merge(sheet: str, area: str) -> Change:
    def carry_out(book: Any) -> None:
        book[sheet].merge_cells(area)

    return carry_out


def insert_row(sheet: str, before: int) -> Change:
    """A row inserted in an area with a name, which grows, as Excel does it."""

    def carry_out(book: Any) -> None:
        for name in book.defined_names.values():
            title, _, text = name.attr_text.rpartition("!")
            if title != f"'{sheet}'" or text.startswith("#"):
                continue
            top, left, bottom, right = parse_area(text.replace("$", ""))
            area = (top + (top >= before), left, bottom + (bottom >= before), right)
            first, _, last = area_text(area).partition(":")
            name.attr_text = f"{title}!{_absolute(first)}" + (f":{_absolute(last)}" if last else "")
        book[sheet].insert_rows(before)

    return carry_out


def _absolute(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"${letters}${address.removeprefix(letters)}"
