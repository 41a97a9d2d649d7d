"""Three ways with what is missing in a sum: left out, counted as nothing more than is known, estimated (METHOD 2).

Parameter `ontbrekend`: `weglaten` - a respondent enters only sums of which it knows every item; `nul` - what is not
known counts as its known part; `schatten` - who knows at least `ontbrekend.minimum` of the items gets the others at the
mean of the respondents that know them, per inburgeraar, in its class of inhabitants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters, amount, choice
from xl_addin.methods.answers.answers import Flags, Floats
from xl_addin.methods.costs.item_costs import ItemCost
from xl_addin.methods.costs.respondents import Respondents
from xl_addin.methods.costs.sum_items import items_of_trajectory, items_of_year
from xl_addin.methods.tables.columns import (
    ANNUAL,
    DIRECT,
    EXECUTION,
    GENERAL,
    PROVISIONS,
    ROUTES,
    TRAJECTORY,
    UNKNOWN,
)

TREATMENT, SMALLEST_PART = "ontbrekend", "ontbrekend.minimum"
LEAVE_OUT, AS_NOTHING, ESTIMATE = TREATMENTS = ("weglaten", "nul", "schatten")
FEWEST_IN_CLASS = 2


@dataclass(frozen=True)
class Sum:
    """The items of one sum, of every respondent; arrays are respondents x items.

    cost: NaN where not known; least: the known part; asked: what belongs to the sum (a leerroute without a price does
    not); size: the inburgeraars that cost is compared by; per_person: whether cost is per inburgeraar already; label:
    class of inhabitants, -1 where that is not known; can: who may have a part estimated.
    """

    items: tuple[str, ...]
    cost: Floats
    least: Floats
    asked: Flags
    size: Floats
    per_person: bool
    label: Floats
    can: Flags

    def filled(self, without: int | None = None) -> Floats:
        """The cost of every item, those that are not known estimated from the respondents that know them.

        without: the position of a respondent that is left out of the estimate. NaN where nobody knows the item.
        """
        sized = np.isfinite(self.size) & (self.size > 0)
        knows = np.isfinite(self.cost) & sized[:, None]
        if without is not None:
            knows = knows.copy()
            knows[without] = False
        size = np.where(sized, self.size, 0.0)
        weight = size[:, None] if self.per_person else np.ones((len(size), 1))
        euros = np.where(knows, np.nan_to_num(self.cost) * weight, 0.0)
        mean = np.broadcast_to(_mean(euros, knows, size), self.cost.shape).copy()
        for klasse in np.unique(self.label[self.label >= 0]):
            inside = self.label == klasse
            enough = knows[inside].sum(axis=0) >= FEWEST_IN_CLASS
            near = _mean(euros[inside], knows[inside], size[inside])
            mean[np.ix_(inside, enough)] = near[enough]
        expected = mean if self.per_person else mean * np.where(sized, self.size, np.nan)[:, None]
        estimate = np.where(sized[:, None], np.fmax(expected, self.least), np.nan)
        estimate[np.isnan(expected)] = np.nan
        return np.where(np.isfinite(self.cost), self.cost, estimate)


def _mean(euros: Floats, knows: Flags, size: Floats) -> Floats:
    whole = (knows * size[:, None]).sum(axis=0)
    mean: Floats = np.divide(euros.sum(axis=0), whole, out=np.full(euros.shape[1], np.nan), where=whole > 0)
    return mean


@dataclass(frozen=True)
class Filled:
    """A sum under one of the ways: euros per item of who enters (NaN: not asked, or does not enter).

    estimated: who has an estimated part. `anew` gives what the errors of it need.
    """

    index: pd.Index
    of: Sum
    value: Floats
    estimated: Flags

    def table(self) -> pd.DataFrame:
        """Euros per item (codes x items); NaN where the respondent does not enter."""
        return pd.DataFrame(self.value, index=self.index, columns=list(self.of.items))

    def anew(self) -> Floats | None:
        """The values without each respondent in turn (respondents x respondents x items); None without estimates."""
        if not self.estimated.any():
            return None
        there = np.isfinite(self.value)
        made = []
        for row in range(len(self.value)):
            again = self.of.filled(row)
            made.append(np.where(there & np.isfinite(again), again, self.value))
        return np.array(made)


def filled_sum(one: Sum, index: pd.Index, way: str, smallest: float) -> Filled:
    """One sum under `ontbrekend` = way; smallest: the part of its items that who is estimated must know."""
    known = np.isfinite(one.cost)
    lacking = (~known & one.asked).any(axis=1)
    anything = one.asked.any(axis=1)
    nobody = np.zeros(len(index), dtype=bool)
    if way == AS_NOTHING:
        value = np.where(known, one.cost, one.least)
        return Filled(index, one, np.where(one.asked & one.can[:, None], value, np.nan), nobody)
    value = np.where(known, one.cost, np.nan)
    estimated = nobody
    if way == ESTIMATE:
        enough = (known & one.asked).sum(axis=1) >= smallest * one.asked.sum(axis=1) - 1e-12
        made = one.filled()
        may = lacking & enough & anything & one.can & np.isfinite(np.where(one.asked, made, 0.0)).all(axis=1)
        value, estimated = np.where(may[:, None], made, value), may
    enters = anything & (~lacking | estimated)
    return Filled(index, one, np.where(enters[:, None] & one.asked, value, np.nan), estimated)


@dataclass(frozen=True)
class Sums:
    """Every sum of the study under one way with what is missing."""

    annual: Mapping[str, Filled]
    trajectory: Mapping[str, Mapping[str, Filled]]


def filled_sums(
    people: Respondents, label: pd.Series, parameters: Parameters, dimensions: Dimensions, way: str
) -> Sums:
    """The sums of the annual cost and of the trajectory of each groep; label: class of inhabitants per respondent."""
    codes = people.persons.index
    smallest = amount(parameters, SMALLEST_PART, 0.5)
    klasse = np.where(label.reindex(codes) == UNKNOWN, -1.0, pd.factorize(label.reindex(codes))[0].astype(float))

    def one(items: Sequence[ItemCost], size: pd.Series, per_person: bool, routes: bool = False) -> Filled:
        rows = people.costs.index.get_indexer(codes)
        shape = (len(codes), len(items))
        states = np.array([item.priced if routes else item.known for item in items], dtype=bool)
        cost = np.array([np.where(item.known, item.whole.euro, np.nan) for item in items], dtype=float)
        least = np.array([item.whole.euro for item in items], dtype=float)
        asked = np.array([item.priced | item.unknown if routes else ~people.costs.edge for item in items], dtype=bool)
        if routes and way == AS_NOTHING:  # the known part is that of the known routes
            asked = states
        whole = (len(items), len(people.costs.index))
        cost, least, asked = (one.reshape(whole)[:, rows].T.reshape(shape) for one in (cost, least, asked))
        codes_of = tuple(item.place[2] for item in items)
        can = people.complete.to_numpy(dtype=bool)
        return filled_sum(
            Sum(codes_of, cost, least, asked, size.to_numpy(dtype=float), per_person, klasse, can), codes, way, smallest
        )

    annual = {
        name: one([people.costs.item(ANNUAL, "", task) for task in tasks], people.persons, per_person=False)
        for name, tasks in items_of_year(dimensions).items()
    }
    trajectory = {
        group: {
            name: one(
                [people.costs.item(TRAJECTORY, group, code) for code in parts],
                people.by_group[group],
                per_person=True,
                routes=name == ROUTES,
            )
            for name, parts in items_of_trajectory(group, dimensions).items()
        }
        for group in dimensions.trajectory_groups
    }
    return Sums(annual, trajectory)


def treated(
    people: Respondents, label: pd.Series, parameters: Parameters, dimensions: Dimensions
) -> tuple[Respondents, Sums | None]:
    """The respondents with their sums as `ontbrekend` says, and what was filled in; None where nothing is.

    Single items and edge totals stay as they are known.
    """
    way = choice(parameters, TREATMENT, LEAVE_OUT)
    if way == LEAVE_OUT:
        return people, None
    sums = filled_sums(people, label, parameters, dimensions, way)
    annual = people.annual.copy()
    for name, one in sums.annual.items():
        annual[name] = _total(one).where(people.complete, annual[name])
    whole = sums.annual[EXECUTION].table()
    parts = {name: whole[list(items_of_year(dimensions)[name])].sum(axis=1, skipna=False) for name in (GENERAL, DIRECT)}
    trajectory, direct, prices = {}, {}, {}
    for group, found in sums.trajectory.items():
        table = people.trajectory[group].copy()
        for name in (DIRECT, PROVISIONS):
            table[name] = _total(found[name])
        trajectory[group] = table
        direct[group] = found[DIRECT].table().assign(**{DIRECT: table[DIRECT]})
        priced = found[ROUTES].table()
        if way == AS_NOTHING:
            priced = priced.mask(priced.isna().all(axis=1) & people.complete, 0.0)
        prices[group] = priced
    filled = replace(
        people,
        annual=annual,
        parts=pd.DataFrame(parts),
        trajectory={**people.trajectory, **trajectory},
        direct={**people.direct, **direct},
        prices={**people.prices, **prices},
    )
    return filled, sums


def _total(one: Filled) -> pd.Series:
    return one.table().sum(axis=1, skipna=False) if one.of.items else pd.Series(np.nan, index=one.index)
