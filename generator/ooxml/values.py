"""A value as the content of a worksheet cell."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Formula:
    """A formula in English notation with commas, with or without its equals sign; only this ever makes a formula."""

    text: str


Value = None | bool | int | float | str | dt.date | dt.datetime | Formula

MAX_TEXT = 32_767
"""The longest text a cell can hold, in UTF-16 code units."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NEEDS_PRESERVE = re.compile(r"^\s|\s$|[\n\t]|  ")
_EPOCH_1900 = dt.datetime(1899, 12, 30)
_EPOCH_1904 = dt.datetime(1904, 1, 1)
_LEAP_DAY_1900 = 61
_DAY_SECONDS = 86_400


class UnwritableValueError(ValueError):
    """A value that no cell can hold; `code` is the code of its message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cell_content(value: Value, *, prefix: str = "", date1904: bool = False) -> tuple[str, str] | None:
    """The type attribute and inner XML of a cell that holds the value; None where the cell is to be empty.

    Empty text, NaN and infinities have no place in a cell and give an empty one. Text is always an inline string, so
    that it never becomes a formula. Numbers are written in the shortest form that reads back as the same double; dates
    as serial numbers in the workbook's date system. `prefix` is the sheet's namespace prefix with its colon.
    """
    if isinstance(value, str):
        return _text_content(value, prefix)
    if value is None:
        return None
    if type(value) is not float and callable(scalar := getattr(value, "item", None)):
        value = scalar()  # numpy's numbers as Python's own
    if value is None or value != value:  # NaN and NaT differ from themselves
        return None
    if isinstance(value, str):
        return _text_content(value, prefix)
    if isinstance(value, Formula):
        return "", f"<{prefix}f>{escape(clean_text(value.text.removeprefix('=')))}</{prefix}f>"
    if isinstance(value, bool):
        return "b", f"<{prefix}v>{int(value)}</{prefix}v>"
    number = serial_number(value, date1904=date1904) if isinstance(value, dt.date) else value
    if not isinstance(number, int | float):
        raise TypeError(f"a cell cannot hold a {type(value).__name__}")
    written = _number_text(number)
    return None if written is None else ("", f"<{prefix}v>{written}</{prefix}v>")


def clean_text(text: str) -> str:
    """The text as a cell can hold it: control characters removed, line ends as a single line feed."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def serial_number(moment: dt.date, *, date1904: bool = False) -> float:
    """Days since the workbook's epoch, as spreadsheets count them (29 February 1900 included)."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    since = moment.replace(tzinfo=None) - (_EPOCH_1904 if date1904 else _EPOCH_1900)
    days = since.days + (since.seconds + since.microseconds / 1e6) / _DAY_SECONDS
    if not date1904 and days < _LEAP_DAY_1900:
        days -= 1
    if days < 0 or (not date1904 and days < 1):
        raise UnwritableValueError("DATE_BEFORE_EPOCH")
    return days


def moment(serial: float, *, date1904: bool = False) -> dt.datetime:
    """The moment that a serial number of at least one day stands for, to a millisecond.

    Raises OverflowError or ValueError where there is no such day.
    """
    days, fraction = divmod(serial, 1)
    if not date1904 and 0 < serial < _LEAP_DAY_1900 - 1:
        days += 1
    past = dt.timedelta(days=days, milliseconds=round(fraction * _DAY_SECONDS * 1000))
    return (_EPOCH_1904 if date1904 else _EPOCH_1900) + past


@lru_cache(50_000)
def _text_content(text: str, prefix: str) -> tuple[str, str] | None:
    text = clean_text(text)
    if not text:
        return None
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        raise UnwritableValueError("CELL_TEXT_TOO_LONG")
    # A text that happens to look like an escape (_x0041_) is escaped itself, or it would be read as another character.
    written = escape(_LOOKS_ESCAPED.sub("_x005F_", text))
    space = ' xml:space="preserve"' if _NEEDS_PRESERVE.search(text) else ""
    return "inlineStr", f"<{prefix}is><{prefix}t{space}>{written}</{prefix}t></{prefix}is>"


def _number_text(number: float) -> str | None:
    try:
        double = float(number)
    except OverflowError:
        return None
    if not math.isfinite(double):
        return None
    written = repr(double)
    return written.removesuffix(".0").replace("-0", "0") if double == 0 else written.removesuffix(".0")
