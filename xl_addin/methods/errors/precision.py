"""Errors of estimates: totals, means, ratios, of a part of the population, and differences; with 95% intervals.

    figure = ratio(cost, persons, domain=size == "<30")
    linearised(figure, rake(units, totals), drawn(units.index, strata, population))

Linearised here; by jackknife and bootstrap in `replicates`. Sources: Sarndal, Swensson and Wretman (1992), chapters 5
and 6; Deville and Sarndal (1992) for the error after calibration; Lumley (2010) for the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.errors.sampling_design import Drawn, LonelyRule, drawn
from xl_addin.methods.errors.t_interval import reach
from xl_addin.methods.weights.margins import CalibrationProblem, Floats, listed
from xl_addin.methods.weights.weights import Weights

EXPLAINED = 1e-12
COLLINEAR = 1e-12
"""Margins that are this small a part of the largest beside the others follow from them."""


class Estimate(NamedTuple):
    """An estimate, its standard error, its 95% interval (t, df degrees of freedom) and how many units it rests on.

    design_effect: variance / that of a simple random draw of the same n; effective_n = n / design_effect. failed:
    replicates that could not be re-calibrated and were left out. NaN where a thing is not defined.
    """

    value: float
    se: float
    low: float
    high: float
    df: int
    n: int
    design_effect: float = float("nan")
    failed: int = 0

    @property
    def effective_n(self) -> float:
        """How many units of a simple random draw would tell as much."""
        return self.n / self.design_effect


class Term(NamedTuple):
    """One total, or one ratio of two totals, times a number; figures per unit, 0 outside its domain."""

    times: float
    upper: pd.Series
    lower: pd.Series | None


@dataclass(frozen=True)
class Figure:
    """What is estimated: a sum of totals and ratios. inside: the units it rests on."""

    terms: tuple[Term, ...]
    inside: pd.Series

    def over(self, index: pd.Index) -> Figure:
        """The same figure of the units in this order; raises CalibrationProblem where a unit has no figures."""
        absent = index.difference(self.inside.index)
        if len(absent):
            raise CalibrationProblem("VALUE_MISSING", eenheden=listed(absent))
        terms = tuple(
            Term(times, upper.reindex(index), None if lower is None else lower.reindex(index))
            for times, upper, lower in self.terms
        )
        return Figure(terms, self.inside.reindex(index))

    def values(self, weights: Floats) -> Floats:
        """The figure under each set of weights (sets x units)."""
        value = np.zeros(len(weights))
        for times, upper, lower in self.terms:
            value += times * _divided(weights @ upper.to_numpy(), None if lower is None else weights @ lower.to_numpy())
        return value

    def influence(self, weights: Floats) -> Floats:
        """The derivative of the figure to every unit's weight: y for a total, (y - R x) / X for a ratio."""
        influence = np.zeros(len(weights))
        for times, upper, lower in self.terms:
            y = upper.to_numpy()
            if lower is None:
                influence += times * y
            else:
                x = lower.to_numpy()
                whole = float(weights @ x)
                influence += times * (y - float(weights @ y) / whole * x) / whole
        return influence


def _divided(upper: Floats, lower: Floats | None) -> Floats:
    if lower is None:
        return upper
    quotient: Floats = np.divide(upper, lower, out=np.full(len(upper), np.nan), where=lower != 0)
    return quotient


def total(y: pd.Series, domain: pd.Series | None = None) -> Figure:
    """The total of y over the population, or over a domain (True or False per unit)."""
    inside = _inside(y.index, domain)
    return Figure((Term(1.0, _known(y, inside), None),), inside)


def mean(y: pd.Series, domain: pd.Series | None = None) -> Figure:
    """The mean of y per unit: weighted sum / sum of weights."""
    return ratio(y, pd.Series(1.0, index=y.index), domain)


def ratio(y: pd.Series, x: pd.Series, domain: pd.Series | None = None) -> Figure:
    """Total of y / total of x."""
    inside = _inside(y.index, domain)
    return Figure((Term(1.0, _known(y, inside), _known(x.reindex(y.index), inside)),), inside)


def difference(first: Figure, second: Figure) -> Figure:
    """The difference first - second, of the same units: for instance the ratios of two classes."""
    opposite = tuple(term._replace(times=-term.times) for term in second.terms)
    return Figure((*first.terms, *opposite), first.inside | second.inside)


def _inside(index: pd.Index, domain: pd.Series | None) -> pd.Series:
    if domain is None:
        return pd.Series(True, index=index)
    return domain.reindex(index).fillna(False).astype(bool)


def _known(figures: pd.Series, inside: pd.Series) -> pd.Series:
    known = figures.where(inside, 0.0).astype(float)
    if known.isna().any():
        raise CalibrationProblem("VALUE_MISSING", eenheden=listed(known.index[known.isna()]))
    return known


def linearised(figure: Figure, weights: Weights | pd.Series, sample: Drawn | None = None) -> Estimate:
    """The figure with its linearised error. weights: made here (their calibration is known, and lowers the error), or a
    Series of given weights; sample: how the units were drawn, by default as one simple random draw with replacement.

    Variance of the sum of weight x g-weighted residual of the influence on the calibration variables. Source: Deville
    and Sarndal (1992), section 3; the same as `svytotal`, `svymean`, `svyratio` on a calibrated design in R.
    """
    weight = weights.weight if isinstance(weights, Weights) else weights
    figure, sample = figure.over(weight.index), sample.over(weight.index) if sample else drawn(weight.index)
    w = weight.to_numpy(dtype=float)
    influence = figure.influence(w)
    left = residuals(weights, influence[:, None]) if isinstance(weights, Weights) else influence[:, None]
    variance = float(sample.variance(w[:, None] * left)[0])
    inside = figure.inside.to_numpy()
    plain = _plain_variance(w, influence, sample)
    return estimate(
        float(figure.values(w[None, :])[0]), variance, sample.freedom(inside), int(inside.sum()), plain=plain
    )


def estimate(value: float, variance: float, df: int, n: int, plain: float = float("nan"), failed: int = 0) -> Estimate:
    """An estimate with its interval: value -/+ t(df) x se; without degrees of freedom there is no interval."""
    se = float(np.sqrt(variance))
    width = float(reach(se, df))
    effect = variance / plain if plain > 0 else float("nan")
    return Estimate(value, se, value - width, value + width, df, n, effect, failed)


def residuals(weights: Weights, influence: Floats) -> Floats:
    """What the calibration variables do not explain of the influence (units x figures).

    Regression with weights base x size of influence / size on the margins; the size is put back afterwards, since the
    margins are met by weight x size.
    """
    spanned = span(weights)
    return unexplained(influence, influence - spanned.back @ (spanned.forth.T @ influence))


class Span(NamedTuple):
    """What the margins explain of any figures f: back @ (forth' @ f); both units x independent margins."""

    back: Floats
    forth: Floats


def span(weights: Weights) -> Span:
    """The regression on the margins with weights base x size, of figures per unit of size."""
    design = weights.design
    root, size = np.sqrt(design.mass)[:, None], design.size[:, None]
    directions, sizes, _ = np.linalg.svd(design.matrix * root, full_matrices=False)
    directions = directions[:, sizes > COLLINEAR * sizes[0]]
    return Span(size / root * directions, root / size * directions)


def unexplained(influence: Floats, left: Floats) -> Floats:
    """What is left, without the noise of floating point where all of it is explained."""
    return np.asarray(np.where(np.abs(left) > EXPLAINED * np.abs(influence).max(axis=-2, keepdims=True), left, 0.0))


def _plain_variance(weight: Floats, influence: Floats, sample: Drawn) -> float:
    """The variance that a simple random draw of as many units would have, as `deff` in R."""
    count, whole = len(weight), float(weight.sum())
    if count < 2:
        return float("nan")
    centre = float(weight @ influence) / whole
    spread = float(weight @ np.square(influence - centre)) / whole * count / (count - 1)
    return whole**2 * spread / count * max(1 - count / float(sample.population.sum()), 0.0)


__all__ = [
    "Drawn",
    "Estimate",
    "Figure",
    "LonelyRule",
    "difference",
    "drawn",
    "linearised",
    "mean",
    "ratio",
    "total",
]
