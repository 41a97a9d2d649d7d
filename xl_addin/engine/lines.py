"""The rows of a sheet in a file, read into values: only the rows that are asked for, each in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from generator.ooxml.cached import ErrorValue
from generator.ooxml.cells import Cell, UnusualCellsError, raw_cells
from generator.ooxml.contents import Strings, cell_type, content_value, formula_text
from generator.ooxml.looks import Looks
from generator.ooxml.sheet import Area, SheetIndex, address, column_number
from generator.ooxml.values import moment

_V, _END_V = b"<v>", b"</v>"


class Lines:
    """The rows of one sheet. `strings` gives the texts that cells share; `looks` says which numbers are dates."""

    def __init__(self, index: SheetIndex, strings: Strings, looks: Looks, date1904: bool) -> None:
        self.index, self.strings, self.looks, self.date1904 = index, strings, looks, date1904
        self._filled: dict[int, frozenset[int]] = {}
        self._last: tuple[int, dict[int, Cell]] | None = None

    def values(self, row: int, first: int, last: int) -> list[Any]:
        """The values in columns `first` to `last` of a row; of a formula the result that the file holds.

        Raises ValueError or LookupError for a cell that makes no sense.
        """
        line: list[Any] = [None] * (last - first + 1)
        for column, style, kind, content in self._contents(row):
            if first <= column <= last:
                line[column - first] = self._value(style, kind, content)
        return line

    def _contents(self, row: int) -> Iterator[tuple[int, bytes, bytes, bytes]]:
        """Column, style, type and content of the cells of a row that have any content."""
        found = self.index.rows.get(row)
        if found is None:
            return
        if found.parsed is None:
            try:
                for one in raw_cells(self.index.data, found):
                    letters, style, kind, content = one.groups()
                    if content:
                        yield _column(letters), style or b"0", kind or b"n", content
                return
            except UnusualCellsError:
                pass
        data = self.index.data
        for column, cell in self.index.cells_in(found).items():
            if cell.filled:
                yield column, cell.style.encode() or b"0", cell_type(data, cell), data[cell.tag_end : cell.end]

    def _value(self, style: bytes, kind: bytes, content: bytes) -> Any:
        if kind == b"n" and content.startswith(_V) and content.endswith(_END_V):
            shown = content[3:-4]
            value: Any = float(shown) if shown.strip() else None
        else:
            if kind == b"n" and b"<f" in content and not _has_number(content):
                return None
            value = content_value(kind, content, self.strings)
        if type(value) is float:
            return self._moment(value) if value >= 1 and style in self.looks.dates else value
        return value.text if isinstance(value, ErrorValue) else value or (None if value == "" else value)

    def _moment(self, serial: float) -> Any:
        try:
            return moment(serial, date1904=self.date1904)
        except (OverflowError, ValueError):
            return "#VALUE!"

    def filled(self, row: int) -> frozenset[int]:
        """The columns in which something stands in a row, formulas without a result too."""
        if row not in self._filled:
            self._filled[row] = frozenset(column for column, *_ in self._contents(row))
        return self._filled[row]

    def cells(self, row: int) -> dict[int, Cell]:
        """The cells of a row in the bytes; those of the row asked for last are kept."""
        if self._last is None or self._last[0] != row:
            self._last = row, self.index.cells(row)
        return self._last[1]

    @cached_property
    def formulas(self) -> dict[tuple[int, int], str]:
        """Every formula with its equals sign; one that another cell shares as it reads in its own place."""
        cells, data = self.index.formula_cells, self.index.data
        texts = {at: formula_text(data, cell) for at, cell in cells.items()}
        shared = {at: cell for at, cell in cells.items() if cell.formula == "shared"}
        if shared:
            texts.update(_translated(data, shared, texts))
        return {at: f"={text}" for at, text in texts.items()}

    @cached_property
    def used(self) -> Area | None:
        """The smallest area around all cells that are there, formats included."""
        rows: list[int] = []
        columns: set[int] = set()
        for number in self.index.rows:
            there = self._columns(number)
            if there:
                rows.append(number)
                columns.update((min(there), max(there)))
        return (min(rows), min(columns), max(rows), max(columns)) if rows else None

    def _columns(self, row: int) -> Sequence[int]:
        found = self.index.rows[row]
        try:
            if found.parsed is None:
                cells = raw_cells(self.index.data, found)
                return [_column(one.group(1)) for one in (cells[0], cells[-1])] if cells else []
        except UnusualCellsError:
            pass
        return list(self.index.cells_in(found))


def _has_number(content: bytes) -> bool:
    """Whether a formula carries a number as its result."""
    at = content.rfind(_V)
    return at >= 0 and bool(content[at + 3 : content.find(b"<", at + 3)].strip())


def _translated(data: bytes, shared: dict[tuple[int, int], Any], texts: dict[tuple[int, int], str]) -> Any:
    """The formulas of cells that share the text of a first one."""
    from openpyxl.formula.translate import Translator  # a library to load only where a program wrote such formulas

    first: dict[bytes, tuple[int, int]] = {}
    for at in sorted(shared):
        cell = shared[at]
        group = data[cell.tag_end : cell.end].partition(b'si="')[2].partition(b'"')[0]
        if texts[at]:
            first.setdefault(group, at)
        elif group in first:
            origin = first[group]
            moved = Translator(f"={texts[origin]}", origin=address(*origin)).translate_formula(address(*at))
            yield at, moved.removeprefix("=")


_COLUMNS: dict[bytes, int] = {}


def _column(letters: bytes) -> int:
    if letters not in _COLUMNS:
        _COLUMNS[letters] = column_number(letters.decode())
    return _COLUMNS[letters]
