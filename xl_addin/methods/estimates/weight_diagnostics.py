"""How the weights turned out: quality per weight set, margins before and after, and their spread (METHOD section 6)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.weight_sets import WeightTable
from xl_addin.methods.tables.columns import CLASSES, COUNT, EXECUTION, MACRO, POST, UNKNOWN, WEIGHT_SETS

BIN_EDGES = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 4.0, np.inf)
NATIONAL, BEFORE = "land", "respons"


def weighed_respondents(basis: Basis) -> pd.Series:
    """Inburgeraars of the respondents that the weights of the study are made for: annual cost and persons known."""
    people = basis.respondents
    return people.persons[people.annual[EXECUTION].notna() & (people.persons > 0)]


def quality(weights: WeightTable) -> pd.DataFrame:
    """A row per weight set that was made: n, the weights' spread, design effect, effective n, steps, largest gap."""
    rows = {
        name: (
            len(made.weight),
            float(made.weight.min()),
            float(made.weight.median()),
            float(made.weight.max()),
            made.variation,
            made.design_effect,
            made.effective_n,
            made.iterations,
            made.largest_gap,
        )
        for name, made in weights.made.items()
    }
    names = [COUNT, "min", "mediaan", "max", "cv", "ontwerpeffect", "effectieve_n", "stappen", "verschil"]
    return pd.DataFrame(list(rows.values()), index=pd.Index(rows), columns=names)


def margins(basis: Basis, persons: pd.Series, weights: WeightTable) -> pd.DataFrame:
    """A row per class of every factor (index indeling, klasse): n, the country's inburgeraars, and shares of them.

    land: the class in the country; respons: in the respondents without weights; then after each weight set, and macro
    = the mean of the three one-way sets. Shares of a set that was not made are NaN.
    """
    rows = {}
    expanded = weights.expansion.mul(persons, axis=0)
    whole = float(basis.guided.sum())
    for factor in weights.joined:
        national = basis.guided.groupby(basis.classes[factor]).sum()
        mine = basis.classes.loc[persons.index, factor]
        for name in (*CLASSES[factor], UNKNOWN):
            inside = mine == name
            if name == UNKNOWN and not (inside.any() or national.get(name, 0.0) > 0):
                continue
            after = expanded[inside].sum(min_count=0) / expanded.sum(min_count=1)
            rows[factor, name] = {
                COUNT: int(inside.sum()),
                "inburgeraars": float(national.get(name, 0.0)),
                NATIONAL: float(national.get(name, 0.0)) / whole if whole else np.nan,
                BEFORE: float(persons[inside].sum() / persons.sum()),
                **{post: float(after[post]) for post in POST.values()},
                MACRO: float(np.mean([after[post] for post in weights.one_way])),
                **{other: float(after[other]) for other in WEIGHT_SETS if other not in POST.values()},
            }
    return pd.DataFrame(list(rows.values()), pd.MultiIndex.from_tuples(rows))


def counts(basis: Basis, persons: pd.Series) -> pd.DataFrame:
    """A row per place (index indeling, klasse): respondents, their inburgeraars as reported and in the frame, and the
    first as a part of the second. persons: the respondents that the weights are made for.
    """
    reported, known = basis.reported[persons.index], basis.guided[persons.index]
    rows = {}
    for place, inside in zip(basis.everyone.places, basis.everyone.of(persons.index).T, strict=True):
        if inside.any():
            mine, frame = float(reported[inside].sum()), float(known[inside].sum())
            rows[place] = (int(inside.sum()), mine, frame, mine / frame if frame else np.nan)
    index = pd.MultiIndex.from_tuples(rows, names=["indeling", "klasse"]) if rows else None
    return pd.DataFrame(list(rows.values()), index=index, columns=[COUNT, "opgave", "kader", "verhouding"])


def spread(weights: WeightTable) -> pd.DataFrame:
    """How many respondents have a weight of so many times the mean of their set: a row per bin, a column per set."""
    relative = weights.table / weights.table.mean()
    labels = [f"{low:g} tot {high:g}".replace(".", ",") for low, high in pairwise(BIN_EDGES)]
    labels[-1] = f"{BIN_EDGES[-2]:g} en meer"
    counts = {}
    for name in WEIGHT_SETS:
        # a negative weight, which linear calibration may give, counts in the lowest bin
        bins = pd.cut(relative[name].clip(lower=0.0), list(BIN_EDGES), right=False, labels=labels)
        counts[name] = bins.value_counts().reindex(labels).fillna(0).astype(int)
    return pd.DataFrame(counts)
