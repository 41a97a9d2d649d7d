"""Replicate weights, each re-calibrated to the same totals, and the errors they give: jackknife and bootstrap.

A replicate whose totals cannot be met (the only unit of a class left out) is left out itself and counted. In the
jackknife that leaves the unit without error, as the linearised error does: it has no residual.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.errors.precision import Estimate, Figure, estimate
from xl_addin.methods.errors.sampling_design import Drawn, drawn
from xl_addin.methods.weights.calibration_solver import STEPS, Distance, DistanceName, solve_many
from xl_addin.methods.weights.margins import Codes, Floats
from xl_addin.methods.weights.weights import ACCEPTED, TOLERANCE, Weights

Flags = npt.NDArray[np.bool_]
LINEAR: DistanceName = "linear"
FEW_STEPS = 25
"""A replicate starts near its solution: one that is not there by then has none."""


class Replicates(NamedTuple):
    """Weights per replicate (replicates x units), what a squared deviation counts for, and the sample's own weights."""

    weights: Floats
    scale: Floats
    whole: pd.Series
    sample: Drawn
    failed: int


def replicated(figure: Figure, replicates: Replicates) -> Estimate:
    """The figure, with the error from its deviations per replicate from the estimate on the whole sample."""
    figure = figure.over(replicates.whole.index)
    value = float(figure.values(replicates.whole.to_numpy()[None, :])[0])
    squares = np.square(figure.values(replicates.weights) - value)
    inside = figure.inside.to_numpy()
    sample = replicates.sample
    variance = float(replicates.scale @ squares)
    return estimate(value, variance, sample.freedom(inside), int(inside.sum()), failed=replicates.failed)


def jackknife(weights: Weights | pd.Series, sample: Drawn | None = None) -> Replicates:
    """One replicate per unit left out; the others of its stratum carry its weight. JK1 for one stratum, else JKn.

    A squared deviation counts for (1 - n_h / N_h) (n_h - 1) / n_h. A lonely stratum has no replicate of its own
    (certainty), or one in which all other strata carry its weight (adjust); `average` scales the variance up. Source:
    Wolter (2007), chapter 4; Lumley (2010), 2.3.
    """
    whole = weights.weight if isinstance(weights, Weights) else weights
    sample = sample.over(whole.index) if sample else drawn(whole.index)
    strata, n = len(sample.drawn), sample.drawn[sample.stratum]
    same = np.equal.outer(sample.stratum, sample.stratum)
    factor = np.where(same, (n / np.where(n > 1, n - 1, 1.0))[:, None], 1.0)
    scale = sample.correction[sample.stratum] * (n - 1) / n
    lonely = sample.lonely_strata[sample.stratum] & (sample.lonely == "adjust") & (strata > 1)
    factor[lonely] = strata / max(strata - 1, 1)
    scale[lonely] = sample.correction[sample.stratum][lonely] * (strata - 1) / strata
    np.fill_diagonal(factor, 0.0)
    used = scale > 0
    return _recalibrated(weights, sample, factor[used], scale[used] * sample.spread)


def bootstrap(
    weights: Weights | pd.Series, sample: Drawn | None = None, count: int = 2_000, seed: int = 1
) -> Replicates:
    """Rescaled bootstrap: n_h - 1 units drawn with replacement in every stratum, r_i times unit i, and the weight times
    1 - c + c r_i n_h / (n_h - 1) with c = sqrt(1 - n_h / N_h).

    No weight becomes negative. A lonely stratum does not vary (certainty), but under `average` scales the variance up.
    Source: Rao and Wu (1988); Rao, Wu and Yue (1992).
    """
    whole = weights.weight if isinstance(weights, Weights) else weights
    sample = sample.over(whole.index) if sample else drawn(whole.index)
    random = np.random.default_rng(seed)
    factor = np.ones((count, len(whole)))
    for stratum in np.flatnonzero(sample.drawn > 1):
        units = np.flatnonzero(sample.stratum == stratum)
        n = len(units)
        times = random.multinomial(n - 1, np.full(n, 1 / n), size=count)
        c = np.sqrt(sample.correction[stratum])
        factor[:, units] = 1 - c + c * times * n / (n - 1)
    return _recalibrated(weights, sample, factor, np.full(count, sample.spread), averaged=True)


def _recalibrated(
    weights: Weights | pd.Series, sample: Drawn, factor: Floats, scale: Floats, averaged: bool = False
) -> Replicates:
    """Replicates of the base weights x factor, calibrated as the weights were; given weights are not calibrated.

    averaged: the variance is the mean over the replicates that could be made, not their sum.
    """
    if isinstance(weights, pd.Series):
        made, good = weights.to_numpy(dtype=float) * factor, np.ones(len(factor), dtype=bool)
        whole = weights
    else:
        design, whole = weights.design, weights.weight
        ratio, gap = _ratios(weights, factor)
        good = gap <= ACCEPTED
        made = (design.base * factor * ratio)[good]
    share = float(good.sum()) if averaged else 1.0
    return Replicates(made, scale[good] / share, whole, sample, int((~good).sum()))


class Recalibrated(NamedTuple):
    """Per replicate the ratio g of every cell, and whether it meets the totals; of_unit: the cell of each unit."""

    ratio: Floats
    good: Flags
    of_unit: Codes


def recalibrated(weights: Weights, factor: Floats) -> Recalibrated:
    """The weights made anew from base weights x factor (replicates x units).

    Where bounds stand in the way of a replicate it is made without them.
    """
    ratio, gap = _cell_ratios(weights, factor, ACCEPTED, FEW_STEPS)
    short = gap > ACCEPTED
    if short.any() and weights.distance.name == LINEAR and np.isfinite(weights.distance.lower).all():
        free = dataclasses.replace(weights, distance=Distance(LINEAR, -np.inf, np.inf))
        ratio[short], gap[short] = _cell_ratios(free, factor[short], ACCEPTED, FEW_STEPS)
    return Recalibrated(ratio, gap <= ACCEPTED, weights.design.cells.of_unit)


def _ratios(weights: Weights, factor: Floats) -> tuple[Floats, Floats]:
    """The ratios g per replicate and unit, and the largest gap per replicate; on cells where units share bounds."""
    design, distance = weights.design, weights.distance
    if np.ndim(distance.upper):
        solved = solve_many(design.matrix, design.mass * factor, design.targets, distance, TOLERANCE)
        return solved.ratio, solved.gap
    ratio, gap = _cell_ratios(weights, factor)
    return ratio[:, design.cells.of_unit], gap


def _cell_ratios(
    weights: Weights, factor: Floats, tolerance: float = TOLERANCE, most: int = STEPS
) -> tuple[Floats, Floats]:
    design = weights.design
    cells = design.cells
    per_cell = np.equal.outer(cells.of_unit, np.arange(len(cells.sums))).astype(float)
    masses = (design.mass * factor) @ per_cell
    solved = solve_many(design.cell_matrix, masses, design.targets, weights.distance, tolerance, most)
    return solved.ratio, solved.gap
