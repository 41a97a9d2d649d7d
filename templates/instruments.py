"""The grid of funding instruments: criteria, weights and scores, and the words around them (report, table 6.2)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from templates.plain_yaml import plain_yaml
from templates.schema import Frozen

FILE = Path(__file__).with_name("instruments.yaml")
CRITERION, WEIGHT = "criterium", "gewicht"
SCORES = (-1, 0, 1, 2)
ROOM = 8
"""So many criteria fit in the grid."""


class Instrument(Frozen):
    """A way of funding: its code heads a column, its label stands beside figures."""

    code: str
    label: str


class Criterion(Frozen):
    """What instruments are judged on, how heavily it weighs at first, and the score of each instrument."""

    label: str
    weight: float = Field(alias="gewicht", ge=0)
    scores: dict[str, float]


class Instruments(Frozen):
    """The whole grid, with where its scores come from."""

    source: str = Field(alias="bron")
    reliability: str = Field(alias="betrouwbaarheid")
    instruments: tuple[Instrument, ...] = Field(alias="instrumenten", min_length=2)
    criteria: tuple[Criterion, ...] = Field(max_length=ROOM)
    words: dict[str, str] = Field(alias="woorden")

    @model_validator(mode="after")
    def _every_score_is_given(self) -> Instruments:
        codes = {one.code for one in self.instruments}
        for one in self.criteria:
            if set(one.scores) != codes or not set(one.scores.values()) <= set(SCORES):
                raise ValueError(f"criterium '{one.label}' heeft niet voor elk instrument een score uit {SCORES}")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table in the workbook."""
        return (CRITERION, WEIGHT, *(one.code for one in self.instruments))

    @property
    def rows(self) -> tuple[tuple[str | float, ...], ...]:
        """The criteria as rows of that table."""
        order = [one.code for one in self.instruments]
        return tuple((one.label, one.weight, *(one.scores[code] for code in order)) for one in self.criteria)


@cache
def instruments() -> Instruments:
    """The grid as the YAML describes it."""
    return Instruments.model_validate(plain_yaml(FILE))
