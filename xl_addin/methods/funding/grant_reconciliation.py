"""Whether amounts per inburgeraar x inburgeraars give the general grant back, and the gap where they do not.

They do when every amount is a sum over all municipalities of the class. Amounts over the respondents only, with their
own count of inburgeraars, do not: the report's table 5.2 returns 88 mln by size and 102 mln by established migrants of
the 114 mln of table S.3. METHOD section 8.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.tables.columns import (
    CLASS,
    COMPONENT,
    DIVISION,
    GRANT_PER_PERSON,
    GRANT_RECONCILIATION,
    MEASURE,
    TOTAL,
    UNIT_EURO,
    UNKNOWN,
    VALUE,
)
from xl_addin.methods.tables.results import Row, row

RETURNED, GAP = "herleid", "verschil"


def reconciliation(basis: Basis, rows: Iterable[Row], grant: float, components: Sequence[str]) -> Iterator[Row]:
    """Rows of maat `gf_aansluiting` per indeling, for each component of `gf_per_inburgeraar` (`""`, `respondenten`).

    herleid = sum over classes of the amount per inburgeraar x all guided inburgeraars of the class, euros; verschil =
    the national grant - herleid. Class onbekend without respondents counts at the amount of all respondents; any other
    class with inburgeraars and without an amount leaves both unknown (NaN).
    """
    amounts = {
        (row[COMPONENT], row[DIVISION], row[CLASS]): float(str(row[VALUE]))
        for row in rows
        if row[MEASURE] == GRANT_PER_PERSON
    }
    for component in components:
        suffix = f"_{component}" if component else ""
        for division in basis.divisions:
            places = [place for place in basis.everyone.places if place[0] == division]
            returned = sum(_of_class(basis, amounts, component, place) for place in places)
            for name, value in ((RETURNED, returned), (GAP, grant - returned)):
                yield row(GRANT_RECONCILIATION, f"{name}{suffix}", "", division, unit=UNIT_EURO, value=value)


def _of_class(
    basis: Basis, amounts: Mapping[tuple[object, object, object], float], component: str, place: tuple[str, str]
) -> float:
    """The amount per inburgeraar of a class x its inburgeraars; 0 where it has none."""
    persons = basis.everyone.total(basis.guided, place)
    each = amounts.get((component, *place), math.nan)
    if math.isnan(each) and place[1] == UNKNOWN:
        each = amounts.get((component, TOTAL, ""), math.nan)
    return each * persons if persons > 0 else 0.0
