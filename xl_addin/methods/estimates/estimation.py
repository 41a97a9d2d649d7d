"""Annual results: class ratios, shares, caseload and the national total (METHOD section 7; report, 3.2-3.4 and 5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.answers.amounts import absent, amount
from xl_addin.methods.errors.standard_errors import Movements, divided, relative_spread, stand_ins, within_class
from xl_addin.methods.errors.t_interval import reach
from xl_addin.methods.estimates.basis import Basis, Membership
from xl_addin.methods.estimates.class_differences import cost_differences
from xl_addin.methods.estimates.weight_sets import Weigher, WeightTable, failed
from xl_addin.methods.tables.columns import (
    CALIBRATION,
    CASELOAD,
    CLASSES,
    COMPONENT,
    COST_PER_INHABITANT,
    COST_PER_PERSON,
    COUNT,
    DESIGN,
    DIRECT,
    ESTIMATED,
    EXECUTION,
    GENERAL,
    GROUP,
    GUIDED_PER_10000,
    KIND_SHARE,
    LOWER,
    MACRO,
    MACRO_DESIGN,
    MAXIMUM,
    MINIMUM,
    NATIONAL_GUIDED,
    NATIONAL_TOTAL,
    POST,
    RATIO,
    RELATIVE,
    STANDARD_ERROR,
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
    UPPER,
    WEIGHT_SETS,
)
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.results import Block, Row, block, row
from xl_addin.methods.weights.margins import CalibrationProblem

Floats = npt.NDArray[np.float64]
Band = tuple[float, float]


class Estimates(NamedTuple):
    """Result rows and what was left out, merged or missing on the way."""

    rows: tuple[Row | Block, ...]
    notes: tuple[Note, ...]


WEIGHTED = (*WEIGHT_SETS, MACRO, DESIGN, MACRO_DESIGN)
BANDED = (*WEIGHT_SETS, MACRO)
MEANS = (MACRO, MACRO_DESIGN)
"""Of the country only: means of the one-way sets."""


class Ratios(NamedTuple):
    """A ratio in every place (whole country and classes), by weight set; arrays are places long.

    value: weight set -> ratio; low, high: smallest and largest of single municipalities; n: respondents, estimated: of
    them those with an estimated part; movements:
    what the errors of the ratios, and of sums of them, are made of (see `standard_errors`), without any where the
    municipalities per place are not known.
    """

    places: tuple[tuple[str, str], ...]
    value: dict[str, Floats]
    low: Floats
    high: Floats
    n: Floats
    movements: Movements
    notes: tuple[Note, ...] = ()
    estimated: Floats | float = 0.0

    @property
    def se(self) -> dict[str, Floats]:
        """The standard error per weight set and place."""
        return self.movements.errors


class Guess(NamedTuple):
    """Who has an estimated part in a numerator (per code), and the numerators without each in turn (codes x codes)."""

    marked: pd.Series
    again: Floats

    def only(self, use: pd.Series) -> Guess:
        """Of some of the respondents."""
        flags = use.to_numpy(dtype=bool)
        return Guess(self.marked[use], self.again[np.ix_(flags, flags)])

    def times(self, factor: pd.Series) -> Guess:
        """Of the numerators times a number per respondent."""
        return Guess(self.marked, self.again * factor.to_numpy(dtype=float)[None, :])

    def given(self, use: npt.NDArray[np.bool_]) -> GivenGuess:
        """Of some of the respondents, in their order."""
        return GivenGuess(self.marked.to_numpy(dtype=bool)[use], self.again[np.ix_(use, use)])


class GivenGuess(NamedTuple):
    """The same as arrays: marked per respondent, again respondents x respondents."""

    marked: npt.NDArray[np.bool_]
    again: Floats


def guess_of(basis: Basis, name: str, group: str = "", weight: Floats | None = None) -> Guess | None:
    """What is estimated in a sum or in one item of it; None where nothing is.

    weight: respondents x items, what each item counts for in the sum; 1 where it is not given.
    """
    if basis.sums is None:
        return None
    sums = basis.sums.trajectory[group] if group else basis.sums.annual
    found = sums.get(name)
    again = found.anew() if found is not None else None
    if found is None or again is None:
        return None
    counts = np.isfinite(found.value) * (1.0 if weight is None else weight)
    numerator = np.where(counts > 0, np.nan_to_num(again) * counts, 0.0).sum(axis=2)
    return Guess(pd.Series(found.estimated, index=found.index), numerator)


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
    counted: bool = True,
    guess: Guess | None = None,
) -> Ratios:
    """`ratios_of` one numerator."""
    guesses = {} if guess is None else {"": guess}
    return ratios_of({"": numerator}, denominator, members, population, weigher, counted, guesses)[""]


def ratios_of(
    numerators: Mapping[str, pd.Series | Floats],
    denominator: pd.Series,
    members: Membership,
    population: Floats | None = None,
    weigher: Weigher | None = None,
    counted: bool = True,
    guesses: Mapping[str, Guess] = MappingProxyType({}),
) -> dict[str, Ratios]:
    """Sum of each numerator / sum of the denominator in every place, over those with both known and denominator > 0.

    A ratio of sums, never a mean of means. With a weigher its weight sets are added, design weights, and `macro` and
    `macro_ontwerp`, the means of the one-way sets; the denominator must then be the inburgeraars that it counts, or
    else (`counted` False) there are design weights only. Without population (municipalities per place) no errors.
    guesses: who has an estimated part in a numerator, with what the errors of that need. Numerators that the same
    respondents know are estimated together.
    """
    size = denominator.to_numpy(dtype=float)
    table = {name: np.asarray(one, dtype=float) for name, one in numerators.items()}
    alike: dict[bytes, list[str]] = {}
    for name, one in table.items():
        # what is estimated has errors of its own kind
        key = name.encode() if name in guesses else (~np.isnan(one) & (size > 0)).tobytes()
        alike.setdefault(key, []).append(name)
    found: dict[str, Ratios] = {}
    for names in alike.values():
        use = ~np.isnan(table[names[0]]) & (size > 0)
        y = np.column_stack([table[name][use] for name in names])
        guess = guesses.get(names[0])
        made = _together(y, denominator[use], members, population, weigher, counted, guess and guess.given(use))
        found |= dict(zip(names, made, strict=True))
    return {name: found[name] for name in numerators}


def _together(
    y: Floats,
    persons: pd.Series,
    members: Membership,
    population: Floats | None,
    weigher: Weigher | None,
    counted: bool,
    guess: GivenGuess | None,
) -> Iterator[Ratios]:
    """Numerators (respondents x items) of the same respondents with the same denominator."""
    codes, x = persons.index, persons.to_numpy(dtype=float)[:, None]
    inside = members.of(codes)
    count = inside.sum(axis=0).astype(float)
    items, places = y.shape[1], len(count)
    value = {RATIO: divided(y.T @ inside, x.T @ inside).ravel()}
    notes: tuple[Note, ...] = ()
    movements = Movements(codes, {}, {})
    if weigher is not None and len(y):
        weights = weigher.weigh(persons) if counted else None
        schemes = weights.schemes if weights else weigher.designed(codes)
        found, movements = schemes.ratios(y, x, inside, guess.again if guess else None)
        notes = weights.notes if weights else ()
        value |= {name: found[name] for name in WEIGHTED if name in found}
        elsewhere = np.tile(np.arange(places) > 0, items)
        value |= {name: np.where(elsewhere, np.nan, value[name]) for name in MEANS if name in value}
    if population is not None:
        moved, freedom = within_class(y, x, inside, population, guess.again if guess else None)
        movements = movements.with_set(RATIO, moved, freedom).only(value)
        for place, donor in stand_ins(members.places, count, population).items():
            spread = relative_spread(y, x, inside[:, donor]) * np.sqrt(1 - 1 / population[place])
            at = slice(place, None, places)
            by = {name: each[at] * spread for name, each in value.items()}
            movements = movements.alone(at, inside[:, place], by, count[donor] - 1)
    else:
        movements = Movements(codes, {}, {})
    estimated = (guess.marked[:, None] & inside).sum(axis=0).astype(float) if guess else np.zeros(places)
    low, high = _extremes(y / x, inside)
    for item in range(items):
        at = slice(item * places, (item + 1) * places)
        mine = {name: each[at] for name, each in value.items()}
        yield Ratios(members.places, mine, low[item], high[item], count, movements.part(at), notes, estimated)


def _extremes(single: Floats, inside: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Smallest and largest of the single ratios (respondents x items) per item and place; NaN where there are none."""
    here, each = inside[:, None, :], single[:, :, None]
    low = np.where(here, each, np.inf).min(axis=0, initial=np.inf)
    high = np.where(here, each, -np.inf).max(axis=0, initial=-np.inf)
    anyone = inside.any(axis=0)
    return np.where(anyone, low, np.nan), np.where(anyone, high, np.nan)


def ratio_rows(
    measure: str,
    component: str,
    group: str,
    unit: str,
    found: Ratios,
    scale: float = 1.0,
    band: Band | None = None,
    weighting: str | None = None,
) -> Block:
    """Rows for every place and weight set; a place without respondents has a ratio row with n = 0 and no value.

    min and max stand on the ratio and macro rows; `band` (lower and upper factor) on the country's weighted rows.
    weighting: what stands for the name of the weight set.
    """
    names = list(found.value)
    value = np.array([found.value[name] for name in names]) * scale
    unknown = np.full(value.shape[1], np.nan)
    errors, freedom = found.se, found.movements.freedom
    se = np.array([errors.get(name, unknown) for name in names]) * scale
    width = reach(se, np.array([freedom.get(name, unknown) for name in names]))
    ratio = np.array([name == RATIO for name in names])[:, None]
    national = np.array([division == TOTAL for division, _ in found.places])
    banded = np.array([name in BANDED for name in names])[:, None] & national
    low, high = (np.where(banded, factor, np.nan) for factor in band or (np.nan, np.nan))
    keep = ~np.isnan(value) | ratio
    observed = ratio | national
    divisions, classes = (np.array(part, dtype=object) for part in zip(*found.places, strict=True))
    weightings = np.array(names, dtype=object)[:, None] if weighting is None else np.array([[weighting]], dtype=object)

    figures = {
        LOWER: value * low,
        UPPER: value * high,
        MINIMUM: np.where(observed, found.low * scale, np.nan),
        MAXIMUM: np.where(observed, found.high * scale, np.nan),
        STANDARD_ERROR: se,
        COUNT: found.n,
        ESTIMATED: np.asarray(found.estimated, dtype=float),
    }
    return block(
        measure,
        component,
        group,
        np.broadcast_to(divisions, keep.shape)[keep],
        np.broadcast_to(classes, keep.shape)[keep],
        np.broadcast_to(weightings, keep.shape)[keep],
        unit=unit,
        value=value[keep],
        width=width[keep],
        figures={name: np.broadcast_to(each, keep.shape)[keep] for name, each in figures.items()},
    )


def estimate_annual(basis: Basis) -> Estimates:
    """All annual results of the study, unrounded."""
    people = basis.respondents
    population = basis.everyone.population
    inhabitants = basis.inhabitants.loc[people.persons.index]
    total = people.annual[EXECUTION]
    rows: list[Row | Block] = []
    notes: list[Note] = []
    costs = {str(component): people.annual[component] for component in people.annual.columns}
    guesses = {name: guess for name in costs if (guess := guess_of(basis, name)) is not None}
    per_person = ratios_of(costs, people.persons, basis.members, population, basis.weigher, guesses=guesses)
    for component, found in per_person.items():
        band = _macro_band(basis) if component == EXECUTION else None
        rows.append(ratio_rows(COST_PER_PERSON, component, "", UNIT_EURO_PER_PERSON, found, band=band))
        notes += about(found.notes, component)
        if component == EXECUTION and DESIGN in found.value:
            rows += cost_differences(found.places, found.value[DESIGN], found.n, found.movements)
    in_all = {name: guess for name, guess in guesses.items() if name == EXECUTION}
    design_only = (basis.members, population, basis.weigher, False)
    guided = people.persons.where(total.notna() & (people.persons > 0))
    per_inhabitant = ratios_of({EXECUTION: total}, inhabitants, *design_only, in_all)[EXECUTION]
    relative = ratios(guided, inhabitants, *design_only)
    rows.append(ratio_rows(COST_PER_INHABITANT, EXECUTION, "", UNIT_EURO_PER_INHABITANT, per_inhabitant))
    rows.append(ratio_rows(GUIDED_PER_10000, "", "", UNIT_PER_10000, relative, scale=10_000))
    kinds = {str(kind): people.kinds[kind] for kind in people.kinds.columns}
    shares = ratios_of(kinds, people.kinds.sum(axis=1, min_count=1), *design_only)
    rows += [ratio_rows(KIND_SHARE, kind, "", UNIT_FRACTION, share) for kind, share in shares.items()]
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
    population = basis.everyone.population
    whole = ratios(people.persons, fte, basis.members, population, basis.weigher, counted=False)
    single = ratios((people.persons / fte).where(fte > 0), fte.where(fte.isna(), 1.0), basis.members, population)
    rows = (
        ratio_rows(CASELOAD, STEERING, "", UNIT_CASELOAD, whole),
        ratio_rows(CASELOAD, STEERING, "", UNIT_CASELOAD, single, weighting=""),
    )
    return Estimates(rows, notes)


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
    population = members.population
    guess = guess_of(basis, EXECUTION)
    mean = ratios(cost, persons, members, population, basis.weigher, guess=guess.only(use) if guess else None)
    marked = float(np.broadcast_to(mean.estimated, mean.n.shape)[0])
    whole = float(basis.guided.sum())
    rows: list[Row | Block] = []
    for factor in weights.joined:
        if POST[factor] in weights.made:
            rows += _class_totals(basis, factor, mean, weights)
    country = mean.movements.in_place(0).times(whole)
    factors = {name: factor for factor, name in POST.items()}
    for name in (*WEIGHT_SETS, MACRO_DESIGN):
        if name in mean.value and not np.isnan(total := float(mean.value[name][0]) * whole):
            rows.append(
                _national(EXECUTION, (factors.get(name, TOTAL), ""), name, total, country, len(cost), estimated=marked)
            )
    if CALIBRATION in weights.made:
        beside = _with_relative(basis, cost, persons)
        rows += beside.rows
        notes += beside.notes
    macro = float(mean.value[MACRO][0]) * whole if MACRO in mean.value else np.nan
    low, high = _macro_band(basis)
    for component, part in {EXECUTION: None, **general_shares(basis)}.items():
        value = macro * part.share if part else macro
        moved = country if part is None else _share_moved(macro, country, part)
        band = (value * low, value * high)
        n = part.n if part else len(cost)
        rows.append(_national(component, (TOTAL, ""), MACRO, value, moved, n, band, estimated=marked))
    return Estimates(tuple(rows), tuple(notes))


def _national(
    component: str,
    place: tuple[str, str],
    weighting: str,
    value: float,
    moved: Movements | None,
    n: float,
    band: Band = (np.nan, np.nan),
    at: int = 0,
    estimated: float = 0.0,
) -> Row:
    """A row in euros; moved: what moves the figure, under its weight set, in place `at`."""
    se, width = np.nan, np.nan
    if moved is not None and weighting in moved.moved:
        se = float(moved.errors[weighting][at])
        width = float(reach(se, moved.freedom[weighting][at]))
    place_of = (NATIONAL_TOTAL, component, "", *place, weighting)
    interval = (value - width, value + width)
    return row(
        *place_of,
        unit=UNIT_EURO,
        value=value,
        low=band[0],
        high=band[1],
        se=se,
        n=n,
        interval=interval,
        estimated=estimated,
    )


def _with_relative(basis: Basis, cost: pd.Series, persons: pd.Series) -> Estimates:
    """The national total when calibration meets guided per 10,000 inhabitants too, to lay beside the others.

    Respondents have more of them than the country in every class of size, and cost falls with it (METHOD section 6).
    """
    try:
        made = basis.weigher.with_relative(persons, basis.inhabitants)
    except CalibrationProblem as problem:
        return Estimates((), (failed(f"{CALIBRATION} {RELATIVE}", problem),))
    y, x = cost.to_numpy(dtype=float)[:, None], persons.to_numpy(dtype=float)[:, None]
    found, moved = made.ratios(y, x, np.ones(y.shape, dtype=bool))
    whole = float(basis.guided.sum())
    value = float(found[CALIBRATION][0]) * whole
    return Estimates((_national(EXECUTION, (RELATIVE, ""), CALIBRATION, value, moved.times(whole), len(cost)),), ())


def _share_moved(macro: float, total: Movements, part: Share) -> Movements | None:
    """What moves macro x share, linearised: share x what moves macro + macro x what moves the share."""
    if MACRO not in total.moved or part.moved is None:
        return None
    return total.only([MACRO]).times(part.share).plus(part.moved.times(macro))


def _joined_members(basis: Basis, weights: WeightTable) -> Membership:
    """Membership of the whole frame in the country and in every class as it counts in the weights."""
    columns = {(TOTAL, ""): np.ones(len(basis.classes), dtype=bool)}
    for factor, joined in weights.joined.items():
        classes = basis.classes[factor].to_numpy(dtype=object)
        counted = np.array([joined.get(name, name) for name in classes], dtype=object)
        columns |= {(factor, name): counted == name for name in dict.fromkeys(counted) if name != UNKNOWN}
    return Membership(basis.classes.index, tuple(columns), np.column_stack([*columns.values()]))


def _class_totals(basis: Basis, factor: str, mean: Ratios, weights: WeightTable) -> Iterator[Row]:
    """A row per class of a factor: class mean x N; classes that count together have one mean."""
    respondents = basis.classes.loc[mean.movements.codes, factor].value_counts()
    national = basis.guided.groupby(basis.classes[factor]).sum()
    position = {place: i for i, place in enumerate(mean.places)}
    renamed = mean.movements.renamed(RATIO, POST[factor])
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
            moved=renamed.times(persons),
            n=float(respondents.get(name, 0)),
            at=at,
            estimated=_marked_in(mean, position, (factor, name)),
        )


def _marked_in(mean: Ratios, position: Mapping[tuple[str, str], int], place: tuple[str, str]) -> float:
    """Respondents of a class with an estimated part; of a class without respondents none, of `onbekend` all others."""
    counts = np.broadcast_to(mean.estimated, mean.n.shape)
    if place[1] == UNKNOWN:
        return float(counts[0]) - sum(float(counts[at]) for (factor, _), at in position.items() if factor == place[0])
    return float(counts[position[place]]) if place in position else 0.0


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
    parts = people.parts.loc[use, [GENERAL, DIRECT]]
    whole = float(total[use].sum())
    if not whole > 0:
        return {name: Share(np.nan, 0, None) for name in (GENERAL, DIRECT)}
    y, x = parts.to_numpy(dtype=float), total[use].to_numpy(dtype=float)[:, None]
    schemes = basis.weigher.designed(parts.index, equal=True)
    shares, moved = schemes.ratios(y, x, np.ones(x.shape, dtype=bool))
    moved = moved.renamed(DESIGN, MACRO)
    return {
        name: Share(float(shares[DESIGN][at]), len(y), moved.in_place(at)) for at, name in enumerate((GENERAL, DIRECT))
    }


def national_guided(basis: Basis) -> list[Row | Block]:
    """Guided inburgeraars of the whole frame, by class and in total, together and per groep (report, table 5.1)."""
    rows: list[Row | Block] = []
    figures = {"": basis.guided, **{group: basis.guided_by_group[group] for group in basis.dimensions.group_codes}}
    everyone = basis.everyone
    divisions, classes = zip(*everyone.places, strict=True)
    for group, counts in figures.items():
        inside = np.nan_to_num(counts.to_numpy(dtype=float)) @ everyone.flags
        of = (NATIONAL_GUIDED, "", group)
        n = {COUNT: everyone.population}
        rows.append(block(*of, divisions, classes, "", unit=UNIT_PERSONS, value=inside, figures=n))
        rows += [
            row(*of, factor, unit=UNIT_PERSONS, value=float(counts.sum()), n=len(counts)) for factor in basis.factors
        ]
    return rows
