"""Which of a municipality's own figures rest on an answer, under the names of the figures themselves (`uit.*`).

A sum counts what is not answered as 0. Where nothing under it is answered there is no figure to show: the survey
workbook then says so, by formulas of its own (`reken.bekend.*`), and what recomputes it must say the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.allocation import allocate
from xl_addin.methods.amounts import Parameters
from xl_addin.methods.answers import answered
from xl_addin.methods.columns import (
    ANNUAL,
    CODE,
    DIRECT,
    ENTRANCE,
    GENERAL,
    GROUP,
    GUIDED,
    PROVISIONS,
    ROUTES,
    TASK,
    TOTAL,
    TRAJECTORY,
    UNKNOWN_ANSWER,
)


def own_known(answers: pd.DataFrame, parameters: Parameters, dimensions: Dimensions) -> pd.DataFrame:
    """Whether something under each figure is answered: index municipality code, a column per `uit.*` name, booleans.

    answers: wide table, see `xl_addin.methods.answers`. An item is answered when one of its cells holds a number or
    `nvt`, or a combined contract falls on it; a sum when one of its items is; a difference when both its sides are.
    Of who gives edge totals only, these are all that is known of the annual cost. METHOD section 1, last sentence.
    """
    answers = answers.sort_index()
    if not dimensions.tasks:
        return pd.DataFrame(index=answers.index)
    readable = answers.mask(answers == UNKNOWN_ANSWER)
    costs = allocate(readable, parameters, dimensions).table
    known = _annual(costs, answers, dimensions)
    for group in dimensions.trajectory_groups:
        known |= _trajectory(costs, group, answers.index, dimensions)
    granted = answered(answers, ["dek.gf"])["dek.gf"]
    known["uit.verschil.gf"] = known["uit.jaar.totaal"] & granted
    for group in dimensions.trajectory_groups:
        known[f"uit.verschil.spuk.{group}"] = known[f"uit.traj.{group}.{TOTAL}"]
    return pd.DataFrame(known, index=answers.index).astype(bool)


def _annual(costs: pd.DataFrame, answers: pd.DataFrame, dimensions: Dimensions) -> dict[str, pd.Series]:
    """The sums of the annual cost; a cost table has edge totals of those only who give nothing per task."""
    mine = costs[costs[ENTRANCE] == ANNUAL]
    parts = {
        GENERAL: (*dimensions.general_tasks, GENERAL),
        DIRECT: (*dimensions.direct_tasks, DIRECT),
        TOTAL: (*dimensions.task_codes, GENERAL, DIRECT, TOTAL),
    }
    known = {f"uit.jaar.{part}": _any_of(mine, codes, answers.index) for part, codes in parts.items()}
    persons = [f"vol.{group}.{GUIDED}" for group in (*dimensions.group_codes, TOTAL)]
    known["uit.jaar.per_inburgeraar"] = known[f"uit.jaar.{TOTAL}"] & answered(answers, persons).any(axis=1)
    return known


def _trajectory(costs: pd.DataFrame, group: str, codes: pd.Index, dimensions: Dimensions) -> dict[str, pd.Series]:
    mine = costs[(costs[ENTRANCE] == TRAJECTORY) & (costs[GROUP] == group)]
    tasks, routes, provisions = (
        dimensions.trajectory_tasks,
        dimensions.routes_of(group),
        dimensions.provisions_of(group),
    )
    sums = {DIRECT: tasks, ROUTES: routes, PROVISIONS: provisions, TOTAL: (*routes, *provisions)}
    sums |= {item: (item,) for item in (*tasks, *routes, *provisions)}
    return {f"uit.traj.{group}.{name}": _any_of(mine, parts, codes) for name, parts in sums.items()}


def _any_of(rows: pd.DataFrame, tasks: Sequence[str], codes: pd.Index) -> pd.Series:
    """Which municipalities have a row of cost for one of these."""
    return pd.Series(codes.isin(rows.loc[rows[TASK].isin(tasks), CODE]), index=codes)
