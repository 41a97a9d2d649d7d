"""The weight sets of the study for any set of respondents: three one-way sets, raking and calibration.

METHOD sections 4 and 6; report, sections 2.2 and 4.2. Size measure = guided inburgeraars.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from xl_addin.methods.classes import factors_of, merge_notes, merge_order
from xl_addin.methods.collapsing import Collapse, joined_classes
from xl_addin.methods.columns import (
    CALIBRATION,
    CLASSES,
    CODE,
    POST,
    RAKING,
    SIZE,
    UNKNOWN,
    WEIGHT,
    WEIGHT_COLUMNS,
    WEIGHT_SETS,
    WEIGHTING,
)
from xl_addin.methods.drawn import Drawn, drawn
from xl_addin.methods.margins import Floats
from xl_addin.methods.notes import Note
from xl_addin.methods.standard_errors import joint_movements, one_way_movements
from xl_addin.methods.weighting import CalibrationProblem, Weights, calibrate, poststratify, rake

SIZE_COLUMN = "begeleid"
RELATIVE_COLUMN = "inwoners per begeleide"
NO_RULES = Collapse()


@dataclass(frozen=True)
class WeightTable:
    """Weights of one set of respondents.

    table: codes x weight sets as in `gewichten.csv`, NaN where a respondent has no weight or a set could not be made;
    expansion: the same so that the sum of expansion x inburgeraars is the whole country, class onbekend included;
    made: the sets that could be made, with margins; joined: per factor the class that each class counts with; persons:
    the size measure; sample: the respondents as a draw within the classes of inhabitants.
    """

    table: pd.DataFrame
    expansion: pd.DataFrame
    made: dict[str, Weights]
    joined: dict[str, dict[str, str]]
    persons: pd.Series
    sample: Drawn
    notes: tuple[Note, ...]

    @property
    def one_way(self) -> tuple[str, ...]:
        """The one-way sets that the country has classes for; macro is the mean of them."""
        return tuple(POST[factor] for factor in self.joined)

    def moved(self, name: str, influence: Floats) -> Floats:
        """How far each respondent moves figures of this set, given their influence: codes x figures."""
        if name not in POST.values():
            return joint_movements(self.made[name], influence)
        weighted = self.table[name].fillna(0.0)
        rest = float((self.expansion[name] - weighted).iloc[0])
        return one_way_movements(
            self.made[name], self.persons.index, influence, rest, self.persons.to_numpy(dtype=float)
        )


@dataclass(frozen=True)
class Weigher:
    """Makes weight sets for any respondents of one country; remembers those it made.

    classes: a class per municipality of the frame in each factor; counts: its guided inburgeraars (N); rules: which
    classes count together.
    """

    classes: pd.DataFrame
    counts: pd.Series
    rules: Collapse = NO_RULES
    _made: dict[tuple[tuple[object, ...], bytes], WeightTable] = field(default_factory=dict, repr=False, compare=False)

    def weigh(self, persons: pd.Series) -> WeightTable:
        """The weight sets for respondents with `persons` > 0 inburgeraars (index code)."""
        key = (tuple(persons.index), persons.to_numpy(dtype=float).tobytes())
        if key not in self._made:
            self._made[key] = weight_sets(persons, self.classes, self.counts, self.rules)
        return self._made[key]

    def with_relative(self, persons: pd.Series, inhabitants: pd.Series) -> Weights:
        """Calibration to the three factors and to the inhabitants of the country, hence to guided per 10,000 of them.

        inhabitants: of every municipality of the frame. Raises CalibrationProblem.
        """
        joined = self.weigh(persons).joined
        units = self.classes.loc[persons.index, list(joined)].assign(**{SIZE_COLUMN: persons})
        for factor in joined:
            units[factor] = _renamed(units[factor], joined[factor])
        units[RELATIVE_COLUMN] = inhabitants[persons.index] / persons
        counts = self.counts.fillna(0.0)
        whole = {RELATIVE_COLUMN: float(inhabitants[counts > 0].sum())}
        return _joint(CALIBRATION, units, self.classes, counts, joined, whole)

    def sample(self, codes: pd.Index) -> Drawn:
        """These respondents as a simple random draw within the classes of inhabitants."""
        return draw_by_size(codes, self.classes)


def draw_by_size(codes: pd.Index, classes: pd.DataFrame) -> Drawn:
    """Respondents as drawn by chance within every class of inhabitants; a silent class goes with its neighbour."""
    joined = merge_order(CLASSES[SIZE], set(classes.loc[codes, SIZE]) - {UNKNOWN})
    strata = _renamed(classes[SIZE], joined)
    return drawn(codes, strata[codes], strata.value_counts())


def weight_sets(
    persons: pd.Series, classes: pd.DataFrame, counts: pd.Series, rules: Collapse = NO_RULES
) -> WeightTable:
    """All weight sets for the respondents in `persons`; a set that cannot be made is a note, the others are made.

    Class onbekend: in a one-way set its respondents get no weight and its N is valued at the mean of all respondents
    (in `expansion`); in raking and calibration its N is spread in proportion, unless it has respondents of its own.
    """
    factors = factors_of(classes)
    units = classes.loc[persons.index, list(factors)].assign(**{SIZE_COLUMN: persons})
    counts = counts.fillna(0.0)
    made: dict[str, Weights] = {}
    notes: list[Note] = []
    joined: dict[str, dict[str, str]] = {}
    expansion = pd.DataFrame(float("nan"), index=persons.index, columns=list(WEIGHT_SETS))
    for factor in factors:
        national = counts.groupby(classes[factor]).sum()
        respondents = {str(name): int(n) for name, n in units[factor].value_counts().items()}
        joined[factor] = joined_classes(CLASSES[factor], respondents, factor, rules)
        units[factor] = _renamed(units[factor], joined[factor])
        notes += merge_notes(factor, joined[factor], [name for name in CLASSES[factor] if national.get(name, 0.0) > 0])
        try:
            weights = _one_way(units, factor, national, joined[factor])
        except CalibrationProblem as problem:
            notes.append(failed(POST[factor], problem))
            continue
        made[POST[factor]] = weights
        unknown = float(national.get(UNKNOWN, 0.0)) / float(persons.sum())
        expansion[POST[factor]] = weights.weight.reindex(persons.index).fillna(0.0) + unknown
    for name in (RAKING, CALIBRATION):
        try:
            made[name] = _joint(name, units, classes, counts, joined)
        except CalibrationProblem as problem:
            notes.append(failed(name, problem))
            continue
        expansion[name] = made[name].weight
        if (made[name].weight < 0).any():
            notes.append(Note("WEIGHTS_NEGATIVE", "", {"weging": name, "aantal": int((made[name].weight < 0).sum())}))
    table = pd.DataFrame({name: made[name].weight if name in made else None for name in WEIGHT_SETS}, persons.index)
    sample = draw_by_size(persons.index, classes)
    return WeightTable(table.astype(float), expansion, made, joined, persons, sample, tuple(notes))


def _one_way(units: pd.DataFrame, factor: str, national: pd.Series, joined: dict[str, str]) -> Weights:
    totals = _merged(national.drop(UNKNOWN, errors="ignore"), joined)
    return poststratify(units[units[factor] != UNKNOWN], {factor: totals}, size=SIZE_COLUMN)


def _joint(
    name: str,
    units: pd.DataFrame,
    classes: pd.DataFrame,
    counts: pd.Series,
    joined: dict[str, dict[str, str]],
    figures: Mapping[str, float] = MappingProxyType({}),
) -> Weights:
    totals: dict[str, pd.Series | float] = dict(figures)
    for factor in joined:
        national = counts.groupby(classes[factor]).sum()
        unknown = float(national.get(UNKNOWN, 0.0))
        known = _merged(national.drop(UNKNOWN, errors="ignore"), joined[factor])
        if (units[factor] == UNKNOWN).any():
            totals[factor] = pd.concat([known, pd.Series({UNKNOWN: unknown})])
        else:
            # a country without anyone to count is refused by the weighting, class by class
            totals[factor] = known * (1 + unknown / (known.sum() or 1.0))
    make = rake if name == RAKING else calibrate
    return make(units, totals, size=SIZE_COLUMN)


def _merged(national: pd.Series, joined: dict[str, str]) -> pd.Series:
    return national.groupby([joined.get(name, name) for name in national.index]).sum()


def _renamed(classes: pd.Series, joined: dict[str, str]) -> pd.Series:
    return classes.map(lambda name: joined.get(name, name))


def failed(name: str, problem: CalibrationProblem) -> Note:
    """The note of a weight set that could not be made."""
    reasons = {"reden": problem.reason, "reason": problem.problem.text("en")}
    return Note("WEIGHT_SET_FAILED", "", {"weging": name, "oorzaak": problem.code, **problem.values, **reasons})


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
