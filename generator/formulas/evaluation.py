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
    formula cells that look at it; `compiled` the formulas as functions of the values on `board`.
    """

    values: Mapping[Key, Result]
    order: tuple[Key, ...]
    readers: Mapping[Key, frozenset[Key]] = field(repr=False)
    compiled: Mapping[Key, Computed] = field(repr=False)
    board: _Board = field(repr=False)

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
        self.board.values = values
        for key in self.dependents(inputs) if dependents is None else dependents:
            if key not in moved:
                continue
            result = _result(self.compiled[key])
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
        plan.board.values = values
        for key in plan.order:
            values[key] = _result(plan.compiled[key])
    return Calculation(values, plan.order, plan.readers, plan.compiled, plan.board)


@dataclass(frozen=True)
class _Plan:
    """In which order formulas are computed, how, and which formula cells look at each cell."""

    order: tuple[Key, ...]
    readers: Mapping[Key, frozenset[Key]]
    circular: bool
    compiled: Mapping[Key, Computed]
    board: _Board


@lru_cache(2)
def _plan(formulas: tuple[tuple[Key, str], ...], places: tuple[tuple[str, tuple[str, Area]], ...]) -> _Plan:
    """The plan of a workbook's formulas; kept, since workbooks that differ in their answers only follow one another."""
    where, board = dict(places), _Board({})
    compiled = {key: _compiled(key, formula, where, board) for key, formula in formulas}
    needs: dict[Key, set[Key]] = {}
    readers: dict[Key, set[Key]] = {}
    for key, formula in formulas:
        precedents = set(_precedents(key, formula, where))
        needs[key] = precedents & compiled.keys()
        for needed in precedents:
            readers.setdefault(needed, set()).add(key)
    frozen = {key: frozenset(found) for key, found in readers.items()}
    try:
        order, circular = tuple(TopologicalSorter(needs).static_order()), False
    except CycleError:
        order, circular = tuple(needs), True
    return _Plan(order, frozen, circular, compiled, board)


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
class _Board:
    """The values that compiled formulas look at: put there before they are computed."""

    values: Mapping[Key, Result]


Computed = Callable[[], Scalar]
"""A formula that looks at its board."""


def _result(compute: Computed) -> Result:
    try:
        found = compute()
        if isinstance(found, str):
            words(found)
        return 0.0 if found is None else found
    except (CellError, UndecidedError) as error:
        return error.with_traceback(None)
    except OverflowError as error:
        return UndecidedError(str(error))


def _compiled(key: Key, formula: str, places: Places, board: _Board) -> Computed:
    """The formula of a cell as one function; one that cannot be read is undecided whenever it is computed."""
    try:
        return _Compiler(key[0], places, board).compiled(parse(formula))
    except FormulaSyntaxError as error:
        return _failing(UndecidedError(str(error)))


def _failing(error: UndecidedError) -> Computed:
    def fail() -> Scalar:
        raise error

    return fail


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Turns the trees of the formulas of one sheet into functions."""

    sheet: str
    places: Places
    board: _Board

    def compiled(self, node: Node) -> Computed:
        """The tree as one function."""
        if isinstance(node, Literal):
            value = node.value
            return lambda: value
        if isinstance(node, Call):
            function, arguments = self._called(node)
            return lambda: function(*arguments)
        try:
            sheet, (top, left, bottom, right) = _located(node, self.sheet, self.places)
        except UndecidedError as error:
            return _failing(error)
        if (top, left) != (bottom, right):
            return _failing(UndecidedError("an area as one value"))
        return self._cell((sheet, top, left))

    def _cell(self, key: Key) -> Computed:
        board = self.board

        def single() -> Scalar:
            value = board.values.get(key)
            if isinstance(value, Exception):
                raise value
            return value

        return single

    def _called(self, node: Call) -> tuple[Function, tuple[Argument, ...]]:
        function = FUNCTIONS.get(node.function)
        if function is None:
            raise FormulaSyntaxError(f"unknown function {node.function}")
        if not _takes(function, len(node.arguments)):
            raise FormulaSyntaxError(f"{node.function}: number of arguments")
        return function, tuple(self._argument(one) for one in node.arguments)

    def _argument(self, node: Node) -> Argument:
        one = self.compiled(node)
        if not isinstance(node, Reference | Name):
            return _ComputedArgument(one)
        try:
            keys = _cells(*_located(node, self.sheet, self.places))
        except UndecidedError as error:
            return _ComputedArgument(_failing(error), is_area=True)
        return _AreaArgument(one, self.board, keys)


@lru_cache(MOST_PARSED)
def _takes(function: Function, number: int) -> bool:
    """Whether a function takes that many arguments."""
    try:
        inspect.signature(function).bind(*[None] * number)
    except TypeError:
        return False
    return True


@dataclass(slots=True)
class _ComputedArgument:
    one: Computed
    is_area: bool = False

    def all(self) -> Sequence[Scalar | CellError]:
        try:
            return [self.one()]
        except CellError as error:
            return [error]


@dataclass(slots=True)
class _AreaArgument:
    one: Computed
    board: _Board
    keys: Sequence[Key]
    is_area: bool = True

    def all(self) -> Sequence[Scalar | CellError]:
        found: list[Scalar | CellError] = []
        for value in map(self.board.values.get, self.keys):
            if isinstance(value, UndecidedError):
                raise value
            found.append(value)
        return found
