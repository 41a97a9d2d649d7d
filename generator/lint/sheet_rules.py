"""Rules on the cells, merges, checks on entry and conditional looks of a worksheet."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.lint.formula_rules import Known, formula_defects
from generator.lint.scanning import LintedCell, ScannedSheet, Validation
from generator.ooxml.sheet import MAX_COLUMN, MAX_ROW, SHEET_ELEMENTS, Area, parse_area, parse_cell
from generator.ooxml.values import MAX_TEXT

Found = tuple[str, str, str]
"""Rule, place in the sheet, detail."""

LENGTHS = {"prompt": 255, "error": 225, "promptTitle": 32, "errorTitle": 32}
LONGEST_RULE = 255


@dataclass(frozen=True)
class Limits:
    """How many cell formats, conditional looks and shared texts the workbook has."""

    styles: int
    looks: int
    strings: int


def cell_defects(sheet: ScannedSheet, limits: Limits, known: Known) -> Iterator[Found]:
    """Order and place of rows and cells, and what stands in each."""
    numbers = [int(row) if row.isdecimal() else 0 for row in sheet.rows]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        yield "row-order", "", "rows"
    last = (0, 0)
    for cell in sheet.cells:
        try:
            place = parse_cell(cell.reference)
        except ValueError:
            yield "cell-place", cell.reference, "address"
            continue
        if place <= last or str(place[0]) != cell.row:
            yield "cell-order", cell.reference, f"row {cell.row}"
        if place[0] > MAX_ROW or place[1] > MAX_COLUMN:
            yield "cell-place", cell.reference, "outside the sheet"
        last = place
        yield from _content_defects(cell, limits, known)


def _content_defects(cell: LintedCell, limits: Limits, known: Known) -> Iterator[Found]:
    if not cell.style.isdecimal() or int(cell.style) >= limits.styles:
        yield "style-index", cell.reference, cell.style
    if cell.kind == "s" and (not cell.text.isdecimal() or int(cell.text) >= limits.strings):
        yield "string-index", cell.reference, cell.text
    elif cell.kind == "n" and cell.text and not _is_number(cell.text):
        yield "number", cell.reference, cell.text[:20]
    if len(cell.text) > MAX_TEXT // 2 and len(cell.text.encode("utf-16-le")) // 2 > MAX_TEXT:
        yield "text-length", cell.reference, str(len(cell.text))
    for rule, detail in formula_defects(cell.formula, known) if cell.formula else ():
        yield rule, cell.reference, detail


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def area_defects(sheet: ScannedSheet) -> Iterator[Found]:
    """Merges and checks on entry that overlap, and parts of the sheet in the wrong order."""
    yield from _overlaps("merge-overlap", [(area, area) for area in sheet.merges])
    areas = [(area, area) for one in sheet.validations for area in one.attributes.get("sqref", "").split()]
    yield from _overlaps("validation-overlap", areas)
    places = [SHEET_ELEMENTS.index(name) for name in sheet.order if name in SHEET_ELEMENTS]
    if places != sorted(places):
        yield "part-order", "", ", ".join(sheet.order)


def _overlaps(rule: str, areas: Sequence[tuple[str, str]]) -> Iterator[Found]:
    """Areas that share a cell; found by walking down the rows with the areas that are still open."""
    parsed = sorted((parse_area(reference), text) for reference, text in areas)
    still_open: list[tuple[Area, str]] = []
    for area, text in parsed:
        still_open = [one for one in still_open if one[0][2] >= area[0]]
        for other, named in still_open:
            if other[1] <= area[3] and area[1] <= other[3]:
                yield rule, text, named
        still_open.append((area, text))


def validation_defects(validation: Validation, known: Known) -> Iterator[Found]:
    """Lengths of the words and formulas of a check on entry, and what its formulas point at."""
    place = validation.attributes.get("sqref", "")
    for name, longest in LENGTHS.items():
        if len(validation.attributes.get(name, "")) > longest:
            yield f"validation-{name.lower()}", place, str(len(validation.attributes[name]))
    for formula in validation.formulas:
        if len(formula) > LONGEST_RULE:
            yield "validation-formula", place, str(len(formula))
        for rule, detail in formula_defects(formula, known):
            yield rule, place, detail


def look_defects(sheet: ScannedSheet, limits: Limits, known: Known) -> Iterator[Found]:
    """Conditional looks that do not exist or whose formula is wrong."""
    for look, formula in sheet.conditional:
        if look and (not look.isdecimal() or int(look) >= limits.looks):
            yield "look-index", "", look
        for rule, detail in formula_defects(formula, known) if formula else ():
            yield rule, "", detail
