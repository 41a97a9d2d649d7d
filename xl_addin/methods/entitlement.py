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
from xl_addin.methods.amounts import Parameters, amount
from xl_addin.methods.columns import INFLOW, inflow_column
from xl_addin.methods.earmarked import EDUCATION_ROUTE, earmarked
from xl_addin.methods.notes import Note

INFLOW_COLUMN = re.compile(rf"{INFLOW}_(?P<group>\w+)_(?P<year>\d{{4}})")
ON_EDUCATION_ROUTE = f"pip_{EDUCATION_ROUTE}"


def counted(frame: pd.DataFrame, group: str, year: int, parameters: Parameters) -> pd.Series:
    """Inburgeraars that count for the grant of `year` per municipality, each by the part that is paid out that year.

    With a count over several years cohort t-k+1 counts for `ritme.jaar{k}`; with one year everyone counts whole. NaN
    where the inflow of a needed year is not in the frame, or the rhythm or the number of years is not known.
    """
    years = amount(parameters, f"spuk.telling.{group}")
    if math.isnan(years):
        return pd.Series(math.nan, index=frame.index)
    parts = [1.0] if years == 1 else [amount(parameters, f"ritme.jaar{k}") for k in range(1, int(years) + 1)]
    total = pd.Series(0.0, index=frame.index)
    for k, part in enumerate(parts):
        column = inflow_column(group, year - k)
        total = total + part * frame.reindex(columns=[column])[column].astype(float)
    return total


def yearly_grant(frame: pd.DataFrame, year: int, parameters: Parameters, dimensions: Dimensions) -> pd.Series:
    """The earmarked grant of `year` in euros per municipality; NaN where anything it needs is not known.

    Where the amount of article 10 is given, the budget of the onderwijsroute is paid besides: budget / participants x
    the municipality's own participants (`pip_onderwijs`), once a year; else the amount per inburgeraar holds it.
    """
    total = pd.Series(0.0, index=frame.index)
    for group in dimensions.group_codes:
        grant = earmarked(group, parameters, dimensions)
        total = total + grant.fixed * counted(frame, group, year, parameters)
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
        for k in range(int(years)):
            if inflow_column(group, year - k) not in frame:
                yield Note("INFLOW_ABSENT", "", {"kolom": inflow_column(group, year - k)})
