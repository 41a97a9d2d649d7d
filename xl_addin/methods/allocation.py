"""The cost of each municipality by task: per year in euros, and over the trajectory per inburgeraar.

METHOD section 2; report, sections 3.1, 4.1 and 4.2. Tables come out in the shape of `kosten.csv`:
`code, ingang, groep, taak, kostensoort, euro`, without subtotals.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.amounts import Parameters, amount
from xl_addin.methods.answers import number, numbers, text, texts
from xl_addin.methods.columns import (
    ANNUAL,
    CODE,
    COST_COLUMNS,
    DIRECT,
    EDGE_TOTALS,
    ENTRANCE,
    EURO,
    FTE,
    GENERAL,
    GROUP,
    HIRED,
    JOINT_BODY,
    KEY,
    KIND,
    MUNICIPALITY,
    OUTSOURCED,
    OWN,
    REGISTRATION,
    STAFF_SIDES,
    TASK,
    TOTAL,
    TRAJECTORY,
    WHOLE,
    year_class,
)
from xl_addin.methods.hours import trajectory_hours
from xl_addin.methods.left_out import left_out
from xl_addin.methods.notes import Note
from xl_addin.methods.splits import SplitParts, split_parts
from xl_addin.methods.staff import hour_rate, loaded_salary, needed, overhead

EDGE_CODES = (GENERAL, DIRECT, TOTAL)

# The cells of an item: a number or nvt in any of them answers it, also in those that carry no euros.
ANNUAL_CELLS = (
    *(f"{side}.{cell}" for side in STAFF_SIDES for cell in ("inzet", "schaal")),
    *(f"{prefix}{kind}" for prefix in ("", f"{JOINT_BODY}.") for kind in (HIRED, OUTSOURCED)),
)
TASK_CELLS = ("uren", "schaal", OUTSOURCED, "gesprekken", "toets_uren")
ITEM_CELLS = ("uren", "schaal", "tarief", "groepsgrootte", "bijkomend")


class Costs(NamedTuple):
    """Allocated cost in the columns of `kosten.csv`, and what was derived or could not be placed."""

    table: pd.DataFrame
    notes: tuple[Note, ...]


def allocate(answers: pd.DataFrame, parameters: Parameters, dimensions: Dimensions) -> Costs:
    """Both entrances together: annual cost and trajectory cost of every respondent, sorted."""
    edge = only_edge_totals(answers)
    parts = split_parts(answers[~edge], dimensions)
    annual = annual_costs(answers, parameters, dimensions, parts)
    trajectory = trajectory_costs(answers, parameters, dimensions, parts)
    tables = [table for table in (annual.table, trajectory.table) if len(table)]
    table = pd.concat(tables, ignore_index=True) if tables else annual.table
    notes = (*annual.notes, *trajectory.notes, *parts.notes, *left_out(answers, edge, dimensions))
    return Costs(table, notes)


def only_edge_totals(answers: pd.DataFrame) -> pd.Series:
    """Which respondents gave edge totals only (`alg.volledigheid`; empty is volledig)."""
    return text(answers, "alg.volledigheid") == EDGE_TOTALS


def joint_share(answers: pd.DataFrame) -> pd.Series:
    """The share of the joint body's cost that counts: 1 registratie, `gr.aandeel` sleutel, 0 nvt or empty."""
    way = text(answers, "gr.wijze")
    share = number(answers, "gr.aandeel").fillna(0.0).where(way == KEY, 0.0)
    return share.mask(way == REGISTRATION, 1.0)


def staff_fte(answers: pd.DataFrame, side: str, tasks: Sequence[str], parameters: Parameters) -> pd.DataFrame:
    """Fte per task of a side (`gemeente`, `gr`): inzet in fte, or in hours / productieve_uren; unanswered is 0."""
    amounts = numbers(answers, [f"jaar.{task}.{side}.inzet" for task in tasks])
    in_fte = texts(answers, [f"jaar.{task}.{side}.eenheid" for task in tasks]) == FTE
    divisor = np.where(in_fte.to_numpy(), 1.0, amount(parameters, "productieve_uren"))
    fte = np.where(amounts.to_numpy() > 0, amounts.to_numpy() / divisor, 0.0)
    return pd.DataFrame(fte, index=answers.index, columns=list(tasks))


def total_fte(answers: pd.DataFrame, tasks: Sequence[str], parameters: Parameters) -> pd.DataFrame:
    """Own staff per task: fte of the municipality plus the counted share of the joint body's fte."""
    own = staff_fte(answers, MUNICIPALITY, tasks, parameters)
    joint = staff_fte(answers, JOINT_BODY, tasks, parameters)
    return own + joint.mul(joint_share(answers), axis=0).fillna(0.0)


def annual_costs(
    answers: pd.DataFrame, parameters: Parameters, dimensions: Dimensions, parts: SplitParts | None = None
) -> Costs:
    """Annual cost per task and kostensoort in euros: rows of `kosten.csv` with ingang jaar.

    Of a task = eigen + inhuur + uitbesteding of the municipality, plus the share of the joint body's, plus its part
    of combined contracts; a row for every answered task. A needed scale that is unknown gives NaN, never 0. A part of
    a contract on a leerroute or voorziening is shown and counts nowhere. Edge totals: algemeen, direct, totaal.
    """
    answers = answers.sort_index()
    edge = only_edge_totals(answers)
    full = answers[~edge]
    tasks = dimensions.task_codes
    share = joint_share(full)
    own = own_cost(full, MUNICIPALITY, tasks, parameters) + _counted(
        own_cost(full, JOINT_BODY, tasks, parameters), share
    )
    hired = _bought(full, tasks, HIRED, share)
    outsourced = _bought(full, tasks, OUTSOURCED, share)
    is_answered = _any_answered(full, ANNUAL, tasks, ANNUAL_CELLS)
    placed = (parts or split_parts(full, dimensions)).parts
    annual_parts = placed[placed[ENTRANCE] == ANNUAL]
    items = [code for code in _items(dimensions) if code in set(annual_parts[TASK])]
    contracts = _wide(annual_parts, full.index, (*tasks, *items))
    is_answered = is_answered | contracts[list(tasks)].notna()
    outsourced = outsourced + contracts[list(tasks)].fillna(0.0)
    table = pd.concat(
        [
            _long(own, is_answered, ANNUAL, "", OWN),
            _long(hired, is_answered, ANNUAL, "", HIRED),
            _long(outsourced, is_answered, ANNUAL, "", OUTSOURCED),
            _long(contracts[items], contracts[items].notna(), ANNUAL, "", OUTSOURCED),
            _edge_rows(answers[edge]),
        ],
        ignore_index=True,
    )
    return Costs(_sorted(table, dimensions), _share_notes(full))


def own_cost(answers: pd.DataFrame, side: str, tasks: Sequence[str], parameters: Parameters) -> pd.DataFrame:
    """Euros of own staff with overhead per task of one side: fte x (loaded salary x (1 + fraction) + euro per fte)."""
    scales = numbers(answers, [f"jaar.{task}.{side}.schaal" for task in tasks])
    added = overhead(answers, side)
    price = loaded_salary(scales, parameters).mul(1 + added.fraction, axis=0).add(added.per_fte, axis=0)
    price.columns = pd.Index(tasks)
    return needed(staff_fte(answers, side, tasks, parameters), price)


def trajectory_costs(
    answers: pd.DataFrame, parameters: Parameters, dimensions: Dimensions, parts: SplitParts | None = None
) -> Costs:
    """Cost per inburgeraar over the whole trajectory: rows of `kosten.csv` with ingang traj.

    Direct task = uren x hour rate (eigen) and uitbesteding; leerroute or voorziening = uren x hour rate + tarief /
    max(groepsgrootte, 1) + bijkomend (totaal); both plus parts of combined contracts. Rows for answered items only.
    """
    answers = answers.sort_index()
    full = answers[~only_edge_totals(answers)]
    hours = trajectory_hours(full, lambda: _fte_with_hired(full, parameters, dimensions), parameters, dimensions)
    placed = (parts or split_parts(full, dimensions)).parts
    tables: list[pd.DataFrame] = []
    for group in dimensions.group_codes:
        mine = placed[(placed[ENTRANCE] == TRAJECTORY) & (placed[GROUP] == group)]
        tables += _direct_rows(full, group, hours.table, mine, parameters, dimensions)
        tables.append(_item_rows(full, group, mine, parameters, dimensions))
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COST_COLUMNS))
    return Costs(_sorted(table, dimensions), hours.notes)


def _direct_rows(
    answers: pd.DataFrame,
    group: str,
    hours: pd.DataFrame,
    parts: pd.DataFrame,
    parameters: Parameters,
    dimensions: Dimensions,
) -> list[pd.DataFrame]:
    tasks = dimensions.trajectory_tasks
    stems = [f"{TRAJECTORY}.{group}.{task}" for task in tasks]
    spent = _named(hours[[f"{stem}.uren" for stem in stems]], tasks)
    bought = _named(numbers(answers, [f"{stem}.{OUTSOURCED}" for stem in stems]), tasks)
    rate = _named(hour_rate(answers, numbers(answers, [f"{stem}.schaal" for stem in stems]), parameters), tasks)
    contracts = _wide(parts, answers.index, dimensions.task_codes)
    own_cells = _any_answered(answers, f"{TRAJECTORY}.{group}", tasks, TASK_CELLS)
    is_answered = own_cells | spent.notna() | contracts[list(tasks)].notna()
    own = needed(spent.fillna(0.0), rate)
    outsourced = bought.fillna(0.0) + contracts[list(tasks)].fillna(0.0)
    others = [task for task in dimensions.task_codes if task not in tasks]
    return [
        _long(own, is_answered, TRAJECTORY, group, OWN),
        _long(outsourced, is_answered, TRAJECTORY, group, OUTSOURCED),
        _long(contracts[others], contracts[others].notna(), TRAJECTORY, group, OUTSOURCED),
    ]


def _item_rows(
    answers: pd.DataFrame, group: str, parts: pd.DataFrame, parameters: Parameters, dimensions: Dimensions
) -> pd.DataFrame:
    items = (*dimensions.routes_of(group), *dimensions.provisions_of(group))

    def column(name: str) -> pd.DataFrame:
        return _named(numbers(answers, [f"{TRAJECTORY}.{group}.{item}.{name}" for item in items]), items)

    hours, fee, extra = column("uren"), column("tarief"), column("bijkomend")
    rate = hour_rate(answers, column("schaal"), parameters)
    contracts = _wide(parts, answers.index, items)
    cells = (*ITEM_CELLS, *(year_class(year) for year in range(1, dimensions.trajectory_years + 1)))
    is_answered = _any_answered(answers, f"{TRAJECTORY}.{group}", items, cells) | contracts.notna()
    per_person = fee.fillna(0.0) / column("groepsgrootte").fillna(1.0).clip(lower=1.0)
    cost = needed(hours.fillna(0.0), rate) + per_person + extra.fillna(0.0) + contracts.fillna(0.0)
    return _long(cost, is_answered, TRAJECTORY, group, WHOLE)


def hours_per_person(answers: pd.DataFrame, parameters: Parameters, dimensions: Dimensions) -> pd.DataFrame:
    """Hours per inburgeraar of every direct task (columns are the question ids), `onbekend` ones as derived."""
    full = answers[~only_edge_totals(answers)]
    hours = trajectory_hours(full, lambda: _fte_with_hired(full, parameters, dimensions), parameters, dimensions)
    return hours.table.reindex(answers.index)


def _fte_with_hired(answers: pd.DataFrame, parameters: Parameters, dimensions: Dimensions) -> pd.DataFrame:
    """Fte per task including hired staff, whose fte = inhuur / cost of an own fte; NaN where that cost is unknown."""
    tasks = dimensions.task_codes
    share = joint_share(answers)
    fte = total_fte(answers, tasks, parameters)
    own = own_cost(answers, MUNICIPALITY, tasks, parameters) + _counted(
        own_cost(answers, JOINT_BODY, tasks, parameters), share
    )
    hired = _bought(answers, tasks, HIRED, share)
    return fte + (hired / (own / fte.where(fte > 0))).where(hired > 0, 0.0)


def _bought(answers: pd.DataFrame, tasks: Sequence[str], kind: str, share: pd.Series) -> pd.DataFrame:
    own = _named(numbers(answers, [f"jaar.{task}.{kind}" for task in tasks]), tasks).fillna(0.0)
    joint = _named(numbers(answers, [f"jaar.{task}.{JOINT_BODY}.{kind}" for task in tasks]), tasks).fillna(0.0)
    return own + _counted(joint, share)


def _counted(joint: pd.DataFrame, share: pd.Series) -> pd.DataFrame:
    """The joint body's cost times the share; what does not count may be unknown."""
    return joint.mul(share, axis=0).where(share > 0, 0.0)


def _any_answered(answers: pd.DataFrame, stem: str, items: Sequence[str], cells: Sequence[str]) -> pd.DataFrame:
    """Which items (columns) have a number or nvt in one of their own cells."""
    found = pd.DataFrame(False, index=answers.index, columns=list(items))
    for cell in cells:
        found = found | _named(numbers(answers, [f"{stem}.{item}.{cell}" for item in items]), items).notna()
    return found


def _edge_rows(answers: pd.DataFrame) -> pd.DataFrame:
    ids = [f"{ANNUAL}.rand.{code}" for code in (GENERAL, DIRECT, TOTAL)]
    totals = _named(numbers(answers, ids), EDGE_CODES)
    return _long(totals, totals.notna(), ANNUAL, "", WHOLE)


def _share_notes(answers: pd.DataFrame) -> tuple[Note, ...]:
    unknown = (text(answers, "gr.wijze") == KEY) & number(answers, "gr.aandeel").isna()
    return tuple(Note("JOINT_SHARE_UNKNOWN", str(code)) for code in answers.index[unknown])


def _items(dimensions: Dimensions) -> tuple[str, ...]:
    return tuple(item.code for item in (*dimensions.routes, *dimensions.provisions))


def _named(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    return table.set_axis(list(columns), axis=1)


def _wide(parts: pd.DataFrame, index: pd.Index, columns: Sequence[str]) -> pd.DataFrame:
    """Contract parts as codes x tasks; NaN where a respondent has none."""
    if parts.empty:
        return pd.DataFrame(np.nan, index=index, columns=list(columns))
    pivot = parts.pivot_table(index=CODE, columns=TASK, values=EURO, aggfunc="sum")
    return pivot.reindex(index=index, columns=list(columns)).astype(float)


def _long(values: pd.DataFrame, shown: pd.DataFrame, entrance: str, group: str, kind: str) -> pd.DataFrame:
    """The shown cells of a codes x tasks table as rows of `kosten.csv`."""
    rows, columns = np.nonzero(shown.to_numpy(dtype=bool))
    return pd.DataFrame(
        {
            CODE: values.index.to_numpy()[rows].astype(str),
            ENTRANCE: entrance,
            GROUP: group,
            TASK: np.asarray(values.columns, dtype=object)[columns].astype(str),
            KIND: kind,
            EURO: values.to_numpy(dtype=float)[rows, columns],
        }
    ).astype(dict.fromkeys((CODE, ENTRANCE, GROUP, TASK, KIND), "str"))


def _sorted(table: pd.DataFrame, dimensions: Dimensions) -> pd.DataFrame:
    """Rows by municipality, then in the order in which the survey names its dimensions."""
    groups = ["", *dimensions.group_codes]
    tasks = list(dict.fromkeys([*EDGE_CODES, *dimensions.task_codes, *_items(dimensions)]))
    kinds = [*dimensions.kind_codes, WHOLE]
    ranked = table.assign(
        g=table[GROUP].map(groups.index), t=table[TASK].map(tasks.index), k=table[KIND].map(kinds.index)
    )
    order = ranked.sort_values([CODE, "g", "t", "k"], kind="stable").index
    return table.loc[order, list(COST_COLUMNS)].reset_index(drop=True)
