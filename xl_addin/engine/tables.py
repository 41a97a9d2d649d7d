"""Excel tables of a workbook file."""

# ruff: noqa: ARG002 - xlwings decides which arguments it passes, by name as well

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xlwings as xw

from generator.ooxml.sheet import Area, area_text
from generator.ooxml.workbook import TablePart
from xl_addin.engine.opened import OpenBook, OpenSheet
from xl_addin.engine.ranges import Range
from xl_addin.engine.table_headers import complete_header
from xl_addin.engine.unsupported import FileObject, NotOnFilesError


class Tables(FileObject):
    """The tables on one sheet."""

    def __init__(self, sheet: OpenSheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """The tables as openpyxl holds them, by name."""
        return self.sheet.api.tables

    def __len__(self) -> int:
        return len(self._parts)

    @property
    def _parts(self) -> list[TablePart]:
        return self.sheet.document.tables(self.sheet.tab)

    def __iter__(self) -> Iterator[Table]:
        return (Table(self.sheet, table.name) for table in self._parts)

    def __contains__(self, key: object) -> bool:
        if isinstance(key, int):
            return 1 <= key <= len(self)
        return any(table.name.lower() == str(key).lower() for table in self._parts)

    def __call__(self, key: str | int) -> Table:
        for position, table in enumerate(self, start=1):
            if key == position or (isinstance(key, str) and table.name.lower() == key.lower()):
                return table
        raise xw.NoSuchObjectError(f"sheet {self.sheet.name} has no table {key!r}")

    def add(
        self,
        source_type: object = None,
        source: Any = None,
        link_source: object = None,
        has_headers: bool = True,
        destination: object = None,
        table_style_name: str | None = "TableStyleMedium2",
        name: str | None = None,
    ) -> Table:
        """A new table over a range whose first row holds the headers, or without header row."""
        area: Area = source.impl.area
        taken = {table.name.lower() for table in all_tables(self.sheet.book)}
        number = 1
        while name is None and f"table{number}" in taken:
            number += 1
        name = name or f"Table{number}"
        if name.lower() in taken:
            raise xw.XlwingsError(f"{self.sheet.book.name} has a table {name!r} already")
        from openpyxl.worksheet.table import Table as SheetTable  # a library to load only where structure changes
        from openpyxl.worksheet.table import TableStyleInfo

        table = SheetTable(displayName=name, name=name, ref=area_text(area))
        if not has_headers:
            table.headerRowCount = 0
        table.tableStyleInfo = TableStyleInfo(name=table_style_name, showRowStripes=True)
        self.sheet.document.structure_changed("table added", name)
        self.sheet.api.add_table(table)
        complete_header(self.sheet.api, table)
        return Table(self.sheet, name)


def all_tables(book: OpenBook) -> Iterator[Table]:
    """The tables of all sheets."""
    return (table for sheet in book.all_sheets() for table in Tables(sheet))


def _style_switch(attribute: str, what: str) -> property:
    """One of the switches of a table's look."""

    def get(table: Table) -> bool:
        return bool(table.api.tableStyleInfo and getattr(table.api.tableStyleInfo, attribute))

    def put(table: Table, value: bool) -> None:
        table.changed("table_style")
        setattr(table.style(), attribute, value)

    return property(get, put, doc=f"Whether {what}.")


class Table(FileObject):
    """One table."""

    def __init__(self, sheet: OpenSheet, name: str) -> None:
        self.parent = sheet
        self._name = name

    @property
    def api(self) -> Any:
        """The table as openpyxl holds it."""
        return self.parent.api.tables[self._name]

    @property
    def part(self) -> TablePart:
        """The table as the file has it, with the area it has now."""
        return next(one for one in self.parent.document.tables(self.parent.tab) if one.name == self._name)

    @property
    def name(self) -> str:
        """The name it is called by in formulas."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.changed("table renamed")
        tables = self.parent.api.tables
        table = tables.pop(self._name)
        table.displayName = table.name = value
        tables[value] = table
        self._name = value

    display_name = name

    def changed(self, what: str) -> None:
        """Note a change of more than values."""
        self.parent.document.structure_changed(what, self.name)

    @property
    def area(self) -> Area:
        """The area from the header to the totals row."""
        return self.part.area

    @property
    def range(self) -> Range:
        """The whole table."""
        return Range(self.parent, self.area)

    @property
    def _header_rows(self) -> int:
        return int(self.part.has_header)

    @property
    def _total_rows(self) -> int:
        return self.part.total_rows

    @property
    def header_row_range(self) -> Range | None:
        """The header row, if the table shows one."""
        top, left, _, right = self.area
        return Range(self.parent, (top, left, top, right)) if self._header_rows else None

    @property
    def data_body_range(self) -> Range | None:
        """The rows between header and totals."""
        top, left, bottom, right = self.area
        first, last = top + self._header_rows, bottom - self._total_rows
        return Range(self.parent, (first, left, last, right)) if first <= last else None

    @property
    def totals_row_range(self) -> Range | None:
        """The totals row, if the table shows one."""
        _, left, bottom, right = self.area
        return Range(self.parent, (bottom, left, bottom, right)) if self._total_rows else None

    insert_row_range = None

    @property
    def show_headers(self) -> bool:
        """Whether the header row is shown."""
        return bool(self._header_rows)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        if value != self.show_headers:
            raise NotOnFilesError("showing or hiding the header row of a table needs Excel")

    @property
    def show_totals(self) -> bool:
        """Whether the totals row is shown."""
        return bool(self._total_rows)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        if value != self.show_totals:
            raise NotOnFilesError("showing or hiding the totals row of a table needs Excel")

    @property
    def show_autofilter(self) -> bool:
        """Whether the header has filter buttons."""
        return self.api.autoFilter is not None

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        if value != self.show_autofilter:
            from openpyxl.worksheet.filters import AutoFilter  # a library to load only where structure changes

            self.changed("show_autofilter")
            self.api.autoFilter = AutoFilter(ref=area_text(self._filtered(self.area))) if value else None

    @property
    def table_style(self) -> str | None:
        """The name of the style."""
        return self.api.tableStyleInfo.name if self.api.tableStyleInfo else None

    @table_style.setter
    def table_style(self, value: str) -> None:
        self.changed("table_style")
        self.style().name = value

    show_table_style_row_stripes = _style_switch("showRowStripes", "rows are striped")
    show_table_style_column_stripes = _style_switch("showColumnStripes", "columns are striped")
    show_table_style_first_column = _style_switch("showFirstColumn", "the first column stands out")
    show_table_style_last_column = _style_switch("showLastColumn", "the last column stands out")

    def style(self) -> Any:
        """How the table looks, as openpyxl holds it; made where the table has no style."""
        if self.api.tableStyleInfo is None:
            from openpyxl.worksheet.table import TableStyleInfo  # a library to load only where structure changes

            self.api.tableStyleInfo = TableStyleInfo()
        return self.api.tableStyleInfo

    def _filtered(self, area: Area) -> Area:
        return area[0], area[1], area[2] - self._total_rows, area[3]

    def resize(self, wanted: Any) -> None:
        """Give the table another range; with the same header row and columns only its length changes."""
        area: Area = wanted.impl.area
        old = self.area
        if area == old:
            return
        if (area[0], area[1], area[3]) == (old[0], old[1], old[3]):
            self.parent.document.resize_table(self._name, area)
            return
        filtered = self._filtered(area)
        self.changed("table resized")
        table = self.api
        table.tableColumns, table.ref, table.sortState = [], area_text(area), None
        if table.autoFilter is not None:
            table.autoFilter.ref, table.autoFilter.sortState = area_text(filtered), None
        complete_header(self.parent.api, table)

    @property
    def columns(self) -> TableColumns:
        """The columns."""
        return TableColumns(self)


class TableColumns(FileObject):
    """The columns of a table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def __len__(self) -> int:
        return len(self.table.part.columns)

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self.table, position) for position in range(1, len(self) + 1))

    def __contains__(self, key: object) -> bool:
        return any(key in {column.name, column.index} for column in self)

    def __call__(self, key: str | int) -> TableColumn:
        for column in self:
            if key in {column.name, column.index}:
                return column
        raise KeyError(key)


class TableColumn(FileObject):
    """One column of a table; `index` counts from 1."""

    def __init__(self, table: Table, index: int) -> None:
        self.table = table
        self.index = index

    @property
    def name(self) -> str:
        """The text in its header."""
        return self.table.part.columns[self.index - 1]

    @property
    def range(self) -> Range:
        """The column from header to totals."""
        return self._part(self.table.area)

    @property
    def data_body_range(self) -> Range | None:
        """The column between header and totals."""
        body = self.table.data_body_range
        return self._part(body.area) if body else None

    def _part(self, area: Area) -> Range:
        column = area[1] + self.index - 1
        return Range(self.table.parent, (area[0], column, area[2], column))
