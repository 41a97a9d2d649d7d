"""Classes of municipalities, and how classes without respondents merge (METHOD section 4; report, table 2.1)."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from templates.columns import guided_column as guided
from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters, absent, amount
from xl_addin.methods.tables.columns import (
    ADDRESS_DENSITY,
    DIVISIONS,
    ESTABLISHED,
    FACTORS,
    GUIDED,
    INHABITANTS,
    LEVEL_CLASSES,
    RELATIVE,
    SIZE,
    SIZE_CLASSES,
    UNKNOWN,
    URBANITY,
)
from xl_addin.methods.tables.notes import Note

NO_CLASS = ""
"""The class in a division that the survey does not use; `onbekend` is a municipality that lacks a figure."""
SIZE_LIMITS = tuple(f"klasse.inwoners.grens.{i}" for i in (1, 2, 3))
RELATIVE_LIMITS = tuple(f"klasse.relatief.grens.{i}" for i in (1, 2))


class Classified(NamedTuple):
    """Per municipality of the frame a class in each division, its guided inburgeraars, and what is missing."""

    table: pd.DataFrame
    guided: pd.Series
    notes: tuple[Note, ...]


def classify(frame: pd.DataFrame, parameters: Parameters, dimensions: Dimensions) -> Classified:
    """The class of every municipality by inhabitants, urbanity, established migrants and guided per 10,000.

    frame: index code, columns of FRAME.csv, or `begeleid` under a law without groups. A municipality without a figure
    is `onbekend` in that division. A factor that the survey does not divide by has no class.
    """
    columns = [guided(group) for group in dimensions.group_codes] or [GUIDED]
    persons = frame.reindex(columns=columns).astype(float)
    total = persons.sum(axis=1, min_count=1)
    inhabitants = frame[INHABITANTS].astype(float)
    table = pd.DataFrame(
        {
            SIZE: size_classes(inhabitants, parameters),
            URBANITY: urbanity_classes(frame, parameters),
            ESTABLISHED: established_classes(frame, parameters),
            RELATIVE: relative_classes(total, inhabitants, parameters),
        },
        index=frame.index,
    )
    for factor in FACTORS:
        if factor not in dimensions.factors:
            table[factor] = NO_CLASS
    ranked = [name for name in (URBANITY, ESTABLISHED) if name in factors_of(table)]
    counts = [f"klasse.{name}.aantal.{level}" for name in ranked for level in LEVEL_CLASSES]
    notes = absent(parameters, (*SIZE_LIMITS, *RELATIVE_LIMITS, *counts))
    notes += [Note("GUIDED_UNKNOWN", str(code)) for code in frame.index[persons.isna().any(axis=1)]]
    return Classified(table, total.rename(GUIDED), tuple(notes))


def size_classes(inhabitants: pd.Series, parameters: Parameters) -> pd.Series:
    """By inhabitants: [0, g1) [g1, g2) [g2, g3] (g3, ->); the third limit belongs to the class below it."""
    first, second, third = (amount(parameters, code) for code in SIZE_LIMITS)
    conditions = [inhabitants < first, inhabitants < second, inhabitants <= third, inhabitants > third]
    if math.isnan(first + second + third):
        return pd.Series(UNKNOWN, index=inhabitants.index)
    return pd.Series(np.select(conditions, SIZE_CLASSES, UNKNOWN), index=inhabitants.index)


def relative_classes(persons: pd.Series, inhabitants: pd.Series, parameters: Parameters) -> pd.Series:
    """By guided inburgeraars per 10,000 inhabitants, unrounded: < g1 laag, [g1, g2] gemiddeld, > g2 hoog."""
    low, high = (amount(parameters, code) for code in RELATIVE_LIMITS)
    if math.isnan(low + high):
        return pd.Series(UNKNOWN, index=persons.index)
    # persons x 10,000 against limit x inhabitants: no division, so exactly 37 per 10,000 is in the middle class
    scaled = persons * 10_000
    conditions = [scaled < low * inhabitants, scaled <= high * inhabitants, scaled > high * inhabitants]
    return pd.Series(np.select(conditions, LEVEL_CLASSES, UNKNOWN), index=persons.index)


def urbanity_classes(frame: pd.DataFrame, parameters: Parameters) -> pd.Series:
    """The given `stedelijkheid`; where it is empty, by rank of the address density (OAD)."""
    given = frame.reindex(columns=[URBANITY])[URBANITY].astype(object)
    density = frame.reindex(columns=[ADDRESS_DENSITY])[ADDRESS_DENSITY].astype(float)
    return given.where(given.isin(LEVEL_CLASSES), rank_classes(density, URBANITY, parameters)).astype(str)


def established_classes(frame: pd.DataFrame, parameters: Parameters) -> pd.Series:
    """By rank of established migrants per inhabitant."""
    settled = frame.reindex(columns=[ESTABLISHED])[ESTABLISHED].astype(float)
    return rank_classes(settled / frame[INHABITANTS].astype(float), ESTABLISHED, parameters)


def rank_classes(figures: pd.Series, division: str, parameters: Parameters) -> pd.Series:
    """laag, gemiddeld and hoog in the proportions of `klasse.{division}.aantal.*`; ties go to the lower class.

    laag when rank x total <= n_low x count, with the lowest rank of a tie and count the municipalities with a figure:
    whole numbers only, so that any frame gets the published proportions exactly. Without a figure: onbekend.
    """
    amounts = [amount(parameters, f"klasse.{division}.aantal.{level}") for level in LEVEL_CLASSES]
    if math.isnan(sum(amounts)):
        return pd.Series(UNKNOWN, index=figures.index)
    low, middle, high = (round(value) for value in amounts)
    rank = figures.rank(method="min")
    scaled, count = rank * (low + middle + high), int(figures.notna().sum())
    conditions = [scaled <= low * count, scaled <= (low + middle) * count, rank.notna()]
    return pd.Series(np.select(conditions, LEVEL_CLASSES, UNKNOWN), index=figures.index)


def factors_of(classes: pd.DataFrame) -> tuple[str, ...]:
    """The factors of the weights: those by which the survey divides the country (`classify`)."""
    return tuple(factor for factor in FACTORS if (classes[factor] != NO_CLASS).any())


def divisions_of(classes: pd.DataFrame) -> tuple[str, ...]:
    """The divisions in which municipalities have a class: the survey's factors, and guided per 10,000."""
    return tuple(name for name in DIVISIONS if name not in FACTORS or name in factors_of(classes))


def merge_order(classes: Sequence[str], present: Collection[str]) -> dict[str, str]:
    """For every class the class it counts with: itself when it has respondents, else its lower neighbour.

    The lowest classes without respondents go with the first above them that has. `classes` run from low to high;
    `present` are those with respondents. Without any respondents the answer is empty.
    """
    joined: dict[str, str] = {}
    waiting: list[str] = []
    latest = ""
    for name in classes:
        if name in present:
            latest = name
            joined |= dict.fromkeys([*waiting, name], name)
            waiting = []
        elif latest:
            joined[name] = latest
        else:
            waiting.append(name)
    return joined


def merge_notes(division: str, joined: dict[str, str], used: Iterable[str]) -> tuple[Note, ...]:
    """A note per class of the country (`used`) that has no respondents and was merged."""
    return tuple(
        Note("CLASS_MERGED", "", {"indeling": division, "klasse": name, "met": joined[name]})
        for name in dict.fromkeys(used)
        if name in joined and joined[name] != name
    )
