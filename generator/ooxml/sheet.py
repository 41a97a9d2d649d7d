"""A worksheet part: where its rows and cells stand in the bytes, and how changed values are spliced in."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from generator.ooxml.cached import CachedValue, result_content, with_result
from generator.ooxml.cells import Cell, Row, UnusualCellsError, cells_of
from generator.ooxml.contents import constant, formula_text
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
from generator.ooxml.values import Formula, UnwritableValueError, Value, cell_content, clean_text, serial_number

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
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_UNUSUAL = re.compile(rb"<[!?]")
_ROW_TAG = re.compile(rb"<row r=\"(\d+)\"((?:\s+[\w:.-]+=\"[^\"]*\")*)\s*(/?)>")
_ROW_STYLE = re.compile(rb"(?=.*\scustomFormat=\"(?:1|true)\").*\ss=\"(\d+)\"")
_DIMENSION = re.compile(rb"<dimension ref=\"([^\"]+)\"")
_COLUMN_TAG = re.compile(rb"<col\s[^>]*>")
_MERGE = re.compile(rb"<mergeCell\s+ref=\"([^\"]+)\"")
_PROTECTION = re.compile(rb"<(?:[\w.-]+:)?sheetProtection\s[^>]*>")
_SWITCHED_ON = re.compile(rb"\ssheet=[\"'](?:1|true)[\"']")
_QUOTED = re.compile(rb"([\w:.-]+)=\"([^\"]*)\"")
_QUOTED_REF = re.compile(rb"\sref=\"([^\"]+)\"")
FORMULA_TAG = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
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


_LETTERS = ("", *map(column_letters, range(1, MAX_COLUMN + 1)))
_COLUMN_OF = {letters.encode(): column for column, letters in enumerate(_LETTERS)}


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
    """Where everything stands in a worksheet part; made once, used for any number of renderings.

    Rows are found at once, the cells of a row when they are asked for; `thorough` lets the parser find both.
    """

    def __init__(self, data: bytes, part: str, *, thorough: bool = False) -> None:
        self.data = as_utf8(data)
        self.rows: dict[int, Row] = {}
        self.columns: list[tuple[int, int, str]] = []
        self.merged: list[Area] = []
        self.arrays: list[Area] = []
        self.dimension: tuple[int, int, Area] | None = None
        self.sheet_data: tuple[int, int, int, int] | None = None
        if thorough or not _quickly_read(self, part):
            _SheetScan(self, part).run()

    @property
    def has_formulas(self) -> bool:
        """Whether any cell holds a formula."""
        return bool(self.formula_cells)

    def cells(self, row: int) -> dict[int, Cell]:
        """The cells that stand in a row, by column."""
        return self.cells_in(self.rows[row]) if row in self.rows else {}

    def cells_in(self, row: Row) -> dict[int, Cell]:
        """The cells of a row of this sheet, by column."""
        if row.parsed is not None:
            return row.parsed
        try:
            return cells_of(self.data, row, _COLUMN_OF)
        except UnusualCellsError:
            for number, parsed in SheetIndex(self.data, "", thorough=True).rows.items():
                self.rows[number].parsed = parsed.parsed
            return row.parsed or {}

    @cached_property
    def formula_cells(self) -> dict[tuple[int, int], Cell]:
        """Every cell that holds a formula."""
        return {
            (row.number, column): cell
            for row in self._rows_with_formulas()
            for column, cell in self.cells_in(row).items()
            if cell.formula
        }

    def _rows_with_formulas(self) -> Iterable[Row]:
        """The rows in which the tag of a formula occurs."""
        starts = [(row.start, row) for row in sorted(self.rows.values(), key=lambda row: row.start)]
        at = -1
        for found in FORMULA_TAG.finditer(self.data):
            place = bisect_right(starts, found.start(), key=lambda one: one[0]) - 1
            if place > at:
                at = place
                yield starts[place][1]

    @cached_property
    def protected(self) -> bool:
        """Whether the sheet is protected."""
        found = _PROTECTION.search(self.data)
        return found is not None and _SWITCHED_ON.search(found.group()) is not None

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
        rows: Mapping[int, Mapping[int, Value]],
        cached: Mapping[tuple[int, int], CachedValue | None],
        *,
        date1904: bool,
        drop_cached: bool,
        strings: Callable[[], Sequence[str]] = tuple,
        hidden: Mapping[int, bool] | None = None,
    ) -> RenderedSheet:
        """The sheet with the given cells changed, and formulas, new ones too, with other results or without.

        `rows`: the new values by row and column; `strings`: the texts that cells of the workbook share, asked for
        where such a cell is written; `hidden`: rows that are hidden from now on, or not. A cell that already holds its
        new value keeps its bytes.
        """
        rendering = _Rendering(self, date1904, cached, strings, hidden or {})
        if self.sheet_data is None:
            refused = tuple(("SHEET_WITHOUT_CELLS", row, column) for row, cells in rows.items() for column in cells)
            return RenderedSheet(self.pieces, False, refused)
        rendering.write(rows)
        for at in self.formula_cells if drop_cached else cached:
            if at[1] not in rows.get(at[0], ()) or at in rendering.kept_formulas:
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


def _quickly_read(index: SheetIndex, part: str) -> bool:
    """Fill the index by looking for rows only; False for a sheet in a form that only the parser can be trusted with."""
    data = index.data
    run_parser(safe_parser(part), data, part)
    start = data.find(b"<sheetData")
    if _UNUSUAL.search(data, 5) or start < 0 or b'"' + _MAIN + b'"' not in data[:start]:
        return False
    tag_end = start_tag_end(data, start)
    closing = tag_end if is_self_closing(data, tag_end) else data.find(b"</sheetData", tag_end)
    end = tag_end if closing == tag_end else start_tag_end(data, closing)
    if closing < 0 or not _read_rows(index, tag_end, closing):
        return False
    index.sheet_data = (start, tag_end, closing, end)
    _read_outside(index, start, end)
    return True


def _read_rows(index: SheetIndex, at: int, end: int) -> bool:
    data = index.data
    for found in _ROW_TAG.finditer(data, at, end):
        number = int(found.group(1))
        tag_end = found.end()
        if data[at : found.start()].strip() or number in index.rows:
            return False
        style = _ROW_STYLE.search(found.group(2)) if b"customFormat" in found.group(2) else None
        row = Row(number, found.start(), tag_end, style=style.group(1).decode() if style else "")
        if found.group(3):
            row.close = row.end = tag_end
        else:
            row.close = data.find(b"</row>", tag_end)
            row.end = row.close + len(b"</row>")
            if row.close < 0:
                return False
        index.rows[number] = row
        at = row.end
    return not data[at:end].strip()


def _read_outside(index: SheetIndex, start: int, end: int) -> None:
    data = index.data
    found = _DIMENSION.search(data, 0, start)
    if found is not None:
        index.dimension = (found.start(), start_tag_end(data, found.start()), parse_area(found.group(1).decode()))
    for one in _COLUMN_TAG.findall(data, 0, start):
        settings = {name.decode(): value.decode() for name, value in _QUOTED.findall(one)}
        if settings.get("style", "0") != "0":
            index.columns.append((int(settings["min"]), int(settings["max"]), settings["style"]))
    index.merged = [parse_area(one.decode()) for one in _MERGE.findall(data, end)]
    if b't="array"' in data or b't="dataTable"' in data:
        for (row, column), cell in index.formula_cells.items():
            if cell.formula in {"array", "dataTable"}:
                found = _QUOTED_REF.search(data, cell.tag_end, cell.end)
                index.arrays.append(parse_area(found.group(1).decode() if found else address(row, column)))


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
            self.row = Row(number, at, start_tag_end(self.data, at), style=style, parsed={})
            self.index.rows[number] = self.row
            self.last_row, self.last_column = number, 0
        elif depth == _CELL_LEVEL and name == "c" and self.row is not None:
            column = parse_cell(attributes["r"])[1] if "r" in attributes else self.last_column + 1
            self.cell = Cell(at, start_tag_end(self.data, at), style=attributes.get("s", ""))
            assert self.row.parsed is not None
            self.row.parsed[column] = self.cell
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

    def __init__(
        self,
        index: SheetIndex,
        date1904: bool,
        cached: Mapping[tuple[int, int], CachedValue | None],
        strings: Callable[[], Sequence[str]],
        hidden: Mapping[int, bool],
    ) -> None:
        self.index, self.date1904, self.cached, self.strings = index, date1904, cached, strings
        self.hidden = hidden
        self._grown: set[int] = set()
        self.splices: list[Splice] = []
        self.refused: list[tuple[str, int, int]] = []
        self.formulas_changed = False
        self.written: Area | None = None
        self.kept_formulas: set[tuple[int, int]] = set()
        self._column_styles: dict[int, str] = {}

    def write(self, rows: Mapping[int, Mapping[int, Value]]) -> None:
        new_rows: list[Splice] = []
        for number in sorted(rows):
            values = rows[number]
            outside = [column for column in values if not 1 <= column <= MAX_COLUMN]
            if outside or not 1 <= number <= MAX_ROW:
                self.refused += (("CELL_OUTSIDE_SHEET", number, column) for column in sorted(outside or values))
            if 1 <= number <= MAX_ROW:
                self._write_row(number, values, new_rows)
        self._place_new_rows(new_rows)
        self._widen_dimension()
        for number in self.hidden.keys() - self._grown:
            if row := self.index.rows.get(number):
                self._retag(row, self._shown(number, self.index.data[row.start : row.tag_end]))

    def _shown(self, number: int, tag: bytes) -> bytes:
        """The start tag of a row that is hidden from now on, or not, where that is said of it."""
        if number not in self.hidden:
            return tag
        return with_attribute(tag, "hidden", "1" if self.hidden[number] else None)

    def _retag(self, row: Row, tag: bytes) -> None:
        if tag != self.index.data[row.start : row.tag_end]:
            self.splices.append(Splice(row.start, row.tag_end, tag))

    def _write_row(self, number: int, values: Mapping[int, Value], new_rows: list[Splice]) -> None:
        row = self.index.rows.get(number)
        there = self.index.cells_in(row) if row else {}
        covered = self._covered(number)
        added: dict[int, str] = {}
        for column in values if len(values) == 1 else sorted(values):
            value, cell = values[column], there.get(column)
            if not 1 <= column <= MAX_COLUMN or (covered and self._is_refused(number, column, value, cell, covered)):
                continue
            if cell is not None:
                self._write_cell(number, column, value, cell)
            elif content := self._content(number, column, value, self._new_style(row, column)):
                added[column] = content
                self.formulas_changed |= isinstance(value, Formula)
        if added and row is None:
            tag = self._shown(number, f'<{self.index.prefix}row r="{number}">'.encode()).decode()
            whole = f"{tag}{''.join(added.values())}</{self.index.prefix}row>"
            new_rows.append(Splice(self.index.next_row_start(number), 0, whole.encode()))
        elif added and row is not None:
            self._grow_row(row, there, added)

    def _covered(self, number: int) -> list[Area]:
        """Areas of merged cells and of formulas over several cells in a row."""
        index = self.index
        return [area for area in (*index.merged, *index.arrays) if area[0] <= number <= area[2]]

    def _is_refused(self, row: int, column: int, value: Value, cell: Cell | None, covered: list[Area]) -> bool:
        for area in covered:
            if not area[1] <= column <= area[3]:
                continue
            if area in self.index.arrays:
                self.refused.append(("CELL_IN_ARRAY_FORMULA", row, column))
                return True
            if (row, column) != area[:2]:
                # Clearing a covered cell that holds nothing changes nothing, so whole ranges can be cleared.
                if value is not None or (cell and cell.filled):
                    self.refused.append(("CELL_MERGED", row, column))
                return True
        return False

    def _new_style(self, row: Row | None, column: int) -> str:
        if row is not None and row.style:
            return row.style
        if column not in self._column_styles:
            self._column_styles[column] = self.index.new_cell_style(0, column)
        return self._column_styles[column]

    def _write_cell(self, row: int, column: int, value: Value, cell: Cell) -> None:
        if cell.formula == "shared":
            self.refused.append(("CELL_IN_ARRAY_FORMULA", row, column))
            return
        content = self._content(row, column, value, cell.style, filled=cell.filled)
        if not content:
            return
        replaced = content.encode()
        if self.index.data[cell.start : cell.end] == replaced or self._holds(cell, value):
            if isinstance(value, Formula):
                self.kept_formulas.add((row, column))
            return
        self.formulas_changed |= bool(cell.formula) or isinstance(value, Formula)
        self.splices.append(Splice(cell.start, cell.end, replaced))

    def _holds(self, cell: Cell, value: Value) -> bool:
        """Whether a cell holds this value already, in whatever form; of a formula its result is not looked at."""
        if isinstance(value, Formula):
            text = clean_text(value.text.removeprefix("="))
            return cell.formula == "normal" and formula_text(self.index.data, cell) == text
        if not cell.filled or value is None or cell.formula:
            return False
        kept = constant(self.index.data, cell, self.strings)
        if isinstance(value, str):
            return isinstance(kept, str) and kept == clean_text(value)
        if isinstance(kept, bool) or isinstance(value, bool):
            return kept is value
        number = serial_number(value, date1904=self.date1904) if isinstance(value, dt.date) else value
        return isinstance(kept, float) and kept == number

    def _content(self, row: int, column: int, value: Value, style: str, *, filled: bool = False) -> str:
        """The whole `<c>` element; empty where the cell is to hold nothing and holds nothing."""
        prefix = self.index.prefix
        try:
            content = cell_content(value, prefix=prefix, date1904=self.date1904)
        except UnwritableValueError as error:
            self.refused.append((error.code, row, column))
            return ""
        if content is None and not filled:
            return ""
        tag = f'<{prefix}c r="{_LETTERS[column]}{row}"' + (f' s="{style}"' if style else "")
        if content is None:
            return f"{tag}/>"
        self._note_written(row, column)
        kind, inner = content
        if isinstance(value, Formula):
            result = self.cached.get((row, column))
            if result is not None:
                kind, shown = result_content(result)
                inner += f"<{prefix}v>{shown}</{prefix}v>"
        return f'{tag} t="{kind}">{inner}</{prefix}c>' if kind else f"{tag}>{inner}</{prefix}c>"

    def _note_written(self, row: int, column: int) -> None:
        top, left, bottom, right = self.written or (row, column, row, column)
        if self.written is None or row > bottom or not left <= column <= right:
            self.written = min(top, row), min(left, column), max(bottom, row), max(right, column)

    def _grow_row(self, row: Row, there: Mapping[int, Cell], added: Mapping[int, str]) -> None:
        data = self.index.data
        self._grown.add(row.number)
        tag = self._shown(row.number, with_attribute(data[row.start : row.tag_end], "spans", None))
        if is_self_closing(data, row.tag_end):
            close = f"</{tag_prefix(tag, 0).decode()}row>".encode()
            opened = tag[:-2].rstrip() + b">"
            self.splices.append(Splice(row.start, row.end, opened + "".join(added.values()).encode() + close))
            return
        self._retag(row, tag)
        columns = sorted(there)
        for column, content in added.items():
            after = bisect_right(columns, column)
            at = there[columns[after]].start if after < len(columns) else row.close
            self.splices.append(Splice(at, at, content.encode()))

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
        if self.index.dimension is None or self.written is None:
            return
        start, tag_end, area = self.index.dimension
        wider = (
            min(area[0], self.written[0]),
            min(area[1], self.written[1]),
            max(area[2], self.written[2]),
            max(area[3], self.written[3]),
        )
        if wider != area:
            tag = with_attribute(self.index.data[start:tag_end], "ref", area_text(wider))
            self.splices.append(Splice(start, tag_end, tag))
