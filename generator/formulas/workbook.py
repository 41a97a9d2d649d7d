"""The cells, formulas and names of a workbook file, as the calculation takes them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.formulas.evaluation import Calculation, Key, Result, calculate
from generator.formulas.values import CellError, UndecidedError
from generator.ooxml.cached import CachedValue, ErrorValue
from generator.ooxml.cells import Cell
from generator.ooxml.contents import Strings, constant, formula_text
from generator.ooxml.contents import has_result as carries_result
from generator.ooxml.patch import Changes, WorkbookPatch
from generator.ooxml.sheet import SheetIndex, parse_area


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
    for sheet, part in book.parts.sheets.items():
        if part and only in ("", sheet):
            _read_sheet(sheet, book.index(sheet), book.shared_strings, inputs, formulas)
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
    sheet: str, index: SheetIndex, strings: Strings, inputs: dict[Key, Result], formulas: dict[Key, str]
) -> None:
    for number, row in index.rows.items():
        for column, cell in index.cells_in(row).items():
            if cell.formula:
                formulas[sheet, number, column] = _formula(index.data, cell)
            elif cell.filled:
                inputs[sheet, number, column] = as_result(index.data, cell, strings)


def _formula(data: bytes, cell: Cell) -> str:
    """The formula; empty, which nothing can read, for one that is shared between cells or fills several."""
    return formula_text(data, cell) if cell.formula == "normal" else ""


def has_result(index: SheetIndex, at: tuple[int, int]) -> bool:
    """Whether the formula in a cell carries a result."""
    return at in index.formula_cells and carries_result(index.data, index.formula_cells[at])


def result_of(index: SheetIndex, at: tuple[int, int], strings: Strings) -> Result:
    """The result that a formula cell in the file carries along; undecided where it carries none."""
    if not has_result(index, at):
        return UndecidedError("no result")
    return as_result(index.data, index.formula_cells[at], strings)


def as_result(data: bytes, cell: Cell, strings: Strings) -> Result:
    """What stands in a cell as formulas take it; undecided where it makes no sense."""
    try:
        found = constant(data, cell, strings)
    except (ValueError, LookupError):
        return UndecidedError("unreadable")
    return CellError(found.text) if isinstance(found, ErrorValue) else found
