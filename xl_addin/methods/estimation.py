"""Annual results: class ratios, shares, caseload and the national total (METHOD section 7; report, 3.2-3.4 and 5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.allocation import total_fte
from xl_addin.methods.amounts import absent, amount
from xl_addin.methods.answers import numbers
from xl_addin.methods.basis import Basis, Membership
from xl_addin.methods.columns import (
    CASELOAD,
    CLASSES,
    COMPONENT,
    COST_PER_INHABITANT,
    COST_PER_PERSON,
    DIRECT,
    EXECUTION,
    FACTORS,
    GENERAL,
    GROUP,
    GUIDED_PER_10000,
    KIND_SHARE,
    MACRO,
    NATIONAL_GUIDED,
    NATIONAL_TOTAL,
    POST,
    RATIO,
    STAFF_SIDES,
    STEERING,
    TOTAL,
    UNIT_CASELOAD,
    UNIT_EURO,
    UNIT_EURO_PER_INHABITANT,
    UNIT_EURO_PER_PERSON,
    UNIT_FRACTION,
    UNIT_PER_10000,
    UNIT_PERSONS,
    UNKNOWN,
    WEIGHT_SETS,
    WEIGHTING,
)
from xl_addin.methods.notes import Note
from xl_addin.methods.results import Row, row
from xl_addin.methods.weight_sets import Weigher, WeightTable

Floats = npt.NDArray[np.float64]
Band = tuple[float, float]


class Estimates(NamedTuple):
    """Result rows and what was left out, merged or missing on the way."""

    rows: tuple[Row, ...]
    notes: tuple[Note, ...]


class Ratios(NamedTuple):
    """A ratio in every place (whole country and classes), by weight set; arrays are places long.

    value: weight set -> ratio; low, high: smallest and largest of single municipalities; n: respondents; se: linearised
    standard error of the unweighted ratio.
    """

    places: tuple[tuple[str, str], ...]
    value: dict[str, Floats]
    low: Floats
    high: Floats
    n: Floats
    se: Floats
    notes: tuple[Note, ...] = ()


def about(notes: Iterable[Note], component: str, group: str = "") -> Iterator[Note]:
    """The notes of a weighting, with the result they belong to."""
    for note in notes:
        yield Note(note.rule, note.code, {**note.values, COMPONENT: component, GROUP: group})


def ratios(
    numerator: pd.Series,
    denominator: pd.Series,
    members: Membership,
    population: Floats | None = None,
    weigher: Weigher | None = None,
) -> Ratios:
    """Sum of the numerator / sum of the denominator in every place, over those with both known and denominator > 0.

    A ratio of sums, never a mean of means. With a weigher the denominator must be the inburgeraars: the weight sets
    made for exactly these respondents are added, and `macro` = the mean of the three one-way sets, for the country.
    Standard error, as for a simple random draw within the place: residuals e = y - R x, variance
    (1 - m / M) m / (m - 1) sum(e^2) / sum(x)^2, with M municipalities in the frame.
    """
    use = numerator.notna() & (denominator > 0)
    y, x = numerator[use].to_numpy(dtype=float), denominator[use].to_numpy(dtype=float)
    inside = members.of(numerator.index[use])
    value = {RATIO: _divide(y @ inside, x @ inside)}
    notes: tuple[Note, ...] = ()
    if weigher is not None and len(y):
        weights = weigher.weigh(denominator[use])
        expansion, notes = weights.expansion, weights.notes
        for name in WEIGHT_SETS:
            weight = expansion[name].to_numpy()
            value[name] = _divide((weight * y) @ inside, (weight * x) @ inside)
        value[MACRO] = np.where(
            np.arange(len(members.places)) == 0, np.mean([value[name] for name in POST.values()], axis=0), np.nan
        )
    single = np.where(inside, (y / x)[:, None], np.nan) if len(y) else np.full((1, len(members.places)), np.nan)
    count = inside.sum(axis=0).astype(float)
    return Ratios(
        members.places,
        value,
        _extreme(np.fmin, single),
        _extreme(np.fmax, single),
        count,
        _standard_error(y, x, inside, value[RATIO], population),
        notes,
    )


def _divide(upper: Floats, lower: Floats) -> Floats:
    quotient: Floats = np.divide(upper, lower, out=np.full(len(upper), np.nan), where=lower != 0)
    return quotient


def _extreme(choose: np.ufunc, single: Floats) -> Floats:
    extreme: Floats = np.asarray(choose.reduce(single, axis=0), dtype=float)
    return extreme


def _standard_error(
    y: Floats, x: Floats, inside: npt.NDArray[np.bool_], ratio: Floats, population: Floats | None
) -> Floats:
    if population is None:
        return np.full(len(ratio), np.nan)
    m = inside.sum(axis=0)
    squares = np.where(inside, (y[:, None] - ratio * x[:, None]) ** 2, 0.0).sum(axis=0)
    spread = _divide(m * squares, np.where(m > 1, m - 1.0, 0.0) * (x @ inside) ** 2)
    left = np.clip(1 - _divide(m.astype(float), population), 0.0, None)
    # where every municipality of a class responded nothing is left to chance
    variance: Floats = np.where((m > 0) & (m == population), 0.0, left * spread)
    return np.asarray(np.sqrt(variance), dtype=float)


def ratio_rows(
    measure: str, component: str, group: str, unit: str, found: Ratios, scale: float = 1.0, band: Band | None = None
) -> Iterator[Row]:
    """Rows for every place and weight set; a place without respondents has a ratio row with n = 0 and no value.

    min, max and se stand on the ratio and macro rows; `band` (lower and upper factor) on the country's weighted rows.
    """
    for weighting, values in found.value.items():
        for i, (division, klasse) in enumerate(found.places):
            national = division == TOTAL
            if np.isnan(values[i]) and weighting != RATIO:
                continue
            low, high = (band[0], band[1]) if band and national and weighting != RATIO else (np.nan, np.nan)
            observed = weighting == RATIO or national
            yield row(
                measure,
                component,
                group,
                division,
                klasse,
                weighting,
                unit=unit,
                value=values[i] * scale,
                low=values[i] * scale * low,
                high=values[i] * scale * high,
                minimum=found.low[i] * scale if observed else np.nan,
                maximum=found.high[i] * scale if observed else np.nan,
                se=found.se[i] * scale if weighting == RATIO else np.nan,
                n=found.n[i],
            )


def estimate_annual(basis: Basis, answers: pd.DataFrame) -> Estimates:
    """All annual results of the study, unrounded."""
    people = basis.respondents
    population = basis.everyone.table.sum(axis=0).to_numpy(dtype=float)
    inhabitants = basis.inhabitants.loc[people.persons.index]
    total = people.annual[EXECUTION]
    rows: list[Row] = []
    notes: list[Note] = []
    for component in people.annual.columns:
        found = ratios(people.annual[component], people.persons, basis.members, population, basis.weigher)
        rows += ratio_rows(
            COST_PER_PERSON,
            component,
            "",
            UNIT_EURO_PER_PERSON,
            found,
            band=_macro_band(basis) if component == EXECUTION else None,
        )
        notes += about(found.notes, component)
    per_inhabitant = ratios(total, inhabitants, basis.members, population)
    rows += ratio_rows(COST_PER_INHABITANT, EXECUTION, "", UNIT_EURO_PER_INHABITANT, per_inhabitant)
    guided = people.persons.where(total.notna() & (people.persons > 0))
    relative = ratios(guided, inhabitants, basis.members, population)
    rows += ratio_rows(GUIDED_PER_10000, "", "", UNIT_PER_10000, relative, scale=10_000)
    whole = people.kinds.sum(axis=1, min_count=1).where(people.annual[EXECUTION].notna())
    for kind in people.kinds.columns:
        share = ratios(people.kinds[kind], whole, basis.members, population)
        rows += ratio_rows(KIND_SHARE, kind, "", UNIT_FRACTION, share)
    caseload = estimate_caseload(basis, answers)
    national = estimate_national(basis)
    guided_rows = national_guided(basis)
    return Estimates(
        (*rows, *caseload.rows, *national.rows, *guided_rows),
        (*notes, *caseload.notes, *national.notes),
    )


def _macro_band(basis: Basis) -> Band:
    width = amount(basis.parameters, "band.macro")
    return 1 - width, 1 + width


def estimate_caseload(basis: Basis, answers: pd.DataFrame) -> Estimates:
    """Guided inburgeraars per fte of regievoering, own staff: the unweighted mean (report, table 3.3) and the ratio.

    Over full respondents with fte > 0; who reports none is left out and noted. The unweighted mean has no weging.
    """
    people = basis.respondents
    answers = answers.loc[people.persons.index]
    tasks = basis.dimensions.steering_tasks
    asked = numbers(answers, [f"jaar.{task}.{side}.inzet" for task in tasks for side in STAFF_SIDES])
    fte = total_fte(answers, tasks, basis.parameters).sum(axis=1)
    eligible = people.complete & asked.notna().any(axis=1) & (people.persons > 0)
    notes = tuple(Note("CASELOAD_NO_FTE", str(code)) for code in fte.index[eligible & ~(fte > 0)])
    fte = fte.where(eligible & (fte > 0))
    rows = list(ratio_rows(CASELOAD, STEERING, "", UNIT_CASELOAD, ratios(people.persons, fte, basis.members)))
    single = ratios((people.persons / fte).where(fte > 0), fte.where(fte.isna(), 1.0), basis.members)
    rows += [{**line, WEIGHTING: ""} for line in ratio_rows(CASELOAD, STEERING, "", UNIT_CASELOAD, single)]
    return Estimates(tuple(rows), notes)


def estimate_national(basis: Basis) -> Estimates:
    """National euros of uitvoering: per factor by class, per weight set, macro with band; algemeen and direct.

    Per factor: sum over classes of class mean x N, class onbekend at the mean of all respondents; macro = the mean of
    the three factors, band macro x (1 -/+ band.macro). Algemeen and direct: their share over full respondents, on
    macro and on its band. Report, section 5.2, tables 5.1 and S.1.
    """
    people = basis.respondents
    cost = people.annual[EXECUTION]
    use = cost.notna() & (people.persons > 0)
    cost, persons = cost[use], people.persons[use]
    notes = list(absent(basis.parameters, ["band.macro"]))
    if not len(cost):
        return Estimates((), (*notes, Note("NO_RESPONDENTS", "", {COMPONENT: EXECUTION})))
    weights = basis.weigher.weigh(persons)
    rows: list[Row] = []
    for factor in FACTORS:
        if POST[factor] in weights.made:
            rows += _class_totals(basis, factor, cost, persons, weights)
    totals = {name: float((weights.expansion[name] * cost).sum(skipna=False)) for name in WEIGHT_SETS}
    factors = {name: factor for factor, name in POST.items()}
    for name, total in totals.items():
        if not np.isnan(total):
            division = factors.get(name, TOTAL)
            rows.append(
                row(NATIONAL_TOTAL, EXECUTION, "", division, "", name, unit=UNIT_EURO, value=total, n=len(cost))
            )
    macro = float(np.mean([totals[name] for name in POST.values()]))
    shares = {EXECUTION: (1.0, len(cost)), **general_shares(basis)}
    low, high = _macro_band(basis)
    for component, (share, n) in shares.items():
        value = macro * share
        rows.append(
            row(
                NATIONAL_TOTAL,
                component,
                "",
                TOTAL,
                "",
                MACRO,
                unit=UNIT_EURO,
                value=value,
                low=value * low,
                high=value * high,
                n=n,
            )
        )
    return Estimates(tuple(rows), tuple(notes))


def _class_totals(
    basis: Basis, factor: str, cost: pd.Series, persons: pd.Series, weights: WeightTable
) -> Iterator[Row]:
    """A row per class of a factor: class mean x N; without respondents at the mean of the class it merged with."""
    classes = basis.classes.loc[cost.index, factor]
    mean = cost.groupby(classes).sum() / persons.groupby(classes).sum()
    count = classes.value_counts()
    national = basis.guided.groupby(basis.classes[factor]).sum()
    for name in (*CLASSES[factor], UNKNOWN):
        if name not in national.index:
            continue
        overall = float(cost.sum() / persons.sum())
        value = overall if name == UNKNOWN else float(mean[weights.joined[factor].get(name, name)])
        yield row(
            NATIONAL_TOTAL,
            EXECUTION,
            "",
            factor,
            name,
            POST[factor],
            unit=UNIT_EURO,
            value=value * float(national[name]),
            n=int(count.get(name, 0)),
        )


def general_shares(basis: Basis) -> dict[str, tuple[float, int]]:
    """The share of algemeen and of direct in the annual cost of full respondents, and how many those are."""
    people = basis.respondents
    total = people.annual[EXECUTION]
    use = people.complete & total.notna()  # a share of euros needs no inburgeraars
    parts = people.annual.loc[use, [GENERAL, DIRECT]].fillna(0.0)
    whole = float(total[use].sum())
    if not whole > 0:
        return {GENERAL: (np.nan, 0), DIRECT: (np.nan, 0)}
    return {name: (float(parts[name].sum()) / whole, int(use.sum())) for name in (GENERAL, DIRECT)}


def national_guided(basis: Basis) -> list[Row]:
    """Guided inburgeraars of the whole frame, by class and in total, together and per groep (report, table 5.1)."""
    rows: list[Row] = []
    figures = {"": basis.guided, **{group: basis.guided_by_group[group] for group in basis.dimensions.group_codes}}
    for group, counts in figures.items():
        for place in basis.everyone.places:
            inside = counts[basis.everyone.table[place]]
            rows.append(
                row(NATIONAL_GUIDED, "", group, *place, unit=UNIT_PERSONS, value=float(inside.sum()), n=len(inside))
            )
        whole = float(counts.sum())
        rows += [
            row(NATIONAL_GUIDED, "", group, factor, unit=UNIT_PERSONS, value=whole, n=len(counts)) for factor in FACTORS
        ]
    return rows
