"""What an inburgeraar of each groep costs and brings in, nationally and per respondent, for a cohort in a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.settings import Setting, Timeline, raised_wages
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.costs.earmarked import earmarked
from xl_addin.methods.costs.fixed_share import Growth, at_growth, fixed_share, per_person
from xl_addin.methods.costs.own_figures import OwnFigures, own_figures
from xl_addin.methods.costs.sum_items import items_of_trajectory
from xl_addin.methods.differences.own_spread import own_spread
from xl_addin.methods.differences.spread import estimate_spread
from xl_addin.methods.estimates.basis import Basis, prepare
from xl_addin.methods.estimates.trajectory import estimate_totals
from xl_addin.methods.tables.columns import MACRO, PROVISIONS, ROUTES, TOTAL, TRAJECTORY_COST, YEARLY_SPREAD, year_class
from xl_addin.methods.tables.results import Lookup, as_table
from xl_addin.methods.time.cash import Floats
from xl_addin.methods.time.indices import differ

NATIONAL, OWN = "landelijk", "eigen"


class Prices(NamedTuple):
    """What an inburgeraar of each groep costs and brings in, for some municipalities.

    cost, grant: a figure per municipality; spread: municipalities x years of the trajectory, summing to 1; wages: of
    the cost of each of those years, what follows the wages (0 where wages and prices rise alike).
    """

    codes: pd.Index
    cost: Mapping[str, Floats]
    spread: Mapping[str, Floats]
    grant: Mapping[str, Floats]
    wages: Mapping[str, Floats]

    def with_wages(self, doubled: Prices) -> Prices:
        """doubled: the same with all wages twice as high; what that adds is what the wages are."""
        wages = {
            group: doubled.cost[group][:, None] * doubled.spread[group] - cost[:, None] * self.spread[group]
            for group, cost in self.cost.items()
        }
        return self._replace(wages=wages)


class PriceList:
    """The prices of every cohort in every year of a timeline; those of the same inputs are computed once."""

    def __init__(self, timeline: Timeline, basis: Basis, found: Lookup, years: Sequence[int]) -> None:
        """basis, found: what was computed with the inputs that hold last; years: those that are looked at."""
        self._timeline, self._dimensions = timeline, basis.dimensions
        self._frame = basis.frame
        self._apart = differ(years, timeline)
        self._made: dict[tuple[int, str], Prices] = {}
        # with each setting itself, so that no other one gets its id
        self._ready = {id(timeline.last): (timeline.last, basis, found)}
        self._own: dict[int, OwnPrices] = {}
        self._twice: dict[int, tuple[Setting, Setting]] = {}
        self._codes = {NATIONAL: basis.frame.index, OWN: self._own_prices(timeline.before).codes}

    def codes(self, whose: str) -> pd.Index:
        """The municipalities: all of the frame, or the respondents that gave cost and spread of every groep."""
        return self._codes[whose]

    def at(self, whose: str, cohort: int, year: int) -> Prices:
        """The prices of a cohort in a year."""
        setting = self._timeline.at(cohort, year)
        key = id(setting), whose
        if key not in self._made:
            prices = self._prices(setting, whose)
            if self._apart:
                prices = prices.with_wages(self._prices(self._doubled(setting), whose))
            self._made[key] = prices
        return self._made[key]

    def _doubled(self, setting: Setting) -> Setting:
        """The same with all wages twice as high."""
        if id(setting) not in self._twice:
            twice = setting._replace(parameters=raised_wages(setting.parameters, 2.0))
            self._twice[id(setting)] = setting, twice
        return self._twice[id(setting)][1]

    def _prices(self, setting: Setting, whose: str) -> Prices:
        if whose == OWN:
            return self._own_prices(setting).of(self._codes[OWN])
        return national_prices(self._codes[NATIONAL], setting.parameters, self._dimensions, self._prepared(setting)[1])

    def _own_prices(self, setting: Setting) -> OwnPrices:
        if id(setting) not in self._own:
            self._own[id(setting)] = own_prices(self._prepared(setting)[0], setting)
        return self._own[id(setting)]

    def _prepared(self, setting: Setting) -> tuple[Basis, Lookup]:
        """What the prices are read from, computed anew where the inputs are not those that hold last."""
        if id(setting) in self._ready:
            return self._ready[id(setting)][1:]
        dimensions = self._dimensions
        allocated = allocate(setting.answers, setting.parameters, dimensions)
        costs = at_growth(allocated, setting.answers, setting.growth, setting.parameters, dimensions)
        basis = prepare(setting.answers, self._frame, costs, setting.parameters, dimensions)
        rows = (*estimate_totals(basis, dimensions.trajectory_groups), *estimate_spread(basis, setting.answers).rows)
        self._ready[id(setting)] = setting, basis, Lookup(as_table(rows))
        return self._ready[id(setting)][1:]


def national_prices(codes: pd.Index, parameters: Parameters, dimensions: Dimensions, found: Lookup) -> Prices:
    """The national mean cost, its spread and the grant per inburgeraar, the same for every municipality."""
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
        grant[group] = same * earmarked(group, parameters, dimensions).national
    return Prices(codes, cost, spread, grant, _no_wages(spread))


class OwnPrices(NamedTuple):
    """The same by own figures of the respondents, per groep; codes: who gave cost and spread of every groep."""

    codes: pd.Index
    cost: Mapping[str, pd.Series]
    spread: Mapping[str, pd.DataFrame]
    grant: Mapping[str, pd.Series]

    def of(self, codes: pd.Index) -> Prices:
        """Of these respondents."""

        def arrays(tables: Mapping[str, pd.Series | pd.DataFrame]) -> dict[str, Floats]:
            return {group: table.reindex(codes).to_numpy(dtype=float) for group, table in tables.items()}

        spreads = arrays(self.spread)
        return Prices(codes, arrays(self.cost), spreads, arrays(self.grant), _no_wages(spreads))


def own_prices(basis: Basis, setting: Setting) -> OwnPrices:
    """The prices of each respondent by its own figures."""
    dimensions, parameters = basis.dimensions, setting.parameters
    mine = setting.answers.of(basis.respondents.complete.index[basis.respondents.complete])
    own = own_figures(mine, parameters, dimensions)
    cost, spread, grant = {}, {}, {}
    known = pd.Series(True, index=mine.index)
    for group in dimensions.group_codes:
        grown = _own_at_growth(own, group, setting.growth, parameters, dimensions)
        whole = f"uit.traj.{group}.{TOTAL}"
        cost[group] = grown.figures[whole].where(grown.known[whole])
        spread[group] = own_spread(grown, mine, group, parameters, dimensions)
        grant[group] = earmarked(group, parameters, dimensions).own(mine, dimensions.routes_of(group))
        known &= (cost[group] > 0) & spread[group].notna().all(axis=1)
    return OwnPrices(mine.index[known], cost, spread, grant)


def _own_at_growth(
    own: OwnFigures, group: str, growth: Growth, parameters: Parameters, dimensions: Dimensions
) -> OwnFigures:
    """Own figures of leerroutes and voorzieningen with their fixed shares, and the total of both."""
    stem, more, figures = f"uit.traj.{group}", growth.get(group, 1.0), own.figures
    if more == 1.0:
        return own
    changed: dict[str, pd.Series] = {}
    for component, items in items_of_trajectory(group, dimensions).items():
        factor = per_person(fixed_share(parameters, component), more)
        changed |= {name: figures[name] * factor for name in (f"{stem}.{item}" for item in (*items, component))}
    total = changed[f"{stem}.{ROUTES}"] + changed[f"{stem}.{PROVISIONS}"]
    return replace(own, figures=figures.assign(**changed, **{f"{stem}.{TOTAL}": total}))


def _no_wages(spread: Mapping[str, Floats]) -> dict[str, Floats]:
    return {group: np.zeros_like(shares) for group, shares in spread.items()}
