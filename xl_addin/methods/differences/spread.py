"""How cost spreads over the years of the trajectory (METHOD sections 7 and 9; report, tables 4.5 and S.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.amounts import amount
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.errors.standard_errors import Schemes, divided, within_class
from xl_addin.methods.errors.t_interval import Floats, reach
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.estimation import Estimates, about
from xl_addin.methods.tables.columns import (
    COUNT,
    DESIGN,
    MACRO,
    MACRO_DESIGN,
    PROVISIONS,
    RATIO,
    ROUTES,
    STANDARD_ERROR,
    TOTAL,
    TRAJECTORY,
    UNIT_FRACTION,
    WEIGHT_SETS,
    YEARLY_SPREAD,
    year_class,
)
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.results import Block, Row, block

# Yearly shares that miss 1 by no more than this are normalised; further off they are not used.
TOLERANCE = 0.005


class Shares(NamedTuple):
    """Yearly shares (respondents x years, summing to 1; NaN where not given) and who was left out or normalised."""

    table: Floats
    notes: tuple[Note, ...]


def yearly_shares(answers: Answers, group: str, item: str, years: int) -> Shares:
    """The reported spread of an item: years not filled in count 0; sums within 0.005 of 1 are normalised.

    A year that is no answer leaves the spread unknown.
    """
    stem = f"{TRAJECTORY}.{group}.{item}"
    cells = [answers.cell(name) for name in ids.spread(group, item, years)]
    given = np.column_stack([cell.amount for cell in cells])
    known = np.any([cell.known for cell in cells], axis=0) & ~np.any([cell.unknown for cell in cells], axis=0)
    total = np.where(known, given.sum(axis=1), np.nan)
    # all years nvt or 0 is the answer of who does not have the item: no spread, and nothing wrong
    usable = np.abs(total - 1) <= TOLERANCE + 1e-12
    wrong = np.flatnonzero((total > 0) & ~usable).tolist()
    notes = [Note("SPREAD_NOT_ONE", str(answers.index[at]), {"id": stem, "som": float(total[at])}) for at in wrong]
    return Shares(np.where(usable[:, None], given / np.where(usable, total, 1.0)[:, None], np.nan), tuple(notes))


def estimate_spread(basis: Basis, answers: Answers) -> Estimates:
    """`jaarspreiding` per groep: leerroutes, each provision, all provisions, and routes and provisions together.

    Share of year j = sum(w n cost share_j) / sum(w n cost), over the municipalities and items with a spread; w per
    weight set made for those municipalities (1 for `ratio`), `macro` = the mean of the three one-way sets.
    """
    rows: list[Row | Block] = []
    notes: list[Note] = []
    for group in basis.dimensions.trajectory_groups:
        found = _group(basis, answers.of(basis.respondents.persons.index), group)
        rows += found.rows
        notes += found.notes
    return Estimates(tuple(rows), tuple(notes))


class Amounts(NamedTuple):
    """Euros of an item per year (respondents x years) for the whole groep of each; NaN where no spread was given."""

    table: Floats
    notes: tuple[Note, ...] = ()


def _group(basis: Basis, answers: Answers, group: str) -> Estimates:
    provisions = basis.dimensions.provisions_of(group)
    years = basis.dimensions.trajectory_years
    persons = basis.respondents.by_group[group]
    costs = basis.respondents.trajectory[group].where(persons > 0).mul(persons, axis=0)
    parts = {
        item: _spread_out(costs[item].to_numpy(dtype=float), yearly_shares(answers, group, item, years))
        for item in provisions
    }
    notes = [note for part in parts.values() for note in part.notes]
    tables = {item: part.table for item, part in parts.items()}
    routes = basis.dimensions.routes_of(group)
    if routes:
        routed = _routes(basis, answers, group, routes, costs)
        notes += routed.notes
        tables = {ROUTES: routed.table, **tables}
    figures: dict[str, list[Floats]] = {name: [table] for name, table in tables.items()}
    figures[PROVISIONS] = [tables[item] for item in provisions]
    figures[TOTAL] = list(tables.values())
    rows: list[Row | Block] = []
    for component, together in figures.items():
        # year by year over the parts, of the respondents that have one
        given = np.any([np.isfinite(one).all(axis=1) for one in together], axis=0)
        if not np.any(given):
            continue
        total = np.nansum([one[given] for one in together], axis=0)
        weights = basis.group_weighers[group].weigh(persons[given])
        notes += about(weights.notes, f"{YEARLY_SPREAD} {component}", group)
        rows.append(_rows(component, group, total, weights.schemes, len(basis.classes)))
    return Estimates(tuple(rows), tuple(notes))


def _spread_out(cost: Floats, shares: Shares) -> Amounts:
    return Amounts(shares.table * cost[:, None], shares.notes)


def _routes(basis: Basis, answers: Answers, group: str, routes: Sequence[str], costs: pd.DataFrame) -> Amounts:
    """Euros per year of the route mix by the national distribution, over the routes with a price and a spread."""
    years = basis.dimensions.trajectory_years
    mixed, weight = np.zeros((len(costs), years)), np.zeros(len(costs))
    notes: list[Note] = []
    for route in routes:
        shares = yearly_shares(answers, group, route, years)
        notes += shares.notes
        share = amount(basis.parameters, f"route.aandeel.{route}")
        given = shares.table * (costs[route].to_numpy(dtype=float) * share)[:, None]
        mixed = mixed + np.nan_to_num(given)
        weight = weight + np.isfinite(given).all(axis=1) * share
    return Amounts(mixed / np.where(weight > 0, weight, np.nan)[:, None], tuple(notes))


def _rows(component: str, group: str, by_year: Floats, schemes: Schemes, municipalities: int) -> Block:
    """A row per weight set and year, with the errors of the shares. by_year: euros, respondents x years."""
    whole = by_year.sum(axis=1)[:, None]
    everyone = np.ones(whole.shape, dtype=bool)
    shares, movements = schemes.ratios(by_year, whole, everyone)
    moved, freedom = within_class(by_year, whole, everyone, np.array([float(municipalities)]))
    shares[RATIO] = divided(by_year.sum(axis=0), whole.sum(axis=0))
    movements = movements.with_set(RATIO, moved, freedom)
    errors = movements.errors
    names = [name for name in (*WEIGHT_SETS, RATIO, MACRO, DESIGN, MACRO_DESIGN) if name in shares]
    value, se = (np.concatenate([table[name] for name in names]) for table in (shares, errors))
    width = reach(se, np.concatenate([movements.freedom[name] for name in names]))
    classes = np.tile(np.array([year_class(year) for year in range(1, by_year.shape[1] + 1)], dtype=object), len(names))
    weightings = np.repeat(np.array(names, dtype=object), by_year.shape[1])
    known = ~np.isnan(value)
    return block(
        YEARLY_SPREAD,
        component,
        group,
        np.full(len(value), TOTAL, dtype=object)[known],
        classes[known],
        weightings[known],
        unit=UNIT_FRACTION,
        value=value[known],
        width=width[known],
        figures={STANDARD_ERROR: se[known], COUNT: len(by_year)},
    )
