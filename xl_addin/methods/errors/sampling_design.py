"""How the units of a sample were drawn, and what that says about the variance of a weighted sum of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.weights.margins import CalibrationProblem, Codes, Floats, listed

LonelyRule = Literal["certainty", "adjust", "average", "fail"]


@dataclass(frozen=True)
class Drawn:
    """A simple random draw without replacement within every stratum.

    stratum: number per unit; drawn, population: n_h and N_h (infinite = no finite population correction); lonely: what
    a stratum counts for that has one unit and more in the population. Made by `drawn`.
    """

    index: pd.Index
    stratum: Codes
    drawn: Floats
    population: Floats
    lonely: LonelyRule

    def over(self, index: pd.Index) -> Drawn:
        """The same draw with the units in this order; raises CalibrationProblem for a unit that was not drawn."""
        place = self.index.get_indexer(index)
        if (place < 0).any():
            raise CalibrationProblem("CLASS_MISSING", factor="stratum", eenheden=listed(index[place < 0]))
        return replace(self, index=index, stratum=self.stratum[place])

    @property
    def correction(self) -> Floats:
        """1 - n_h / N_h per stratum: 0 where every unit of the population was taken."""
        return 1 - self.drawn / self.population

    @cached_property
    def member(self) -> Floats:
        """Strata x units: 1 where the unit lies in the stratum."""
        return np.equal.outer(np.arange(len(self.drawn)), self.stratum).astype(float)

    @cached_property
    def jackknife_factors(self) -> Floats:
        """Row i: what every base weight is multiplied by without unit i; the others of its stratum carry its weight."""
        n = self.drawn[self.stratum]
        same = np.equal.outer(self.stratum, self.stratum)
        factor = np.where(same, (n / np.where(n > 1, n - 1, 1.0))[:, None], 1.0)
        np.fill_diagonal(factor, 0.0)
        return np.asarray(factor)

    @cached_property
    def jackknife_scale(self) -> Floats:
        """What a squared deviation without each unit counts for: (1 - n_h / N_h) (n_h - 1) / n_h."""
        n = self.drawn[self.stratum]
        return np.asarray(self.correction[self.stratum] * (n - 1) / n)

    @cached_property
    def carried(self) -> Floats:
        """Per stratum how much more each of the others counts without one: n_h / (n_h - 1) - 1."""
        return np.asarray(np.where(self.drawn > 1, 1 / np.where(self.drawn > 1, self.drawn - 1, 1.0), 0.0))

    @cached_property
    def units(self) -> list[Codes]:
        """Per stratum the places of its units."""
        return [np.flatnonzero(self.stratum == h) for h in range(len(self.drawn))]

    def centred(self, figures: Floats) -> Floats:
        """The mean of the stratum taken away (... x units x figures) and scaled, so that the sum of squares is the
        stratified variance.
        """
        n = self.drawn[self.stratum]
        mean = np.matmul(self.member / self.drawn[:, None], figures)
        scale = np.sqrt(self.correction[self.stratum] * n / np.where(n > 1, n - 1, 1.0))
        return np.asarray((figures - mean[..., self.stratum, :]) * scale[:, None])

    @property
    def lonely_strata(self) -> npt.NDArray[np.bool_]:
        """The strata with one unit, more than which exist."""
        return np.asarray((self.drawn == 1) & (self.population > 1))

    @property
    def spread(self) -> float:
        """What the rule `average` multiplies the variance by: all strata / those whose variance is known."""
        lonely = int(self.lonely_strata.sum()) if self.lonely == "average" else 0
        known = len(self.drawn) - lonely
        return len(self.drawn) / known if known else float("nan")

    def variance(self, contributions: Floats) -> Floats:
        """Sum over strata of (1 - n_h / N_h) n_h / (n_h - 1) x the squared deviations from the mean of the stratum.

        contributions: units x figures, weight x influence. A lonely stratum counts 0 (certainty), its squared
        contribution (adjust), or the mean of the other strata (average), as `survey.lonely.psu` in R. Source: Sarndal,
        Swensson and Wretman (1992), 3.7; Lumley (2010), 2.4.
        """
        member = self.member
        mean = member @ contributions / self.drawn[:, None]
        square = member @ np.square(contributions - mean[self.stratum])
        factor = self.correction * self.drawn / np.where(self.drawn > 1, self.drawn - 1, 1.0)
        variance = factor @ square
        if self.lonely == "adjust":
            variance = variance + (self.correction * self.lonely_strata) @ (member @ np.square(contributions))
        return np.asarray(variance * self.spread)

    def freedom(self, inside: npt.NDArray[np.bool_]) -> int:
        """Degrees of freedom of a figure on the units inside: their number - the strata they lie in."""
        return int(inside.sum()) - len(np.unique(self.stratum[inside]))


def drawn(
    index: pd.Index,
    strata: pd.Series | None = None,
    population: pd.Series | float | None = None,
    lonely: LonelyRule = "adjust",
) -> Drawn:
    """The draw of the units in `index`. strata: a stratum per unit, or None for one; population: the number of units in
    the population per stratum (or one number without strata), None = no finite population correction.

    Raises CalibrationProblem: a unit without stratum, a stratum without population, more units than the population has,
    or, under the rule `fail`, a lonely stratum.
    """
    named = pd.Series("", index=index) if strata is None else strata.reindex(index)
    if named.isna().any():
        raise CalibrationProblem("CLASS_MISSING", factor="stratum", eenheden=listed(index[named.isna()]))
    codes, names = pd.factorize(named, sort=True)
    counts = np.bincount(codes, minlength=len(names)).astype(float)
    if population is None:
        sizes = pd.Series(np.inf, index=names)
    elif isinstance(population, pd.Series):
        sizes = population.reindex(names).astype(float)
    else:
        sizes = pd.Series(float(population), index=names)
    if sizes.isna().any():
        raise CalibrationProblem("CLASS_WITHOUT_TOTAL", factor="stratum", klasse=listed(sizes.index[sizes.isna()]))
    found = Drawn(index, codes, counts, np.asarray(sizes, dtype=np.float64), lonely)
    small = names[counts > found.population]
    if len(small):
        raise CalibrationProblem("POPULATION_TOO_SMALL", klasse=listed(pd.Index(small)))
    if lonely == "fail" and found.lonely_strata.any():
        raise CalibrationProblem("LONELY_STRATUM", klasse=listed(pd.Index(names[found.lonely_strata])))
    return found
