"""The made-up country of a simulation, as `simulation.yaml` of a survey describes it."""

from __future__ import annotations

import csv
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


class IntervalDesign(Frozen):
    """Who answers, to see whether intervals hold: respondents per size class, and how much cheap ones answer more.

    counts: empty = as many per class as its part of the municipalities; selectivity: how much the log chance falls
    with one standard deviation of cost within the class.
    """

    name: str
    counts: dict[str, int] = Field(default_factory=dict)
    selectivity: float = 0.0


class IntervalModel(Frozen):
    """Respondents in all, the noises of the cost, and the designs of response under which intervals are measured."""

    respondents: int = Field(gt=0)
    noises: tuple[float, ...]
    designs: tuple[IntervalDesign, ...]


class SimulationModel(Frozen):
    """A country, a sample size, the part that answers, the scenarios to compare, and how intervals are measured."""

    cost: CostModel
    sample: int
    response: float = Field(gt=0, le=1)
    scenarios: tuple[Scenario, ...]
    intervals: IntervalModel


COVERAGE = "dekking.csv"
COVERAGE_COLUMNS = (
    "opzet",
    "toeval",
    "cijfer",
    "indeling",
    "klasse",
    "trekkingen",
    "dekking",
    "breedte",
    "afwijking",
    "fout",
)
"""Of the coverage as measured: design, noise, figure and place; draws; part of the intervals with the truth; half their
width, mean error and root mean square error as part of the truth."""


def measured_coverage(survey_id: str) -> list[dict[str, str]]:
    """The rows of the survey's measured coverage, made by `kostenonderzoek simulate`; none where it has none."""
    path = survey_home(survey_id) / COVERAGE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def load_simulation(survey_id: str) -> SimulationModel:
    """The model of a survey. Raises `Problems`, with file and line."""
    return read_part(survey_home(survey_id) / "simulation.yaml", SimulationModel)
