"""Amounts a respondent filled in that count nowhere, by what it chose elsewhere (METHOD section 2).

The joint body counts for nothing where `gr.wijze` is nvt or empty, and of who gives edge totals only `jaar.rand.*`
counts. Both choices are easily made by mistake, so what they leave out is told and not dropped in silence.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers import numbers, text
from xl_addin.methods.columns import ANNUAL, HIRED, JOINT_BODY, KEY, MUNICIPALITY, OUTSOURCED, REGISTRATION, TRAJECTORY
from xl_addin.methods.notes import Note


def left_out(answers: pd.DataFrame, only_totals: pd.Series, dimensions: Dimensions) -> tuple[Note, ...]:
    """A note for every respondent with amounts above 0 that do not count, and how many answers those are.

    answers: index municipality code; only_totals: who gave edge totals only, by the same index.
    """
    joint = _joint_ids(dimensions)
    way = text(answers, "gr.wijze")
    shares = way.isin([KEY, REGISTRATION])
    return (
        *_notes("JOINT_COST_LEFT_OUT", answers[~only_totals & ~shares], joint),
        *_notes("EDGE_ANSWERS_LEFT_OUT", answers[only_totals], (*joint, *_own_ids(dimensions))),
    )


def _joint_ids(dimensions: Dimensions) -> tuple[str, ...]:
    """The questions on the joint body's staff and purchases, of every annual task."""
    cells = ("inzet", HIRED, OUTSOURCED)
    return tuple(f"{ANNUAL}.{task}.{JOINT_BODY}.{cell}" for task in dimensions.task_codes for cell in cells)


def _own_ids(dimensions: Dimensions) -> tuple[str, ...]:
    """The municipality's own staff and purchases per annual task, and what carries cost in the trajectory."""
    yearly = (f"{MUNICIPALITY}.inzet", HIRED, OUTSOURCED)
    items = [item.code for item in (*dimensions.routes, *dimensions.provisions)]
    parts: list[tuple[str, tuple[str, ...]]] = [(task, ("uren", OUTSOURCED)) for task in dimensions.trajectory_tasks]
    parts += [(item, ("uren", "tarief", "bijkomend")) for item in items]
    return (
        *(f"{ANNUAL}.{task}.{cell}" for task in dimensions.task_codes for cell in yearly),
        *(
            f"{TRAJECTORY}.{group}.{part}.{cell}"
            for group in dimensions.group_codes
            for part, cells in parts
            for cell in cells
        ),
    )


def _notes(rule: str, answers: pd.DataFrame, ids: Sequence[str]) -> tuple[Note, ...]:
    filled = (numbers(answers, ids) > 0).sum(axis=1)
    return tuple(Note(rule, str(code), {"aantal": int(count)}) for code, count in filled[filled > 0].items())
