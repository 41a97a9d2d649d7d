"""The public name of `xl_addin.methods.weights.weighting`."""

from xl_addin.methods.weights.weighting import (
    Bounds,
    CalibrationProblem,
    Weights,
    adjust_nonresponse,
    calibrate,
    poststratify,
    rake,
    smallest_bounds,
    trim,
)

__all__ = [
    "Bounds",
    "CalibrationProblem",
    "Weights",
    "adjust_nonresponse",
    "calibrate",
    "poststratify",
    "rake",
    "smallest_bounds",
    "trim",
]
