"""Reads what a person typed in a numeric cell: numbers, `nvt`, `onbekend`, and Dutch number writing in text.

A change is never silent: the caller gets the value and what was made of it. What can be read two ways is a question,
not a guess: `12.500` may be twelve and a half or twelve thousand five hundred, `-` may be nothing or not applicable,
two numbers under each other are not one, and `500 uur` is no amount of money.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from templates.said import SAID_NOT_APPLICABLE, SAID_UNKNOWN

NOT_APPLICABLE = "nvt"
UNKNOWN = "onbekend"
SAID_UNCLEAR = re.compile(r"[-\u2013\u2014xX./]+")
UNIT = re.compile(r"\s*(%|euro|eur|fte|uur|uren|u)\.?$")
LINES = re.compile(r"[\n\r\t\v\f\x85\u2028\u2029]")
TWO_GROUPS = re.compile(r"-?\d{3}( \d{3})+([.,]\d+)?")
COUNTED = re.compile(r"(?P<number>.*\d(?:[.,][-=\u2013]{0,2})?)\s*(?P<words>[^\W\d_]|[%\u20ac].*|[^\W\d_][^\d]*)")
MONEY = ("\u20ac", "euro ", "eur ")
FAMILIES = {
    "euro": ("\u20ac", "euro", "eur", "euros", "euro's"),
    "uur": ("uur", "uren", "u", "hour", "hours"),
    "fte": ("fte", "fte's", "ftes"),
    "procent": ("%", "procent", "percent", "fractie", "fraction"),
    "maand": ("maand", "maanden", "mnd", "month", "months"),
    "week": ("week", "weken"),
    "dag": ("dag", "dagen"),
    "minuut": ("minuut", "minuten", "min"),
    "jaar": ("jaar", "jaren"),
}
"""Units that a person types behind a number, by what they measure."""
FAMILY = {word: family for family, words in FAMILIES.items() for word in words}
DAY = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})")
PER = re.compile(r"\s*(?:\bper\b|/|p\.).*$")
PLAIN = re.compile(r"^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d{1,3})?$")
AMBIGUOUS = re.compile(r"^-?[1-9]\d{0,2}[.,]\d{3}$")
GROUPED = re.compile(r"^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$")
SPACED = re.compile(r"^-?\d{1,3}( \d{3})+([.,]\d+)?$")
ENGLISH = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+|(?<=,\d{3},\d{3}))$")
QUOTES = " '\"`\u2018\u2019\u201c\u201d"
_AROUND = " \t\r\n\v\f\x85\u2028\u2029\u00a0"
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})

Outcome = Literal["gelijk", "gelezen", "dubbelzinnig", "meer", "eenheid", "onleesbaar"]
UNREAD: tuple[Outcome, ...] = ("dubbelzinnig", "meer", "eenheid")
"""Outcomes of what somebody must be asked about."""


@dataclass(frozen=True)
class Read:
    """The value of a cell and how it was come by; what can be read two ways has no value, the unreadable stays text."""

    value: str | float | None
    outcome: Outcome


@lru_cache(1024)
def families_of(words: str) -> frozenset[str]:
    """What a unit in words measures: `fte of uren per jaar` gives fte and uur; other words stand for themselves."""
    plain = PER.sub("", words.casefold().replace("_", " ")).replace("\u20ac", " \u20ac ")
    return frozenset(FAMILY.get(word, word) for word in plain.split() if word not in ("of", "or"))


def read_number(raw: str | float | None, units: Set[str] | None = None) -> Read:
    """What a numeric cell holds: a float, `nvt`, `onbekend`, None, or text that is no number.

    units: what may be measured (`families_of`); a number with another unit behind it is not read. Without it any
    will do.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return Read(None, "gelijk")
    if isinstance(raw, bool):
        return Read("WAAR" if raw else "ONWAAR", "onleesbaar")
    if not isinstance(raw, str):
        return Read(float(raw), "gelijk")
    if raw in (NOT_APPLICABLE, UNKNOWN):
        return Read(raw, "gelijk")
    return _read_text(raw, units)


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


def read_date(raw: str) -> Read:
    """A date typed as text, day before month: `14-3-2025` is 2025-03-14; what is no date stays as it is."""
    typed = DAY.fullmatch(raw.strip(_AROUND))
    try:
        day = dt.date(*(int(typed[part]) for part in ("year", "month", "day"))).isoformat() if typed else raw
    except ValueError:
        return Read(raw, "onleesbaar")
    return Read(day, "gelijk" if day == raw else "gelezen")


def _read_text(raw: str, units: Set[str] | None) -> Read:
    text = _tidy(raw)
    if text in SAID_NOT_APPLICABLE:
        return Read(NOT_APPLICABLE, "gelezen")
    if text in SAID_UNKNOWN:
        return Read(UNKNOWN, "gelezen")
    if SAID_UNCLEAR.fullmatch(text):
        return Read(None, "dubbelzinnig")
    if any(letter.isdigit() for letter in text) and LINES.search(raw.strip(_AROUND)):
        return Read(None, "meer")
    number, measured = _apart(text)
    if measured is None or _number_of(number, measured) is None:
        return _without_known_unit(raw, number, measured)
    if units is None and measured - FAMILIES.keys():
        return Read(raw, "onleesbaar")
    if units is not None and measured - units:
        return Read(None, "eenheid")
    return _counted(raw, number, measured)


def _without_known_unit(raw: str, number: str, measured: Set[str] | None) -> Read:
    ambiguous = measured is not None and AMBIGUOUS.match(number)
    return Read(None, "dubbelzinnig") if ambiguous else Read(raw, "onleesbaar")


def _counted(raw: str, number: str, measured: Set[str]) -> Read:
    """The number, unless it can be two: by its thousands, or by the space between its figures."""
    percent = "procent" in measured
    whole_euros = number.endswith((",-", ",=", ".-", ",\u2013"))
    if AMBIGUOUS.match(number) and not percent and not whole_euros:
        return Read(None, "dubbelzinnig")
    if TWO_GROUPS.fullmatch(number) and " " in raw and any(group != "000" for group in re.split("[ ,.]", number)[1:]):
        return Read(None, "meer")
    value = _number_of(number, measured)
    assert value is not None  # looked at before
    return Read(value / 100 if percent else value, "gelezen")


def _number_of(number: str, measured: Set[str]) -> float | None:
    plain = re.sub(r"[,.][-=\u2013]+$", "", number)
    # a percentage is no thousands: 33.333% has decimals
    return _plain(plain.replace(".", ",") if "procent" in measured and AMBIGUOUS.match(plain) else plain)


def _apart(text: str) -> tuple[str, frozenset[str] | None]:
    """A text as its number and what is measured by the words around it; None for words of no unit."""
    before = next((sign for sign in MONEY if text.lstrip("-").startswith(sign)), "")
    rest = text.replace(before, "", 1).strip() if before else text
    measured = {"euro"} if before else set()
    counted = COUNTED.fullmatch(rest)
    if counted is None:
        return rest, frozenset(measured)
    words = counted["words"].strip(" .")
    family = FAMILY.get(words) or (words if words.isalpha() else None)
    if family is None:
        return rest, None
    return counted["number"].strip(), frozenset({*measured, family})


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
