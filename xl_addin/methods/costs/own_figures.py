"""One municipality's own figures, under the names that the survey workbook gives them (`uit.*`).

The same numbers stand in the survey workbook as live formulas; both must agree to the cent. A figure is the known part
(METHOD section 2), a lower bound, so that a respondent sees one from the first answer on; `known` says where it is all.
Hours that are `onbekend` are not derived here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.answers.known_part import Part, of_cell, of_figures, total
from xl_addin.methods.costs.allocation import Costs, allocate
from xl_addin.methods.costs.earmarked import earmarked, own_participants
from xl_addin.methods.costs.item_costs import ItemCost
from xl_addin.methods.tables.columns import ANNUAL, DIRECT, GENERAL, PROVISIONS, ROUTES, TOTAL, TRAJECTORY


@dataclass(frozen=True)
class OwnFigures:
    """figures: euros per `uit.*` name, NaN where nothing can be said (no inburgeraars, an absent parameter); known:
    whether that is all of it, of every annual task as a whole too; priced: per groep which routes have a price (codes x
    routes).
    """

    figures: pd.DataFrame
    known: pd.DataFrame
    priced: Mapping[str, pd.DataFrame]


def own_figures(answers: Answers, parameters: Parameters, dimensions: Dimensions) -> OwnFigures:
    """Every `uit.*` figure but completeness, in the order of the codes. METHOD section 2."""
    answers = answers.sorted()
    if not dimensions.tasks:
        nothing = pd.DataFrame(index=answers.index)
        return OwnFigures(nothing, nothing, {})
    costs = allocate(answers, parameters, dimensions, derive=False)
    parts = _annual(costs, dimensions)
    priced = {}
    for group in dimensions.trajectory_groups:
        priced[group] = priced_routes(costs, group, dimensions)
        parts |= _trajectory(costs, group, priced[group], answers, parameters, dimensions)
    figures = {name: part.euro for name, part in parts.items()}
    known = {name: part.known for name, part in parts.items()}
    known |= {f"uit.jaar.{task}": costs.item(ANNUAL, "", task).known for task in dimensions.task_codes}
    whole, granted = parts["uit.jaar.totaal"], of_cell(answers.cell(ids.GRANT))
    figures["uit.verschil.gf"] = granted.euro - whole.euro
    known["uit.verschil.gf"] = whole.known & answers.cell(ids.GRANT).known
    persons = guided(answers, dimensions)
    figures["uit.jaar.per_inburgeraar"] = np.where(
        persons > 0, whole.euro / np.where(persons > 0, persons, 1.0), np.nan
    )
    known["uit.jaar.per_inburgeraar"] = whole.known & (persons > 0)
    for group in dimensions.trajectory_groups:
        grant = earmarked(group, parameters, dimensions).own(answers, dimensions.routes_of(group)).to_numpy()
        spent = parts[f"uit.traj.{group}.{TOTAL}"]
        figures[f"uit.verschil.spuk.{group}"] = grant - spent.euro
        known[f"uit.verschil.spuk.{group}"] = spent.known & np.isfinite(grant)
    return OwnFigures(
        pd.DataFrame(figures, index=answers.index, dtype=float), pd.DataFrame(known, index=answers.index), priced
    )


def guided(answers: Answers, dimensions: Dimensions) -> np.ndarray:
    """Guided inburgeraars: all groups answered -> their sum; else the total as answered; else what is answered."""
    cells = [answers.cell(ids.persons(group)) for group in dimensions.group_codes]
    added = np.sum([cell.amount for cell in cells], axis=0) if cells else np.zeros(len(answers))
    complete = np.all([cell.known for cell in cells], axis=0) if cells else np.zeros(len(answers), dtype=bool)
    whole = answers.cell(ids.ALL_PERSONS)
    return np.where(complete | ~whole.known, added, whole.amount)


def _annual(costs: Costs, dimensions: Dimensions) -> dict[str, Part]:
    size = len(costs.index)
    items = {task: costs.item(ANNUAL, "", task) for task in dimensions.task_codes}
    parts = {
        f"uit.jaar.{task}.{kind}": item.kinds[kind] for task, item in items.items() for kind in dimensions.kind_codes
    }
    sums = {GENERAL: dimensions.general_tasks, DIRECT: dimensions.direct_tasks}
    edge = {part: of_figures(cell.value) for part, cell in costs.totals.items()}
    for name, tasks in sums.items():
        mine = total((_asked(items[task]) for task in tasks), size)
        parts[f"uit.jaar.{name}"] = _either(costs.edge, edge[name], mine)
    whole = total((parts[f"uit.jaar.{name}"] for name in sums), size)
    parts[f"uit.jaar.{TOTAL}"] = _either(costs.edge & edge[TOTAL].known, edge[TOTAL], whole)
    return parts


def _asked(item: ItemCost) -> Part:
    """The cost of an item for a sum: what is not filled in at all is not known."""
    return Part(item.whole.euro, item.known)


def _either(first: np.ndarray, one: Part, other: Part) -> Part:
    return Part(np.where(first, one.euro, other.euro), np.where(first, one.known, other.known))


def _trajectory(
    costs: Costs,
    group: str,
    priced: pd.DataFrame,
    answers: Answers,
    parameters: Parameters,
    dimensions: Dimensions,
) -> dict[str, Part]:
    stem, size = f"uit.traj.{group}", len(costs.index)
    items = {place[2]: item for place, item in costs.items.items() if place[:2] == (TRAJECTORY, group)}
    parts = {f"{stem}.{code}": _asked(item) for code, item in items.items()}
    beside = [task for task in dimensions.task_codes if task not in items]
    parts |= {f"{stem}.{task}": of_figures(np.zeros(size)) for task in beside}
    parts[f"{stem}.{DIRECT}"] = total((_asked(items[task]) for task in dimensions.trajectory_tasks), size)
    parts[f"{stem}.{ROUTES}"] = _route_mean(items, priced, answers, parameters)
    provisions = (_asked(items[code]) for code in dimensions.provisions_of(group))
    parts[f"{stem}.{PROVISIONS}"] = total(provisions, size)
    parts[f"{stem}.{TOTAL}"] = total((parts[f"{stem}.{ROUTES}"], parts[f"{stem}.{PROVISIONS}"]), size)
    return parts


def priced_routes(costs: Costs, group: str, dimensions: Dimensions) -> pd.DataFrame:
    """Which routes are known and have a price (codes x routes)."""
    found = {route: costs.item(TRAJECTORY, group, route).priced for route in dimensions.routes_of(group)}
    return pd.DataFrame(found, index=costs.index, dtype=bool)


def _route_mean(items: Mapping[str, ItemCost], priced: pd.DataFrame, answers: Answers, parameters: Parameters) -> Part:
    """The mean cost of the priced routes by the municipality's own distribution, else by the national one.

    The weights are rescaled to 1 over the priced routes; without one the known part is 0. Known: at least one route has
    a price and none is onbekend; a groep without routes has a known 0.
    """
    routes = [str(route) for route in priced.columns]
    if not routes:
        return of_figures(np.zeros(len(priced)))
    cost = pd.DataFrame({route: items[route].whole.euro for route in routes}, index=priced.index)
    weights = own_route_weights(priced, answers, parameters)
    mean = (weights * cost).sum(axis=1, skipna=False) / weights.sum(axis=1, skipna=False)
    unknown = np.any([items[route].unknown for route in routes], axis=0)
    anyone = priced.any(axis=1).to_numpy()
    return Part(np.where(anyone, mean, 0.0), anyone & ~unknown & np.isfinite(np.where(anyone, mean, 0.0)))


def own_route_weights(present: pd.DataFrame, answers: Answers, parameters: Parameters) -> pd.DataFrame:
    """The weight of each route per municipality: its own participants, else the national shares, on present routes.

    present: codes x routes. The weights do not add up to 1.
    """
    routes = [str(route) for route in present.columns]
    own = own_participants(answers, routes).where(present, 0.0)
    shares = {route: amount(parameters, f"route.aandeel.{route}") for route in routes}
    national = pd.DataFrame(shares, index=answers.index)
    return own.where(own.sum(axis=1) > 0, national.where(present, 0.0), axis=0)


__all__ = ["OwnFigures", "own_figures", "own_route_weights", "priced_routes"]
