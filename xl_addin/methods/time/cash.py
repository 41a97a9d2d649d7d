"""What comes in, goes out and stays over, year after year (METHOD section 9; report, section 6.1).

Pure arithmetic on arrays of municipalities x years; what is unknown (NaN) makes the years after it unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Shares = Callable[[int], Floats]
Part = Callable[[int, int], Floats | float]
"""What a person of a cohort costs or brings in in a year; both are calendar years."""
Expected = Callable[[int, int], Floats]
"""The inflow of a cohort per municipality, as it is expected in a year."""


@dataclass(frozen=True)
class Flows:
    """Euros per municipality (rows) and year (columns).

    entitled: what the grant of the year amounts to when it is given; corrected: what is still paid (below 0: taken
    back) over earlier years of which the inflow became known; settled: the shortfall of the year before, which is taken
    from it; spent; reserve: at the end of the year; repaid; shortfall: spent beyond reserve and what came in, settled
    the next year.
    """

    entitled: Floats
    corrected: Floats
    settled: Floats
    spent: Floats
    reserve: Floats
    repaid: Floats
    shortfall: Floats

    @property
    def received(self) -> Floats:
        """The grant of the year and what is corrected over earlier ones, less the shortfall of the year before."""
        return self.entitled + self.corrected - self.settled

    def gap(self) -> Floats:
        """What is not accounted for, per municipality and year: 0 but for the rounding of the computer.

        received + shortfall = spent + repaid + change of the reserve.
        """
        before = np.concatenate([np.zeros_like(self.reserve[:, :1]), self.reserve[:, :-1]], axis=1)
        gap: Floats = self.received + self.shortfall - self.spent - self.repaid - (self.reserve - before)
        return gap


def simulate(entitled: Floats, spent: Floats, cap: float | Floats, corrected: Floats | None = None) -> Flows:
    """The years one after another, from an empty reserve. cap: one figure, or one per year.

    grant_t = entitled_t + corrected_t - shortfall_(t-1); reserve_t = min(max(reserve_(t-1) + grant_t - spent_t, 0),
    cap_t x entitled_t): the cap is on the budget of the year, before anything is paid back. What is left above that is
    repaid; what is short is taken from the grant of t + 1. A shortfall larger than the next grant goes on to the year
    after. The arguments are not changed.
    """
    shape = entitled.shape
    caps = np.broadcast_to(np.asarray(cap, dtype=float), shape[1:])
    corrected = np.zeros(shape) if corrected is None else corrected
    settled, reserve, repaid, shortfall = (np.zeros(shape) for _ in range(4))
    carried, owed = np.zeros(shape[0]), np.zeros(shape[0])
    for year in range(shape[1]):
        settled[:, year] = owed
        grant = entitled[:, year] + corrected[:, year] - owed
        balance = carried + grant - spent[:, year]
        left = np.maximum(balance, 0.0)
        carried = np.minimum(left, caps[year] * np.maximum(entitled[:, year], 0.0))
        owed = np.maximum(-balance, 0.0)
        reserve[:, year], repaid[:, year], shortfall[:, year] = carried, left - carried, owed
    return Flows(entitled, corrected, settled, spent, reserve, repaid, shortfall)


def over_years(inflow: Floats, first: int, length: int, part: Part) -> Floats:
    """What falls in each year: the sum over cohorts of part(cohort, year) x the inflow of the cohort.

    inflow: municipalities x cohorts from year `first` on, before which nobody came in; length: the years of a
    trajectory. The result has the years of the cohorts; what falls after the last is left out.
    """
    total = np.zeros_like(inflow)
    for cohort, year in _pairs(inflow.shape[1], length):
        total[:, year] += part(first + cohort, first + year) * inflow[:, cohort]
    return total


def given(inflow: Floats, expected: Expected, first: int, length: int, part: Part, lag: int) -> tuple[Floats, Floats]:
    """The grant of each year on what was then known, and what is corrected over earlier years.

    The inflow of a cohort is known `lag` years after it; until then expected(cohort, year) stands in for it, as one
    sees it in `year`. In the year in which it becomes known, all that was given too much or too little is settled.
    After that year both together are what `over_years` gives.
    """
    entitled, corrected = np.zeros_like(inflow), np.zeros_like(inflow)
    for cohort, year in _pairs(inflow.shape[1], length):
        worth, actual, known = part(first + cohort, first + year), inflow[:, cohort], cohort + lag
        then = actual if year >= known else expected(first + cohort, first + year)
        entitled[:, year] += worth * then
        if year < known < inflow.shape[1]:
            corrected[:, known] += worth * (actual - then)
    return entitled, corrected


def _pairs(cohorts: int, length: int) -> Iterator[tuple[int, int]]:
    """Every cohort with the years of its trajectory that lie within those of the cohorts."""
    for cohort in range(cohorts):
        for year in range(cohort, min(cohort + length, cohorts)):
            yield cohort, year
