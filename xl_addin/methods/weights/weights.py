"""Weights as they were made: how well they meet the totals, how unequal they are, and what they were made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from xl_addin.methods.weights.calibration_solver import Distance
from xl_addin.methods.weights.margins import Design, Floats

# The largest gap between target and achieved margin, as a part of the largest total, at which weights are finished:
# sought and accepted.
TOLERANCE = 1e-12
ACCEPTED = 1e-8


@dataclass(frozen=True)
class Weights:
    """Weights with the index of the units, and how well they meet the totals.

    design and distance: what they were made from and by, which the errors of estimates need.
    """

    weight: pd.Series
    iterations: int
    design: Design = field(repr=False, compare=False)
    distance: Distance = field(repr=False, compare=False)

    @classmethod
    def of(cls, design: Design, ratio: Floats, iterations: int, distance: Distance) -> Weights:
        """Base weights x g per unit, with the margins they reach."""
        weight = design.base * ratio
        series = pd.Series(weight, index=design.index, name="gewicht")
        return cls(series, iterations, design, distance)

    @cached_property
    def margins(self) -> pd.DataFrame:
        """Columns `factor, klasse, doel, bereikt, verschil` (bereikt - doel)."""
        return self.design.margins(self.weight.to_numpy(dtype=float))

    @cached_property
    def before(self) -> pd.DataFrame:
        """The margins of the base weights."""
        return self.design.margins(self.design.base)

    @cached_property
    def largest_gap(self) -> float:
        """The largest absolute gap of a margin, as a part of the largest total."""
        return self.design.gap(self.weight.to_numpy(dtype=float))

    @property
    def converged(self) -> bool:
        """Whether every margin is met: judged by the largest gap, not by the change between steps."""
        return self.largest_gap <= ACCEPTED

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
