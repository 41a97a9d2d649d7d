"""Amounts in whole cents that add up exactly: largest remainders."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Cents = npt.NDArray[np.int64]


def apportioned(shares: Floats, whole: int) -> Cents:
    """`whole` cents in proportion to shares >= 0, each at most one cent from its part; ties to the first.

    Nothing is given out where all shares are 0.
    """
    total = float(shares.sum())
    if total <= 0 or whole == 0:
        return np.zeros(len(shares), dtype=np.int64)
    exact = shares / total * whole
    floor = np.floor(exact).astype(np.int64)
    left = whole - int(floor.sum())
    order = np.argsort(floor - exact, kind="stable")
    # a sum of floats may be a cent beside the whole, so that more or fewer are left than there are remainders
    floor[order[:left] if left >= 0 else order[left:]] += 1 if left >= 0 else -1
    return floor


def in_cents(euros: Floats) -> Cents:
    """Euros rounded to cents."""
    return np.rint(euros * 100).astype(np.int64)
