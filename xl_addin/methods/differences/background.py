"""The study's other figures: shares of inburgeraars, hours, talks, circumstances (METHOD section 7; report 3.3, 4.1).

Shares are ratios of sums. Hours, talks, months and sizes are unweighted means over municipalities, as in the report,
and have no weging.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.estimation import ratio_rows, ratios, ratios_of
from xl_addin.methods.tables.columns import (
    BACKGROUND,
    GROUP_SHARE,
    HOURS,
    OFFER,
    ROUTE_SHARE,
    TALKS,
    TOTAL,
    UNIT_FRACTION,
    UNIT_HOURS,
    UNIT_TALKS,
    UNIT_YES,
    YOUNG_SHARE,
)
from xl_addin.methods.tables.results import Block, Row, row

FACTS = ("alg.inwoners", "alg.cbs_code")


def estimate_background(basis: Basis, answers: Answers) -> tuple[Row | Block, ...]:
    """`aandeel_asiel`, `aandeel_jong`, `aandeel_route`, `uren`, `gesprekken`, `achtergrond` by class; `aanbod`."""
    answers = answers.of(basis.respondents.persons.index)
    return (
        *_group_share(basis),
        *_young_shares(basis, answers),
        *_route_shares(basis, answers),
        *_hours(basis),
        *_talks(basis, answers),
        *_circumstances(basis, answers),
        *_offer(basis),
    )


def _group_share(basis: Basis) -> Iterator[Block]:
    """The first groep as a share of all guided, over respondents that give every groep."""
    groups = basis.dimensions.group_codes
    if len(groups) < 2:
        return
    counts = basis.respondents.by_group
    whole = counts.sum(axis=1).where(counts.notna().all(axis=1))
    found = ratios(counts[groups[0]], whole, basis.members)
    yield ratio_rows(f"{GROUP_SHARE}{groups[0]}", "", "", UNIT_FRACTION, found)


def _young_shares(basis: Basis, answers: Answers) -> Iterator[Block]:
    """Up to 21 and up to 26 years as a share of the guided of a groep."""
    for group in basis.dimensions.group_codes:
        young = {age: answers.number(ids.persons(group, age)) for age in ids.YOUNG}
        shares = ratios_of(young, basis.respondents.by_group[group], basis.members)
        for age, found in shares.items():
            yield ratio_rows(YOUNG_SHARE, age, group, UNIT_FRACTION, found)


def _route_shares(basis: Basis, answers: Answers) -> Iterator[Block]:
    """Each leerroute as a share of all with a route, over respondents that give at least one and leave none unknown.

    A route that is not filled in beside others has nobody on it; one that is onbekend leaves the whole unknown.
    """
    for group in basis.dimensions.group_codes:
        routes = basis.dimensions.routes_of(group)
        whole = answers.together([ids.participants(route) for route in routes])
        mine = {route: pd.Series(answers.cell(ids.participants(route)).amount, index=answers.index) for route in routes}
        for route, found in ratios_of(mine, whole, basis.members).items():
            yield ratio_rows(ROUTE_SHARE, route, group, UNIT_FRACTION, found)


def _hours(basis: Basis) -> Iterator[Block]:
    """Hours per inburgeraar over the trajectory; those of the key tasks that were `onbekend` as derived."""
    hours = basis.respondents.hours
    for group in basis.dimensions.group_codes:
        mine = {task: hours[ids.item(group, task, ids.HOURS)] for task in basis.dimensions.trajectory_tasks}
        yield from _means(basis, HOURS, group, UNIT_HOURS, mine)


def _talks(basis: Basis, answers: Answers) -> Iterator[Block]:
    for group in basis.dimensions.group_codes:
        tasks = basis.dimensions.trajectory_key_tasks
        mine = {task: answers.number(ids.item(group, task, ids.TALKS)) for task in tasks}
        yield from _means(basis, TALKS, group, UNIT_TALKS, mine)


def _circumstances(basis: Basis, answers: Answers) -> Iterator[Block]:
    """Numbers among the general questions, and group sizes; onderdeel is the question's id without its sheet."""
    general = [name for name in answers.ids if name.startswith(ids.GENERAL_SHEET) and name not in FACTS]
    given = {name.removeprefix(ids.GENERAL_SHEET): answers.number(name) for name in general}
    yield from _means(basis, BACKGROUND, "", "", given)
    for group in basis.dimensions.group_codes:
        items = (*basis.dimensions.routes_of(group), *basis.dimensions.provisions_of(group))
        sizes = {item: answers.number(ids.item(group, item, ids.GROUP_SIZE)) for item in items}
        given = {f"{item}.{ids.GROUP_SIZE}": size.where(size > 0) for item, size in sizes.items()}
        yield from _means(basis, BACKGROUND, group, "", given)


def _offer(basis: Basis) -> Iterator[Row]:
    """Whether a municipality offers and pays a leerroute or voorziening to a groep: 1 or 0 (report, table 4.2).

    It follows from the law, so from the survey definition; n = the municipalities with a cost above 0 for it,
    empty where it is not offered.
    """
    dimensions = basis.dimensions
    for group in dimensions.group_codes:
        offered = {*dimensions.routes_of(group), *dimensions.provisions_of(group)}
        costs = basis.respondents.trajectory[group]
        for item in (*dimensions.routes, *dimensions.provisions):
            paying = float((costs[item.code] > 0).sum()) if item.code in offered else np.nan
            found = float(item.code in offered)
            yield row(OFFER, item.code, group, TOTAL, unit=UNIT_YES, value=found, n=paying)


def _means(basis: Basis, measure: str, group: str, unit: str, values: Mapping[str, pd.Series]) -> Iterator[Block]:
    """Rows of unweighted means over the municipalities that answered; none where nobody did."""
    complete = basis.respondents.complete
    full = {name: mine for name, one in values.items() if (mine := one.where(complete)).notna().any()}
    ones = pd.Series(1.0, index=complete.index)
    for name, found in ratios_of(full, ones, basis.members).items():
        yield ratio_rows(measure, name, group, unit, found, weighting="")
