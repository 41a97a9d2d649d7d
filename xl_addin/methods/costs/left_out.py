"""Amounts a respondent filled in that count nowhere, by what it chose elsewhere (METHOD section 2).

The joint body counts for nothing where `gr.wijze` is nvt or empty, and of who gives edge totals only `jaar.rand.*`
counts. Both choices are easily made by mistake, so what they leave out is told and not dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.answers import Answers, Flags
from xl_addin.methods.costs.staff import with_joint_body
from xl_addin.methods.tables.columns import HIRED, JOINT_BODY, MUNICIPALITY, OUTSOURCED
from xl_addin.methods.tables.notes import Note


def left_out(answers: Answers, only_totals: Flags, dimensions: Dimensions) -> tuple[Note, ...]:
    """A note for every respondent with amounts above 0 that do not count, and how many answers those are.

    only_totals: who gave edge totals only, a flag per municipality.
    """
    joint = tuple(_annual(dimensions, JOINT_BODY))
    everything = (*joint, *_annual(dimensions, MUNICIPALITY), *_trajectory(dimensions))
    return (
        *_notes("JOINT_COST_LEFT_OUT", answers, ~only_totals & ~with_joint_body(answers), joint),
        *_notes("EDGE_ANSWERS_LEFT_OUT", answers, only_totals, everything),
    )


def _annual(dimensions: Dimensions, side: str) -> Iterator[str]:
    """The questions on a side's staff and purchases, of every annual task."""
    for task in dimensions.task_codes:
        yield from (ids.staff(task, side, cell) for cell in (ids.EFFORT, ids.PAY))
        yield from (ids.bought(task, side, kind) for kind in (HIRED, OUTSOURCED))


def _trajectory(dimensions: Dimensions) -> Iterator[str]:
    """The questions that carry cost in the trajectory."""
    for group in dimensions.group_codes:
        for task in dimensions.trajectory_tasks:
            yield from (ids.item(group, task, cell) for cell in ids.TASK_AMOUNTS)
        for item in (*dimensions.routes_of(group), *dimensions.provisions_of(group)):
            yield from (ids.item(group, item, cell) for cell in ids.ITEM_AMOUNTS)


def _notes(rule: str, answers: Answers, who: Flags, names: Sequence[str]) -> tuple[Note, ...]:
    filled = np.sum([answers.cell(name).amount > 0 for name in names], axis=0)
    told = np.flatnonzero(who & (filled > 0)).tolist()
    return tuple(Note(rule, str(answers.index[row]), {"aantal": int(filled[row])}) for row in told)
