"""Defined names of a workbook file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.ooxml.sheet import Area
from xl_addin.engine.opened import OpenBook, OpenSheet, put_name
from xl_addin.engine.ranges import Range
from xl_addin.engine.references import area_of, quoted_sheet, split_sheet
from xl_addin.engine.unsupported import FileObject


class Names(FileObject):
    """The names of a book, those of single sheets included; or of one sheet only."""

    def __init__(self, book: OpenBook, sheet: OpenSheet | None = None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """The names as openpyxl holds them."""
        return (self.sheet.api if self.sheet else self.book.api).defined_names

    def __iter__(self) -> Iterator[Name]:
        for one in self.book.document.names():
            sheet = self.book.sheet_of(one.tab) if one.tab is not None else None
            if self.sheet is None or self.sheet is sheet:
                yield Name(self.book, sheet, one.name)

    def snapshot(self) -> list[tuple[str, Name]]:
        """Every name with its text."""
        return [(name.name, name) for name in self]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, name_or_index: str | int) -> Name:
        if isinstance(name_or_index, int):
            return list(self)[name_or_index - 1]
        found = self.find(name_or_index)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def contains(self, name_or_index: str | int) -> bool:
        """Whether there is such a name."""
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return self.find(name_or_index) is not None

    def find(self, text: str, sheet: OpenSheet | None = None) -> Name | None:
        """A name by its text, in any case; one of the given sheet goes before one of the book."""
        scope, local = split_sheet(text)
        if scope is not None:
            named = self.book.find_sheet(scope)
            holders: list[OpenSheet | None] = [named] if named is not None else []
        elif self.sheet is not None:
            holders = [self.sheet]
        else:
            holders = [sheet, None] if sheet is not None else [None]
        for holder in holders:
            tab = holder.tab if holder is not None else None
            names = self.book.document.names_of(tab)
            exact = local if local in names else next((one for one in names if one.lower() == local.lower()), None)
            if exact is not None:
                return Name(self.book, holder, exact)
        return None

    def add(self, name: str, refers_to: str) -> Name:
        """A new name, of the book unless it is written as sheet!name."""
        return Name(self.book, *self.book.define_name(name, refers_to, self.sheet))


class Name(FileObject):
    """One defined name; `sheet` is the sheet it belongs to, None for the whole book."""

    def __init__(self, book: OpenBook, sheet: OpenSheet | None, text: str) -> None:
        self.book = book
        self.sheet = sheet
        self._text = text

    @property
    def _names(self) -> Any:
        return (self.sheet.api if self.sheet else self.book.api).defined_names

    @property
    def api(self) -> Any:
        """The name as openpyxl holds it."""
        return self._names[self._text]

    @property
    def name(self) -> str:
        """The text of the name; of a sheet's name with the sheet before it."""
        return f"{quoted_sheet(self.sheet.name)}!{self._text}" if self.sheet else self._text

    @name.setter
    def name(self, value: str) -> None:
        local = split_sheet(value)[1]
        self.book.document.structure_changed("name changed", f"{self._text} -> {local}")
        target = self.api.attr_text
        del self._names[self._text]
        put_name((self.sheet or self.book).api, local, target)
        self._text = local

    @property
    def refers_to(self) -> str:
        """What the name stands for, with its equals sign."""
        return f"={self._target}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.book.document.structure_changed("name changed", self._text)
        self.api.attr_text = value.removeprefix("=")

    @property
    def _target(self) -> str:
        return self.book.document.names_of(self.sheet.tab if self.sheet else None)[self._text]

    @property
    def refers_to_range(self) -> Range:
        """The range the name leads to; ValueError for a constant, a formula or a broken reference."""
        sheet, text = split_sheet(self._target)
        area, on = area_of(text), self.book.find_sheet(sheet or "")
        if on is None or area is None:
            raise ValueError(f"{self.name} refers to {self.refers_to}, which is no range")
        return Range(on, area)

    def leads_to(self, wanted: OpenSheet, area: Area) -> bool:
        """Whether the name leads to exactly this area of a sheet."""
        sheet, text = split_sheet(self._target)
        return sheet is not None and sheet.lower() == wanted.name.lower() and area_of(text) == area

    def delete(self) -> None:
        """Take the name away."""
        self.book.document.structure_changed("name deleted", self._text)
        del self._names[self._text]
