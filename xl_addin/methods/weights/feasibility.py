"""Whether totals can be met, and how far the weights must go for it: linear programs over the cells.

Told as a CalibrationProblem with the class by name and, where bounds stand in the way, the smallest that work.
"""

from __future__ import annotations

from typing import NamedTuple, NoReturn

import numpy as np
import pandas as pd

from xl_addin.methods.weights.margins import CLASS, FACTOR, CalibrationProblem, Design, Floats, Given, Totals

# Margins within this part of the largest total are met, for a linear program.
MET = 1e-7


class Bounds(NamedTuple):
    """The lowest and highest g = weight / base."""

    lower: float
    upper: float


def smallest_bounds(
    units: pd.DataFrame, totals: Totals, base: Given = None, size: Given = None, lower: float | None = None
) -> Bounds:
    """The narrowest bounds on g = weight / base, around 1, within which all totals can be met, told before solving.

    Shapes as `calibrate`; `lower` fixes the lower bound and asks for the smallest upper. With bounds a little wider
    `calibrate` has a solution. Raises CalibrationProblem, with the margin in the way, when no bounds serve.
    """
    design = Design(units, totals, base, size)
    found = narrowest(design, lower)
    if found is None:
        explain(design, -np.inf if lower is None else lower, np.inf)
    return found


def narrowest(design: Design, lower: float | None = None) -> Bounds | None:
    """The narrowest bounds that work: least upper - lower with lower <= 1 <= upper; None when there are none."""
    from scipy import sparse  # a large library, for the few weightings that need a linear program
    from scipy.optimize import linprog

    mass, matrix = design.cells.sums, design.cell_matrix
    count = len(mass)
    ones = sparse.csr_array(np.ones((count, 1)))
    above = sparse.hstack([sparse.eye_array(count), sparse.csr_array((count, 1)), -ones])
    below = sparse.hstack([-sparse.eye_array(count), ones, sparse.csr_array((count, 1))])
    found = linprog(
        np.concatenate([np.zeros(count), [-1.0, 1.0]]),
        A_ub=sparse.vstack([above, below]),
        b_ub=np.zeros(2 * count),
        A_eq=sparse.csr_array(np.hstack([(matrix * mass[:, None]).T, np.zeros((matrix.shape[1], 2))])),
        b_eq=design.targets,
        bounds=[(None, None)] * count + [(lower, 1.0 if lower is None else lower), (1.0, None)],
        method="highs",
    )
    return Bounds(float(found.x[-2]), float(found.x[-1])) if found.status == 0 else None


def lowest_cap(design: Design) -> float | None:
    """The lowest cap on the weights of single units with which all totals can be met; None when there is none."""
    from scipy import sparse  # a large library, for the few weightings that need a linear program
    from scipy.optimize import linprog

    count, margins = len(design.size), design.matrix.shape[1]
    found = linprog(
        np.append(np.zeros(count), 1.0),
        A_ub=sparse.hstack([sparse.eye_array(count), sparse.csr_array(-np.ones((count, 1)))]),
        b_ub=np.zeros(count),
        A_eq=sparse.csr_array(np.hstack([(design.matrix * design.size[:, None]).T, np.zeros((margins, 1))])),
        b_eq=design.targets,
        bounds=(0.0, None),
        method="highs",
    )
    return float(found.x[-1]) if found.status == 0 else None


def explain(design: Design, lower: float, upper: float) -> NoReturn:
    """Raises with the margin that cannot be met with g between the bounds, and with the smallest bounds that work."""
    mass, matrix = design.cells.sums, design.cell_matrix
    gap = _least_gap(matrix, design.targets, lower * mass, upper * mass)
    if gap is None or np.abs(gap).max() <= MET * np.abs(design.targets).max():
        raise CalibrationProblem("NOT_CONVERGED")
    place = int(np.abs(gap).argmax())
    worst = design.margins(design.base).iloc[place]
    reach = 1 - float(gap[place] / design.targets[place]) if design.targets[place] else np.nan
    margin = {
        "factor": worst[FACTOR],
        "klasse": worst[CLASS],
        "doel": round(float(worst["doel"]), 2),
        "haalbaar": round(float(worst["doel"]) * reach, 2),
    }
    bounded = lower > 0 or np.isfinite(upper)
    needed = narrowest(design) if bounded else None
    if needed is not None and needed.lower < 0 <= lower:
        needed = narrowest(design, 0.0)
    if needed is None:
        raise CalibrationProblem("MARGIN_INFEASIBLE", **margin)
    tried = {"laag": lower, "hoog": upper, "nodig_laag": _down(needed.lower), "nodig_hoog": -_down(-needed.upper)}
    raise CalibrationProblem("BOUNDS_INFEASIBLE", **margin, **tried)


def _down(value: float) -> float:
    """Three decimals, clearly below the value: bounds that are printed must work when typed over."""
    return float(np.floor(value * 1000 - 0.01) / 1000)


def _least_gap(matrix: Floats, targets: Floats, lowest: Floats, highest: Floats) -> Floats | None:
    """Target - achieved per margin at the least total gap that masses between lowest and highest allow."""
    free, count = matrix.shape
    limits = np.zeros((free + 2 * count, 2))
    limits[:free, 0], limits[:free, 1], limits[free:, 1] = lowest, highest, np.inf
    from scipy import sparse  # a large library, for the few weightings that need a linear program
    from scipy.optimize import linprog

    found = linprog(
        np.concatenate([np.zeros(free), np.ones(2 * count)]),
        A_eq=sparse.csr_array(np.hstack([matrix.T, np.eye(count), -np.eye(count)])),
        b_eq=targets,
        bounds=limits,
        method="highs",
    )
    return found.x[free : free + count] - found.x[free + count :] if found.status == 0 else None
