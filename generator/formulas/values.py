"""Values of cells and how spreadsheet programs treat them: empty cells, text beside numbers, nearly equal numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

Scalar = None | bool | float | str
"""What a cell can show: nothing, a truth value, a number or text."""

SAME = 2.0**-48
"""Numbers that differ less than this part are equal to a spreadsheet program, and their difference is 0."""
EXACT_DIGITS = 15


class CellError(Exception):
    """An error value such as #N/A, with its text as the only argument."""

    @property
    def text(self) -> str:
        """As a cell shows it."""
        return str(self.args[0])


class UndecidedError(Exception):
    """What programs, versions or languages disagree about, or what is not computed here: no value is better."""


VALUE, DIVISION, MISSING, REFERENCE = "#VALUE!", "#DIV/0!", "#N/A", "#REF!"


def number(value: Scalar) -> float:
    """The value as a number, as arithmetic takes it: empty is 0, text is an error, and a digit string undecided."""
    if isinstance(value, str):
        if any(character.isdigit() for character in value):
            raise UndecidedError(value)
        raise CellError(VALUE)
    return float(value or 0.0)


def truth(value: Scalar) -> bool:
    """The value as a condition."""
    if isinstance(value, str):
        raise CellError(VALUE)
    return bool(value)


def words(value: Scalar) -> str:
    """The value as text beside other text. Truth values and exponents are written differently per language."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    written = f"{value:.{EXACT_DIGITS}g}"
    if isinstance(value, bool) or not written.lstrip("-").isdecimal():
        raise UndecidedError(written)
    return written


def is_number(value: Scalar) -> bool:
    """Whether a cell holds a number; truth values are none."""
    return isinstance(value, float)


def same(left: float, right: float) -> bool:
    """Whether two numbers are equal to a spreadsheet program."""
    return left == right or (left != 0 and right != 0 and math.isclose(left, right, rel_tol=SAME, abs_tol=0.0))


def added(left: float, right: float) -> float:
    """The sum, which is 0 where the two nearly cancel out."""
    return 0.0 if same(left, -right) else left + right


def compared(left: Scalar, right: Scalar) -> int:
    """-1, 0 or 1: numbers before text before truth values, text without regard to case, empty as 0 or no text."""
    if left is None:
        left = _empty_beside(right)
    if right is None:
        right = _empty_beside(left)
    ranks = _rank(left), _rank(right)
    if ranks[0] != ranks[1]:
        return -1 if ranks[0] < ranks[1] else 1
    if isinstance(left, str) and isinstance(right, str):
        one, other = left.casefold(), right.casefold()
        if one != other and not (one.isascii() and other.isascii()):
            raise UndecidedError("order of accented letters")
        return (one > other) - (one < other)
    a, b = number(left), number(right)
    return 0 if same(a, b) else (a > b) - (a < b)


def equal(left: Scalar, right: Scalar) -> bool:
    """Whether two values are equal; text without regard to case."""
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return compared(left, right) == 0


def criterion(wanted: Scalar) -> Callable[[Scalar], bool]:
    """The test that COUNTIF and SUMIFS make of their criterion: a number, or text that is equal.

    An empty cell as criterion counts as 0. Comparison signs, wildcards and an empty text mean different things to
    different programs: undecided.
    """
    if isinstance(wanted, bool):
        raise UndecidedError(wanted)
    if wanted is None or isinstance(wanted, float):
        sought = wanted or 0.0
        return lambda value: isinstance(value, float) and same(value, sought)
    if not wanted or wanted[0] in "<>=" or any(sign in wanted for sign in "*?~") or wanted.strip()[0].isdigit():
        raise UndecidedError(wanted)
    text = wanted.casefold()
    return lambda value: isinstance(value, str) and value.casefold() == text


def _empty_beside(other: Scalar) -> Scalar:
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0


def _rank(value: Scalar) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0
