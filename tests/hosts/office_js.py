"""What xlwings' remote engine talks to: a workbook as Office.js sends it, and the actions carried out on its cells.

The payload follows xlwings' own tests of that engine. Only what a command may do is carried out; any other action, such
as selecting a sheet or formatting a cell, is refused.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw

from generator.ooxml.sheet import Area
from tests.hosts.contents import Contents, Value, area_of, contents_of


def payload(path: Path) -> dict[str, Any]:
    """The workbook in a file: values, tables and names, with the first sheet active and A1 selected."""
    return {
        "client": "Office.js",
        "version": xw.__version__,
        "book": {"name": path.name, "active_sheet_index": 0, "selection": "A1", "calculation": "Automatic"},
        **json.loads(_sent_workbook(path.read_bytes())),
    }


@lru_cache(maxsize=4)
def _sent_workbook(workbook: bytes) -> str:
    """Names and sheets as they travel; many tests begin with the same workbook, which is read once."""
    book = openpyxl.load_workbook(io.BytesIO(workbook), data_only=True)
    return json.dumps({"names": _names(book), "sheets": [_sheet(sheet) for sheet in book.worksheets]})


def _sheet(sheet: Any) -> dict[str, Any]:
    rows = sheet.iter_rows(min_row=1, min_col=1, max_row=sheet.max_row, max_col=sheet.max_column, values_only=True)
    return {
        "name": sheet.title,
        "visibility": "Visible" if sheet.sheet_state == "visible" else "Hidden",
        "values": [[_sent(value) for value in row] for row in rows],
        "tables": [_table(table) for table in sheet.tables.values()],
        "pictures": [],
        "shapes": [],
        "charts": [],
        "notes": [],
        "pivot_tables": [],
        "print_area": None,
        "show_gridlines": True,
    }


def _sent(value: object) -> object:
    """An empty cell travels as empty text, a date as ISO text; JavaScript has one kind of number, so 3.0 is 3."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        return moment.isoformat(timespec="milliseconds") + "Z"
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _table(table: Any) -> dict[str, Any]:
    first, last = table.ref.split(":")
    left, right = (corner.rstrip("0123456789") for corner in (first, last))
    top, bottom = int(first.removeprefix(left)), int(last.removeprefix(right))
    header, totals = table.headerRowCount != 0, bool(table.totalsRowCount)
    body = f"{left}{top + header}:{right}{bottom - totals}"
    return {
        "name": table.displayName,
        "range_address": table.ref,
        "header_row_range_address": f"{left}{top}:{right}{top}" if header else None,
        "data_body_range_address": body,
        "total_row_range_address": f"{left}{bottom}:{right}{bottom}" if totals else None,
        "show_headers": header,
        "show_totals": totals,
        "show_autofilter": table.autoFilter is not None,
        "table_style": "",
        "row_count": bottom - top + 1,
    }


def _names(book: Any) -> list[dict[str, Any]]:
    found = []
    for name, defined in book.defined_names.items():
        sheet, _, address = str(defined.attr_text).rpartition("!")
        title = sheet.strip("'").replace("''", "'")
        leads = title in book.sheetnames
        found.append(
            {
                "name": name,
                "sheet_index": book.sheetnames.index(title) if leads else None,
                "address": address.replace("$", "") if leads else None,
                "scope_sheet_name": None,
                "scope_sheet_index": None,
                "book_scope": True,
                "refers_to": f"={defined.attr_text}",
            }
        )
    return found


def carried_out(path: Path, actions: Sequence[Mapping[str, Any]]) -> Contents:
    """The contents of the workbook in a file after the actions."""
    before = contents_of(path)
    cells, tables = dict(before.cells), dict(before.tables)
    sheets = openpyxl.load_workbook(path, read_only=True).sheetnames
    filtered = filtered_tables(path)
    in_order = {sheet: [name for name, (on, _) in tables.items() if on == sheet] for sheet in sheets}
    for action in actions:
        sheet = sheets[action["sheet_position"]]
        if action["func"] == "setValues":
            first, count = action["start_row"] + 1, len(action["values"])
            _refuse_filtered(tables, filtered, sheet, (first, first + count - 1))
            for row, values in enumerate(action["values"], start=action["start_row"] + 1):
                for column, value in enumerate(values, start=action["start_column"] + 1):
                    cells[sheet, row, column] = _entered(value)
        elif action["func"] == "resizeTable":
            index, address = action["args"]
            tables[in_order[sheet][index]] = (sheet, area_of(address))
        elif action["func"] == "clearAutoFilterTable":
            filtered.discard(in_order[sheet][action["args"][0]])
        else:
            raise AssertionError(f"a command asked for {action['func']}")
    return Contents({at: value for at, value in cells.items() if value is not None}, tables)


def filtered_tables(path: Path) -> set[str]:
    """The tables with a filter in use."""
    tables = [table for page in openpyxl.load_workbook(path).worksheets for table in page.tables.values()]
    return {one.displayName for one in tables if one.autoFilter and one.autoFilter.filterColumn}


def _refuse_filtered(
    tables: Mapping[str, tuple[str, Area]], filtered: set[str], sheet: str, rows: tuple[int, int]
) -> None:
    """Office.js puts values in the wrong rows of a filtered table (office-js 224)."""
    for name in filtered:
        on, area = tables[name]
        assert on != sheet or rows[1] <= area[0] or area[2] < rows[0], f"written over hidden rows of {name}"


def _entered(value: Value) -> Value:
    """What a cell comes to hold: to Excel an apostrophe says that text follows, and empty text is nothing.

    A date comes as ISO text, which Excel reads as one in every language.
    """
    if isinstance(value, str):
        with suppress(ValueError):
            return dt.datetime.fromisoformat(value)
        return (value[1:] if value.startswith("'") else value) or None
    return value
