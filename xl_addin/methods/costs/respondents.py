"""What each respondent contributes: its inburgeraars, and its cost per task and per sum (METHOD section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.answers import Answers, Floats
from xl_addin.methods.answers.known_part import total
from xl_addin.methods.costs.allocation import Costs
from xl_addin.methods.costs.item_costs import ItemCost
from xl_addin.methods.costs.sum_items import items_of_year
from xl_addin.methods.tables.columns import (
    ANNUAL,
    DIRECT,
    EXECUTION,
    GENERAL,
    PROVISIONS,
    TOTAL,
    TRAJECTORY,
)
from xl_addin.methods.tables.notes import Note


@dataclass(frozen=True)
class Respondents:
    """Every respondent in one place; all tables have the municipality code as index, NaN = does not enter.

    complete: gave more than edge totals; persons: inburgeraars; by_group: column per groep; annual: euros of the year
    per task and sum; parts: algemeen and direct of who enters uitvoering; kinds: euros per kostensoort of who knows all
    tasks; trajectory: per groep euros per inburgeraar per task, item and sum; direct: per groep the tasks and their sum
    of who enters that sum; prices: per groep euros per route of who enters leerroutes, NaN on a route that is left out
    of its mix; fte: own staff per annual task; hours: per inburgeraar by question id, `onbekend` ones as derived;
    costs: what all this was read from.
    """

    complete: pd.Series
    persons: pd.Series
    by_group: pd.DataFrame
    annual: pd.DataFrame
    parts: pd.DataFrame
    kinds: pd.DataFrame
    trajectory: Mapping[str, pd.DataFrame]
    direct: Mapping[str, pd.DataFrame]
    prices: Mapping[str, pd.DataFrame]
    fte: pd.DataFrame
    hours: pd.DataFrame
    costs: Costs
    notes: tuple[Note, ...]

    def of(self, codes: pd.Index) -> Respondents:
        """Only these respondents."""
        if codes.equals(self.persons.index):
            return self
        told = [note for note in self.notes if not note.code or note.code in codes]
        return Respondents(
            complete=self.complete[codes],
            persons=self.persons[codes],
            by_group=self.by_group.loc[codes],
            annual=self.annual.loc[codes],
            parts=self.parts.loc[codes],
            kinds=self.kinds.loc[codes],
            trajectory={group: table.loc[codes] for group, table in self.trajectory.items()},
            direct={group: table.loc[codes] for group, table in self.direct.items()},
            prices={group: table.loc[codes] for group, table in self.prices.items()},
            fte=self.fte.loc[codes],
            hours=self.hours.loc[codes],
            costs=self.costs,
            notes=tuple(told),
        )


def respondents(answers: Answers, costs: Costs, dimensions: Dimensions) -> Respondents:
    """Reads answers and allocated costs into what every later step needs."""
    answers = answers.of(costs.index)
    by_group = group_persons(answers, dimensions)
    persons = guided_persons(answers, by_group)
    annual = annual_sums(costs, dimensions)
    trajectory = {group: trajectory_sums(costs, group, dimensions) for group in dimensions.group_codes}
    notes = [
        *(Note("PERSONS_UNKNOWN", str(code)) for code in costs.index[~(persons > 0)]),
        *_unknown_costs(costs),
        *_half_edge_totals(costs),
    ]
    return Respondents(
        complete=pd.Series(~costs.edge, index=costs.index),
        persons=persons,
        by_group=by_group,
        annual=annual,
        parts=annual[[GENERAL, DIRECT]].where(annual[EXECUTION].notna(), axis=0),
        kinds=_kinds(costs, dimensions),
        trajectory=trajectory,
        direct={group: _direct(table, dimensions) for group, table in trajectory.items()},
        prices={group: _route_prices(costs, table, group, dimensions) for group, table in trajectory.items()},
        fte=costs.fte,
        hours=costs.hours.table(costs.index),
        costs=costs,
        notes=tuple(notes),
    )


def group_persons(answers: Answers, dimensions: Dimensions) -> pd.DataFrame:
    """Guided inburgeraars per groep as reported; NaN where unanswered."""
    groups = dimensions.group_codes
    return answers.numbers([ids.persons(group) for group in groups]).set_axis(list(groups), axis=1)


def guided_persons(answers: Answers, by_group: pd.DataFrame) -> pd.Series:
    """Guided inburgeraars: every groep answered -> their sum; else the total as answered; else not known."""
    everyone = by_group.sum(axis=1, skipna=False) if len(by_group.columns) else by_group.sum(axis=1, min_count=1)
    return everyone.fillna(answers.number(ids.ALL_PERSONS)).rename("begeleid")


def annual_sums(costs: Costs, dimensions: Dimensions) -> pd.DataFrame:
    """Annual euros per task and for algemeen, direct, regievoering and uitvoering.

    A respondent enters a sum when every task of it is known. Edge totals enter `uitvoering` only: totaal, else
    algemeen + direct where both are answered.
    """
    items = {task: costs.item(ANNUAL, "", task) for task in dimensions.task_codes}
    columns = {task: _if_known(item) for task, item in items.items()}
    columns |= {name: _sum(items[task] for task in tasks) for name, tasks in items_of_year(dimensions).items()}
    whole, parts = costs.totals[TOTAL].value, costs.totals[GENERAL].value + costs.totals[DIRECT].value
    columns[EXECUTION] = np.where(costs.edge, np.where(np.isnan(whole), parts, whole), columns[EXECUTION])
    return pd.DataFrame(columns, index=costs.index, dtype=float)


def trajectory_sums(costs: Costs, group: str, dimensions: Dimensions) -> pd.DataFrame:
    """Trajectory euros of one groep per task, leerroute and voorziening, and for `direct` and `voorzieningen`.

    A sum is there when every item of it is known; a route when it has a price, which one that is nvt has not.
    """

    def items(codes: Sequence[str]) -> list[ItemCost]:
        return [costs.item(TRAJECTORY, group, code) for code in codes]

    tasks, provisions = dimensions.trajectory_tasks, dimensions.provisions_of(group)
    columns = {one.place[2]: _if_known(one) for one in items((*tasks, *provisions))}
    columns |= {
        one.place[2]: np.where(one.priced, one.whole.euro, np.nan) for one in items(dimensions.routes_of(group))
    }
    columns |= {name: _sum(items(codes)) for name, codes in ((DIRECT, tasks), (PROVISIONS, provisions))}
    elsewhere = {item.code: np.nan for item in (*dimensions.routes, *dimensions.provisions) if item.code not in columns}
    return pd.DataFrame({**columns, **elsewhere}, index=costs.index, dtype=float)


def _direct(table: pd.DataFrame, dimensions: Dimensions) -> pd.DataFrame:
    """The direct tasks and their sum, of who knows them all."""
    return table[[*dimensions.trajectory_tasks, DIRECT]].where(table[DIRECT].notna(), axis=0)


def _route_prices(costs: Costs, table: pd.DataFrame, group: str, dimensions: Dimensions) -> pd.DataFrame:
    """Euros per inburgeraar per route; NaN without a price, and on every route where one is onbekend.

    A route that is leeg or nvt leaves the mix; one that is onbekend makes the mix unknown.
    """
    routes = list(dimensions.routes_of(group))
    unknown = pd.DataFrame({route: costs.item(TRAJECTORY, group, route).unknown for route in routes}, index=table.index)
    return table[routes].mask(unknown.any(axis=1), axis=0)


def _kinds(costs: Costs, dimensions: Dimensions) -> pd.DataFrame:
    """Annual euros per kostensoort of who knows all tasks."""
    items = [costs.item(ANNUAL, "", task) for task in dimensions.task_codes]
    whole = _sum(items)
    found = {
        kind: np.where(np.isnan(whole), np.nan, total((item.kinds[kind] for item in items), len(costs.index)).euro)
        for kind in dimensions.kind_codes
    }
    return pd.DataFrame(found, index=costs.index, dtype=float)


def _if_known(item: ItemCost) -> Floats:
    return np.where(item.known, item.whole.euro, np.nan)


def _sum(items: Iterable[ItemCost]) -> Floats:
    """The sum of items; NaN where one of them is not known. Of no items nobody knows the sum."""
    listed = list(items)
    if not listed:
        return np.array(np.nan)
    return np.asarray(np.sum([_if_known(item) for item in listed], axis=0), dtype=float)


def _half_edge_totals(costs: Costs) -> list[Note]:
    """Who gave algemeen or direct, but neither the other nor the total: the whole is not known."""
    whole = costs.totals[TOTAL].known
    given = {part: costs.totals[part].known for part in (GENERAL, DIRECT)}
    half = ~whole & (given[GENERAL] != given[DIRECT])
    return [
        Note("EDGE_TOTAL_PARTIAL", str(costs.index[row]), {"deel": GENERAL if given[GENERAL][row] else DIRECT})
        for row in np.flatnonzero(half).tolist()
    ]


def _unknown_costs(costs: Costs) -> list[Note]:
    """Items whose amounts are filled in, while what they cost is not known: a scale, unit, overhead or size lacks."""
    return [
        Note("COST_UNKNOWN", str(costs.index[row]), {"ingang": f"{entrance} {group}".strip(), "taak": task})
        for (entrance, group, task), item in costs.items.items()
        for row in np.flatnonzero(item.unknown & ~item.blank).tolist()
    ]
