"""The weight sets of the study for any set of respondents: three one-way sets, raking and calibration.

METHOD sections 4 and 6; report, sections 2.2 and 4.2. Size measure = guided inburgeraars.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from xl_addin.methods.classes import merge_notes, merge_order
from xl_addin.methods.columns import (
    CALIBRATION,
    CLASSES,
    CODE,
    FACTORS,
    POST,
    RAKING,
    UNKNOWN,
    WEIGHT,
    WEIGHT_COLUMNS,
    WEIGHT_SETS,
    WEIGHTING,
)
from xl_addin.methods.notes import Note
from xl_addin.methods.weighting import CalibrationProblem, Weights, calibrate, poststratify, rake

SIZE_COLUMN = "begeleid"


@dataclass(frozen=True)
class WeightTable:
    """Weights of one set of respondents.

    table: codes x weight sets as in `gewichten.csv`, NaN where a respondent has no weight or a set could not be made;
    expansion: the same so that the sum of expansion x inburgeraars is the whole country, class onbekend included;
    made: the sets that could be made, with margins; joined: per factor the class that each class counts with.
    """

    table: pd.DataFrame
    expansion: pd.DataFrame
    made: dict[str, Weights]
    joined: dict[str, dict[str, str]]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Weigher:
    """Makes weight sets for any respondents of one country; remembers those it made.

    classes: a class per municipality of the frame in each factor; counts: its guided inburgeraars (N).
    """

    classes: pd.DataFrame
    counts: pd.Series
    _made: dict[tuple[tuple[object, ...], bytes], WeightTable] = field(default_factory=dict, repr=False, compare=False)

    def weigh(self, persons: pd.Series) -> WeightTable:
        """The weight sets for respondents with `persons` > 0 inburgeraars (index code)."""
        key = (tuple(persons.index), persons.to_numpy(dtype=float).tobytes())
        if key not in self._made:
            self._made[key] = weight_sets(persons, self.classes, self.counts)
        return self._made[key]


def weight_sets(persons: pd.Series, classes: pd.DataFrame, counts: pd.Series) -> WeightTable:
    """All weight sets for the respondents in `persons`; a set that cannot be made is a note, the others are made.

    Class onbekend: in a one-way set its respondents get no weight and its N is valued at the mean of all respondents
    (in `expansion`); in raking and calibration its N is spread in proportion, unless it has respondents of its own.
    """
    units = classes.loc[persons.index, list(FACTORS)].assign(**{SIZE_COLUMN: persons})
    counts = counts.fillna(0.0)
    made: dict[str, Weights] = {}
    notes: list[Note] = []
    joined: dict[str, dict[str, str]] = {}
    expansion = pd.DataFrame(float("nan"), index=persons.index, columns=list(WEIGHT_SETS))
    for factor in FACTORS:
        national = counts.groupby(classes[factor]).sum()
        joined[factor] = merge_order(CLASSES[factor], set(units[factor]) - {UNKNOWN})
        notes += merge_notes(factor, joined[factor], [name for name in CLASSES[factor] if national.get(name, 0.0) > 0])
        try:
            weights = _one_way(units, factor, national, joined[factor])
        except CalibrationProblem as problem:
            notes.append(_failed(POST[factor], problem))
            continue
        made[POST[factor]] = weights
        unknown = float(national.get(UNKNOWN, 0.0)) / float(persons.sum())
        expansion[POST[factor]] = weights.weight.reindex(persons.index).fillna(0.0) + unknown
    for name in (RAKING, CALIBRATION):
        try:
            made[name] = _joint(name, units, classes, counts, joined)
        except CalibrationProblem as problem:
            notes.append(_failed(name, problem))
            continue
        expansion[name] = made[name].weight
        if (made[name].weight < 0).any():
            notes.append(Note("WEIGHTS_NEGATIVE", "", {"weging": name, "aantal": int((made[name].weight < 0).sum())}))
    table = pd.DataFrame({name: made[name].weight if name in made else None for name in WEIGHT_SETS}, persons.index)
    return WeightTable(table.astype(float), expansion, made, joined, tuple(notes))


def _one_way(units: pd.DataFrame, factor: str, national: pd.Series, joined: dict[str, str]) -> Weights:
    totals = _merged(national.drop(UNKNOWN, errors="ignore"), joined)
    return poststratify(units[units[factor] != UNKNOWN], {factor: totals}, size=SIZE_COLUMN)


def _joint(
    name: str, units: pd.DataFrame, classes: pd.DataFrame, counts: pd.Series, joined: dict[str, dict[str, str]]
) -> Weights:
    totals: dict[str, pd.Series | float] = {}
    for factor in FACTORS:
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


def _failed(name: str, problem: CalibrationProblem) -> Note:
    return Note("WEIGHT_SET_FAILED", "", {"weging": name, "oorzaak": problem.code, **problem.values})


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
