"""What a reader wants to see of time first: spread beside rhythm, flows by year and variant, and who gets stuck."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.tables.columns import (
    BASIS,
    CASH_FLOW,
    CASH_SHORTFALL,
    CLASS,
    CODE,
    COMPONENT,
    ENTITLED,
    MACRO,
    MEASURE,
    PROVISIONS,
    REPAID,
    RESERVE,
    ROUTES,
    TOTAL,
    VALUE,
    VARIANT,
    WEIGHTING,
    YEAR,
    YEARLY_SPREAD,
    year_class,
)
from xl_addin.methods.tables.results import Lookup, pick
from xl_addin.methods.time.cash import Floats
from xl_addin.methods.time.cash_flows import BY_RULE, CENT, VARIANTS
from xl_addin.methods.time.prices import OWN
from xl_addin.methods.time.rhythm import NEW, OLD, rhythm


class SpreadLine(NamedTuple):
    """Shares per year, and how much of the cost is still to come after each year but the last while it is paid."""

    name: str
    shares: Floats
    behind: tuple[Floats, ...]


def spread_lines(results: pd.DataFrame, group: str, parameters: Parameters, dimensions: Dimensions) -> list[SpreadLine]:
    """The spread of leerroutes, each provision and sums of a groep, and both rhythms; what is unknown is left out.

    behind, for the old and the new rhythm: paid so far less cost so far, after year 1, 2, ...
    """
    years = dimensions.trajectory_years
    found = Lookup(pick(results, maat=YEARLY_SPREAD))
    rhythms = [rhythm(parameters, stem, years).shares for stem in (OLD, NEW)]
    place = {"maat": YEARLY_SPREAD, "groep": group, "indeling": TOTAL, "weging": MACRO}
    lines = []
    for name in (ROUTES, *dimensions.provisions_of(group), PROVISIONS, TOTAL):
        shares = np.array(
            [found.figure(**place, onderdeel=name, klasse=year_class(year)) for year in range(1, years + 1)]
        )
        if not np.isnan(shares).any():
            behind = tuple(np.cumsum(paid - shares)[:-1] for paid in rhythms)
            lines.append(SpreadLine(name, shares, behind))
    named = zip(("ritme_oud", "ritme_nieuw"), rhythms, strict=True)
    return lines + [SpreadLine(name, shares, ()) for name, shares in named]


def by_year(results: pd.DataFrame, component: str) -> pd.DataFrame:
    """A figure of the country as years x variants."""
    rows = pick(results, maat=CASH_FLOW, onderdeel=component)
    table = rows.pivot_table(VALUE, CLASS, WEIGHTING, aggfunc="first", dropna=False)
    return table.reindex(columns=list(VARIANTS))


def country(results: pd.DataFrame) -> pd.DataFrame:
    """All figures of the country: (variant, year) x component, in the order of the variants."""
    rows = results[results[MEASURE] == CASH_FLOW]
    table = rows.pivot_table(VALUE, [WEIGHTING, CLASS], COMPONENT, aggfunc="first")
    known = [name for name in VARIANTS if name in table.index.get_level_values(0)]
    return table.reindex(known, level=0) if known else table


def stuck_municipalities(cash: pd.DataFrame) -> pd.DataFrame:
    """Who falls short under the rule as it is: at its own cost where it is known, the largest shortfall first.

    Columns code, kosten, jaren_tekort, jaren_terugbetaald (years in words), tekort (the largest, euro), deel (of the
    grant of that year), reserve (at the end).
    """
    mine = cash[cash[VARIANT] == BY_RULE]
    own = set(mine.loc[mine[BASIS] == OWN, CODE])
    mine = mine[(mine[BASIS] == OWN) | ~mine[CODE].isin(own)]
    short = mine[mine[CASH_SHORTFALL] > CENT]
    if short.empty:
        return pd.DataFrame(
            columns=[CODE, BASIS, "jaren_tekort", "jaren_terugbetaald", CASH_SHORTFALL, "deel", RESERVE]
        )
    share = short[CASH_SHORTFALL] / short[ENTITLED].where(short[ENTITLED] > 0)
    worst = short.assign(deel=share).sort_values([CASH_SHORTFALL], ascending=False, kind="stable").drop_duplicates(CODE)
    repaid = _years(mine[mine[REPAID] > CENT])
    last = mine.drop_duplicates(CODE, keep="last").set_index(CODE)[RESERVE]
    table = worst[[CODE, BASIS, CASH_SHORTFALL, "deel"]].assign(
        jaren_tekort=worst[CODE].map(_years(short)),
        jaren_terugbetaald=worst[CODE].map(repaid).fillna(""),
        reserve=worst[CODE].map(last),
    )
    ordered = table.sort_values(["deel", CODE], ascending=[False, True])
    return ordered[[CODE, BASIS, "jaren_tekort", "jaren_terugbetaald", CASH_SHORTFALL, "deel", RESERVE]]


def _years(rows: pd.DataFrame) -> dict[str, str]:
    """The years of each municipality in words: `2024, 2026`."""
    years = rows[YEAR].astype(int).astype(str)
    return {str(code): ", ".join(group) for code, group in years.groupby(rows[CODE])}
