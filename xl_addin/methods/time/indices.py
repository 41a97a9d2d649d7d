"""How prices rise from year to year: wages, other prices and the grant apart (METHOD section 9)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.answers.settings import Timeline
from xl_addin.methods.time.cash import Floats

INDEX_COST, INDEX_WAGE, INDEX_PRICE = "index.kosten", "index.loon", "index.prijs"
INDEX_GRANT, INDEX_YEAR = "index.spuk", "index.basisjaar"


def rate(code: str, parameters: Parameters) -> float:
    """The rise per year; that of wages or prices is that of all cost where it is not given itself."""
    general = amount(parameters, INDEX_COST) if code in (INDEX_WAGE, INDEX_PRICE) else math.nan
    return amount(parameters, code, general)


def raised(code: str, years: Sequence[int], timeline: Timeline) -> Floats:
    """The factor of each year on an amount in prices of `index.basisjaar`: the product of the rises in between.

    A rise holds from its own year on, so that another index from a year on leaves the years before it as they were. NaN
    where a rise or the base year is unknown.
    """
    base = amount(timeline.before.parameters, INDEX_YEAR)
    return np.array([_factor(code, int(base), year, timeline) if not math.isnan(base) else math.nan for year in years])


def _factor(code: str, base: int, year: int, timeline: Timeline) -> float:
    between = range(min(base, year) + 1, max(base, year) + 1)
    product = math.prod(1 + rate(code, timeline.in_year(later)) for later in between)
    return product if year >= base else 1 / product


def differ(years: Sequence[int], timeline: Timeline) -> bool:
    """Whether wages and other prices rise apart in any of these years."""
    return any(rate(INDEX_WAGE, timeline.in_year(year)) != rate(INDEX_PRICE, timeline.in_year(year)) for year in years)
