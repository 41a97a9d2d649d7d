"""Leaving out what would give a single municipality away, before anything leaves the research team (METHOD 11).

In the workbook off by default (`publicatie.minimum` 0), in what is published at least 3. A class with fewer
municipalities than the minimum has no figure; where that is the only class of its indeling without one, the next
smallest goes too, or it could be computed from the others.
"""

from __future__ import annotations

import math

import pandas as pd

from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.sample.response import MEASURE as RESPONSE
from xl_addin.methods.tables.columns import (
    CLASS,
    COUNT,
    DIVISION,
    ESTIMATED,
    FIGURE_COLUMNS,
    GROUP,
    KEY_COLUMNS,
    MAXIMUM,
    MEASURE,
    NATIONAL_GUIDED,
    TOTAL,
)
from xl_addin.methods.tables.columns import MINIMUM as MINIMUM_FIGURE

MINIMUM = "publicatie.minimum"
KNOWN_TO_ALL = (RESPONSE, NATIONAL_GUIDED)
PUBLISHED = 3.0
"""So many municipalities a class has at least in what leaves the team, unless someone decides otherwise."""
NAMES = 10
"""The lowest and highest of a class that counts fewer municipalities in the country than this name one."""


def minimum_of(parameters: Parameters) -> float:
    """The smallest number of municipalities that a class may have; 0 = nothing is left out."""
    return amount(parameters, MINIMUM, 0.0)


def protected(results: pd.DataFrame, minimum: float) -> pd.DataFrame:
    """`results` (columns of `resultaten.csv`) with the figures of classes that are too small left empty; n stays.

    Only classes of an indeling: national figures and years of the trajectory keep theirs, and so do counts of
    municipalities and inburgeraars, which say nothing that a municipality told. Not changed itself.
    """
    if not minimum > 0:
        return results
    of_class = (results[CLASS] != "") & ~results[DIVISION].isin(["", TOTAL]) & results[COUNT].notna()
    counted = results[of_class & ~results[MEASURE].isin(KNOWN_TO_ALL)]
    hidden = set(counted.index[(counted[COUNT] > 0) & (counted[COUNT] < minimum)])
    others = [name for name in KEY_COLUMNS if name != CLASS]
    for _, classes in counted[counted[COUNT] > 0].groupby(others):
        small = [label for label in classes.index if label in hidden]
        rest = classes.drop(index=small)
        if len(small) == 1 and len(rest):
            hidden.add(rest[COUNT].idxmin())
    emptied = results.copy()
    figures = [name for name in FIGURE_COLUMNS if name not in (COUNT, ESTIMATED)]
    emptied.loc[sorted(hidden), figures] = math.nan
    return emptied


def published(results: pd.DataFrame, minimum: float) -> pd.DataFrame:
    """`results` as they may be published: without small classes, and without a lowest and highest that name one.

    The lowest and highest of a class stay where the country counts at least NAMES municipalities in it, by the rows of
    `begeleid_landelijk`, whose n is that number. `results` is not changed; with minimum 0 nothing is left out.
    """
    if not minimum > 0:
        return results
    guided = results[(results[MEASURE] == NATIONAL_GUIDED) & (results[GROUP] == "")]
    municipalities = guided.set_index([DIVISION, CLASS])[COUNT]
    few = set(municipalities.index[municipalities < NAMES])
    small = pd.Series([place in few for place in zip(results[DIVISION], results[CLASS], strict=True)], results.index)
    emptied = protected(results, minimum).copy()
    emptied.loc[small & (results[CLASS] != ""), [MINIMUM_FIGURE, MAXIMUM]] = math.nan
    return emptied
