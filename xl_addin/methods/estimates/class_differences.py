"""Differences between the classes of a division, with their intervals (METHOD section 7; report, tables 5.2 and S.4).

With design weights, so that a class is not the mix of sizes that happened to respond. Two classes of one division share
strata: the error of their difference is that of the difference of their movements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np

from xl_addin.methods.errors.standard_errors import Movements
from xl_addin.methods.errors.t_interval import reach
from xl_addin.methods.tables.columns import (
    CLASS_DIFFERENCE,
    CLASSES,
    COUNT,
    DESIGN,
    EARMARKED_DIFFERENCE,
    EXECUTION,
    GRANT_DIFFERENCE,
    GRANT_PER_PERSON,
    STANDARD_ERROR,
    TOTAL,
    UNIT_EURO_PER_PERSON,
    UNKNOWN,
)
from xl_addin.methods.tables.results import Block, Lookup, Row, around, block, row
from xl_addin.methods.weights.margins import Floats

MINUS = " - "


def pair(first: str, second: str) -> str:
    """The class code of a difference."""
    return f"{first}{MINUS}{second}"


def cost_differences(
    places: Sequence[tuple[str, str]],
    values: Floats,
    counts: Floats,
    movements: Movements,
    component: str = EXECUTION,
    group: str = "",
) -> Iterator[Block]:
    """Rows of `verschil_klasse`: cost per inburgeraar of one class less that of another, for every two of a division.

    values, counts: cost per inburgeraar with design weights and respondents, per place.
    """
    comparable = [
        (at, other)
        for (at, mine), (other, theirs) in combinations(enumerate(places), 2)
        if mine[0] == theirs[0] != TOTAL and UNKNOWN not in (mine[1], theirs[1])
    ]
    pairs = [(at, other) for at, other in comparable if not np.isnan(values[at] - values[other])]
    if not pairs:
        return
    first, second = np.array(pairs).T
    moved = movements.between(DESIGN, first, second)
    se = moved.errors[DESIGN]
    yield block(
        CLASS_DIFFERENCE,
        component,
        group,
        [places[at][0] for at in first],
        [pair(places[at][1], places[other][1]) for at, other in pairs],
        DESIGN,
        unit=UNIT_EURO_PER_PERSON,
        value=values[first] - values[second],
        width=reach(se, moved.freedom[DESIGN]),
        figures={STANDARD_ERROR: se, COUNT: counts[first] + counts[second]},
    )


def funding_differences(found: Lookup, grants: Lookup, divisions: Iterable[str]) -> Iterator[Row]:
    """The same of grant - cost (onderdeel `verschil_gf`): the grant is known, so that the error is that of the cost.

    found: the rows of `cost_differences`; grants: `gf_per_inburgeraar` per class.
    """
    of = {"maat": GRANT_PER_PERSON}
    for division, klasse, first, second in _pairs(divisions):
        grant = grants.figure(**of, indeling=division, klasse=first) - grants.figure(
            **of, indeling=division, klasse=second
        )
        yield from _less_cost(found, grant, GRANT_DIFFERENCE, EXECUTION, "", division, klasse)


def earmarked_differences(found: Lookup, divisions: Iterable[str], groups: Iterable[str]) -> Iterator[Row]:
    """The same of the earmarked grant - cost of leerroutes and voorzieningen (onderdeel `verschil_spuk`), per groep.

    The grant per inburgeraar is the same in every class.
    """
    for group in groups:
        for division, klasse, _, _ in _pairs(divisions):
            yield from _less_cost(found, 0.0, EARMARKED_DIFFERENCE, TOTAL, group, division, klasse)


def _pairs(divisions: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    for division in divisions:
        for first, second in combinations(CLASSES[division], 2):
            yield division, pair(first, second), first, second


def _less_cost(
    found: Lookup, grant: float, measure: str, component: str, group: str, division: str, klasse: str
) -> Iterator[Row]:
    """A row of the difference in grant less the difference in cost, where both are known."""
    where = {"onderdeel": component, "groep": group, "indeling": division, "klasse": klasse, "weging": DESIGN}
    known = {"maat": CLASS_DIFFERENCE, **where}
    value = grant - found.figure(**known)
    if not np.isnan(value):
        se, n = (found.figure(name, **known) for name in (STANDARD_ERROR, COUNT))
        of = (CLASS_DIFFERENCE, measure, group, division, klasse, DESIGN)
        interval = around(value, found.width(**known))
        yield row(*of, unit=UNIT_EURO_PER_PERSON, value=value, se=se, n=n, interval=interval)


def differs(low: float, high: float) -> bool:
    """Whether an interval leaves 0 out: only then there is a difference to speak of."""
    return bool(low > 0 or high < 0)
