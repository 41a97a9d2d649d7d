"""The weight sets of the study for any set of respondents: three one-way sets, raking and calibration.

METHOD sections 4 and 6; report, sections 2.2 and 4.2. Size measure = guided inburgeraars.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pandas as pd

from xl_addin.methods.errors.sampling_design import Drawn, drawn
from xl_addin.methods.errors.standard_errors import Flags, Schemes
from xl_addin.methods.estimates.weight_schemes import (
    OneWay,
    Scheme,
    joint_scheme,
    labels_of,
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
from xl_addin.methods.weights.weighting import CalibrationProblem, Weights, calibrate_above, poststratify, rake

SIZE_COLUMN = "begeleid"
RELATIVE_COLUMN = "inwoners per begeleide"
NO_RULES = Collapse()
BELOW_ONE, SMALLEST = "WEIGHTS_BELOW_ONE", "kleinste"
FLOORS = (1.0, 0.0, -np.inf)
"""No calibrated weight falls below 1, since a respondent stands for itself; else none below 0; else no bound holds."""


@dataclass(frozen=True)
class WeightTable:
    """Weights of one set of respondents.

    table: codes x weight sets as in `gewichten.csv`, NaN where a respondent has no weight or a set could not be made;
    expansion: the same so that the sum of expansion x inburgeraars is the whole country, class onbekend included;
    made: the sets that could be made, with margins; joined: per factor the class that each class counts with; persons:
    the size measure; sample: the respondents as a draw within the classes of inhabitants; design: the design weight of
    each respondent; divisions: per factor what a one-way set meets; classes: of every
    municipality of the frame.
    """

    table: pd.DataFrame
    expansion: pd.DataFrame
    made: dict[str, Weights]
    joined: dict[str, dict[str, str]]
    persons: pd.Series
    sample: Drawn
    design: pd.Series
    divisions: Mapping[str, OneWay]
    classes: pd.DataFrame
    notes: tuple[Note, ...]

    @property
    def one_way(self) -> tuple[str, ...]:
        """The one-way sets that the country has classes for; macro is the mean of them."""
        return tuple(POST[factor] for factor in self.joined)

    @cached_property
    def schemes(self) -> Schemes:
        """Every set that could be made, with design weights and both means of three, and what their errors need."""
        return _schemes(self)


@dataclass(frozen=True)
class Weigher:
    """Makes weight sets for any respondents of one country; remembers those it made.

    classes: a class per municipality of the frame in each factor; counts: its guided inburgeraars (N); rules: which
    classes count together; strata: the division that design weights rest on; chances: of being drawn, where known.
    """

    classes: pd.DataFrame
    counts: pd.Series
    rules: Collapse = NO_RULES
    strata: str = SIZE
    chances: pd.Series | None = None
    _made: dict[tuple[tuple[object, ...], bytes], WeightTable] = field(default_factory=dict, repr=False, compare=False)

    def weigh(self, persons: pd.Series) -> WeightTable:
        """The weight sets for respondents with `persons` > 0 inburgeraars (index code)."""
        key = (tuple(persons.index), persons.to_numpy(dtype=float).tobytes())
        if key not in self._made:
            self._made[key] = weight_sets(persons, self.classes, self.counts, self.rules, self.design(persons.index))
        return self._made[key]

    def design(self, codes: pd.Index) -> pd.Series:
        """Design weights: 1 / chance where all of these were drawn with a known one, else N_h / n_h."""
        if self.chances is not None and (known := self.chances.reindex(codes)).gt(0).all():
            return 1 / known
        return design_weights(codes, self.classes, self.strata)

    def designed(self, codes: pd.Index, equal: bool = False) -> Schemes:
        """Design weights alone, for figures whose denominator is not the inburgeraars; `equal`: 1 for everyone."""
        base = np.ones(len(codes)) if equal else self.design(codes).to_numpy(dtype=float)
        sample, donors = draw_within(codes, self.classes), _by_size(self.classes.loc[codes])
        return stacked({DESIGN: plain_scheme(base, sample, donors)}, {}, sample, donors)

    def with_relative(self, persons: pd.Series, inhabitants: pd.Series) -> Schemes:
        """Calibration to the three factors and to the inhabitants of the country, hence to guided per 10,000 of them.

        inhabitants: of every municipality of the frame. Raises CalibrationProblem.
        """
        made = self.weigh(persons)
        joined = made.joined
        units = self.classes.loc[persons.index, list(joined)].assign(**{SIZE_COLUMN: persons})
        for factor in joined:
            units[factor] = _renamed(units[factor], joined[factor])
        units[RELATIVE_COLUMN] = inhabitants[persons.index] / persons
        whole = {RELATIVE_COLUMN: float(inhabitants[self.counts.fillna(0.0) > 0].sum())}
        weights, _ = _joint(CALIBRATION, units, made.divisions, whole)
        sample, donors = draw_within(persons.index, self.classes), _by_size(self.classes.loc[persons.index])
        return stacked({CALIBRATION: joint_scheme(weights, sample, donors)}, {}, sample, donors)


def draw_within(codes: pd.Index, classes: pd.DataFrame, factor: str = SIZE) -> Drawn:
    """Respondents as drawn by chance within every class of a factor; a silent class goes with its neighbour."""
    joined = merge_order(CLASSES[factor], set(classes.loc[codes, factor]) - {UNKNOWN})
    strata = _renamed(classes[factor], joined)
    return drawn(codes, strata[codes], strata.value_counts())


def design_weights(codes: pd.Index, classes: pd.DataFrame, factor: str = SIZE) -> pd.Series:
    """N_h / n_h: municipalities of the frame over respondents, within the classes of a factor."""
    sample = draw_within(codes, classes, factor)
    return pd.Series((sample.population / sample.drawn)[sample.stratum], codes)


def _by_size(classes: pd.DataFrame) -> Flags:
    """Per respondent whose relative variance it takes when it is alone among those of its size."""
    return neighbours(labels_of(classes[SIZE], UNKNOWN), CLASSES[SIZE])


def weight_sets(
    persons: pd.Series,
    classes: pd.DataFrame,
    counts: pd.Series,
    rules: Collapse = NO_RULES,
    design: pd.Series | None = None,
) -> WeightTable:
    """All weight sets for the respondents in `persons`; a set that cannot be made is a note, the others are made.

    Class onbekend: in a one-way set its respondents get no weight and its N is valued at the mean of all respondents
    (in `expansion`); in raking and calibration its N is spread in proportion, unless it has respondents of its own.
    design: design weights, by default N_h / n_h over the classes of inhabitants.
    """
    factors = factors_of(classes)
    units = classes.loc[persons.index, list(factors)].assign(**{SIZE_COLUMN: persons})
    counts = counts.fillna(0.0)
    made: dict[str, Weights] = {}
    notes: list[Note] = []
    joined: dict[str, dict[str, str]] = {}
    divisions: dict[str, OneWay] = {}
    expansion = pd.DataFrame(float("nan"), index=persons.index, columns=list(WEIGHT_SETS))
    for factor in factors:
        national = counts.groupby(classes[factor]).sum()
        respondents = {str(name): int(n) for name, n in units[factor].value_counts().items()}
        joined[factor] = joined_classes(CLASSES[factor], respondents, factor, rules)
        units[factor] = _renamed(units[factor], joined[factor])
        notes += merge_notes(factor, joined[factor], [name for name in CLASSES[factor] if national.get(name, 0.0) > 0])
        known, unknown = (
            _merged(national.drop(UNKNOWN, errors="ignore"), joined[factor]),
            float(national.get(UNKNOWN, 0)),
        )
        divisions[factor] = OneWay(
            labels_of(units[factor], UNKNOWN),
            CLASSES[factor],
            {str(name): float(total) for name, total in known.items()},
            unknown,
        )
        try:
            weights = poststratify(units[units[factor] != UNKNOWN], {factor: known}, size=SIZE_COLUMN)
        except CalibrationProblem as problem:
            notes.append(failed(POST[factor], problem))
            continue
        made[POST[factor]] = weights
        expansion[POST[factor]] = weights.weight.reindex(persons.index).fillna(0.0) + unknown / float(persons.sum())
    for name in (RAKING, CALIBRATION):
        try:
            made[name], below = _joint(name, units, divisions)
        except CalibrationProblem as problem:
            notes.append(failed(name, problem))
            continue
        expansion[name] = made[name].weight
        if below:
            notes.append(Note(BELOW_ONE, "", {SMALLEST: float(made[name].weight.min())}))
    table = pd.DataFrame({name: made[name].weight if name in made else None for name in WEIGHT_SETS}, persons.index)
    sample = draw_within(persons.index, classes)
    design = design_weights(persons.index, classes) if design is None else design
    return WeightTable(
        table.astype(float), expansion, made, joined, persons, sample, design, divisions, classes, tuple(notes)
    )


def _schemes(weights: WeightTable) -> Schemes:
    sample, persons = weights.sample, weights.persons.to_numpy(dtype=float)
    equal, design = np.ones(len(persons)), weights.design.to_numpy(dtype=float)
    by_size = _by_size(weights.classes.loc[weights.persons.index])
    schemes: dict[str, Scheme] = {}
    for factor, division in weights.divisions.items():
        if POST[factor] in weights.made:
            schemes[POST[factor]] = one_way_scheme(division, equal, persons, sample)
            schemes[f"{DESIGN} {factor}"] = one_way_scheme(division, design, persons, sample)
    for name in (RAKING, CALIBRATION):
        if name in weights.made:
            schemes[name] = joint_scheme(weights.made[name], sample, by_size)
    schemes[DESIGN] = plain_scheme(design, sample, by_size)
    means = {MACRO: [POST[factor] for factor in weights.divisions]}
    means[MACRO_DESIGN] = [f"{DESIGN} {factor}" for factor in weights.divisions]
    return stacked(schemes, {name: of for name, of in means.items() if of}, sample, by_size)


def _joint(
    name: str, units: pd.DataFrame, divisions: Mapping[str, OneWay], figures: Mapping[str, float] = MappingProxyType({})
) -> tuple[Weights, bool]:
    """The weights, and whether some had to fall below 1 for want of others that meet the totals."""
    totals: dict[str, pd.Series | float] = dict(figures)
    for factor, division in divisions.items():
        known = pd.Series(dict(division.national), dtype=float)
        if None in division.classes:
            totals[factor] = pd.concat([known, pd.Series({UNKNOWN: division.unknown})])
        else:
            # a country without anyone to count is refused by the weighting, class by class
            totals[factor] = known * (1 + division.unknown / (known.sum() or 1.0))
    if name == RAKING:
        return rake(units, totals, size=SIZE_COLUMN), False
    weights, floor = calibrate_above(units, totals, SIZE_COLUMN, FLOORS)
    return weights, floor < FLOORS[0]


def _merged(national: pd.Series, joined: dict[str, str]) -> pd.Series:
    return national.groupby([joined.get(name, name) for name in national.index]).sum()


def _renamed(classes: pd.Series, joined: dict[str, str]) -> pd.Series:
    return classes.map(lambda name: joined.get(name, name))


def failed(name: str, problem: CalibrationProblem) -> Note:
    """The note of a weight set that could not be made."""
    reasons = {"reden": problem.reason, "reason": problem.problem.text("en")}
    return Note("WEIGHT_SET_FAILED", "", {"weging": name, "oorzaak": problem.code, **problem.values, **reasons})


def together(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes, with those of calibrated weights below 1 as one that names the results and the smallest weight."""
    notes = tuple(notes)
    below = [note for note in notes if note.rule == BELOW_ONE and note.values.get(COMPONENT)]
    others = tuple(note for note in notes if note.rule != BELOW_ONE)
    if not below:
        return others
    names = dict.fromkeys(f"{note.values[COMPONENT]} {note.values[GROUP]}".strip() for note in below)
    smallest = min(float(str(note.values[SMALLEST])) for note in below)
    values = {"aantal": len(names), SMALLEST: round(smallest, 2), "onderdelen": ", ".join(names)}
    return (*others, Note("WEIGHTS_BELOW_ONE", "", values))


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
