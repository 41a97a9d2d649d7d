"""Divisions of a person's own: a column of the frame, as text or cut at boundaries, alone or crossed (METHOD 12).

A class by numbers is [low, high); text is a class as it stands. What is empty is `onbekend`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.tables.columns import UNKNOWN

TIMES = " / "


class OwnDivision(NamedTuple):
    """A division: its name, the column of the frame, boundaries of numbers from low to high, and what it is crossed
    with: a division of the study or one of one's own, empty for none.
    """

    name: str
    column: str
    limits: tuple[float, ...] = ()
    crossed: str = ""


class Divided(NamedTuple):
    """The class of every municipality, and the classes in their order; `onbekend` is none of these."""

    classes: pd.Series
    order: tuple[str, ...]


def divided(frame: pd.DataFrame, asked: Sequence[OwnDivision], known: Mapping[str, Divided]) -> Mapping[str, Divided]:
    """Every division by its name. known: the divisions of the study; a crossed one follows what it is crossed with."""
    plain = {one.name: _alone(frame[one.column], one.limits) for one in asked}
    found = dict(plain)
    for one in asked:
        if one.crossed:
            found[one.name] = _crossed(plain[one.name], {**known, **plain}[one.crossed])
    return found


def _alone(column: pd.Series, limits: Sequence[float]) -> Divided:
    if not limits:
        text = column.astype(object).where(column.notna(), "").astype(str).str.strip()
        text = text.where(text != "", UNKNOWN)
        return Divided(text, tuple(sorted(set(text) - {UNKNOWN})))
    order = names_of(limits)
    figures = column.to_numpy(dtype=float)
    at = np.searchsorted(np.asarray(limits), figures, side="right")
    classes = np.where(np.isnan(figures), UNKNOWN, np.asarray(order, dtype=object)[at])
    return Divided(pd.Series(classes, index=column.index), order)


def names_of(limits: Sequence[float]) -> tuple[str, ...]:
    """The classes between boundaries: `<10`, `10-20`, `>=20`."""
    texts = [f"{limit:.15g}" for limit in limits]
    between = (f"{low}-{high}" for low, high in pairwise(texts))
    return (f"<{texts[0]}", *between, f">={texts[-1]}")


def _crossed(mine: Divided, other: Divided) -> Divided:
    """Every class of one within every class of the other, where there are municipalities; onbekend in one is both."""
    theirs = other.classes.reindex(mine.classes.index)
    both = (mine.classes != UNKNOWN) & (theirs != UNKNOWN)
    joined = (mine.classes + TIMES + theirs).where(both, UNKNOWN)
    there = set(joined)
    order = (f"{one}{TIMES}{two}" for one in mine.order for two in other.order)
    return Divided(joined, tuple(name for name in order if name in there))
