"""Weights that make a sample add up to known totals: post-stratification, raking, calibration, trimming.

Tables in, tables out; a problem is raised with its reason and the inputs are never changed. Sources: Deville and
Sarndal (1992) for calibration, Deming and Stephan (1940) for raking, Kish (1965) for the design effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn, get_args

import numpy as np
import pandas as pd

from xl_addin.methods.weights.calibration_solver import Distance, DistanceName, solve
from xl_addin.methods.weights.feasibility import Bounds, explain, smallest_bounds
from xl_addin.methods.weights.margins import CalibrationProblem, Cells, Design, Factor, Floats, Given, Totals, as_number
from xl_addin.methods.weights.nonresponse import adjust_nonresponse
from xl_addin.methods.weights.trimming import trim
from xl_addin.methods.weights.weights import TOLERANCE, Weights

SWEEPS = 50
# A raked weight this small beside the others is on its way to 0: the margins have no solution with everyone in it.
VANISHING = 1e-7
WIDER = (0.0, 0.001, 0.01, 0.1, 1.0, 10.0)
"""How much wider than the narrowest bounds in theory those are that a method of solving can do with."""
MARGIN = ("factor", "klasse", "doel", "haalbaar")


def poststratify(units: pd.DataFrame, totals: Totals, base: Given = None, size: Given = None) -> Weights:
    """Weights that meet the totals of one factor: base x N_c / sum of base x size in the class.

    units: a row per unit; totals: {factor: Series class -> total}; base, size: a column name or a Series. After
    weighting, the weighted size per class equals its total. Raises CalibrationProblem.
    """
    if len(totals) != 1:
        raise CalibrationProblem("WEIGHTS_ONE_FACTOR", aantal=len(totals))
    return poststratified(Design(units, totals, base, size))


def poststratified(design: Design) -> Weights:
    """The same of units and totals that are known to be right."""
    design.only_classes()
    factor = design.factors[0]
    share = factor.totals / np.bincount(factor.codes, weights=design.mass, minlength=len(factor.totals))
    return Weights.of(design, share[factor.codes], 1, Distance("linear", -np.inf, np.inf))


def rake(units: pd.DataFrame, totals: Totals, base: Given = None, size: Given = None) -> Weights:
    """Weights that meet the totals of several factors at once, by proportional fitting of the base weights.

    Shapes as `poststratify`. Works on the cells of the cross table: units of one cell share one factor on their own
    base weight. Raises CalibrationProblem, with the margin that cannot be met when there is no solution.
    """
    return raked(Design(units, totals, base, size))


def raked(design: Design) -> Weights:
    """The same of units and totals that are known to be right."""
    design.only_classes()
    cells, distance = design.cells, Distance("raking", 0.0, np.inf)
    ratio, steps, gap = _fit(cells, design.factors)
    if gap > TOLERANCE or ratio.min() <= VANISHING * ratio.max():
        # Slow or impossible: Newton's method, from there, finds the same solution if there is one.
        start, masses = ratio, cells.sums * ratio
        further, newton = solve(design.cell_matrix, masses, design.targets, distance, TOLERANCE)
        ratio, steps = start * further, steps + newton
    weights = Weights.of(design, ratio[cells.of_unit], steps, distance)
    if not weights.converged or ratio.min() <= VANISHING * ratio.max():
        explain(design, 0.0, np.inf)
    return weights


def _fit(cells: Cells, factors: list[Factor]) -> tuple[Floats, int, float]:
    """Proportional fitting: the factor of each cell, the sweeps taken, the largest gap as a part of the grand total."""
    fitted, gap, sweep = cells.sums.copy(), np.inf, 0
    while gap > TOLERANCE and sweep < SWEEPS:
        sweep += 1
        gap = 0.0
        for column, factor in enumerate(factors):
            codes = cells.codes[:, column]
            reached = np.bincount(codes, weights=fitted, minlength=len(factor.totals))
            gap = max(gap, float(np.abs(reached - factor.totals).max() / factors[0].totals.sum()))
            fitted *= (factor.totals / reached)[codes]
    return fitted / cells.sums, sweep, gap


def calibrate(
    units: pd.DataFrame,
    totals: Totals,
    base: Given = None,
    size: Given = None,
    distance: DistanceName = "linear",
    bounds: tuple[float, float] | None = None,
) -> Weights:
    """Weights closest to the base weights that meet all totals; a numeric column's total is one number.

    distance: linear (GREG), raking or logit (which needs bounds); bounds: lowest and highest g = weight / base. With
    `size` the margins are met by weight x size, and g depends on the classes only. Collinear margins are allowed. A
    solution is found whenever there is one; else CalibrationProblem names the margin, and bounds that would work.
    """
    design = Design(units, totals, base, size)
    lower, upper = _checked(bounds, distance)
    weights = _calibrated(design, Distance(distance, lower, upper))
    if not weights.converged:
        _explain(design, distance, lower, upper)
    return weights


def _explain(design: Design, distance: DistanceName, lower: float, upper: float) -> NoReturn:
    """Raises why not; bounds that it recommends have been tried, from the narrowest outwards."""
    try:
        explain(design, lower if distance != "raking" else max(lower, 0.0), upper)
    except CalibrationProblem as problem:
        if problem.code != "BOUNDS_INFEASIBLE":
            raise
        low, high = (float(str(problem.values[name])) for name in ("nodig_laag", "nodig_hoog"))
        floor = 0.0 if lower >= 0 or distance != "linear" else -np.inf
        for wider in WIDER:
            bounds = max(low - wider, floor), high + wider
            if _calibrated(design, Distance(distance, *bounds)).converged:
                named = {"nodig_laag": round(bounds[0], 3), "nodig_hoog": round(bounds[1], 3)}
                raise CalibrationProblem(problem.code, **{**problem.values, **named}) from None
        raise CalibrationProblem("MARGIN_INFEASIBLE", **{n: problem.values[n] for n in MARGIN}) from None


def calibrated_above(design: Design, floors: Sequence[float]) -> tuple[Weights, float] | None:
    """Linear calibration with no g below a floor, and the first of the floors that allows it; None where none does."""
    tried = ((_calibrated(design, Distance("linear", floor, np.inf)), floor) for floor in floors)
    return next((made for made in tried if made[0].converged), None)


def _calibrated(design: Design, distance: Distance) -> Weights:
    cells = design.cells
    ratio, iterations = solve(design.cell_matrix, cells.sums, design.targets, distance, TOLERANCE)
    return Weights.of(design, ratio[cells.of_unit], iterations, distance)


def _checked(bounds: tuple[float, float] | None, distance: DistanceName) -> tuple[float, float]:
    known = get_args(DistanceName)
    if distance not in known:
        raise CalibrationProblem("DISTANCE_UNKNOWN", afstand=distance, bekend=", ".join(known))
    if bounds is None:
        if distance == "logit":
            raise CalibrationProblem("BOUNDS_NEEDED")
        return -np.inf, np.inf
    try:
        lower, upper = (as_number(bound) for bound in bounds)
    except (TypeError, ValueError):
        raise CalibrationProblem("BOUNDS_WRONG", laag=str(bounds), hoog="") from None
    boundless = distance == "logit" and not np.isfinite([lower, upper]).all()
    if not lower < 1 < upper or boundless or (distance != "linear" and lower < 0):
        raise CalibrationProblem("BOUNDS_WRONG", laag=lower, hoog=upper)
    return lower, upper


__all__ = [
    "Bounds",
    "CalibrationProblem",
    "Weights",
    "adjust_nonresponse",
    "calibrate",
    "poststratify",
    "rake",
    "smallest_bounds",
    "trim",
]
