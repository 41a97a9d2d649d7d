"""The answers of one respondent of the example, sheet after sheet: drawn, or made to cost what its outcome says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from generator.example import annual, trajectory
from generator.example.annual import JOINT_BODY, MUNICIPALITY, Annual
from generator.example.drawing import Answer, Draw, to_step
from generator.example.prices import Overhead, Prices
from templates import Survey
from templates.parameters import in_force, plain

EDGE_TOTALS = "randtotalen"
Row = Mapping[str, str]
Recipe = Mapping[str, Any]
Outcome = Mapping[str, float]


class Respondent:
    """Draws the answers of one respondent, sheet after sheet."""

    def __init__(self, survey: Survey, row: Row, recipe: Recipe, outcome: Outcome) -> None:
        self._survey, self._recipe, self._outcome = survey, recipe, outcome
        self._traits: Mapping[str, Any] = recipe["respondents"][row["code"]] or {}
        self._draw = Draw(f"{recipe['seed']}.{row['code']}")
        self._joint: Mapping[str, Any] = self._traits.get("joint") or {}
        self._guided = {group: float(row[f"{group}_begeleid"]) for group in survey.dimensions.group_codes}
        self._full = self._traits.get("volledigheid") != EDGE_TOTALS
        self._prices = Prices(plain(in_force(survey)))

    def answers(self) -> dict[str, Answer]:
        """All sheets, then what this respondent leaves out or answers otherwise."""
        volumes = self._volumes()
        found = {**self._general(), **volumes}
        found |= self._in_full(volumes) if self._full else self._edge_totals()
        found |= self._contracts()
        found |= self._funding(volumes)
        for start in self._traits.get("leave_out", ()):
            found = {name: value for name, value in found.items() if not name.startswith(start)}
        for name, value in (self._traits.get("set") or {}).items():
            found[name] = float(found[name]) + value["plus"] if isinstance(value, Mapping) else value
        return found

    def _general(self) -> dict[str, Answer]:
        drawn = {name: self._draw.answer(rule) for name, rule in self._recipe["general"].items()}
        tasks = self._joint.get("tasks", ())
        if set(self._survey.dimensions.trajectory_key_tasks) <= set(tasks):
            drawn["alg.uitvoerder.regie"] = JOINT_BODY
        if "zelfredzaamheid" in tasks:
            drawn["alg.uitvoerder.zelfredzaamheid"] = JOINT_BODY
        return {"alg.volledigheid": "volledig" if self._full else EDGE_TOTALS, **drawn}

    def _volumes(self) -> dict[str, Answer]:
        rules = {**self._recipe["volumes"], "pip": self._traits.get("pip", self._recipe["volumes"]["pip"])}
        found: dict[str, Answer] = {}
        for group, guided in self._guided.items():
            found[f"vol.{group}.begeleid"] = guided
            for name, share in rules.items():
                found[f"vol.{group}.{name}"] = float(round(guided * self._draw.number(share)))
        routes = self._recipe["routes"]
        left = with_plan = float(found[f"vol.{routes['groep']}.pip"])
        for route, share in routes["shares"].items():
            found[f"vol.route.{route}"] = persons = float(round(with_plan * self._draw.number(share)))
            left -= persons
        found[f"vol.route.{routes['rest']}"] = left
        if not self._traits.get("totals_only"):
            return found
        split = tuple(f"vol.{group}." for group in self._guided)
        found = {name: value for name, value in found.items() if not name.startswith((*split, "vol.route."))}
        return {**found, "vol.totaal.begeleid": sum(self._guided.values())}

    def _in_full(self, volumes: Mapping[str, Answer]) -> dict[str, Answer]:
        """Annual cost per task, and the trajectory at the same overhead."""
        dimensions = self._survey.dimensions
        rules = self._recipe["annual"]
        yearly = annual.annual_answers(
            annual.Case(self._outcome, self._traits, rules, dimensions.steering_tasks, self._prices, self._draw)
        )
        side = JOINT_BODY if self._joint.get("whole") else MUNICIPALITY
        overhead = Overhead(str(yearly.answers[f"oh.{side}.wijze"]), float(yearly.answers[f"oh.{side}.waarde"]))
        routes = {group: tuple(dimensions.routes_of(group)) for group in self._guided}
        along = trajectory.trajectory_answers(
            trajectory.Case(
                self._outcome,
                self._traits,
                self._recipe["trajectory"],
                routes,
                overhead,
                self._prices,
                self._derived(volumes, yearly),
                self._draw,
            )
        )
        return {**yearly.answers, **along}

    def _derived(self, volumes: Mapping[str, Answer], yearly: Annual) -> dict[str, float]:
        """Hours of progress talks as researchers derive them: the year's staff, per groep in proportion to talks."""
        talks: Mapping[str, float] = self._traits.get("derived_by_talks") or {}
        if not talks:
            return {}
        spread = sum(float(volumes[f"vol.{group}.begeleid"]) * number for group, number in talks.items())
        hours = self._survey.dimensions.trajectory_years * self._prices.hours_per_fte * yearly.staff["voortgang"]
        return {f"traj.{group}.voortgang.uren": hours * number / spread for group, number in talks.items()}

    def _edge_totals(self) -> dict[str, Answer]:
        parts = {name: self._outcome[name] for name in ("algemeen", "direct")}
        found: dict[str, Answer] = {f"jaar.rand.{name}": euros for name, euros in parts.items()}
        return {**found, "jaar.rand.totaal": self._outcome["totaal"]}

    def _contracts(self) -> dict[str, Answer]:
        return {
            f"split.{number}.{name}": value
            for number, contract in enumerate(self._traits.get("contracts", ()), start=1)
            for name, value in contract.items()
        }

    def _funding(self, volumes: Mapping[str, Answer]) -> dict[str, Answer]:
        """Grants received, spent and carried over: what is left is what was there, plus received, less spent."""
        rules, guided = self._recipe["funding"], sum(self._guided.values())
        received = to_step(self._draw.number(rules["spuk"]) * guided, 100)
        on_route = float(volumes.get("vol.route.onderwijs", 0.0))
        for_route = to_step(self._draw.number(rules["per_onderwijs"]) * on_route, 100)
        before = to_step(received * self._draw.number(rules["reserve_begin"]), 100)
        spent = to_step((received + for_route) * self._draw.number(rules["besteed"]), 100)
        return {
            "dek.spuk": received,
            "dek.spuk_onderwijs": for_route,
            "dek.spuk_besteed": spent,
            "dek.reserve_begin": before,
            "dek.reserve_eind": before + received + for_route - spent,
            "dek.eigen": to_step(self._draw.number(rules["eigen"]) * guided, 100),
        }


def known(line: Mapping[str, str]) -> Outcome:
    """The numbers of a line of outcomes; what is empty is NaN: it was not answered."""
    return {
        name: float(value) if value else math.nan
        for name, value in line.items()
        if name not in ("code", "volledigheid")
    }
