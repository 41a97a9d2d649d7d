"""The cost of each municipality by task: per year in euros, and over the trajectory per inburgeraar.

METHOD section 2; report, sections 3.1, 4.1 and 4.2. The table is in the shape of `kosten.csv`:
`code, ingang, groep, taak, kostensoort, euro`, without subtotals; the euro of a kind that is not known is NaN.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import Answers, Cell, Flags, Floats
from xl_addin.methods.answers.known_part import Part, of_cell, total
from xl_addin.methods.costs.hours import Hours, reported_hours, trajectory_hours
from xl_addin.methods.costs.item_costs import ItemCost, item_cost
from xl_addin.methods.costs.left_out import left_out
from xl_addin.methods.costs.splits import Contracts, Place, contracts
from xl_addin.methods.costs.staff import counted, hour_cost, own_staff, total_fte, with_joint_body
from xl_addin.methods.tables.columns import (
    ANNUAL,
    CODE,
    COST_COLUMNS,
    EDGE_TOTALS,
    ENTRANCE,
    EURO,
    GROUP,
    HIRED,
    JOINT_BODY,
    KEY,
    KIND,
    MUNICIPALITY,
    OUTSOURCED,
    OWN,
    TASK,
    TRAJECTORY,
    WHOLE,
)
from xl_addin.methods.tables.notes import Note


@dataclass(frozen=True)
class Costs:
    """Allocated cost of every municipality.

    table: the columns of `kosten.csv`; index: the codes that the arrays of `items` follow; items: by place, the states
    and known parts; edge: who gave edge totals only; totals: edge total -> the cell, empty for all others; hours: per
    inburgeraar, with what was derived; fte: own staff per annual task (codes x tasks), NaN where not known, as of a
    task on which nothing is filled in; notes: what was derived or could not be placed.
    """

    table: pd.DataFrame
    index: pd.Index
    items: Mapping[Place, ItemCost]
    edge: Flags
    totals: Mapping[str, Cell]
    hours: Hours
    fte: pd.DataFrame
    notes: tuple[Note, ...]

    def item(self, entrance: str, group: str, code: str) -> ItemCost:
        return self.items[entrance, group, code]


def allocate(answers: Answers, parameters: Parameters, dimensions: Dimensions, derive: bool = True) -> Costs:
    """Both entrances together: annual cost and trajectory cost of every respondent, sorted.

    derive: whether hours that are onbekend are derived from the annual staff, as the researchers do.
    """
    answers = answers.sorted()
    edge = only_edge_totals(answers)
    full = answers.only(~edge)
    placed = contracts(full, dimensions)
    annual = {one.place: one for one in _annual_items(full, placed, parameters, dimensions)}
    fte = _known_fte(full, annual, parameters, dimensions)
    hours = reported_hours(full, dimensions)
    if derive:
        hours = trajectory_hours(full, _Staff(fte, annual).with_hired, parameters, dimensions)
    items = {**annual, **{one.place: one for one in _trajectory_items(full, hours, placed, parameters, dimensions)}}
    items |= {one.place: one for one in _beside(placed, items)}
    totals = {part: answers.cell(ids.edge_total(part)).where(edge) for part in ids.EDGE_PARTS}
    table = _table(answers.index, items.values(), totals, dimensions)
    notes = (*_share_notes(full), *hours.notes, *placed.notes, *left_out(answers, edge, dimensions))
    return Costs(table, answers.index, items, edge, totals, hours, fte, notes)


def multiplied(
    costs: Costs, items: Mapping[Place, Floats], totals: Mapping[str, Floats], dimensions: Dimensions
) -> Costs:
    """The costs of some items and edge totals times a factor per municipality; states stay as they are."""
    changed = {place: one.times(items[place]) if place in items else one for place, one in costs.items.items()}
    edges = {part: cell._replace(value=cell.value * totals.get(part, 1.0)) for part, cell in costs.totals.items()}
    table = _table(costs.index, changed.values(), edges, dimensions)
    return replace(costs, table=table, items=changed, totals=edges)


def only_edge_totals(answers: Answers) -> Flags:
    """Which respondents gave edge totals only (`alg.volledigheid`; empty is volledig)."""
    return np.asarray(answers.words(ids.COMPLETENESS) == EDGE_TOTALS)


def _annual_items(
    answers: Answers, placed: Contracts, parameters: Parameters, dimensions: Dimensions
) -> Iterator[ItemCost]:
    """Annual cost per task and kostensoort in euros.

    Of a task = eigen + inhuur + uitbesteding of the municipality, plus the share of the joint body's, plus its part
    of combined contracts.
    """
    joint = with_joint_body(answers)
    for task in dimensions.task_codes:
        place = (ANNUAL, "", task)
        fallen = placed.on(place)
        own = own_staff(answers, task, MUNICIPALITY, parameters)
        joint_own = own_staff(answers, task, JOINT_BODY, parameters)
        kinds = {
            OWN: total((own, counted(joint_own, answers)), len(answers)),
            HIRED: _bought(answers, task, HIRED),
            OUTSOURCED: total((_bought(answers, task, OUTSOURCED), fallen.part), len(answers)),
        }
        mine = [answers.cell(ids.staff(task, MUNICIPALITY, cell)) for cell in (ids.EFFORT, ids.PAY)]
        mine += [answers.cell(ids.bought(task, MUNICIPALITY, kind)) for kind in (HIRED, OUTSOURCED)]
        theirs = [answers.cell(ids.staff(task, JOINT_BODY, cell)) for cell in (ids.EFFORT, ids.PAY)]
        theirs += [answers.cell(ids.bought(task, JOINT_BODY, kind)) for kind in (HIRED, OUTSOURCED)]
        yield item_cost(place, [*mine, *(cell.where(joint) for cell in theirs)], kinds, fallen)


def _bought(answers: Answers, task: str, kind: str) -> Part:
    own, joint = (of_cell(answers.cell(ids.bought(task, side, kind))) for side in (MUNICIPALITY, JOINT_BODY))
    return total((own, counted(joint, answers)), len(answers))


def _known_fte(
    answers: Answers, annual: Mapping[Place, ItemCost], parameters: Parameters, dimensions: Dimensions
) -> pd.DataFrame:
    """Own fte per task; not known of a task on which nothing is filled in."""
    fte = total_fte(answers, dimensions.task_codes, parameters)
    empty = pd.DataFrame({task: annual[ANNUAL, "", task].empty for task in dimensions.task_codes}, index=fte.index)
    return fte.mask(empty)


class _Staff(NamedTuple):
    """What is known of the year's staff, for hours that are derived from it."""

    fte: pd.DataFrame
    annual: Mapping[Place, ItemCost]

    def with_hired(self, task: str) -> Floats:
        """Fte of a task with hired staff, whose fte = inhuur / cost of an own fte; NaN unless the row is known."""
        row = self.annual[ANNUAL, "", task]
        fte = self.fte[task].to_numpy()
        own, hired = row.kinds[OWN].euro, row.kinds[HIRED].euro
        with np.errstate(divide="ignore", invalid="ignore"):
            every = fte + np.where(hired > 0, hired / (own / fte), 0.0)
        return np.where(row.known & (fte > 0) & np.isfinite(every), every, np.nan)


def _trajectory_items(
    answers: Answers, hours: Hours, placed: Contracts, parameters: Parameters, dimensions: Dimensions
) -> Iterator[ItemCost]:
    """Cost per inburgeraar over the whole trajectory.

    Direct task = uren x hour rate (eigen) and uitbesteding; leerroute or voorziening = uren x hour rate + tarief /
    max(groepsgrootte, 1) + bijkomend (totaal); both plus parts of combined contracts.
    """
    for group in dimensions.group_codes:
        for task in dimensions.trajectory_tasks:
            yield _direct(answers, group, task, hours, placed, parameters)
        for code in (*dimensions.routes_of(group), *dimensions.provisions_of(group)):
            yield _route_or_provision(answers, group, code, placed, parameters)


def _direct(
    answers: Answers, group: str, task: str, hours: Hours, placed: Contracts, parameters: Parameters
) -> ItemCost:
    place = (TRAJECTORY, group, task)
    fallen = placed.on(place)
    spent = hours.cells[ids.item(group, task, ids.HOURS)]
    bought = answers.cell(ids.item(group, task, OUTSOURCED))
    used = np.where(spent.unknown, np.nan, spent.amount)
    kinds = {
        OWN: hour_cost(answers, used, ids.item(group, task, ids.SCALE), parameters),
        OUTSOURCED: total((of_cell(bought), fallen.part), len(answers)),
    }
    return item_cost(place, (spent, bought), kinds, fallen)


def _route_or_provision(answers: Answers, group: str, code: str, placed: Contracts, parameters: Parameters) -> ItemCost:
    place = (TRAJECTORY, group, code)
    fallen = placed.on(place)
    spent, fee, extra = (answers.cell(ids.item(group, code, cell)) for cell in ids.ITEM_AMOUNTS)
    size = answers.cell(ids.item(group, code, ids.GROUP_SIZE))
    used = np.where(spent.unknown, np.nan, spent.amount)
    parts = (
        hour_cost(answers, used, ids.item(group, code, ids.SCALE), parameters),
        of_cell(fee).times(np.where(size.unknown, np.nan, 1 / np.maximum(size.amount, 1.0))),
        of_cell(extra),
        fallen.part,
    )
    return item_cost(place, (spent, fee, extra), {WHOLE: total(parts, len(answers))}, fallen)


def _beside(placed: Contracts, items: Mapping[Place, ItemCost]) -> Iterator[ItemCost]:
    """Parts of contracts on what an entrance does not count: shown, and in no sum."""
    for place, fallen in placed.fallen.items():
        if place not in items:
            yield item_cost(place, (), {OUTSOURCED: fallen.part}, fallen, counts=False)


def _share_notes(answers: Answers) -> tuple[Note, ...]:
    unknown = (answers.words(ids.JOINT_WAY) == KEY) & ~answers.cell(ids.JOINT_SHARE).known
    return tuple(Note("JOINT_SHARE_UNKNOWN", str(code)) for code in answers.index[unknown])


def _table(
    index: pd.Index, items: Iterable[ItemCost], totals: Mapping[str, Cell], dimensions: Dimensions
) -> pd.DataFrame:
    """The rows of `kosten.csv` by municipality, then in the order in which the survey names its dimensions."""
    codes = index.to_numpy().astype(str)
    blocks = [
        (np.flatnonzero(~one.empty), *one.place, kind, part.all_known)
        for one in items
        for kind, part in one.kinds.items()
    ]
    blocks += [(np.flatnonzero(cell.filled), ANNUAL, "", part, WHOLE, cell.value) for part, cell in totals.items()]
    rank = _ranks(dimensions)
    blocks.sort(key=lambda block: rank(*block[1:5]))
    rows = np.concatenate([block[0] for block in blocks]) if blocks else np.array([], dtype=int)
    columns: dict[str, npt.NDArray[np.generic]] = {CODE: codes[rows] if len(codes) else np.array([], dtype=str)}
    for at, name in enumerate((ENTRANCE, GROUP, TASK, KIND), start=1):
        columns[name] = np.repeat([str(block[at]) for block in blocks], [len(block[0]) for block in blocks])
    columns[EURO] = np.concatenate([block[5][block[0]] for block in blocks]) if blocks else np.array([])
    table = pd.DataFrame(columns, columns=list(COST_COLUMNS))
    table = table.astype(dict.fromkeys((CODE, ENTRANCE, GROUP, TASK, KIND), "str"))
    return table.iloc[np.argsort(rows, kind="stable")].reset_index(drop=True)


def _ranks(dimensions: Dimensions):  # type: ignore[no-untyped-def]
    groups = ["", *dimensions.group_codes]
    items = [item.code for item in (*dimensions.routes, *dimensions.provisions)]
    tasks = list(dict.fromkeys([*ids.EDGE_PARTS, *dimensions.task_codes, *items]))
    kinds = [OWN, HIRED, OUTSOURCED, WHOLE]

    def rank(_: str, group: str, task: str, kind: str) -> tuple[int, int, int]:
        return groups.index(group), tasks.index(task), kinds.index(kind)

    return rank
