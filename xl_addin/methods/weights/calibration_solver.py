"""Calibration solved in its dual: a damped Newton search for one multiplier per margin, for many sets of base weights.

Minimises sum(B G(x'l)) - t'l, with G' = F the ratio g of a distance (Deville and Sarndal, 1992). The function is convex
and smooth enough also when F is cut off at bounds, so a bounded problem is solved whenever a solution exists.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
DistanceName = Literal["linear", "raking", "logit"]
STEPS = 200
SOON = 3
"""Most searches are done by then; the others may have nothing to find."""
# Newton's matrix is damped by this part of its size at first; ten times less after a good step, eight times more after
# a bad one.
DAMPING, LEAST_DAMPING, MOST_DAMPING = 1e-8, 1e-13, 1e12
# Margins whose variation among the rows is this small a part of the largest say nothing new: they are collinear.
RANK = 1e-13


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

    def cost(self, ratio: Floats) -> Floats:
        """The distance itself of ratios not below 0, linear or raking, whose conjugate the potential is."""
        if self.name == "linear":
            return np.square(ratio - 1) / 2
        return np.asarray(np.where(ratio > 0, ratio * np.log(np.where(ratio > 0, ratio, 1.0)), 0.0) - ratio)


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
    found = solve_many(matrix, mass[None, :], targets, distance, tolerance)
    return found.ratio[0], found.steps


def _lowest(problem: _Problem, masses: Floats) -> Floats:
    """Per set of base weights a value that the potential cannot fall below where there is a solution.

    The lowest potential is minus the least distance of weights that meet the totals (duality), and where no ratio can
    be below 0 none exceeds total / mass of any margin it counts in: no solution is further off than that. Without that
    bound there is none: minus infinity.
    """
    matrix, targets, distance = problem.matrix, problem.targets, problem.distance
    if distance.name == "logit" or np.min(distance.lower) < 0 or (matrix < 0).any() or (targets < 0).any():
        return np.full(len(masses), -np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(matrix > 0, targets / matrix, np.inf).min(axis=1)
        most = np.where(masses > 0, np.minimum(share / masses, distance.upper), 0.0)
        far = np.fmax(distance.cost(most), distance.cost(np.broadcast_to(distance.lower, most.shape)))
        return np.asarray(-1.01 * np.where(masses > 0, masses * far, 0.0).sum(axis=1) - 1.0)


class Solved(NamedTuple):
    """Per set of base weights the ratio g of every row, the largest gap as a part of the largest target; the steps."""

    ratio: Floats
    gap: Floats
    steps: int


def solve_many(
    matrix: Floats, masses: Floats, targets: Floats, distance: Distance, tolerance: float, most: int = STEPS
) -> Solved:
    """As `solve` for many base weights at once (masses: sets x rows), as replication and the bootstrap need.

    most: the steps that the sets may take, after those of their mean.
    """
    largest = float(np.abs(targets).max()) or float((np.abs(matrix) * masses.mean(axis=0)[:, None]).sum(axis=0).max())
    scale = float(masses.sum() / len(masses)) or 1.0
    problem = _Problem(matrix, targets / scale, distance, tolerance * largest / scale)
    central = _Search(problem, masses.mean(axis=0, keepdims=True) / scale)
    steps = central.run()
    if len(masses) == 1:
        return Solved(central.ratio, central.gap * scale / largest, steps)
    search = _Search(problem, masses / scale, central)
    steps += search.run(most)
    return Solved(search.ratio, search.gap * scale / largest, steps)


class _Problem(NamedTuple):
    """What all sets share; `limit` is the gap at which a set is done."""

    matrix: Floats
    targets: Floats
    distance: Distance
    limit: float


class _Search:
    """The state of the search: multipliers, ratios and gaps of every set, and the sets still open.

    Starts where another search with one set ended, or at 0.
    """

    def __init__(self, problem: _Problem, masses: Floats, start: _Search | None = None) -> None:
        self.problem, self.masses = problem, masses
        self.turn: Floats = start.turn if start else _orthonormal(problem.matrix, masses[0])
        self.matrix, self.turned = problem.matrix @ self.turn, problem.targets @ self.turn
        first = start.multiplier if start else np.zeros((1, self.turn.shape[1]))
        self.multiplier: Floats = np.repeat(first, len(masses), axis=0)
        begin = problem.distance.at(self.multiplier @ self.matrix.T)
        self.ratio, self.slope = begin.ratio, begin.slope
        self.value = (masses * begin.potential).sum(axis=1) - self.multiplier @ self.turned
        self.gap = self._gap(masses, begin.ratio)
        self.damping, self.late = np.full(len(masses), DAMPING), False
        # a margin that no row with mass touches is out of reach, whatever the ratios
        reachable = ((masses @ np.abs(problem.matrix) > 0) | (problem.targets == 0)).all(axis=1)
        self.open = np.flatnonzero((self.gap > problem.limit) & reachable)

    def run(self, most: int = STEPS) -> int:
        """Steps until no set is open or there have been enough; the steps taken."""
        steps = 0
        while steps < most and len(self.open):
            steps += 1
            self.late = steps > SOON
            self.step()
        return steps

    @cached_property
    def lowest(self) -> Floats:
        """What the potential of a set cannot fall below where there is a solution."""
        return _lowest(self.problem, self.masses)

    def step(self) -> None:
        """One damped step for every open set; a step that does not improve is not taken, and damps the next."""
        at, masses = self.open, self.masses[self.open]
        gradient = (masses * self.ratio[at]) @ self.matrix - self.turned
        curvature = masses * self.slope[at]
        hessian = np.matmul(self.matrix.T * curvature[:, None, :], self.matrix)
        size = np.trace(hessian, axis1=1, axis2=2) / hessian.shape[1] + np.abs(gradient).max(axis=1)
        damped = hessian + (self.damping[at] * size)[:, None, None] * np.eye(hessian.shape[1])
        direction = -np.linalg.solve(damped, gradient[:, :, None])[:, :, 0]
        trial = self.multiplier[at] + direction
        tried = self.problem.distance.at(trial @ self.matrix.T)
        value = (masses * tried.potential).sum(axis=1) - trial @ self.turned
        gap = self._gap(masses, tried.ratio)
        good = value <= self.value[at] + 1e-4 * (gradient * direction).sum(axis=1)
        # near the solution the potential no longer changes in floating point; then the gap itself must shrink
        noise = 1e-12 * (1 + np.abs(self.value[at]))
        good |= (value <= self.value[at] + noise) & (gap < 0.9 * self.gap[at])
        taken = at[good]
        self.multiplier[taken], self.value[taken], self.gap[taken] = trial[good], value[good], gap[good]
        self.ratio[taken], self.slope[taken] = tried.ratio[good], tried.slope[good]
        self.damping[at] = np.where(good, np.maximum(self.damping[at] / 10, LEAST_DAMPING), self.damping[at] * 8)
        going = (self.damping[at] < MOST_DAMPING) & (self.value[at] >= self.lowest[at] if self.late else True)
        self.open = at[(self.gap[at] > self.problem.limit) & going]

    def _gap(self, masses: Floats, ratio: Floats) -> Floats:
        gap: Floats = np.abs((masses * ratio) @ self.problem.matrix - self.problem.targets).max(axis=1)
        return gap


def _orthonormal(matrix: Floats, mass: Floats) -> Floats:
    """Turns the margins into as many that are orthonormal under the mass, without the collinear ones."""
    sizes, axes = np.linalg.eigh(matrix.T @ (matrix * mass[:, None]))
    keep = sizes > RANK * sizes[-1]
    return np.asarray(axes[:, keep] / np.sqrt(sizes[keep]))
