"""What is missing, item by item and sum by sum, who leaves which sum over it, and what each way with it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.answers.amounts import choice
from xl_addin.methods.answers.answers import Flags
from xl_addin.methods.costs.item_costs import ItemCost
from xl_addin.methods.costs.missing_items import LEAVE_OUT, TREATMENT, TREATMENTS, treated
from xl_addin.methods.costs.sum_items import items_of_trajectory, items_of_year
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.estimation import estimate_national
from xl_addin.methods.estimates.trajectory import estimate_totals
from xl_addin.methods.tables.columns import (
    ANNUAL,
    COUNT,
    DIRECT,
    EMPTY_ITEM,
    ESTIMATED,
    EVERYTHING,
    EXECUTION,
    GENERAL,
    INHABITANTS,
    INTERVAL_LOWER,
    INTERVAL_UPPER,
    KNOWN_ITEM,
    MACRO,
    MISSING,
    NATIONAL_TOTAL,
    NO_ITEM,
    PROVISIONS,
    ROUTES,
    TOTAL,
    TRAJECTORY,
    TRAJECTORY_COST,
    UNIT_MUNICIPALITIES,
    UNKNOWN_ITEM,
    VALUE,
)
from xl_addin.methods.tables.results import Lookup, Row, as_table, row

STATES = (KNOWN_ITEM, NO_ITEM, UNKNOWN_ITEM, EMPTY_ITEM)
FIGURES = (VALUE, INTERVAL_LOWER, INTERVAL_UPPER, COUNT, ESTIMATED)
SumKey = tuple[str, str, str]
"""Entrance, groep (empty in jaar), and the code of a sum."""


class Left(NamedTuple):
    """A respondent that does not know a sum, and the items of it that it does not know, each with its state."""

    code: str
    entrance: str
    group: str
    sum: str
    items: tuple[tuple[str, str], ...]


class Missing(NamedTuple):
    """rows: `ontbrekend` in the results; left: who does not know which sum; ways: per outcome (maat, onderdeel, groep)
    and way with what is missing the columns FIGURES.
    """

    rows: tuple[Row, ...]
    left: tuple[Left, ...]
    ways: pd.DataFrame


def missing(basis: Basis, as_is: Lookup) -> Missing:
    """Counted over the respondents that gave more than edge totals. as_is: the rows of the estimates."""
    left = tuple(_left(basis))
    return Missing(tuple(_counts(basis, left)), left, three_ways(basis, as_is, left))


def sums_of(basis: Basis) -> dict[SumKey, tuple[str, ...]]:
    """The items of every sum, in the order of the study; a groep without learning routes has no such sum."""
    dimensions = basis.dimensions
    found: dict[SumKey, tuple[str, ...]] = {
        (ANNUAL, "", name): items for name, items in items_of_year(dimensions).items()
    }
    for group in dimensions.trajectory_groups:
        found |= {
            (TRAJECTORY, group, name): items for name, items in items_of_trajectory(group, dimensions).items() if items
        }
    return {key: items for key, items in found.items() if items}


def _left(basis: Basis) -> Iterator[Left]:
    costs, codes = basis.respondents.costs, basis.respondents.persons.index
    complete = basis.respondents.complete
    for (entrance, group, name), items in sums_of(basis).items():
        found = {code: costs.item(entrance, group, code) for code in items}
        known = _known_sum(name, list(found.values()))
        for row_ in costs.index.get_indexer(codes[complete]).tolist():
            if not known[row_]:
                lacking = tuple((code, str(item.state[row_])) for code, item in found.items() if not item.known[row_])
                yield Left(str(costs.index[row_]), entrance, group, name, lacking)


def _known_sum(name: str, items: list[ItemCost]) -> Flags:
    """Where a sum is known: all of its items; of learning routes one that has a price and none onbekend."""
    if name == ROUTES:
        priced, unknown = ([getattr(item, state) for item in items] for state in ("priced", "unknown"))
        return np.asarray(np.any(priced, axis=0) & ~np.any(unknown, axis=0))
    return np.asarray(np.all([item.known for item in items], axis=0))


def _counts(basis: Basis, left: tuple[Left, ...]) -> Iterator[Row]:
    costs, complete = basis.respondents.costs, basis.respondents.complete
    rows = costs.index.get_indexer(complete.index[complete])
    for (_, group, code), item in costs.items.items():
        if item.counts:
            states = item.state[rows]
            yield from _rows(group, code, {state: int((states == state).sum()) for state in STATES}, len(rows), 0)
    for key in sums_of(basis):
        mine = [one for one in left if (one.entrance, one.group, one.sum) == key]
        unknown = sum(any(state == UNKNOWN_ITEM for _, state in one.items) for one in mine)
        estimated = _estimated(basis, key)
        counted = {KNOWN_ITEM: len(rows) - len(mine), UNKNOWN_ITEM: unknown, EMPTY_ITEM: len(mine) - unknown}
        yield from _rows(key[1], key[2], counted, len(rows), estimated)


def _estimated(basis: Basis, key: SumKey) -> int:
    if basis.sums is None:
        return 0
    entrance, group, name = key
    sums = basis.sums.annual if entrance == ANNUAL else basis.sums.trajectory[group]
    return int(sums[name].estimated.sum())


def _rows(group: str, code: str, counted: dict[str, int], n: int, estimated: int) -> Iterator[Row]:
    for klasse, count in {**counted, ESTIMATED: estimated}.items():
        yield row(MISSING, code, group, TOTAL, klasse, unit=UNIT_MUNICIPALITIES, value=float(count), n=float(n))


def three_ways(basis: Basis, as_is: Lookup, left: tuple[Left, ...]) -> pd.DataFrame:
    """National total and totals of the trajectory under each way: index maat, onderdeel, groep; columns way, figure.

    Where nobody lacks anything in a total, it is what it is under every way.
    """
    outcomes = [(NATIONAL_TOTAL, part, "") for part in (EXECUTION, GENERAL, DIRECT)]
    outcomes += [
        (TRAJECTORY_COST, whole, group) for group in basis.dimensions.trajectory_groups for whole in (TOTAL, EVERYTHING)
    ]
    columns, place = {}, {"indeling": TOTAL, "weging": MACRO}
    groups = {group: weigher.one_way() for group, weigher in basis.group_weighers.items()}
    basis = replace(basis, weigher=basis.weigher.one_way(), group_weighers=groups)
    for way in TREATMENTS:
        lacks = {one.group for one in left if one.group or one.sum == EXECUTION}
        lacks = set() if way == choice(basis.parameters, TREATMENT, LEAVE_OUT) else lacks
        under = treated_as(basis, way) if lacks else basis
        made = [*(estimate_national(under).rows if "" in lacks else ()), *estimate_totals(under, lacks)]
        anew = Lookup(as_table(made))
        for figure in FIGURES:
            columns[way, figure] = [
                (anew if group in lacks else as_is).figure(figure, **place, maat=measure, onderdeel=part, groep=group)
                for measure, part, group in outcomes
            ]
    return pd.DataFrame(columns, index=pd.MultiIndex.from_tuples(outcomes, names=["maat", "onderdeel", "groep"]))


def treated_as(basis: Basis, way: str) -> Basis:
    """The same with another way with what is missing."""
    parameters = {**basis.parameters, TREATMENT: way}
    people, sums = treated(basis.as_known, basis.classes[INHABITANTS], parameters, basis.dimensions)
    return replace(basis, parameters=parameters, respondents=people, sums=sums)


def entered(basis: Basis) -> pd.DataFrame:
    """Which sums each respondent enters (codes x sums, named `uitvoering`, `traj.asiel.direct`), booleans."""
    people = basis.respondents
    found = {name: people.annual[name].notna() for name in items_of_year(basis.dimensions)}
    for group in basis.dimensions.trajectory_groups:
        stem = f"{TRAJECTORY}.{group}"
        for name in items_of_trajectory(group, basis.dimensions):
            if name == ROUTES:
                there = people.prices[group].notna().any(axis=1)
                found[f"{stem}.{name}"] = there if len(people.prices[group].columns) else people.complete
            else:
                found[f"{stem}.{name}"] = people.trajectory[group][name].notna()
        found[f"{stem}.{TOTAL}"] = found[f"{stem}.{ROUTES}"] & found[f"{stem}.{PROVISIONS}"]
    return pd.DataFrame(found, index=people.persons.index)
