"""Outliers by quartile fences (METHOD section 7; the report, section 4.1, leaves them out without a stated rule)."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

WIDTH = 1.5


class Fences(NamedTuple):
    """The lowest and highest value that is no outlier."""

    low: float
    high: float


def fences(values: pd.Series) -> Fences:
    """[Q1 - 1.5 IQR, Q3 + 1.5 IQR] of the known values, unweighted; quartiles as QUARTILE.INC."""
    first, third = values.dropna().quantile([0.25, 0.75])
    return Fences(float(first - WIDTH * (third - first)), float(third + WIDTH * (third - first)))


def inside(values: pd.Series) -> pd.Series:
    """Which values lie within the fences; an unknown value does not."""
    low, high = fences(values)
    return values.between(low, high)
