"""The earmarked grant (SPUK) per inburgeraar of a groep (METHOD section 8; report, section 5.3)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.amounts import Parameters, absent, amount
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.tables.notes import Note

EDUCATION_ROUTE = "onderwijs"
PER_PARTICIPANT = tuple(f"spuk.onderwijsroute.{part}" for part in ("macrobudget", "deelnemers", "k"))


@dataclass(frozen=True)
class Earmarked:
    """The grant of one groep in euros per inburgeraar: `fixed` + `route` for who is on the onderwijsroute.

    With `spuk.{groep}.artikel10`: that amount, and budget / participants x k; k = 1 is the report's, 3 a full
    trajectory. Else `spuk.{groep}`, which holds both. NaN with a note where a parameter is absent. per_year: euros a
    year for a participant on that route, budget / participants, where it is paid besides `fixed`.
    """

    fixed: float
    route: float
    national_share: float
    notes: tuple[Note, ...]
    per_year: float = 0.0

    @property
    def national(self) -> float:
        """The grant per inburgeraar of the groep in the country."""
        return self.fixed + self.route * self.national_share

    def own(self, answers: Answers, routes: Sequence[str]) -> pd.Series:
        """The grant per municipality by its own share on the route (`vol.route.*`), the national one if not given."""
        return self.fixed + self.route * share_on_education_route(answers, routes).fillna(self.national_share)


def earmarked(group: str, parameters: Parameters, dimensions: Dimensions) -> Earmarked:
    """What the grant of a groep is made of, under these parameters."""
    article = amount(parameters, f"spuk.{group}.artikel10")
    if math.isnan(article):
        whole = f"spuk.{group}"
        return Earmarked(amount(parameters, whole), 0.0, 0.0, tuple(absent(parameters, [whole])))
    if EDUCATION_ROUTE not in dimensions.routes_of(group):
        return Earmarked(article, 0.0, 0.0, ())
    codes = [f"route.aandeel.{route}" for route in dimensions.routes_of(group)]
    total = sum(amount(parameters, code) for code in codes)
    share = amount(parameters, f"route.aandeel.{EDUCATION_ROUTE}") / total if total > 0 else math.nan
    budget, participants, k = (amount(parameters, code) for code in PER_PARTICIPANT)
    per_year = budget / participants if participants > 0 else math.nan
    missing = tuple(absent(parameters, [*codes, *PER_PARTICIPANT]))
    return Earmarked(article, per_year * k, share, missing, per_year)


def share_on_education_route(answers: Answers, routes: Sequence[str]) -> pd.Series:
    """Each municipality's own share of its inburgeraars on the onderwijsroute; NaN where it gives none."""
    if EDUCATION_ROUTE not in routes:
        return pd.Series(math.nan, index=answers.index)
    persons = own_participants(answers, routes)
    total = persons.sum(axis=1)
    return persons[EDUCATION_ROUTE] / total.where(total > 0)


def own_participants(answers: Answers, routes: Sequence[str]) -> pd.DataFrame:
    """A municipality's own participants per route (codes x routes), a weight: 0 where it gives none."""
    found = {route: answers.cell(ids.participants(route)).amount for route in routes}
    return pd.DataFrame(found, index=answers.index, dtype=float).clip(lower=0.0)
