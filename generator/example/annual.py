"""Annual answers that cost what the outcome of a respondent says: fte and scales, amounts as the balancing item.

The outcome gives the cost per task, the cost per kind and the fte of regievoering; which task has how much of each
kind is drawn. Own staff is priced as the product prices it; what its rounded answers leave open is hired or outsourced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.example.drawing import Answer, Draw, portions, to_step
from generator.example.prices import PERCENT, Overhead, Prices

MUNICIPALITY, JOINT_BODY = "gemeente", "gr"
KEY = "sleutel"
NOT_APPLICABLE = "nvt"
OWN, HIRED, OUTSOURCED = "eigen", "inhuur", "uitbesteding"
# Euros of a task that stay free of own staff, so that effort can be rounded without passing the cost of the task.
ROOM = 1_250.0
SCALES = (7.0, 10.0)
PERCENT_BOUNDS = (0.25, 0.6)


@dataclass(frozen=True)
class Annual:
    """The answers, and per task the fte with hired staff, from which hours that are not known follow."""

    answers: Mapping[str, Answer]
    staff: Mapping[str, float]


@dataclass(frozen=True)
class Case:
    """One respondent: outcome (euros per task and kind), traits and rules of the recipe, tasks of regievoering."""

    outcome: Mapping[str, float]
    traits: Mapping[str, Any]
    norms: Mapping[str, Any]
    steering: Sequence[str]
    prices: Prices
    draw: Draw

    @property
    def tasks(self) -> list[str]:
        return list(self.norms)

    @property
    def joint(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.traits.get("joint") or {}
        return found

    def is_joint(self, task: str) -> bool:
        return task in self.joint.get("tasks", ())

    def share(self, task: str) -> float:
        """The part of what is answered for the task that counts for this municipality."""
        return float(self.joint["share"]) if self.is_joint(task) and self.joint["way"] == KEY else 1.0

    def contracted(self, task: str) -> float:
        """Euros of the task in a contract for more parts together."""
        return sum(part for name, part in contract_parts(self.traits, "jaar") if name == task)


def contract_parts(traits: Mapping[str, Any], entrance: str, group: str = "") -> list[tuple[str, float]]:
    """Task, leerroute or voorziening and its euros, for every part of the contracts that are answered together."""
    parts: list[tuple[str, float]] = []
    for contract in traits.get("contracts", ()):
        if contract["ingang"] == entrance and contract.get("groep", "") == group:
            first = contract["bedrag"] * contract["aandeel_a"]
            parts += [(contract["deel_a"], first), (contract["deel_b"], contract["bedrag"] - first)]
    return parts


def annual_answers(case: Case) -> Annual:
    """Overhead, effort, scale and amounts of every task."""
    own = _own_staff(case)
    scales = {task: float(case.draw.answer(case.norms[task]["schaal"])) for task in case.tasks}
    scales, overheads = _priced(case, own, scales)
    answers = _overhead_answers(case, overheads)
    efforts = _efforts(case, own, scales, overheads)
    rest: dict[str, float] = {}
    for task, effort in efforts.items():
        cost = case.share(task) * _fte(case, effort) * _per_fte(case, task, scales, overheads)
        rest[task] = case.outcome[task] - case.contracted(task) - cost
        answers |= _effort_answers(case, task, effort, scales[task])
    hired = _hired(case, rest)
    for task in case.tasks:
        answers |= _amount_answers(case, task, hired[task], rest[task] - hired[task])
    staff = {
        task: case.share(task) * _fte(case, efforts[task]) + hired[task] / _per_fte(case, task, scales, overheads)
        for task in case.tasks
    }
    return Annual(answers, staff)


def _own_staff(case: Case) -> dict[str, float]:
    """Euros of own staff per task: regievoering by its fte, the other tasks what is left of the kind."""
    limits = {task: max(case.outcome[task] - case.contracted(task) - ROOM, 0.0) for task in case.tasks}
    groups = (case.steering, [task for task in case.tasks if task not in case.steering])
    steering, others = (sum(limits[task] for task in group) for group in groups)
    low, high = (case.prices.salary(scale) * (1 + part) for scale, part in zip(SCALES, PERCENT_BOUNDS, strict=True))
    fte = case.outcome["fte_regievoering"]
    wanted = case.outcome[OWN] * steering / (steering + others)
    wanted = min(max(wanted, case.outcome[OWN] - others, low * fte), high * fte, steering)
    found: dict[str, float] = {}
    for group, euros in zip(groups, (wanted, case.outcome[OWN] - wanted), strict=True):
        weights = [case.norms[task]["eigen"] * case.outcome[task] for task in group]
        found |= dict(zip(group, portions(euros, weights, [limits[task] for task in group]), strict=True))
    return found


def _priced(
    case: Case, own: Mapping[str, float], scales: dict[str, float]
) -> tuple[dict[str, float], dict[str, Overhead]]:
    """Scales and overhead at which the fte of regievoering costs what its own staff does."""
    fte = case.outcome["fte_regievoering"]
    euros = sum(own[task] for task in case.steering)
    lowest, highest = PERCENT_BOUNDS
    while True:
        salaries = sum(case.prices.salary(scales[task]) * own[task] / euros for task in case.steering) * fte
        part = euros / salaries - 1
        step = 0.5 if part > highest - 0.15 else -0.5 if part < lowest else 0.0
        moved = {task: min(max(scales[task] + step, SCALES[0]), SCALES[1]) for task in case.steering}
        if all(moved[task] == scales[task] for task in case.steering):
            break
        scales = {**scales, **moved}
    part = min(max(to_step(part, 0.01), lowest), highest)
    ways = {MUNICIPALITY: case.traits.get("overhead", PERCENT), JOINT_BODY: case.joint.get("overhead")}
    per_fte = to_step(part * salaries / fte, 500)
    return scales, {
        side: Overhead(way, part if way == PERCENT else per_fte) for side, way in ways.items() if way is not None
    }


def _per_fte(case: Case, task: str, scales: Mapping[str, float], overheads: Mapping[str, Overhead]) -> float:
    side = JOINT_BODY if case.is_joint(task) else MUNICIPALITY
    return overheads[side].fte(case.prices.salary(scales[task]))


def _efforts(
    case: Case, own: Mapping[str, float], scales: Mapping[str, float], overheads: Mapping[str, Overhead]
) -> dict[str, float]:
    """Effort per task as answered: whole hours or hundredths of an fte, those of regievoering adding up to its fte."""
    price = {task: _per_fte(case, task, scales, overheads) for task in case.tasks}
    fte = {task: own[task] / price[task] for task in case.tasks}
    steering = sum(fte[task] for task in case.steering)
    found: dict[str, float] = {}
    behind = 0.0
    for task in sorted(case.tasks, key=lambda task: (task not in case.steering, fte[task])):
        exact = fte[task] * case.outcome["fte_regievoering"] / steering if task in case.steering else fte[task]
        exact = exact / case.share(task) * _unit(case)
        step = 1.0 if case.traits.get("unit") == "uur" else 0.01
        answer = to_step(exact + (behind if task in case.steering else 0.0), step) if fte[task] > 0 else 0.0
        while answer > 0 and _over(case, task, answer, price[task]):
            answer = to_step(answer - step, step)
        behind = behind + exact - answer if task in case.steering else behind
        found[task] = answer
    return found


def _over(case: Case, task: str, effort: float, price: float) -> bool:
    euros = case.share(task) * _fte(case, effort) * price
    return euros > case.outcome[task] - case.contracted(task)


def _unit(case: Case) -> float:
    return case.prices.hours_per_fte if case.traits.get("unit") == "uur" else 1.0


def _fte(case: Case, effort: float) -> float:
    return effort / _unit(case)


def _hired(case: Case, rest: Mapping[str, float]) -> dict[str, float]:
    """The cost of hired staff over the tasks, in whole euros: first where it is most usual."""
    left = case.outcome[HIRED]
    found = dict.fromkeys(case.tasks, 0.0)
    for task in sorted(case.tasks, key=lambda task: float(case.norms[task]["inhuur"])):
        found[task] = float(int(min(rest[task], left)))
        left -= found[task]
    return found


def _overhead_answers(case: Case, overheads: Mapping[str, Overhead]) -> dict[str, Answer]:
    found: dict[str, Answer] = {"gr.wijze": case.joint.get("way", NOT_APPLICABLE)}
    for side, given in overheads.items():
        if side == JOINT_BODY or not case.joint.get("whole"):
            found |= {f"oh.{side}.wijze": given.way, f"oh.{side}.waarde": given.value}
    if "share" in case.joint:
        found["gr.aandeel"] = case.joint["share"]
    return found


def _effort_answers(case: Case, task: str, effort: float, scale: float) -> dict[str, Answer]:
    side = JOINT_BODY if case.is_joint(task) else MUNICIPALITY
    stem = f"jaar.{task}.{side}"
    if effort <= 0:
        return {f"jaar.{task}.{MUNICIPALITY}.inzet": NOT_APPLICABLE}
    unit = case.traits.get("unit", "fte")
    found: dict[str, Answer] = {f"{stem}.inzet": effort, f"{stem}.eenheid": unit, f"{stem}.schaal": scale}
    return found | ({f"jaar.{task}.{MUNICIPALITY}.inzet": NOT_APPLICABLE} if case.is_joint(task) else {})


def _amount_answers(case: Case, task: str, hired: float, outsourced: float) -> dict[str, Answer]:
    stem = f"jaar.{task}.{JOINT_BODY}." if case.is_joint(task) else f"jaar.{task}."
    found: dict[str, Answer] = {}
    for kind, euros in ((HIRED, hired), (OUTSOURCED, outsourced)):
        amount = round(euros / case.share(task), 2)
        if amount > 0:
            found[f"{stem}{kind}"] = amount
    return found
