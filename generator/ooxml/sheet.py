"""A worksheet part: where its rows and cells stand in the bytes, and how changed values are spliced in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from generator.ooxml.cached import CachedValue, result_content, with_result
from generator.ooxml.cells import Cell, Row
from generator.ooxml.markup import (
    Splice,
    as_utf8,
    element_end,
    is_self_closing,
    local_name,
    run_parser,
    safe_parser,
    splice_pieces,
    start_tag_end,
    tag_prefix,
    with_attribute,
)
from generator.ooxml.values import Formula, UnwritableValueError, Value, cell_content

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
SHEET_ELEMENTS = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
"""The elements of a worksheet, in the order that the format asks."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 1 and inclusive."""

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_SPREADSHEET = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_ROW, _CELL_LEVEL, _CONTENT = 2, 3, 4
_ROWS_IN_PIECE = 8
"""Few enough that a changed row has little beside it to be packed again, enough to pack well."""


def column_letters(column: int) -> str:
    """The letters of a column number: 1 is A."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The column number of its letters, in any case: A is 1."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def address(row: int, column: int) -> str:
    """The address of a cell, as in B12."""
    return f"{column_letters(column)}{row}"


def parse_cell(text: str) -> tuple[int, int]:
    """Row and column of an address such as B12 or $B$12; ValueError for anything else."""
    found = _CELL.fullmatch(text)
    if found is None:
        raise ValueError(f"not a cell address: {text!r}")
    return int(found.group(2)), column_number(found.group(1))


def parse_area(text: str) -> Area:
    """The area of a reference such as B2:D9 or a single cell; ValueError for anything else."""
    first, colon, last = text.partition(":")
    row1, column1 = parse_cell(first)
    row2, column2 = parse_cell(last if colon else first)
    return min(row1, row2), min(column1, column2), max(row1, row2), max(column1, column2)


def area_text(area: Area) -> str:
    """The reference of an area: B2:D9, or B2 for a single cell."""
    first, last = address(area[0], area[1]), address(area[2], area[3])
    return first if first == last else f"{first}:{last}"


def share_cell(one: Area, other: Area) -> bool:
    """Whether two areas have a cell in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


@dataclass(frozen=True)
class RenderedSheet:
    """A sheet's new bytes in pieces, whether formulas came or went, and what stood in the way (code, row, column).

    A piece that did not change is the same object as in the original (`SheetIndex.pieces`).
    """

    pieces: tuple[bytes, ...]
    formulas_changed: bool
    refused: tuple[tuple[str, int, int], ...]


class SheetIndex:
    """Where everything stands in a worksheet part; made once, used for any number of renderings."""

    def __init__(self, data: bytes, part: str) -> None:
        self.data = as_utf8(data)
        self.rows: dict[int, Row] = {}
        self.columns: list[tuple[int, int, str]] = []
        self.merged: list[Area] = []
        self.arrays: list[Area] = []
        self.dimension: tuple[int, int, Area] | None = None
        self.sheet_data: tuple[int, int, int, int] | None = None
        _SheetScan(self, part).run()

    @property
    def has_formulas(self) -> bool:
        """Whether any cell holds a formula."""
        return bool(self.formula_cells)

    @cached_property
    def formula_cells(self) -> dict[tuple[int, int], Cell]:
        """Every cell that holds a formula."""
        return {
            (row.number, column): cell
            for row in self.rows.values()
            for column, cell in row.cells.items()
            if cell.formula
        }

    @cached_property
    def pieces(self) -> tuple[bytes, ...]:
        """The part cut at the ends of rows, a few rows to a piece."""
        ends = sorted(row.end for row in self.rows.values())[_ROWS_IN_PIECE - 1 : -1 : _ROWS_IN_PIECE]
        return tuple(self.data[start:end] for start, end in pairwise((0, *ends, len(self.data))))

    @cached_property
    def _row_numbers(self) -> list[int]:
        return sorted(self.rows)

    @cached_property
    def prefix(self) -> str:
        """The namespace prefix of the sheet's own tags, with its colon; mostly empty."""
        return tag_prefix(self.data, self.sheet_data[0]).decode() if self.sheet_data else ""

    def render(
        self,
        cells: Mapping[tuple[int, int], Value],
        cached: Mapping[tuple[int, int], CachedValue | None],
        *,
        date1904: bool,
        drop_cached: bool,
    ) -> RenderedSheet:
        """The sheet with the given cells changed, and formulas, new ones too, with other results or without."""
        rendering = _Rendering(self, date1904, cached)
        if self.sheet_data is None:
            return RenderedSheet(self.pieces, False, tuple(("SHEET_WITHOUT_CELLS", *at) for at in cells))
        rendering.write(cells)
        for at in self.formula_cells if drop_cached else cached:
            if at not in cells:
                rendering.splices += with_result(self.data, self.formula_cells[at], cached.get(at))
        pieces = splice_pieces(self.pieces, rendering.splices) if rendering.splices else self.pieces
        return RenderedSheet(pieces, rendering.formulas_changed, tuple(rendering.refused))

    def new_cell_style(self, row: int, column: int) -> str:
        """The style a cell gets that is not there yet: the row's own, else the column's, else none."""
        if row in self.rows and self.rows[row].style:
            return self.rows[row].style
        return next((style for first, last, style in self.columns if first <= column <= last), "")

    def next_row_start(self, row: int) -> int:
        """The byte where a new row with this number is to be inserted."""
        at = bisect_right(self._row_numbers, row)
        if at < len(self._row_numbers):
            return self.rows[self._row_numbers[at]].start
        assert self.sheet_data is not None
        return self.sheet_data[2]


class _SheetScan:
    """Fills a SheetIndex from one pass of expat over the part."""

    def __init__(self, index: SheetIndex, part: str) -> None:
        self.index, self.part, self.data = index, part, index.data
        self.parser = safe_parser(part)
        self.depth = 0
        self.in_data = False
        self.row: Row | None = None
        self.cell: Cell | None = None
        self.last_row = self.last_column = 0
        self.content: tuple[str, int, int] = ("", 0, 0)

    def run(self) -> None:
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        run_parser(self.parser, self.data, self.part)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        depth, self.depth = self.depth, self.depth + 1
        if self.in_data and depth >= _ROW:
            self._start_in_data(depth, local_name(name), attributes)
        elif depth:
            namespace, _, local = name.rpartition("}")
            if namespace in _SPREADSHEET:
                self._start_outside(depth, local, attributes)

    def _start_outside(self, depth: int, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        if depth == 1 and name == "sheetData":
            self.in_data = True
            self.index.sheet_data = (at, start_tag_end(self.data, at), 0, 0)
        elif name == "dimension" and "ref" in attributes:
            self.index.dimension = (at, start_tag_end(self.data, at), parse_area(attributes["ref"]))
        elif name == "col" and attributes.get("style", "0") != "0":
            self.index.columns.append((int(attributes["min"]), int(attributes["max"]), attributes["style"]))
        elif name == "mergeCell":
            self.index.merged.append(parse_area(attributes["ref"]))

    def _start_in_data(self, depth: int, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        if depth == _ROW and name == "row":
            number = int(attributes.get("r", self.last_row + 1))
            style = attributes.get("s", "") if attributes.get("customFormat") in {"1", "true"} else ""
            self.row = Row(number, at, start_tag_end(self.data, at), style=style)
            self.index.rows[number] = self.row
            self.last_row, self.last_column = number, 0
        elif depth == _CELL_LEVEL and name == "c" and self.row is not None:
            column = parse_cell(attributes["r"])[1] if "r" in attributes else self.last_column + 1
            self.cell = Cell(at, start_tag_end(self.data, at), style=attributes.get("s", ""))
            self.row.cells[column] = self.cell
            self.last_column = column
        elif depth == _CONTENT and self.cell is not None:
            self._start_content(name, attributes, at)

    def _start_content(self, name: str, attributes: dict[str, str], at: int) -> None:
        assert self.cell is not None
        self.content = (name, at, start_tag_end(self.data, at))
        self.cell.filled = True
        if name == "f":
            self.cell.formula = attributes.get("t", "normal")
            if self.cell.formula in {"array", "dataTable"}:
                at_cell = (self.last_row, self.last_column)
                ref = attributes.get("ref", address(*at_cell))
                self.index.arrays.append(parse_area(ref))

    def end(self, _: str) -> None:
        self.depth -= 1
        if not self.in_data or self.depth > _CONTENT:
            return
        at = self.parser.CurrentByteIndex
        if self.depth == _CONTENT and self.cell is not None and self.content[0] == "v":
            self.cell.value = (self.content[1], element_end(self.data, self.content[2], at))
        elif self.depth == _CELL_LEVEL and self.cell is not None:
            self.cell.end = element_end(self.data, self.cell.tag_end, at)
            self.cell = None
        elif self.depth == _ROW and self.row is not None:
            self.row.close, self.row.end = at, element_end(self.data, self.row.tag_end, at)
            self.row = None
        elif self.depth == 1:
            assert self.index.sheet_data is not None
            start, tag_end = self.index.sheet_data[:2]
            self.index.sheet_data = (start, tag_end, at, element_end(self.data, tag_end, at))
            self.in_data = False


class _Rendering:
    """The splices of one rendering."""

    def __init__(self, index: SheetIndex, date1904: bool, cached: Mapping[tuple[int, int], CachedValue | None]) -> None:
        self.index, self.date1904, self.cached = index, date1904, cached
        self.splices: list[Splice] = []
        self.refused: list[tuple[str, int, int]] = []
        self.formulas_changed = False
        self.written: list[tuple[int, int]] = []

    def write(self, cells: Mapping[tuple[int, int], Value]) -> None:
        by_row: dict[int, list[tuple[int, Value]]] = {}
        for (row, column), value in sorted(cells.items(), key=lambda item: item[0]):
            if 1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN:
                by_row.setdefault(row, []).append((column, value))
            else:
                self.refused.append(("CELL_OUTSIDE_SHEET", row, column))
        new_rows: list[Splice] = []
        for row, values in by_row.items():
            self._write_row(row, values, new_rows)
        self._place_new_rows(new_rows)
        self._widen_dimension()

    def _write_row(self, number: int, values: list[tuple[int, Value]], new_rows: list[Splice]) -> None:
        row = self.index.rows.get(number)
        merged = [area for area in self.index.merged if area[0] <= number <= area[2]]
        arrays = [area for area in self.index.arrays if area[0] <= number <= area[2]]
        added: dict[int, bytes] = {}
        for column, value in values:
            cell = row.cells.get(column) if row else None
            if self._is_refused(number, column, value, cell, merged, arrays):
                continue
            content = self._content(number, column, value, cell)
            if cell is not None:
                self._replace(cell, content)
            elif content:
                added[column] = content
        if added and row is None:
            tag = f'<{self.index.prefix}row r="{number}">'.encode()
            close = f"</{self.index.prefix}row>".encode()
            new_rows.append(Splice(self.index.next_row_start(number), 0, tag + b"".join(added.values()) + close))
        elif added and row is not None:
            self._grow_row(row, added)

    def _is_refused(
        self, row: int, column: int, value: Value, cell: Cell | None, merged: list[Area], arrays: list[Area]
    ) -> bool:
        if any(first <= column <= last for _, first, _, last in arrays) or (cell and cell.formula == "shared"):
            self.refused.append(("CELL_IN_ARRAY_FORMULA", row, column))
            return True
        if any(
            top <= row and left <= column <= right and (row, column) != (top, left) for top, left, _, right in merged
        ):
            # Clearing a covered cell that holds nothing changes nothing, so whole ranges can be cleared.
            if value is not None or (cell and cell.filled):
                self.refused.append(("CELL_MERGED", row, column))
            return True
        return False

    def _content(self, row: int, column: int, value: Value, cell: Cell | None) -> bytes:
        """The whole `<c>` element; empty where the cell is to hold nothing and is not there."""
        prefix = self.index.prefix
        try:
            content = cell_content(value, prefix=prefix, date1904=self.date1904)
        except UnwritableValueError as error:
            self.refused.append((error.code, row, column))
            return b""
        if content is None and (cell is None or not cell.filled):
            return b""
        style = cell.style if cell else self.index.new_cell_style(row, column)
        tag = f'<{prefix}c r="{address(row, column)}"' + (f' s="{style}"' if style else "")
        if content is None:
            return f"{tag}/>".encode()
        self.written.append((row, column))
        self.formulas_changed |= isinstance(value, Formula)
        kind, inner = content
        result = self.cached.get((row, column)) if isinstance(value, Formula) else None
        if result is not None:
            kind, shown = result_content(result)
            inner += f"<{prefix}v>{shown}</{prefix}v>"
        typed = f' t="{kind}"' if kind else ""
        return f"{tag}{typed}>{inner}</{prefix}c>".encode()

    def _replace(self, cell: Cell, content: bytes) -> None:
        if not content:
            return
        self.formulas_changed |= bool(cell.formula)
        self.splices.append(Splice(cell.start, cell.end, content))

    def _grow_row(self, row: Row, added: dict[int, bytes]) -> None:
        data = self.index.data
        tag = with_attribute(data[row.start : row.tag_end], "spans", None)
        if is_self_closing(data, row.tag_end):
            close = f"</{tag_prefix(tag, 0).decode()}row>".encode()
            opened = tag[:-2].rstrip() + b">"
            self.splices.append(Splice(row.start, row.end, opened + b"".join(added.values()) + close))
            return
        if len(tag) != row.tag_end - row.start:
            self.splices.append(Splice(row.start, row.tag_end, tag))
        columns = sorted(row.cells)
        for column, content in added.items():
            after = bisect_right(columns, column)
            at = row.cells[columns[after]].start if after < len(columns) else row.close
            self.splices.append(Splice(at, at, content))

    def _place_new_rows(self, new_rows: Iterable[Splice]) -> None:
        assert self.index.sheet_data is not None
        start, tag_end, _, end = self.index.sheet_data
        rows = list(new_rows)
        if rows and is_self_closing(self.index.data, tag_end):
            tag = self.index.data[start:tag_end][:-2].rstrip() + b">"
            close = f"</{self.index.prefix}sheetData>".encode()
            self.splices.append(Splice(start, end, tag + b"".join(row.content for row in rows) + close))
            return
        self.splices += (Splice(row.start, row.start, row.content) for row in rows)

    def _widen_dimension(self) -> None:
        if self.index.dimension is None or not self.written:
            return
        start, tag_end, area = self.index.dimension
        rows = [row for row, _ in self.written]
        columns = [column for _, column in self.written]
        wider = min(area[0], *rows), min(area[1], *columns), max(area[2], *rows), max(area[3], *columns)
        if wider != area:
            tag = with_attribute(self.index.data[start:tag_end], "ref", area_text(wider))
            self.splices.append(Splice(start, tag_end, tag))
