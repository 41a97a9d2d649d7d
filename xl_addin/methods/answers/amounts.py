"""Reading the dated parameters: an amount that is absent is unknown (NaN), never 0."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from xl_addin.methods.tables.notes import Note

Parameters = Mapping[str, float | str]


def amount(parameters: Parameters, code: str, default: float = math.nan) -> float:
    """The amount of a parameter as a float; `default` (NaN: unknown) when it is absent or empty."""
    value = parameters.get(code)
    if value is None or value == "":
        return default
    return float(value)


def choice(parameters: Parameters, code: str, default: str) -> str:
    """The chosen code of a parameter that is a choice; `default` when it is absent or empty."""
    value = parameters.get(code)
    return default if value is None or value == "" else str(value)


def absent(parameters: Parameters, codes: Iterable[str]) -> list[Note]:
    """A note per parameter that is needed and absent."""
    return [Note("PARAMETER_ABSENT", "", {"parameter": code}) for code in codes if math.isnan(amount(parameters, code))]
