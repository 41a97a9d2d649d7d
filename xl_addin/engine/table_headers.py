"""The header of an Excel table: the name of each column is the text in its header cell; Excel asks for both."""

from __future__ import annotations

from typing import Any

from generator.ooxml.sheet import Area, parse_area, share_cell
from xl_addin.engine.document import Document, Tab


def complete_header(worksheet: Any, table: Any) -> None:
    """Give a table that has none columns that match its header cells, and text in every one of these.

    Both as openpyxl holds them.
    """
    if table.tableColumns:
        return
    table._initialise_columns()
    if table.headerRowCount == 0:
        return
    row, left, *_ = parse_area(table.ref)
    taken: set[str] = set()
    for position, column in enumerate(table.tableColumns):
        text = str(worksheet.cell(row, left + position).value or f"Column{position + 1}")
        number = 2
        unique = text
        while unique.lower() in taken:
            unique, number = f"{text}{number}", number + 1
        taken.add(unique.lower())
        worksheet.cell(row, left + position).value = unique
        column.name = unique


def write_with_headers(document: Document, tab: Tab, area: Area, rows: list[list[Any]]) -> None:
    """Write a block, and give every column of a table the name that comes in its header cell.

    An emptied header cell keeps its name. `rows` are changed where they hold such cells.
    """
    top, left = area[:2]
    renamed: dict[str, dict[int, str]] = {}
    for table in document.tables(tab):
        row, first, _, last = table.area
        if not table.has_header or not share_cell((row, first, row, last), area):
            continue
        for column in range(max(first, left), min(last, area[3]) + 1):
            name, entered = table.columns[column - first], rows[row - top][column - left]
            if entered is not None and str(entered) not in ("", name):
                renamed.setdefault(table.name, {})[column - first] = str(entered)
            rows[row - top][column - left] = name
    document.write(tab, area, rows)
    for table_name, names in renamed.items():
        _rename_columns(document, tab, table_name, names)


def _rename_columns(document: Document, tab: Tab, table_name: str, names: dict[int, str]) -> None:
    document.structure_changed("table column renamed", table_name)
    worksheet = document.sheet(tab)
    table = worksheet.tables[table_name]
    row, left, *_ = parse_area(table.ref)
    for position, name in names.items():
        table.tableColumns[position].name = name
        worksheet.cell(row, left + position).value = name
