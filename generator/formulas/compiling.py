"""Formulas as functions of the values on a board, and what each of them looks at."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from generator.formulas.functions import FUNCTIONS, Argument, Function
from generator.formulas.parsing import Call, FormulaSyntaxError, Literal, Name, Node, Reference, parse
from generator.formulas.values import CellError, Scalar, UndecidedError
from generator.ooxml.sheet import Area

Key = tuple[str, int, int]
"""Sheet, row and column."""

Result = Scalar | CellError | UndecidedError
Places = Mapping[str, tuple[str, Area]]
"""Defined name in lower case -> its sheet and area."""

AreaNode = tuple[str, Area]
CellOrArea = Key | AreaNode
"""What a formula looks at: a cell, or an area of several."""

Computed = Callable[[], Scalar]
"""A formula that looks at its board."""

MOST_CELLS = 20_000
"""The largest area that a formula may look at; a larger one has no business in a survey workbook."""
MOST_TAKEN = 2_000
"""Functions with numbers of arguments that are kept: more than there are."""


@dataclass(slots=True)
class Board:
    """The values that compiled formulas look at: put there before they are computed."""

    values: Mapping[Key, Result]


class Areas:
    """Where references lead: the cells of each area that formulas look at, listed once, as arguments made once."""

    def __init__(self, places: Places, board: Board) -> None:
        self.places, self.board = places, board
        self.keys: dict[AreaNode, tuple[Key, ...]] = {}
        self._arguments: dict[tuple[str, Reference | Name], tuple[CellOrArea | None, Argument]] = {}

    def argument(self, node: Reference | Name, sheet: str) -> tuple[CellOrArea | None, Argument]:
        """A reference in a formula on `sheet`: what it looks at, None where it leads nowhere, and its values."""
        asked = sheet if isinstance(node, Reference) else "", node
        if asked not in self._arguments:
            try:
                self._arguments[asked] = self._argument(*self._located(node, sheet))
            except UndecidedError as error:
                self._arguments[asked] = None, _Undecided(error, is_area=True)
        return self._arguments[asked]

    def _argument(self, sheet: str, area: Area) -> tuple[CellOrArea, Argument]:
        top, left, bottom, right = area
        if (top, left) == (bottom, right):
            key = sheet, top, left
            return key, _CellArgument(self.board, key)
        if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
            raise UndecidedError(area)
        columns = range(left, right + 1)
        keys = tuple((sheet, row, column) for row in range(top, bottom + 1) for column in columns)
        self.keys[sheet, area] = keys
        return (sheet, area), _AreaArgument(self.board, keys)

    def _located(self, node: Reference | Name, sheet: str) -> AreaNode:
        if isinstance(node, Reference):
            return node.sheet or sheet, node.area
        if node.name.casefold() not in self.places:
            raise UndecidedError(node.name)
        return self.places[node.name.casefold()]


class Compiler:
    """Turns a formula of one sheet into a function, and keeps what it looks at.

    A workbook has tens of thousands of parts of formulas: each becomes one small object, and what two formulas have in
    common - a cell, an area, a constant - one for both.
    """

    def __init__(self, sheet: str, areas: Areas) -> None:
        self.sheet, self.areas = sheet, areas
        self.looked_at: dict[CellOrArea, None] = {}

    def compiled(self, formula: str) -> Computed:
        """The formula as one function; one that cannot be read is undecided whenever it is computed."""
        try:
            return self._argument(parse(formula)).one
        except FormulaSyntaxError as error:
            return _Undecided(UndecidedError(str(error))).one

    def _argument(self, node: Node) -> Argument:
        if isinstance(node, Call):
            return self._called(node)
        if isinstance(node, Literal):
            return _constant(isinstance(node.value, bool), node.value)
        found, argument = self.areas.argument(node, self.sheet)
        if found:
            self.looked_at[found] = None
        return argument

    def _called(self, node: Call) -> Argument:
        function = FUNCTIONS.get(node.function)
        if function is None:
            raise FormulaSyntaxError(f"unknown function {node.function}")
        if not _takes(function, len(node.arguments)):
            raise FormulaSyntaxError(f"{node.function}: number of arguments")
        return _CallArgument(function, tuple([self._argument(one) for one in node.arguments]))


@lru_cache(MOST_TAKEN)
def _takes(function: Function, number: int) -> bool:
    """Whether a function takes that many arguments."""
    try:
        inspect.signature(function).bind(*[None] * number)
    except TypeError:
        return False
    return True


class _OneValue(ABC):
    """An argument that is a single value."""

    __slots__ = ()
    is_area = False

    @abstractmethod
    def one(self) -> Scalar:
        """The value, computed when asked for. Raises CellError."""

    def all(self) -> Sequence[Scalar | CellError]:
        try:
            return [self.one()]
        except CellError as error:
            return [error]

    def count(self) -> int:
        return 1

    def at(self, position: int) -> Scalar | CellError:
        return self.all()[position]


@dataclass(slots=True)
class _CallArgument(_OneValue):
    function: Function
    arguments: tuple[Argument, ...]

    def one(self) -> Scalar:
        return self.function(*self.arguments)


@dataclass(slots=True)
class _Constant(_OneValue):
    value: Scalar

    def one(self) -> Scalar:
        return self.value


@lru_cache(MOST_TAKEN)
def _constant(_: bool, value: Scalar) -> _Constant:
    """A constant; whether it is a truth value is asked too, for True is 1 to a dictionary."""
    return _Constant(value)


@dataclass(slots=True)
class _Undecided(_OneValue):
    error: UndecidedError
    is_area: bool = False

    def one(self) -> Scalar:
        raise self.error


@dataclass(slots=True)
class _CellArgument(_OneValue):
    board: Board
    key: Key
    is_area: bool = True

    def one(self) -> Scalar:
        value = self.board.values.get(self.key)
        if isinstance(value, Exception):
            raise value
        return value


@dataclass(slots=True)
class _AreaArgument:
    board: Board
    keys: Sequence[Key]
    is_area: bool = True

    def one(self) -> Scalar:
        raise UndecidedError("an area as one value")

    def all(self) -> Sequence[Scalar | CellError]:
        found = list(map(self.board.values.get, self.keys))
        if UndecidedError in set(map(type, found)):
            raise next(value for value in found if isinstance(value, UndecidedError))
        return cast(list[Scalar | CellError], found)

    def count(self) -> int:
        return len(self.keys)

    def at(self, position: int) -> Scalar | CellError:
        found = self.board.values.get(self.keys[position])
        if isinstance(found, UndecidedError):
            raise found
        return found
