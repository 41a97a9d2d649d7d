"""One municipality's own figures, under the names that the survey workbook gives them (`uit.*`).

The same numbers stand in the survey workbook as live formulas; both must agree to the cent. Unlike the estimates, a
sum here counts what is not answered as 0, so that a respondent sees a figure from the first answer on, and hours that
are `onbekend` are not derived.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.allocation import allocate, only_edge_totals
from xl_addin.methods.amounts import Parameters, amount
from xl_addin.methods.answers import answered, number, numbers
from xl_addin.methods.columns import (
    ANNUAL,
    CODE,
    DIRECT,
    ENTRANCE,
    EURO,
    GENERAL,
    GROUP,
    GUIDED,
    KIND,
    PROVISIONS,
    ROUTES,
    TASK,
    TOTAL,
    TRAJECTORY,
    UNKNOWN_ANSWER,
)
from xl_addin.methods.earmarked import earmarked
from xl_addin.methods.splits import split_parts

ITEM_CELLS = ("uren", "schaal", "tarief", "groepsgrootte", "bijkomend")


def own_figures(answers: pd.DataFrame, parameters: Parameters, dimensions: Dimensions) -> pd.DataFrame:
    """Every `uit.*` figure but completeness: index municipality code, a column per name, in euros.

    answers: wide table, see `xl_addin.methods.answers`. NaN = cannot be determined (a needed scale without a salary,
    a missing parameter, no guided inburgeraars), and then so are the totals over it. METHOD section 2.
    """
    answers = answers.sort_index()
    if not dimensions.tasks:
        return pd.DataFrame(index=answers.index)
    readable = answers.mask(answers == UNKNOWN_ANSWER)  # onbekend counts as 0 here, and nothing is derived from it
    costs = allocate(readable, parameters, dimensions).table
    figures: dict[str, pd.Series] = {}
    figures |= _annual(costs, answers, dimensions)
    for group in dimensions.trajectory_groups:
        figures |= _trajectory(costs, group, answers, parameters, dimensions)
    granted = number(answers, "dek.gf").fillna(0.0)
    figures["uit.verschil.gf"] = granted - figures["uit.jaar.totaal"]
    for group in dimensions.trajectory_groups:
        grant = earmarked(group, parameters, dimensions).own(answers, dimensions.routes_of(group))
        figures[f"uit.verschil.spuk.{group}"] = grant - figures[f"uit.traj.{group}.totaal"]
    return pd.DataFrame(figures, index=answers.index).astype(float)


def guided(answers: pd.DataFrame, dimensions: Dimensions) -> pd.Series:
    """Guided inburgeraars: all groups answered -> their sum; else the total as answered; else what is answered."""
    groups = numbers(answers, [f"vol.{group}.{GUIDED}" for group in dimensions.group_codes])
    known = groups.fillna(0.0).sum(axis=1)
    whole = number(answers, f"vol.totaal.{GUIDED}")
    complete = groups.notna().all(axis=1) & bool(len(groups.columns))
    return known.where(complete, whole.fillna(known))


def _annual(costs: pd.DataFrame, answers: pd.DataFrame, dimensions: Dimensions) -> dict[str, pd.Series]:
    codes = answers.index
    yearly = costs[costs[ENTRANCE] == ANNUAL]
    figures: dict[str, pd.Series] = {}
    for task in dimensions.task_codes:
        for kind in dimensions.kind_codes:
            mine = yearly[(yearly[TASK] == task) & (yearly[KIND] == kind)]
            figures[f"uit.jaar.{task}.{kind}"] = _summed(mine, codes)
    edge = only_edge_totals(answers)
    given = numbers(answers, [f"jaar.rand.{part}" for part in (GENERAL, DIRECT, TOTAL)])
    for part, tasks in ((GENERAL, dimensions.general_tasks), (DIRECT, dimensions.direct_tasks)):
        names = [f"uit.jaar.{task}.{kind}" for task in tasks for kind in dimensions.kind_codes]
        figures[f"uit.jaar.{part}"] = _added(figures, names, codes).mask(edge, given[f"jaar.rand.{part}"].fillna(0.0))
    whole = figures[f"uit.jaar.{GENERAL}"] + figures[f"uit.jaar.{DIRECT}"]
    edge_total = given[f"jaar.rand.{TOTAL}"]
    figures["uit.jaar.totaal"] = whole.mask(edge & edge_total.notna(), edge_total)
    persons = guided(answers, dimensions)
    figures["uit.jaar.per_inburgeraar"] = figures["uit.jaar.totaal"] / persons.where(persons > 0)
    return figures


def _trajectory(
    costs: pd.DataFrame, group: str, answers: pd.DataFrame, parameters: Parameters, dimensions: Dimensions
) -> dict[str, pd.Series]:
    stem, codes = f"uit.traj.{group}", answers.index
    mine = costs[(costs[ENTRANCE] == TRAJECTORY) & (costs[GROUP] == group)]
    items = (*dimensions.task_codes, *dimensions.routes_of(group), *dimensions.provisions_of(group))
    figures = {f"{stem}.{item}": _summed(mine[mine[TASK] == item], codes) for item in items}
    figures[f"{stem}.{DIRECT}"] = _added(figures, [f"{stem}.{task}" for task in dimensions.trajectory_tasks], codes)
    figures[f"{stem}.{ROUTES}"] = own_route_mean(figures, group, answers, parameters, dimensions)
    provisions = [f"{stem}.{item}" for item in dimensions.provisions_of(group)]
    figures[f"{stem}.{PROVISIONS}"] = _added(figures, provisions, codes)
    figures[f"{stem}.{TOTAL}"] = figures[f"{stem}.{ROUTES}"] + figures[f"{stem}.{PROVISIONS}"]
    return figures


def own_route_mean(
    figures: dict[str, pd.Series],
    group: str,
    answers: pd.DataFrame,
    parameters: Parameters,
    dimensions: Dimensions,
) -> pd.Series:
    """The mean cost of the answered routes by the municipality's own distribution, else by the national one.

    The weights are rescaled to 1 over the answered routes. No route answered, or edge totals only: 0.
    """
    routes, codes = dimensions.routes_of(group), answers.index
    if not routes:
        return pd.Series(0.0, index=codes)
    present = answered_items(group, routes, answers, dimensions)
    cost = pd.DataFrame({route: figures[f"uit.traj.{group}.{route}"] for route in routes})
    weights = own_route_weights(present, answers, parameters)
    mean = (weights * cost).sum(axis=1, skipna=False) / weights.sum(axis=1, skipna=False)
    counts = present.any(axis=1) & ~only_edge_totals(answers)
    return mean.where(counts, 0.0)


def own_route_weights(present: pd.DataFrame, answers: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """The weight of each route per municipality: its own participants, else the national shares, on answered routes.

    present: codes x routes, whether a route is answered. The weights do not add up to 1.
    """
    routes = [str(route) for route in present.columns]
    own = numbers(answers, [f"vol.route.{route}" for route in routes]).set_axis(routes, axis=1)
    own = own.fillna(0.0).clip(lower=0.0).where(present, 0.0)
    shares = {route: amount(parameters, f"route.aandeel.{route}") for route in routes}
    national = pd.DataFrame(shares, index=answers.index)
    return own.where(own.sum(axis=1) > 0, national.where(present, 0.0), axis=0)


def answered_items(group: str, items: Sequence[str], answers: pd.DataFrame, dimensions: Dimensions) -> pd.DataFrame:
    """Which routes or provisions are answered: an own cell is a number or nvt, or a contract falls on them."""
    cells = (*ITEM_CELLS, *(f"jaar{year}" for year in range(1, dimensions.trajectory_years + 1)))
    parts = split_parts(answers, dimensions).parts
    mine = parts[(parts[ENTRANCE] == TRAJECTORY) & (parts[GROUP] == group)]
    found = {}
    for item in items:
        own = answered(answers, [f"{TRAJECTORY}.{group}.{item}.{cell}" for cell in cells]).any(axis=1)
        found[item] = own | answers.index.isin(mine.loc[mine[TASK] == item, CODE])
    return pd.DataFrame(found, index=answers.index)


def _summed(rows: pd.DataFrame, codes: pd.Index) -> pd.Series:
    """Euros per municipality; 0 without a row, NaN where a row is of unknown cost."""
    return rows.groupby(CODE)[EURO].sum(skipna=False).reindex(codes, fill_value=0.0)


def _added(figures: dict[str, pd.Series], names: Iterable[str], codes: pd.Index) -> pd.Series:
    total = pd.Series(0.0, index=codes)
    for name in names:
        total = total + figures[name]
    return total


__all__ = ["answered_items", "guided", "own_figures", "own_route_mean", "own_route_weights"]
