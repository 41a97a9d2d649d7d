"""Worksheets of a workbook file."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING, Any

import xlwings as xw

from generator.ooxml.sheet import MAX_COLUMN, MAX_ROW, column_letters
from xl_addin.engine.charts import Charts
from xl_addin.engine.copying import copied
from xl_addin.engine.names import Names
from xl_addin.engine.ranges import Range
from xl_addin.engine.references import quoted_sheet, split_sheet
from xl_addin.engine.resolving import resolve
from xl_addin.engine.shapes import Floats, Pictures, Shape
from xl_addin.engine.tables import Tables
from xl_addin.engine.unsupported import FileObject, NotOnFilesError

if TYPE_CHECKING:
    from generator.ooxml.drawings import Drawing
    from xl_addin.engine.books import Book
    from xl_addin.engine.calls import Calls
    from xl_addin.engine.document import Document


class Sheets(FileObject):
    """The worksheets in the order of their tabs."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        """The workbook as openpyxl holds it."""
        return self.book.document.workbook

    @property
    def active(self) -> Sheet:
        """The sheet that is shown when the file is opened."""
        active = self.api.active
        return self._sheet(active if active in self.api.worksheets else self.api.worksheets[0])

    def _sheet(self, worksheet: Any) -> Sheet:
        return self.book.sheet_of(worksheet)

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(self):
                raise IndexError(f"{self.book.name} has {len(self)} sheets, not {name_or_index}")
            return self._sheet(self.api.worksheets[name_or_index - 1])
        for worksheet in self.api.worksheets:
            if worksheet.title.lower() == name_or_index.lower():
                return self._sheet(worksheet)
        raise xw.NoSuchObjectError(f"{self.book.name} has no sheet {name_or_index!r}")

    def __len__(self) -> int:
        return len(self.api.worksheets)

    def __iter__(self) -> Iterator[Sheet]:
        return (self._sheet(worksheet) for worksheet in self.api.worksheets)

    def __contains__(self, name: object) -> bool:
        if isinstance(name, int):
            return 1 <= name <= len(self)
        return any(worksheet.title.lower() == str(name).lower() for worksheet in self.api.worksheets)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, before the active one unless told otherwise; it becomes the active sheet."""
        place = before.api if before else after.api if after else self.active.api
        position = self.api.index(place) + (1 if after and not before else 0)
        number = 1
        while name is None and f"Sheet{number}" in self:
            number += 1
        worksheet = self.api.create_sheet(name or f"Sheet{number}", position)
        self.book.document.structure_changed("sheet added", worksheet.title)
        sheet = self._sheet(worksheet)
        sheet.activate()
        return sheet


class Sheet(FileObject):
    """One worksheet."""

    def __init__(self, book: Book, worksheet: Any) -> None:
        self.book = book
        self.api = worksheet
        self._selection: Range | None = None

    @property
    def document(self) -> Document:
        """The file the sheet is in."""
        return self.book.document

    @property
    def calls(self) -> Calls:
        """The engine's count of reads and writes."""
        return self.book.app.engine.calls

    @property
    def name(self) -> str:
        """The name on the tab."""
        return str(self.api.title)

    @name.setter
    def name(self, value: str) -> None:
        self.document.structure_changed("sheet renamed", f"{self.api.title} -> {value}")
        self.document.sheet_renamed(self.name, quoted_sheet(value))
        self.api.title = value

    @property
    def index(self) -> int:
        """The place among the tabs, from 1."""
        return int(self.api.parent.worksheets.index(self.api)) + 1

    @property
    def names(self) -> Names:
        """The names that belong to this sheet only."""
        return Names(self.book, self)

    @property
    def tables(self) -> Tables:
        """The tables on the sheet."""
        return Tables(self)

    @property
    def drawing(self) -> Drawing:
        """What lies above the cells."""
        return self.document.drawing(self.api)

    @property
    def charts(self) -> Charts:
        """The charts on the sheet."""
        return Charts(self)

    @property
    def pictures(self) -> Pictures:
        """The pictures on the sheet."""
        return Pictures(self)

    @property
    def shapes(self) -> Floats[Shape]:
        """All that lies above the cells, charts and pictures included."""
        return Floats(self, Shape)

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
        places = list(self.api._cells)
        if not places:
            return Range(self, (1, 1, 1, 1))
        rows, columns = zip(*places, strict=True)
        return Range(self, (min(rows), min(columns), max(rows), max(columns)))

    @property
    def selection(self) -> Range:
        """The selected range; the first cell until something is selected."""
        return self._selection or Range(self, (1, 1, 1, 1))

    @selection.setter
    def selection(self, value: Range) -> None:
        self._selection = value

    def activate(self) -> None:
        """Show this sheet; saved only together with other changes of structure."""
        self.api.parent.active = self.api
        for worksheet in self.api.parent.worksheets:
            worksheet.sheet_view.tabSelected = worksheet is self.api

    def select(self) -> None:
        """Show this sheet."""
        self.activate()

    def delete(self) -> None:
        """Take the sheet out of the book."""
        if len(self.api.parent.worksheets) == 1:
            raise xw.XlwingsError("a workbook keeps at least one sheet")
        self.document.structure_changed("sheet deleted", self.name)
        self.api.parent.remove(self.api)
        self.document.sheet_deleted(self.name)

    def copy(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        """Copy the sheet within its book, to the end unless told otherwise."""
        place = before or after
        if place is not None and place.book is not self.book:
            raise NotImplementedError("copying a sheet to another workbook needs Excel")
        if self.drawing.objects:
            raise NotOnFilesError(f"{self.name} holds charts, pictures or shapes; copying it needs Excel")
        worksheet = copied(self.api)
        self.document.structure_changed("sheet added", worksheet.title)
        if place is not None:
            target = self.api.parent.index(place.api) + (0 if before else 1)
            self.api.parent.move_sheet(worksheet, target - self.api.parent.index(worksheet))
        self.book.sheet_of(worksheet).activate()

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
        return bool(self.api.sheet_state == "visible")

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

    def column_settings(self, column: int, *, create: bool = True) -> Any:
        """The settings of one column, split off from a group of columns that share theirs."""
        dimensions = self.api.column_dimensions
        letters = column_letters(column)
        for group in list(dimensions.values()):
            if group.min and group.max and group.min <= column <= group.max:
                if not create or group.min == group.max:
                    return group
                self._split(group, column)
                return dimensions[letters]
        return dimensions[letters] if create or letters in dimensions else None

    def _split(self, group: Any, column: int) -> None:
        """Make a column of its own, with what is left of the group before and after it."""
        first, last = group.min, group.max
        for start, end in ((first, column - 1), (column, column), (column + 1, last)):
            if start <= end:
                piece = copy(group)
                piece.index, piece.min, piece.max = column_letters(start), start, end
                self.api.column_dimensions[piece.index] = piece


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
