"""What comes in, goes out and stays over, year after year (METHOD section 9; report, section 6.1).

Pure arithmetic on arrays of municipalities x years; what is unknown (NaN) makes the years after it unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Shares = Callable[[int], Floats]


@dataclass(frozen=True)
class Flows:
    """Euros per municipality (rows) and year (columns).

    entitled: what the grant of the year amounts to; settled: the shortfall of the year before, which is taken from it;
    spent; reserve: at the end of the year; repaid; shortfall: spent beyond reserve and grant, settled the next year.
    """

    entitled: Floats
    settled: Floats
    spent: Floats
    reserve: Floats
    repaid: Floats
    shortfall: Floats

    @property
    def received(self) -> Floats:
        """The grant of the year less the shortfall of the year before."""
        return self.entitled - self.settled

    def gap(self) -> Floats:
        """What is not accounted for, per municipality and year: 0 but for the rounding of the computer.

        received + shortfall = spent + repaid + change of the reserve.
        """
        before = np.concatenate([np.zeros_like(self.reserve[:, :1]), self.reserve[:, :-1]], axis=1)
        gap: Floats = self.received + self.shortfall - self.spent - self.repaid - (self.reserve - before)
        return gap


def simulate(entitled: Floats, spent: Floats, cap: float) -> Flows:
    """The years one after another, from an empty reserve.

    grant_t = entitled_t - shortfall_(t-1); reserve_t = min(max(reserve_(t-1) + grant_t - spent_t, 0), cap x grant_t);
    what is left above that is repaid; what is short is taken from the grant of t + 1. A shortfall larger than the next
    grant goes on to the year after. The arguments are not changed.
    """
    shape = entitled.shape
    settled, reserve, repaid, shortfall = (np.zeros(shape) for _ in range(4))
    carried, owed = np.zeros(shape[0]), np.zeros(shape[0])
    for year in range(shape[1]):
        settled[:, year] = owed
        grant = entitled[:, year] - owed
        balance = carried + grant - spent[:, year]
        left = np.maximum(balance, 0.0)
        carried = np.minimum(left, cap * np.maximum(grant, 0.0))
        owed = np.maximum(-balance, 0.0)
        reserve[:, year], repaid[:, year], shortfall[:, year] = carried, left - carried, owed
    return Flows(entitled, settled, spent, reserve, repaid, shortfall)


def over_years(inflow: Floats, first: int, shares: Shares) -> Floats:
    """Persons-equivalents per year: sum over k of share_k of cohort t-k+1 x the inflow of that cohort.

    inflow: municipalities x cohorts from year `first` on, before which nobody came in; shares: cohort -> shares of
    year 1, 2, ... of its trajectory. The result has the years of the cohorts; what falls after the last is left out.
    """
    total = np.zeros_like(inflow)
    for cohort in range(inflow.shape[1]):
        for later, share in enumerate(shares(first + cohort)):
            if cohort + later < inflow.shape[1]:
                total[:, cohort + later] += share * inflow[:, cohort]
    return total
