"""The weight sets of the study for any set of respondents: three one-way sets, raking and calibration.

METHOD sections 4 and 6; report, sections 2.2 and 4.2. Size measure = guided inburgeraars.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.errors.sampling_design import Drawn
from xl_addin.methods.errors.standard_errors import Flags, Scheme, Schemes
from xl_addin.methods.estimates.weight_schemes import (
    OneWay,
    joint_scheme,
    neighbours,
    one_way_scheme,
    plain_scheme,
    stacked,
)
from xl_addin.methods.sample.classes import factors_of, merge_notes, merge_order
from xl_addin.methods.sample.collapsing import Collapse, joined_classes
from xl_addin.methods.tables.columns import (
    CALIBRATION,
    CLASSES,
    CODE,
    COMPONENT,
    DESIGN,
    GROUP,
    MACRO,
    MACRO_DESIGN,
    POST,
    RAKING,
    SIZE,
    UNKNOWN,
    WEIGHT,
    WEIGHT_COLUMNS,
    WEIGHT_SETS,
    WEIGHTING,
)
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.weights.feasibility import explain
from xl_addin.methods.weights.margins import Codes, Design, Factor, Figures, Floats, listed
from xl_addin.methods.weights.weighting import (
    CalibrationProblem,
    Weights,
    calibrated_above,
    poststratified,
    raked,
)

RELATIVE_COLUMN = "inwoners per begeleide"
NO_RULES = Collapse()
JOINT = (RAKING, CALIBRATION)
BELOW_ONE, SMALLEST = "WEIGHTS_BELOW_ONE", "kleinste"
JOINED, MERGED = "CALIBRATION_JOINED", "klassen"
FLOORS = (1.0, 0.0)
"""No calibrated weight falls below 1, since a respondent stands for itself; else none below 0; else classes go together
until that can be, the thinnest first. Without any floor only where even one class per factor leaves no other way."""


class Divided(NamedTuple):
    """The country by one factor.

    names: classes from low to high; codes: of every municipality the number of its class (-1: onbekend); national: N
    of each class, unknown: N of onbekend; there: the classes that municipalities lie in.
    """

    names: tuple[str, ...]
    codes: Codes
    national: Floats
    unknown: float
    there: Flags

    @property
    def counted(self) -> list[str]:
        """The classes with anyone to count."""
        return [name for name, total in zip(self.names, self.national, strict=True) if total > 0]

    @classmethod
    def of(cls, factor: str, classes: pd.Series, counts: Floats) -> Divided:
        """counts: N per municipality."""
        names = CLASSES[factor]
        codes = pd.Index(names, dtype=object).get_indexer(pd.Index(classes, dtype=object))
        sums = np.bincount(codes + 1, weights=counts, minlength=len(names) + 1).astype(float)
        there = np.bincount(codes + 1, minlength=len(names) + 1)[1:] > 0
        return cls(names, codes, sums[1:], float(sums[0]), there)


class Met(NamedTuple):
    """One factor as it counts for a set of respondents: the totals, and the class that each class counts with."""

    one_way: OneWay
    names: tuple[str, ...]
    joined: dict[str, str]

    def factor(self, name: str, known: Flags | None = None) -> Factor:
        """The totals of its classes for the respondents that have one (`known`), in the order of their names."""
        codes = self.one_way.codes if known is None else self.one_way.codes[known]
        order = np.array(sorted(range(len(self.names)), key=self.names.__getitem__), dtype=np.intp)
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        return Factor.of(name, self._index[order], place[codes], self.one_way.national[order])

    def whole(self, name: str) -> Factor:
        """The same of everyone; onbekend as a class of its own where it has respondents, else spread in proportion."""
        known = self.one_way.codes >= 0
        national, unknown = self.one_way.national, self.one_way.unknown
        if known.all():
            # a country without anyone to count is refused by the weighting, class by class
            grown = self.one_way._replace(national=national * (1 + unknown / (national.sum() or 1.0)))
            return self._replace(one_way=grown).factor(name)
        codes = np.where(known, self.one_way.codes, len(self.names))
        with_unknown = OneWay(codes, np.append(national, unknown), 0.0)
        return Met(with_unknown, (*self.names, UNKNOWN), self.joined).factor(name)

    def thin(self, factor: str) -> Iterator[tuple[int, str, int]]:
        """Per class that can go with another: its respondents, the factor, its number."""
        counts = np.bincount(self.one_way.codes + 1, minlength=len(self.names) + 1)[1:]
        yield from ((int(n), factor, code) for code, n in enumerate(counts) if len(self.names) > 1)

    def merged(self, code: int) -> tuple[Met, str]:
        """With a class and its lower neighbour (of the lowest the upper) as one, and which those are."""
        other = code - 1 if code else 1
        low = min(code, other)
        codes, national, unknown = self.one_way
        together = np.delete(national, low + 1)
        together[low] = national[low] + national[low + 1]
        names = (*self.names[: low + 1], *self.names[low + 2 :])
        met = Met(OneWay(np.where(codes > low, codes - 1, codes), together, unknown), names, self.joined)
        return met, f"{self.names[code]} + {self.names[other]}"

    @property
    def _index(self) -> pd.Index:
        return pd.Index(self.names, dtype=object)


@dataclass(frozen=True)
class WeightTable:
    """Weights of one set of respondents.

    made: the sets that could be made, with margins; whole: per set what `expansion` holds; factors: per factor the
    totals that a one-way set meets; persons: the size measure; sample: the respondents as a draw within the classes of
    inhabitants; design: the design weight of each respondent; by_size: per respondent whose relative variance it takes
    when it is alone among those of its size.
    """

    made: dict[str, Weights]
    whole: dict[str, Floats]
    factors: Mapping[str, Met]
    persons: pd.Series
    sample: Drawn
    design: pd.Series
    by_size: Flags
    notes: tuple[Note, ...]

    @cached_property
    def table(self) -> pd.DataFrame:
        """Codes x weight sets as in `gewichten.csv`, NaN where a respondent has no weight or a set was not made."""
        made = {name: self.made[name].weight if name in self.made else None for name in WEIGHT_SETS}
        return pd.DataFrame(made, self.persons.index).astype(float)

    @cached_property
    def expansion(self) -> pd.DataFrame:
        """The same so that the sum of expansion x inburgeraars is the whole country, class onbekend included."""
        nothing = np.full(len(self.persons), np.nan)
        return pd.DataFrame({name: self.whole.get(name, nothing) for name in WEIGHT_SETS}, self.persons.index)

    @property
    def joined(self) -> dict[str, dict[str, str]]:
        """Per factor the class that each class counts with."""
        return {factor: met.joined for factor, met in self.factors.items()}

    @property
    def one_way(self) -> tuple[str, ...]:
        """The one-way sets that the country has classes for; macro is the mean of them."""
        return tuple(POST[factor] for factor in self.factors)

    @cached_property
    def schemes(self) -> Schemes:
        """Every set that could be made, with design weights and both means of three, and what their errors need."""
        return _schemes(self)


@dataclass(frozen=True)
class Weigher:
    """Makes weight sets for any respondents of one country; remembers those it made.

    classes: a class per municipality of the frame in each factor; counts: its guided inburgeraars (N); rules: which
    classes count together; strata: the division that design weights rest on; chances: of being drawn, where known;
    joint: the sets that meet several totals at once and are made too.
    """

    classes: pd.DataFrame
    counts: pd.Series
    rules: Collapse = NO_RULES
    strata: str = SIZE
    chances: pd.Series | None = None
    joint: tuple[str, ...] = JOINT
    _made: dict[tuple[tuple[object, ...], bytes], WeightTable] = field(default_factory=dict, repr=False, compare=False)
    _drawn: dict[tuple[tuple[object, ...], str], Drawn] = field(default_factory=dict, repr=False, compare=False)
    _alone: dict[tuple[tuple[object, ...], bool], Schemes] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def factors(self) -> dict[str, Divided]:
        """The country by each factor of the weights."""
        counts = self.counts.fillna(0.0).to_numpy(dtype=float)
        return {factor: Divided.of(factor, self.classes[factor], counts) for factor in factors_of(self.classes)}

    @cached_property
    def _strata(self) -> dict[str, Codes]:
        names = {SIZE, self.strata}
        return {
            name: pd.Index(CLASSES[name], dtype=object).get_indexer(pd.Index(self.classes[name], dtype=object))
            for name in names
        }

    def weigh(self, persons: pd.Series) -> WeightTable:
        """The weight sets for respondents with `persons` > 0 inburgeraars (index code).

        A set that cannot be made is a note, the others are made. Class onbekend: in a one-way set its respondents get
        no weight and its N is valued at the mean of all respondents (in `expansion`); in raking and calibration its N
        is spread in proportion, unless it has respondents of its own.
        """
        key = (tuple(persons.index), persons.to_numpy(dtype=float).tobytes())
        if key not in self._made:
            self._made[key] = self._weighed(persons)
        return self._made[key]

    def _weighed(self, persons: pd.Series) -> WeightTable:
        codes, size = persons.index, persons.to_numpy(dtype=float)
        at = self.classes.index.get_indexer(codes)
        made: dict[str, Weights] = {}
        whole: dict[str, Floats] = {}
        notes: list[Note] = []
        factors: dict[str, Met] = {}
        for factor, divided in self.factors.items():
            met = factors[factor] = _met(factor, divided, at, self.rules)
            notes += merge_notes(factor, met.joined, divided.counted)
            known = met.one_way.codes >= 0
            try:
                if not known.any():
                    raise CalibrationProblem("WEIGHTS_NO_UNITS")
                weights = poststratified(Design.of(codes[known], size[known], [met.factor(factor, known)]))
            except CalibrationProblem as problem:
                notes.append(failed(POST[factor], problem))
                continue
            made[POST[factor]] = weights
            expanded = np.zeros(len(size))
            expanded[known] = weights.weight
            whole[POST[factor]] = expanded + met.one_way.unknown / float(size.sum())
        for name in self.joint:
            try:
                if name == RAKING:
                    made[name] = _raked(codes, size, factors)
                else:
                    calibrated = _calibrated(codes, size, factors)
                    made[name] = calibrated.weights
                    notes += calibrated.notes()
            except CalibrationProblem as problem:
                notes.append(failed(name, problem))
                continue
            whole[name] = made[name].weight.to_numpy(dtype=float)
        sample, by_size = self.draw_within(codes), self._by_size(codes)
        return WeightTable(made, whole, factors, persons, sample, self.design(codes), by_size, tuple(notes))

    def draw_within(self, codes: pd.Index, factor: str = SIZE) -> Drawn:
        """Respondents as drawn by chance within every class of a factor; a silent class goes with its neighbour."""
        key = tuple(codes), factor
        if key not in self._drawn:
            number, names = self._strata[factor], CLASSES[factor]
            mine = number[self.classes.index.get_indexer(codes)]
            present = [name for code, name in enumerate(names) if (mine == code).any()]
            joined = merge_order(names, present)
            counts_with = np.array([names.index(joined.get(name, name)) for name in names] + [-1])
            strata, stratum = np.unique(counts_with[mine], return_inverse=True)
            population = (counts_with[number] == strata[:, None]).sum(axis=1).astype(float)
            drawn = np.bincount(stratum, minlength=len(strata)).astype(float)
            self._drawn[key] = Drawn(codes, stratum, drawn, population, "adjust")
        return self._drawn[key]

    def one_way(self) -> Weigher:
        """The same without the sets that meet several totals at once, for who asks only for `macro`."""
        return replace(self, joint=(), _made={}, _drawn=self._drawn, _alone=self._alone)

    def design(self, codes: pd.Index) -> pd.Series:
        """Design weights: 1 / chance where all of these were drawn with a known one, else N_h / n_h, municipalities of
        the frame over respondents within the classes of `strata`.
        """
        if self.chances is not None and (known := self.chances.reindex(codes)).gt(0).all():
            return 1 / known
        sample = self.draw_within(codes, self.strata)
        return pd.Series((sample.population / sample.drawn)[sample.stratum], codes)

    def designed(self, codes: pd.Index, equal: bool = False) -> Schemes:
        """Design weights alone, for figures whose denominator is not the inburgeraars; `equal`: 1 for everyone."""
        key = tuple(codes), equal
        if key not in self._alone:
            base = np.ones(len(codes)) if equal else self.design(codes).to_numpy(dtype=float)
            sample, donors = self.draw_within(codes), self._by_size(codes)
            self._alone[key] = stacked({DESIGN: plain_scheme(base, donors)}, {}, sample, donors)
        return self._alone[key]

    def _by_size(self, codes: pd.Index) -> Flags:
        return neighbours(self._strata[SIZE][self.classes.index.get_indexer(codes)], len(CLASSES[SIZE]))

    def with_relative(self, persons: pd.Series, inhabitants: pd.Series) -> Schemes:
        """Calibration to the three factors and to the inhabitants of the country, hence to guided per 10,000 of them.

        inhabitants: of every municipality of the frame. Raises CalibrationProblem.
        """
        made, size = self.weigh(persons), persons.to_numpy(dtype=float)
        mine = inhabitants[persons.index].to_numpy(dtype=float)
        if not np.isfinite(mine).all():
            raise CalibrationProblem(
                "CLASS_MISSING", factor=RELATIVE_COLUMN, eenheden=listed(persons.index[~np.isfinite(mine)])
            )
        everyone = float(inhabitants[self.counts.fillna(0.0) > 0].sum())
        figures = {RELATIVE_COLUMN: (mine / size, everyone)}
        weights = _calibrated(persons.index, size, made.factors, figures).weights
        donors = made.by_size
        return stacked({CALIBRATION: joint_scheme(weights, made.sample, donors)}, {}, made.sample, donors)


def _met(factor: str, divided: Divided, at: Codes, rules: Collapse) -> Met:
    """The factor as it counts for the respondents at these places of the frame: a silent class goes with another."""
    names, mine = divided.names, divided.codes[at]
    respondents = dict(zip(names, np.bincount(mine + 1, minlength=len(names) + 1)[1:].tolist(), strict=True))
    joined = joined_classes(names, respondents, factor, rules)
    with_ = np.array([names.index(joined.get(name, name)) for name in names])
    counted = np.unique(with_[divided.there] if joined else np.arange(len(names))[divided.there])
    place = np.searchsorted(counted, with_)
    national = np.bincount(
        place[divided.there], weights=divided.national[divided.there], minlength=len(counted)
    ).astype(float)
    codes = np.where(mine >= 0, place[mine], -1)
    return Met(OneWay(codes, national, divided.unknown), tuple(names[code] for code in counted), joined)


def _schemes(weights: WeightTable) -> Schemes:
    sample, persons, by_size = weights.sample, weights.persons.to_numpy(dtype=float), weights.by_size
    equal, design = np.ones(len(persons)), weights.design.to_numpy(dtype=float)
    schemes: dict[str, Scheme] = {}
    for factor, met in weights.factors.items():
        if POST[factor] in weights.made:
            schemes[POST[factor]] = one_way_scheme(met.one_way, equal, persons, sample)
            schemes[f"{DESIGN} {factor}"] = one_way_scheme(met.one_way, design, persons, sample)
    for name in JOINT:
        if name in weights.made:
            schemes[name] = joint_scheme(weights.made[name], sample, by_size)
    schemes[DESIGN] = plain_scheme(design, by_size)
    means = {MACRO: [POST[factor] for factor in weights.factors]}
    means[MACRO_DESIGN] = [f"{DESIGN} {factor}" for factor in weights.factors]
    return stacked(schemes, {name: of for name, of in means.items() if of}, sample, by_size)


class _Calibrated(NamedTuple):
    """Weights, the floor that they keep, and the classes that had to go together for it."""

    weights: Weights
    floor: float
    merged: tuple[str, ...]

    def notes(self) -> list[Note]:
        """What is to be said about it."""
        found = []
        if self.floor < FLOORS[0]:
            found.append(Note(BELOW_ONE, "", {SMALLEST: float(self.weights.weight.min())}))
        if self.merged:
            found.append(Note(JOINED, "", {MERGED: "; ".join(self.merged)}))
        return found


def _raked(codes: pd.Index, size: Floats, factors: Mapping[str, Met]) -> Weights:
    return raked(_design(codes, size, factors))


def _calibrated(
    codes: pd.Index, size: Floats, factors: Mapping[str, Met], figures: Figures | None = None
) -> _Calibrated:
    """Linear calibration that keeps a floor, with as many classes as that allows."""
    factors = dict(factors)
    merged: list[str] = []
    while True:
        design = _design(codes, size, factors, figures)
        found = calibrated_above(design, FLOORS)
        if found is not None:
            return _Calibrated(*found, tuple(merged))
        thinnest = min((one for name, met in factors.items() for one in met.thin(name)), default=None)
        if thinnest is None:
            break
        _, factor, code = thinnest
        factors[factor], pair = factors[factor].merged(code)
        merged.append(f"{factor} {pair}")
    free = calibrated_above(design, (-np.inf,))
    if free is None:
        explain(design, -np.inf, np.inf)
    return _Calibrated(*free, tuple(merged))


def _design(codes: pd.Index, size: Floats, factors: Mapping[str, Met], figures: Figures | None = None) -> Design:
    if not len(codes):
        raise CalibrationProblem("WEIGHTS_NO_UNITS")
    return Design.of(codes, size, [met.whole(factor) for factor, met in factors.items()], figures)


def failed(name: str, problem: CalibrationProblem) -> Note:
    """The note of a weight set that could not be made."""
    reasons = {"reden": problem.reason, "reason": problem.problem.text("en")}
    return Note("WEIGHT_SET_FAILED", "", {"weging": name, "oorzaak": problem.code, **problem.values, **reasons})


def together(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes, with those of calibrated weights below 1, and of classes joined for them, as one of each."""
    notes = tuple(notes)
    others = [note for note in notes if note.rule not in (BELOW_ONE, JOINED)]
    below = [note for note in notes if note.rule == BELOW_ONE and note.values.get(COMPONENT)]
    joined = [note for note in notes if note.rule == JOINED and note.values.get(COMPONENT)]
    if below:
        smallest = min(float(str(note.values[SMALLEST])) for note in below)
        others.append(Note(BELOW_ONE, "", {**_results(below), SMALLEST: round(smallest, 2)}))
    if joined:
        classes = dict.fromkeys(part for note in joined for part in str(note.values[MERGED]).split("; "))
        others.append(Note(JOINED, "", {**_results(joined), MERGED: ", ".join(classes)}))
    return tuple(others)


def _results(notes: Iterable[Note]) -> dict[str, object]:
    names = dict.fromkeys(f"{note.values[COMPONENT]} {note.values[GROUP]}".strip() for note in notes)
    return {"aantal": len(names), "onderdelen": ", ".join(names)}


def long_weights(weights: WeightTable) -> pd.DataFrame:
    """The weights as rows of `gewichten.csv`: `code, weging, gewicht`, sorted by set and municipality."""
    rows = [
        pd.DataFrame({CODE: column.index.astype(str), WEIGHTING: name, WEIGHT: column.to_numpy()})
        for name in WEIGHT_SETS
        if len(column := weights.table[name].dropna().sort_index())
    ]
    if not rows:
        return pd.DataFrame(columns=list(WEIGHT_COLUMNS)).astype({CODE: "str", WEIGHTING: "str", WEIGHT: "float64"})
    return pd.concat(rows, ignore_index=True)
