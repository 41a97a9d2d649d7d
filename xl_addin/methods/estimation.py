"""Annual results: class ratios, shares, caseload and the national total (METHOD section 7; report, 3.2-3.4 and 5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.amounts import absent, amount
from xl_addin.methods.basis import Basis, Membership
from xl_addin.methods.classes import factors_of
from xl_addin.methods.columns import (
    CALIBRATION,
    CASELOAD,
    CLASSES,
    COMPONENT,
    COST_PER_INHABITANT,
    COST_PER_PERSON,
    DIRECT,
    EXECUTION,
    GENERAL,
    GROUP,
    GUIDED_PER_10000,
    KIND_SHARE,
    MACRO,
    NATIONAL_GUIDED,
    NATIONAL_TOTAL,
    POST,
    RATIO,
    RELATIVE,
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
from xl_addin.methods.drawn import Drawn
from xl_addin.methods.margins import CalibrationProblem
from xl_addin.methods.notes import Note
from xl_addin.methods.results import Row, row
from xl_addin.methods.standard_errors import Movements, joint_movements, ratio_influence, with_macro
from xl_addin.methods.weight_sets import Weigher, WeightTable, failed

Floats = npt.NDArray[np.float64]
Band = tuple[float, float]


class Estimates(NamedTuple):
    """Result rows and what was left out, merged or missing on the way."""

    rows: tuple[Row, ...]
    notes: tuple[Note, ...]


class Ratios(NamedTuple):
    """A ratio in every place (whole country and classes), by weight set; arrays are places long.

    value, se: weight set -> ratio, and its linearised standard error (see `standard_errors`); low, high: smallest and
    largest of single municipalities; n: respondents; movements: what the errors of sums of ratios are made of.
    """

    places: tuple[tuple[str, str], ...]
    value: dict[str, Floats]
    low: Floats
    high: Floats
    n: Floats
    se: dict[str, Floats]
    movements: Movements
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

    A ratio of sums, never a mean of means. With a weigher the denominator must be the inburgeraars: its weight sets are
    added, and `macro`, the mean of the one-way sets. Without population (municipalities per place) there are no errors.
    """
    use = numerator.notna() & (denominator > 0)
    y, x = numerator[use].to_numpy(dtype=float), denominator[use].to_numpy(dtype=float)
    inside = members.of(numerator.index[use])
    value = {RATIO: _divide(y @ inside, x @ inside)}
    moved = {RATIO: ratio_influence(np.ones(len(y)), y, x, inside)}
    notes: tuple[Note, ...] = ()
    sample: Drawn | None = None
    one_way: tuple[str, ...] = ()
    if weigher is not None and len(y):
        weights = weigher.weigh(denominator[use])
        sample, notes = weights.sample, weights.notes
        for name in WEIGHT_SETS:
            weight = weights.expansion[name].to_numpy()
            value[name] = _divide((weight * y) @ inside, (weight * x) @ inside)
            if name in weights.made:
                moved[name] = weights.moved(name, ratio_influence(weight, y, x, inside))
        one_way = weights.one_way
        country = np.mean([value[name][0] for name in one_way])
        value[MACRO] = np.append(country, np.full(len(members.places) - 1, np.nan))
    movements = Movements(numerator.index[use], inside, with_macro(moved, one_way))
    return Ratios(
        members.places,
        value,
        *_extremes(y / x, inside),
        inside.sum(axis=0).astype(float),
        movements.errors(population, sample),
        movements,
        notes,
    )


def _divide(upper: Floats, lower: Floats) -> Floats:
    quotient: Floats = np.divide(upper, lower, out=np.full(len(upper), np.nan), where=lower != 0)
    return quotient


def _extremes(single: Floats, inside: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Smallest and largest of the single ratios in every place; NaN where there are none."""
    low = np.where(inside, single[:, None], np.inf).min(axis=0, initial=np.inf)
    high = np.where(inside, single[:, None], -np.inf).max(axis=0, initial=-np.inf)
    anyone = inside.any(axis=0)
    return np.where(anyone, low, np.nan), np.where(anyone, high, np.nan)


def ratio_rows(
    measure: str, component: str, group: str, unit: str, found: Ratios, scale: float = 1.0, band: Band | None = None
) -> Iterator[Row]:
    """Rows for every place and weight set; a place without respondents has a ratio row with n = 0 and no value.

    min and max stand on the ratio and macro rows; `band` (lower and upper factor) on the country's weighted rows.
    """
    for weighting, values in found.value.items():
        errors = found.se.get(weighting, np.full(len(values), np.nan))
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
                se=errors[i] * scale,
                n=found.n[i],
            )


def estimate_annual(basis: Basis) -> Estimates:
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
    whole = people.kinds.sum(axis=1, min_count=1)
    for kind in people.kinds.columns:
        share = ratios(people.kinds[kind], whole, basis.members, population)
        rows += ratio_rows(KIND_SHARE, kind, "", UNIT_FRACTION, share)
    caseload = estimate_caseload(basis)
    national = estimate_national(basis)
    guided_rows = national_guided(basis)
    return Estimates(
        (*rows, *caseload.rows, *national.rows, *guided_rows),
        (*notes, *caseload.notes, *national.notes),
    )


def _macro_band(basis: Basis) -> Band:
    width = amount(basis.parameters, "band.macro")
    return 1 - width, 1 + width


def estimate_caseload(basis: Basis) -> Estimates:
    """Guided inburgeraars per fte of regievoering, own staff: the unweighted mean (report, table 3.3) and the ratio.

    Over full respondents with fte > 0; who reports none is left out and noted. The unweighted mean has no weging.
    """
    people = basis.respondents
    fte, without = steering_fte(basis)
    notes = tuple(Note("CASELOAD_NO_FTE", code) for code in without)
    population = basis.everyone.table.sum(axis=0).to_numpy(dtype=float)
    whole = ratios(people.persons, fte, basis.members, population)
    rows = list(ratio_rows(CASELOAD, STEERING, "", UNIT_CASELOAD, whole))
    single = ratios((people.persons / fte).where(fte > 0), fte.where(fte.isna(), 1.0), basis.members, population)
    rows += [{**line, WEIGHTING: ""} for line in ratio_rows(CASELOAD, STEERING, "", UNIT_CASELOAD, single)]
    return Estimates(tuple(rows), notes)


def steering_fte(basis: Basis) -> tuple[pd.Series, tuple[str, ...]]:
    """Own fte of regievoering of the full respondents that report any, else NaN; and codes of those that report none.

    gemeente + share x GR (report, table 3.3).
    """
    people = basis.respondents
    fte = people.fte[list(basis.dimensions.steering_tasks)].sum(axis=1, skipna=False)
    asked = fte.notna() & bool(basis.dimensions.steering_tasks)
    eligible = people.complete & asked & (people.persons > 0)
    without = tuple(str(code) for code in fte.index[eligible & ~(fte > 0)])
    return fte.where(eligible & (fte > 0)), without


def estimate_national(basis: Basis) -> Estimates:
    """National euros of uitvoering: per factor by class, per weight set, macro with band; algemeen and direct.

    Per factor: sum over classes of class mean x N, class onbekend at the mean of all respondents; macro = the mean of
    the three factors, band macro x (1 -/+ band.macro). Algemeen and direct: their share over full respondents, on
    macro and on its band. Report, section 5.2, tables 5.1 and S.1.
    """
    cost, persons = basis.respondents.annual[EXECUTION], basis.respondents.persons
    use = cost.notna() & (persons > 0)
    cost, persons = cost[use], persons[use]
    notes = list(absent(basis.parameters, ["band.macro"]))
    if not len(cost):
        return Estimates((), (*notes, Note("NO_RESPONDENTS", "", {COMPONENT: EXECUTION})))
    weights = basis.weigher.weigh(persons)
    members = _joined_members(basis, weights)
    mean = ratios(cost, persons, members, members.table.sum(axis=0).to_numpy(dtype=float))
    rows: list[Row] = []
    for factor in weights.joined:
        if POST[factor] in weights.made:
            rows += _class_totals(basis, factor, mean, weights)
    totals = {name: float((weights.expansion[name] * cost).sum(skipna=False)) for name in WEIGHT_SETS}
    moved = _total_movements(cost, weights)
    errors = moved.errors(None, weights.sample)
    factors = {name: factor for factor, name in POST.items()}
    for name, total in totals.items():
        if not np.isnan(total):
            place = (factors.get(name, TOTAL), "")
            rows.append(_national(EXECUTION, place, name, value=total, se=errors[name][0], n=len(cost)))
    if CALIBRATION in weights.made:
        beside = _with_relative(basis, cost, persons)
        rows += beside.rows
        notes += beside.notes
    macro = float(np.mean([totals[name] for name in weights.one_way]))
    low, high = _macro_band(basis)
    for component, part in {EXECUTION: None, **general_shares(basis)}.items():
        value = macro * part.share if part else macro
        se = _share_error(basis, macro, moved, part) if part else float(errors.get(MACRO, np.array([np.nan]))[0])
        band = (value * low, value * high)
        rows.append(_national(component, (TOTAL, ""), MACRO, value, se, part.n if part else len(cost), band))
    return Estimates(tuple(rows), tuple(notes))


def _national(
    component: str,
    place: tuple[str, str],
    weighting: str,
    value: float,
    se: float,
    n: float,
    band: Band = (np.nan, np.nan),
) -> Row:
    low, high = band
    place_of = (NATIONAL_TOTAL, component, "", *place, weighting)
    return row(*place_of, unit=UNIT_EURO, value=value, low=low, high=high, se=se, n=n)


def _with_relative(basis: Basis, cost: pd.Series, persons: pd.Series) -> Estimates:
    """The national total when calibration meets guided per 10,000 inhabitants too, to lay beside the others.

    Respondents have more of them than the country in every class of size, and cost falls with it (METHOD section 6).
    """
    try:
        made = basis.weigher.with_relative(persons, basis.inhabitants)
    except CalibrationProblem as problem:
        return Estimates((), (failed(f"{CALIBRATION} {RELATIVE}", problem),))
    moved = joint_movements(made, cost.to_numpy(dtype=float)[:, None])
    se = float(np.sqrt(basis.weigher.sample(cost.index).variance(moved)[0]))
    value = float((made.weight * cost).sum())
    return Estimates((_national(EXECUTION, (RELATIVE, ""), CALIBRATION, value, se, len(cost)),), ())


def _total_movements(cost: pd.Series, weights: WeightTable) -> Movements:
    """How far each respondent moves the national total, per weight set and for macro; one place, the country."""
    influence = cost.to_numpy(dtype=float)[:, None]
    moved = {name: weights.moved(name, influence) for name in weights.made}
    return Movements(cost.index, np.ones((len(cost), 1), dtype=bool), with_macro(moved, weights.one_way))


def _share_error(basis: Basis, macro: float, total: Movements, part: Share) -> float:
    """Standard error of macro x share, linearised: share x what moves macro + macro x what moves the share."""
    if MACRO not in total.moved or part.moved is None:
        return float("nan")
    whole = Movements(total.codes, total.inside, {MACRO: total.moved[MACRO]})
    product = whole.times(part.share).plus(part.moved.times(macro))
    return float(product.errors(None, basis.weigher.sample(product.codes))[MACRO][0])


def _joined_members(basis: Basis, weights: WeightTable) -> Membership:
    """Membership of the whole frame in the country and in every class as it counts in the weights."""
    columns: dict[tuple[str, str], pd.Series] = {(TOTAL, ""): pd.Series(True, index=basis.classes.index)}
    for factor in weights.joined:
        counted = basis.classes[factor].replace(weights.joined[factor])
        columns |= {(factor, name): counted == name for name in counted.unique() if name != UNKNOWN}
    return Membership(tuple(columns), pd.DataFrame(columns, index=basis.classes.index))


def _class_totals(basis: Basis, factor: str, mean: Ratios, weights: WeightTable) -> Iterator[Row]:
    """A row per class of a factor: class mean x N; classes that count together have one mean."""
    respondents = basis.classes.loc[mean.movements.codes, factor].value_counts()
    national = basis.guided.groupby(basis.classes[factor]).sum()
    position = {place: i for i, place in enumerate(mean.places)}
    for name in (*CLASSES[factor], UNKNOWN):
        if name not in national.index:
            continue
        place = (TOTAL, "") if name == UNKNOWN else (factor, weights.joined[factor].get(name, name))
        at, persons = position[place], float(national[name])
        yield _national(
            EXECUTION,
            (factor, name),
            POST[factor],
            value=float(mean.value[RATIO][at]) * persons,
            se=float(mean.se[RATIO][at]) * persons,
            n=float(respondents.get(name, 0)),
        )


class Share(NamedTuple):
    """The share of a part in the annual cost, how many respondents it rests on, and how far each moves it (macro)."""

    share: float
    n: int
    moved: Movements | None


def general_shares(basis: Basis) -> dict[str, Share]:
    """The share of algemeen and of direct in the annual cost of full respondents, and how many those are."""
    people = basis.respondents
    total = people.annual[EXECUTION]
    use = people.complete & total.notna()  # a share of euros needs no inburgeraars
    parts = people.annual.loc[use, [GENERAL, DIRECT]]
    whole = float(total[use].sum())
    if not whole > 0:
        return {name: Share(np.nan, 0, None) for name in (GENERAL, DIRECT)}
    everywhere = np.ones((int(use.sum()), 1), dtype=bool)
    found = {}
    for name in (GENERAL, DIRECT):
        y, x = parts[name].to_numpy(dtype=float), total[use].to_numpy(dtype=float)
        moved = {MACRO: ratio_influence(np.ones(len(y)), y, x, everywhere)}
        found[name] = Share(float(y.sum()) / whole, len(y), Movements(parts.index, everywhere, moved))
    return found


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
            row(NATIONAL_GUIDED, "", group, factor, unit=UNIT_PERSONS, value=whole, n=len(counts))
            for factor in factors_of(basis.classes)
        ]
    return rows
