"""What staff costs in the example: how effort and hours are turned into the euros that an outcome asks for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

PERCENT = "procent"


@dataclass(frozen=True)
class Prices:
    """The parameters in force that price staff; salaries by scale in euros a year."""

    parameters: Mapping[str, float | str]

    @property
    def hours_per_fte(self) -> float:
        return float(self.parameters["productieve_uren"])

    def salary(self, scale: float) -> float:
        """Salary with employer charges, in euros a year; a scale in between is interpolated."""
        below = math.floor(scale)
        low, high = (self._bare(below), self._bare(below if scale == below else below + 1))
        surcharge = (1 + float(self.parameters["ikb"])) * (1 + float(self.parameters["werkgeverslasten"]))
        return (low + (scale - below) * (high - low)) * surcharge

    def _bare(self, scale: int) -> float:
        return float(self.parameters[f"salaris.schaal.{scale}"])


@dataclass(frozen=True)
class Overhead:
    """Overhead as it is answered: a fraction of the salary, or euros per fte."""

    way: str
    value: float

    def fte(self, salary: float) -> float:
        """Euros a year of one fte with its overhead."""
        return salary * (1 + self.value) if self.way == PERCENT else salary + self.value
