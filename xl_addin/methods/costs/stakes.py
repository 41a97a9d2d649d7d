"""How many euros a year an answer bears on: what a conversation about it may be worth."""

from __future__ import annotations

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.costs.respondents import Respondents
from xl_addin.methods.tables.columns import ANNUAL, EXECUTION, TRAJECTORY

WHOLE_COST = ("vol.", "oh.", "gr.", "jaar.rand.", "alg.volledigheid")
"""Answers that bear on all annual cost."""


def item_euros(people: Respondents, dimensions: Dimensions) -> pd.DataFrame:
    """Euros a year per municipality (index) and item: `jaar.{taak}`, `traj.{groep}.{task or item}` and `jaar`.

    Trajectory cost counts as cost per inburgeraar x begeleid / years. A respondent that did not answer an item gets
    the median per inburgeraar of those who did: so much may be missing.
    """
    columns: dict[str, pd.Series] = {}
    for task in (*dimensions.task_codes, EXECUTION):
        name = ANNUAL if task == EXECUTION else f"{ANNUAL}.{task}"
        per_person = people.annual[task] / people.persons.where(people.persons > 0)
        columns[name] = per_person.fillna(per_person.median()) * people.persons
    for group in dimensions.group_codes:
        yearly = people.by_group[group] / dimensions.trajectory_years
        items = (*dimensions.trajectory_tasks, *dimensions.routes_of(group), *dimensions.provisions_of(group))
        for item in items:
            cost = people.trajectory[group][item]
            columns[f"{TRAJECTORY}.{group}.{item}"] = cost.fillna(cost.median()) * yearly
    return pd.DataFrame(columns).fillna(0.0)


def at_stake(found: pd.DataFrame, euros: pd.DataFrame) -> pd.Series:
    """Euros a year that each finding bears on, in the order of `found` (columns code, id, gevonden, verwacht).

    Where an answer is proposed, the part of the item's euros by which the proposal differs; else the whole item. An
    answer that bears on everything: all annual cost. 0 where nothing can be said.
    """
    table = euros.to_dict("index")
    amounts = []
    for code, question, value, expected in found[["code", "id", "gevonden", "verwacht"]].itertuples(index=False):
        mine = table.get(code, {})
        amounts.append(mine.get(_stem(question, euros.columns), 0.0) * _part(value, expected))
    return pd.Series(amounts, index=found.index, dtype=float)


def _stem(question: str, known: pd.Index) -> str:
    if question.startswith(WHOLE_COST):
        return ANNUAL
    parts = question.split(".")
    return next((stem for length in (3, 2) if (stem := ".".join(parts[:length])) in known), "")


def _part(value: str, expected: str) -> float:
    numbers = pd.to_numeric(pd.Series([value, expected], dtype=object), errors="coerce")
    found, proposed = (float(number) for number in numbers)
    if not (found > 0 and proposed > 0):
        return 1.0
    return min(abs(1 - proposed / found), 1.0)
