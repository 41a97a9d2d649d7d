"""What a cell accepts and how it is coloured, worked out by a second spreadsheet engine that behaves as Excel does.

LibreOffice cannot judge this in batch: it keeps entries whatever the validation says. The engine here evaluates every
argument of AND and OR, as Excel does, so that an error in one of them is the outcome, and knows no number in TRUE.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import formualizer
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

HELPER = 1_000
"""A column in which no workbook writes: there the formula of a rule is worked out, beside the cell it judges."""
OPERATORS = {"greaterThanOrEqual": ">=", "lessThanOrEqual": "<=", "greaterThan": ">", "lessThan": "<", "equal": "="}
Entry = str | float | bool | None


@dataclass(frozen=True)
class CellRule:
    """A validation or conditional format: its kind, its formula as written for `anchor`, and the areas it holds for."""

    sheet: str
    kind: str
    formula: str
    anchor: str
    areas: tuple[CellRange, ...]
    warns: bool = False
    shows_error: bool = True

    def ends(self) -> tuple[str, ...]:
        """The first and the last cell of every area."""
        corners = (((one.min_row, one.min_col), (one.max_row, one.max_col)) for one in self.areas)
        return tuple(dict.fromkeys(f"{get_column_letter(column)}{row}" for pair in corners for row, column in pair))

    def cells(self) -> Iterator[str]:
        for area in self.areas:
            for row, column in area.cells:
                yield f"{get_column_letter(column)}{row}"


class Judge:
    """A workbook open in the engine, with its rules; an entry is typed in a cell and judged there."""

    def __init__(self, workbook: bytes) -> None:
        self.engine = formualizer.load_workbook_bytes(workbook)
        self.engine.evaluate_all()
        self.names = {one["name"]: one for one in self.engine.get_named_ranges()}
        self.book = load_workbook(io.BytesIO(workbook))

    def validations(self) -> list[CellRule]:
        """Every validation that may refuse something; a prompt alone refuses nothing."""
        return [
            CellRule(
                sheet.title,
                check.type,
                f"{OPERATORS[check.operator]}{check.formula1}" if check.type == "decimal" else check.formula1,
                _first(check.sqref.ranges),
                tuple(check.sqref.ranges),
                check.errorStyle == "warning",
                bool(check.showErrorMessage),
            )
            for sheet in self.book
            for check in sheet.data_validations.dataValidation
            if check.type is not None
        ]

    def conditional_formats(self) -> list[CellRule]:
        """Every rule of conditional formatting. All are formulas; another kind needs its own judgement here."""
        found = []
        for sheet in self.book:
            for area, rules in sheet.conditional_formatting._cf_rules.items():
                for rule in rules:
                    assert rule.type == "expression", (sheet.title, rule.type)
                    ranges = tuple(area.sqref.ranges)
                    found.append(CellRule(sheet.title, rule.type, rule.formula[0], _first(ranges), ranges))
        return found

    def type_in(self, sheet: str, cell: str, entry: Entry) -> None:
        row, column = _position(cell)
        self.engine.set_value(sheet, row, column, entry)

    def outcome(self, rule: CellRule, cell: str) -> Any:
        """What the rule's formula gives for a cell: a value, or a dictionary that describes an error."""
        row, _ = _position(cell)
        shifted = Translator(f"={rule.formula}", rule.anchor).translate_formula(cell)
        self.engine.set_formula(rule.sheet, row, HELPER, shifted)
        found = self.engine.evaluate_cell(rule.sheet, row, HELPER)
        self.engine.set_value(rule.sheet, row, HELPER, None)
        return found

    def accepts(self, rule: CellRule, cell: str, entry: Entry) -> bool:
        """Whether Excel lets the entry stand: an empty cell always, a formula that ends in an error never."""
        if entry is None:
            return True
        if rule.kind == "list":
            return entry in self.choices(rule)
        if rule.kind == "decimal":
            test = CellRule(rule.sheet, "custom", f"AND(ISNUMBER({cell}),{cell}{rule.formula})", cell, rule.areas)
            return self.accepts(test, cell, entry)
        self.type_in(rule.sheet, cell, entry)
        found = self.outcome(rule, cell)
        self.type_in(rule.sheet, cell, None)
        return isinstance(found, bool | int | float) and bool(found)

    def choices(self, rule: CellRule) -> list[Entry]:
        """What a list offers, as the engine works it out."""
        if rule.formula.startswith('"'):
            return list(rule.formula.strip('"').split(","))
        place: Mapping[str, Any] = self.names[rule.formula]
        rows = range(place["start_row"], place["end_row"] + 1)
        columns = range(place["start_col"], place["end_col"] + 1)
        return [self.engine.evaluate_cell(place["sheet"], row, column) for row in rows for column in columns]


def _first(ranges: Any) -> str:
    """The cell that the formula of a rule is written for: the top left one of all its areas."""
    row = min(one.min_row for one in ranges)
    column = min(one.min_col for one in ranges)
    return f"{get_column_letter(column)}{row}"


def _position(cell: str) -> tuple[int, int]:
    one = CellRange(cell)
    return one.min_row, one.min_col


def is_error(found: object) -> bool:
    return isinstance(found, dict) and found.get("type") == "Error"
