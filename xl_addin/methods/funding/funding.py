"""Cost beside funding: the general grant (gemeentefonds) and the earmarked grant (SPUK).

METHOD section 8; report, sections 5.2 and 5.3. A difference is always budget - cost.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.answers.amounts import Parameters, absent, amount
from xl_addin.methods.costs.earmarked import earmarked
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.coverage import coverage
from xl_addin.methods.estimates.estimation import Estimates
from xl_addin.methods.funding.grant_reconciliation import reconciliation
from xl_addin.methods.tables.columns import (
    COST_PER_PERSON,
    COUNT,
    EARMARKED_DIFFERENCE,
    EARMARKED_PER_PERSON,
    EXECUTION,
    GRANT_DIFFERENCE,
    GRANT_EURO,
    GRANT_PER_PERSON,
    INHABITANTS,
    LOWER,
    MACRO,
    MIGRATION_BACKGROUND,
    NATIONAL_TOTAL,
    PROVISIONS,
    RATIO,
    ROUTES,
    STANDARD_ERROR,
    STRUCTURAL,
    TOTAL,
    TRAJECTORY_COST,
    UNIT_EURO,
    UNIT_EURO_PER_PERSON,
    UNIT_FRACTION,
    UPPER,
    VALUE,
)
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.results import Block, Lookup, Row, around, row

PER_PERSON = "per_inburgeraar"
FRACTION = "fractie"
RESPONDENTS = "respondenten"
ONE_OFF = "incidenteel"
NET = "netto"
# Given amounts that miss gf.totaal by more than this part of it are worth a word.
NOTICEABLE = 0.005


class Grants(NamedTuple):
    """The general grant in euros per municipality of the frame and nationally, whole and structural part alone."""

    whole: pd.Series
    structural: pd.Series
    national: float
    national_structural: float
    notes: tuple[Note, ...]


def general_grants(frame: pd.DataFrame, parameters: Parameters) -> Grants:
    """The general grant by municipality: given (`gf_euro`), or its part of `gf.totaal` by a key.

    What is given stays; the rest of `gf.totaal` goes to the municipalities without an amount by inhabitants and
    residents with a migration background (weights are parameters). With all amounts given, their sum is the national
    grant. The structural part per municipality is in proportion. NaN where it cannot be known.
    """
    given = frame.reindex(columns=[GRANT_EURO])[GRANT_EURO].astype(float)
    total = amount(parameters, "gf.totaal")
    if math.isnan(total):
        total = amount(parameters, "gf.structureel") + amount(parameters, "gf.incidenteel")
    notes: list[Note] = []
    whole, national = given, float(given.sum())
    if given.isna().any():
        whole, key_notes = _with_key(frame, given, total, parameters)
        notes += key_notes
        national = total
    elif not math.isnan(total) and abs(national - total) > NOTICEABLE * abs(total):
        notes.append(Note("GRANTS_NOT_TOTAL", "", {"som": round(national), "totaal": round(total)}))
    structural = amount(parameters, "gf.structureel")
    notes += _parts_beside_total(parameters)
    if any(code.startswith("gf.") for code in parameters):  # else the survey does not tell the grant apart in parts
        notes += absent(parameters, ["gf.structureel"])
    reference = national if math.isnan(total) else total
    part = structural / reference if reference > 0 else math.nan
    return Grants(whole, whole * part, national, structural, tuple(notes))


def _parts_beside_total(parameters: Parameters) -> list[Note]:
    """A note when the structural and the one-off part, both known, do not make the given total."""
    total, parts = amount(parameters, "gf.totaal"), [amount(parameters, f"gf.{part}") for part in (STRUCTURAL, ONE_OFF)]
    if math.isnan(total + sum(parts)) or abs(total - sum(parts)) <= NOTICEABLE * abs(total):
        return []
    return [Note("GRANT_PARTS", "", {"totaal": round(total), "som": round(sum(parts))})]


def _with_key(
    frame: pd.DataFrame, given: pd.Series, total: float, parameters: Parameters
) -> tuple[pd.Series, list[Note]]:
    open_places = given.isna()
    shares = key_shares(frame[open_places], parameters)
    rest = total - float(given.sum())
    notes = absent(parameters, ["gf.totaal"]) if math.isnan(total) else []
    if not rest >= 0 or shares.isna().any():
        notes.append(Note("GRANTS_UNKNOWN", "", {"aantal": int(open_places.sum())}))
        return given, notes
    notes.append(Note("GRANTS_BY_KEY", "", {"aantal": int(open_places.sum()), "bedrag": round(rest)}))
    return given.where(~open_places, rest * shares.reindex(frame.index)), notes


def key_shares(frame: pd.DataFrame, parameters: Parameters) -> pd.Series:
    """Each municipality's share of the grant by inhabitants and residents with a migration background; sums to 1.

    NaN for all when a weight is absent, or when a figure with a weight is missing.
    """
    weights = {
        INHABITANTS: amount(parameters, "gf.gewicht.inwoners"),
        MIGRATION_BACKGROUND: amount(parameters, "gf.gewicht.migratieachtergrond"),
    }
    share = pd.Series(0.0, index=frame.index)
    for column, weight in weights.items():
        if weight != 0:
            figures = frame.reindex(columns=[column])[column].astype(float)
            share = share + weight * figures / figures.sum(skipna=False)
    return share / sum(weights.values())


def fund_general(basis: Basis, found: Lookup) -> Estimates:
    """`gf_per_inburgeraar` and `verschil_gf` by class, and national in euros with the band of the cost carried through.

    By class: sum of the grant / sum of N over all frame municipalities of the class, against the class mean of the
    respondents (the same over the respondents only as onderdeel `respondenten`). National: the sum of the grant, and
    the structural part alone, against macro. found: the annual results. Report, tables 5.2 and S.3.
    """
    grants = general_grants(basis.frame, basis.parameters)
    rows: list[Row] = []
    for component, euros in (("", grants.whole), (STRUCTURAL, grants.structural)):
        rows += _by_class(basis, found, component, euros)
    rows += _among_respondents(basis, found, grants.whole)
    rows += _national(found, grants, float(basis.guided.sum()))
    rows += reconciliation(basis, rows, grants.national, ("", RESPONDENTS))
    one_off = amount(basis.parameters, f"gf.{ONE_OFF}")
    rows.append(row(GRANT_PER_PERSON, ONE_OFF, "", TOTAL, unit=UNIT_EURO, value=one_off, n=len(grants.whole)))
    unknown = basis.guided.isna() | grants.whole.isna()
    notes = [Note("GRANT_LEFT_OUT", str(code)) for code in unknown.index[unknown]]
    return Estimates(tuple(rows), (*grants.notes, *notes))


def _by_class(basis: Basis, found: Lookup, component: str, euros: pd.Series) -> list[Row]:
    given, guided = euros.to_numpy(dtype=float), basis.guided.to_numpy(dtype=float)
    known = ~np.isnan(given) & ~np.isnan(guided)
    rows: list[Row] = []
    for place in basis.everyone.places:
        if place[0] == TOTAL:
            continue
        inside = known & basis.everyone.inside(place)
        persons = float(guided[inside].sum())
        grant = float(given[inside].sum()) / persons if persons > 0 else math.nan
        rows += _pair(basis, found, component, place, grant, int(inside.sum()))
    return rows


def _among_respondents(basis: Basis, found: Lookup, euros: pd.Series) -> list[Row]:
    """The same over the respondents of the class only, their own inburgeraars: the basis of the report's table 5.2."""
    people = basis.respondents
    given = euros.reindex(people.persons.index).to_numpy(dtype=float)
    size, cost = people.persons.to_numpy(dtype=float), people.annual[EXECUTION].to_numpy(dtype=float)
    use = ~np.isnan(cost) & (size > 0) & ~np.isnan(given)
    rows: list[Row] = []
    for place in basis.members.places:
        inside = use & basis.members.inside(place)
        persons = float(size[inside].sum())
        grant = float(given[inside].sum()) / persons if persons > 0 else math.nan
        rows += _pair(basis, found, RESPONDENTS, place, grant, int(inside.sum()))
    return rows


def _pair(basis: Basis, found: Lookup, component: str, place: tuple[str, str], grant: float, n: int) -> Iterator[Row]:
    """Grant per inburgeraar and its difference with the mean cost in one place, in euros and as a part of the grant.

    The band of the national cost (`band.macro`) is carried through.
    """
    where = {"indeling": place[0], "klasse": place[1], "weging": RATIO}
    cost, count, se = (
        found.figure(column, maat=COST_PER_PERSON, onderdeel=EXECUTION, **where)
        for column in (VALUE, COUNT, STANDARD_ERROR)
    )
    width = found.width(maat=COST_PER_PERSON, onderdeel=EXECUTION, **where)
    margin = cost * amount(basis.parameters, "band.macro")
    yield row(GRANT_PER_PERSON, component, "", *place, unit=UNIT_EURO_PER_PERSON, value=grant, n=n)
    prefix = f"{component}_" if component else ""
    forms = ((component, UNIT_EURO_PER_PERSON, 1.0), (f"{prefix}{FRACTION}", UNIT_FRACTION, inverse(grant)))
    for name, unit, factor in forms:
        yield row(
            GRANT_DIFFERENCE,
            name,
            "",
            *place,
            unit=unit,
            value=(grant - cost) * factor,
            low=(grant - cost - margin) * factor,
            high=(grant - cost + margin) * factor,
            se=se * factor,
            n=count,
            interval=around((grant - cost) * factor, width * factor),
        )


def inverse(value: float) -> float:
    """1 / value, NaN where value is not above 0."""
    return 1 / value if value > 0 else math.nan


def _national(found: Lookup, grants: Grants, persons: float) -> list[Row]:
    """The whole country: in euros, per inburgeraar, and the difference as a part of the budget."""
    macro = {"maat": NATIONAL_TOTAL, "onderdeel": EXECUTION, "indeling": TOTAL, "weging": MACRO}
    cost, low, high, se, n = (found.figure(column, **macro) for column in (VALUE, LOWER, UPPER, STANDARD_ERROR, COUNT))
    width, municipalities = found.width(**macro), len(grants.whole)
    rows: list[Row] = []
    for component, euros in (("", grants.national), (STRUCTURAL, grants.national_structural)):
        prefix = f"{component}_" if component else ""
        per_person = inverse(persons)
        forms = (
            (component, UNIT_EURO, 1.0),
            (f"{prefix}{PER_PERSON}", UNIT_EURO_PER_PERSON, per_person),
            (f"{prefix}{FRACTION}", UNIT_FRACTION, inverse(euros)),
        )
        for name, unit, factor in forms:
            if unit != UNIT_FRACTION:
                rows.append(row(GRANT_PER_PERSON, name, "", TOTAL, unit=unit, value=euros * factor, n=municipalities))
            rows.append(
                row(
                    GRANT_DIFFERENCE,
                    name,
                    "",
                    TOTAL,
                    unit=unit,
                    value=(euros - cost) * factor,
                    low=(euros - high) * factor,
                    high=(euros - low) * factor,
                    se=se * factor,
                    n=n,
                    interval=around((euros - cost) * factor, width * factor),
                )
            )
    return rows


def fund_earmarked(basis: Basis, found: Lookup) -> Estimates:
    """`spuk_per_inburgeraar` and `verschil_spuk` per groep, by class too; net over all groups in national euros.

    Cost = leerroutes + voorzieningen over the trajectory (`totaal`); for both apart where `spuk.{groep}.leerroutes`
    and `.voorzieningen` are given. In percent of the budget as onderdeel `fractie`. Report, section 5.3, table S.3.
    """
    rows: list[Row | Block] = []
    notes: list[Note] = []
    net = 0.0
    grants: dict[str, float] = {}
    for group in basis.dimensions.trajectory_groups:
        grant = earmarked(group, basis.parameters, basis.dimensions)
        notes += grant.notes
        grants[group] = grant.national
        difference = _group_rows(basis, found, group, grant.national, rows)
        net += difference * float(basis.guided_by_group[group].sum())
    if basis.dimensions.trajectory_groups:
        rows.append(row(EARMARKED_DIFFERENCE, NET, "", TOTAL, unit=UNIT_EURO, value=net))
    beside_start = coverage(basis, found, grants)
    rows += beside_start.rows
    notes += beside_start.notes
    return Estimates(tuple(rows), tuple(notes))


def _earmarked(
    part: str, group: str, place: tuple[str, str], unit: str, value: float, se: float, n: float, width: float
) -> Row:
    """A row of `verschil_spuk` with its interval."""
    interval = around(value, width)
    return row(EARMARKED_DIFFERENCE, part, group, *place, unit=unit, value=value, se=se, n=n, interval=interval)


def _group_rows(basis: Basis, found: Lookup, group: str, grant: float, rows: list[Row | Block]) -> float:
    """Adds the rows of one groep and gives its national difference per inburgeraar."""
    known = {"maat": TRAJECTORY_COST, "groep": group}
    rows.append(row(EARMARKED_PER_PERSON, "", group, TOTAL, unit=UNIT_EURO_PER_PERSON, value=grant))
    national = math.nan
    for place in basis.members.places:
        where = {**known, "indeling": place[0], "klasse": place[1], "weging": MACRO if place[0] == TOTAL else RATIO}
        difference = grant - found.figure(onderdeel=TOTAL, **where)
        n, se = (found.figure(column, onderdeel=TOTAL, **where) for column in (COUNT, STANDARD_ERROR))
        width = found.width(onderdeel=TOTAL, **where)
        rows.append(_earmarked("", group, place, UNIT_EURO_PER_PERSON, difference, se, n, width))
        if place[0] != TOTAL:
            continue
        national = difference
        share = difference / grant if grant > 0 else math.nan
        part_of = inverse(grant)
        rows.append(_earmarked(FRACTION, group, place, UNIT_FRACTION, share, se * part_of, n, width * part_of))
        for part in (ROUTES, PROVISIONS):
            budget = amount(basis.parameters, f"spuk.{group}.{part}")
            if not math.isnan(budget):
                cost = found.figure(onderdeel=part, **where)
                count, se = (found.figure(column, onderdeel=part, **where) for column in (COUNT, STANDARD_ERROR))
                width = found.width(onderdeel=part, **where)
                rows += [
                    row(EARMARKED_PER_PERSON, part, group, TOTAL, unit=UNIT_EURO_PER_PERSON, value=budget),
                    _earmarked(part, group, place, UNIT_EURO_PER_PERSON, budget - cost, se, count, width),
                ]
    return national
