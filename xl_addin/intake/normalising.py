"""Reads what a person typed in a numeric cell: numbers, `nvt`, `onbekend`, and Dutch number writing in text.

A change is never silent: the caller gets the value and what was made of it. What can be read two ways is a question,
not a guess: `12.500` may be twelve and a half or twelve thousand five hundred.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

NOT_APPLICABLE = "nvt"
UNKNOWN = "onbekend"
SAID_NOT_APPLICABLE = {"nvt", "n.v.t.", "n.v.t", "nvt.", "niet van toepassing"}
SAID_UNKNOWN = {"onbekend", "weet niet", "?", "pm", "p.m."}
PLAIN = re.compile(r"^-?\d+([.,]\d+)?$")
AMBIGUOUS = re.compile(r"^-?\d{1,3}[.,]\d{3}$")
GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$")
ENGLISH = re.compile(r"^-?\d{1,3}(,\d{3})+\.\d+$")

Outcome = Literal["gelijk", "gelezen", "dubbelzinnig", "onleesbaar"]
Cell = str | float | int | bool | dt.date | dt.time | None


@dataclass(frozen=True)
class Read:
    """The value of a numeric cell and how it was come by; an unreadable value stays the text it was."""

    value: str | float | None
    outcome: Outcome


def read_number(raw: Cell) -> Read:
    """What a numeric cell holds: a float, `nvt`, `onbekend`, None, or text that is no number."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return Read(None, "gelijk")
    if isinstance(raw, bool | dt.date | dt.time):
        return Read(str(raw), "onleesbaar")
    if isinstance(raw, int | float):
        return Read(float(raw), "gelijk")
    if raw in (NOT_APPLICABLE, UNKNOWN):
        return Read(raw, "gelijk")
    return _read_text(raw)


def _read_text(raw: str) -> Read:
    text = " ".join(raw.replace("\N{NO-BREAK SPACE}", " ").split()).lower()
    if text in SAID_NOT_APPLICABLE:
        return Read(NOT_APPLICABLE, "gelezen")
    if text in SAID_UNKNOWN:
        return Read(UNKNOWN, "gelezen")
    percent = text.endswith("%")
    text = text.rstrip("%").replace("€", "").replace("euro", "").replace(" ", "")
    text = text.replace("\N{MINUS SIGN}", "-")
    whole_euros = text.endswith(",-")
    text = re.sub(r",-+$", "", text)
    if AMBIGUOUS.match(text) and not percent and not whole_euros:
        return Read(raw, "dubbelzinnig")
    if GROUPED.match(text):
        text = text.replace(".", "").replace(",", ".")
    elif ENGLISH.match(text):
        text = text.replace(",", "")
    elif PLAIN.match(text):
        text = text.replace(",", ".")
    else:
        return Read(raw, "onleesbaar")
    return Read(float(text) / 100 if percent else float(text), "gelezen")
