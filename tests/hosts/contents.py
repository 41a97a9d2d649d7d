"""What a workbook holds, as far as a command can change it: the values of cells and the areas of tables."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.looking import Area, Value, area_of, look

MOMENT = re.compile(r"\d\d-\d\d-\d{4} \d\d:\d\d")


@dataclass(frozen=True)
class Contents:
    """Filled cells by sheet, row and column (a formula as its text), and tables with their sheet and area."""

    cells: dict[tuple[str, int, int], Value]
    tables: dict[str, tuple[str, Area]]

    def timeless(self) -> Contents:
        """The same without the moment at which a command ran."""
        return Contents({at: _timeless(value) for at, value in self.cells.items()}, self.tables)


def _timeless(value: Value) -> Value:
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return dt.datetime.min
    return MOMENT.sub("", value) if isinstance(value, str) else value


def contents_of(path: Path) -> Contents:
    """The contents of the workbook in a file."""
    book = look(path)
    cells = {(title, *at): value for title in book.titles for at, value in book.entered(title).items()}
    return Contents(cells, {table.name: (title, table.area) for title in book.titles for table in book.tables(title)})


def contents_in(book: Any) -> Contents:
    """The contents of a workbook as openpyxl holds it, such as an open book of the file engine, saved or not."""
    cells, tables = {}, {}
    for sheet in book.worksheets:
        for at, cell in sheet._cells.items():
            if cell.value is not None:
                cells[sheet.title, *at] = cell.value
        for table in sheet.tables.values():
            tables[table.displayName] = (sheet.title, area_of(table.ref))
    return Contents(cells, tables)
