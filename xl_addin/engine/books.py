"""Workbook files as books."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_addin.engine.document import Document
from xl_addin.engine.names import Names
from xl_addin.engine.sheets import Sheet, Sheets
from xl_addin.engine.tables import Table
from xl_addin.engine.unsupported import FileObject

if TYPE_CHECKING:
    from xl_addin.engine.host import App


class Books(FileObject):
    """The open books of an app; the last one used is the active one."""

    def __init__(self, app: App) -> None:
        self.app = app
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


class Book(FileObject):
    """One workbook file."""

    def __init__(self, books: Books, document: Document, name: str) -> None:
        self.books = books
        self.document = document
        self._name = name
        self._sheets: dict[Any, Sheet] = {}

    @property
    def api(self) -> Any:
        """The workbook as openpyxl holds it."""
        return self.document.workbook

    @property
    def app(self) -> App:
        """The app the book is open in."""
        return self.books.app

    @property
    def name(self) -> str:
        """The file's name, or Book1 and so on before the first save."""
        return self.document.path.name if self.document.path else self._name

    @property
    def fullname(self) -> str:
        """The file's path, or its name before the first save."""
        return str(self.document.path) if self.document.path else self._name

    @property
    def sheets(self) -> Sheets:
        """The worksheets."""
        return Sheets(self)

    def sheet_of(self, worksheet: Any) -> Sheet:
        """The one sheet object of openpyxl's worksheet."""
        if worksheet not in self._sheets:
            self._sheets[worksheet] = Sheet(self, worksheet)
        return self._sheets[worksheet]

    @property
    def names(self) -> Names:
        """All defined names."""
        return Names(self)

    def all_tables(self) -> Iterator[Table]:
        """The tables of all sheets."""
        return (table for sheet in self.sheets for table in sheet.tables)

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
