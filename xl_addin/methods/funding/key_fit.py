"""Amounts per measure of a distribution key, typed or estimated on the respondents, and how well they fit (METHOD 12).

Estimated: minimise sum d_i (y_i - sum_j b_j m_ij)^2 / n_i over b >= 0, with y the annual cost of execution, n the
guided persons and d the design weight. Since d (y - f)^2 / n = d n (y / n - f / n)^2, that is the weighted squared
error of the cost per person.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.errors.sampling_design import Drawn
from xl_addin.methods.errors.t_interval import reach
from xl_addin.methods.funding.nonnegative import nonnegative, nonnegatives

Floats = npt.NDArray[np.float64]
R2, R2_PERSON, RMSE = "r2", "r2_per_inburgeraar", "loo_rmse"
AMOUNT, SE, LOW, HIGH = "bedrag", "se", "laag", "hoog"


class Observed(NamedTuple):
    """The respondents a key is judged by (index code): annual cost, persons, design weight, and how they were drawn."""

    cost: pd.Series
    persons: pd.Series
    design: pd.Series
    sample: Drawn


@dataclass(frozen=True)
class KeyFit:
    """Amounts per measure, unscaled, and their fit.

    amounts: a row per measure with AMOUNT, SE, LOW, HIGH (95%, t), errors NaN for a typed amount; fit: R2, R2_PERSON
    and RMSE (euro per person); left_out: what each respondent is expected to cost by the others; without_measure and
    without_respondent: the same fit without each.
    """

    amounts: pd.DataFrame
    fit: pd.Series
    left_out: pd.Series
    without_measure: pd.DataFrame
    without_respondent: pd.DataFrame


def fit_key(observed: Observed, measures: pd.DataFrame, typed: pd.Series) -> KeyFit:
    """The key on these respondents. measures: respondents x measures; typed: the amount per measure, NaN = to estimate.

    Design weights stay as they are where a respondent is left out. R2 = 1 - squared error / that around the weighted
    mean, weights d / n; R2_PERSON is the same of the cost per person around the weighted mean of it, weights d n; RMSE
    is unweighted, every respondent expected without itself.
    """
    problem = _problem(observed, measures, typed)
    whole, out = problem.solved(), problem.without_each()
    fewer = {
        name: _problem(observed, measures.drop(columns=name), typed.drop(name)) for name in map(str, measures.columns)
    }
    return KeyFit(
        amounts=_with_errors(problem, whole, out, observed.sample, measures.columns),
        fit=pd.Series(problem.quality(whole, problem.expected(out))),
        left_out=pd.Series(problem.expected(out), index=observed.cost.index),
        without_measure=pd.DataFrame(
            {name: one.quality(one.solved(), one.expected(one.without_each())) for name, one in fewer.items()}
        ).T.reindex(columns=[R2, R2_PERSON, RMSE]),
        without_respondent=_without_respondents(problem, out, observed.cost.index),
    )


def amounts_of(observed: Observed, measures: pd.DataFrame, typed: pd.Series) -> pd.DataFrame:
    """The amounts with their errors alone, as `fit_key` gives them."""
    problem = _problem(observed, measures, typed)
    return _with_errors(problem, problem.solved(), problem.without_each(), observed.sample, measures.columns)


@dataclass(frozen=True)
class _Problem:
    """Weighted least squares in numbers: figures x (respondents x measures), what is typed, cost, persons, design."""

    x: Floats
    typed: Floats
    cost: Floats
    persons: Floats
    design: Floats

    @property
    def open(self) -> npt.NDArray[np.bool_]:
        return np.isnan(self.typed)

    @property
    def weight(self) -> Floats:
        return np.asarray(self.design / self.persons)

    @property
    def rest(self) -> Floats:
        """What is left of the cost for the measures to be estimated."""
        return np.asarray(self.cost - self.x[:, ~self.open] @ self.typed[~self.open])

    def _whole(self, open_amounts: Floats) -> Floats:
        """Amounts of all measures for rows of estimated ones (last axis)."""
        filled = np.broadcast_to(np.nan_to_num(self.typed), (*open_amounts.shape[:-1], len(self.typed))).copy()
        filled[..., self.open] = open_amounts
        return filled

    def solved(self) -> Floats:
        x = self.x[:, self.open]
        return self._whole(nonnegative((x.T * self.weight) @ x, (x.T * self.weight) @ self.rest))

    def without_each(self, also: int | None = None) -> Floats:
        """Amounts without each respondent in turn (respondents x measures); `also` is left out of all of them."""
        x, weight = self.x[:, self.open], self.weight.copy()
        if also is not None:
            weight[also] = 0.0
        each = weight[:, None, None] * x[:, :, None] * x[:, None, :]
        moment = weight[:, None] * x * self.rest[:, None]
        likely = nonnegative(each.sum(axis=0), moment.sum(axis=0))
        return self._whole(nonnegatives(each.sum(axis=0) - each, moment.sum(axis=0) - moment, likely))

    def expected(self, amounts: Floats) -> Floats:
        """Each respondent by its own row of amounts."""
        return np.asarray((self.x * amounts).sum(axis=1))

    def quality(
        self, amounts: Floats, left_out: Floats, inside: npt.NDArray[np.bool_] | None = None
    ) -> dict[str, float]:
        """R2, R2_PERSON and RMSE of the respondents inside. left_out: their cost as expected without them."""
        use = np.ones(len(self.cost), dtype=bool) if inside is None else inside
        cost, persons, design = self.cost[use], self.persons[use], self.design[use]
        error = cost - self.x[use] @ amounts
        left = float(design / persons @ np.square(error))
        alone = (cost - left_out[use]) / persons
        return {
            R2: _explained(left, cost, design / persons),
            R2_PERSON: _explained(left, cost / persons, design * persons),
            RMSE: float(np.sqrt(np.mean(np.square(alone)))) if len(alone) else math.nan,
        }


def _explained(left: float, figures: Floats, weights: Floats) -> float:
    mean = float(weights @ figures) / float(weights.sum()) if len(figures) else math.nan
    whole = float(weights @ np.square(figures - mean))
    return 1 - left / whole if whole > 0 else math.nan


def _problem(observed: Observed, measures: pd.DataFrame, typed: pd.Series) -> _Problem:
    figures = (observed.cost, observed.persons, observed.design)
    return _Problem(
        measures.loc[observed.cost.index].to_numpy(dtype=float),
        typed.reindex(measures.columns).to_numpy(dtype=float),
        *(one.to_numpy(dtype=float) for one in figures),
    )


def _without_respondents(problem: _Problem, out: Floats, codes: pd.Index) -> pd.DataFrame:
    """The fit of the others without each respondent, and their leave-one-out error; index as the respondents."""
    rows = []
    for at in range(len(problem.cost)):
        inside = np.arange(len(problem.cost)) != at
        twice = problem.expected(problem.without_each(also=at))
        rows.append(problem.quality(out[at], twice, inside))
    return pd.DataFrame(rows, index=codes, columns=[R2, R2_PERSON, RMSE])


def _with_errors(problem: _Problem, whole: Floats, out: Floats, sample: Drawn, names: pd.Index) -> pd.DataFrame:
    """Amounts with errors from the draw: influence of each respondent, its residual taken without itself.

    Influence = G^-1 x w e over all estimated measures, one at 0 too, with e the leave-one-out residual, as the
    jackknife gives it; its variance follows the strata and their finite population (`Drawn.variance`). df = n -
    measures.
    """
    se, width = np.full(len(whole), np.nan), np.full(len(whole), np.nan)
    free = problem.open
    if free.any() and len(problem.cost) > free.sum():
        x = problem.x[:, free]
        gram = (x.T * problem.weight) @ x
        residual = problem.cost - problem.expected(out)
        influence = np.linalg.lstsq(gram, (x * (problem.weight * residual)[:, None]).T, rcond=None)[0].T
        se[free] = np.sqrt(sample.variance(np.asarray(influence, dtype=np.float64)))
        width[free] = reach(se[free], len(problem.cost) - int(free.sum()))
    columns = {AMOUNT: whole, SE: se, LOW: np.maximum(whole - width, 0.0), HIGH: whole + width}
    return pd.DataFrame(columns, index=names)
