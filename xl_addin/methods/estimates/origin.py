"""What every figure is made of: per figure the municipalities behind it, with what each contributes and its weights.

A class figure is the sum of `teller` over the sum of `noemer` of the rows of that class; a weighted one has each row
times its weight. A figure that is a sum of figures (`totaal`, `alles`) has the rows of each of its parts, named by
`part_of`: each part has respondents of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from templates.origins import origin_key
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.trajectory import direct_without_outliers, national_routes
from xl_addin.methods.estimates.weight_sets import Weigher
from xl_addin.methods.tables.columns import (
    CASELOAD,
    CODE,
    COMPONENT,
    COST_PER_PERSON,
    DIRECT,
    DIVISIONS,
    EVERYTHING,
    GROUP,
    MEASURE,
    POST,
    PROVISIONS,
    ROUTES,
    STEERING,
    TOTAL,
    TRAJECTORY_COST,
    VALUE,
)

KEY, NUMERATOR, DENOMINATOR, COUNTS = "sleutel", "teller", "noemer", "telt_mee"
FIGURES = (KEY, MEASURE, COMPONENT, GROUP, CODE, NUMERATOR, DENOMINATOR, VALUE, COUNTS)
CLASS_COLUMNS = {division: f"klasse_{division}" for division in DIVISIONS}
WEIGHT_COLUMNS = {name: f"gewicht_{factor}" for factor, name in POST.items()}
COLUMNS = (*FIGURES, *CLASS_COLUMNS.values(), *WEIGHT_COLUMNS.values())
YES, NO = "ja", "nee"
SUMS = {TOTAL: (ROUTES, PROVISIONS), EVERYTHING: (ROUTES, PROVISIONS, DIRECT)}
"""Figures of the trajectory that are sums of figures."""
PART = ": "


def part_of(whole: str, part: str) -> str:
    """The component of a row that is in a sum of figures for one of its parts, as in `totaal: leerroutes`."""
    return f"{whole}{PART}{part}"


def origins(basis: Basis, fte: pd.Series) -> pd.DataFrame:
    """A row per figure and respondent that gave it, in the columns COLUMNS.

    teller: euros (annual cost, or cost per inburgeraar x inburgeraars of the groep); noemer: inburgeraars; waarde:
    teller / noemer. Of the caseload inburgeraars over `fte` (own fte of regievoering per code, NaN where it does not
    count), unweighted. A municipality that is left out of a trajectory mean as an outlier has `telt_mee` nee and no
    weight.
    """
    parts = [
        *_annual(basis),
        _caseload(basis, fte),
        *(part for group in basis.dimensions.trajectory_groups for part in _trajectory(basis, group)),
    ]
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(parts, ignore_index=True)[list(COLUMNS)]
    figure = pd.Series(pd.factorize(table[KEY])[0], index=table.index)
    return table.loc[figure.sort_values(kind="stable").index].reset_index(drop=True)


def _annual(basis: Basis) -> Iterator[pd.DataFrame]:
    people = basis.respondents
    for component, costs in people.annual.items():
        yield _rows(basis, COST_PER_PERSON, str(component), "", costs, people.persons, costs, basis.weigher)


def _caseload(basis: Basis, fte: pd.Series) -> pd.DataFrame:
    persons = basis.respondents.persons
    return _rows(basis, CASELOAD, STEERING, "", persons.where(fte.notna()), fte, fte, None)


def _trajectory(basis: Basis, group: str) -> Iterator[pd.DataFrame]:
    dimensions, people = basis.dimensions, basis.respondents
    table, persons = people.trajectory[group], people.by_group[group]
    direct = people.direct[group]
    kept = direct_without_outliers(direct, persons, dimensions.trajectory_tasks, group).kept
    figures = {str(name): (direct[name], kept[name]) for name in kept.columns}
    for item in (*dimensions.routes_of(group), *dimensions.provisions_of(group), PROVISIONS):
        figures[item] = (table[item], table[item])
    if dimensions.routes_of(group):
        routes = national_routes(basis, group)[0]
        figures[ROUTES] = (routes, routes)
    weigher = basis.group_weighers[group]
    for component, (observed, counted) in figures.items():
        costs = counted.fillna(observed) * persons
        rows = _rows(basis, TRAJECTORY_COST, component, group, costs, persons, counted, weigher)
        yield rows
        for whole, parts in SUMS.items():
            if component in parts:
                key = origin_key(TRAJECTORY_COST, whole, group)
                yield rows.assign(**{KEY: key, COMPONENT: part_of(whole, component)})


def _rows(
    basis: Basis,
    measure: str,
    component: str,
    group: str,
    costs: pd.Series,
    persons: pd.Series,
    counted: pd.Series,
    weigher: Weigher | None,
) -> pd.DataFrame:
    there = costs.notna() & (persons > 0)
    counts = there & counted.notna()
    codes = costs.index[there]
    rows = pd.DataFrame({CODE: codes.astype(str), NUMERATOR: costs[there], DENOMINATOR: persons[there]}, index=codes)
    rows[VALUE] = rows[NUMERATOR] / rows[DENOMINATOR]
    rows[COUNTS] = counts[there].map({True: YES, False: NO})
    rows[MEASURE], rows[COMPONENT], rows[GROUP] = measure, component, group
    rows[KEY] = origin_key(measure, component, group)
    for division, column in CLASS_COLUMNS.items():
        rows[column] = basis.classes[division].reindex(codes)
    weights = weigher.weigh(persons[counts]).table if weigher is not None and counts.any() else None
    for name, column in WEIGHT_COLUMNS.items():
        rows[column] = float("nan") if weights is None else weights[name].reindex(codes)
    return rows
