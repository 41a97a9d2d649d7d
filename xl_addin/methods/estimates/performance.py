"""The performance-based part: a share of the budget for learning routes, divided by diplomas (report, section 6.4).

A part of the yearly budget for the learning routes of every municipality goes into a pot (`prestatie.aandeel`, 10%),
which comes back by diplomas of year t-2. What one gains another loses: the effects sum to 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from xl_addin.methods.answers.amounts import Parameters, absent, amount
from xl_addin.methods.errors.standard_errors import divided
from xl_addin.methods.estimates.baseline import Baseline, not_one
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.estimation import Estimates
from xl_addin.methods.tables.columns import (
    PERFORMANCE,
    ROUTES,
    TOTAL,
    UNIT_DIPLOMAS,
    UNIT_EURO,
    UNIT_EURO_PER_DIPLOMA,
    UNIT_EURO_PER_PERSON,
)
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.results import Row, row

DIPLOMAS = "diplomas_t2"
SCENARIOS = (1, 2, 3)
LEVELS = ("b1", "a2", "z")
Z_ROUTE = "z"
AS_REPORTED = ""
NOTHING = 1e-6
EFFECT, PER_DIPLOMA, POT, COUNTED = "effect", "euro_per_diploma", "pot", "diplomas"


@dataclass(frozen=True)
class Division:
    """A pot of budget divided by diplomas: own part, diplomas and effect per municipality; NaN where unknown.

    apart: whether the diplomas rest on figures of single municipalities; without those there is no effect to tell.
    """

    own: pd.Series
    diplomas: pd.Series
    apart: bool = True

    @cached_property
    def known(self) -> pd.Series:
        """The municipalities that take part: budget and diplomas both known."""
        return self.own.notna() & self.diplomas.notna()

    @cached_property
    def pot(self) -> float:
        """Euros that are divided."""
        return float(self.own[self.known].sum()) if self.known.any() else math.nan

    @cached_property
    def per_diploma(self) -> float:
        """Euros that one more diploma brings, as long as the others stay as they are: pot / diplomas."""
        total = float(self.diplomas[self.known].sum())
        return self.pot / total if total > 0 else math.nan

    @cached_property
    def effect(self) -> pd.Series:
        """Euros received by diplomas - own part given up; sums to 0. What the computer rounds off is no effect."""
        effect = (self.diplomas * self.per_diploma - self.own).where(self.known & self.apart)
        return effect.mask(effect.abs() < NOTHING, 0.0)


def own_part(basis: Basis) -> pd.Series:
    """The part of the yearly budget for learning routes that each municipality gives up, in euros.

    prestatie.aandeel x amount for the learning routes (`spuk.{groep}.leerroutes`, else the amount assumed at the start)
    x guided inburgeraars of the groep / years of the trajectory.
    """
    parameters, dimensions = basis.parameters, basis.dimensions
    baseline = Baseline(parameters, dimensions)
    total = pd.Series(0.0, index=basis.frame.index)
    for group in dimensions.group_codes:
        if dimensions.routes_of(group):
            each = amount(parameters, f"spuk.{group}.{ROUTES}", baseline.routes(group))
            total = total + each * basis.guided_by_group[group] / dimensions.trajectory_years
    return total * amount(parameters, "prestatie.aandeel")


def expected_diplomas(frame: pd.DataFrame, leavers: pd.Series, parameters: Parameters, scenario: int) -> pd.Series:
    """Diplomas a year of each municipality under a scenario, weighted by what a diploma counts for.

    leavers: inburgeraars who end their trajectory in a year. Their share on the Z route is the municipality's own
    (`pip_*` in the frame), else the scenario's. On that route 1 - uitval_z of them get a certificate; of the others
    1 - uitval get a diploma, at B1 or A2 in the scenario's proportion. NaN when the shares do not add up to 1.
    """
    stem = f"prestatie.scenario.{scenario}"
    b1, a2, z = (amount(parameters, f"{stem}.{level}") for level in LEVELS)
    weights = [amount(parameters, f"prestatie.gewicht.{level}") for level in LEVELS]
    lost, lost_z = amount(parameters, f"{stem}.uitval"), amount(parameters, f"{stem}.uitval_z")
    if math.isnan(b1 + a2 + z) or not_one(stem, [b1, a2, z]):
        return pd.Series(math.nan, index=frame.index)
    upper = b1 / (b1 + a2) if b1 + a2 > 0 else 0.0
    on_z = share_on_z(frame).fillna(z)
    other = (1 - on_z) * (1 - lost) * (upper * weights[0] + (1 - upper) * weights[1])
    return leavers * (on_z * (1 - lost_z) * weights[2] + other)


def share_on_z(frame: pd.DataFrame) -> pd.Series:
    """Each municipality's own share on the Z route by the routes in the frame; NaN where it has none."""
    columns = [str(name) for name in frame.columns if str(name).startswith("pip_")]
    if f"pip_{Z_ROUTE}" not in columns:
        return pd.Series(math.nan, index=frame.index)
    routes = frame[columns].astype(float)
    whole = routes.sum(axis=1, skipna=False)
    return routes[f"pip_{Z_ROUTE}"] / whole.where(whole > 0)


def divisions(basis: Basis) -> dict[str, Division]:
    """How the pot is divided: by the diplomas in the frame (`""`), and under each scenario (`"1"`, `"2"`, `"3"`)."""
    own = own_part(basis)
    reported = basis.frame.reindex(columns=[DIPLOMAS])[DIPLOMAS].astype(float)
    leavers = _leavers(basis)
    apart = bool(share_on_z(basis.frame).notna().any())
    found = {AS_REPORTED: Division(own, reported)}
    for scenario in SCENARIOS:
        found[str(scenario)] = Division(own, expected_diplomas(basis.frame, leavers, basis.parameters, scenario), apart)
    return found


def _leavers(basis: Basis) -> pd.Series:
    dimensions = basis.dimensions
    groups = [group for group in dimensions.group_codes if dimensions.routes_of(group)]
    return basis.guided_by_group[groups].sum(axis=1, skipna=False) / dimensions.trajectory_years


def estimate_performance(basis: Basis) -> Estimates:
    """Rows of maat `prestatie`: pot, diplomas, euro_per_diploma and, by class, effect in euros and per inburgeraar.

    Onderdeel ends in `_1`, `_2`, `_3` under a scenario. Nothing where this survey has no performance-based part.
    """
    if math.isnan(amount(basis.parameters, "prestatie.aandeel")):
        return Estimates((), ())
    rows: list[Row] = []
    found = divisions(basis)
    for name, division in found.items():
        rows += _rows(basis, division, f"_{name}" if name else "")
    return Estimates(tuple(rows), tuple(_notes(basis, found[AS_REPORTED])))


def _rows(basis: Basis, division: Division, suffix: str) -> Iterator[Row]:
    n = int(division.known.sum())
    total = float(division.diplomas[division.known].sum()) if n else math.nan
    yield row(PERFORMANCE, POT + suffix, "", TOTAL, unit=UNIT_EURO, value=division.pot, n=n)
    yield row(PERFORMANCE, COUNTED + suffix, "", TOTAL, unit=UNIT_DIPLOMAS, value=total, n=n)
    per_diploma = division.per_diploma
    yield row(PERFORMANCE, PER_DIPLOMA + suffix, "", TOTAL, unit=UNIT_EURO_PER_DIPLOMA, value=per_diploma, n=n)
    effect, guided = division.effect.to_numpy(dtype=float), basis.guided.reindex(division.effect.index).to_numpy(float)
    members = basis.everyone.of(division.effect.index) & ~np.isnan(effect)[:, None]
    single = divided(effect, np.where(guided > 0, guided, 0.0))
    for place, inside in zip(basis.everyone.places, members.T, strict=True):
        euros = float(effect[inside].sum()) if inside.any() else math.nan
        persons = float(np.nansum(guided[inside]))
        each = euros / persons if persons > 0 else math.nan
        known = single[inside & ~np.isnan(single)]
        yield row(PERFORMANCE, f"{EFFECT}{suffix}", "", *place, unit=UNIT_EURO, value=euros, n=int(inside.sum()))
        yield row(
            PERFORMANCE,
            f"{EFFECT}_per_inburgeraar{suffix}",
            "",
            *place,
            unit=UNIT_EURO_PER_PERSON,
            value=each,
            minimum=float(known.min()) if len(known) else math.nan,
            maximum=float(known.max()) if len(known) else math.nan,
            n=int(inside.sum()),
        )


def _notes(basis: Basis, reported: Division) -> Iterator[Note]:
    parameters = basis.parameters
    for scenario in SCENARIOS:
        stem = f"prestatie.scenario.{scenario}"
        yield from absent(parameters, [f"{stem}.{part}" for part in (*LEVELS, "uitval", "uitval_z")])
        yield from not_one(stem, [amount(parameters, f"{stem}.{level}") for level in LEVELS])
    missing = int(reported.diplomas.isna().sum())
    if 0 < missing < len(reported.diplomas):  # a frame without diplomas at all asks for nothing
        yield Note("DIPLOMAS_ABSENT", "", {"aantal": missing})
