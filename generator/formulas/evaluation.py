"""Computes the cells of a workbook from its inputs, and again only what depends on inputs that change."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import product

from generator.formulas.functions import FUNCTIONS, Argument, Function
from generator.formulas.parsing import (
    MOST_PARSED,
    Call,
    FormulaSyntaxError,
    Literal,
    Name,
    Node,
    Reference,
    parse,
    parts,
)
from generator.formulas.values import CellError, Scalar, UndecidedError, words
from generator.ooxml.sheet import Area

Key = tuple[str, int, int]
"""Sheet, row and column."""

Result = Scalar | CellError | UndecidedError
Places = Mapping[str, tuple[str, Area]]
"""Defined name in lower case -> its sheet and area."""

MOST_CELLS = 20_000
"""The largest area that a formula may look at; a larger one has no business in a survey workbook."""


@dataclass(frozen=True)
class Calculation:
    """A computed workbook: the value of every cell, and in which order what depends on what.

    `values` holds inputs and results; `order` all formula cells, each after those it needs; `readers` per cell the
    formula cells that look at it.
    """

    formulas: Mapping[Key, str]
    places: Places
    values: Mapping[Key, Result]
    order: tuple[Key, ...]
    readers: Mapping[Key, frozenset[Key]] = field(repr=False)

    def results(self) -> dict[Key, Result]:
        """The value of every formula cell."""
        return {key: self.values[key] for key in self.order}

    def dependents(self, inputs: Iterable[Key]) -> tuple[Key, ...]:
        """The formula cells that look at the inputs, directly or through others, in the order of computing."""
        reached: set[Key] = set()
        waiting = list(inputs)
        while waiting:
            fresh = self.readers.get(waiting.pop(), frozenset()) - reached
            reached |= fresh
            waiting += fresh
        return tuple(key for key in self.order if key in reached)

    def with_inputs(self, inputs: Mapping[Key, Scalar], dependents: Iterable[Key] | None = None) -> dict[Key, Result]:
        """The formula cells whose value changes with the inputs, with that value; None empties a cell.

        Only what looks at something that really changed is computed. `dependents`: what `dependents(inputs)` gave, for
        who asks often.
        """
        values = {**self.values, **inputs}
        moved: set[Key] = set()
        for key, value in inputs.items():
            if _differ(value, self.values.get(key)):
                moved |= self.readers.get(key, frozenset())
        changed: dict[Key, Result] = {}
        for key in self.dependents(inputs) if dependents is None else dependents:
            if key not in moved:
                continue
            result = _computed(key, self.formulas[key], values, self.places)
            if _differ(result, values[key]):
                values[key] = changed[key] = result
                moved |= self.readers.get(key, frozenset())
        return changed


def _differ(one: Result, other: Result) -> bool:
    """Whether two results differ; True and 1 do, two errors of one kind do not."""
    if type(one) is not type(other):
        return True
    if isinstance(one, Exception) and isinstance(other, Exception):
        return one.args != other.args
    return one != other


def calculate(inputs: Mapping[Key, Result], formulas: Mapping[Key, str], places: Places) -> Calculation:
    """Computes every formula (without leading `=`); one that cannot be computed here is an UndecidedError."""
    plan = _plan(tuple(formulas.items()), tuple(places.items()))
    values: dict[Key, Result] = dict(inputs)
    values.update(dict.fromkeys(formulas, UndecidedError("circular")))
    if not plan.circular:
        for key in plan.order:
            values[key] = _computed(key, formulas[key], values, places)
    return Calculation(formulas, places, values, plan.order, plan.readers)


@dataclass(frozen=True)
class _Plan:
    """In which order formulas are computed, and which formula cells look at each cell."""

    order: tuple[Key, ...]
    readers: Mapping[Key, frozenset[Key]]
    circular: bool


@lru_cache(2)
def _plan(formulas: tuple[tuple[Key, str], ...], places: tuple[tuple[str, tuple[str, Area]], ...]) -> _Plan:
    """The plan of a workbook's formulas; kept, since workbooks that differ in their answers only follow one another."""
    where, computed = dict(places), {key for key, _ in formulas}
    needs: dict[Key, set[Key]] = {}
    readers: dict[Key, set[Key]] = {}
    for key, formula in formulas:
        precedents = set(_precedents(key, formula, where))
        needs[key] = precedents & computed
        for needed in precedents:
            readers.setdefault(needed, set()).add(key)
    frozen = {key: frozenset(found) for key, found in readers.items()}
    try:
        return _Plan(tuple(TopologicalSorter(needs).static_order()), frozen, circular=False)
    except CycleError:
        return _Plan(tuple(needs), frozen, circular=True)


def _precedents(key: Key, formula: str, places: Places) -> Iterator[Key]:
    """The cells that a formula looks at; none where it cannot be read."""
    try:
        for node in parts(parse(formula)):
            if isinstance(node, Reference | Name):
                sheet, area = _located(node, key[0], places)
                yield from _cells(sheet, area)
    except (FormulaSyntaxError, UndecidedError):
        return


def _located(node: Reference | Name, sheet: str, places: Places) -> tuple[str, Area]:
    if isinstance(node, Reference):
        return node.sheet or sheet, node.area
    if node.name.casefold() not in places:
        raise UndecidedError(node.name)
    return places[node.name.casefold()]


def _cells(sheet: str, area: Area) -> list[Key]:
    top, left, bottom, right = area
    if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
        raise UndecidedError(area)
    return [(sheet, row, column) for row, column in product(range(top, bottom + 1), range(left, right + 1))]


# --- computing


@dataclass(slots=True)
class _Grid:
    """What a formula sees while it is computed."""

    sheet: str
    values: Mapping[Key, Result]
    places: Places


Computed = Callable[[_Grid], Scalar]


def _computed(key: Key, formula: str, values: Mapping[Key, Result], places: Places) -> Result:
    try:
        found = _prepared(formula)(_Grid(key[0], values, places))
        if isinstance(found, str):
            words(found)
        return 0.0 if found is None else found
    except (CellError, UndecidedError) as error:
        return error.with_traceback(None)
    except (FormulaSyntaxError, OverflowError) as error:
        return UndecidedError(str(error))


@lru_cache(MOST_PARSED)
def _prepared(formula: str) -> Computed:
    return _compiled(parse(formula))


def _compiled(node: Node) -> Computed:
    """The tree as one function of the grid."""
    if isinstance(node, Literal):
        value = node.value
        return lambda _: value
    if isinstance(node, Call):
        function, arguments = _called(node)
        return lambda grid: function(*[make(grid) for make in arguments])
    place = node
    return lambda grid: _single(place, grid)


def _called(node: Call) -> tuple[Function, tuple[Callable[[_Grid], Argument], ...]]:
    function = FUNCTIONS.get(node.function)
    if function is None:
        raise FormulaSyntaxError(f"unknown function {node.function}")
    try:
        inspect.signature(function).bind(*node.arguments)
    except TypeError:
        raise FormulaSyntaxError(f"{node.function}: number of arguments") from None
    return function, tuple(_argument(one) for one in node.arguments)


def _argument(node: Node) -> Callable[[_Grid], Argument]:
    if isinstance(node, Reference | Name):
        place = node
        return lambda grid: _AreaArgument(grid, place)
    compute = _compiled(node)
    return lambda grid: _ComputedArgument(grid, compute)


@dataclass(slots=True)
class _ComputedArgument:
    grid: _Grid
    compute: Computed
    is_area: bool = False

    def one(self) -> Scalar:
        return self.compute(self.grid)

    def all(self) -> Sequence[Scalar | CellError]:
        try:
            return [self.compute(self.grid)]
        except CellError as error:
            return [error]


@dataclass(slots=True)
class _AreaArgument:
    grid: _Grid
    place: Reference | Name
    is_area: bool = True

    def one(self) -> Scalar:
        return _single(self.place, self.grid)

    def all(self) -> Sequence[Scalar | CellError]:
        sheet, area = _located(self.place, self.grid.sheet, self.grid.places)
        found: list[Scalar | CellError] = []
        for key in _cells(sheet, area):
            value = self.grid.values.get(key)
            if isinstance(value, UndecidedError):
                raise value
            found.append(value)
        return found


def _single(place: Reference | Name, grid: _Grid) -> Scalar:
    sheet, (top, left, bottom, right) = _located(place, grid.sheet, grid.places)
    if (top, left) != (bottom, right):
        raise UndecidedError("an area as one value")
    value = grid.values.get((sheet, top, left))
    if isinstance(value, CellError | UndecidedError):
        raise value
    return value
