"""What each function and operator gives; the same in Excel 2016 and LibreOffice, or undecided.

A function gets its arguments as `Argument`s and takes them as it needs: `one()` computes a single value, `all()` the
values of an area row by row. An argument that is not taken is not computed, as in IF.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from generator.formulas.values import (
    DIVISION,
    MISSING,
    REFERENCE,
    VALUE,
    CellError,
    Scalar,
    UndecidedError,
    added,
    compared,
    criterion,
    equal,
    is_number,
    number,
    truth,
    words,
)


class Argument(Protocol):
    """An argument of a function, computed when it is taken."""

    is_area: bool

    def one(self) -> Scalar:
        """Its single value; raises CellError where that is an error."""

    def all(self) -> Sequence[Scalar | CellError]:
        """Its values, those of an area row by row."""

    def count(self) -> int:
        """How many values that are."""

    def at(self, position: int) -> Scalar | CellError:
        """One of them, counted from 0."""


Function = Callable[..., Scalar]


def _if(condition: Argument, then: Argument, otherwise: Argument | None = None) -> Scalar:
    if truth(condition.one()):
        return then.one()
    return otherwise.one() if otherwise else False


def _hyperlink(address: Argument, shown: Argument) -> Scalar:
    """The words of the link; an error in the address is an error of the whole."""
    address.one()
    return shown.one()


def _if_error(value: Argument, instead: Argument) -> Scalar:
    try:
        return value.one()
    except CellError:
        return instead.one()


def _conditions(arguments: Iterable[Argument]) -> Iterable[bool]:
    """The conditions given; in areas and cells text and empty ones are passed over."""
    for argument in arguments:
        if argument.is_area:
            yield from (truth(value) for value in plain(argument) if value is not None and not isinstance(value, str))
        else:
            yield truth(argument.one())


def _numbers(arguments: Iterable[Argument]) -> list[float]:
    """The numbers given; in areas and cells everything else is passed over."""
    found: list[float] = []
    for argument in arguments:
        if argument.is_area:
            found += [number(value) for value in plain(argument) if is_number(value)]
        else:
            found.append(number(argument.one()))
    return found


def plain(argument: Argument) -> list[Scalar]:
    """All values of an argument; the first error among them is raised."""
    values = argument.all()
    for value in values:
        if isinstance(value, CellError):
            raise value
    return [value for value in values if not isinstance(value, CellError)]


def _and(*arguments: Argument) -> bool:
    return all(list(_conditions(arguments)))


def _or(*arguments: Argument) -> bool:
    return any(list(_conditions(arguments)))


def _is_number(argument: Argument) -> bool:
    try:
        return is_number(argument.one())
    except CellError:
        return False


def _is_logical(argument: Argument) -> bool:
    try:
        return isinstance(argument.one(), bool)
    except CellError:
        return False


def _is_text(argument: Argument) -> bool:
    try:
        return isinstance(argument.one(), str)
    except CellError:
        return False


def _formula_text(_: Argument) -> Scalar:
    """#N/A, as for a cell without a formula; a truth value that comes out of one is told by ISLOGICAL here."""
    raise CellError(MISSING)


def _right(text: Argument, count: Argument) -> str:
    said, last = words(text.one()), int(number(count.one()))
    return said[-last:] if last > 0 else ""


def _middle(text: Argument, start: Argument, count: Argument) -> str:
    first = int(number(start.one()))
    return words(text.one())[first - 1 : first - 1 + int(number(count.one()))]


def _index(area: Argument, position: Argument) -> Scalar:
    at = int(number(position.one()))
    if not 1 <= at <= area.count():
        if at == 0:
            raise UndecidedError("INDEX(..,0)")
        raise CellError(REFERENCE)
    found = area.at(at - 1)
    if isinstance(found, CellError):
        raise found
    return found


def _match(wanted: Argument, area: Argument, kind: Argument) -> float:
    if number(kind.one()) != 0:
        raise UndecidedError("MATCH in a sorted list")
    sought = wanted.one()
    if sought is None:
        raise UndecidedError(sought)
    holds = _sought(sought)
    for at, value in enumerate(area.all(), start=1):
        if not isinstance(value, CellError) and value is not None and holds(value):
            return float(at)
    raise CellError(MISSING)


def _sought(sought: Scalar) -> Callable[[Scalar], bool]:
    """The test that MATCH makes of what it looks for: text without regard to case and with its wildcards."""
    if not isinstance(sought, str):
        return lambda value: equal(value, sought)
    if any(sign in sought for sign in "*?~"):
        like = _like(sought)
        return lambda value: isinstance(value, str) and like.fullmatch(value.casefold()) is not None
    text = sought.casefold()
    return lambda value: isinstance(value, str) and value.casefold() == text


def _like(text: str) -> re.Pattern[str]:
    """A text with wildcards: `?` is any sign, `*` any signs or none, and `~` before one of these takes it as it is."""
    signs = {"?": ".", "*": ".*"}
    parts = (signs.get(part, re.escape(part[-1])) for part in re.findall(r"~[*?~]|.", text.casefold(), re.DOTALL))
    return re.compile("".join(parts), re.DOTALL)


def _matching(pairs: Sequence[Argument]) -> list[bool]:
    """Which positions satisfy every pair of area and criterion."""
    kept: list[bool] = []
    for area, wanted in zip(pairs[::2], pairs[1::2], strict=True):
        holds = criterion(wanted.one())
        found = [not isinstance(value, CellError) and holds(value) for value in area.all()]
        if kept and len(kept) != len(found):
            raise CellError(VALUE)
        kept = [a and b for a, b in zip(kept, found, strict=True)] if kept else found
    return kept


def _count_ifs(*pairs: Argument) -> float:
    return float(sum(_matching(pairs)))


def _sum_ifs(amounts: Argument, *pairs: Argument) -> float:
    values, kept = amounts.all(), _matching(pairs)
    if len(values) != len(kept):
        raise CellError(VALUE)
    chosen = [value for value, keep in zip(values, kept, strict=True) if keep]
    for value in chosen:
        if isinstance(value, CellError):
            raise value
    return math.fsum(value for value in chosen if isinstance(value, float))


def _rounded(value: Argument, digits: Argument) -> float:
    """Half away from zero, of the number as it is written in fifteen digits."""
    shown, places = float(f"{number(value.one()):.15g}"), int(number(digits.one()))
    scaled = float(f"{abs(shown) * 10.0**places:.15g}")
    return math.copysign(math.floor(scaled + 0.5) / 10.0**places, shown)


def _choose(position: Argument, *options: Argument) -> Scalar:
    at = int(number(position.one()))
    if not 1 <= at <= len(options):
        raise CellError(VALUE)
    return options[at - 1].one()


def _median(*arguments: Argument) -> float:
    found = _numbers(arguments)
    if not found:
        raise CellError("#NUM!")
    return statistics.median(found)


def _mean(*arguments: Argument) -> float:
    found = _numbers(arguments)
    if not found:
        raise CellError(DIVISION)
    return math.fsum(found) / len(found)


def _divided(left: Argument, right: Argument) -> float:
    above, below = number(left.one()), number(right.one())
    if below == 0:
        raise CellError(DIVISION)
    return above / below


def _repeated(text: Argument, times: Argument) -> str:
    return words(text.one()) * max(0, int(number(times.one())))


def _comparing(holds: Callable[[int], bool]) -> Function:
    return lambda left, right: holds(compared(left.one(), right.one()))


def _in_numbers(operation: Callable[[float, float], float]) -> Function:
    return lambda left, right: operation(number(left.one()), number(right.one()))


FUNCTIONS: dict[str, Function] = {
    "=": lambda left, right: equal(left.one(), right.one()),
    "<>": lambda left, right: not equal(left.one(), right.one()),
    "<": _comparing(lambda order: order < 0),
    ">": _comparing(lambda order: order > 0),
    "<=": _comparing(lambda order: order <= 0),
    ">=": _comparing(lambda order: order >= 0),
    "&": lambda left, right: words(left.one()) + words(right.one()),
    "+": _in_numbers(added),
    "-": _in_numbers(lambda left, right: added(left, -right)),
    "*": _in_numbers(lambda left, right: left * right),
    "/": _divided,
    "-1": lambda value: -number(value.one()),
    "ABS": lambda value: abs(number(value.one())),
    "AND": _and,
    "AVERAGE": _mean,
    "CHOOSE": _choose,
    "COUNT": lambda *arguments: float(sum(isinstance(value, float) for one in arguments for value in one.all())),
    "COUNTA": lambda *arguments: float(sum(value is not None for one in arguments for value in one.all())),
    "COUNTIF": _count_ifs,
    "COUNTIFS": _count_ifs,
    "FORMULATEXT": _formula_text,
    "HYPERLINK": _hyperlink,
    "IF": _if,
    "IFERROR": _if_error,
    "INDEX": _index,
    "INT": lambda value: float(math.floor(number(value.one()))),
    "ISLOGICAL": _is_logical,
    "ISNUMBER": _is_number,
    "ISTEXT": _is_text,
    "LEN": lambda value: float(len(words(value.one()))),
    "MATCH": _match,
    "MAX": lambda *arguments: max(_numbers(arguments), default=0.0),
    "MEDIAN": _median,
    "MID": _middle,
    "MIN": lambda *arguments: min(_numbers(arguments), default=0.0),
    "NOT": lambda value: not truth(value.one()),
    "OR": _or,
    "REPT": _repeated,
    "RIGHT": _right,
    "ROUND": _rounded,
    "ROWS": lambda column: float(column.count()),
    "SUM": lambda *arguments: math.fsum(_numbers(arguments)),
    "SUMIFS": _sum_ifs,
    "TRIM": lambda value: " ".join(part for part in words(value.one()).split(" ") if part),
}
"""Function or operator -> what it gives; a formula with any other function has no value here."""
