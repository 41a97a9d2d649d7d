"""For how many inburgeraars a municipality is paid, and what the earmarked grant then is in the survey year.

The grant is divided by asylum migrants of t, t-1 and t-2 and by family and other migrants of t (report, section 6.1;
parameters `spuk.telling.*`): grant_t = sum over k of p_k x a x asiel(t-k+1) + g x gezin(t), METHOD section 9.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.costs.earmarked import EDUCATION_ROUTE, earmarked
from xl_addin.methods.tables.columns import INFLOW, inflow_column
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.time.cash import Shares
from xl_addin.methods.time.rhythm import NEW, OLD, TURN, always, by_cohort, rhythm

INFLOW_COLUMN = re.compile(rf"{INFLOW}_(?P<group>\w+)_(?P<year>\d{{4}})")
FIRST_COHORT, RHYTHM = "wet.eerste_cohort", "ritme"
ON_EDUCATION_ROUTE = f"pip_{EDUCATION_ROUTE}"


def counted(frame: pd.DataFrame, group: str, year: int, parameters: Parameters, dimensions: Dimensions) -> pd.Series:
    """Inburgeraars that count for the grant of `year` per municipality, each by the part that is paid out that year.

    With a count over several years cohort t-k+1 counts for year k of its own rhythm; with one year everyone counts
    whole. Cohorts before the law count for nothing. NaN where the inflow of a needed year is not in the frame, or a
    rhythm or the number of years is not known.
    """
    years = amount(parameters, f"spuk.telling.{group}")
    if math.isnan(years):
        return pd.Series(math.nan, index=frame.index)
    shares = _shares(parameters, dimensions.trajectory_years)
    total = pd.Series(0.0, index=frame.index)
    for k, cohort in enumerate(_cohorts(parameters, year, int(years))):
        column = inflow_column(group, cohort)
        part = 1.0 if years == 1 else float(shares(cohort)[k])
        total = total + part * frame.reindex(columns=[column])[column].astype(float)
    return total


def _cohorts(parameters: Parameters, year: int, years: int) -> list[int]:
    """The cohorts that count in a year, the newest first; none from before the law."""
    first = amount(parameters, FIRST_COHORT, -math.inf)
    return [year - k for k in range(years) if year - k >= first]


def _shares(parameters: Parameters, years: int) -> Shares:
    """The rhythm of each cohort; without a year in which it turned, the rhythm of the survey year for all."""
    turn = amount(parameters, TURN)
    if math.isnan(turn):
        return always(rhythm(parameters, RHYTHM, years).shares)
    return by_cohort(rhythm(parameters, OLD, years).shares, rhythm(parameters, NEW, years).shares, turn)


def yearly_grant(frame: pd.DataFrame, year: int, parameters: Parameters, dimensions: Dimensions) -> pd.Series:
    """The earmarked grant of `year` in euros per municipality; NaN where anything it needs is not known.

    Where the amount of article 10 is given, the budget of the onderwijsroute is paid besides: budget / participants x
    the municipality's own participants (`pip_onderwijs`), once a year; else the amount per inburgeraar holds it.
    """
    total = pd.Series(0.0, index=frame.index)
    for group in dimensions.group_codes:
        grant = earmarked(group, parameters, dimensions)
        total = total + grant.fixed * counted(frame, group, year, parameters, dimensions)
        if grant.per_year > 0 or math.isnan(grant.per_year):
            own = frame.reindex(columns=[ON_EDUCATION_ROUTE])[ON_EDUCATION_ROUTE].astype(float)
            total = total + grant.per_year * own
    return total


def inflow_notes(frame: pd.DataFrame, year: int, parameters: Parameters, dimensions: Dimensions) -> Iterator[Note]:
    """The inflow columns that a frame with some inflow lacks; a frame without any asks for nothing."""
    if not any(INFLOW_COLUMN.fullmatch(str(name)) for name in frame.columns):
        return
    for group in dimensions.group_codes:
        years = amount(parameters, f"spuk.telling.{group}", 1.0)
        for cohort in _cohorts(parameters, year, int(years)):
            if inflow_column(group, cohort) not in frame:
                yield Note("INFLOW_ABSENT", "", {"kolom": inflow_column(group, cohort)})
