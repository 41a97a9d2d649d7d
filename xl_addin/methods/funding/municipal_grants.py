"""Every municipality of the frame beside its grants: general, earmarked and performance-based (METHOD section 8)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from xl_addin.methods.answers.amounts import amount
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.costs.earmarked import earmarked, own_participants
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.performance import DIPLOMAS, divisions
from xl_addin.methods.estimates.trajectory import mix
from xl_addin.methods.funding.entitlement import yearly_grant
from xl_addin.methods.funding.funding import Grants
from xl_addin.methods.funding.shortfall import OWN, WHOLE, Country, by_municipality
from xl_addin.methods.tables.columns import DIVISIONS, PROVISIONS
from xl_addin.methods.tables.results import Lookup

NO_GRANT, NO_PERSONS, NO_COST = "geen_gf", "geen_begeleid", "geen_kosten"
SINGLE = ("kosten_eigen", "verschil", "landelijk", "verdeelsleutel", "samenstelling", "schaalgrootte", "kostenniveau")


def municipal_grants(
    basis: Basis, answers: Answers, found: Lookup, grants: Grants, known: Country, year: int | None
) -> pd.DataFrame:
    """A row per municipality (index code), most short first: `by_municipality`, its classes, SPUK and performance.

    verschil_spuk_{groep}: grant - own cost of leerroutes and voorzieningen per inburgeraar, by its own routes;
    spuk_euro: the grant of the year by the counting rules; prestatie_inleg and prestatie_effect(_1..3): euros a year
    given up and gained; reden: why verschil is empty. Nothing is 0 that is not known.
    """
    table = by_municipality(basis, found, grants, known).rename(columns={WHOLE: "verschil"})
    codes = table.index
    classes = {f"klasse_{name}": basis.classes.loc[codes, name] for name in DIVISIONS}
    earmarks = {
        f"verschil_spuk_{group}": earmarked_difference(basis, answers, group).reindex(codes)
        for group in basis.dimensions.trajectory_groups
    }
    paid = pd.Series(math.nan, index=codes)
    if year is not None:
        paid = yearly_grant(basis.frame, year, basis.parameters, basis.dimensions).reindex(codes)
    return table.assign(
        **classes,
        **earmarks,
        spuk_euro=paid,
        **_performance(basis, codes),
        reden=_reasons(table),
    )


def earmarked_difference(basis: Basis, answers: Answers, group: str) -> pd.Series:
    """Grant - own cost per inburgeraar of a groep, for respondents that gave both routes and provisions; else NaN."""
    routes = basis.dimensions.routes_of(group)
    table = basis.respondents.trajectory[group]
    answers = answers.of(table.index)
    cost = table[PROVISIONS]
    if routes:
        own = own_participants(answers, routes)
        national = pd.DataFrame(
            {route: amount(basis.parameters, f"route.aandeel.{route}") for route in routes}, index=own.index
        )
        shares = own.where(own.sum(axis=1) > 0, national, axis=0)
        cost = cost + mix(basis.respondents.prices[group], shares).cost
    return earmarked(group, basis.parameters, basis.dimensions).own(answers, routes) - cost


def _performance(basis: Basis, codes: pd.Index) -> dict[str, pd.Series]:
    found = divisions(basis)
    effects = {
        f"prestatie_effect{f'_{name}' if name else ''}": one.effect.reindex(codes) for name, one in found.items()
    }
    first = found[""]
    return {"prestatie_inleg": first.own.reindex(codes), DIPLOMAS: first.diplomas.reindex(codes), **effects}


def _reasons(table: pd.DataFrame) -> pd.Series:
    """Why there is no difference: the first thing that is missing."""
    reasons = np.select(
        [
            table["verschil"].notna(),
            table["gf_euro"].isna(),
            ~(table["begeleid"] > 0),
        ],
        ["", NO_GRANT, NO_PERSONS],
        NO_COST,
    )
    return pd.Series(reasons, index=table.index)


def without_single_costs(table: pd.DataFrame) -> pd.DataFrame:
    """The table for outside the research team: a respondent's own cost, and what it could be computed from, empty."""
    emptied = table.copy()
    own = table["basis"] == OWN
    earmarks = [str(name) for name in table.columns if str(name).startswith("verschil_spuk_")]
    emptied.loc[own, [*SINGLE, "rang", *earmarks]] = math.nan
    return emptied
