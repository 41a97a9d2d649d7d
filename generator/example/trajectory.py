"""Trajectory answers that cost what the outcome of a respondent says: hours, scales and prices per inburgeraar.

Hours of the direct tasks come from the outcome, those of routes and provisions are drawn. The scale is the highest
that the cost leaves room for; outsourcing, or the price of a route or provision, is the balancing item.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.example.annual import NOT_APPLICABLE, contract_parts
from generator.example.drawing import Answer, Draw, to_step
from generator.example.prices import Overhead, Prices

LOWEST_SCALE = 6.0
UNKNOWN = "onbekend"


@dataclass(frozen=True)
class Case:
    """One respondent: outcome, traits and rules of the recipe, the overhead that prices an hour, derived hours.

    routes: per groep the leerroutes, which share one spread over the years. derived: id -> hours that the product
    will derive where the respondent answers `onbekend`.
    """

    outcome: Mapping[str, float]
    traits: Mapping[str, Any]
    rules: Mapping[str, Any]
    routes: Mapping[str, tuple[str, ...]]
    overhead: Overhead
    prices: Prices
    derived: Mapping[str, float]
    draw: Draw

    def rate(self, scale: float) -> float:
        return self.overhead.fte(self.prices.salary(scale)) / self.prices.hours_per_fte

    def contracted(self, group: str, name: str) -> float:
        return sum(part for item, part in contract_parts(self.traits, "traj", group) if item == name)


def trajectory_answers(case: Case) -> dict[str, Answer]:
    """Direct tasks, routes and provisions per groep; what the outcome does not hold is not answered."""
    found: dict[str, Answer] = {}
    for group, parts in case.rules.items():
        for task, norm in parts["direct"].items():
            found |= _direct(case, group, task, norm)
        for item, norm in parts["items"].items():
            found |= _item(case, group, item, norm)
    return found


def _direct(case: Case, group: str, task: str, norm: Mapping[str, Any]) -> dict[str, Answer]:
    stem = f"traj.{group}.{task}"
    cost = case.outcome.get(f"traj_{group}_{task}", math.nan)
    extra = {f"{stem}.{name}": case.draw.answer(norm[name]) for name in norm if name not in ("uren", "schaal")}
    drawn, scale = case.draw.answer(norm["uren"]), float(case.draw.answer(norm.get("schaal", {"of": [8]})))
    if isinstance(drawn, str):
        return {f"{stem}.uren": drawn}
    if math.isnan(cost):
        return {}
    room = cost - case.contracted(group, task)
    hours = case.outcome.get(f"uren_{group}_{task}", drawn)
    if f"{stem}.uren" in case.derived:
        hours, answer = case.derived[f"{stem}.uren"], UNKNOWN
        scale, _ = _within(case, hours, scale, room, shorten=False)
        return _task_answers(stem, answer, scale, room - hours * case.rate(scale), extra)
    scale, hours = _within(case, to_step(hours, 0.5), scale, room, shorten=True)
    return _task_answers(stem, hours, scale, room - hours * case.rate(scale), extra)


def _task_answers(
    stem: str, hours: Answer, scale: float, outsourced: float, extra: Mapping[str, Answer]
) -> dict[str, Answer]:
    found: dict[str, Answer] = {f"{stem}.uren": hours, f"{stem}.schaal": scale}
    return {**found, f"{stem}.uitbesteding": round(outsourced, 2), **extra}


def _within(case: Case, hours: float, scale: float, room: float, shorten: bool) -> tuple[float, float]:
    """The scale, and if that is not enough the hours, lowered until they cost no more than there is room for."""
    while hours * case.rate(scale) > room and scale > LOWEST_SCALE:
        scale -= 0.5
    while shorten and hours > 0 and hours * case.rate(scale) > room:
        hours -= 0.5
    if hours * case.rate(scale) > room:
        raise ValueError(f"{hours} hours at scale {scale} cost more than {room:.2f}")
    return scale, hours


def _item(case: Case, group: str, item: str, norm: Mapping[str, Any]) -> dict[str, Answer]:
    stem = f"traj.{group}.{item}"
    hours, extra = (float(case.draw.number(norm[name])) if name in norm else 0.0 for name in ("uren", "bijkomend"))
    scale = float(case.draw.answer(norm.get("schaal", {"of": [8]})))
    within = case.draw.answer(norm["participatie"]) if "participatie" in norm else None
    years = _years(case, group, item, norm)
    cost = case.outcome.get(f"traj_{item}", math.nan)
    if math.isnan(cost):
        return {}
    contracted = case.contracted(group, item)
    if cost == 0 and not contracted:
        return {f"{stem}.tarief": NOT_APPLICABLE}
    room = cost - contracted
    if hours * case.rate(scale) + extra > room / 2:
        hours, extra = 0.0, 0.0
    size = float(case.traits.get("group_price", {}).get(item, 1))
    found: dict[str, Answer] = {}
    if hours:
        found |= {f"{stem}.uren": hours, f"{stem}.schaal": scale}
    found[f"{stem}.tarief"] = round((room - hours * case.rate(scale) - extra) * size, 2)
    found |= {f"{stem}.groepsgrootte": size} if size > 1 else {}
    found |= {f"{stem}.bijkomend": extra} if extra else {}
    found |= {f"{stem}.jaar{year}": share for year, share in enumerate(years, start=1)}
    return found | ({f"{stem}.participatie": within} if within is not None else {})


def _years(case: Case, group: str, item: str, norm: Mapping[str, Any]) -> tuple[float, ...]:
    """The spread of the outcome for the groep that has routes; drawn for the other."""
    drawn = case.draw.years(norm["jaar"]["years"])
    if not case.routes.get(group):
        return drawn
    name = "leer" if item in case.routes[group] else item
    return tuple(case.outcome[f"{name}_jaar{year}"] for year in range(1, len(drawn) + 1))
