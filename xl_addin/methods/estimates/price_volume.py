"""How much of the higher cost goes with more inburgeraars, and how much with a higher cost of each (METHOD section 7).

Exact: q1 p1 - q0 p0 = (q1 - q0) p0 + (p1 - p0) q0 + (q1 - q0)(p1 - p0). The joint term belongs to neither alone, so
volume lies between (q1 - q0) p0 and (q1 - q0) p1, and price between (p1 - p0) q0 and (p1 - p0) q1. Report, section 7.3
and tables B.1 and B.2; the report itself calls the split not computable.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xl_addin.methods.estimates.baseline import Baseline
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.estimation import Estimates
from xl_addin.methods.tables.columns import (
    COUNT,
    DIRECT,
    EXECUTION,
    GENERAL,
    LOWER,
    MACRO,
    NATIONAL_TOTAL,
    PRICE_AND_VOLUME,
    TOTAL,
    TRAJECTORY_COST,
    UNIT_EURO,
    UNIT_EURO_PER_PERSON,
    UNIT_PER_YEAR,
    UPPER,
    VALUE,
)
from xl_addin.methods.tables.results import Lookup, Row, row

BEGIN, OUTCOME, DIFFERENCE = "begin", "uitkomst", "verschil"
VOLUME, PRICE, JOINT = "volume", "prijs", "samen"
VOLUME_AT_NEW, PRICE_AT_NEW = "volume_nieuwe_prijs", "prijs_nieuw_volume"
REST = "rest"


class Split(NamedTuple):
    """A difference between q1 x p1 and q0 x p0 in its exact parts, all in the unit of q x p."""

    begin: float
    outcome: float
    volume: float
    price: float
    joint: float

    @property
    def difference(self) -> float:
        return self.volume + self.price + self.joint

    def figures(self) -> Mapping[str, float]:
        """The parts by their code, with volume at the new price and price at the new volume: the other bounds."""
        return {
            BEGIN: self.begin,
            OUTCOME: self.outcome,
            DIFFERENCE: self.difference,
            VOLUME: self.volume,
            PRICE: self.price,
            JOINT: self.joint,
            VOLUME_AT_NEW: self.volume + self.joint,
            PRICE_AT_NEW: self.price + self.joint,
        }

    def bounds(self, part: str) -> tuple[float, float]:
        """Between what volume or price lies: with none or all of the joint term."""
        alone = {VOLUME: self.volume, PRICE: self.price}.get(part, math.nan)
        ends = alone, alone + self.joint
        return min(ends), max(ends)


def split(old_volume: float, old_price: float, new_volume: float, new_price: float) -> Split:
    """The exact parts of the difference between new and old volume x price; NaN where one of the four is."""
    more, dearer = new_volume - old_volume, new_price - old_price
    begin, outcome = old_volume * old_price, new_volume * new_price
    return Split(begin, outcome, more * old_price, dearer * old_volume, more * dearer)


def together(splits: list[Split]) -> Split:
    """The parts of a sum."""
    return Split(*(sum(values) for values in zip(*splits, strict=True)))


def price_and_volume(basis: Basis, found: Lookup) -> Estimates:
    """Rows of maat `prijs_volume`: onderdeel direct (per groep and for the sum), algemeen, rest and uitvoering.

    Klasse says the figure: begin, uitkomst, verschil, volume, prijs, samen and the two other bounds. Direct = inflow x
    direct cost per inburgeraar over the trajectory: expected inflow and cost at the start, mean inflow of three years
    and the outcome of the survey; laag and hoog of volume and prijs are their bounds. rest = what the national estimate
    holds beyond that, printed and not explained: uitvoering - direct - algemeen, so that verschil of uitvoering is the
    sum of the three.
    """
    baseline = Baseline(basis.parameters, basis.dimensions)
    if not baseline.known:
        return Estimates((), ())
    groups = basis.dimensions.group_codes
    splits = [_of_group(baseline, found, group) for group in groups]
    rows: list[Row] = []
    for group, one in zip(groups, splits, strict=True):
        rows += _inputs(baseline, found, group)
        rows += _figures(group, one)
    direct = together(splits) if splits else split(*[math.nan] * 4)
    rows += _figures("", direct)
    rows += _national_rows(baseline, found, direct)
    return Estimates(tuple(rows), baseline.notes())


def _of_group(baseline: Baseline, found: Lookup, group: str) -> Split:
    return split(
        baseline.expected_inflow(group), baseline.direct(group), baseline.mean_inflow(group), _direct(found, group)
    )


def _direct(found: Lookup, group: str, column: str = VALUE) -> float:
    return found.figure(column, maat=TRAJECTORY_COST, onderdeel=DIRECT, groep=group, indeling=TOTAL, weging=MACRO)


def _inputs(baseline: Baseline, found: Lookup, group: str) -> Iterator[Row]:
    """The four numbers that the parts are made of, so that a reader can follow them."""
    n = _direct(found, group, COUNT)
    volumes = {BEGIN: baseline.expected_inflow(group), OUTCOME: baseline.mean_inflow(group)}
    prices = {BEGIN: baseline.direct(group), OUTCOME: _direct(found, group)}
    for klasse, value in volumes.items():
        yield row(PRICE_AND_VOLUME, "instroom", group, klasse=klasse, weighting=MACRO, unit=UNIT_PER_YEAR, value=value)
    for klasse, value in prices.items():
        of = (PRICE_AND_VOLUME, "per_inburgeraar", group, "", klasse, MACRO)
        yield row(*of, unit=UNIT_EURO_PER_PERSON, value=value, n=n if klasse == OUTCOME else math.nan)


def _figures(group: str, found: Split) -> Iterator[Row]:
    for klasse, value in found.figures().items():
        low, high = found.bounds(klasse)
        of = (PRICE_AND_VOLUME, DIRECT, group, "", klasse, MACRO)
        yield row(*of, unit=UNIT_EURO, value=value, low=low, high=high)


def _national_rows(baseline: Baseline, found: Lookup, direct: Split) -> Iterator[Row]:
    """Algemeen and the whole with the band of the outcome carried through, and what is left unexplained."""
    ends = {}
    for component, begin in (
        (GENERAL, baseline.general_total()),
        (EXECUTION, direct.begin + baseline.general_total()),
    ):
        where = {"maat": NATIONAL_TOTAL, "onderdeel": component, "indeling": TOTAL, "weging": MACRO}
        value, low, high = found.figure(**where), found.figure(LOWER, **where), found.figure(UPPER, **where)
        ends[component] = (begin, value)
        yield row(PRICE_AND_VOLUME, component, klasse=BEGIN, weighting=MACRO, unit=UNIT_EURO, value=begin)
        yield row(
            PRICE_AND_VOLUME,
            component,
            klasse=OUTCOME,
            weighting=MACRO,
            unit=UNIT_EURO,
            value=value,
            low=low,
            high=high,
        )
        yield row(
            PRICE_AND_VOLUME,
            component,
            klasse=DIFFERENCE,
            weighting=MACRO,
            unit=UNIT_EURO,
            value=value - begin,
            low=low - begin,
            high=high - begin,
        )
    rest = ends[EXECUTION][1] - ends[GENERAL][1] - direct.outcome
    yield row(PRICE_AND_VOLUME, REST, klasse=OUTCOME, weighting=MACRO, unit=UNIT_EURO, value=rest)
    yield row(PRICE_AND_VOLUME, REST, klasse=DIFFERENCE, weighting=MACRO, unit=UNIT_EURO, value=rest)
