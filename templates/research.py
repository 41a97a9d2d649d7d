"""The lists of what the researcher does next: their columns, and what they start with (`lists_research.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from templates.analysis import RESEARCH_FILE
from templates.plain_yaml import plain_yaml
from templates.schema import Frozen

KEY_BUDGET = "budget"
"""The line of the key that holds the amount to divide."""
KEY_LINES = ("maat", "indeling", "klasse", "bedrag", "toelichting")
OWN_DIVISIONS = ("indeling", "kolom", "grenzen", "kruis", "toelichting")
OWN_MEASURES = ("maat", "teller", "noemer", "eenheid", "toelichting")
SENSITIVITY = ("soort", "wat", "naar", "som", "groep", "waarde", "effect", "deel")
PATH_YEARS = 8
PATH = tuple(f"jaar_{year}" for year in range(1, PATH_YEARS + 1))
EFFECTS = (
    "code",
    "naam",
    "inwoners",
    "begeleid",
    "huidig",
    "nieuw",
    "effect",
    "effect_per_inwoner",
    "effect_per_inburgeraar",
    "jaren",
    *PATH,
)
BENCHMARKS = (
    "code",
    "naam",
    "begeleid",
    "verwacht",
    "laag",
    "hoog",
    "eigen",
    "verschil",
    "caseload",
    "salarisschaal",
    "overhead",
    "inhuur",
    "uitbesteding",
    "taakmix",
    "overig",
)

Cell = str | float | None


class Beginning(Frozen):
    """What the input lists start with, by sheet: rows by column."""

    begin: dict[str, tuple[dict[str, Cell], ...]]


@cache
def _begin() -> Beginning:
    return Beginning.model_validate({"begin": plain_yaml(RESEARCH_FILE)["begin"]})


def beginning(sheet: str, columns: tuple[str, ...]) -> tuple[tuple[Cell, ...], ...]:
    """The rows that an input list starts with, in its columns; none for a list that starts empty."""
    lines: tuple[Mapping[str, Cell], ...] = _begin().begin.get(sheet, ())
    return tuple(tuple(line.get(name) for name in columns) for line in lines)
