"""What can be wrong with a frame besides cells that hold no number: what cannot be so, and what looks forgotten.

Pure: a table in, remarks out; who asks says where a row and a column stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

import pandas as pd

from templates.columns import FRAME_OPTIONAL, GRANT, frame_columns, guided_column
from templates.schema import Dimensions

NOTES = ("FRAME_GRANT_UNKNOWN",)
"""Remarks that ask nothing of anybody: what is empty may be empty."""
NAME, INHABITANTS, DENSITY, CLASS = "naam", "inwoners", "oad", "stedelijkheid"


class Remark(NamedTuple):
    """A rule of the catalogue that a frame breaks: in which row (its label in the index; None: in the column)."""

    rule: str
    row: object | None
    column: str
    values: Mapping[str, object]


def frame_remarks(frame: pd.DataFrame, dimensions: Dimensions) -> Iterator[Remark]:
    """What is odd in a frame. frame: a row per municipality, any index; numbers as floats, NaN where there is none."""
    yield from _unlike_columns(frame, dimensions)
    yield from _names(frame)
    counted = [guided_column(group) for group in dimensions.group_codes or ("",)]
    numbers = {name: pd.to_numeric(frame[name], errors="coerce") for name in frame.columns if name != NAME}
    for name in counted:
        yield from _too_many(numbers, name)
        if name in numbers and len(frame) and numbers[name].fillna(0).eq(0).all():
            yield Remark("FRAME_ALL_ZERO", None, name, {"kolom": name})
    if {DENSITY, CLASS} <= set(frame.columns):
        blank = numbers[DENSITY].isna() & frame[CLASS].map(_empty)
        yield from (Remark("FRAME_URBANITY_UNKNOWN", row, CLASS, {"kolom": CLASS}) for row in frame.index[blank])
    if GRANT in numbers:
        unknown = int(numbers[GRANT].isna().sum())
        if unknown:
            yield Remark("FRAME_GRANT_UNKNOWN", None, GRANT, {"kolom": GRANT, "aantal": unknown})


def _unlike_columns(frame: pd.DataFrame, dimensions: Dimensions) -> Iterator[Remark]:
    """Columns of a person's own that look like one of the contract with a slip in its name."""
    known = (*frame_columns(dimensions), *FRAME_OPTIONAL)
    missing = [name for name in known if name not in frame.columns]
    for name in frame.columns:
        like = [] if name in known else get_close_matches(str(name), missing, n=1, cutoff=0.8)
        if like:
            yield Remark("FRAME_COLUMN_LIKE", None, str(name), {"kolom": name, "bedoeld": like[0]})


def _names(frame: pd.DataFrame) -> Iterator[Remark]:
    if NAME not in frame.columns:
        return
    names = frame[NAME].map(lambda value: "" if _empty(value) else str(value).strip())
    yield from (Remark("FRAME_NAME_EMPTY", row, NAME, {"kolom": NAME}) for row in frame.index[names == ""])
    twice = frame.index[(names != "") & names.duplicated()]
    yield from (Remark("FRAME_NAME_DOUBLE", row, NAME, {"kolom": NAME, "waarde": names[row]}) for row in twice)


def _too_many(numbers: Mapping[str, pd.Series], name: str) -> Iterator[Remark]:
    """More guided persons than inhabitants: columns changed places, or one of them is in another unit."""
    if name not in numbers or INHABITANTS not in numbers:
        return
    more = numbers[name] > numbers[INHABITANTS]
    for row in more.index[more]:
        values = {"kolom": name, "waarde": float(numbers[name][row]), "inwoners": float(numbers[INHABITANTS][row])}
        yield Remark("FRAME_MORE_THAN_INHABITANTS", row, name, values)


def _empty(value: object) -> bool:
    return value is None or value != value or not str(value).strip()
