"""Computes the cells of a workbook from its inputs, and again only what depends on inputs that change."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
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
Looked = tuple[str, Area]
"""A sheet, and an area on it that a formula looks at."""
Places = Mapping[str, tuple[str, Area]]
"""Defined name in lower case -> its sheet and area."""

MOST_CELLS = 20_000
"""The largest area that a formula may look at; a larger one has no business in a survey workbook."""
_AREAS_KEPT = 1024


@dataclass(frozen=True)
class Calculation:
    """A computed workbook: the value of every cell, and in which order what depends on what.

    `values` holds inputs and results.
    """

    values: Mapping[Key, Result]
    plan: _Plan = field(repr=False)

    @property
    def order(self) -> tuple[Key, ...]:
        """All formula cells, each after those it needs."""
        return self.plan.order

    def results(self) -> dict[Key, Result]:
        """The value of every formula cell."""
        return {key: self.values[key] for key in self.order}

    def dependents(self, inputs: Iterable[Key]) -> tuple[Key, ...]:
        """The formula cells that look at the inputs, directly or through others, in the order of computing."""
        reached: set[Key] = set()
        waiting = list(inputs)
        while waiting:
            fresh = self.plan.readers.get(waiting.pop(), frozenset()) - reached
            reached |= fresh
            waiting += fresh
        return tuple(key for key in self.order if key in reached)

    def with_inputs(self, inputs: Mapping[Key, Scalar], dependents: Iterable[Key] | None = None) -> dict[Key, Result]:
        """The formula cells whose value changes with the inputs, with that value; None empties a cell.

        Only what looks at something that really changed is computed. `dependents`: what `dependents(inputs)` gave, for
        who asks often.
        """
        values = {**self.values, **inputs}
        plan, readers = self.plan, self.plan.readers
        moved: set[Key] = set()
        for key, value in inputs.items():
            if _differ(value, self.values.get(key)):
                moved |= readers.get(key, frozenset())
        changed: dict[Key, Result] = {}
        plan.board.put(values)
        for key in self.dependents(inputs) if dependents is None else dependents:
            if key not in moved:
                continue
            result = _result(plan.compiled[key])
            if _differ(result, values[key]):
                values[key] = changed[key] = result
                moved |= readers.get(key, frozenset())
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
        plan.board.put(values)
        for key in plan.order:
            values[key] = _result(plan.compiled[key])
    return Calculation(values, plan)


@dataclass(frozen=True)
class _Plan:
    """In which order formulas are computed and how: `compiled` as functions of the values on `board`.

    `looks`: the areas that each formula looks at.
    """

    order: tuple[Key, ...]
    circular: bool
    looks: Mapping[Key, tuple[Looked, ...]]
    compiled: Mapping[Key, Computed]
    board: _Board

    @cached_property
    def readers(self) -> Mapping[Key, frozenset[Key]]:
        """Per cell the formula cells that look at it."""
        found: dict[Key, set[Key]] = {}
        for key, areas in self.looks.items():
            for looked in areas:
                for cell in _cells(*looked):
                    found.setdefault(cell, set()).add(key)
        return {cell: frozenset(keys) for cell, keys in found.items()}


@lru_cache(2)
def _plan(formulas: tuple[tuple[Key, str], ...], places: tuple[tuple[str, tuple[str, Area]], ...]) -> _Plan:
    """The plan of a workbook's formulas; kept, since workbooks that differ in their answers only follow one another."""
    where, board = dict(places), _Board({})
    cells: dict[str, list[Key]] = {}
    for key, _ in formulas:
        cells.setdefault(key[0], []).append(key)
    known = frozenset(key for key, _ in formulas)
    inside: dict[Looked, frozenset[Key]] = {}
    looks = {key: _looked_at(key, formula, where) for key, formula in formulas}
    for looked in dict.fromkeys(one for areas in looks.values() for one in areas):
        inside[looked] = _formulas_in(looked, known, cells.get(looked[0], ()))
    board.constant = frozenset(looked for looked, keys in inside.items() if not keys)
    compiled = {key: _compiled(key, formula, where, board) for key, formula in formulas}
    needs = {key: frozenset[Key]().union(*(inside[one] for one in areas)) for key, areas in looks.items()}
    try:
        order, circular = tuple(TopologicalSorter(needs).static_order()), False
    except CycleError:
        order, circular = tuple(needs), True
    return _Plan(order, circular, looks, compiled, board)


def _formulas_in(looked: Looked, known: frozenset[Key], on_sheet: Sequence[Key]) -> frozenset[Key]:
    """The formula cells of an area: its cells looked up, or those of its sheet gone through, whichever are fewer."""
    sheet, area = looked
    top, left, bottom, right = area
    if (top, left) == (bottom, right):
        cell = (sheet, top, left)
        return frozenset((cell,)) if cell in known else frozenset()
    if (bottom - top + 1) * (right - left + 1) <= len(on_sheet):
        return known.intersection(_cells(sheet, area))
    return frozenset(key for key in on_sheet if _holds(area, key))


def _looked_at(key: Key, formula: str, places: Places) -> tuple[Looked, ...]:
    """The areas that a formula looks at; none where it cannot be read, and those before one that cannot be placed."""
    found: list[Looked] = []
    try:
        for node in parts(parse(formula)):
            if isinstance(node, Reference | Name):
                looked = _located(node, key[0], places)
                _refuse_large(looked[1])
                found.append(looked)
    except (FormulaSyntaxError, UndecidedError):
        pass
    return tuple(found)


def _located(node: Reference | Name, sheet: str, places: Places) -> tuple[str, Area]:
    if isinstance(node, Reference):
        return node.sheet or sheet, node.area
    if node.name.casefold() not in places:
        raise UndecidedError(node.name)
    return places[node.name.casefold()]


def _holds(area: Area, key: Key) -> bool:
    return area[0] <= key[1] <= area[2] and area[1] <= key[2] <= area[3]


def _refuse_large(area: Area) -> None:
    top, left, bottom, right = area
    if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
        raise UndecidedError(area)


@lru_cache(_AREAS_KEPT)
def _cells(sheet: str, area: Area) -> tuple[Key, ...]:
    """The cells of an area, row by row; many formulas look at the same one. Raises UndecidedError for a large one."""
    _refuse_large(area)
    top, left, bottom, right = area
    return tuple((sheet, row, column) for row, column in product(range(top, bottom + 1), range(left, right + 1)))


# --- computing


@dataclass(slots=True)
class _Board:
    """The values that compiled formulas look at: put there before they are computed.

    `constant`: the areas that hold no formula, whose values are gathered once for all formulas that look at them.
    """

    values: Mapping[Key, Result]
    constant: frozenset[Looked] = frozenset()
    gathered: dict[Looked, Sequence[Scalar | CellError]] = field(default_factory=dict)

    def put(self, values: Mapping[Key, Result]) -> None:
        """Let formulas look at these values."""
        self.values = values
        self.gathered.clear()

    def all(self, looked: Looked) -> Sequence[Scalar | CellError]:
        """The values of an area, row by row. Raises UndecidedError where one is undecided."""
        if looked in self.gathered:
            return self.gathered[looked]
        found: list[Scalar | CellError] = []
        for value in map(self.values.get, _cells(*looked)):
            if isinstance(value, UndecidedError):
                raise value
            found.append(value)
        if looked in self.constant:
            self.gathered[looked] = found
        return found


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
            looked = _located(node, self.sheet, self.places)
            _refuse_large(looked[1])
        except UndecidedError as error:
            return _ComputedArgument(_failing(error), is_area=True)
        return _AreaArgument(one, self.board, looked)


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
    looked: Looked
    is_area: bool = True

    def all(self) -> Sequence[Scalar | CellError]:
        return self.board.all(self.looked)
