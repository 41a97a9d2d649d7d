"""A distribution key: a budget over all municipalities by measures and amounts, and what it changes (METHOD 12).

measures -> amounts (typed, or estimated on the respondents) -> scaled to the budget -> effect per municipality
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.answers.amounts import absent, amount
from xl_addin.methods.errors.prediction import prediction_reach
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.funding.cents import apportioned, in_cents
from xl_addin.methods.funding.funding import general_grants
from xl_addin.methods.funding.key_fit import AMOUNT, KeyFit, Observed, fit_key
from xl_addin.methods.funding.transition import transition
from xl_addin.methods.tables.columns import EXECUTION, GUIDED, SIZE
from xl_addin.methods.tables.notes import Note

FIXED = "1"
HALF_A_CENT = 0.005
MOST_A_YEAR = "ingroei.maximum"
PRESENT, NEW, EFFECT = "huidig", "nieuw", "effect"
PER_INHABITANT, PER_PERSON = "effect_per_inwoner", "effect_per_inburgeraar"


class Line(NamedTuple):
    """A measure as asked for: a numeric column of the frame, `begeleid` or `1`; of one class or of each class of a
    division where these are given; its amount, NaN = to be estimated.
    """

    measure: str
    division: str = ""
    klasse: str = ""
    amount: float = math.nan


class Measure(NamedTuple):
    """One amount of the key: the measure, and the class for which it holds."""

    measure: str
    division: str = ""
    klasse: str = ""

    @property
    def name(self) -> str:
        """The measure in one text, with its class."""
        return f"{self.measure} ({self.division}: {self.klasse})" if self.division else self.measure


@dataclass(frozen=True)
class Key:
    """The key worked out.

    named: every Measure by its name; measures: municipalities x names; fit: with what is typed; estimated: all amounts
    estimated; factor: budget / what the amounts come to; budget: euros; table: a row per municipality with PRESENT,
    NEW, EFFECT, PER_INHABITANT, PER_PERSON (NaN where not known); path: per year the amounts, in euros, of those with
    both; expected: what each is expected to cost by the estimated key, with the 95% prediction interval.
    """

    named: Mapping[str, Measure]
    measures: pd.DataFrame
    fit: KeyFit
    estimated: KeyFit
    factor: float
    budget: float
    table: pd.DataFrame
    path: Sequence[pd.Series]
    expected: pd.DataFrame
    observed: Observed


class Made(NamedTuple):
    """The key, None where it cannot be made, and notes."""

    key: Key | None
    notes: tuple[Note, ...]


def available(basis_frame: pd.DataFrame) -> tuple[str, ...]:
    """What may be a measure: every column of the frame that holds numbers only, `begeleid` and `1`."""
    numeric = [str(name) for name in basis_frame.columns if pd.api.types.is_numeric_dtype(basis_frame[name])]
    return (FIXED, GUIDED, *(name for name in numeric if name not in (FIXED, GUIDED)))


def distribution_key(basis: Basis, lines: Sequence[Line], budget: float = math.nan) -> Made:
    """The key on these measures. budget: euros, by default the sum of what municipalities get now.

    Respondents count with known annual cost, persons above 0 and known measures. A municipality with an unknown measure
    keeps what it gets now, and a note says so; the rest of the budget goes to the others, to the cent. Without
    `ingroei.maximum` (a note) the way there takes one year.
    """
    named = expanded(basis, lines)
    measures = measured(basis, named)
    typed = pd.Series({one.name: euros for one, euros in named}, dtype=float)
    observed = observed_cost(basis, measures)
    if len(observed.cost) <= len(measures.columns):
        return Made(None, (Note("KEY_TOO_FEW", "", {"aantal": len(observed.cost), "maten": len(measures.columns)}),))
    among = measures.loc[observed.cost.index]
    fit = fit_key(observed, among, typed)
    estimated = fit if typed.isna().all() else fit_key(observed, among, pd.Series(np.nan, index=measures.columns))
    present = general_grants(basis.frame, basis.parameters).whole
    whole = float(present.sum()) if math.isnan(budget) else budget
    raw = _by(measures, fit)
    if not raw.sum() > 0 or not whole > 0:
        return Made(None, (Note("KEY_EMPTY", "", {"budget": round(whole)}),))
    table = _table(basis, present, _allocated(raw, present, whole))
    key = Key(
        named={one.name: one for one, _ in named},
        measures=measures,
        fit=fit,
        estimated=estimated,
        factor=whole / float(raw.sum()),
        budget=whole,
        table=table,
        path=_path(basis, table),
        expected=_expected(basis, measures, estimated, observed),
        observed=observed,
    )
    unknown = (Note("KEY_MEASURE_MISSING", str(code)) for code in raw.index[raw.isna()])
    return Made(key, (*absent(basis.parameters, [MOST_A_YEAR]), *unknown))


def expanded(basis: Basis, lines: Sequence[Line]) -> list[tuple[Measure, float]]:
    """Every amount of the key as it is typed; a line with a division and no class gives one per class."""
    found = []
    for line in lines:
        classes = [line.klasse]
        if line.division and not line.klasse:
            classes = [one for one in dict.fromkeys(division(basis, line.division).sort_values()) if one]
        found += [(Measure(line.measure, line.division, one), line.amount) for one in classes]
    return found


def measured(basis: Basis, named: Sequence[tuple[Measure, float]]) -> pd.DataFrame:
    """Municipalities of the frame x measures; 0 outside the class of a measure, NaN where not known."""
    columns = {}
    for one, _ in named:
        figures = _figures(basis, one.measure)
        inside = division(basis, one.division) == one.klasse if one.division else None
        columns[one.name] = figures if inside is None else figures.where(inside, 0.0)
    return pd.DataFrame(columns, index=basis.frame.index, dtype=float)


def division(basis: Basis, name: str) -> pd.Series:
    """The class of each municipality: in a division of the study, else in a text column of the frame."""
    return (basis.classes[name] if name in basis.classes else basis.frame[name]).astype(str)


def _figures(basis: Basis, name: str) -> pd.Series:
    if name == FIXED:
        return pd.Series(1.0, index=basis.frame.index)
    return basis.guided if name == GUIDED else basis.frame[name].astype(float)


def observed_cost(basis: Basis, measures: pd.DataFrame) -> Observed:
    """The respondents with known annual cost, persons and measures, and how they were drawn."""
    people = basis.respondents
    known = measures.loc[people.persons.index].notna().all(axis=1)
    use = people.annual[EXECUTION].notna() & (people.persons > 0) & known
    codes = people.persons.index[use]
    if not len(codes):
        nothing = pd.Series(dtype=float)
        return Observed(nothing, nothing, nothing, basis.weigher.draw_within(codes))
    design = basis.weigher.design(codes)
    return Observed(
        people.annual.loc[codes, EXECUTION], people.persons[codes], design, basis.weigher.draw_within(codes)
    )


def _by(measures: pd.DataFrame, fit: KeyFit) -> pd.Series:
    """What the amounts come to per municipality, in euros; NaN where a measure is not known."""
    return pd.Series(measures.to_numpy() @ fit.amounts[AMOUNT].to_numpy(), index=measures.index)


def _allocated(raw: pd.Series, present: pd.Series, whole: float) -> pd.Series:
    """The budget in proportion, in euros of whole cents that add up to it; who is not known keeps what it gets now."""
    known = raw.notna()
    kept = in_cents(present[~known].fillna(0.0).to_numpy(dtype=float))
    cents = np.zeros(len(raw), dtype=np.int64)
    cents[~known] = kept
    cents[known] = apportioned(raw[known].to_numpy(dtype=float), int(in_cents(np.array([whole]))[0] - kept.sum()))
    return pd.Series(cents / 100, index=raw.index)


def _table(basis: Basis, present: pd.Series, new: pd.Series) -> pd.DataFrame:
    effect = new - present
    guided = basis.guided.where(basis.guided > 0)
    return pd.DataFrame(
        {
            PRESENT: present,
            NEW: new,
            EFFECT: effect,
            PER_INHABITANT: effect / basis.inhabitants.where(basis.inhabitants > 0),
            PER_PERSON: effect / guided,
        }
    )


def _path(basis: Basis, table: pd.DataFrame) -> Sequence[pd.Series]:
    """Year after year; the start is what they get now, in proportion where the new budget is another."""
    both = table.index[table[[PRESENT, NEW]].notna().all(axis=1)]
    end = in_cents(table.loc[both, NEW].to_numpy(dtype=float))
    start = apportioned(table.loc[both, PRESENT].to_numpy(dtype=float), int(end.sum()))
    most = amount(basis.parameters, MOST_A_YEAR)
    years = transition(start, end, basis.inhabitants[both].to_numpy(dtype=float), most)
    return [pd.Series(year / 100, index=both) for year in years]


def _expected(basis: Basis, measures: pd.DataFrame, estimated: KeyFit, observed: Observed) -> pd.DataFrame:
    """Expected euros by the estimated key, with a 95% prediction interval: the relative errors of the respondents, each
    expected without itself, times t; of its own class of inhabitants where that has enough of them.
    """
    expected = _by(measures, estimated)
    errors = observed.cost / estimated.left_out.where(estimated.left_out > 0) - 1
    sizes = basis.classes[SIZE]
    margin = expected * prediction_reach(errors, sizes[errors.index], sizes)
    return pd.DataFrame({"verwacht": expected, "laag": (expected - margin).clip(lower=0.0), "hoog": expected + margin})


def changes(key: Key) -> Mapping[str, float]:
    """Number and sum of those who gain and who lose, in euros."""
    effect = key.table[EFFECT].dropna()
    up, down = effect[effect >= HALF_A_CENT], effect[effect <= -HALF_A_CENT]
    return {
        "voordeelgemeenten": float(len(up)),
        "nadeelgemeenten": float(len(down)),
        "voordeel": float(up.sum()),
        "nadeel": float(down.sum()),
    }
