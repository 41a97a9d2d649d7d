"""The 95% interval of a figure: value -/+ Student's t x standard error."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from xl_addin.methods.errors.student import quantiles

Floats = npt.NDArray[np.float64]
CONFIDENCE = 0.95


def reach(se: npt.ArrayLike, freedom: npt.ArrayLike) -> Floats:
    """How far the interval lies from the value: t with `freedom` degrees of freedom x se; NaN without any."""
    df = np.asarray(freedom, dtype=float)
    return np.asarray(quantiles((1 + CONFIDENCE) / 2, df) * np.asarray(se, dtype=float))
