"""What xlwings' remote engine talks to: a workbook as Office.js sends it, and the actions carried out on its cells.

The payload follows xlwings' own tests of that engine. Only what a command may do is carried out; any other action, such
as selecting a sheet or formatting a cell, is refused.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlwings as xw

from generator.ooxml.sheet import Area, area_text
from tests.hosts.contents import Contents, contents_of
from tests.looking import Looked, Table, Value, area_of, look


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
    book = look(workbook)
    return json.dumps({"names": _names(book), "sheets": [_sheet(book, title) for title in book.titles]})


def _sheet(book: Looked, title: str) -> dict[str, Any]:
    return {
        "name": title,
        "visibility": "Hidden" if title in book.hidden else "Visible",
        "values": [[_sent(value) for value in row] for row in book.rows(title)] or [[""]],
        "tables": [_table(table) for table in book.tables(title)],
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


def _table(table: Table) -> dict[str, Any]:
    top, left, bottom, right = table.area
    header, totals = table.has_header, table.has_totals
    return {
        "name": table.name,
        "range_address": area_text(table.area),
        "header_row_range_address": area_text((top, left, top, right)) if header else None,
        "data_body_range_address": area_text((top + header, left, bottom - totals, right)),
        "total_row_range_address": area_text((bottom, left, bottom, right)) if totals else None,
        "show_headers": header,
        "show_totals": totals,
        "show_autofilter": table.has_filter,
        "table_style": "",
        "row_count": bottom - top + 1,
    }


def _names(book: Looked) -> list[dict[str, Any]]:
    found = []
    for name, leads_to in book.names.items():
        sheet, _, address = leads_to.rpartition("!")
        title = sheet.strip("'").replace("''", "'")
        leads = title in book.titles
        found.append(
            {
                "name": name,
                "sheet_index": book.titles.index(title) if leads else None,
                "address": address.replace("$", "") if leads else None,
                "scope_sheet_name": None,
                "scope_sheet_index": None,
                "book_scope": True,
                "refers_to": f"={leads_to}",
            }
        )
    return found


def carried_out(path: Path, actions: Sequence[Mapping[str, Any]]) -> Contents:
    """The contents of the workbook in a file after the actions."""
    before = contents_of(path)
    cells, tables = dict(before.cells), dict(before.tables)
    sheets = look(path).titles
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
    book = look(path)
    return {one.name for title in book.titles for one in book.tables(title) if one.is_filtered}


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
