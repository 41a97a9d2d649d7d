"""Calibration solved in its dual: a damped Newton search for one multiplier per margin.

Minimises sum(B G(x'l)) - t'l, with G' = F the ratio g of a distance (Deville and Sarndal, 1992). The function is convex
and smooth enough also when F is cut off at bounds, so a bounded problem is solved whenever a solution exists.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
DistanceName = Literal["linear", "raking", "logit"]
STEPS = 100
HALVINGS = 40


class Values(NamedTuple):
    """G, its derivative F (the ratio g) and its second derivative, elementwise."""

    potential: Floats
    ratio: Floats
    slope: Floats


class Distance(NamedTuple):
    """A distance with bounds on g (numbers or one per row; infinite = none)."""

    name: DistanceName
    lower: float | Floats
    upper: float | Floats

    def at(self, point: Floats) -> Values:
        """G, F and F' at each value of x'l."""
        if self.name == "logit":
            return _logit(point, self.lower, self.upper)
        if self.name == "linear":
            low, high = np.subtract(self.lower, 1.0), np.subtract(self.upper, 1.0)
            inner = np.clip(point, low, high)
            ratio = 1 + inner
            potential = inner + inner**2 / 2 + (point - inner) * ratio
        else:
            with np.errstate(divide="ignore"):
                low, high = np.log(np.maximum(self.lower, 0.0)), np.log(self.upper)
            inner = np.clip(point, low, np.minimum(high, 500.0))
            ratio = np.exp(inner)
            potential = ratio + (point - inner) * ratio
        within = (point >= low) & (point <= high)
        slope = np.where(within, 1.0 if self.name == "linear" else ratio, 0.0)
        return Values(potential, ratio, slope)


def _logit(point: Floats, lower: float | Floats, upper: float | Floats) -> Values:
    width = np.subtract(upper, lower)
    below, above = np.subtract(1.0, lower), np.subtract(upper, 1.0)
    steep = width / (below * above)
    # share of the way from lower to upper; written with logaddexp, so that a large point does not overflow
    log_low, log_high = np.log(above), np.log(below) + steep * point
    log_sum = np.logaddexp(log_low, log_high)
    share = np.exp(log_high - log_sum)
    return Values(
        np.asarray(lower * point + width / steep * log_sum),
        np.asarray(lower + width * share),
        np.asarray(width * steep * share * (1 - share)),
    )


def solve(matrix: Floats, mass: Floats, targets: Floats, distance: Distance, tolerance: float) -> tuple[Floats, int]:
    """The ratio g per row of `matrix` with sum(mass x g x row) = targets as closely as can be, and the steps taken.

    matrix: rows x margins; mass: base x size per row. Collinear margins are allowed. Whether the targets are met is
    for the caller to judge; where they cannot be, the search stops without one.
    """
    scale = float(mass.sum()) or 1.0
    mass, targets = mass / scale, targets / scale
    # start at the overall ratio, so that base weights of any scale are as good
    multiplier = np.zeros(matrix.shape[1])
    values = distance.at(matrix @ multiplier)
    value = float(mass @ values.potential - targets @ multiplier)
    limit = tolerance * float(np.abs(targets).max())
    for step in range(1, STEPS + 1):
        gradient = matrix.T @ (mass * values.ratio) - targets
        if np.abs(gradient).max() <= limit:
            return values.ratio, step - 1
        direction = _direction(matrix, mass * values.slope, gradient)
        descent = float(gradient @ direction)
        length, moved = 1.0, False
        for _ in range(HALVINGS):
            trial = multiplier + length * direction
            tried = distance.at(matrix @ trial)
            new = float(mass @ tried.potential - targets @ trial)
            if new <= value + 1e-4 * length * descent or _closer(matrix, mass, targets, tried, gradient, new, value):
                multiplier, values, value, moved = trial, tried, new, True
                break
            length /= 2
        if not moved:
            break
    return values.ratio, step


def _closer(
    matrix: Floats, mass: Floats, targets: Floats, tried: Values, gradient: Floats, new: float, value: float
) -> bool:
    """Near the solution the potential no longer changes in floating point; then the gap itself must shrink."""
    if new > value + 1e-12 * (1 + abs(value)):
        return False
    return bool(np.abs(matrix.T @ (mass * tried.ratio) - targets).max() < 0.9 * np.abs(gradient).max())


def _direction(matrix: Floats, curvature: Floats, gradient: Floats) -> Floats:
    """Newton's direction; rows that stand at a bound add nothing, so a small ridge keeps the system solvable."""
    hessian = matrix.T @ (matrix * curvature[:, None])
    # with (almost) every row at a bound there is no curvature to speak of, and Newton's step would overflow
    if np.trace(hessian) > 1e-12 * np.abs(gradient).max():
        newton = -np.linalg.lstsq(hessian, gradient, rcond=1e-13)[0]
        if np.abs(hessian @ newton + gradient).max() <= 1e-6 * np.abs(gradient).max():
            return np.asarray(newton)
    ridge = 1e-4 * (np.trace(hessian) / len(hessian) + float(np.abs(gradient).max()))
    return np.asarray(-np.linalg.solve(hessian + ridge * np.eye(len(hessian)), gradient))
