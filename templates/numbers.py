"""Figures of a result table as people read them in Dutch: `1.900`, `41%`, `14,7`."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

MILLION = 1_000_000
CROSS = "kruis"
# Separators change places; a minus sign, at which no line breaks, stands for the hyphen.
DUTCH = str.maketrans({",": ".", ".": ",", "-": "\N{MINUS SIGN}"})


class Way(NamedTuple):
    """How a format writes a figure: in what unit, with how many decimals, and what stands after it."""

    unit: float = 1
    decimals: int = 0
    sign: str = ""


WAYS = {
    "euro": Way(),
    "mln": Way(MILLION),
    "mln_1": Way(MILLION, 1),
    "procent": Way(0.01, sign="%"),
    "getal": Way(decimals=1),
    "aantal": Way(),
    "ratio": Way(decimals=2),
    CROSS: Way(),
}


def written(value: float | None, form: str) -> str:
    """A figure in the format of its column; empty when it is not known, halves away from zero as a spreadsheet does."""
    if value is None:
        return ""
    if form == CROSS:
        return "X" if value else ""
    unit, decimals, sign = WAYS[form]
    exact = Decimal(repr(value)) / Decimal(repr(unit))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    plain = f"{rounded if rounded else abs(rounded):,}"
    return plain.translate(DUTCH) + sign


def scaled(value: float | None, form: str) -> float | None:
    """A figure in the unit in which a chart shows it: millions, or itself (a share stays a part of 1)."""
    unit = WAYS[form].unit
    return value / unit if value is not None and unit > 1 else value
