"""The earmarked grant and what it pays, year after year, under several rhythms and rules (METHOD section 9).

For every municipality of the frame at the national mean cost and spread, and for each respondent at its own; for the
country as the sum over all municipalities. What changes from a year or cohort on is in a `Timeline`. Report, sections
6.1 and 7.2, tables S.2 and 7.4.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import absent, amount, choice
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.answers.settings import Timeline
from xl_addin.methods.costs.earmarked import earmarked
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.tables.columns import (
    BASIS,
    CASH_COLUMNS,
    CASH_FLOW,
    CASH_SHORTFALL,
    CODE,
    FLOWS,
    REPAID,
    STUCK,
    UNIT_EURO,
    UNIT_MUNICIPALITIES,
    VARIANT,
    YEAR,
)
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.results import Lookup, Row, row
from xl_addin.methods.time.cash import Expected, Floats, Flows, Part, Shares, given, over_years, simulate
from xl_addin.methods.time.indices import INDEX_COST, INDEX_GRANT, INDEX_PRICE, INDEX_WAGE, INDEX_YEAR, raised
from xl_addin.methods.time.inflow import Inflow, expected_inflow, read_inflow
from xl_addin.methods.time.prices import NATIONAL, OWN, PriceList, Prices, national_prices
from xl_addin.methods.time.rhythm import NEW, OLD, TURN, always, by_cohort, rhythm

FIRST_COHORT = "wet.eerste_cohort"
BY_RULE, OLD_ALWAYS, NEW_ALWAYS, NO_RESERVE, WIDE = "regeling", "oud", "nieuw", "zonder_reserve", "ruim"
PROVISIONAL = "voorlopig"
VARIANTS = (BY_RULE, OLD_ALWAYS, NEW_ALWAYS, NO_RESERVE, WIDE, PROVISIONAL)
CAP, WIDE_CAP = "reserve.maximum", "reserve.maximum.ruim"
KNOWN_AFTER, GROUND, BY_ESTIMATE = "spuk.voorlopig.jaren", "spuk.voorlopig.grondslag", "raming"
CENT = 0.005


class Variant(NamedTuple):
    """A rhythm per cohort, and the most that may be reserved in a year as a part of its grant.

    known_after: so many years later the inflow of a cohort is known, and the grant until then provisional: by an
    estimate, or by the last inflow that is known; None where the grant is definitive at once.
    """

    code: str
    shares: Shares
    cap: Callable[[int], float]
    known_after: int | None = None
    by_estimate: bool = False


PricesOf = Callable[[int, int], Prices]


class CashFlows(NamedTuple):
    """rows for the country, `table` in the columns of `Kasstromen`, and what could not be computed."""

    rows: tuple[Row, ...]
    table: pd.DataFrame
    notes: tuple[Note, ...]


def cash_flows(basis: Basis, answers: Answers, found: Lookup, timeline: Timeline | None = None) -> CashFlows:
    """Every variant for all municipalities. found: the rows of `estimate` and of the spread over the years.

    timeline: what changes over time; `basis`, `answers` and `found` then are those with every change in force, and
    the frame of `basis` holds the inflow of each year as it changes. Without inflow of every year since the first
    cohort, or with a price or rhythm that is unknown, figures stay empty and a note says why; they never count as 0.
    """
    dimensions = basis.dimensions
    if not dimensions.trajectory_groups:
        return CashFlows((), _table([]), ())
    timeline = timeline or Timeline(answers, basis.parameters, dimensions)
    known = timeline.before.parameters
    first = amount(known, FIRST_COHORT)
    if math.isnan(first):
        return CashFlows((), _table([]), tuple(absent(known, [FIRST_COHORT])))
    inflow = read_inflow(basis.frame, dimensions.group_codes, int(first))
    made = variants(timeline, dimensions.trajectory_years)
    last = timeline.last.parameters
    notes = [*inflow.notes, *_rule_notes(timeline, dimensions), *absent(last, [INDEX_COST, INDEX_GRANT, INDEX_YEAR])]
    if not inflow.years:
        return CashFlows((), _table([]), tuple(notes))
    prices = PriceList(timeline, basis, found, inflow.years)
    notes += _unknown_prices(national_prices(basis.frame.index, last, dimensions, found))
    notes += [note for group in dimensions.group_codes for note in earmarked(group, last, dimensions).notes]
    blocks, rows = [], []
    for name in (NATIONAL, OWN):
        for variant in made:
            flows = flows_of(partial(prices.at, name), inflow, variant, timeline, dimensions)
            blocks.append(_block(flows, prices.codes(name), name, variant.code, inflow.years))
            if name == NATIONAL:
                rows += _country(flows, variant.code, inflow.years)
    return CashFlows(tuple(rows), _table(blocks), tuple(notes))


def variants(timeline: Timeline, years: int) -> tuple[Variant, ...]:
    """The rhythms and rules that are compared, from the parameters `ritme.*` and `reserve.*` of each cohort and year.

    The grant that is provisional first is among them where `spuk.voorlopig.jaren` says when an inflow is known.
    """

    @cache
    def shares(stem: str, cohort: int) -> Floats:
        return rhythm(timeline.in_year(cohort), stem, years).shares

    @cache
    def mixed(cohort: int) -> Floats:
        turn = amount(timeline.in_year(cohort), TURN)
        return by_cohort(shares(OLD, cohort), shares(NEW, cohort), turn)(cohort)

    def cap(code: str) -> Callable[[int], float]:
        return lambda year: amount(timeline.in_year(year), code)

    made = (
        Variant(BY_RULE, mixed, cap(CAP)),
        Variant(OLD_ALWAYS, lambda cohort: shares(OLD, cohort), cap(CAP)),
        Variant(NEW_ALWAYS, lambda cohort: shares(NEW, cohort), cap(CAP)),
        Variant(NO_RESERVE, mixed, lambda _: 0.0),
        Variant(WIDE, mixed, cap(WIDE_CAP)),
    )
    lag, ground = amount(timeline.before.parameters, KNOWN_AFTER), choice(timeline.before.parameters, GROUND, "")
    if math.isnan(lag):
        return made
    return (*made, Variant(PROVISIONAL, mixed, cap(CAP), int(lag), ground == BY_ESTIMATE))


def _rule_notes(timeline: Timeline, dimensions: Dimensions) -> list[Note]:
    """What the rules lack, with every change in force."""
    parameters, years = timeline.last.parameters, dimensions.trajectory_years
    shares = [note for stem in (OLD, NEW) for note in rhythm(parameters, stem, years).notes]
    return [*shares, *absent(parameters, [TURN, CAP, WIDE_CAP])]


def flows_of(prices: PricesOf, inflow: Inflow, variant: Variant, timeline: Timeline, dimensions: Dimensions) -> Flows:
    """The flows of some municipalities under a variant; prices: what holds for a cohort in a year.

    grant_t = sum over k of p_k a asiel(t-k+1) + g gezin(t): a groep with leerroutes is paid in the rhythm, another one
    at once. Cost falls by the spread. Both in prices of `index.basisjaar`, raised by their index per year.
    """
    first = inflow.years[0]
    codes = prices(first, first).codes
    factor = {code: raised(code, inflow.years, timeline) for code in (INDEX_GRANT, INDEX_WAGE, INDEX_PRICE)}
    shape = (len(codes), len(inflow.years))
    entitled, corrected, spent = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for group, table in inflow.by_group.items():
        persons = table.loc[codes].to_numpy(dtype=float)
        at_once = not dimensions.routes_of(group)
        length = 1 if at_once else dimensions.trajectory_years
        shares = always(np.ones(1)) if at_once else variant.shares
        worth = _worth(group, prices, shares, factor, first)
        spent += over_years(persons, first, dimensions.trajectory_years, _cost(group, prices, factor, first))
        if variant.known_after is None:
            entitled += over_years(persons, first, length, worth)
            continue
        expected = _foreseen(persons, group, codes, inflow, variant)
        now, later = given(persons, expected, first, length, worth, variant.known_after)
        entitled, corrected = entitled + now, corrected + later
    caps = np.array([variant.cap(year) for year in inflow.years])
    return simulate(entitled, spent, caps, corrected)


def _worth(group: str, prices: PricesOf, shares: Shares, factor: Mapping[str, Floats], first: int) -> Part:
    """What the grant brings in in a year for who came in with a cohort."""

    def worth(cohort: int, year: int) -> Floats:
        indexed = float(shares(cohort)[year - cohort] * factor[INDEX_GRANT][year - first])
        return prices(cohort, year).grant[group] * indexed

    return worth


def _cost(group: str, prices: PricesOf, factor: Mapping[str, Floats], first: int) -> Part:
    """What who came in with a cohort costs in a year: wages and other prices each by their index."""

    def cost(cohort: int, year: int) -> Floats:
        mine, later = prices(cohort, year), year - cohort
        wages, rise = mine.wages[group][:, later], factor[INDEX_WAGE][year - first] - factor[INDEX_PRICE][year - first]
        whole = mine.cost[group] * mine.spread[group][:, later]
        return whole * float(factor[INDEX_PRICE][year - first]) + wages * float(rise)

    return cost


def _foreseen(persons: Floats, group: str, codes: pd.Index, inflow: Inflow, variant: Variant) -> Expected:
    """What stands in for the inflow until it is known."""
    estimated = inflow.estimates[group].loc[codes].to_numpy(dtype=float) if variant.by_estimate else None
    return expected_inflow(persons, estimated, inflow.years[0], variant.known_after or 0)


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
        flows.corrected,
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
