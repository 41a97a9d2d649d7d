"""Cost per inburgeraar over the trajectory: tasks, learning routes, provisions (METHOD section 7; report, 4.1-4.3)."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from xl_addin.methods.answers.amounts import Parameters, absent, amount, choice
from xl_addin.methods.errors.standard_errors import Movements
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.class_differences import cost_differences
from xl_addin.methods.estimates.estimation import (
    Estimates,
    Floats,
    Guess,
    Ratios,
    about,
    guess_of,
    ratio_rows,
    ratios_of,
)
from xl_addin.methods.estimates.outliers import fences, inside
from xl_addin.methods.tables.columns import (
    DESIGN,
    DIRECT,
    DIVISION,
    EVERYTHING,
    LOWER,
    MACRO_DESIGN,
    PROVISIONS,
    ROUTES,
    TOTAL,
    TRAJECTORY_COST,
    UNIT_EURO_PER_PERSON,
    UPPER,
    VALUE,
    WEIGHTING,
)
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.results import Block, Row
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
    rows: list[Row | Block] = []
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
    costs: dict[str, pd.Series] = {str(name): direct.kept[name] for name in direct.kept.columns}
    observed = {name: entering[name] for name in costs}
    guesses = {name: _guessed_direct(basis, group, name) for name in costs}
    items = (*dimensions.routes_of(group), *dimensions.provisions_of(group), PROVISIONS)
    costs |= {**{name: table[name] for name in items}, ROUTES: route_costs}
    observed |= {**{name: table[name] for name in items}, ROUTES: route_costs}
    guesses |= {PROVISIONS: guess_of(basis, PROVISIONS, group), ROUTES: _guessed_routes(basis, group)}
    found = _found(basis, group, costs, observed, guesses)
    rows: list[Row | Block] = []
    for component, item in found.items():
        notes += about(item.ratios.notes, component, group)
        banded = component in direct.kept.columns
        rows.append(_rows(basis, group, component, item, with_band=banded))
        if component == DIRECT:
            rows += _differences(item.ratios, component, group)
    for component, whole, made in _sums(basis, group, found, entering[DIRECT]):
        rows += [made, *_differences(whole, component, group)]
    return Estimates(tuple(rows), tuple(notes))


def _guessed_direct(basis: Basis, group: str, component: str) -> Guess | None:
    """What is estimated in the direct total, or in one task of it."""
    tasks = basis.dimensions.trajectory_tasks
    counts = dict.fromkeys(tasks, 1.0) if component == DIRECT else {component: 1.0}
    return guess_of(basis, DIRECT, group, _weights(tasks, counts))


def estimate_totals(basis: Basis, groups: Collection[str], outliers: bool = False) -> Iterator[Block]:
    """The rows of `totaal` and `alles` of some groups only, without what else is made for them.

    outliers: whether direct cost that lies outside the fences counts too, to see what leaving it out does.
    """
    for group in (one for one in basis.dimensions.trajectory_groups if one in groups):
        people = basis.respondents
        persons, entering, table = people.by_group[group], people.direct[group], people.trajectory[group]
        kept = direct_without_outliers(entering, persons, basis.dimensions.trajectory_tasks, group).kept[DIRECT]
        kept = entering[DIRECT] if outliers else kept
        routes = national_routes(basis, group)[0]
        costs = {DIRECT: kept, PROVISIONS: table[PROVISIONS], ROUTES: routes}
        observed = {**costs, DIRECT: entering[DIRECT]}
        guesses = {name: guess_of(basis, name, group) for name in (DIRECT, PROVISIONS)}
        guesses[ROUTES] = _guessed_routes(basis, group)
        for _, _, made in _sums(basis, group, _found(basis, group, costs, observed, guesses), entering[DIRECT]):
            yield made


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


def _found(
    basis: Basis,
    group: str,
    costs: Mapping[str, pd.Series],
    observed: Mapping[str, pd.Series],
    guesses: Mapping[str, Guess | None],
) -> dict[str, Found]:
    """Per item euros per inburgeraar of a groep. costs: of who counts; observed: of all who gave it."""
    persons = basis.respondents.by_group[group]
    # who does not count, for want of inburgeraars, sets no extreme either
    euros = {name: guess.times(persons) for name, guess in guesses.items() if guess is not None}
    each = persons.to_numpy(dtype=float)
    spent = {name: cost.to_numpy(dtype=float) * each for name, cost in costs.items()}
    weigher, population = basis.group_weighers[group], basis.everyone.population
    made = ratios_of(spent, persons, basis.members, population, weigher, guesses=euros)
    return {name: Found(made[name], observed[name].where(persons > 0)) for name in costs}


def _rows(basis: Basis, group: str, component: str, item: Found, with_band: bool) -> Block:
    """Rows of one item; min and max over all municipalities that count and gave it, outliers included."""
    low, high = extremes(basis, item.observed)
    widened = item.ratios._replace(low=low, high=high)
    made = ratio_rows(TRAJECTORY_COST, component, group, UNIT_EURO_PER_PERSON, widened)
    return made.with_columns(**_bands(basis, made)) if with_band else made


def _bands(basis: Basis, made: Block, direct: Mapping[str, float] | None = None) -> dict[str, Floats]:
    """The band of the country's rows. direct: per weight set the direct cost in a sum, which alone has the band."""
    low, high = np.full(made.size, np.nan), np.full(made.size, np.nan)
    keys = zip(*(made.texts(name) for name in (DIVISION, WEIGHTING)), strict=True)
    for at, (division, weighting) in enumerate(keys):
        if division == TOTAL and weighting not in DESIGNED:
            value = float(made.numbers(VALUE)[at])
            part = direct[weighting] if direct else value
            lowest, highest = band(part, basis.parameters)
            low[at], high[at] = value - part + lowest, value - part + highest
    return {LOWER: low, UPPER: high}


def extremes(basis: Basis, observed: pd.Series) -> tuple[Floats, Floats]:
    """Smallest and largest observation in every place."""
    known = observed.notna().to_numpy(dtype=bool)
    members = basis.members.of(observed.index[known])
    values = np.where(members, observed.to_numpy(dtype=float)[known][:, None], np.nan)
    if not known.any():
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


def _sums(
    basis: Basis, group: str, found: dict[str, Found], direct_all: pd.Series
) -> Iterator[tuple[str, Ratios, Block]]:
    """`totaal` = leerroutes + voorzieningen and `alles` = totaal + direct: sums of the estimates, place by place.

    min and max over the municipalities that have both parts; the band of `alles` is that of direct, moved up.
    """
    both = found[ROUTES].observed + found[PROVISIONS].observed
    parts = [found[ROUTES].ratios, found[PROVISIONS].ratios]
    whole = _sum(basis, group, TOTAL, parts, both)
    yield TOTAL, whole, ratio_rows(TRAJECTORY_COST, TOTAL, group, UNIT_EURO_PER_PERSON, whole)
    direct = found[DIRECT].ratios
    every = _sum(basis, group, EVERYTHING, [*parts, direct], both + direct_all)
    made = ratio_rows(TRAJECTORY_COST, EVERYTHING, group, UNIT_EURO_PER_PERSON, every)
    national = {name: float(values[0]) for name, values in direct.value.items()}
    yield EVERYTHING, every, made.with_columns(**_bands(basis, made, national))


def _sum(basis: Basis, group: str, component: str, parts: list[Ratios], observed: pd.Series) -> Ratios:
    """The sum of the parts, place by place."""
    low, high = extremes(basis, observed)
    known = observed.notna() & (basis.respondents.by_group[group] > 0)
    inside_places = basis.members.of(observed.index[known])
    marked = _marked(basis, group, component)[known].to_numpy(dtype=bool)[:, None] & inside_places
    shared = [name for name in parts[0].value if all(name in part.value for part in parts)]
    return Ratios(
        places=parts[0].places,
        value={name: np.sum([part.value[name] for part in parts], axis=0) for name in shared},
        low=low,
        high=high,
        n=inside_places.sum(axis=0).astype(float),
        movements=functools.reduce(Movements.plus, [part.movements for part in parts]),
        estimated=marked.sum(axis=0).astype(float),
    )


def _differences(found: Ratios, component: str, group: str) -> Iterator[Block]:
    """Between the classes of every division, where there are design weights."""
    if DESIGN in found.value and DESIGN in found.movements.moved:
        yield from cost_differences(
            found.places, found.value[DESIGN], found.n, found.movements, component=component, group=group
        )


def _marked(basis: Basis, group: str, component: str) -> pd.Series:
    """Who has an estimated part in one of the parts of `totaal` or `alles`."""
    marked = pd.Series(False, index=basis.respondents.persons.index)
    if basis.sums is not None:
        parts = (ROUTES, PROVISIONS) if component == TOTAL else (ROUTES, PROVISIONS, DIRECT)
        for part in parts:
            marked |= basis.sums.trajectory[group][part].estimated
    return marked
