"""Which finished result tables do not fit each other, and by how much, with the rounding of the print allowed for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from templates.consistency import Consistency, CrossCheck
from xl_addin.methods.tables.expressions import Formula, Reference, evaluate, parse
from xl_addin.methods.tables.intervals import Range, printed_range
from xl_addin.methods.tables.published import PrintedCell
from xl_addin.methods.tables.rounding import half_up

CONTRADICTION, QUESTION, ROUNDING = "tegenspraak", "vraag", "afronding"
COLUMNS = ("regel", "soort", "tabellen", "gedrukt", "berekend", "laagst", "hoogst", "tekort", "tekst", "noot")
# Ranges that only touch, or miss each other by less than this part, are not called a contradiction.
TOUCHING = 1e-9


class Misfit(NamedTuple):
    """A check that does not hold on the prints.

    kind: tegenspraak (no unrounded figures fit), vraag (the same, for a check that rests on an assumption) or
    afronding (the prints differ, unrounded figures can fit). printed and computed: both sides on the prints; lowest
    and highest: the range of the computed side; gap: how far the ranges lie apart, 0 for afronding.
    """

    rule: str
    kind: str
    tables: str
    printed: float
    computed: float
    lowest: float
    highest: float
    gap: float
    text: str
    note: str


class Report(NamedTuple):
    """What does not fit, how many checks could be made, and how many not because a cell is missing."""

    misfits: tuple[Misfit, ...]
    made: int
    not_made: int


def check(cells: Iterable[PrintedCell], checks: Consistency) -> Report:
    """Every cross-check over a finished set of tables."""
    figures = {
        (cell.table, cell.row, cell.column, part): printed_range(value, checks.step(cell.table, cell.row, cell.column))
        for cell in cells
        for part, value in cell.figures.items()
    }

    def figure(cell: Reference) -> Range | None:
        return figures.get((cell.table, cell.row, cell.column, cell.part))

    misfits: list[Misfit] = []
    made = missing = 0
    for rule in checks.checks:
        for case in rule.cases(checks.spoken):
            left, right = parse(case.left, checks.lists), parse(case.right, checks.lists)
            sides = evaluate(left, figure), evaluate(right, figure)
            if sides[0] is None or sides[1] is None:
                missing += 1
                continue
            made += 1
            misfits += _judged(case, left, sides[0], sides[1], _tables(left, right))
    return Report(tuple(misfits), made, missing)


def _judged(case: CrossCheck, formula: Formula, left: Range, right: Range, tables: str) -> list[Misfit]:
    gap = _gap(left, right, case.relation)
    told = case.relation == "=" and case.level == CONTRADICTION and case.printed
    kind = case.level if gap > 0 else ROUNDING if told and _differs(formula, left, right) else ""
    if not kind:
        return []
    figures = (left.point, right.point, right.low, right.high, gap)
    return [Misfit(case.id, kind, tables, *figures, case.text, case.note)]


def _gap(left: Range, right: Range, relation: str) -> float:
    """How far the two ranges are from satisfying the relation; 0 when some unrounded values do."""
    above, below = left.low - right.high, right.low - left.high
    gap = {"=": max(above, below), "<=": above, ">=": below}[relation]
    return gap if gap > TOUCHING * max(1.0, abs(left.point), abs(right.point)) else 0.0


def _differs(formula: Formula, left: Range, right: Range) -> bool:
    """Whether the prints themselves miss the equality: the right side, rounded as a cell on the left, is another."""
    step = left.high - left.low if formula.single else 0.0
    rounded = half_up(right.point, step) if step > 0 else right.point
    return abs(rounded - left.point) > 1e-6 * max(1.0, abs(left.point))


def _tables(*formulas: Formula) -> str:
    names = dict.fromkeys(cell.table for formula in formulas for cell in formula.references)
    return ", ".join(names)
