"""Which sums a respondent leaves by an answer `onbekend`, by its other answers (METHOD section 2, "What is known").

Written once, and read twice: by the workbook as formulas, by the collector on a table of answers. So the list of open
answers, the findings and the letters say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from generator.survey.formulas import literal, words
from generator.survey.texts import text
from templates.questions import Asked
from templates.schema import Survey

Truth = TypeVar("Truth")
"""A condition: a formula, or a truth value per municipality."""

Left = list[tuple[list[str], Truth]]
"""Sums, with the condition under which they are left."""

SIDES = ("gemeente", "gr")
AMOUNTS, DESCRIBED = ("inzet", "loonkosten", "inhuur", "uitbesteding"), ("eenheid", "schaal")
TRAJECTORY_AMOUNTS = ("uren", "uitbesteding", "tarief", "bijkomend")
PRICES = {"schaal": "uren", "groepsgrootte": "tarief"}
"""Cells of the trajectory that price the amount in another one."""
OVERHEAD, JOINT_BODY, COMBINED = "oh", "gr", "split"


class Reader(Protocol[Truth]):
    """What can be asked of answers. A question that a survey does not have is empty."""

    def used(self, ids: Sequence[str]) -> Truth:
        """Whether one of these is a number above 0."""

    def code(self, question: str, code: str) -> Truth:
        """Whether a code question is answered with this code."""

    def number(self, question: str) -> Truth:
        """Whether it is answered with a number."""

    def any_filled(self, ids: Sequence[str]) -> Truth:
        """Whether one of these holds anything."""

    def all_answered(self, ids: Sequence[str]) -> Truth:
        """Whether each of these is."""

    def not_known(self, ids: Sequence[str]) -> Truth:
        """Whether one of these holds what is no answer: `onbekend` or no valid value."""

    def falls_on_sum(self, contract: str) -> Truth:
        """Whether a part of a combined contract falls on an item of a sum: in jaar a task, in traj any of the groep."""

    def every(self, *terms: Truth) -> Truth:
        """Whether all of these hold."""

    def either(self, *terms: Truth) -> Truth:
        """Whether one of these holds."""

    def no(self, term: Truth) -> Truth:
        """Whether this does not hold."""


def left_sums(survey: Survey, asked: Asked, read: Reader[Truth]) -> Left[Truth]:
    """The sums that the municipality leaves while this answer is not known, and when.

    An amount leaves the sums with its item; a cell that describes an amount (unit, scale, overhead, size of a group,
    share) does where there is such an amount or where that is not known either. Who gives edge totals is in no sum over
    tasks, and leaves the total only where nothing else gives it.
    """
    return _Leaving(survey, read).by(asked)


class _Leaving(Generic[Truth]):
    """The sums that answers leave, asked of one reader."""

    def __init__(self, survey: Survey, read: Reader[Truth]) -> None:
        self.survey, self.dimensions, self.read = survey, survey.dimensions, read
        self.edge = read.code("alg.volledigheid", "randtotalen")
        self.full = read.no(self.edge)
        self.always = read.every()

    def by(self, asked: Asked) -> Left[Truth]:
        read = self.read
        part, *rest = asked.id.split(".")
        last = rest[-1] if rest else ""
        if part == "jaar":
            return self._edge_total(last) if rest[0] == "rand" else self._annual(asked, rest[0])
        if part == "traj":
            return self._trajectory(asked, rest[0], rest[1], last)
        if part == OVERHEAD:
            return self._overhead(rest[0])
        if asked.id == "gr.aandeel":
            return [([text("answers.sum_gr")], self._shared())]
        if part == COMBINED:
            return [([text("answers.sum_split")], read.every(self.full, read.falls_on_sum(rest[0])))]
        if part == "vol" and last == "begeleid":
            return self._persons(rest[0])
        return [([text("answers.sum_gf" if asked.id == "dek.gf" else "answers.sum_itself")], self.always)]

    def _edge_total(self, part: str) -> Left[Truth]:
        """The total carries itself, and algemeen and direct together carry it too."""
        others = ["jaar.rand.algemeen", "jaar.rand.direct"] if part == "totaal" else ["jaar.rand.totaal"]
        return [([text("answers.sum_all")], self.read.every(self.edge, self.read.no(self.read.all_answered(others))))]

    # --- the year

    def _annual(self, asked: Asked, task: str) -> Left[Truth]:
        dimensions, (last, side) = self.dimensions, _cell_and_side(asked.id)
        if last not in (*AMOUNTS, *DESCRIBED) or task not in dimensions.task_codes:
            return [([text("answers.sum_itself")], self.always)]
        steering = task in dimensions.steering_tasks
        kind = "general" if task in dimensions.general_tasks else "direct"
        sums = [dimensions.label(task), *([text("answers.sum_steering")] if steering else [])]
        sums += [text(f"answers.sum_{one}") for one in (kind, "all", "kinds")]
        counts = self.read.every(self.full, *self._counting(side))
        caseload = [text("answers.sum_caseload")] if steering else []
        if last in AMOUNTS:
            return [(sums + (caseload if last == "inzet" else []), counts)]
        stem = f"jaar.{task}.{side}"
        effort = self.read.either(self.read.used([f"{stem}.inzet"]), self.read.not_known([f"{stem}.inzet"]))
        needed = self.read.no(self.read.number(f"{stem}.loonkosten"))
        if last == "eenheid":
            needed = self.read.either(needed, self.read.code(f"oh.{side}.wijze", "euro_per_fte"))
        left = [(sums, self.read.every(counts, effort, needed))]
        return [*left, (caseload, self.read.every(counts, effort))] if caseload and last == "eenheid" else left

    def _counting(self, side: str) -> list[Truth]:
        """The cells of the joint body count unless there is none."""
        way = "gr.wijze"
        ways = [self.read.code(way, one) for one in ("registratie", "sleutel")]
        return [self.read.either(*ways, self.read.not_known([way]))] if side == JOINT_BODY else []

    def _shared(self) -> Truth:
        """Whether the joint body has amounts of which only a share counts."""
        tasks = self.dimensions.task_codes
        amounts = [f"jaar.{task}.gr.{cell}" for task in tasks for cell in AMOUNTS]
        there = self.read.either(self.read.used(amounts), self.read.not_known(amounts))
        return self.read.every(self.full, self.read.code("gr.wijze", "sleutel"), there)

    def _overhead(self, side: str) -> Left[Truth]:
        read, tasks = self.read, self.dimensions.task_codes
        staff = [f"jaar.{task}.{side}.{cell}" for task in tasks for cell in ("inzet", "loonkosten")]
        year = read.every(self.full, *self._counting(side), read.either(read.used(staff), read.not_known(staff)))
        items = [*self.dimensions.trajectory_tasks]
        items += [item.code for item in (*self.dimensions.routes, *self.dimensions.provisions)]
        hours = [f"traj.{group}.{item}.uren" for group in self.dimensions.group_codes for item in items]
        own = [f"oh.{SIDES[0]}.wijze", f"oh.{SIDES[0]}.waarde"]
        instead = [read.no(read.any_filled(own))] if side == JOINT_BODY else []
        trajectory = read.every(self.full, *instead, read.either(read.used(hours), read.not_known(hours)))
        return [([text("answers.sum_staff_year")], year), ([text("answers.sum_staff_trajectory")], trajectory)]

    # --- the trajectory

    def _trajectory(self, asked: Asked, group: str, code: str, last: str) -> Left[Truth]:
        dimensions, stem = self.dimensions, asked.id.rpartition(".")[0]
        if last not in (*TRAJECTORY_AMOUNTS, *PRICES):
            return [([text("answers.sum_itself")], self.always)]
        sums = [f"{dimensions.label(code)} ({dimensions.label(group)})", *self._trajectory_sums(group, code)]
        if last == "uren" and code in dimensions.trajectory_key_tasks:
            sums[-1] += text("answers.unless_derived")
        if last in TRAJECTORY_AMOUNTS:
            return [(sums, self.full)]
        amount = [f"{stem}.{PRICES[last]}"]
        there = self.read.either(self.read.used(amount), self.read.not_known(amount))
        return [(sums, self.read.every(self.full, there))]

    def _trajectory_sums(self, group: str, code: str) -> list[str]:
        if code in self.dimensions.trajectory_tasks:
            return [text("answers.sum_trajectory_direct")]
        part = "routes" if code in self.dimensions.routes_of(group) else "provisions"
        return [text(f"answers.sum_{part}"), text("answers.sum_trajectory_total")]

    # --- what lies on several items

    def _persons(self, group: str) -> Left[Truth]:
        """Either all groups or the total say how many there are; a trajectory is weighed by its own group."""
        everyone, groups = ["vol.totaal.begeleid"], self.dimensions.group_codes
        others = everyone if group in groups else [f"vol.{one}.begeleid" for one in groups]
        unsaid = self.read.no(self.read.all_answered(others)) if others else self.always
        left = [([text("answers.sum_persons")], unsaid)]
        if group in groups:
            left.append(([text("answers.sum_group", groep=self.dimensions.label(group))], self.full))
        return left


def _cell_and_side(question: str) -> tuple[str, str]:
    """The last word of a question of the annual cost, and whose cell it is."""
    parts = question.split(".")
    return parts[-1], JOINT_BODY if JOINT_BODY in parts[2:] else SIDES[0]


def consequence(survey: Survey, asked: Asked, read: Reader[str]) -> str:
    """The formula of what it means that this answer is not known: a sentence with the sums that are left."""
    left = left_sums(survey, asked, read)
    none = literal(text("answers.left_none"))
    if len(left) == 1:
        sums, held = ", ".join(left[0][0]), left[0][1]
        sentence = words(text("answers.left", sommen=sums))
        return sentence if held == read.every() else f"IF({held},{sentence},{none})"
    start, end = text("answers.left", sommen="|").split("|")
    listed = [f'IF({held},{words(", ".join(sums))},"")' for sums, held in left]
    between = [
        f'IF(AND({read.either(*(held for _, held in left[:at]))},{left[at][1]}),", ","")' for at in range(1, len(left))
    ]
    pieces = [listed[0], *(piece for pair in zip(between, listed[1:], strict=True) for piece in pair)]
    return f"IF({read.either(*(held for _, held in left))},{literal(start)}&{'&'.join(pieces)}&{literal(end)},{none})"
