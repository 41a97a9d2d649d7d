"""The scenarios that an analysis workbook starts with, and the levers besides parameters that one may name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from templates.columns import SCENARIOS
from templates.plain_yaml import plain_yaml
from templates.schema import Frozen

FILE = Path(__file__).with_name("scenarios.yaml")
ROOM = 5
"""So many scenarios stand side by side."""


class ScenarioLine(Frozen):
    """One change of a scenario: the code of a parameter or lever, its value, and the first year in which it holds.

    Without a first year it holds from the year after the survey year on.
    """

    scenario: str
    code: str
    value: float | str = Field(alias="waarde")
    first: int | None = Field(default=None, alias="eerste_jaar")
    explanation: str = Field(default="", alias="toelichting")


class Scenarios(Frozen):
    """What the list starts with; `levers` says what each lever does."""

    levers: dict[str, str] = Field(alias="hefbomen")
    lines: tuple[ScenarioLine, ...] = Field(alias="scenarios")

    @property
    def rows(self) -> tuple[tuple[str | float | None, ...], ...]:
        """The lines in the columns SCENARIOS."""
        assert SCENARIOS == ("scenario", "code", "waarde", "eerste_jaar", "toelichting")
        return tuple((line.scenario, line.code, line.value, line.first, line.explanation) for line in self.lines)


@cache
def scenarios() -> Scenarios:
    """The scenarios as the YAML describes them."""
    return Scenarios.model_validate(plain_yaml(FILE))
