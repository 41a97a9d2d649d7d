"""Who is short, and in what: grant - cost per inburgeraar in parts that add up exactly, by class and municipality.

verschil = landelijk + verdeelsleutel + samenstelling + schaalgrootte + kostenniveau, with
landelijk: the country's grant - cost, the same for everyone;
verdeelsleutel: the own grant per inburgeraar - the country's;
samenstelling: - (share of the first groep - the country's) x what one of them costs more a year (`price_of_mix`);
schaalgrootte: - (cost of the size class - that of all size classes), free of composition;
kostenniveau: what is left: cost above or below what size and composition go with.
It is bookkeeping, not a cause (METHOD section 7). A part that cannot be known is NaN, and kostenniveau then holds it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from xl_addin.methods.errors.prediction import left_out, prediction_reach
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.funding.funding import Grants
from xl_addin.methods.tables.columns import (
    COST_PER_PERSON,
    EXECUTION,
    MACRO,
    NATIONAL_GUIDED,
    NATIONAL_TOTAL,
    POST,
    RATIO,
    SHORTFALL,
    SIZE,
    TOTAL,
    UNIT_EURO_PER_PERSON,
)
from xl_addin.methods.tables.results import Lookup, Row, row

WHOLE = "totaal"
COUNTRY, KEY, MIX, SCALE, LEVEL = "landelijk", "verdeelsleutel", "samenstelling", "schaalgrootte", "kostenniveau"
PARTS = (COUNTRY, KEY, MIX, SCALE, LEVEL)
OWN, EXPECTED = "eigen", "verwacht"


@dataclass(frozen=True)
class Country:
    """What classes and municipalities are laid beside: grant and cost per inburgeraar, scale and mix.

    share: of the first groep among the guided; price: euros a year that one of them takes more; scale: per size class
    its cost per inburgeraar free of composition, less the mean of all size classes.
    """

    grant: float
    cost: float
    share: float
    price: float
    scale: Mapping[str, float]


def country(basis: Basis, found: Lookup, grants: Grants, price: float) -> Country:
    """The country's figures; NaN where one is not known."""
    persons = float(basis.guided.sum())
    macro = found.figure(maat=NATIONAL_TOTAL, onderdeel=EXECUTION, indeling=TOTAL, weging=MACRO)
    share = first_share(basis.guided_by_group)
    return Country(
        grant=grants.national / persons if persons > 0 else math.nan,
        cost=macro / persons if persons > 0 else math.nan,
        share=share,
        price=price,
        scale=_scale(basis, found, share, 0.0 if math.isnan(price) else price),
    )


def first_share(persons: pd.DataFrame) -> float:
    """The first groep as a share of all persons; NaN without any."""
    whole = float(persons.sum().sum())
    return float(persons.iloc[:, 0].sum()) / whole if whole > 0 and len(persons.columns) else math.nan


def shares(persons: pd.DataFrame) -> pd.Series:
    """The first groep as a share of all persons, per municipality; NaN without persons, or without groups."""
    if not len(persons.columns):
        return pd.Series(math.nan, index=persons.index)
    whole = persons.sum(axis=1, skipna=False)
    return persons.iloc[:, 0] / whole.where(whole > 0)


def _scale(basis: Basis, found: Lookup, share: float, price: float) -> dict[str, float]:
    """Per size class: cost free of composition - the mean of all classes that have one, weighted by all guided."""
    levels, weights = {}, {}
    for place in basis.everyone.places:
        if place[0] != SIZE:
            continue
        cost = found.figure(maat=COST_PER_PERSON, onderdeel=EXECUTION, indeling=SIZE, klasse=place[1], weging=RATIO)
        own = _share_of_first(basis, place)
        extra = (own - share) * price
        if not math.isnan(cost):
            levels[place[1]] = cost - (0.0 if math.isnan(extra) else extra)
            weights[place[1]] = basis.everyone.total(basis.guided, place)
    whole = sum(weights.values())
    mean = sum(levels[name] * weights[name] for name in levels) / whole if whole > 0 else math.nan
    return {name: level - mean for name, level in levels.items()}


def parts(grant: float, cost: float, share: float, scale: float, known: Country) -> dict[str, float]:
    """The difference of one class or municipality (`totaal`) and its parts; NaN throughout when totaal is."""
    whole = grant - cost
    found = {
        COUNTRY: known.grant - known.cost,
        KEY: grant - known.grant,
        MIX: -(share - known.share) * known.price,
        SCALE: -scale,
    }
    if math.isnan(whole + found[COUNTRY]):
        return {WHOLE: whole, **dict.fromkeys(PARTS, math.nan)}
    named = sum(value for value in found.values() if not math.isnan(value))
    return {WHOLE: whole, **found, LEVEL: whole - named}


def by_class(basis: Basis, found: Lookup, grants: Grants, known: Country) -> pd.DataFrame:
    """A row per class (index indeling, klasse): n, totaal and the parts in euros per inburgeraar.

    The grant over all municipalities of the class, the cost and the composition of its respondents.
    """
    guided, given = basis.guided.to_numpy(dtype=float), grants.whole.to_numpy(dtype=float)
    known_here = np.isfinite(guided) & np.isfinite(given)
    # the scale of a class: that of its municipalities, NaN where one is of a size class without cost
    scale = np.array([known.scale.get(name, math.nan) for name in basis.classes[SIZE]])
    rows = {}
    for place in basis.everyone.places:
        if place[0] == TOTAL:
            continue
        inside = basis.everyone.inside(place) & known_here
        persons = float(guided[inside].sum())
        grant = float(given[inside].sum()) / persons if persons > 0 else math.nan
        where = {"maat": COST_PER_PERSON, "onderdeel": EXECUTION, "indeling": place[0], "klasse": place[1]}
        cost, n = (found.figure(column, **where, weging=RATIO) for column in ("waarde", "n"))
        share = _share_of_first(basis, place)
        mean = float((scale * guided)[inside].sum()) / persons if persons > 0 else math.nan
        rows[place] = {"n": n, **parts(grant, cost, share, mean, known)}
    return pd.DataFrame(
        list(rows.values()), pd.MultiIndex.from_tuples(rows, names=["indeling", "klasse"]), ["n", WHOLE, *PARTS]
    )


def _share_of_first(basis: Basis, place: tuple[str, str]) -> float:
    """The first groep as a share of all persons of the respondents in a place."""
    persons = basis.respondents.by_group.to_numpy(dtype=float)[basis.members.inside(place)]
    whole = float(np.nansum(persons))
    return float(np.nansum(persons[:, 0])) / whole if whole > 0 else math.nan


def expected_cost(basis: Basis, found: Lookup) -> pd.Series:
    """Cost per inburgeraar that goes with a municipality's classes: the mean over the factors of the class means.

    Summed over the country with the guided it is macro, as the report extrapolates (section 5.2). NaN where a factor
    has no estimate.
    """
    total = pd.Series(0.0, index=basis.frame.index)
    factors = basis.factors
    for factor in factors:
        means = {}
        for name in basis.classes[factor].unique():
            euros = found.figure(
                maat=NATIONAL_TOTAL, onderdeel=EXECUTION, indeling=factor, klasse=name, weging=POST[factor]
            )
            persons = found.figure(maat=NATIONAL_GUIDED, indeling=factor, klasse=name)
            means[name] = euros / persons if persons > 0 else math.nan
        total = total + basis.classes[factor].map(means).astype(float) / len(factors)
    return total


def _first_share(by_group: pd.DataFrame) -> pd.Series:
    """The part of the first groep in all groups; NaN under a law without groups."""
    if not len(by_group.columns):
        return pd.Series(math.nan, index=by_group.index)
    whole = by_group.sum(axis=1, skipna=False)
    return by_group.iloc[:, 0] / whole.where(whole > 0)


def _reach_of_one(basis: Basis) -> pd.Series:
    """How far one municipality may lie from what is expected of it, as a part of that."""
    people, factors = basis.respondents, list(basis.factors)
    use = people.annual[EXECUTION].notna() & (people.persons > 0)
    codes = people.persons.index[use]
    classes = basis.classes.loc[codes]
    errors = left_out(people.annual.loc[codes, EXECUTION], people.persons[codes], classes[factors])
    return prediction_reach(errors, classes[SIZE], basis.classes[SIZE])


def by_municipality(basis: Basis, found: Lookup, grants: Grants, known: Country) -> pd.DataFrame:
    """A row per municipality of the frame, the one that is most short first.

    Columns: begeleid, gf_euro, gf_per_inburgeraar, kosten_verwacht (with laag and hoog of the difference, the 95%
    prediction interval of a single municipality), kosten_eigen (respondents), basis (`eigen`, `verwacht` or empty),
    totaal, the parts, rang. The own cost of a respondent counts, else what is expected of its classes; unknown stays
    NaN.
    """
    guided = basis.guided.where(basis.guided > 0)
    people = basis.respondents
    own = (people.annual[EXECUTION] / people.persons.where(people.persons > 0)).reindex(basis.frame.index)
    expected = expected_cost(basis, found)
    cost = own.where(own.notna(), expected)
    reported = shares(people.by_group).reindex(basis.frame.index).where(own.notna())
    share = reported.fillna(shares(basis.guided_by_group))
    scale = basis.classes[SIZE].map(known.scale).astype(float)
    grant = grants.whole / guided
    lines = [
        parts(*figures, known)
        for figures in zip(grant, cost, share, scale, strict=True)  # one line per municipality
    ]
    margin = (expected * _reach_of_one(basis)).where(own.isna())
    table = pd.DataFrame(lines, index=basis.frame.index, columns=[WHOLE, *PARTS])
    named = np.where(own.notna(), OWN, np.where(expected.notna(), EXPECTED, ""))
    return pd.DataFrame(
        {
            "begeleid": basis.guided,
            "gf_euro": grants.whole,
            "gf_per_inburgeraar": grant,
            "kosten_verwacht": expected,
            "kosten_eigen": own,
            "basis": named,
            **table,
            "laag": table[WHOLE] - margin,
            "hoog": table[WHOLE] + margin,
            "rang": table[WHOLE].rank(method="min"),
        }
    ).sort_values([WHOLE], kind="stable")


def shortfall_rows(table: pd.DataFrame) -> Iterator[Row]:
    """Rows of maat `verschil_opbouw`: the difference (onderdeel totaal) and its parts per class."""
    for (division, klasse), n, *figures in table.itertuples():
        for part, value in zip((WHOLE, *PARTS), figures, strict=True):
            of = (SHORTFALL, part, "", str(division), str(klasse), RATIO)
            yield row(*of, unit=UNIT_EURO_PER_PERSON, value=float(value), n=float(n))
