"""Standard errors of the study's estimates: linearised, with the calibration of the weights known.

What is assumed: a class figure (weging `ratio`) rests on a simple random draw of municipalities within that class; a
figure with weights on a simple random draw within each class of inhabitants. Both without replacement from the
frame, so that a class in which every municipality responded adds no error. See docs/weging.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.columns import MACRO, RATIO
from xl_addin.methods.drawn import Drawn
from xl_addin.methods.margins import Floats
from xl_addin.methods.precision import EXPLAINED, residuals
from xl_addin.methods.weights import Weights

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Movements:
    """How far each respondent moves an estimate: its weight x what calibration leaves of its influence.

    codes: the respondents; inside: who counts in which place (codes x places); moved: the same shape per weight set.
    The variance of the estimate is that of the sum of the movements.
    """

    codes: pd.Index
    inside: Flags
    moved: Mapping[str, Floats]

    def plus(self, other: Movements) -> Movements:
        """The movements of the sum of two estimates in the same places; a respondent of one of them moves one."""
        codes = self.codes.union(other.codes)
        mine, theirs = self.over(codes), other.over(codes)
        shared = [name for name in mine.moved if name in theirs.moved]
        return Movements(
            codes, mine.inside | theirs.inside, {name: mine.moved[name] + theirs.moved[name] for name in shared}
        )

    def times(self, factor: float) -> Movements:
        """The movements of a number times the estimate."""
        return Movements(self.codes, self.inside, {name: moved * factor for name, moved in self.moved.items()})

    def over(self, codes: pd.Index) -> Movements:
        """The same for more respondents, who move nothing."""
        place = codes.get_indexer(self.codes)
        inside = np.zeros((len(codes), self.inside.shape[1]), dtype=bool)
        inside[place] = self.inside
        moved = {name: np.zeros(inside.shape) for name in self.moved}
        for name, table in moved.items():
            table[place] = self.moved[name]
        return Movements(codes, inside, moved)

    def errors(self, population: Floats | None, sample: Drawn | None) -> dict[str, Floats]:
        """The standard error per weight set and place. population: municipalities of the frame per place."""
        found: dict[str, Floats] = {}
        for name, moved in self.moved.items():
            if name == RATIO:
                found[name] = self._within_place(population)
            else:
                error = np.full(moved.shape[1], np.nan) if sample is None else np.sqrt(sample.variance(moved))
                found[name] = np.where(self._alone(population), np.nan, error)
        return found

    def _alone(self, population: Floats | None) -> Flags:
        """Where one respondent stands for more municipalities: it has no residual, which is no error of 0."""
        alone: Flags = self.inside.sum(axis=0) == 1
        return alone if population is None else alone & (population > 1)

    def _within_place(self, population: Floats | None) -> Floats:
        """As a simple random draw of m of the M municipalities of a place: (1 - m / M) m / (m - 1) sum of squares."""
        count = self.inside.sum(axis=0)
        if population is None:
            return np.full(len(count), np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            squares = np.square(self.moved[RATIO]).sum(axis=0)
            variance = np.clip(1 - count / population, 0.0, None) * count / (count - 1) * squares
        # where every municipality of a class responded nothing is left to chance
        variance[(count > 0) & (count == population)] = 0.0
        return np.asarray(np.sqrt(np.where(count > 1, variance, np.where(count == population, variance, np.nan))))


def ratio_influence(weight: Floats, y: Floats, x: Floats, inside: Flags) -> Floats:
    """(y - R x) / X inside the place, 0 outside: units x places."""
    upper, whole = (weight * y) @ inside, (weight * x) @ inside
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = upper / whole * x[:, None]
        left = y[:, None] - expected
        # a municipality alone in its place is the ratio itself, but for the noise of floating point
        left = np.where(np.abs(left) > EXPLAINED * np.abs(expected), left, 0.0)
        influence: Floats = np.where(inside & (whole != 0), left / whole, 0.0)
    return influence


def one_way_movements(weights: Weights, codes: pd.Index, influence: Floats, rest: float, persons: Floats) -> Floats:
    """Movements under a one-way set; class onbekend, `rest` persons per person that responded, has the mean of all.

    influence: codes x figures. The rest is a second ratio estimate, over all respondents.
    """
    moved: Floats = rest * (influence - persons[:, None] * (influence.sum(axis=0) / persons.sum()))
    place = codes.get_indexer(weights.weight.index)
    moved[place] += weights.weight.to_numpy()[:, None] * residuals(weights, influence[place])
    return moved


def joint_movements(weights: Weights, influence: Floats) -> Floats:
    """Movements under a set that weighs every respondent."""
    return np.asarray(weights.weight.to_numpy()[:, None] * residuals(weights, influence))


def with_macro(moved: dict[str, Floats], one_way: Sequence[str]) -> dict[str, Floats]:
    """Adds the mean of the one-way sets, linearised jointly, since their errors go together."""
    if one_way and all(name in moved for name in one_way):
        moved[MACRO] = np.mean([moved[name] for name in one_way], axis=0)
    return moved
