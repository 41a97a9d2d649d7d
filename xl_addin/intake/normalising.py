"""Reads what a person typed in a numeric cell: numbers, `nvt`, `onbekend`, and Dutch number writing in text.

A change is never silent: the caller gets the value and what was made of it. What can be read two ways is a question,
not a guess: `12.500` may be twelve and a half or twelve thousand five hundred, `-` may be nothing or not applicable.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Literal

NOT_APPLICABLE = "nvt"
UNKNOWN = "onbekend"
SAID_NOT_APPLICABLE = {"nvt", "n.v.t.", "n.v.t", "nvt.", "n/a", "niet van toepassing"}
SAID_UNKNOWN = {
    "onbekend",
    "weet niet",
    "weet ik niet",
    "weten we niet",
    "?",
    "??",
    "pm",
    "p.m.",
    "p.m",
    "nnb",
    "n.n.b.",
}
SAID_UNCLEAR = re.compile(r"[-\u2013\u2014xX./]+")
UNIT = re.compile(r"\s*(%|euro|eur|fte|uur|uren|u)\.?$")
PLAIN = re.compile(r"^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d{1,3})?$")
AMBIGUOUS = re.compile(r"^-?[1-9]\d{0,2}[.,]\d{3}$")
GROUPED = re.compile(r"^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$")
SPACED = re.compile(r"^-?\d{1,3}( \d{3})+([.,]\d+)?$")
ENGLISH = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+|(?<=,\d{3},\d{3}))$")
QUOTES = " '\"`\u2018\u2019\u201c\u201d"
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})

Outcome = Literal["gelijk", "gelezen", "dubbelzinnig", "onleesbaar"]


@dataclass(frozen=True)
class Read:
    """The value of a cell and how it was come by; what can be read two ways has no value, the unreadable stays text."""

    value: str | float | None
    outcome: Outcome


def read_number(raw: str | float | None) -> Read:
    """What a numeric cell holds: a float, `nvt`, `onbekend`, None, or text that is no number."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return Read(None, "gelijk")
    if not isinstance(raw, str):
        return Read(float(raw), "gelijk")
    if raw in (NOT_APPLICABLE, UNKNOWN):
        return Read(raw, "gelijk")
    return _read_text(raw)


def either_number(raw: str) -> tuple[float, float] | None:
    """The numbers that an ambiguous text may be, the smaller first: `12.500` is 12.5 or 12500. None for a dash."""
    text = _without_unit(_tidy(raw))
    if not AMBIGUOUS.match(text):
        return None
    return float(text.replace(",", ".")), float(text.replace(",", "").replace(".", ""))


def read_code(raw: str, codes: Set[str]) -> Read:
    """The code that a cell to choose in holds; a text that is none of `codes` stays as it is."""
    text = " ".join(raw.translate(SPACES).split()).lower()
    plain = text if text in codes else text.rstrip(".")
    if plain not in codes:
        said = {**dict.fromkeys(SAID_NOT_APPLICABLE, NOT_APPLICABLE), **dict.fromkeys(SAID_UNKNOWN, UNKNOWN)}
        if said.get(text) not in codes:
            return Read(raw.strip(), "gelijk")
        plain = said[text]
    return Read(plain, "gelijk" if plain == raw.strip() else "gelezen")


def _read_text(raw: str) -> Read:
    text = _tidy(raw)
    if text in SAID_NOT_APPLICABLE:
        return Read(NOT_APPLICABLE, "gelezen")
    if text in SAID_UNKNOWN:
        return Read(UNKNOWN, "gelezen")
    if SAID_UNCLEAR.fullmatch(text):
        return Read(None, "dubbelzinnig")
    percent = text.endswith("%")
    text = _without_unit(text)
    whole_euros = text.endswith((",-", ",=", ".-", ",\u2013"))
    text = re.sub(r"[,.][-=\u2013]+$", "", text)
    if AMBIGUOUS.match(text) and not percent and not whole_euros:
        return Read(None, "dubbelzinnig")
    # a percentage is no thousands: 33.333% has decimals
    number = _plain(text.replace(".", ",") if percent and AMBIGUOUS.match(text) else text)
    if number is None:
        return Read(raw, "onleesbaar")
    return Read(number / 100 if percent else number, "gelezen")


def _tidy(raw: str) -> str:
    return " ".join(raw.translate(SPACES).split()).lower().strip(QUOTES)


def _without_unit(text: str) -> str:
    return UNIT.sub("", text.replace("€", "")).removeprefix("eur ").strip()


def _plain(text: str) -> float | None:
    text = re.sub(r"^-\s+", "-", text)
    if GROUPED.match(text):
        text = text.replace(".", "").replace(",", ".")
    elif ENGLISH.match(text):
        text = text.replace(",", "")
    elif SPACED.match(text) or PLAIN.match(text):
        text = text.replace(" ", "").replace(",", ".")
    else:
        return None
    number = float(text)
    return number if abs(number) < float("inf") else None
