"""Cost that does not grow with the number of inburgeraars: parameter `vast.aandeel` per sum (METHOD section 9).

Where f times as many come in as when the answers were given, a sum with fixed share F costs F + (1 - F) x f times as
much, and so (F + (1 - F) x f) / f per inburgeraar. With F = 0, as the report reckons, cost per inburgeraar stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.amounts import Parameters, amount
from xl_addin.methods.answers import numbers
from xl_addin.methods.columns import (
    ANNUAL,
    CODE,
    DIRECT,
    ENTRANCE,
    EURO,
    GENERAL,
    GROUP,
    GUIDED,
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


def at_growth(
    costs: pd.DataFrame, answers: pd.DataFrame, growth: Growth, parameters: Parameters, dimensions: Dimensions
) -> pd.DataFrame:
    """The allocated costs as they are for the people of the answers when growth times as many came in.

    costs: columns of `kosten.csv`, not changed. Annual cost follows the growth of all groups together, by the guided
    inburgeraars that the municipality gives; what it only gives as one total follows the mix of all others.
    """
    if not any(fixed_share(parameters, part) for part in (GENERAL, DIRECT, ROUTES, PROVISIONS)) or all(
        factor == 1.0 for factor in growth.values()
    ):
        return costs
    annual, group, task = costs[ENTRANCE] == ANNUAL, costs[GROUP], costs[TASK]
    factor = pd.Series(1.0, index=costs.index)
    together = costs[CODE].map(_together(answers, growth, dimensions)).astype(float)
    for mine, tasks, component in _annual_sums(dimensions):
        factor = factor.mask(
            annual & task.isin([*tasks, mine]), per_person(fixed_share(parameters, component), together)
        )
    whole = _mixed_share(costs[annual], parameters, dimensions)
    factor = factor.mask(annual & (task == TOTAL), per_person(whole, together))
    for name in dimensions.trajectory_groups:
        for items, component in trajectory_sums(name, dimensions):
            of_sum = (costs[ENTRANCE] == TRAJECTORY) & (group == name) & task.isin(items)
            factor = factor.mask(of_sum, per_person(fixed_share(parameters, component), growth[name]))
    return costs.assign(**{EURO: costs[EURO] * factor})


def trajectory_sums(group: str, dimensions: Dimensions) -> Iterator[tuple[tuple[str, ...], str]]:
    """The items of each sum of a trajectory, with the code of the sum."""
    yield tuple(dimensions.trajectory_tasks), DIRECT
    yield tuple(dimensions.routes_of(group)), ROUTES
    yield tuple(dimensions.provisions_of(group)), PROVISIONS


def _annual_sums(dimensions: Dimensions) -> Iterator[tuple[str, tuple[str, ...], str]]:
    yield GENERAL, tuple(dimensions.general_tasks), GENERAL
    yield DIRECT, tuple(dimensions.direct_tasks), DIRECT


def _together(answers: pd.DataFrame, growth: Growth, dimensions: Dimensions) -> pd.Series:
    """The growth of all groups together per municipality; the mean of the groups where it does not give them all."""
    groups = list(dimensions.group_codes)
    persons = numbers(answers, [f"vol.{group}.{GUIDED}" for group in groups]).set_axis(groups, axis=1)
    more = (persons * pd.Series(growth)).sum(axis=1, skipna=False) / persons.sum(axis=1, skipna=False)
    return more.fillna(sum(growth.values()) / len(growth))


def _mixed_share(annual: pd.DataFrame, parameters: Parameters, dimensions: Dimensions) -> float:
    """The fixed share of annual cost as a whole: those of algemeen and direct, by the cost of tasks."""
    general = annual.loc[annual[TASK].isin(dimensions.general_tasks), EURO].sum()
    direct = annual.loc[annual[TASK].isin(dimensions.direct_tasks), EURO].sum()
    part = general / (general + direct) if general + direct > 0 else 0.0
    return part * fixed_share(parameters, GENERAL) + (1 - part) * fixed_share(parameters, DIRECT)
