"""Arithmetic on printed figures: the print itself, and the unrounded values that could stand behind it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """A figure as printed (`point`), and the lowest and highest value that is printed so."""

    point: float
    low: float
    high: float

    def __add__(self, other: object) -> Range:
        that = ranged(other)
        return Range(self.point + that.point, self.low + that.low, self.high + that.high)

    def __sub__(self, other: object) -> Range:
        return self + -ranged(other)

    def __neg__(self) -> Range:
        return Range(-self.point, -self.high, -self.low)

    def __mul__(self, other: object) -> Range:
        that = ranged(other)
        corners = [mine * theirs for mine in (self.low, self.high) for theirs in (that.low, that.high)]
        return Range(self.point * that.point, min(corners), max(corners))

    def __truediv__(self, other: object) -> Range:
        """Raises ZeroDivisionError when the divisor may be 0."""
        that = ranged(other)
        if that.low <= 0 <= that.high or that.point == 0:
            raise ZeroDivisionError
        corners = [mine / theirs for mine in (self.low, self.high) for theirs in (that.low, that.high)]
        return Range(self.point / that.point, min(corners), max(corners))


def ranged(value: object) -> Range:
    """A figure as it is; a constant as a figure without rounding."""
    if isinstance(value, Range):
        return value
    assert isinstance(value, int | float)
    return Range(float(value), float(value), float(value))


def printed_range(value: float, step: float) -> Range:
    """What a print with rounding to `step` can stand for; a finer print than that is taken as fine as it is.

    2,300 to hundreds: [2,250, 2,350]; 2,345 where hundreds are usual: [2,344.5, 2,345.5]. Step 0: exact.
    """
    while step > 1e-6 and abs(value / step - round(value / step)) > 1e-6:
        step /= 10
    return Range(value, value - step / 2, value + step / 2)


def total(parts: Sequence[Range]) -> Range:
    return sum(parts, start=ranged(0.0))


def mean(parts: Sequence[Range]) -> Range:
    return total(parts) / len(parts)


def dot(left: Sequence[Range], right: Sequence[Range]) -> Range:
    """The sum of the products, pair by pair."""
    return total([mine * theirs for mine, theirs in zip(left, right, strict=True)])


def weighted_mean(weights: Sequence[Range], values: Sequence[Range]) -> Range:
    """Sum of weight x value / sum of weights, with its exact range: a weight is one and the same above and below.

    The extremes lie at an end of every weight and value: the values all high (low), and the weights high for those
    above some border and low for those below (or the other way round).
    """
    highest = max(_quotients(weights, [value.high for value in values]))
    lowest = min(_quotients(weights, [value.low for value in values]))
    point = _quotient([weight.point for weight in weights], [value.point for value in values])
    return Range(point, lowest, highest)


def _quotients(weights: Sequence[Range], values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=lambda place: values[place])
    found = []
    for border, upward in itertools.product(range(len(order) + 1), (True, False)):
        above = set(order[border:]) if upward else set(order[:border])
        chosen = [max(weight.high if place in above else weight.low, 0.0) for place, weight in enumerate(weights)]
        if sum(chosen) > 0:
            found.append(_quotient(chosen, values))
    return found or [math.nan]


def _quotient(weights: Sequence[float], values: Sequence[float]) -> float:
    whole = sum(weights)
    products = [weight * value for weight, value in zip(weights, values, strict=True)]
    return sum(products) / whole if whole else math.nan


def least(parts: Sequence[Range]) -> Range:
    return Range(min(part.point for part in parts), min(part.low for part in parts), min(part.high for part in parts))


def greatest(parts: Sequence[Range]) -> Range:
    return Range(max(part.point for part in parts), max(part.low for part in parts), max(part.high for part in parts))
