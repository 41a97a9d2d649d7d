"""The header of an Excel table: the name of each column is the text in its header cell; Excel asks for both."""

from __future__ import annotations

from typing import Any

from generator.ooxml.sheet import Area, parse_area, share_cell
from xl_addin.engine.document import Document


def complete_header(document: Document, worksheet: Any, table: Any) -> None:
    """Give a table that has none columns that match its header cells, and text in every one of these."""
    if table.tableColumns:
        return
    table._initialise_columns()
    if table.headerRowCount == 0:
        return
    row, left, *_ = parse_area(table.ref)
    taken: set[str] = set()
    for position, column in enumerate(table.tableColumns):
        text = str(document.value(worksheet, row, left + position) or f"Column{position + 1}")
        number = 2
        unique = text
        while unique.lower() in taken:
            unique, number = f"{text}{number}", number + 1
        taken.add(unique.lower())
        document.set_value(worksheet, row, left + position, unique)
        column.name = unique


def follow_headers(document: Document, worksheet: Any, written: Area) -> None:
    """Give every column the name that was written into its header cell; an emptied one keeps its name."""
    for table in worksheet.tables.values():
        top, left, _, right = parse_area(table.ref)
        if table.headerRowCount != 0 and share_cell((top, left, top, right), written):
            _follow_header(document, worksheet, table, (top, left))


def _follow_header(document: Document, worksheet: Any, table: Any, corner: tuple[int, int]) -> None:
    top, left = corner
    for position, column in enumerate(table.tableColumns):
        written = document.value(worksheet, top, left + position)
        if written is None:
            document.set_value(worksheet, top, left + position, column.name)
        elif str(written) != column.name:
            document.structure_changed("table column renamed", table.displayName)
            column.name = str(written)
            document.set_value(worksheet, top, left + position, column.name)
