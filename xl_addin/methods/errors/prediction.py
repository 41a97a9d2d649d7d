"""How far the cost of a single municipality may lie from what its classes lead to expect (METHOD section 7).

Judged by the respondents themselves: each is expected from the classes without it, and the root mean square of the
relative errors, times Student's t, is how far another one may lie. A class mean tells about a class, not about one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.errors.t_interval import reach

FEWEST = 5
"""Respondents that a class of inhabitants must have for a spread of its own."""


def left_out(cost: pd.Series, persons: pd.Series, classes: pd.DataFrame) -> pd.Series:
    """Own cost / what is expected without it, less 1, per respondent; NaN where no class has another respondent.

    Expected: the mean over the factors of sum of cost / sum of inburgeraars of the others in its class. cost, persons:
    of the respondents; classes: their class in every factor.
    """
    expected = []
    for factor in classes:
        sums = pd.DataFrame({"cost": cost, "persons": persons}).groupby(classes[factor]).transform("sum")
        others = sums["persons"] - persons
        expected.append((sums["cost"] - cost) / others.where(others > 0))
    mean = pd.concat(expected, axis=1).mean(axis=1) if expected else pd.Series(np.nan, index=cost.index)
    return cost / persons / mean.where(mean > 0) - 1


def prediction_reach(errors: pd.Series, sizes: pd.Series, everyone: pd.Series) -> pd.Series:
    """How far one municipality may lie from what is expected, as a part of it: t(n - 1) x root mean square of `errors`.

    errors: as `left_out`; sizes: the class of inhabitants of the respondents; everyone: of every municipality. Of its
    own class where that has FEWEST respondents or more, else of all. NaN with fewer than two.
    """
    known = errors.dropna()
    per_class = {
        name: _reach(mine.to_numpy(dtype=float))
        for name, mine in known.groupby(sizes[known.index])
        if len(mine) >= FEWEST
    }
    return everyone.map(per_class).astype(float).fillna(_reach(known.to_numpy(dtype=float)))


def _reach(errors: npt.NDArray[np.float64]) -> float:
    if len(errors) < 2:
        return float("nan")
    return float(reach(np.sqrt(np.mean(np.square(errors))), len(errors) - 1))
