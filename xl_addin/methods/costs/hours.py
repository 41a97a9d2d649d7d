"""Hours per inburgeraar that a respondent does not know, derived from its annual staff (report, section 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.answers.answers import NUMBER, Answers, Cell, Floats
from xl_addin.methods.tables.columns import GUIDED, INFLOW, UNKNOWN_ANSWER
from xl_addin.methods.tables.notes import Note

# The intake happens once, to everyone who comes in; progress talks go on through all years, for everyone guided.
SPREAD_OVER = {"intake": INFLOW, "voortgang": GUIDED}


class Hours(NamedTuple):
    """Hours per inburgeraar of every direct task by question id, `onbekend` ones as derived; and what was derived.

    derived: id -> the derived hours, NaN where none were.
    """

    cells: Mapping[str, Cell]
    derived: Mapping[str, Floats]
    notes: tuple[Note, ...]

    def table(self, index: pd.Index) -> pd.DataFrame:
        """The hours as floats (codes x ids); NaN where not known."""
        return pd.DataFrame({name: cell.value for name, cell in self.cells.items()}, index=index)


def reported_hours(answers: Answers, dimensions: Dimensions) -> Hours:
    """The hours as answered; nothing is derived."""
    names = [
        ids.item(group, task, ids.HOURS) for group in dimensions.group_codes for task in dimensions.trajectory_tasks
    ]
    return Hours({name: answers.cell(name) for name in names}, {}, ())


def trajectory_hours(
    answers: Answers, staff: Callable[[str], Floats], parameters: Parameters, dimensions: Dimensions
) -> Hours:
    """The hours as answered, and for the key tasks the derived hours where the answer is `onbekend`.

    staff gives the year's fte of a task with hired staff, NaN unless the annual row is known with fte > 0. What cannot
    be derived stays onbekend; hours are never derived as 0. Formula, with k the talks per inburgeraar of each groep:
    voortgang years x productieve_uren x fte x k_g / sum(begeleid x k); intake productieve_uren x fte x k_g /
    sum(instroom x k).
    """
    reported = reported_hours(answers, dimensions)
    cells, derived, notes = dict(reported.cells), {}, []
    for task in (task for task in dimensions.trajectory_key_tasks if task in SPREAD_OVER):
        for group in dimensions.group_codes:
            name = ids.item(group, task, ids.HOURS)
            asked = answers.words(name) == UNKNOWN_ANSWER
            if not asked.any():
                continue
            found = np.where(asked, derived_hours(answers, staff(task), task, group, parameters, dimensions), np.nan)
            known, before = np.isfinite(found), cells[name]
            state = np.where(known, NUMBER, before.state).astype(np.int8)
            cells[name], derived[name] = Cell(np.where(known, found, before.value), state), found
            notes += [_note(answers.index[row], name, found[row]) for row in np.flatnonzero(asked).tolist()]
    return Hours(cells, derived, tuple(notes))


def _note(code: object, name: str, hours: float) -> Note:
    if np.isnan(hours):
        return Note("HOURS_NOT_DERIVED", str(code), {"id": name})
    return Note("HOURS_DERIVED", str(code), {"id": name, "uren": round(float(hours), 2)})


def derived_hours(
    answers: Answers, fte: Floats, task: str, group: str, parameters: Parameters, dimensions: Dimensions
) -> Floats:
    """Hours per inburgeraar of a key task from the year's fte and the talks of each groep; NaN where one is unknown."""
    over = SPREAD_OVER[task]
    years = dimensions.trajectory_years if over == GUIDED else 1
    talks = np.zeros(len(answers))
    for code in dimensions.group_codes:
        persons = answers.cell(ids.persons(code, over)).value
        per_person = answers.cell(ids.item(code, task, ids.TALKS)).value
        talks = talks + np.where(persons == 0, 0.0, persons * per_person)
    mine = answers.cell(ids.item(group, task, ids.TALKS)).value
    with np.errstate(divide="ignore", invalid="ignore"):
        hours = years * amount(parameters, "productieve_uren") * fte * mine / np.where(talks > 0, talks, np.nan)
    return np.where(hours > 0, hours, np.nan)
