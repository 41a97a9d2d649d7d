"""The figures that plausibility checks judge: one per municipality, comparable between municipalities.

`jaar.{task or sum}` euros per guided inburgeraar; `traj.{groep}.{task, item or direct}` euros per inburgeraar over the
trajectory; `caseload` inburgeraars per fte of regievoering; `verhouding.kosten` and `verhouding.uren` the year beside
the trajectory; `frame.{groep}` guided inburgeraars as reported / as in the frame.
"""

from __future__ import annotations

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.costs.respondents import Respondents, respondents
from xl_addin.methods.tables.columns import ANNUAL, DIRECT, EXECUTION, TOTAL, TRAJECTORY

CASELOAD, COST_RATIO, HOURS_RATIO = "caseload", "verhouding.kosten", "verhouding.uren"
FRAME = "frame"


def key_figures(
    answers: Answers, parameters: Parameters, dimensions: Dimensions, known: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every figure (columns) of every municipality (index of `answers`); NaN where it cannot be determined.

    known: guided inburgeraars in the frame, index of `answers` and a column per groep; without it no `frame.*`.
    METHOD section 3. The year beside the trajectory: annual direct cost of tasks that both entrances ask / (sum over
    groups of trajectory cost / years x begeleid), and hours of the key tasks likewise.
    """
    people = respondents(answers, allocate(answers, parameters, dimensions), dimensions)
    persons = people.persons.where(people.persons > 0)
    figures = {
        f"{ANNUAL}.{TOTAL if name == EXECUTION else name}": costs / persons for name, costs in people.annual.items()
    }
    for group in dimensions.group_codes:
        table = people.trajectory[group]
        asked = [*dimensions.trajectory_tasks, *dimensions.routes_of(group), *dimensions.provisions_of(group), DIRECT]
        figures |= {f"{TRAJECTORY}.{group}.{name}": table[name] for name in asked}
        if known is not None:
            before = known[group].where(known[group] > 0)
            figures[f"{FRAME}.{group}"] = people.by_group[group] / before
    figures |= _staff_figures(people, parameters, dimensions)
    return pd.DataFrame(figures).reindex(answers.index).astype(float)


def _staff_figures(people: Respondents, parameters: Parameters, dimensions: Dimensions) -> dict[str, pd.Series]:
    years = dimensions.trajectory_years
    fte, hours = people.fte, people.hours
    steering = fte[list(dimensions.steering_tasks)].sum(axis=1, skipna=False)
    keys = dimensions.trajectory_key_tasks
    cost = pd.Series(0.0, index=people.persons.index)
    spent = pd.Series(0.0, index=people.persons.index)
    for group in dimensions.group_codes:
        guided = people.by_group[group]
        per_person = hours[[ids.item(group, task, ids.HOURS) for task in keys]].sum(axis=1, min_count=len(keys))
        # nobody of a groep costs nothing, whatever the answer on it
        cost += (people.trajectory[group][DIRECT] * guided / years).mask(guided == 0, 0.0)
        spent += (per_person * guided / years).mask(guided == 0, 0.0)
    both = people.annual[list(dimensions.trajectory_tasks)].sum(axis=1, min_count=len(dimensions.trajectory_tasks) or 1)
    yearly_hours = fte[list(keys)].sum(axis=1, skipna=False) * amount(parameters, "productieve_uren")
    return {
        CASELOAD: people.persons / steering.where(steering > 0),
        COST_RATIO: both / cost.where(cost > 0),
        HOURS_RATIO: yearly_hours.where(yearly_hours > 0) / spent.where(spent > 0),
    }
