"""Formulas over printed cells: `[table|row|column]`, numbers, + - * / and a few functions of lists.

`[table|row|column|low]` is the low (or high) end of a range; `@name` in place of a row stands for a list of rows; a
reference followed by `?` is 0 where the cell does not exist.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from xl_addin.methods.tables.intervals import (
    Range,
    dot,
    greatest,
    least,
    mean,
    ranged,
    total,
    weighted_mean,
)

REFERENCE = re.compile(r"\[([^\]]+)\](\??)")
Value = Range | list[Range]
OPERATORS: dict[type[ast.operator], Callable[[Range, Range], Range]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
FUNCTIONS: dict[str, Callable[..., Range]] = {
    "som": lambda *parts: total(_flat(parts)),
    "gemiddelde": lambda *parts: mean(_flat(parts)),
    "kleinste": lambda *parts: least(_flat(parts)),
    "grootste": lambda *parts: greatest(_flat(parts)),
    "somproduct": dot,
    "gewogen": weighted_mean,
}


class Reference(NamedTuple):
    """One cell of a finished table: which figure of it, and whether it may be missing."""

    table: str
    row: str
    column: str
    part: str
    optional: bool


class Formula(NamedTuple):
    """A parsed formula and the cells it needs, per name in the tree."""

    tree: ast.expr
    cells: Mapping[str, Sequence[Reference]]

    @property
    def references(self) -> tuple[Reference, ...]:
        return tuple(cell for cells in self.cells.values() for cell in cells)

    @property
    def single(self) -> bool:
        """Whether the formula is one cell and nothing else."""
        return isinstance(self.tree, ast.Name) and len(self.references) == 1


def parse(text: str, lists: Mapping[str, Sequence[str]]) -> Formula:
    """The formula of a rule. Raises ValueError when it is no formula, or names a list that does not exist."""
    cells: dict[str, Sequence[Reference]] = {}

    def named(found: re.Match[str]) -> str:
        name = f"cel{len(cells)}"
        cells[name] = _references(found[1], bool(found[2]), lists)
        return name

    plain = REFERENCE.sub(named, text)
    try:
        tree = ast.parse(plain, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"no formula: {text}") from error
    _check(tree, text)
    return Formula(tree, cells)


def evaluate(formula: Formula, figure: Callable[[Reference], Range | None]) -> Range | None:
    """The range of the formula; None when a cell it needs does not exist. A divisor that may be 0 gives None too."""
    values: dict[str, Value] = {}
    for name, references in formula.cells.items():
        found = [figure(cell) for cell in references]
        if any(value is None and not cell.optional for value, cell in zip(found, references, strict=True)):
            return None
        known = [ranged(0.0) if value is None else value for value in found]
        values[name] = known if len(references) > 1 else known[0]
    try:
        return ranged(_value(formula.tree, values))
    except ZeroDivisionError:
        return None


def _references(text: str, optional: bool, lists: Mapping[str, Sequence[str]]) -> list[Reference]:
    parts = [part.strip() for part in text.split("|")]
    if len(parts) not in (3, 4) or not all(parts):
        raise ValueError(f"no reference to a cell: [{text}]")
    table, row, column, part = (*parts, "value")[:4]
    if part not in ("value", "low", "high"):
        raise ValueError(f"no part of a cell: {part}")
    if row.startswith("@") and row[1:] not in lists:
        raise ValueError(f"no list of rows: {row}")
    rows = lists[row[1:]] if row.startswith("@") else (row,)
    return [Reference(table, name, column, part, optional) for name in rows]


def _check(node: ast.expr, text: str) -> None:
    """Only cells, numbers, the four operations and the functions above; nothing else is ever evaluated."""
    for part in ast.walk(node):
        good = isinstance(part, ast.Name | ast.Load | ast.BinOp | ast.UnaryOp | ast.USub | ast.operator | ast.Call)
        number = isinstance(part, ast.Constant) and isinstance(part.value, int | float)
        if not (good or number):
            raise ValueError(f"not in a formula: {ast.dump(part)[:40]} in {text}")
        if isinstance(part, ast.BinOp) and type(part.op) not in OPERATORS:
            raise ValueError(f"no such operation in {text}")
        if isinstance(part, ast.Call) and (not isinstance(part.func, ast.Name) or part.func.id not in FUNCTIONS):
            raise ValueError(f"no such function in {text}")


def _value(node: ast.expr, values: Mapping[str, Value]) -> Value:
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int | float)
        return ranged(node.value)
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.UnaryOp):
        return -_one(node.operand, values)
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_one(node.left, values), _one(node.right, values))
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    return FUNCTIONS[node.func.id](*(_value(argument, values) for argument in node.args))


def _one(node: ast.expr, values: Mapping[str, Value]) -> Range:
    return ranged(_value(node, values))


def _flat(parts: Sequence[Value]) -> list[Range]:
    return [single for part in parts for single in ([part] if isinstance(part, Range) else part)]
