"""An open workbook and worksheet, as far as what stands on them asks.

Ranges, tables and names are made upon these two. The book and the sheet that xlwings sees hand all of those out
as well, so they stand above them (`books`, `sheets`) and add just that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from copy import copy
from typing import Any

import xlwings as xw

from generator.ooxml.sheet import Area, column_letters
from xl_addin.engine.calls import Calls
from xl_addin.engine.document import Document, Tab
from xl_addin.engine.references import quoted_sheet, split_sheet
from xl_addin.engine.unsupported import FileObject


class OpenBook(FileObject, ABC):
    """A workbook file, and the way from one of its sheets to another."""

    def __init__(self, document: Document, calls: Calls, name: str) -> None:
        self.document = document
        self.calls = calls
        self._name = name

    @property
    def api(self) -> Any:
        """The workbook as openpyxl holds it."""
        return self.document.model

    @property
    def name(self) -> str:
        """The file's name, or Book1 and so on before the first save."""
        return self.document.path.name if self.document.path else self._name

    @abstractmethod
    def sheet_of(self, tab: Tab) -> OpenSheet:
        """The one sheet object of a tab of the document."""

    def all_sheets(self) -> Iterator[OpenSheet]:
        """The sheets in the order of their tabs."""
        return (self.sheet_of(tab) for tab in self.document.tabs)

    def find_sheet(self, name: str) -> OpenSheet | None:
        """The sheet of that name, in any case."""
        return next((sheet for sheet in self.all_sheets() if sheet.name.lower() == name.lower()), None)

    def sheet_called(self, name: str) -> OpenSheet:
        """The sheet of that name, in any case. Raises xlwings' NoSuchObjectError."""
        found = self.find_sheet(name)
        if found is None:
            raise xw.NoSuchObjectError(f"{self.name} has no sheet {name!r}")
        return found

    def define_name(self, text: str, refers_to: str, sheet: OpenSheet | None = None) -> tuple[OpenSheet | None, str]:
        """Define a name, of the sheet written before it, else of `sheet` or the book; gives that sheet and the name."""
        scope, local = split_sheet(text)
        owner = self.sheet_called(scope) if scope is not None else sheet
        self.document.structure_changed("name added", text)
        put_name((owner or self).api, local, refers_to)
        return owner, local


def put_name(holder: Any, name: str, refers_to: str) -> None:
    """Define a name in openpyxl's workbook or worksheet."""
    from openpyxl.workbook.defined_name import DefinedName  # loaded already, where a name is put

    holder.defined_names[name] = DefinedName(name, attr_text=refers_to.removeprefix("="))


class OpenSheet(FileObject, ABC):
    """A worksheet in an open workbook; `selected` is the area of what is selected on it."""

    def __init__(self, book: OpenBook, tab: Tab) -> None:
        self.book = book
        self.tab = tab
        self.selected: Area = (1, 1, 1, 1)

    @abstractmethod
    def table_at(self, area: Area) -> FileObject | None:
        """The table that shares a cell with an area, for xlwings to hand out."""

    @abstractmethod
    def name_at(self, area: Area) -> FileObject | None:
        """The name that leads to exactly this area, for xlwings to hand out."""

    @property
    def document(self) -> Document:
        """The file the sheet is in."""
        return self.book.document

    @property
    def calls(self) -> Calls:
        """The engine's count of reads and writes."""
        return self.book.calls

    @property
    def api(self) -> Any:
        """The worksheet as openpyxl holds it."""
        return self.document.sheet(self.tab)

    @property
    def name(self) -> str:
        """The name on the tab."""
        return self.tab.title

    @name.setter
    def name(self, value: str) -> None:
        self.document.rename_sheet(self.tab, value, quoted_sheet(value))

    def activate(self) -> None:
        """Show this sheet; saved only together with other changes of structure."""
        self.document.active = self.tab

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
