"""Workbook files as books, with their sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xl_addin.engine.calls import Calls
from xl_addin.engine.document import Document, Tab
from xl_addin.engine.names import Names
from xl_addin.engine.opened import OpenBook
from xl_addin.engine.sheets import Sheet
from xl_addin.engine.unsupported import FileObject


class Books(FileObject):
    """The open books of an app; the last one used is the active one.

    The app is handed back to xlwings and not asked for anything; `calls` is its engine's count of reads and writes.
    """

    def __init__(self, app: FileObject, calls: Calls) -> None:
        self.app = app
        self.calls = calls
        self._books: list[Book] = []
        self._added = 0

    @property
    def api(self) -> list[Book]:
        """The books themselves."""
        return self._books

    @property
    def active(self) -> Book:
        """The book in front."""
        if not self._books:
            raise IndexError("no book is open")
        return self._books[-1]

    def __call__(self, name_or_index: str | int) -> Book:
        if isinstance(name_or_index, int):
            return self._books[name_or_index - 1]
        wanted = name_or_index.lower()
        for book in self._books:
            if wanted in {book.name.lower(), book.fullname.lower()}:
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator[Book]:
        return iter(tuple(self._books))

    def __contains__(self, name: object) -> bool:
        return any(str(name).lower() in {book.name.lower(), book.fullname.lower()} for book in self._books)

    def add(self) -> Book:
        """A new book with one sheet, not yet in a file."""
        self._added += 1
        return self._take(Book(self, Document(), f"Book{self._added}"))

    def open(self, fullname: str, *_: object) -> Book:
        """The book in a file; Excel's other settings for opening have no meaning here."""
        path = Path(fullname)
        return self._take(Book(self, Document.open(path), path.name))

    def _take(self, book: Book) -> Book:
        self._books.append(book)
        return book

    def bring_to_front(self, book: Book) -> None:
        """Make a book the active one."""
        self._books.remove(book)
        self._books.append(book)

    def remove(self, book: Book) -> None:
        """Close a book without saving."""
        self._books.remove(book)


class Book(OpenBook):
    """One workbook file."""

    def __init__(self, books: Books, document: Document, name: str) -> None:
        super().__init__(document, books.calls, name)
        self.books = books
        self._sheets: dict[Tab, Sheet] = {}

    @property
    def app(self) -> FileObject:
        """The app the book is open in."""
        return self.books.app

    @property
    def fullname(self) -> str:
        """The file's path, or its name before the first save."""
        return str(self.document.path) if self.document.path else self._name

    @property
    def sheets(self) -> Sheets:
        """The worksheets."""
        return Sheets(self)

    def sheet_of(self, tab: Tab) -> Sheet:
        """The one sheet object of a tab of the document."""
        if tab not in self._sheets:
            self._sheets[tab] = Sheet(self, tab)
        return self._sheets[tab]

    @property
    def names(self) -> Names:
        """All defined names."""
        return Names(self)

    def activate(self) -> None:
        """Make this the active book."""
        self.books.bring_to_front(self)

    def close(self) -> None:
        """Close the book without saving."""
        self.books.remove(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save the book, whole or not at all; a new one without path goes to the current folder under its name."""
        if password is not None:
            raise NotImplementedError("a password on a workbook needs Excel")
        target = Path(path) if path else self.document.path or Path(f"{self._name}.xlsx")
        self.document.save(target.with_suffix(".xlsx") if not target.suffix else target)
        self.document.path = target.resolve()


class Sheets(FileObject):
    """The worksheets in the order of their tabs."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        """The workbook as openpyxl holds it."""
        return self.book.api

    @property
    def active(self) -> Sheet:
        """The sheet that is shown when the file is opened."""
        return self.book.sheet_of(self.book.document.active)

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(self):
                raise IndexError(f"{self.book.name} has {len(self)} sheets, not {name_or_index}")
            return self.book.sheet_of(self.book.document.tabs[name_or_index - 1])
        return self.book.sheet_of(self.book.sheet_called(name_or_index).tab)

    def __len__(self) -> int:
        return len(self.book.document.tabs)

    def __iter__(self) -> Iterator[Sheet]:
        return (self.book.sheet_of(tab) for tab in tuple(self.book.document.tabs))

    def __contains__(self, name: object) -> bool:
        if isinstance(name, int):
            return 1 <= name <= len(self)
        return self.book.find_sheet(str(name)) is not None

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, before the active one unless told otherwise; it becomes the active sheet."""
        tabs = self.book.document.tabs
        place = before.tab if before else after.tab if after else self.active.tab
        position = tabs.index(place) + (1 if after and not before else 0)
        number = 1
        while name is None and f"Sheet{number}" in self:
            number += 1
        sheet = self.book.sheet_of(self.book.document.add_sheet(name or f"Sheet{number}", position))
        sheet.activate()
        return sheet
