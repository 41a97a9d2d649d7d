"""Cost that does not grow with the number of inburgeraars: parameter `vast.aandeel` per sum (METHOD section 9).

Where f times as many come in as when the answers were given, a sum with fixed share F costs F + (1 - F) x f times as
much, and so (F + (1 - F) x f) / f per inburgeraar. With F = 0, as the report reckons, cost per inburgeraar stays.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.answers.answers import Answers, Floats
from xl_addin.methods.costs.allocation import Costs, multiplied
from xl_addin.methods.costs.splits import Place
from xl_addin.methods.costs.sum_items import items_of_trajectory, items_of_year
from xl_addin.methods.tables.columns import (
    ANNUAL,
    DIRECT,
    ENTRANCE,
    EURO,
    GENERAL,
    PROVISIONS,
    ROUTES,
    TASK,
    TOTAL,
    TRAJECTORY,
)

FIXED_SHARE = "vast.aandeel"
Growth = Mapping[str, float]


def fixed_share(parameters: Parameters, component: str) -> float:
    """The share of a sum that inflow does not change; 0 where none is given."""
    return amount(parameters, f"{FIXED_SHARE}.{component}", 0.0)


def per_person(share: float, growth: float | pd.Series) -> float | pd.Series:
    """By how much cost per inburgeraar is multiplied."""
    return share / growth + (1 - share)


def at_growth(costs: Costs, answers: Answers, growth: Growth, parameters: Parameters, dimensions: Dimensions) -> Costs:
    """The allocated costs as they are for the people of the answers when growth times as many came in.

    costs are not changed. Annual cost follows the growth of all groups together, by the guided
    inburgeraars that the municipality gives; what it only gives as one total follows the mix of all others.
    """
    if not any(fixed_share(parameters, part) for part in (GENERAL, DIRECT, ROUTES, PROVISIONS)) or all(
        factor == 1.0 for factor in growth.values()
    ):
        return costs
    together = _together(answers, growth, dimensions).reindex(costs.index)
    items: dict[Place, Floats] = {}
    totals: dict[str, Floats] = {}
    for component in (GENERAL, DIRECT):
        tasks = items_of_year(dimensions)[component]
        factor = np.asarray(per_person(fixed_share(parameters, component), together))
        items |= {(ANNUAL, "", task): factor for task in tasks}
        totals[component] = factor
    whole = _mixed_share(costs.table[costs.table[ENTRANCE] == ANNUAL], parameters, dimensions)
    totals[TOTAL] = np.asarray(per_person(whole, together))
    for group in dimensions.trajectory_groups:
        for component, codes in items_of_trajectory(group, dimensions).items():
            more = np.asarray(per_person(fixed_share(parameters, component), growth[group]))
            items |= {(TRAJECTORY, group, code): more for code in codes}
    return multiplied(costs, items, totals, dimensions)


def _together(answers: Answers, growth: Growth, dimensions: Dimensions) -> pd.Series:
    """The growth of all groups together per municipality; the mean of the groups where it does not give them all."""
    groups = list(dimensions.group_codes)
    persons = answers.numbers([ids.persons(group) for group in groups]).set_axis(groups, axis=1)
    more = (persons * pd.Series(growth)).sum(axis=1, skipna=False) / persons.sum(axis=1, skipna=False)
    return more.fillna(sum(growth.values()) / len(growth))


def _mixed_share(annual: pd.DataFrame, parameters: Parameters, dimensions: Dimensions) -> float:
    """The fixed share of annual cost as a whole: those of algemeen and direct, by the cost of tasks."""
    general = annual.loc[annual[TASK].isin(dimensions.general_tasks), EURO].sum()
    direct = annual.loc[annual[TASK].isin(dimensions.direct_tasks), EURO].sum()
    part = general / (general + direct) if general + direct > 0 else 0.0
    return part * fixed_share(parameters, GENERAL) + (1 - part) * fixed_share(parameters, DIRECT)
