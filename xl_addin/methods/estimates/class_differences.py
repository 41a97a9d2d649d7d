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
    EXECUTION,
    GRANT_DIFFERENCE,
    GRANT_PER_PERSON,
    STANDARD_ERROR,
    TOTAL,
    UNIT_EURO_PER_PERSON,
    UNKNOWN,
)
from xl_addin.methods.tables.results import Lookup, Row, around, row
from xl_addin.methods.weights.margins import Floats

MINUS = " - "


def pair(first: str, second: str) -> str:
    """The class code of a difference."""
    return f"{first}{MINUS}{second}"


def cost_differences(
    places: Sequence[tuple[str, str]], values: Floats, counts: Floats, movements: Movements
) -> Iterator[Row]:
    """Rows of `verschil_klasse`: cost per inburgeraar of one class less that of another, for every two of a division.

    values, counts: cost per inburgeraar with design weights and respondents, per place.
    """
    for (at, mine), (other, theirs) in combinations(enumerate(places), 2):
        comparable = mine[0] == theirs[0] != TOTAL and UNKNOWN not in (mine[1], theirs[1])
        value = values[at] - values[other]
        if comparable and not np.isnan(value):
            moved = movements.between(DESIGN, at, other)
            se = float(moved.errors[DESIGN][0])
            width = float(reach(se, moved.freedom[DESIGN][0]))
            n = counts[at] + counts[other]
            yield _row(EXECUTION, mine[0], pair(mine[1], theirs[1]), value, se, n, width)


def funding_differences(found: Lookup, grants: Lookup, divisions: Iterable[str]) -> Iterator[Row]:
    """The same of grant - cost (onderdeel `verschil_gf`): the grant is known, so that the error is that of the cost.

    found: the rows of `cost_differences`; grants: `gf_per_inburgeraar` per class.
    """
    for division in divisions:
        for first, second in combinations(CLASSES[division], 2):
            where = {"onderdeel": EXECUTION, "indeling": division, "klasse": pair(first, second), "weging": DESIGN}
            known = {"maat": CLASS_DIFFERENCE, **where}
            of = {"maat": GRANT_PER_PERSON, "indeling": division}
            value = grants.figure(**of, klasse=first) - grants.figure(**of, klasse=second) - found.figure(**known)
            if not np.isnan(value):
                se, n = (found.figure(name, **known) for name in (STANDARD_ERROR, COUNT))
                yield _row(GRANT_DIFFERENCE, division, pair(first, second), value, se, n, found.width(**known))


def differs(low: float, high: float) -> bool:
    """Whether an interval leaves 0 out: only then there is a difference to speak of."""
    return bool(low > 0 or high < 0)


def _row(component: str, division: str, klasse: str, value: float, se: float, n: float, width: float) -> Row:
    of = (CLASS_DIFFERENCE, component, "", division, klasse, DESIGN)
    return row(*of, unit=UNIT_EURO_PER_PERSON, value=value, se=se, n=n, interval=around(value, width))
