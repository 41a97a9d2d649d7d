"""Figures by a division of a person's own, as those by the divisions of the study: unweighted and by design.

Per class the cost per inburgeraar of every task and sum, cost per inhabitant, guided per 10,000, shares of
kostensoort, and over the trajectory direct cost and provisions per groep; differences between its classes in cost of
execution; its guided in the country. By design (`ontwerp`) every respondent counts for the municipalities of its class
of inhabitants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.estimates.basis import Basis, Membership
from xl_addin.methods.estimates.class_differences import cost_differences
from xl_addin.methods.estimates.estimation import Ratios, guess_of, ratio_rows, ratios
from xl_addin.methods.sample.own_divisions import Divided
from xl_addin.methods.tables.columns import (
    COST_PER_INHABITANT,
    COST_PER_PERSON,
    DESIGN,
    DIRECT,
    EXECUTION,
    GUIDED_PER_10000,
    KIND_SHARE,
    NATIONAL_GUIDED,
    PROVISIONS,
    TRAJECTORY_COST,
    UNIT_EURO_PER_INHABITANT,
    UNIT_EURO_PER_PERSON,
    UNIT_FRACTION,
    UNIT_PER_10000,
    UNIT_PERSONS,
    UNKNOWN,
)
from xl_addin.methods.tables.results import Block, Row, row


def memberships(divisions: Mapping[str, Divided], codes: pd.Index) -> Membership:
    """Membership of every class of these divisions, onbekend only where a municipality is; no place is the country."""
    columns: dict[tuple[str, str], npt.NDArray[np.bool_]] = {}
    for name, found in divisions.items():
        classes = found.classes.reindex(codes).to_numpy(dtype=object)
        order = (*found.order, UNKNOWN) if (found.classes == UNKNOWN).any() else found.order
        columns |= {(name, klasse): classes == klasse for klasse in order}
    flags = np.column_stack([*columns.values()]) if columns else np.zeros((len(codes), 0), dtype=bool)
    return Membership(codes, tuple(columns), flags)


def own_class_rows(basis: Basis, divisions: Mapping[str, Divided]) -> tuple[Row | Block, ...]:
    """All rows of these divisions."""
    if not divisions:
        return ()
    everyone = memberships(divisions, basis.frame.index)
    rows = [*_cost_rows(basis, everyone), *_trajectory_rows(basis, everyone), *_national(basis, everyone)]
    return tuple(rows)


def own_ratios(
    basis: Basis,
    numerator: pd.Series,
    denominator: pd.Series,
    everyone: Membership,
    of: str = "",
    members: Membership | None = None,
) -> Ratios:
    """A ratio of sums in these places with its errors, unweighted and by design.

    of: the sum of the year it is about, of which parts may be estimated; members: of the respondents, where that is not
    simply what `everyone` says of them.
    """
    population = everyone.population
    guess = guess_of(basis, of) if of else None
    return ratios(numerator, denominator, members or everyone, population, basis.weigher, counted=False, guess=guess)


def _cost_rows(basis: Basis, everyone: Membership) -> Iterator[Row | Block]:
    people = basis.respondents
    persons = people.persons
    inhabitants = basis.inhabitants.loc[persons.index]
    for component in people.annual.columns:
        found = own_ratios(basis, people.annual[component], persons, everyone, component)
        yield ratio_rows(COST_PER_PERSON, component, "", UNIT_EURO_PER_PERSON, found)
        if component == EXECUTION and DESIGN in found.value:
            yield from cost_differences(found.places, found.value[DESIGN], found.n, found.movements)
    total = people.annual[EXECUTION]
    per_head = own_ratios(basis, total, inhabitants, everyone, EXECUTION)
    yield ratio_rows(COST_PER_INHABITANT, EXECUTION, "", UNIT_EURO_PER_INHABITANT, per_head)
    guided = persons.where(total.notna() & (persons > 0))
    relative = own_ratios(basis, guided, inhabitants, everyone)
    yield ratio_rows(GUIDED_PER_10000, "", "", UNIT_PER_10000, relative, scale=10_000)
    whole = people.kinds.sum(axis=1, min_count=1)
    for kind in people.kinds.columns:
        share = own_ratios(basis, people.kinds[kind], whole, everyone)
        yield ratio_rows(KIND_SHARE, kind, "", UNIT_FRACTION, share)


def _trajectory_rows(basis: Basis, everyone: Membership) -> Iterator[Block]:
    """Direct cost and provisions per inburgeraar of each groep, weighted by its guided; outliers are not left out."""
    people = basis.respondents
    for group in basis.dimensions.trajectory_groups:
        persons = people.by_group[group]
        for name in (DIRECT, PROVISIONS):
            cost = people.trajectory[group][name]
            found = own_ratios(basis, cost * persons, persons.where(cost.notna()), everyone)
            yield ratio_rows(TRAJECTORY_COST, name, group, UNIT_EURO_PER_PERSON, found)


def _national(basis: Basis, everyone: Membership) -> Iterator[Row]:
    for place in everyone.places:
        inside = basis.guided[everyone.inside(place)]
        yield row(NATIONAL_GUIDED, "", "", *place, unit=UNIT_PERSONS, value=float(inside.sum()), n=len(inside))
