"""Rounding for display: halves go up, away from nothing (-2.5 becomes -2), as the report's tables do."""

from __future__ import annotations

import math

# A value that differs from a half by less than this part of the step is a half, spoiled by floating point.
SLACK = 1e-9


def half_up(value: float, step: float = 1.0) -> float:
    """`value` rounded to a multiple of `step`, halves up; NaN and infinities stay as they are."""
    if not math.isfinite(value):
        return value
    return math.floor(value / step + 0.5 + SLACK) * step


def up(value: float, step: float = 1.0) -> float:
    """`value` rounded up to a multiple of `step`; a multiple stays as it is."""
    if not math.isfinite(value):
        return value
    return math.ceil(value / step - SLACK) * step
