"""Measures of a person's own: a ratio of two sums of items, answers and columns of the frame (METHOD section 12).

A side is terms with + and -, each with a number before it where wanted: `jaar.intake + 0.5 * jaar.voortgang`. A term is

    begeleid, begeleid.{groep}           guided as the respondent reports
    uitvoering, algemeen, direct, ...    euros of the year of a sum or a task, also written jaar.{taak}
    jaar.{taak}.{kostensoort}            euros of the year of one kind
    eigen, inhuur, uitbesteding          euros of the year of one kind, all tasks
    fte.{taak}                           own fte
    traj.{groep}.{item}                  euros over the trajectory per person x the guided of that groep
    a question id                        the answer; nvt is 0
    frame.{column}                       a column of the frame
    a number                             itself

A respondent of whom a term is not known has no value: nothing unknown becomes a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.estimation import ratio_rows
from xl_addin.methods.estimates.own_classes import memberships, own_ratios
from xl_addin.methods.sample.own_divisions import Divided
from xl_addin.methods.tables.columns import ANNUAL, GUIDED, TRAJECTORY
from xl_addin.methods.tables.results import Block

OWN_MEASURE = "eigen_maat"
FRAME, FTE = "frame.", "fte."
TERM = re.compile(r"\s*([+-]?)\s*(?:(\d+(?:[.,]\d+)?)\s*\*\s*)?(?:(\d+(?:[.,]\d+)?)(?![\w.])|([A-Za-z_][\w.]*))\s*")


class OwnMeasure(NamedTuple):
    """A measure: its name, the two sides as written, and its unit."""

    name: str
    numerator: str
    denominator: str
    unit: str = ""


class Term(NamedTuple):
    """A number times what a name stands for; the number alone where it has no name."""

    times: float
    name: str = ""


def terms_of(text: str) -> tuple[Term, ...] | None:
    """The terms of one side; None for what is no sum of terms."""
    found: list[Term] = []
    at = 0
    while at < len(text):
        match = TERM.match(text, at)
        if match is None or (found and not match[1]):
            return None
        sign = -1.0 if match[1] == "-" else 1.0
        times = sign * float((match[2] or "1").replace(",", "."))
        found.append(Term(times * float(match[3].replace(",", "."))) if match[3] else Term(times, match[4]))
        at = match.end()
    return tuple(found) or None


class Vocabulary:
    """What a term may be, for the respondents of one study."""

    def __init__(self, basis: Basis, answers: Answers) -> None:
        self._basis, self._answers = basis, answers.of(basis.respondents.persons.index)

    def value(self, name: str) -> pd.Series | None:
        """What a name stands for per respondent, NaN where it is not known; None for a name that stands for nothing."""
        for found in (self._of_sums(name), self._of_items(name), self._of_frame(name)):
            if found is not None:
                return found.astype(float)
        return self._answers.number(name) if name in self._answers.ids else None

    def side(self, terms: Sequence[Term]) -> pd.Series:
        """A sum of known names per respondent. KeyError for a name that stands for nothing."""
        whole = pd.Series(0.0, index=self._answers.index)
        for term in terms:
            value = self.value(term.name) if term.name else 1.0
            if value is None:
                raise KeyError(term.name)
            whole = whole + term.times * value
        return whole

    def _of_sums(self, name: str) -> pd.Series | None:
        people = self._basis.respondents
        plain = name.removeprefix(f"{ANNUAL}.")
        if name == GUIDED:
            return people.persons
        if name.startswith(f"{GUIDED}.") and name.removeprefix(f"{GUIDED}.") in people.by_group:
            return people.by_group[name.removeprefix(f"{GUIDED}.")]
        if plain in people.annual:
            return people.annual[plain]
        return people.kinds.get(name)

    def _of_items(self, name: str) -> pd.Series | None:
        people = self._basis.respondents
        parts = name.split(".")
        if name.startswith(FTE) and name.removeprefix(FTE) in people.fte:
            return people.fte[name.removeprefix(FTE)]
        if len(parts) != 3:
            return None
        item = people.costs.items.get((ANNUAL, "", parts[1])) if parts[0] == ANNUAL else None
        if item is not None and parts[2] in item.kinds:
            return pd.Series(item.kinds[parts[2]].all_known, people.costs.index).reindex(people.persons.index)
        of_group = people.trajectory.get(parts[1]) if parts[0] == TRAJECTORY else None
        if of_group is not None and parts[2] in of_group:
            return of_group[parts[2]] * people.by_group[parts[1]]
        return None

    def _of_frame(self, name: str) -> pd.Series | None:
        column = name.removeprefix(FRAME)
        frame = self._basis.frame
        if name.startswith(FRAME) and column in frame and pd.api.types.is_numeric_dtype(frame[column]):
            return frame[column].reindex(self._answers.index)
        return None


def own_measure_rows(
    basis: Basis,
    answers: Answers,
    asked: Sequence[OwnMeasure],
    divisions: Mapping[str, Divided],
) -> Iterator[Block]:
    """Rows of `eigen_maat`, onderdeel the name: the whole country, the classes of the study and those of one's own.

    Estimated as a ratio of sums over the respondents that know both sides, with n, min, max, error and interval.
    """
    own = memberships(divisions, basis.frame.index)
    everyone, members = basis.everyone.beside(own), basis.members.beside(own)
    known = Vocabulary(basis, answers)
    for one in asked:
        above, below = (known.side(terms_of(text) or ()) for text in (one.numerator, one.denominator))
        found = own_ratios(basis, above.where(np.isfinite(above)), below, everyone, members=members)
        yield ratio_rows(OWN_MEASURE, one.name, "", one.unit, found)
