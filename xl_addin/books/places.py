"""Where tables, named blocks and sheets stand in an open book, each asked of the host once per command.

Every member of the object model that is asked for is a journey to Excel of some milliseconds; so what was found is
kept for as long as `kept_places` lasts, in which nothing but the command changes the book.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import xlwings as xw

from generator.analysis.block import Block
from generator.analysis.layout import LIST_OF_TABLE
from generator.ooxml.sheet import Area, parse_area
from templates import Place, Problem, Problems

Rows = list[list[Any]]
REFERENCE = re.compile(r"='?((?:[^'!]|'')+)'?!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")
HOST_ERRORS = {"com_error", "CommandError"}
"""How the errors of Excel itself are called, on Windows and on macOS; their modules exist only there."""


@dataclass
class TablePlace:
    """A table: xlwings' object, its sheet, and the area with its header row; `header` once it was read."""

    table: Any
    sheet: Any
    sheet_name: str
    area: Area
    header: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows of data it has."""
        return self.area[2] - self.area[0]

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return self.area[3] - self.area[1] + 1

    def cells(self, first: int, column: int, rows: int, columns: int) -> Any:
        """A range counted from the first cell of the header, from 0. One call."""
        row, left = self.area[0] + first, self.area[1] + column
        return self.sheet.range((row, left), (row + rows - 1, left + columns - 1))


class Places:
    """What was found in a book so far."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self.tells_formulas = True
        self._host: Any = None
        self._book_sheets: Any = None
        self._book_names: Any = None
        self._sheets: dict[str, Any] = {}
        self._tables: dict[str, TablePlace] = {}
        self._named: dict[str, tuple[str, Area]] = {}
        self._seen: dict[str, Rows] = {}
        self._below: dict[str, tuple[Problem, ...]] = {}
        self._name = ""

    @property
    def name(self) -> str:
        """The name of the book."""
        if not self._name:
            self._name = str(self.book.name)
        return self._name

    @property
    def host(self) -> Any:
        """The engine that holds the book, which knows how a value is written and read there."""
        if self._host is None:
            self._host = self.book.app.engine.impl
        return self._host

    def read(self, target: Any, cells: int, errors_as_text: bool = False) -> Rows:
        """The values of a range of so many cells as rows, in one call; xlwings' own way asks five more.

        errors_as_text: error values too, otherwise as nothing. What is too large for one journey is left to xlwings.
        """
        most = target.impl.max_cells_per_read
        if most is not None and cells > most:
            whole: Rows = target.options(ndim=2, err_to_str=errors_as_text).value
            return whole
        raw = target.raw_value
        rows = raw if isinstance(raw, list | tuple) else [[raw]]
        rows = rows if isinstance(rows[0], list | tuple) else [rows]
        cleaned: Rows = self.host.clean_value_data(rows, dt.datetime, None, None, errors_as_text)
        return cleaned

    def write(self, target: Any, rows: Rows) -> None:
        """Values into a range of their size, each as the host takes it, in one call; xlwings' own way asks a dozen."""
        most = target.impl.max_cells_per_write
        if most is not None and len(rows) * len(rows[0]) > most:
            target.value = rows
        else:
            take = self.host.prepare_xl_data_element
            target.raw_value = [[take(value, {}) for value in row] for row in rows]

    def formulas(self, target: Any, rows: int, columns: int) -> Rows:
        """What a host gives as the formulas of a range of so many cells, in one call: a formula, or the value there.

        A host that tells none has none for us, and `tells_formulas` is False from then on. A host may leave rows out
        that are empty to the end.
        """
        try:
            told = target.formula
        except NotImplementedError:  # the remote engine, that of xlwings Lite
            self.tells_formulas = False
            return [[None] * columns for _ in range(rows)]
        deep = told if isinstance(told, list | tuple) else [told]
        flat = [cell for row in deep for cell in (row if isinstance(row, list | tuple) else [row])]
        return [flat[at : at + columns] for at in range(0, len(flat), columns)]

    def table(self, name: str) -> TablePlace:
        """The table, looked for where it is made and then on all sheets.

        Raises `Problems`: BOOK_TABLE_MISSING, BOOK_TABLE_SHAPE.
        """
        if name not in self._tables:
            self._tables[name] = self._found(name)
        return self._tables[name]

    def forget(self, name: str) -> None:
        """A table of which the size was changed otherwise than by a write: it is asked anew."""
        self._tables.pop(name, None)

    def lift_filters(self, ranges: Iterable[Any]) -> None:
        """Shows every row of the tables on these sheets in xlwings Lite, where a write over hidden rows goes wrong.

        It is sent off with what the command writes, before it. Elsewhere who opened the book did it, where needed.
        """
        if hasattr(self.book.impl, "append_json_action"):
            sheets = {one.sheet.name: one.sheet for one in ranges}
            for table in (table for sheet in sheets.values() for table in sheet.tables):
                table.autofilter.clear()

    def once_below(self, name: str, look: Callable[[], tuple[Problem, ...]]) -> tuple[Problem, ...]:
        """What stands below a list, looked for once: taken in by then is what looks like its rows."""
        if name not in self._below:
            self._below[name] = look()
        return self._below[name]

    def _found(self, name: str) -> TablePlace:
        usual = LIST_OF_TABLE[name].sheet if name in LIST_OF_TABLE else ""
        sheet, sheet_name = self.sheet(usual), usual
        table = None if sheet is None else _one_of(sheet.tables, name)
        if table is None:
            sheet = self._search(name, usual)
            sheet_name, table = str(sheet.name), sheet.tables[name]
        if table.show_totals:
            self._refuse_shape(name, sheet_name)
        return TablePlace(table, sheet, sheet_name, parse_area(table.range.address.replace("$", "")))

    def take_header(self, name: str, first: Sequence[Any]) -> None:
        """Keeps the first row of a table as its header; where none of its columns is in it, asks whether it is one.

        Raises `Problems` (BOOK_TABLE_SHAPE) for a table without its header.
        """
        table, header = self.table(name), [str(one) for one in first]
        known = LIST_OF_TABLE[name].columns if name in LIST_OF_TABLE else ()
        if not set(known) & set(header) and not table.table.show_headers:
            self._refuse_shape(name, table.sheet_name)
        table.header[:] = header

    def _refuse_shape(self, name: str, sheet_name: str) -> None:
        raise Problems([Problem("BOOK_TABLE_SHAPE", Place(self.name, sheet_name), {"tabel": name})])

    def _search(self, name: str, usual: str) -> Any:
        for sheet in self.book.sheets:
            if name in sheet.tables:
                return sheet
        raise Problems([Problem("BOOK_TABLE_MISSING", Place(self.name, usual), {"tabel": name})])

    def sheet(self, name: str) -> Any:
        """The sheet of this name; None where there is none."""
        if name not in self._sheets:
            self._sheets[name] = _one_of(self.sheets, name) if name else None
        return self._sheets[name]

    def has_name(self, name: str) -> bool:
        """Whether the book has this defined name."""
        return name in self._named or name in self.names

    @property
    def sheets(self) -> Any:
        """The sheets of the book."""
        if self._book_sheets is None:
            self._book_sheets = self.book.sheets
        return self._book_sheets

    @property
    def names(self) -> Any:
        """The defined names of the book."""
        if self._book_names is None:
            self._book_names = self.book.names
        return self._book_names

    def named(self, name: str, otherwise: str) -> tuple[str, Area]:
        """The sheet and area that a defined name leads to now.

        Raises `Problems` (BOOK_SHEET_MISSING, about the sheet `otherwise`) when its cells were deleted.
        """
        if name not in self._named:
            found = REFERENCE.fullmatch(str(self.names[name].refers_to or ""))
            if found is None:
                raise Problems([Problem("BOOK_SHEET_MISSING", Place(self.name, otherwise))])
            self._named[name] = found[1].replace("''", "'"), parse_area(found[2].replace("$", ""))
        return self._named[name]

    def look(self, blocks: Sequence[Block], *, formulas: bool = False) -> None:
        """Looks once at a sheet as it is made, from its first cell to the last of these blocks and of their marks.

        formulas: formulas and constants as text, where a host tells them; otherwise values.
        """
        sheet = self.sheet(blocks[0].sheet)
        if sheet is None:
            return
        rows = max(max(one.last_row, *(mark[0] for mark in one.marks)) for one in blocks)
        columns = max(max(one.last_column, *(mark[1] for mark in one.marks)) for one in blocks)
        seen = self._seen.get(blocks[0].sheet, [[]])
        if len(seen) < rows or len(seen[0]) < columns or formulas:
            whole = sheet.range((1, 1), (rows, columns))
            told = self.formulas(whole, rows, columns) if formulas else self.read(whole, rows * columns)
            self._seen[blocks[0].sheet] = [[None if cell == "" else cell for cell in row] for row in told]

    def stands(self, block: Block) -> bool:
        """Whether a block stands where it was made, as far as was looked: all its marks do."""
        seen = self._seen.get(block.sheet, [])
        return bool(block.marks) and all(
            row <= len(seen) and column <= len(seen[row - 1]) and seen[row - 1][column - 1] == text
            for row, column, text in block.marks
        )

    def seen(self, block: Block) -> Rows:
        """What stands in a block that stands where it was made."""
        rows = self._seen[block.sheet][block.row - 1 : block.last_row]
        return [row[block.column - 1 : block.last_column] for row in rows]

    def sorted_away(self, block: Block, area: Area) -> Iterator[tuple[Any, Rows, Rows]]:
        """The labels beside a block that a person put in another order: per column its range, and as made and as seen.

        area: where the block stands now. Words of a person's own are no other order, and stay.
        """
        down, right = area[0] - block.row, area[1] - block.column
        columns: dict[int, dict[int, object]] = {}
        for row, column, text in block.marks:
            if block.row <= row <= block.last_row:
                columns.setdefault(column + right, {})[row + down] = text
        seen = self._seen.get(block.sheet, [])
        for column, made in columns.items():
            if len(made) < block.rows or area[2] > len(seen) or column > len(seen[0]):
                continue
            there = [seen[row - 1][column - 1] for row in range(area[0], area[2] + 1)]
            labels = [made[row] for row in range(area[0], area[2] + 1)]
            if there != labels and Counter(there) == Counter(labels):
                target = self.sheet(block.sheet).range((area[0], column), (area[2], column))
                yield target, [[one] for one in labels], [[one] for one in there]

    def unsee(self) -> None:
        """What was looked at is no longer what stands there."""
        self._seen.clear()

    def block(self, block: Block) -> Any:
        """The range of a block: where its marks tell that it stands as made, else where its name leads to.

        Without that name its own place on its sheet. Raises `Problems`: BOOK_SHEET_MISSING, BOOK_BLOCK_CHANGED.
        """
        sheet_name, area = block.sheet, (block.row, block.column, block.last_row, block.last_column)
        if block.name and not self.stands(block) and self._knows(block):
            sheet_name, area = self.named(block.name, block.sheet)
            if (area[2] - area[0] + 1, area[3] - area[1] + 1) != (block.rows, block.columns):
                self._refuse_changed(block, sheet_name, area)
        sheet = self.sheet(sheet_name)
        if sheet is None:
            raise Problems([Problem("BOOK_SHEET_MISSING", Place(self.name, block.sheet))])
        return sheet.range(area[:2], area[2:])

    def _knows(self, block: Block) -> bool:
        """Whether the block's name is there: asking where it leads is one call less than asking whether it is."""
        try:
            self.named(block.name, block.sheet)
        except Problems:
            raise
        except Exception:  # each host has its own error for a name that is not there, or for being busy
            if self.has_name(block.name):
                raise
            return False
        return True

    def _refuse_changed(self, block: Block, sheet: str, area: Area) -> None:
        where = Block(sheet, area[0], area[1], area[2] - area[0] + 1, area[3] - area[1] + 1)
        values = {"naam": block.name, "rijen": block.rows, "kolommen": block.columns}
        raise Problems([Problem("BOOK_BLOCK_CHANGED", Place(self.name, sheet, where.area), values)])


def _one_of(collection: Any, name: str) -> Any:
    """A sheet or table by its name, None where there is none: one call where it is there."""
    try:
        return collection[name]
    except Exception:  # each host has its own error for what is not there, and for being busy
        if name in collection:
            raise
        return None


_kept: ContextVar[Places | None] = ContextVar("places", default=None)


@contextmanager
def kept_places(book: xw.Book) -> Iterator[None]:
    """Within this, what is found in the book is kept: for the length of one command."""
    token = _kept.set(Places(book))
    try:
        yield
    finally:
        _kept.reset(token)


def places_in(book: xw.Book) -> Places:
    """What was found in the book so far, where it is kept; else nothing yet."""
    kept = _kept.get()
    return kept if kept is not None and kept.book is book else Places(book)
