"""Cost per inburgeraar over the trajectory: tasks, learning routes, provisions (METHOD section 7; report, 4.1-4.3)."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from xl_addin.methods.answers.amounts import Parameters, absent, amount, choice
from xl_addin.methods.errors.standard_errors import Movements
from xl_addin.methods.errors.t_interval import reach
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.estimation import Estimates, Floats, Guess, Ratios, about, guess_of, ratio_rows, ratios
from xl_addin.methods.estimates.outliers import fences, inside
from xl_addin.methods.tables.columns import (
    DESIGN,
    DIRECT,
    EVERYTHING,
    MACRO_DESIGN,
    PROVISIONS,
    RATIO,
    ROUTES,
    TOTAL,
    TRAJECTORY_COST,
    UNIT_EURO_PER_PERSON,
)
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.results import Row, row
from xl_addin.methods.tables.rounding import half_up, up

ROUNDING_STEP = 100.0
TO_HUNDRED = "honderd"
UP_TO_HUNDRED = "honderd_omhoog"
DESIGNED = (DESIGN, MACRO_DESIGN)
"""Beside the report's own figures, and without its band."""


@dataclass(frozen=True)
class Found:
    """A ratio of one item, the observations its min and max stand on, and its band per weight set for the country."""

    ratios: Ratios
    observed: pd.Series


def estimate_trajectory(basis: Basis) -> Estimates:
    """All `traject_kosten` rows, per groep: by class and for the country, with every weight set and their macro."""
    rows: list[Row] = []
    groups = basis.dimensions.trajectory_groups
    notes = list(absent(basis.parameters, ["band.traject"])) if groups else []
    for group in groups:
        found = _group(basis, group)
        rows += found.rows
        notes += found.notes
    return Estimates(tuple(rows), tuple(notes))


def _group(basis: Basis, group: str) -> Estimates:
    people = basis.respondents
    table = people.trajectory[group]
    persons = people.by_group[group]
    dimensions = basis.dimensions
    notes = [
        Note("GROUP_PERSONS_UNKNOWN", str(code), {"groep": group})
        for code in table.index[table.notna().any(axis=1) & ~(persons > 0)]
    ]
    entering = people.direct[group]
    direct = direct_without_outliers(entering, persons, dimensions.trajectory_tasks, group)
    notes += direct.notes
    route_costs, route_notes = national_routes(basis, group)
    notes += route_notes
    rows: list[Row] = []
    found: dict[str, Found] = {}
    for component, costs in direct.kept.items():
        at = {str(component): 1.0} if component != DIRECT else dict.fromkeys(dimensions.trajectory_tasks, 1.0)
        guess = guess_of(basis, DIRECT, group, _weights(dimensions.trajectory_tasks, at))
        found[str(component)] = _found(basis, group, costs, entering[component], guess)
    items = (*dimensions.routes_of(group), *dimensions.provisions_of(group), PROVISIONS)
    for component in items:
        guess = guess_of(basis, PROVISIONS, group) if component == PROVISIONS else None
        found[component] = _found(basis, group, table[component], table[component], guess)
    found[ROUTES] = _found(basis, group, route_costs, route_costs, _guessed_routes(basis, group))
    for component, item in found.items():
        notes += about(item.ratios.notes, component, group)
        banded = component in direct.kept.columns
        rows += _rows(basis, group, component, item, with_band=banded)
    rows += _sums(basis, group, found, entering[DIRECT])
    return Estimates(tuple(rows), tuple(notes))


def estimate_totals(basis: Basis, groups: Collection[str], outliers: bool = False) -> Iterator[Row]:
    """The rows of `totaal` and `alles` of some groups only, without what else is made for them.

    outliers: whether direct cost that lies outside the fences counts too, to see what leaving it out does.
    """
    for group in (one for one in basis.dimensions.trajectory_groups if one in groups):
        people = basis.respondents
        persons, entering, table = people.by_group[group], people.direct[group], people.trajectory[group]
        kept = direct_without_outliers(entering, persons, basis.dimensions.trajectory_tasks, group).kept[DIRECT]
        kept = entering[DIRECT] if outliers else kept
        routes = national_routes(basis, group)[0]
        found = {
            DIRECT: _found(basis, group, kept, entering[DIRECT], guess_of(basis, DIRECT, group)),
            PROVISIONS: _found(basis, group, table[PROVISIONS], table[PROVISIONS], guess_of(basis, PROVISIONS, group)),
            ROUTES: _found(basis, group, routes, routes, _guessed_routes(basis, group)),
        }
        yield from _sums(basis, group, found, entering[DIRECT])


def _weights(items: tuple[str, ...], counts: Mapping[str, float]) -> Floats:
    """What each item counts for, as one row."""
    return np.array([[counts.get(item, 0.0) for item in items]])


def _guessed_routes(basis: Basis, group: str) -> Guess | None:
    """What is estimated in the mix of routes: each by the national distribution over the routes of a respondent."""
    prices = basis.respondents.prices[group]
    shares = np.array([amount(basis.parameters, f"route.aandeel.{route}") for route in prices.columns])
    mine = prices.notna().to_numpy() * shares
    whole = mine.sum(axis=1, keepdims=True)
    return guess_of(basis, ROUTES, group, np.divide(mine, whole, out=np.zeros_like(mine), where=whole > 0))


def _found(basis: Basis, group: str, costs: pd.Series, observed: pd.Series, guess: Guess | None = None) -> Found:
    persons = basis.respondents.by_group[group]
    population = basis.everyone.table.sum(axis=0).to_numpy(dtype=float)
    weigher = basis.group_weighers[group]
    # who does not count, for want of inburgeraars, sets no extreme either
    euros = guess.times(persons) if guess else None
    made = ratios(costs * persons, persons, basis.members, population, weigher, guess=euros)
    return Found(made, observed.where(persons > 0))


def _rows(basis: Basis, group: str, component: str, item: Found, with_band: bool) -> Iterator[Row]:
    """Rows of one item; min and max over all municipalities that count and gave it, outliers included."""
    low, high = extremes(basis, item.observed)
    widened = item.ratios._replace(low=low, high=high)
    for line in ratio_rows(TRAJECTORY_COST, component, group, UNIT_EURO_PER_PERSON, widened):
        if with_band and line["indeling"] == TOTAL and line["weging"] not in DESIGNED:
            line["laag"], line["hoog"] = band(float(str(line["waarde"])), basis.parameters)
        yield line


def extremes(basis: Basis, observed: pd.Series) -> tuple[Floats, Floats]:
    """Smallest and largest observation in every place."""
    known = observed.dropna()
    members = basis.members.of(known.index)
    values = np.where(members, known.to_numpy(dtype=float)[:, None], np.nan)
    if not len(known):
        values = np.full((1, members.shape[1]), np.nan)
    return np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)


def band(mean: float, parameters: Parameters) -> tuple[float, float]:
    """The uncertainty band: mean x (1 -/+ band.traject), the mean rounded first as `afronden_voor_band` says.

    geen: on the unrounded mean (report, table B.2); honderd, honderd_omhoog: on hundreds, to nearest or up (4.1).
    """
    width = amount(parameters, "band.traject")
    way = choice(parameters, "afronden_voor_band", "geen")
    middle = mean
    if way == TO_HUNDRED:
        middle = half_up(mean, ROUNDING_STEP)
    elif way == UP_TO_HUNDRED:
        middle = up(mean, ROUNDING_STEP)
    return middle * (1 - width), middle * (1 + width)


@dataclass(frozen=True)
class KeptDirect:
    """Direct cost of the respondents within the fences: the total and its tasks, which add up."""

    kept: pd.DataFrame
    notes: tuple[Note, ...]


def direct_without_outliers(
    table: pd.DataFrame, persons: pd.Series, tasks: tuple[str, ...], group: str = ""
) -> KeptDirect:
    """Drops outliers once, on the direct total of the groep; the kept set serves the total and each task.

    table: codes x items, with a column `direct`; who guides nobody of the groep takes no part. Each dropped
    municipality is a note with its value and the fences. Report, section 4.1.
    """
    direct = table[DIRECT].where(persons > 0)
    limits, keep = fences(direct), inside(direct)
    dropped = direct[direct.notna() & ~keep]
    notes = tuple(
        Note(
            "OUTLIER_DROPPED",
            str(code),
            {"groep": group, "waarde": round(value), "laag": round(limits.low), "hoog": round(limits.high)},
        )
        for code, value in dropped.items()
    )
    parts = table[list(tasks)][keep].reindex(table.index)
    return KeptDirect(parts.assign(**{DIRECT: direct.where(keep)}), notes)


def national_routes(basis: Basis, group: str) -> tuple[pd.Series, tuple[Note, ...]]:
    """Cost of the learning routes per municipality by the national distribution (`route.aandeel.*`)."""
    routes = basis.dimensions.routes_of(group)
    table = basis.respondents.prices[group]
    if not routes:
        # nothing to learn at the municipality's expense: known as 0
        return pd.Series(0.0, index=table.index).where(basis.respondents.complete), ()
    codes = [f"route.aandeel.{route}" for route in routes]
    missing = absent(basis.parameters, codes)
    shares = pd.DataFrame(
        [[amount(basis.parameters, code) for code in codes]] * len(table), table.index, columns=list(routes)
    )
    mixed = mix(basis.respondents.prices[group], shares, group)
    return mixed.cost, (*missing, *mixed.notes)


@dataclass(frozen=True)
class MixedRoutes:
    """Mean cost of the learning routes per municipality, and who had its distribution rescaled."""

    cost: pd.Series
    notes: tuple[Note, ...]


def mix(prices: pd.DataFrame, shares: pd.DataFrame, group: str = "") -> MixedRoutes:
    """The mean of the route prices weighted by a distribution normalised over the routes that have a price.

    prices, shares: codes x routes; NaN = no price. A municipality that lacks a price of a route with participants is
    noted; without any price, or with shares of 0 on all its priced routes, the mean is NaN.
    """
    priced = prices.notna()
    known = shares.where(priced, 0.0)
    total = known.sum(axis=1, skipna=False)
    cost = (prices.fillna(0.0) * known).sum(axis=1, skipna=False) / total.where(total > 0)
    lost = shares.where(~priced, 0.0)
    rescaled = priced.any(axis=1) & (lost > 0).any(axis=1)
    notes = tuple(
        Note("ROUTES_RESCALED", str(code), {"groep": group, "routes": ", ".join(lost.columns[lost.loc[code] > 0])})
        for code in prices.index[rescaled]
    )
    return MixedRoutes(cost, notes)


def _sums(basis: Basis, group: str, found: dict[str, Found], direct_all: pd.Series) -> Iterator[Row]:
    """`totaal` = leerroutes + voorzieningen and `alles` = totaal + direct: sums of the estimates, place by place.

    min and max over the municipalities that have both parts; the band of `alles` is that of direct, moved up.
    """
    both = found[ROUTES].observed + found[PROVISIONS].observed
    everything = both + direct_all
    parts = [found[ROUTES].ratios, found[PROVISIONS].ratios]
    yield from _sum_rows(basis, group, TOTAL, parts, both)
    for line in _sum_rows(basis, group, EVERYTHING, [*parts, found[DIRECT].ratios], everything):
        if line["indeling"] == TOTAL and line["weging"] not in DESIGNED:
            direct = float(found[DIRECT].ratios.value[str(line["weging"])][0])
            low, high = band(direct, basis.parameters)
            rest = float(str(line["waarde"])) - direct
            line["laag"], line["hoog"] = rest + low, rest + high
        yield line


def _sum_rows(basis: Basis, group: str, component: str, parts: list[Ratios], observed: pd.Series) -> Iterator[Row]:
    low, high = extremes(basis, observed)
    known = observed.notna() & (basis.respondents.by_group[group] > 0)
    inside_places = basis.members.of(observed.index[known])
    count = inside_places.sum(axis=0)
    marked = (_marked(basis, group, component)[known].to_numpy(dtype=bool)[:, None] & inside_places).sum(axis=0)
    movements = functools.reduce(Movements.plus, [part.movements for part in parts])
    errors = movements.errors
    shared = [name for name in parts[0].value if all(name in part.value for part in parts)]
    for weighting in shared:
        value = np.sum([part.value[weighting] for part in parts], axis=0)
        error = errors.get(weighting, np.full(len(value), np.nan))
        width = reach(error, movements.freedom.get(weighting, np.full(len(value), np.nan)))
        for i, place in enumerate(parts[0].places):
            if np.isnan(value[i]) and weighting != RATIO:
                continue
            observed_here = weighting == RATIO or place[0] == TOTAL
            yield row(
                TRAJECTORY_COST,
                component,
                group,
                *place,
                weighting,
                unit=UNIT_EURO_PER_PERSON,
                value=value[i],
                minimum=low[i] if observed_here else np.nan,
                maximum=high[i] if observed_here else np.nan,
                se=error[i],
                n=count[i],
                interval=(value[i] - width[i], value[i] + width[i]),
                estimated=float(marked[i]),
            )


def _marked(basis: Basis, group: str, component: str) -> pd.Series:
    """Who has an estimated part in one of the parts of `totaal` or `alles`."""
    marked = pd.Series(False, index=basis.respondents.persons.index)
    if basis.sums is not None:
        parts = (ROUTES, PROVISIONS) if component == TOTAL else (ROUTES, PROVISIONS, DIRECT)
        for part in parts:
            marked |= basis.sums.trajectory[group][part].estimated
    return marked
