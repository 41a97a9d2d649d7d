"""In which shares the earmarked grant of a cohort is paid over the years of its trajectory."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from xl_addin.methods.answers.amounts import Parameters, absent, amount
from xl_addin.methods.differences.spread import TOLERANCE
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.time.cash import Floats, Shares

OLD, NEW = "ritme.oud", "ritme.nieuw"
TURN = "ritme.wissel"


class Rhythm(NamedTuple):
    """Shares of year 1, 2, ..., adding up to 1; NaN, with a note, where one is absent or they do not add up."""

    shares: Floats
    notes: tuple[Note, ...]


def rhythm(parameters: Parameters, stem: str, years: int) -> Rhythm:
    """The parameters `{stem}.jaar1` and so on: normalised when they miss 1 by at most 0.005, else not used."""
    codes = [f"{stem}.jaar{year}" for year in range(1, years + 1)]
    shares = np.array([amount(parameters, code) for code in codes])
    missing = tuple(absent(parameters, codes))
    total = float(shares.sum())
    if missing or abs(total - 1) > TOLERANCE + 1e-12:
        wrong = missing or (Note("RHYTHM_NOT_ONE", "", {"ritme": stem, "som": round(total, 6)}),)
        return Rhythm(np.full(years, np.nan), wrong)
    return Rhythm(shares / total, ())


def by_cohort(old: Floats, new: Floats, turn: float) -> Shares:
    """Cohorts before year `turn` are paid in the old rhythm to the end, those from it on in the new one."""
    return lambda cohort: np.full_like(old, np.nan) if np.isnan(turn) else old if cohort < turn else new


def always(shares: Floats) -> Callable[[int], Floats]:
    """One rhythm for every cohort."""
    return lambda _: shares
