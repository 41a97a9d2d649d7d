"""What each respondent contributes: its inburgeraars, and its cost per task and per sum (METHOD section 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.allocation import only_edge_totals
from xl_addin.methods.answers import number, numbers
from xl_addin.methods.columns import (
    ANNUAL,
    CODE,
    DIRECT,
    ENTRANCE,
    EURO,
    EXECUTION,
    GENERAL,
    GROUP,
    GUIDED,
    KIND,
    PROVISIONS,
    STEERING,
    TASK,
    TOTAL,
    TRAJECTORY,
    WHOLE,
)
from xl_addin.methods.notes import Note


@dataclass(frozen=True)
class Respondents:
    """Every respondent in one place; all tables have the municipality code as index, NaN = does not enter.

    complete: gave more than edge totals; persons: inburgeraars; by_group: column per groep; annual: euros of the year
    per task and sum; kinds: euros per kostensoort; trajectory: per groep euros per inburgeraar per task, item and sum;
    unpriced: per groep which items are answered at an unknown cost, so that what is made of them is unknown too.
    """

    complete: pd.Series
    persons: pd.Series
    by_group: pd.DataFrame
    annual: pd.DataFrame
    kinds: pd.DataFrame
    trajectory: Mapping[str, pd.DataFrame]
    unpriced: Mapping[str, pd.DataFrame]
    notes: tuple[Note, ...]

    def route_prices(self, group: str, routes: Sequence[str]) -> pd.DataFrame:
        """Euros per inburgeraar per route; NaN without a price, and on every route where one is of unknown cost.

        A route that is not answered leaves the mix; one that is answered at an unknown cost makes the mix unknown.
        """
        columns = list(routes)
        return self.trajectory[group][columns].mask(self.unpriced[group][columns].any(axis=1), axis=0)


def respondents(answers: pd.DataFrame, costs: pd.DataFrame, dimensions: Dimensions) -> Respondents:
    """Reads answers and allocated costs (columns of `kosten.csv`) into what every later step needs."""
    answers = answers.sort_index()
    codes = answers.index
    complete = ~only_edge_totals(answers)
    by_group = group_persons(answers, dimensions)
    persons = guided_persons(answers, by_group)
    yearly = costs[costs[ENTRANCE] == ANNUAL]
    annual = annual_sums(yearly, codes, dimensions)
    kinds = _pivot(yearly[yearly[TASK].isin(dimensions.task_codes)], codes, dimensions.kind_codes, KIND)
    per_group = {
        group: costs[(costs[ENTRANCE] == TRAJECTORY) & (costs[GROUP] == group)] for group in dimensions.group_codes
    }
    items = [item.code for item in (*dimensions.routes, *dimensions.provisions)]
    trajectory = {group: trajectory_sums(rows, codes, dimensions) for group, rows in per_group.items()}
    unpriced = {group: _unknown(rows, codes, items) for group, rows in per_group.items()}
    notes = [
        *(Note("PERSONS_UNKNOWN", str(code)) for code in codes[~(persons > 0)]),
        *_unknown_costs(costs),
        *_half_edge_totals(yearly, annual[EXECUTION]),
    ]
    return Respondents(complete, persons, by_group, annual, kinds, trajectory, unpriced, tuple(notes))


def group_persons(answers: pd.DataFrame, dimensions: Dimensions) -> pd.DataFrame:
    """Guided inburgeraars per groep as reported; NaN where unanswered."""
    groups = dimensions.group_codes
    return numbers(answers, [f"vol.{group}.{GUIDED}" for group in groups]).set_axis(list(groups), axis=1)


def guided_persons(answers: pd.DataFrame, by_group: pd.DataFrame) -> pd.Series:
    """Guided inburgeraars: all groups answered -> their sum; else the total as answered; else what is answered."""
    whole = number(answers, f"vol.totaal.{GUIDED}")
    known = by_group.sum(axis=1, min_count=1)
    return known.where(by_group.notna().all(axis=1) & known.notna(), whole.fillna(known)).rename("begeleid")


def annual_sums(yearly: pd.DataFrame, codes: pd.Index, dimensions: Dimensions) -> pd.DataFrame:
    """Annual euros per task and for algemeen, direct, regievoering and uitvoering.

    A respondent enters a sum when one of its tasks is answered, the others counting 0; an unknown cost in a sum makes
    it NaN. Edge totals enter `uitvoering` only: totaal, else algemeen + direct where both are answered.
    """
    tasks = dimensions.task_codes
    table = _pivot(yearly[yearly[TASK].isin(tasks) & (yearly[KIND] != WHOLE)], codes, tasks, TASK)
    unknown = _unknown(yearly, codes, tasks)
    sums = {
        GENERAL: dimensions.general_tasks,
        DIRECT: dimensions.direct_tasks,
        STEERING: dimensions.steering_tasks,
        EXECUTION: tasks,
    }
    for name, parts in sums.items():
        table[name] = known_sum(table[list(parts)], unknown[list(parts)])
    edge = _pivot(yearly[yearly[KIND] == WHOLE], codes, (GENERAL, DIRECT, TOTAL), TASK)
    edge_total = edge[TOTAL].fillna(edge[[GENERAL, DIRECT]].sum(axis=1, min_count=2))
    table[EXECUTION] = table[EXECUTION].where(edge_total.isna(), edge_total)
    return table


def trajectory_sums(rows: pd.DataFrame, codes: pd.Index, dimensions: Dimensions) -> pd.DataFrame:
    """Trajectory euros of one groep per task, leerroute and voorziening, and for `direct` and `voorzieningen`.

    `direct` needs the key tasks answered; `voorzieningen` one of them.
    """
    tasks = dimensions.trajectory_tasks
    provisions = tuple(item.code for item in dimensions.provisions)
    items = (*tasks, *(item.code for item in dimensions.routes), *provisions)
    table = _pivot(rows, codes, items, TASK)
    unknown = _unknown(rows, codes, items)
    keys = list(dimensions.trajectory_key_tasks)
    direct = known_sum(table[list(tasks)], unknown[list(tasks)])
    table[DIRECT] = direct.where(table[keys].notna().all(axis=1))
    table[PROVISIONS] = known_sum(table[list(provisions)], unknown[list(provisions)])
    return table


def known_sum(parts: pd.DataFrame, unknown: pd.DataFrame) -> pd.Series:
    """The sum of the answered parts; NaN where none is answered or one is answered and of unknown cost."""
    return parts.sum(axis=1, min_count=1).mask(unknown.any(axis=1))


def _pivot(rows: pd.DataFrame, codes: pd.Index, columns: Sequence[str], key: str) -> pd.DataFrame:
    """Euros as codes x columns; NaN where there is no row or a row of unknown cost."""
    sums = rows.groupby([CODE, key], as_index=False)[EURO].sum(skipna=False)
    wide = sums.pivot_table(index=CODE, columns=key, values=EURO, aggfunc="first", dropna=False)
    return pd.DataFrame(wide.reindex(index=codes, columns=list(columns)), dtype=float)


def _unknown(rows: pd.DataFrame, codes: pd.Index, columns: Sequence[str]) -> pd.DataFrame:
    """Where a task or item is answered while its cost is unknown (a scale without salary)."""
    missing = rows[rows[EURO].isna()]
    found = pd.crosstab(missing[CODE], missing[TASK]) if len(missing) else pd.DataFrame()
    return found.reindex(index=codes, columns=list(columns)).fillna(0).astype(bool)


def _half_edge_totals(yearly: pd.DataFrame, execution: pd.Series) -> list[Note]:
    """Who gave algemeen or direct, but neither the other nor the total: the whole is not known."""
    edge = yearly[(yearly[KIND] == WHOLE) & yearly[CODE].isin(execution.index[execution.isna()])]
    return [
        Note("EDGE_TOTAL_PARTIAL", code, {"deel": part}) for code, part in edge[[CODE, TASK]].itertuples(index=False)
    ]


def _unknown_costs(costs: pd.DataFrame) -> list[Note]:
    missing = costs[costs[EURO].isna()]
    keys = [CODE, ENTRANCE, GROUP, TASK]
    return [
        Note("COST_UNKNOWN", code, {"ingang": f"{entrance} {group}".strip(), "taak": task})
        for code, entrance, group, task in missing[keys].drop_duplicates().itertuples(index=False)
    ]
