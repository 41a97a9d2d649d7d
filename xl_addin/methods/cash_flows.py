"""The earmarked grant and what it pays, year after year, under several rhythms and rules (METHOD section 9).

For every municipality of the frame at the national mean cost and spread, and for each respondent at its own; for the
country as the sum over all municipalities. Report, sections 6.1 and 7.2, tables S.2 and 7.4.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.amounts import Parameters, absent, amount
from xl_addin.methods.answers import Answers
from xl_addin.methods.basis import Basis
from xl_addin.methods.cash import Floats, Flows, Shares, over_years, simulate
from xl_addin.methods.columns import (
    BASIS,
    CASH_COLUMNS,
    CASH_FLOW,
    CASH_SHORTFALL,
    CODE,
    FLOWS,
    MACRO,
    REPAID,
    STUCK,
    TOTAL,
    TRAJECTORY_COST,
    UNIT_EURO,
    UNIT_MUNICIPALITIES,
    VARIANT,
    YEAR,
    YEARLY_SPREAD,
    year_class,
)
from xl_addin.methods.earmarked import earmarked
from xl_addin.methods.inflow import Inflow, read_inflow
from xl_addin.methods.notes import Note
from xl_addin.methods.own_figures import own_figures
from xl_addin.methods.own_spread import own_spread
from xl_addin.methods.results import Lookup, Row, row
from xl_addin.methods.rhythm import NEW, OLD, TURN, always, by_cohort, rhythm

FIRST_COHORT = "wet.eerste_cohort"
NATIONAL, OWN = "landelijk", "eigen"
BY_RULE, OLD_ALWAYS, NEW_ALWAYS, NO_RESERVE, WIDE = "regeling", "oud", "nieuw", "zonder_reserve", "ruim"
VARIANTS = (BY_RULE, OLD_ALWAYS, NEW_ALWAYS, NO_RESERVE, WIDE)
CENT = 0.005


class Variant(NamedTuple):
    """A rhythm per cohort, and what may be reserved at most as a part of the year's grant."""

    code: str
    shares: Shares
    cap: float


class Prices(NamedTuple):
    """What an inburgeraar of each groep costs and brings in, for some municipalities.

    cost, grant: a figure per municipality; spread: municipalities x years of the trajectory, summing to 1.
    """

    codes: pd.Index
    cost: Mapping[str, Floats]
    spread: Mapping[str, Floats]
    grant: Mapping[str, Floats]


class CashFlows(NamedTuple):
    """rows for the country, `table` in the columns of `Kasstromen`, and what could not be computed."""

    rows: tuple[Row, ...]
    table: pd.DataFrame
    notes: tuple[Note, ...]


def cash_flows(basis: Basis, answers: Answers, results: pd.DataFrame) -> CashFlows:
    """Every variant for all municipalities. results: the rows of `estimate` and of the spread over the years.

    Without inflow of every year since the first cohort, or with a price or rhythm that is unknown, figures stay empty
    and a note says why; they never count as 0.
    """
    dimensions, parameters = basis.dimensions, basis.parameters
    if not dimensions.trajectory_groups:
        return CashFlows((), _table([]), ())
    first = amount(parameters, FIRST_COHORT)
    if math.isnan(first):
        return CashFlows((), _table([]), tuple(absent(parameters, [FIRST_COHORT])))
    inflow = read_inflow(basis.frame, dimensions.group_codes, int(first))
    made, notes = variants(parameters, dimensions.trajectory_years)
    notes = [*inflow.notes, *notes, *absent(parameters, [INDEX_COST, INDEX_GRANT, INDEX_YEAR])]
    if not inflow.years:
        return CashFlows((), _table([]), tuple(notes))
    national = national_prices(basis, Lookup(results))
    notes += _unknown_prices(national)
    notes += [note for group in dimensions.group_codes for note in earmarked(group, parameters, dimensions).notes]
    blocks, rows = [], []
    for prices, name in ((national, NATIONAL), (own_prices(basis, answers), OWN)):
        for variant in made:
            flows = flows_of(prices, inflow, variant, basis)
            blocks.append(_block(flows, prices.codes, name, variant.code, inflow.years))
            if name == NATIONAL:
                rows += _country(flows, variant.code, inflow.years)
    return CashFlows(tuple(rows), _table(blocks), tuple(notes))


def variants(parameters: Parameters, years: int) -> tuple[tuple[Variant, ...], list[Note]]:
    """The rhythms and rules that are compared, from the parameters `ritme.*` and `reserve.*`."""
    old, new = rhythm(parameters, OLD, years), rhythm(parameters, NEW, years)
    codes = [TURN, "reserve.maximum", "reserve.maximum.ruim"]
    turn, cap, wide = (amount(parameters, code) for code in codes)
    mixed = by_cohort(old.shares, new.shares, turn)
    made = (
        Variant(BY_RULE, mixed, cap),
        Variant(OLD_ALWAYS, always(old.shares), cap),
        Variant(NEW_ALWAYS, always(new.shares), cap),
        Variant(NO_RESERVE, mixed, 0.0),
        Variant(WIDE, mixed, wide),
    )
    return made, [*old.notes, *new.notes, *absent(parameters, codes)]


def national_prices(basis: Basis, found: Lookup) -> Prices:
    """The national mean cost, its spread and the grant per inburgeraar, the same for every municipality."""
    dimensions, codes = basis.dimensions, basis.frame.index
    place = {"indeling": TOTAL, "weging": MACRO, "onderdeel": TOTAL}
    same = np.ones(len(codes))
    cost, spread, grant = {}, {}, {}
    for group in dimensions.group_codes:
        cost[group] = same * found.figure(maat=TRAJECTORY_COST, groep=group, **place)
        shares = [
            found.figure(maat=YEARLY_SPREAD, groep=group, klasse=year_class(year), **place)
            for year in range(1, dimensions.trajectory_years + 1)
        ]
        spread[group] = np.outer(same, shares)
        grant[group] = same * earmarked(group, basis.parameters, dimensions).national
    return Prices(codes, cost, spread, grant)


def own_prices(basis: Basis, answers: Answers) -> Prices:
    """The same of each respondent that gave cost and spread of every groep, by its own figures."""
    dimensions, parameters = basis.dimensions, basis.parameters
    mine = answers.of(basis.respondents.complete.index[basis.respondents.complete])
    own = own_figures(mine, parameters, dimensions)
    cost, spread, grant = {}, {}, {}
    known = pd.Series(True, index=mine.index)
    for group in dimensions.group_codes:
        name = f"uit.traj.{group}.{TOTAL}"
        cost[group] = own.figures[name].where(own.known[name])
        spread[group] = own_spread(own, mine, group, parameters, dimensions)
        grant[group] = earmarked(group, parameters, dimensions).own(mine, dimensions.routes_of(group))
        known &= (cost[group] > 0) & spread[group].notna().all(axis=1)

    def arrays(tables: Mapping[str, pd.Series | pd.DataFrame]) -> dict[str, Floats]:
        return {group: table[known].to_numpy(dtype=float) for group, table in tables.items()}

    return Prices(mine.index[known], arrays(cost), arrays(spread), arrays(grant))


INDEX_COST, INDEX_GRANT, INDEX_YEAR = "index.kosten", "index.spuk", "index.basisjaar"


def flows_of(prices: Prices, inflow: Inflow, variant: Variant, basis: Basis) -> Flows:
    """The flows of these municipalities under a variant.

    grant_t = sum over k of p_k a asiel(t-k+1) + g gezin(t): a groep with leerroutes is paid in the rhythm, another one
    at once. Cost falls by the spread. Both in prices of `index.basisjaar`, raised by their index per year.
    """
    years = np.array(inflow.years, dtype=float)
    since = years - amount(basis.parameters, INDEX_YEAR)
    raised = {code: (1 + amount(basis.parameters, code)) ** since for code in (INDEX_COST, INDEX_GRANT)}
    shape = (len(prices.codes), len(inflow.years))
    entitled, spent = np.zeros(shape), np.zeros(shape)
    for group, table in inflow.by_group.items():
        persons = table.loc[prices.codes].to_numpy(dtype=float)
        paid = over_years(persons, inflow.years[0], variant.shares) if basis.dimensions.routes_of(group) else persons
        entitled += paid * prices.grant[group][:, None]
        by_spread = over_years(persons, inflow.years[0], always(prices.spread[group].T))
        spent += by_spread * prices.cost[group][:, None]
    return simulate(entitled * raised[INDEX_GRANT], spent * raised[INDEX_COST], variant.cap)


def stuck(flows: Flows) -> npt.NDArray[np.str_]:
    """Per municipality and year `tekort` (spent beyond reserve and grant), `terugbetaald` (above the cap), or empty."""
    short, repaid = flows.shortfall > CENT, flows.repaid > CENT
    return np.where(short, CASH_SHORTFALL, np.where(repaid, REPAID, ""))


def _country(flows: Flows, variant: str, years: Sequence[int]) -> list[Row]:
    """The sum over all municipalities, and how many of them fall short or repay; unknown as soon as one is."""
    rows: list[Row] = []
    n = len(flows.spent)
    for at, year in enumerate(years):
        place = ("", YEAR, str(year), variant)
        for name, euros in named(flows).items():
            rows.append(row(CASH_FLOW, name, *place, unit=UNIT_EURO, value=float(euros[:, at].sum()), n=n))
            if name in (CASH_SHORTFALL, REPAID):
                known = not np.isnan(euros[:, at]).any()
                count = float((euros[:, at] > CENT).sum()) if known else math.nan
                rows.append(row(CASH_FLOW, f"gemeenten_{name}", *place, unit=UNIT_MUNICIPALITIES, value=count, n=n))
    return rows


def named(flows: Flows) -> dict[str, Floats]:
    """The flows under the names of their columns."""
    figures = (
        flows.entitled,
        flows.settled,
        flows.received,
        flows.spent,
        flows.reserve,
        flows.repaid,
        flows.shortfall,
    )
    return dict(zip(FLOWS, figures, strict=True))


def _block(flows: Flows, codes: pd.Index, basis: str, variant: str, years: Sequence[int]) -> pd.DataFrame:
    """A row per municipality and year, in the order of both."""
    table = pd.DataFrame({CODE: np.repeat(codes.to_numpy(), len(years))})
    table[BASIS], table[VARIANT], table[YEAR] = basis, variant, np.tile(years, len(codes))
    for name, euros in named(flows).items():
        table[name] = euros.ravel()
    table[STUCK] = stuck(flows).ravel()
    return table


def _table(blocks: list[pd.DataFrame]) -> pd.DataFrame:
    columns = [name for name in CASH_COLUMNS if name != "naam"]
    return pd.concat(blocks, ignore_index=True)[columns] if blocks else pd.DataFrame(columns=columns)


def _unknown_prices(prices: Prices) -> list[Note]:
    """A note per groep whose national cost or spread is unknown; an absent grant is noted with the funding."""
    return [
        Note("CASH_PRICE_UNKNOWN", "", {"groep": group, "wat": words})
        for words, known in (("de kosten", prices.cost), ("de spreiding over de jaren", prices.spread))
        for group, figures in known.items()
        if np.isnan(figures).any()
    ]
