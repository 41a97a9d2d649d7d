"""The key in the columns of `resultaten.csv`: amounts, fit, and effects by class and per municipality (METHOD 12).

`verdeelsleutel`: the scaled amount per measure, and the fit (`r2`, `r2_per_inburgeraar`, `loo_rmse`), also without
each measure (indeling zonder_maat) and each respondent (zonder_gemeente). `verwacht`: the unscaled amount per measure
with its error, and per municipality what it is expected to cost. `herverdeeleffect`: new - present.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.funding.distribution_key import (
    EFFECT,
    FIXED,
    NEW,
    PER_INHABITANT,
    PER_PERSON,
    PRESENT,
    Key,
    changes,
)
from xl_addin.methods.funding.key_fit import AMOUNT, HIGH, LOW, RMSE, SE
from xl_addin.methods.tables.columns import (
    DESIGN,
    EXECUTION,
    GUIDED,
    INHABITANTS,
    TOTAL,
    UNIT_EURO,
    UNIT_EURO_PER_INHABITANT,
    UNIT_EURO_PER_PERSON,
    UNIT_FRACTION,
    UNIT_MUNICIPALITIES,
)
from xl_addin.methods.tables.results import Row, row

KEY, EXPECTED, REDISTRIBUTION = "verdeelsleutel", "verwacht", "herverdeeleffect"
WITHOUT_MEASURE, WITHOUT_MUNICIPALITY, ONE = "zonder_maat", "zonder_gemeente", "gemeente"
BUDGET, FACTOR = "budget", "factor"


def key_rows(basis: Basis, key: Key) -> tuple[Row, ...]:
    """All rows of a key."""
    return (*_amounts(key), *_fit(key), *_effects(basis, key), *_expected(key))


def unit_of(measure: str) -> str:
    """The unit of an amount of the key."""
    known = {FIXED: "euro per gemeente", GUIDED: UNIT_EURO_PER_PERSON, INHABITANTS: UNIT_EURO_PER_INHABITANT}
    return known.get(measure, f"euro per {measure}")


def _amounts(key: Key) -> Iterator[Row]:
    n, typed = len(key.observed.cost), key.fit.amounts[AMOUNT]
    estimated = key.estimated.amounts.to_dict("index")
    for name, measure in key.named.items():
        place = (measure.measure, "", measure.division or TOTAL, measure.klasse)
        unit = unit_of(measure.measure)
        yield row(KEY, *place, unit=unit, value=float(typed[name]) * key.factor, n=n)
        line = estimated[name]
        interval = float(line[LOW]), float(line[HIGH])
        yield row(
            EXPECTED, *place, DESIGN, unit=unit, value=float(line[AMOUNT]), se=float(line[SE]), n=n, interval=interval
        )
    yield row(KEY, BUDGET, "", TOTAL, unit=UNIT_EURO, value=key.budget, n=len(key.table[NEW].dropna()))
    yield row(KEY, FACTOR, "", TOTAL, unit=UNIT_FRACTION, value=key.factor)


def _fit(key: Key) -> Iterator[Row]:
    n = len(key.observed.cost)
    yield from _figures(key.fit.fit, TOTAL, "", n)
    for name, line in key.fit.without_measure.iterrows():
        yield from _figures(line, WITHOUT_MEASURE, str(name), n)
    for code, line in key.fit.without_respondent.iterrows():
        yield from _figures(line, WITHOUT_MUNICIPALITY, str(code), n - 1)


def _figures(fit: pd.Series, division: str, klasse: str, n: int) -> Iterator[Row]:
    for name, value in fit.items():
        unit = UNIT_EURO_PER_PERSON if name == RMSE else UNIT_FRACTION
        yield row(KEY, str(name), "", division, klasse, DESIGN, unit=unit, value=float(value), n=n)


def _effects(basis: Basis, key: Key) -> Iterator[Row]:
    """By class and for the whole country: euros, per inhabitant and per person; then each municipality."""
    table = key.table
    known = table[EFFECT].notna()
    sizes = (
        (PER_INHABITANT, basis.inhabitants, UNIT_EURO_PER_INHABITANT),
        (PER_PERSON, basis.guided, UNIT_EURO_PER_PERSON),
    )
    for place in basis.everyone.places:
        inside = known & basis.everyone.table[place]
        n = int(inside.sum())
        euros = float(table.loc[inside, EFFECT].sum())
        for name, column in (("", EFFECT), (PRESENT, PRESENT), (NEW, NEW)):
            yield _effect(name, place, UNIT_EURO, float(table.loc[inside, column].sum()), n)
        for name, size, unit in sizes:
            whole = float(size[inside].sum())
            yield _effect(name.removeprefix("effect_"), place, unit, euros / whole if whole > 0 else float("nan"), n)
    for name, value in changes(key).items():
        unit = UNIT_MUNICIPALITIES if name.endswith("gemeenten") else UNIT_EURO
        yield _effect(name, (TOTAL, ""), unit, value, int(known.sum()))
    for code, value in table.loc[known, EFFECT].items():
        yield _effect("", (ONE, str(code)), UNIT_EURO, float(value), 1)


def _effect(part: str, place: tuple[str, str], unit: str, value: float, n: int) -> Row:
    return row(REDISTRIBUTION, part, "", *place, unit=unit, value=value, n=n)


def _expected(key: Key) -> Iterator[Row]:
    n = len(key.observed.cost)
    whole = float(key.expected[EXPECTED].sum())
    yield row(EXPECTED, EXECUTION, "", TOTAL, weighting=DESIGN, unit=UNIT_EURO, value=whole, n=n)
    for code, value, low, high in key.expected.dropna(subset=[EXPECTED]).itertuples():
        place = (EXECUTION, "", ONE, str(code), DESIGN)
        yield row(EXPECTED, *place, unit=UNIT_EURO, value=float(value), n=n, interval=(float(low), float(high)))
