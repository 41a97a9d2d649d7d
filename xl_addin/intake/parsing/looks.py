"""What a cell's look does to its number: a unit or sign beside it, a date or time of it, a line through it.

A person judges by what the screen shows: 1.8125 under `[h]:mm` is 43:30, 0.15 under `0%` is 15%, and a number that is
struck through was taken back. Sources: ECMA-376 part 1, 18.8.30 and 18.8.31 (number formats).
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

_QUOTED = re.compile(r"\"([^\"]*)\"|\\(.)")
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[0-9A-Fa-f]+)?\]")
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_FILLERS = re.compile(r"[_*].|general|standaard", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]")
_THOUSANDS = re.compile(r"[0#?](,+)(?=[^0#?]*$)")
_SIGNS = "\u20ac$\u00a3\u00a5"
_GENERAL = {"", "general", "standard", "standaard", "@"}
_DATES = {*range(14, 18), 22, *range(27, 33), 36, *range(50, 59)}
"""Built-in number formats that show a date (the others by language)."""
_TIMES = {18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0"}
_PERCENTAGES = {9, 10}
DAY = 86_400


class Look(NamedTuple):
    """How a number shows: kind `getal`, `datum` or `tijd`; the words or sign beside it; what it is divided by.

    `code` is the format of a time, `struck` a line through the cell, `unseen` a format that shows nothing.
    """

    kind: str = "getal"
    unit: str = ""
    scale: int = 1
    code: str = ""
    struck: bool = False
    unseen: bool = False


PLAIN = Look()


@lru_cache(4096)
def look_of(number: int, code: str | None) -> Look:
    """The look of a number format by its number and, where the file defines it, its code."""
    if code is None:
        if number in _TIMES:
            return Look("tijd", code=_TIMES[number])
        return Look("datum") if number in _DATES else Look(unit="%") if number in _PERCENTAGES else PLAIN
    first = code.split(";", 1)[0]
    if code.strip().lower() in _GENERAL or first.strip().lower() in _GENERAL:
        return Look(unseen=code.startswith(";;"))
    words = "".join(one or two for one, two in _QUOTED.findall(first))
    signs = "".join(_CURRENCY.findall(first))
    bare = _BRACKETS.sub("", _CURRENCY.sub("", _FILLERS.sub("", _QUOTED.sub("", first))))
    return _moment(bare) or _counted(bare, words + signs)


def _moment(bare: str) -> Look | None:
    """The look of a date or a time of day; None for other numbers."""
    elapsed, low = _ELAPSED.search(bare.lower()), bare.lower().replace("am/pm", "").replace("a/p", "")
    if elapsed:
        return Look("tijd", code=low)
    if any(letter in low for letter in "dyj") or ("m" in low and not set("hus") & set(low)):
        return Look("datum")
    return Look("tijd", code=low.replace("u", "h")) if set("hs") & set(low) and set("0#?").isdisjoint(low) else None


def _counted(bare: str, words: str) -> Look:
    scale = _THOUSANDS.search(bare)
    signs = "".join(sign for sign in bare if sign in _SIGNS)
    unit = f"{words} {signs}{'%' if '%' in bare else ''}".strip(" -()+/'.,:")
    return Look(unit=unit, scale=1000 ** len(scale.group(1)) if scale else 1)


def time_shown(days: float, code: str) -> str:
    """A part of a day as its format shows it: 1.8125 is 43:30 in `[h]:mm`, and 19:30 in `h:mm`."""
    seconds = round(abs(days) * DAY)
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    sign = "-" if days < 0 else ""
    if "[m" in code:
        return f"{sign}{seconds // 60}:{left:02d}"
    if "[s" in code:
        return f"{sign}{seconds}"
    if "h" not in code:
        return f"{sign}{minutes:02d}:{left:02d}"
    shown = f"{hours if '[h' in code else hours % 24}:{minutes:02d}"
    return sign + (f"{shown}:{left:02d}" if "s" in code else shown)


def day_shown(days: float, epoch: dt.datetime) -> str | None:
    """The date of a day number as ISO text; None where there is no such date."""
    try:
        return (epoch + dt.timedelta(days=days)).date().isoformat()
    except OverflowError:
        return None


def number_shown(value: float, look: Look) -> str:
    """A number with what its look puts beside it, as a person reads it: `15%`, `1,2 fte`, `1.200 (x 1.000)`."""
    if look.unit == "%":
        return f"{value * 100:.10g}%".replace(".", ",")
    plain = f"{value / look.scale:.10g}".replace(".", ",")
    shown = f"{look.unit} {plain}" if look.unit and look.unit[0] in _SIGNS else f"{plain} {look.unit}".strip()
    return f"{shown} (x {look.scale:,})".replace(",000", ".000") if look.scale > 1 else shown
