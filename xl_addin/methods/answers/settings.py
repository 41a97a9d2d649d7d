"""What holds for which cohort in which year: the inputs of a study as they change over time (METHOD section 9).

A change has a first year from which it holds. What belongs to those who come in - their number, the tarieven agreed for
them, their route, the rhythm in which they are paid - holds from a first cohort on; anything else from a calendar year
on, for all cohorts that are then on their way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.tables.columns import INFLOW, PROVISIONS, ROUTES, guided, inflow_column

PRICE, WAGES, SALARY = "tarief", "loon", "salaris.schaal."
BY_COHORT = (f"{PRICE}.", INFLOW, "ritme.", "route.", "vast.aandeel.")
Values = Mapping[str, float | str]


class Change(NamedTuple):
    """A parameter or lever that has another value from year `first` on."""

    code: str
    value: float | str
    first: int

    @property
    def by_cohort(self) -> bool:
        """Whether it holds for those who come in from that year on, and not for who came before."""
        return self.code.startswith(BY_COHORT)


class Setting(NamedTuple):
    """Inputs of a study. growth: per groep, the factor of inflow beside which the answers were given."""

    answers: Answers
    parameters: Parameters
    growth: Mapping[str, float]


class Timeline:
    """The inputs under changes that each start at their own time; realised years come before all of them.

    Inputs are not changed; those of the same changes are made once.
    """

    def __init__(
        self, answers: Answers, parameters: Parameters, dimensions: Dimensions, changes: Sequence[Change] = ()
    ) -> None:
        self.changes = tuple(sorted(changes, key=lambda change: change.first))
        self._inputs = answers, parameters, dimensions
        self._made: dict[tuple[Change, ...], Setting] = {}

    def at(self, cohort: int, year: int) -> Setting:
        """What holds for a cohort in a calendar year."""
        return self._setting(
            tuple(change for change in self.changes if (cohort if change.by_cohort else year) >= change.first)
        )

    def in_year(self, year: int) -> Parameters:
        """The parameters of a year, for who comes in in it."""
        return self.at(year, year).parameters

    @property
    def before(self) -> Setting:
        """As it is before any change."""
        return self._setting(())

    @property
    def last(self) -> Setting:
        """With every change in force."""
        return self._setting(self.changes)

    def _setting(self, changes: tuple[Change, ...]) -> Setting:
        if changes not in self._made:
            self._made[changes] = _under({change.code: change.value for change in changes}, *self._inputs)
        return self._made[changes]


def levers(dimensions: Dimensions) -> tuple[str, ...]:
    """What a change may be besides a parameter; each is a factor."""
    groups = tuple(f"{INFLOW}.{group}" for group in dimensions.group_codes)
    return (INFLOW, *groups, f"{PRICE}.{ROUTES}", f"{PRICE}.{PROVISIONS}", WAGES)


def _under(values: Values, answers: Answers, parameters: Parameters, dimensions: Dimensions) -> Setting:
    """`tarief.*` multiplies the tarieven in the answers, `loon` all salaries; any code but a lever is a parameter."""
    factors = {code: float(values[code]) for code in levers(dimensions) if code in values}
    given = {code: value for code, value in values.items() if code not in factors}
    growth = {group: _growth(factors, group) for group in dimensions.group_codes}
    changed = {**raised_wages(parameters, factors.get(WAGES, 1.0)), **given}
    return Setting(_priced(answers, factors, dimensions), changed, growth)


def raised_wages(parameters: Parameters, factor: float) -> Parameters:
    """The parameters with all salaries multiplied."""
    raised = {
        code: float(value) * factor for code, value in parameters.items() if code.startswith(SALARY) and value != ""
    }
    return {**parameters, **raised}


def _growth(values: Mapping[str, float | str], group: str) -> float:
    return float(values.get(INFLOW, 1.0)) * float(values.get(f"{INFLOW}.{group}", 1.0))


def populated(frame: pd.DataFrame, changes: Sequence[Change], dimensions: Dimensions) -> pd.DataFrame:
    """The frame with more or fewer people; its own columns only, and none of it is changed.

    Inflow of a year by the changes that hold for its cohort; the guided inburgeraars by all of them: what the country
    counts once they hold in full.
    """
    scaled: dict[str, pd.Series] = {}
    for group in dimensions.group_codes:
        for name in map(str, frame.columns):
            factor = _growth(_inflow_values(changes, name, group), group)
            if factor != 1.0:
                scaled[name] = pd.to_numeric(frame[name], errors="coerce").astype(float) * factor
    return frame.assign(**scaled)


def _inflow_values(changes: Sequence[Change], column: str, group: str) -> Values:
    """The levers of inflow that hold for a column of the frame; the later of two for the same code."""
    year = column.removeprefix(inflow_column(group, 0)[:-1])
    whole = column == guided(group)
    if not (whole or year.isdecimal()):
        return {}
    inflow = [change for change in sorted(changes, key=lambda one: one.first) if change.code.startswith(INFLOW)]
    return {change.code: change.value for change in inflow if whole or int(year) >= change.first}


def _priced(answers: Answers, factors: Mapping[str, float], dimensions: Dimensions) -> Answers:
    """The answers with other tarieven; what is no number stays as it is."""
    changed: dict[str, float] = {}
    for group in dimensions.group_codes:
        for part, items in ((ROUTES, dimensions.routes_of(group)), (PROVISIONS, dimensions.provisions_of(group))):
            factor = factors.get(f"{PRICE}.{part}", 1.0)
            changed |= {ids.item(group, item, ids.FEE): factor for item in items if factor != 1.0}
    return answers.times(changed)
