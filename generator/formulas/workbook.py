"""The cells, formulas and names of a workbook file, as the calculation takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from generator.formulas.evaluation import Calculation, Key, Result, calculate
from generator.formulas.values import CellError, UndecidedError
from generator.ooxml.cached import CachedValue, ErrorValue
from generator.ooxml.cells import Cell
from generator.ooxml.markup import as_utf8
from generator.ooxml.patch import Changes, WorkbookPatch
from generator.ooxml.sheet import SheetIndex, parse_area

_TYPE = re.compile(rb'\st="(\w+)"')
_SHARED = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?>(.*?)</(?:\w+:)?si>|<(?:\w+:)?si/>", re.DOTALL)
_PHONETIC = re.compile(rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]*)</")
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def calculated(book: WorkbookPatch, only: str = "") -> Calculation:
    """Every formula of the workbook computed, from the inputs that stand in it; cached results are not looked at.

    With `only` those of one sheet, which then may not look at another.
    """
    inputs, formulas = contents(book, only)
    places = {name.casefold(): (sheet, parse_area(area)) for name, (sheet, area) in book.defined_names().items()}
    return calculate(inputs, formulas, places)


def contents(book: WorkbookPatch, only: str = "") -> tuple[dict[Key, Result], dict[Key, str]]:
    """The constants in the workbook, and its formulas without leading `=`; an unreadable cell is undecided.

    With `only` those of one sheet.
    """
    inputs: dict[Key, Result] = {}
    formulas: dict[Key, str] = {}
    strings = shared_strings(book)
    for sheet, part in book.parts.sheets.items():
        if part and only in ("", sheet):
            _read_sheet(sheet, book.index(sheet), strings, inputs, formulas)
    return inputs, formulas


def with_results(content: bytes, only: str = "") -> bytes:
    """The workbook with the right cached result in every formula cell (of one sheet), and none where there is doubt."""
    book = WorkbookPatch(content)
    return book.render(Changes(cached=cached(calculated(book, only).results())))


def cached(results: Mapping[Key, Result]) -> dict[str, dict[tuple[int, int], CachedValue | None]]:
    """Results as a workbook stores them, per sheet; an undecided one is stored as nothing (None)."""
    stored: dict[str, dict[tuple[int, int], CachedValue | None]] = {}
    for (sheet, row, column), result in results.items():
        stored.setdefault(sheet, {})[row, column] = _stored(result)
    return stored


def _stored(result: Result) -> CachedValue | None:
    if isinstance(result, CellError):
        return ErrorValue(result.text)
    if isinstance(result, UndecidedError):
        return None
    return 0.0 if result is None else result


def _read_sheet(
    sheet: str, index: SheetIndex, strings: list[str], inputs: dict[Key, Result], formulas: dict[Key, str]
) -> None:
    for number, row in index.rows.items():
        for column, cell in row.cells.items():
            if cell.formula:
                formulas[sheet, number, column] = _formula(index.data, cell)
            elif cell.filled:
                try:
                    inputs[sheet, number, column] = _constant(index.data, cell, strings)
                except (ValueError, LookupError):
                    inputs[sheet, number, column] = UndecidedError("unreadable")


def _formula(data: bytes, cell: Cell) -> str:
    """The formula; empty, which nothing can read, for one that is shared between cells or fills several."""
    found = _FORMULA.search(data, cell.tag_end, cell.end)
    return _decoded(found.group(1)) if found and cell.formula == "normal" else ""


def has_result(index: SheetIndex, at: tuple[int, int]) -> bool:
    """Whether the formula in a cell carries a result. An empty one is a result only where it is text."""
    cell = index.formula_cells.get(at)
    if cell is None or cell.value is None:
        return False
    typed = _TYPE.search(index.data, cell.start, cell.tag_end)
    if typed is not None and typed.group(1) == b"str":
        return True
    found = _VALUE.search(index.data, *cell.value)
    return found is not None and bool(found.group(1).strip())


def result_of(index: SheetIndex, at: tuple[int, int], strings: list[str]) -> Result:
    """The result that a formula cell in the file carries along; undecided where it carries none."""
    if not has_result(index, at):
        return UndecidedError("no result")
    try:
        return _constant(index.data, index.formula_cells[at], strings)
    except (ValueError, LookupError):
        return UndecidedError("unreadable")


def _constant(data: bytes, cell: Cell, strings: list[str]) -> Result:
    typed = _TYPE.search(data, cell.start, cell.tag_end)
    kind = typed.group(1) if typed else b"n"
    if kind == b"inlineStr":
        return _text(data[cell.tag_end : cell.end])
    found = _VALUE.search(data, cell.tag_end, cell.end)
    if found is None:
        return None
    content = _decoded(found.group(1))
    if kind == b"s":
        return strings[int(content)]
    if kind == b"e":
        return CellError(content)
    if kind == b"str":
        return content
    return content == "1" if kind == b"b" else float(content)


def shared_strings(book: WorkbookPatch) -> list[str]:
    """The texts that cells of the workbook share, in the order in which cells number them."""
    part = next((found.target for found in book.parts.relationships if found.kind == "sharedStrings"), "")
    if not part:
        return []
    data = as_utf8(book.package.read(part))
    return [_text(found.group(1) or b"") for found in _SHARED.finditer(data)]


def _text(content: bytes) -> str:
    """The text of a string item or inline string, its runs joined and without phonetic hints."""
    joined = "".join(_decoded(piece) for piece in _TEXT.findall(_PHONETIC.sub(b"", content)))
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), joined)


def _decoded(content: bytes) -> str:
    return unescape(content.decode())
