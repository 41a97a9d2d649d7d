"""Computes the cells of a workbook from its inputs, and again only what depends on inputs that change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from generator.formulas.compiling import MOST_CELLS, Board, Computed, Key, Places, Result
from generator.formulas.planning import Readers, plan
from generator.formulas.values import CellError, Scalar, UndecidedError, words

__all__ = ["MOST_CELLS", "Calculation", "Key", "Places", "Result", "calculate"]


@dataclass(frozen=True)
class Calculation:
    """A computed workbook: the value of every cell, and in which order what depends on what.

    `values` holds inputs and results; `order` all formula cells, each after those it needs, with their `ranks` in it;
    `readers` tells which formula cells look at a cell; `compiled` the formulas as functions of the values on `board`.
    """

    values: Mapping[Key, Result]
    order: tuple[Key, ...]
    ranks: Mapping[Key, int] = field(repr=False)
    readers: Readers = field(repr=False)
    compiled: Mapping[Key, Computed] = field(repr=False)
    board: Board = field(repr=False)

    def results(self) -> dict[Key, Result]:
        """The value of every formula cell."""
        return {key: self.values[key] for key in self.order}

    def with_inputs(self, inputs: Mapping[Key, Scalar]) -> dict[Key, Result]:
        """The formula cells whose value changes with the inputs, with that value; None empties a cell.

        Only what looks at something that really changed is computed.
        """
        values = {**self.values, **inputs}
        waiting: list[int] = []
        known: set[Key] = set()

        def moved(key: Key) -> None:
            for reader in self.readers.of(key) - known:
                known.add(reader)
                heappush(waiting, self.ranks[reader])

        for key, value in inputs.items():
            if _differ(value, self.values.get(key)):
                moved(key)
        changed: dict[Key, Result] = {}
        self.board.values = values
        while waiting:
            key = self.order[heappop(waiting)]
            result = _result(self.compiled[key])
            if _differ(result, values[key]):
                values[key] = changed[key] = result
                moved(key)
        return changed

    def moved_to(self, inputs: Mapping[Key, Scalar]) -> Calculation:
        """The same workbook with these inputs."""
        return replace(self, values={**self.values, **inputs, **self.with_inputs(inputs)})


def _differ(one: Result, other: Result) -> bool:
    """Whether two results differ; True and 1 do, two errors of one kind do not."""
    if type(one) is not type(other):
        return True
    if isinstance(one, Exception) and isinstance(other, Exception):
        return one.args != other.args
    return one != other


def calculate(inputs: Mapping[Key, Result], formulas: Mapping[Key, str], places: Places) -> Calculation:
    """Computes every formula (without leading `=`); one that cannot be computed here is an UndecidedError."""
    planned = plan(tuple(formulas.items()), tuple(places.items()))
    values: dict[Key, Result] = dict(inputs)
    values.update(dict.fromkeys(formulas, UndecidedError("circular")))
    if not planned.circular:
        planned.board.values = values
        for key in planned.order:
            values[key] = _result(planned.compiled[key])
    return Calculation(values, planned.order, planned.ranks, planned.readers, planned.compiled, planned.board)


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
