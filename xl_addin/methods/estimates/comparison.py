"""A figure beside those of the other respondents, with the median and its absolute deviation (METHOD section 3)."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

NORMAL = 1.4826
"""The median absolute deviation x this is the standard deviation of a normal distribution."""


class Compared(NamedTuple):
    """Per municipality: its robust z-score and the median it is held against; NaN where there is nothing to compare."""

    z: pd.Series
    median: pd.Series


def robust_z(figure: pd.Series, classes: pd.Series, minimum: int) -> Compared:
    """(x - median) / (1.4826 MAD) within the class; among all respondents where the class has fewer than `minimum`.

    figure, classes: same index. Nothing is compared with fewer than `minimum` respondents in all, or where more than
    half have the same figure (a deviation of 0). Iglewicz and Hoaglin (1993).
    """
    known = figure.dropna()
    if len(known) < minimum:
        nothing = pd.Series(float("nan"), index=figure.index)
        return Compared(nothing, nothing)
    groups = classes.reindex(known.index).astype(object)
    size = groups.map(groups.value_counts())
    pool = groups.where(size >= minimum, None)
    own = _centre(known, pool)
    everyone = _centre(known, pd.Series("", index=known.index))
    small = pool.isna()
    median = own.median.mask(small, everyone.median)
    spread = own.z.mask(small, everyone.z)
    z = (known - median) / (NORMAL * spread.where(spread > 0))
    return Compared(z.reindex(figure.index), median.reindex(figure.index))


def _centre(known: pd.Series, pool: pd.Series) -> Compared:
    """The median absolute deviation (as z) and median of the pool of each."""
    median = known.groupby(pool).transform("median")
    return Compared((known - median).abs().groupby(pool).transform("median"), median)
