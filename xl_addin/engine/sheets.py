"""Worksheets of a workbook file."""

from __future__ import annotations

from typing import Any

import xlwings as xw

from generator.ooxml.sheet import MAX_COLUMN, MAX_ROW, Area
from xl_addin.engine.names import Name, Names
from xl_addin.engine.opened import OpenSheet
from xl_addin.engine.ranges import Range
from xl_addin.engine.references import split_sheet
from xl_addin.engine.resolving import resolve
from xl_addin.engine.tables import Table, Tables
from xl_addin.engine.unsupported import FileObject


class Sheet(OpenSheet):
    """One worksheet."""

    @property
    def index(self) -> int:
        """The place among the tabs, from 1."""
        return self.document.tabs.index(self.tab) + 1

    @property
    def names(self) -> Names:
        """The names that belong to this sheet only."""
        return Names(self.book, self)

    @property
    def tables(self) -> Tables:
        """The tables on the sheet."""
        return Tables(self)

    def table_at(self, area: Area) -> Table | None:
        """The table that shares a cell with an area."""
        return next((table for table in self.tables if table.range.overlaps(area)), None)

    def name_at(self, area: Area) -> Name | None:
        """The name, of the book or of a sheet, that leads to exactly this area."""
        return next((name for name in Names(self.book) if name.leads_to(self, area)), None)

    def range(self, first: Any, second: Any = None) -> Range:
        """A range by address, name, tuples, slice or two corners."""
        return resolve(self, first, second)

    @property
    def cells(self) -> Range:
        """All cells of the sheet."""
        return Range(self, (1, 1, MAX_ROW, MAX_COLUMN))

    @property
    def used_range(self) -> Range:
        """The smallest range around everything that is there, formats included; A1 for an empty sheet."""
        return Range(self, self.document.used(self.tab) or (1, 1, 1, 1))

    @property
    def selection(self) -> Range:
        """The selected range; the first cell until something is selected."""
        return Range(self, self.selected)

    def select(self) -> None:
        """Show this sheet."""
        self.activate()

    def delete(self) -> None:
        """Take the sheet out of the book."""
        if len(self.document.tabs) == 1:
            raise xw.XlwingsError("a workbook keeps at least one sheet")
        self.document.delete_sheet(self.tab)

    def clear_contents(self) -> None:
        """Empty all cells and keep their formats."""
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        """Take away the formats of all cells."""
        self.used_range.clear_formats()

    def clear(self) -> None:
        """Empty all cells and take away their formats."""
        self.clear_contents()
        self.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        """Leave widths and heights as they are: a file does not know how wide text is drawn."""

    @property
    def visible(self) -> bool:
        """Whether the tab is shown."""
        return self.document.is_visible(self.tab)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.document.structure_changed("visible", self.name)
        self.api.sheet_state = "visible" if value else "hidden"

    @property
    def show_gridlines(self) -> bool:
        """Whether grid lines are shown."""
        return self.api.sheet_view.showGridLines is not False

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        self.document.structure_changed("show_gridlines", self.name)
        self.api.sheet_view.showGridLines = value

    @property
    def page_setup(self) -> PageSetup:
        """How it is printed."""
        return PageSetup(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        """The rows and columns that stay in sight."""
        return FreezePanes(self)


class PageSetup(FileObject):
    """How a sheet is printed."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.api = sheet.api.page_setup

    @property
    def print_area(self) -> str | None:
        """The address of what is printed; None for the whole sheet."""
        return split_sheet(str(self.sheet.api.print_area))[1] if self.sheet.api.print_area else None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        self.sheet.document.structure_changed("print_area", self.sheet.name)
        self.sheet.api.print_area = value


class FreezePanes(FileObject):
    """The rows and columns of a sheet that stay in sight."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: Any) -> None:
        """Keep everything above and left of the end of the given range in sight."""
        frozen = resolve(self.sheet, getattr(frozen_range, "impl", frozen_range))
        row = 1 if frozen.area[2] == MAX_ROW else frozen.area[2] + 1
        column = 1 if frozen.area[3] == MAX_COLUMN else frozen.area[3] + 1
        self.sheet.document.structure_changed("freeze_panes", self.sheet.name)
        self.sheet.api.freeze_panes = self.sheet.api.cell(row, column)

    def unfreeze(self) -> None:
        """Let everything scroll."""
        self.sheet.document.structure_changed("freeze_panes", self.sheet.name)
        self.sheet.api.freeze_panes = None
