"""Weights that make a sample add up to known totals: post-stratification, raking, calibration, trimming.

Tables in, tables out; a problem is raised with its reason and the inputs are never changed. Sources: Deville and
Sarndal (1992) for calibration, Deming and Stephan (1940) for raking, Kish (1965) for the design effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linprog

from templates.problems import Problem
from xl_addin.methods.dual import Distance, DistanceName, solve

Totals = Mapping[str, "pd.Series | float"]
Given = str | pd.Series | None
Floats = npt.NDArray[np.float64]

# The largest gap between target and achieved margin, as a part of the grand total, at which weights are finished.
TOLERANCE = 1e-9
SWEEPS = 50
# A raked weight this small beside the others is on its way to 0: the margins have no solution with everyone in it.
VANISHING = 1e-7
FACTOR, CLASS, TARGET, ACHIEVED, GAP = "factor", "klasse", "doel", "bereikt", "verschil"


class CalibrationProblem(Exception):
    """Weights that cannot be made: `code` of the message catalogue, `values` for its sentence, `reason` in words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    @property
    def problem(self) -> Problem:
        """The same as a problem of the message catalogue."""
        return Problem(self.code, values=self.values)

    @property
    def reason(self) -> str:
        """Why, in plain words (Dutch)."""
        return self.problem.text()

    def __str__(self) -> str:
        return f"{self.reason} [{self.code}]"


@dataclass(frozen=True)
class Weights:
    """Weights with the index of the units, and how well they meet the totals.

    margins: `factor, klasse, doel, bereikt, verschil` (bereikt - doel); `before` the same for the base weights.
    """

    weight: pd.Series
    margins: pd.DataFrame
    before: pd.DataFrame
    iterations: int

    @property
    def largest_gap(self) -> float:
        """The largest absolute gap of a margin, as a part of the largest total."""
        return float(self.margins[GAP].abs().max() / self.margins[TARGET].abs().max())

    @property
    def converged(self) -> bool:
        """Whether every margin is met: judged by the largest gap, not by the change between steps."""
        return self.largest_gap <= 10 * TOLERANCE

    @cached_property
    def design_effect(self) -> float:
        """Kish: n x sum(w^2) / sum(w)^2."""
        weight = self.weight.to_numpy()
        return float(len(weight) * np.square(weight).sum() / weight.sum() ** 2)

    @property
    def effective_n(self) -> float:
        """How many equally weighted units would tell as much: n / design effect."""
        return len(self.weight) / self.design_effect

    @property
    def variation(self) -> float:
        """Coefficient of variation of the weights."""
        return float(np.sqrt(max(self.design_effect - 1, 0.0)))


def poststratify(units: pd.DataFrame, totals: Totals, base: Given = None, size: Given = None) -> Weights:
    """Weights that meet the totals of one factor: base x N_c / sum of base x size in the class.

    units: a row per unit; totals: {factor: Series class -> total}; base, size: a column name or a Series. After
    weighting, the weighted size per class equals its total. Raises CalibrationProblem.
    """
    if len(totals) != 1:
        raise CalibrationProblem("WEIGHTS_ONE_FACTOR", aantal=len(totals))
    design = _Design(units, totals, base, size)
    design.only_classes()
    factor = design.factors[0]
    share = factor.totals / np.bincount(factor.codes, weights=design.sizes, minlength=len(factor.totals))
    return design.weights(share[factor.codes], 1)


def rake(units: pd.DataFrame, totals: Totals, base: Given = None, size: Given = None) -> Weights:
    """Weights that meet the totals of several factors at once, by proportional fitting of the base weights.

    Shapes as `poststratify`. Works on the cells of the cross table: units of one cell share one factor on their own
    base weight. Raises CalibrationProblem, with the margin that cannot be met when there is no solution.
    """
    design = _Design(units, totals, base, size)
    design.only_classes()
    cells = design.cells
    ratio, sweeps, gap = _fit(cells, design.factors)
    if gap <= TOLERANCE and ratio.min() > VANISHING * ratio.max():
        return design.weights(ratio[cells.of_unit], sweeps)
    # Slow or impossible: Newton's method finds the same solution if there is one.
    distance = Distance("raking", 0.0, np.inf)
    ratio, steps = solve(design.matrix[cells.first], cells.sums, design.targets, distance, TOLERANCE)
    weights = design.weights(ratio[cells.of_unit], sweeps + steps)
    if not weights.converged or ratio.min() <= VANISHING * ratio.max():
        design.explain(0.0, np.inf)
    return weights


def _fit(cells: _Cells, factors: list[_Factor]) -> tuple[Floats, int, float]:
    """Proportional fitting: the factor of each cell, the sweeps taken, the largest gap as a part of the grand total."""
    fitted, gap, sweep = cells.sums.copy(), np.inf, 0
    while gap > TOLERANCE and sweep < SWEEPS:
        sweep += 1
        for column, factor in enumerate(factors):
            codes = cells.codes[:, column]
            reached = np.bincount(codes, weights=fitted, minlength=len(factor.totals))
            fitted *= (factor.totals / reached)[codes]
        gaps = [
            np.abs(np.bincount(cells.codes[:, i], weights=fitted, minlength=len(factor.totals)) - factor.totals).max()
            for i, factor in enumerate(factors)
        ]
        gap = float(max(gaps) / factors[0].totals.sum())
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
    `size` the margins are met by weight x size, and g depends on the classes only. Collinear margins are allowed.
    """
    design = _Design(units, totals, base, size)
    lower, upper = _checked(bounds, distance)
    cells = design.cells
    ratio, iterations = solve(
        design.matrix[cells.first], cells.sums, design.targets, Distance(distance, lower, upper), TOLERANCE
    )
    weights = design.weights(ratio[cells.of_unit], iterations)
    if not weights.converged:
        design.explain(lower if distance != "raking" else max(lower, 0.0), upper)
    return weights


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
    cannot be met that way: trimming is never silently skipped.
    """
    if (cap is None) == (design_effect is None):
        raise CalibrationProblem("TRIM_ONE_LIMIT")
    design = _Design(units, totals, weight, size)
    if cap is not None:
        return _capped(design, cap)
    assert design_effect is not None
    return _to_design_effect(design, design_effect)


def _capped(design: _Design, cap: float) -> Weights:
    if not cap > 0:
        raise CalibrationProblem("TRIM_CAP", plafond=cap)
    upper = cap / design.base
    distance = Distance("raking", np.zeros_like(upper), upper)
    ratio, iterations = solve(design.matrix, design.sizes, design.targets, distance, TOLERANCE)
    weights = design.weights(ratio, iterations)
    if not weights.converged:
        design.explain(0.0, upper)
    return weights


def _to_design_effect(design: _Design, goal: float) -> Weights:
    start = Weights(pd.Series(design.base, index=design.index), design.before, design.before, 0)
    low, high = float(design.base.mean()), float(design.base.max())
    best = _capped(design, high) if not start.converged or start.design_effect > goal else start
    if best.design_effect <= goal:
        return best
    found: Weights | None = None
    for _ in range(24):
        cap = (low + high) / 2
        try:
            tried = _capped(design, cap)
        except CalibrationProblem:
            low = cap
            continue
        best = min(best, tried, key=lambda weights: weights.design_effect)
        if tried.design_effect <= goal:
            found, low = tried, cap
        else:
            high = cap
    if found is None:
        raise CalibrationProblem("TRIM_EFFECT", gevraagd=goal, bereikt=round(best.design_effect, 3))
    return found


def _checked(bounds: tuple[float, float] | None, distance: DistanceName) -> tuple[float, float]:
    if bounds is None:
        if distance == "logit":
            raise CalibrationProblem("BOUNDS_NEEDED")
        return -np.inf, np.inf
    lower, upper = bounds
    if not lower < 1 < upper or (distance != "linear" and lower < 0):
        raise CalibrationProblem("BOUNDS_WRONG", laag=lower, hoog=upper)
    return lower, upper


@dataclass(frozen=True)
class _Factor:
    name: str
    classes: tuple[object, ...]
    codes: npt.NDArray[np.intp]
    totals: Floats


@dataclass(frozen=True)
class _Cells:
    """Units that share every class and figure: `codes` per factor, summed size, first unit, cell of each unit."""

    codes: npt.NDArray[np.intp]
    sums: Floats
    first: npt.NDArray[np.intp]
    of_unit: npt.NDArray[np.intp]


class _Design:
    """Checked inputs of a weighting: codes per factor, figures, base weights and sizes as arrays."""

    def __init__(self, units: pd.DataFrame, totals: Totals, base: Given, size: Given) -> None:
        if not len(units):
            raise CalibrationProblem("WEIGHTS_NO_UNITS")
        if not totals:
            raise CalibrationProblem("WEIGHTS_NO_TOTALS")
        absent = [name for name in totals if name not in units]
        if absent:
            raise CalibrationProblem("FACTOR_ABSENT", factor=", ".join(absent))
        self.index = units.index
        self.base = _positive(units, base, "BASE_NOT_POSITIVE")
        self.sizes = self.base * _positive(units, size, "SIZE_NOT_POSITIVE")
        self.factors = [
            _factor(units[name], name, total) for name, total in totals.items() if isinstance(total, pd.Series)
        ]
        self.figures = {
            name: _figure(units[name], name, float(total))
            for name, total in totals.items()
            if not isinstance(total, pd.Series)
        }
        self.figure_totals = {name: float(totals[name]) for name in self.figures}  # type: ignore[arg-type]
        self._same_sum()

    def only_classes(self) -> None:
        """Post-stratification and raking know classes, not figures."""
        if self.figures:
            raise CalibrationProblem("FIGURE_NOT_ALLOWED", factor=", ".join(self.figures))

    def _same_sum(self) -> None:
        sums = {factor.name: float(factor.totals.sum()) for factor in self.factors}
        if sums and max(sums.values()) - min(sums.values()) > TOLERANCE * max(sums.values()):
            listed = ", ".join(f"{name}: {value:.10g}" for name, value in sums.items())
            raise CalibrationProblem("TOTALS_INCONSISTENT", totalen=listed)

    @cached_property
    def cells(self) -> _Cells:
        number = np.zeros(len(self.index), dtype=np.int64)
        for factor in self.factors:
            number = number * len(factor.classes) + factor.codes
        for values in self.figures.values():
            distinct, codes = np.unique(values, return_inverse=True)
            _, number = np.unique(number, return_inverse=True)
            number = number * len(distinct) + codes
        _, first, of_unit = np.unique(number, return_index=True, return_inverse=True)
        per_factor = [factor.codes[first] for factor in self.factors]
        table = np.column_stack(per_factor) if per_factor else np.zeros((len(first), 0), dtype=np.intp)
        return _Cells(table.astype(np.intp), np.bincount(of_unit, weights=self.sizes).astype(float), first, of_unit)

    @cached_property
    def matrix(self) -> Floats:
        """A column per margin: class membership, and figures scaled to their total."""
        columns = [np.equal.outer(factor.codes, np.arange(len(factor.classes))) for factor in self.factors]
        columns += [(values / self._scale(name))[:, None] for name, values in self.figures.items()]
        return np.hstack(columns).astype(float)

    @cached_property
    def targets(self) -> Floats:
        figures = [total / self._scale(name) for name, total in self.figure_totals.items()]
        return np.concatenate([*(factor.totals for factor in self.factors), figures]).astype(float)

    def _scale(self, name: str) -> float:
        """Brings a figure to the order of magnitude of class membership, for a well conditioned system."""
        return float(np.abs(self.figures[name]).mean()) or 1.0

    def margins(self, weight: Floats) -> pd.DataFrame:
        """Target and achieved per margin for weights per unit (base x g, without size)."""
        measure = weight * (self.sizes / self.base)
        rows: list[tuple[str, object, float, float]] = []
        for factor in self.factors:
            reached = np.bincount(factor.codes, weights=measure, minlength=len(factor.classes))
            rows += zip([factor.name] * len(reached), factor.classes, factor.totals, reached, strict=True)
        for name, values in self.figures.items():
            rows.append((name, "", self.figure_totals[name], float((measure * values).sum())))
        table = pd.DataFrame(rows, columns=[FACTOR, CLASS, TARGET, ACHIEVED])
        return table.assign(**{GAP: table[ACHIEVED] - table[TARGET]})

    @property
    def before(self) -> pd.DataFrame:
        return self.margins(self.base)

    def weights(self, ratio: Floats, iterations: int) -> Weights:
        weight = self.base * ratio
        series = pd.Series(weight, index=self.index, name="gewicht")
        return Weights(series, self.margins(weight), self.before, iterations)

    def explain(self, lower: float | Floats, upper: float | Floats) -> None:
        """Raises with the margin that cannot be met: the least total gap over all weights, by a linear program."""
        shared = np.ndim(lower) == 0 and np.ndim(upper) == 0
        mass, rows = (self.cells.sums, self.matrix[self.cells.first]) if shared else (self.sizes, self.matrix)
        count, free = len(self.targets), len(mass)
        system = np.hstack([rows.T, np.eye(count), -np.eye(count)])
        cost = np.concatenate([np.zeros(free), np.ones(2 * count)])
        limits = np.zeros((free + 2 * count, 2))
        limits[:free, 0], limits[:free, 1], limits[free:, 1] = lower * mass, upper * mass, np.inf
        found = linprog(cost, A_eq=system, b_eq=self.targets, bounds=limits, method="highs")
        scale = np.abs(self.targets).max()
        if found.status != 0 or found.fun <= 1e-7 * scale:
            raise CalibrationProblem("NOT_CONVERGED")
        gap = found.x[free : free + count] - found.x[free + count :]
        worst = self.before.iloc[int(np.abs(gap).argmax())]
        share = float(gap[np.abs(gap).argmax()] / self.targets[np.abs(gap).argmax()])
        raise CalibrationProblem(
            "MARGIN_INFEASIBLE",
            factor=worst[FACTOR],
            klasse=worst[CLASS],
            doel=round(float(worst[TARGET]), 2),
            haalbaar=round(float(worst[TARGET]) * (1 - share), 2),
        )


def _positive(units: pd.DataFrame, given: Given, code: str) -> Floats:
    if given is None:
        return np.ones(len(units))
    if isinstance(given, str):
        if given not in units:
            raise CalibrationProblem("FACTOR_ABSENT", factor=given)
        given = units[given]
    elif not given.index.equals(units.index):
        given = given.reindex(units.index)
    values = pd.to_numeric(given, errors="coerce").to_numpy(dtype=float)
    wrong = ~(np.isfinite(values) & (values > 0))
    if wrong.any():
        raise CalibrationProblem(code, eenheden=_listed(units.index[wrong]))
    return values


def _factor(column: pd.Series, name: str, totals: pd.Series) -> _Factor:
    unknown = column.isna().to_numpy()
    if unknown.any():
        raise CalibrationProblem("CLASS_MISSING", factor=name, eenheden=_listed(column.index[unknown]))
    amounts = totals.to_numpy(dtype=float)
    if not (np.isfinite(amounts) & (amounts >= 0)).all() or not totals.index.is_unique:
        raise CalibrationProblem("TOTAL_WRONG", factor=name)
    codes = totals.index.get_indexer(pd.Index(column))
    if (codes < 0).any():
        strange = pd.Index(column[codes < 0]).unique()
        raise CalibrationProblem("CLASS_WITHOUT_TOTAL", factor=name, klasse=_listed(strange))
    counts = np.bincount(codes, minlength=len(amounts))
    empty = totals.index[(counts == 0) & (amounts > 0)]
    if len(empty):
        raise CalibrationProblem("CLASS_EMPTY", factor=name, klasse=_listed(empty))
    zero = totals.index[(counts > 0) & (amounts == 0)]
    if len(zero):
        raise CalibrationProblem("TOTAL_ZERO", factor=name, klasse=_listed(zero))
    used = counts > 0
    position = np.cumsum(used) - 1
    return _Factor(name, tuple(totals.index[used]), position[codes].astype(np.intp), amounts[used])


def _figure(column: pd.Series, name: str, total: float) -> Floats:
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
    wrong = ~np.isfinite(values)
    if wrong.any():
        raise CalibrationProblem("CLASS_MISSING", factor=name, eenheden=_listed(column.index[wrong]))
    if not np.isfinite(total):
        raise CalibrationProblem("TOTAL_WRONG", factor=name)
    return values


def _listed(names: pd.Index) -> str:
    shown = [str(name) for name in names[:5]]
    return ", ".join(shown) + (" …" if len(names) > 5 else "")


__all__ = ["CalibrationProblem", "Weights", "calibrate", "poststratify", "rake", "trim"]
