"""What own staff costs: fte, salary by scale or actual pay, employer charges, overhead (report, 3.1 and 4.1)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.answers.answers import NONE, NUMBER, Answers, Flags, Floats
from xl_addin.methods.answers.known_part import Part, of_figures, total
from xl_addin.methods.tables.columns import (
    EURO_PER_FTE,
    FTE,
    HOURS_A_YEAR,
    JOINT_BODY,
    KEY,
    MUNICIPALITY,
    PERCENT,
    REGISTRATION,
    STAFF_SIDES,
)


class Overhead(NamedTuple):
    """Overhead per municipality: a surcharge on pay (a fraction) or euros per fte, one of both is 0.

    known: both the way of counting and the value are answered; given: one of them holds something.
    """

    fraction: Floats
    per_fte: Floats
    by_fte: Flags
    known: Flags
    given: Flags

    def else_of(self, other: Overhead) -> Overhead:
        """The own overhead where something is given, the other's where nothing is."""
        columns = zip(self, other, strict=True)
        return Overhead(*(np.where(self.given, mine, theirs) for mine, theirs in columns))


def loaded_salary(scales: Floats, parameters: Parameters) -> Floats:
    """Euros a year for one fte at each scale: salary x (1 + ikb) x (1 + werkgeverslasten), without overhead.

    Shape as `scales`. A scale between two scales is interpolated; an unknown scale, or one whose neighbours have no
    salary, gives NaN and never 0. Source: report, section 3.1 (middle of the scale, CAO Gemeenten).
    """
    surcharge = (1 + amount(parameters, "ikb", 0.0)) * (1 + amount(parameters, "werkgeverslasten"))
    distinct, place = np.unique(scales, return_inverse=True)
    salaries = np.array([_salary(float(scale), parameters) for scale in distinct], dtype=float)
    priced: Floats = (salaries * surcharge)[place].reshape(scales.shape)
    return priced


def _salary(scale: float, parameters: Parameters) -> float:
    if math.isnan(scale):
        return math.nan
    below, part = math.floor(scale), scale - math.floor(scale)
    lower = amount(parameters, f"salaris.schaal.{below}")
    if part == 0:
        return lower
    return lower + part * (amount(parameters, f"salaris.schaal.{below + 1}") - lower)


def overhead(answers: Answers, side: str) -> Overhead:
    """The overhead that a side (`gemeente` or `gr`) reports; known where way and value are both answered."""
    way, value = answers.words(ids.overhead(side, "wijze")), answers.cell(ids.overhead(side, "waarde"))
    percent, by_fte = way == PERCENT, way == EURO_PER_FTE
    known = (percent | by_fte) & value.known
    if not any(answers.asks(ids.overhead(one, "waarde")) for one in (side, MUNICIPALITY)):
        known = np.ones(len(answers), dtype=bool)  # a survey that asks nothing about overhead has none
    given = answers.cell(ids.overhead(side, "wijze")).filled | value.filled
    return Overhead(
        np.where(percent & known, value.value, 0.0), np.where(by_fte & known, value.value, 0.0), by_fte, known, given
    )


def trajectory_overhead(answers: Answers) -> Overhead:
    """The overhead in the hour rate: the municipality's, or the joint body's where the municipality's is empty."""
    return overhead(answers, MUNICIPALITY).else_of(overhead(answers, JOINT_BODY))


def with_overhead(pay: Part, fte: Floats, added: Overhead) -> Part:
    """Pay and the overhead on it. fte: NaN where not known, which matters only for overhead per fte.

    Overhead is needed unless there is no staff at all: an effort of which the fte is not known is staff, with a pay of
    0 too. Where pay or a needed overhead is not known, staff adds nothing to the known part.
    """
    needed = (pay.euro > 0) | (fte != 0)
    settled = added.known & ~(added.by_fte & np.isnan(fte))
    known = pay.known & (settled | ~needed)
    cost = pay.euro + np.where(added.known, pay.euro * added.fraction + np.nan_to_num(fte) * added.per_fte, 0.0)
    return Part(np.where(known, cost, 0.0), known)


def own_fte(answers: Answers, task: str, side: str, parameters: Parameters) -> Floats:
    """Fte of a task of one side: inzet in fte, or in hours / productieve_uren. Empty and nvt 0; NaN where unknown."""
    effort, unit = answers.cell(ids.staff(task, side, ids.EFFORT)), answers.words(ids.staff(task, side, ids.UNIT))
    divisor = np.select([unit == FTE, unit == HOURS_A_YEAR], [1.0, amount(parameters, "productieve_uren")], np.nan)
    fte = np.where(effort.amount > 0, effort.amount / divisor, 0.0)
    return np.where(effort.unknown, np.nan, fte)


def own_staff(answers: Answers, task: str, side: str, parameters: Parameters) -> Part:
    """Euros of own staff with overhead of a task of one side, the share of a joint body not yet taken.

    fte x loaded salary, or actual pay where that is given (unit and scale are then not needed), plus overhead.
    """
    effort, paid = (answers.cell(ids.staff(task, side, cell)) for cell in (ids.EFFORT, ids.PAY))
    # overhead per fte on actual pay needs the fte: no effort is then not known, and not 0
    fte = _fte_beside_pay(answers, task, side, parameters)
    cost = with_overhead(_pay(answers, task, side, parameters), fte, overhead(answers, side))
    # each cell is an amount of its own: the other one that is no answer leaves what this one comes to
    return Part(cost.euro, cost.known & ~effort.unknown & ~paid.unknown)


def _pay(answers: Answers, task: str, side: str, parameters: Parameters) -> Part:
    """Pay with employer charges of a task of one side: as given in a number, else fte x loaded salary."""
    paid, fte = answers.cell(ids.staff(task, side, ids.PAY)), own_fte(answers, task, side, parameters)
    salary = loaded_salary(answers.cell(ids.staff(task, side, ids.SCALE)).value, parameters)
    by_scale = np.where(fte == 0, 0.0, fte * salary)
    return of_figures(np.where(paid.state == NUMBER, paid.value, by_scale))


def hour_cost(answers: Answers, hours: Floats, scale: str, parameters: Parameters) -> Part:
    """Hours (NaN: unknown) times the hour rate in the trajectory; `scale` is the id of the scale's question.

    Rate = (loaded salary x (1 + overhead fraction) + overhead per fte) / productieve_uren. Report, section 4.1.
    """
    fte = hours / amount(parameters, "productieve_uren")
    pay = np.where(hours == 0, 0.0, fte * loaded_salary(answers.cell(scale).value, parameters))
    return with_overhead(of_figures(pay), fte, trajectory_overhead(answers))


def joint_share(answers: Answers) -> Floats:
    """The share of the joint body's cost that counts: 1 registratie, `gr.aandeel` sleutel, 0 nvt or empty.

    NaN where it is not known: under sleutel without a valid share, or with a way that is onbekend or no code.
    """
    way = answers.words(ids.JOINT_WAY)
    share = np.select([way == REGISTRATION, way == KEY], [1.0, answers.cell(ids.JOINT_SHARE).value], np.nan)
    return np.where(with_joint_body(answers), share, 0.0)


def with_joint_body(answers: Answers) -> Flags:
    """Where the cells of the joint body count: unless `gr.wijze` is nvt or empty.

    What is neither says that there is one; how it divides is then not known, and its amounts may not vanish.
    """
    way = answers.cell(ids.JOINT_WAY)
    return np.asarray(way.filled & (way.state != NONE))


def total_fte(answers: Answers, tasks: Sequence[str], parameters: Parameters) -> pd.DataFrame:
    """Own staff per task (codes x tasks): fte of the municipality plus the share of the joint body's; NaN unknown.

    An effort that is not filled in is 0, but beside actual pay it is not known.
    """
    sides = [
        {task: of_figures(_fte_beside_pay(answers, task, side, parameters)) for task in tasks} for side in STAFF_SIDES
    ]
    return _both_sides(answers, tasks, *sides)


def _fte_beside_pay(answers: Answers, task: str, side: str, parameters: Parameters) -> Floats:
    """Fte of a task of one side; NaN too where there is pay and no effort is said."""
    effort, paid = answers.cell(ids.staff(task, side, ids.EFFORT)), answers.cell(ids.staff(task, side, ids.PAY))
    unsaid = ((paid.amount > 0) | paid.unknown) & ~effort.known
    return np.where(unsaid, np.nan, own_fte(answers, task, side, parameters))


def total_pay(answers: Answers, tasks: Sequence[str], parameters: Parameters) -> pd.DataFrame:
    """Pay with employer charges per task, without overhead: municipality plus share of joint body; NaN unknown."""
    sides = [{task: _pay(answers, task, side, parameters) for task in tasks} for side in STAFF_SIDES]
    return _both_sides(answers, tasks, *sides)


def _both_sides(
    answers: Answers, tasks: Sequence[str], own: Mapping[str, Part], joint: Mapping[str, Part]
) -> pd.DataFrame:
    found = {task: total((own[task], counted(joint[task], answers)), len(answers)).all_known for task in tasks}
    return pd.DataFrame(found, index=answers.index, columns=list(tasks), dtype=float)


def counted(joint: Part, answers: Answers) -> Part:
    """The share of an amount of the joint body that counts; where there is no joint body a known 0."""
    return joint.times(joint_share(answers)).where(with_joint_body(answers))
