"""What stands in a workbook file, read by nothing of the product and without what openpyxl builds around a cell.

Tests that look at values, formulas, names and tables look through this; one that looks at formats, rules or charts
loads the workbook with openpyxl, which takes ten times as long.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROOM = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Value = None | bool | int | float | str | dt.datetime | dt.date | dt.time | dt.timedelta
Cells = dict[tuple[int, int], Value]
"""What stands in the filled cells of a sheet, by row and column."""
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""
_FORMULA, _TEXT = f"{MAIN}f", f"{MAIN}t"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_KEPT = 6


@dataclass(frozen=True)
class Table:
    """A table: its name, the area it covers, and which of its rows are no data; a filter need not be in use."""

    name: str
    area: Area
    has_header: bool
    has_totals: bool
    has_filter: bool
    is_filtered: bool


def look(workbook: bytes | Path) -> Looked:
    """The workbook; the last few that were looked at are kept."""
    return _looked(workbook.read_bytes() if isinstance(workbook, Path) else workbook)


@lru_cache(_KEPT)
def _looked(content: bytes) -> Looked:
    return Looked(content)


class Looked:
    """A workbook to look at; a sheet is read when it is asked for."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._names = set(self._zip.namelist())
        self._book = self._tree("xl/workbook.xml")
        self._parts = {
            one.get("name"): self._rooms("xl/workbook.xml")[one.get(ROOM)] for one in self._book.iter(f"{MAIN}sheet")
        }
        self._read: dict[str, tuple[Cells, dict[tuple[int, int], str]]] = {}

    @property
    def titles(self) -> list[str]:
        """The sheets in the order of their tabs."""
        return list(self._parts)

    @cached_property
    def hidden(self) -> set[str]:
        """The sheets that are not shown."""
        return {one.get("name") for one in self._book.iter(f"{MAIN}sheet") if one.get("state", "visible") != "visible"}

    @cached_property
    def names(self) -> dict[str, str]:
        """What the names of the workbook, those of a single sheet apart, stand for."""
        found = [one for one in self._book.iter(f"{MAIN}definedName") if one.get("localSheetId") is None]
        return {one.get("name"): one.text or "" for one in found if not one.get("name").startswith("_xlnm.")}

    def values(self, title: str) -> Cells:
        """What the cells of a sheet show: constants, and of formulas the result that the file holds."""
        return self._sheet(title)[0]

    def formulas(self, title: str) -> dict[tuple[int, int], str]:
        """The formulas of a sheet with their equals sign; of those that several cells share the first."""
        return self._sheet(title)[1]

    def entered(self, title: str) -> Cells:
        """What was entered in the cells of a sheet: formulas, and constants."""
        return {**self.values(title), **self.formulas(title)}

    def rows(self, title: str) -> list[list[Value]]:
        """What a sheet shows from its first cell on, row by row."""
        cells = self.values(title)
        height, width = (max((at[side] for at in cells), default=0) for side in (0, 1))
        return [[cells.get((row, column)) for column in range(1, width + 1)] for row in range(1, height + 1)]

    def tables(self, title: str) -> list[Table]:
        """The tables of a sheet."""
        part = self._parts[title]
        trees = [self._tree(target) for target in self._rooms(part).values() if "/tables/" in f"/{target}"]
        return [
            Table(
                tree.get("displayName"),
                area_of(tree.get("ref")),
                tree.get("headerRowCount") != "0",
                tree.get("totalsRowCount", "0") != "0",
                tree.find(f"{MAIN}autoFilter") is not None,
                tree.find(f"{MAIN}autoFilter/{MAIN}filterColumn") is not None,
            )
            for tree in trees
        ]

    def _tree(self, part: str) -> etree._Element:
        return etree.fromstring(self._zip.read(part))

    def _rooms(self, part: str) -> dict[str, str]:
        """The parts that a part leads to, by identifier."""
        folder, name = posixpath.split(part)
        listed = f"{folder}/_rels/{name}.rels"
        inside = (
            [one for one in self._tree(listed) if one.get("TargetMode") != "External"] if listed in self._names else []
        )
        return {
            one.get("Id"): posixpath.normpath(posixpath.join("/", folder, one.get("Target"))).lstrip("/")
            for one in inside
        }

    def _sheet(self, title: str) -> tuple[Cells, dict[tuple[int, int], str]]:
        if title not in self._read:
            self._read[title] = self._cells(self._tree(self._parts[title]))
        return self._read[title]

    def _cells(self, sheet: etree._Element) -> tuple[Cells, dict[tuple[int, int], str]]:
        values: Cells = {}
        formulas: dict[tuple[int, int], str] = {}
        for row in sheet.iterfind(f"{MAIN}sheetData/{MAIN}row"):
            number = int(row.get("r"))
            ending = len(row.get("r"))
            for cell in row:
                value: Value = None
                at = 0
                for part in cell:
                    at = at or _column(cell.get("r")[:-ending])
                    if part.tag == _FORMULA:
                        formulas[number, at] = f"={part.text or ''}"
                    else:
                        value = self._value(cell, part)
                if value is not None and value != "":
                    values[number, at] = value
        return values, formulas

    def _value(self, cell: etree._Element, part: etree._Element) -> Value:
        kind, shown = cell.get("t", "n"), part.text
        if kind == "inlineStr":
            return _text(part)
        if not shown:
            return None
        if kind == "s":
            return self._strings[int(shown)]
        if kind in ("str", "e"):
            return _unescaped(shown)
        if kind == "b":
            return shown == "1"
        number = float(shown) if set(shown) & set(".eE") else int(shown)
        return from_excel(number, self._epoch) if int(cell.get("s", 0)) in self._dates else number

    @cached_property
    def _strings(self) -> list[str]:
        part = "xl/sharedStrings.xml"
        return [_text(one) for one in self._tree(part)] if part in self._names else []

    @cached_property
    def _dates(self) -> set[int]:
        """The formats that make a date of a number."""
        tree = self._tree("xl/styles.xml")
        own = {int(one.get("numFmtId")): one.get("formatCode") for one in tree.iter(f"{MAIN}numFmt")}
        used = [int(one.get("numFmtId", 0)) for one in tree.find(f"{MAIN}cellXfs")]  # type: ignore[union-attr]
        return {at for at, one in enumerate(used) if is_date_format(own.get(one) or BUILTIN_FORMATS.get(one, ""))}

    @cached_property
    def _epoch(self) -> dt.datetime:
        settings = self._book.find(f"{MAIN}workbookPr")
        late = settings is not None and settings.get("date1904") in ("1", "true")
        return CALENDAR_MAC_1904 if late else CALENDAR_WINDOWS_1900


def area_of(address: str) -> Area:
    """First and last row and column of an address, with or without dollar signs."""
    left, top, right, bottom = range_boundaries(address.replace("$", ""))
    return top, left, bottom, right


@lru_cache(None)
def _column(letters: str) -> int:
    return range_boundaries(f"{letters}1")[0]


def _text(item: etree._Element) -> str:
    if len(item) == 1 and item[0].tag == _TEXT:
        return _unescaped(item[0].text or "")
    return _unescaped("".join(one.text or "" for one in item.iter(f"{MAIN}t") if one.getparent().tag != f"{MAIN}rPh"))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
