"""Trimming: weights no larger than a cap, or of no larger design effect, that still meet all totals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from xl_addin.methods.weights.calibration_solver import Distance, solve
from xl_addin.methods.weights.feasibility import explain, lowest_cap
from xl_addin.methods.weights.margins import CalibrationProblem, Design, Given, Totals
from xl_addin.methods.weights.weights import TOLERANCE, Weights

HALVINGS = 40


def trim(
    units: pd.DataFrame,
    totals: Totals,
    weight: pd.Series,
    size: Given = None,
    cap: float | None = None,
    design_effect: float | None = None,
) -> Weights:
    """Weights no larger than `cap`, or with a design effect no larger than asked, that still meet all totals.

    The weights under the cap move as little as possible (raking distance). Raises CalibrationProblem when the totals
    cannot be met that way, with the lowest cap or design effect that can: trimming is never silently skipped.
    """
    if (cap is None) == (design_effect is None):
        raise CalibrationProblem("TRIM_ONE_LIMIT")
    design = Design(units, totals, weight, size)
    if cap is not None:
        return _capped(design, cap)
    assert design_effect is not None
    return _to_design_effect(design, design_effect)


def _capped(design: Design, cap: float) -> Weights:
    if not cap > 0:
        raise CalibrationProblem("TRIM_CAP", plafond=cap)
    upper = cap / design.base
    distance = Distance("raking", np.zeros_like(upper), upper)
    ratio, iterations = solve(design.matrix, design.mass, design.targets, distance, TOLERANCE)
    weights = Weights.of(design, ratio, iterations, distance)
    if not weights.converged:
        least = lowest_cap(design)
        if least is None:
            explain(design, 0.0, np.inf)
        raise CalibrationProblem("TRIM_INFEASIBLE", plafond=cap, laagste=float(np.ceil(least * 1000 + 0.01) / 1000))
    return weights


def _to_design_effect(design: Design, goal: float) -> Weights:
    """The highest cap with a design effect of at most `goal`, by halving between the lowest cap and no cap."""
    # the lowest cap itself may be out of reach in floating point
    low = (lowest_cap(design) or 0.0) * (1 + 1e-9)
    high = max(float(design.base.max()), low)
    best = start = _capped(design, high)
    if start.design_effect <= goal:
        return start
    found: Weights | None = None
    for step in range(HALVINGS):
        cap = low if step == 0 else (low + high) / 2
        tried = _capped(design, cap)
        best = min(best, tried, key=lambda weights: weights.design_effect)
        if tried.design_effect <= goal:
            found, low = tried, cap
        elif step:
            high = cap
    if found is None:
        raise CalibrationProblem("TRIM_EFFECT", gevraagd=goal, bereikt=round(best.design_effect, 3))
    return found
