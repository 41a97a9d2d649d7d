"""The made-up country of a simulation, as `simulation.yaml` of a survey describes it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from templates.folders import survey_home
from templates.loading import read_part
from templates.schema import Frozen


class CostModel(Frozen):
    """Euros per inburgeraar: level by size class x (reference / guided per 10,000)^power x lognormal noise."""

    levels: dict[str, float]
    reference: float = Field(gt=0)
    power: float
    noise: float = Field(ge=0)


class Scenario(Frozen):
    """How the sample is drawn, and how much answering goes with guided inburgeraars per 10,000."""

    name: str
    allocation: Literal["proportional", "neyman", "power"]
    selectivity: float


class SimulationModel(Frozen):
    """A country, a sample size, the part that answers, and the scenarios to compare."""

    cost: CostModel
    sample: int
    response: float = Field(gt=0, le=1)
    scenarios: tuple[Scenario, ...]


def load_simulation(survey_id: str) -> SimulationModel:
    """The model of a survey. Raises `Problems`, with file and line."""
    return read_part(survey_home(survey_id) / "simulation.yaml", SimulationModel)
