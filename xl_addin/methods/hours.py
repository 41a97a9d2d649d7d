"""Hours per inburgeraar that a respondent does not know, derived from its annual staff (report, section 4.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.amounts import Parameters, amount
from xl_addin.methods.answers import number, numbers, text
from xl_addin.methods.columns import GUIDED, INFLOW, TRAJECTORY, UNKNOWN_ANSWER
from xl_addin.methods.notes import Note

# The intake happens once, to everyone who comes in; progress talks go on through all years, for everyone guided.
SPREAD_OVER = {"intake": INFLOW, "voortgang": GUIDED}


class Hours(NamedTuple):
    """Hours per inburgeraar of every direct task (columns are the question ids), and which of them were derived."""

    table: pd.DataFrame
    notes: tuple[Note, ...]


def trajectory_hours(
    answers: pd.DataFrame, staff: Callable[[], pd.DataFrame], parameters: Parameters, dimensions: Dimensions
) -> Hours:
    """The hours as answered, and for the key tasks the derived hours where the answer is `onbekend`.

    staff gives the year's fte with hired staff (codes x tasks), where needed. NaN where unanswered or not derivable.
    Formula, with k the talks per inburgeraar of each groep: voortgang years x productieve_uren x fte x k_g /
    sum(begeleid x k); intake productieve_uren x fte x k_g / sum(instroom x k).
    """
    ids = [f"{TRAJECTORY}.{g}.{task}.uren" for g in dimensions.group_codes for task in dimensions.trajectory_tasks]
    table = numbers(answers, ids)
    notes: list[Note] = []
    for task in dimensions.trajectory_key_tasks:
        if task not in SPREAD_OVER:
            continue
        for group in dimensions.group_codes:
            column = f"{TRAJECTORY}.{group}.{task}.uren"
            unknown = text(answers, column) == UNKNOWN_ANSWER
            if not unknown.any():
                continue
            derived = derived_hours(answers, staff()[task], task, group, parameters, dimensions).where(unknown)
            table[column] = table[column].fillna(derived)
            underived = table.index[unknown & table[column].isna()]
            notes += [Note("HOURS_NOT_DERIVED", str(code), {"id": column}) for code in underived]
            notes += [
                Note("HOURS_DERIVED", str(code), {"id": column, "uren": round(float(value), 2)})
                for code, value in derived.dropna().items()
            ]
    return Hours(table, tuple(notes))


def derived_hours(
    answers: pd.DataFrame, fte: pd.Series, task: str, group: str, parameters: Parameters, dimensions: Dimensions
) -> pd.Series:
    """Hours per inburgeraar of a key task from the year's fte and the talks of each groep; NaN where one is unknown."""
    over = SPREAD_OVER[task]
    years = dimensions.trajectory_years if over == GUIDED else 1
    talks = pd.Series(0.0, index=answers.index)
    for code in dimensions.group_codes:
        persons = number(answers, f"vol.{code}.{over}")
        per_person = number(answers, f"{TRAJECTORY}.{code}.{task}.gesprekken")
        talks = talks + (persons * per_person).mask(persons == 0, 0.0)
    mine = number(answers, f"{TRAJECTORY}.{group}.{task}.gesprekken")
    hours = years * amount(parameters, "productieve_uren") * fte * mine / talks.where(talks > 0)
    return hours.where(np.isfinite(hours))
