"""What a workbook holds, as far as a command can change it: the values of cells and the areas of tables."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

from generator.ooxml.sheet import Area, parse_area

Value = None | bool | int | float | str | dt.datetime
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
    """The contents of the workbook in a file; many tests begin with the same one, which is read once."""
    return _contents(path.read_bytes())


@lru_cache(maxsize=4)
def _contents(workbook: bytes) -> Contents:
    return contents_in(openpyxl.load_workbook(io.BytesIO(workbook)))


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


def area_of(address: str) -> Area:
    """First and last row and column of an address, with or without dollar signs."""
    return parse_area(address.replace("$", ""))
