"""Seeded draws by the rules of the recipe, the same on every machine."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

Answer = float | str


class Draw:
    """Seeded draws that give the same on every machine: only the uniform draw of the standard library is used."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def one_of(self, choices: Sequence[Any]) -> Any:
        return choices[int(self._random.random() * len(choices))]

    def number(self, bounds: Sequence[float]) -> float:
        """A number between low and high, rounded to the step."""
        low, high, step = bounds
        return to_step(low + (high - low) * self._random.random(), step)

    def answer(self, rule: Any) -> Answer:
        """A draw by a rule of the recipe: one of some answers, or a number."""
        if isinstance(rule, Mapping):
            chosen = self.one_of(rule["of"])
            return chosen if isinstance(chosen, str) else float(chosen)
        return self.number(rule)

    def years(self, shares: Sequence[float]) -> tuple[float, ...]:
        """Shares of the years around the given ones, in hundredths, adding up to 1."""
        first = [round(share * (0.9 + 0.2 * self._random.random()), 2) for share in shares[1:]]
        return (round(1 - sum(first), 2), *first)


def to_step(value: float, step: float) -> float:
    """The nearest multiple of the step, without the noise of binary fractions."""
    return round(float(round(value / step) * step), 6)


def portions(amount: float, weights: Sequence[float], limits: Sequence[float]) -> list[float]:
    """The amount divided in proportion to the weights, no portion above its limit; what does not fit goes to the rest.

    An amount above all limits together gives the limits.
    """
    given = [0.0] * len(weights)
    open_places = {place for place, weight in enumerate(weights) if weight > 0 and limits[place] > 0}
    left = min(amount, sum(limits[place] for place in open_places))
    while open_places and left > 1e-9:
        unit = left / sum(weights[place] for place in open_places)
        full = {place for place in open_places if weights[place] * unit >= limits[place]}
        for place in full or open_places:
            given[place] = limits[place] if full else weights[place] * unit
        left -= sum(given[place] for place in full or open_places)
        open_places = open_places - full if full else set()
    return given


def whole_persons(total: int, weights: Sequence[float]) -> list[int]:
    """A number of persons divided in proportion to the weights in whole persons, the largest remainders first."""
    exact = [total * weight / sum(weights) for weight in weights]
    given = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (given[place] - exact[place], place))
    for place in by_remainder[: total - sum(given)]:
        given[place] += 1
    return given
