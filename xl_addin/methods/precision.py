"""The public name of `xl_addin.methods.errors.precision`."""

from xl_addin.methods.errors.precision import (
    Drawn,
    Estimate,
    Figure,
    LonelyRule,
    difference,
    drawn,
    linearised,
    mean,
    ratio,
    total,
)

__all__ = [
    "Drawn",
    "Estimate",
    "Figure",
    "LonelyRule",
    "difference",
    "drawn",
    "linearised",
    "mean",
    "ratio",
    "total",
]
