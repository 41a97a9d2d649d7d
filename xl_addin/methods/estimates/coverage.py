"""Where the earmarked grant and the cost it is meant for part: price, mix, coverage and the amount itself.

Per groep the grant B stands beside the cost C, through the amounts A that were assumed at the start (table B.3):
B - C = (B - A) + (A - C). The first is `bedrag`: the grant as it was set differs from the assumed amounts. The second
is split exactly: for learning routes `mix` = sum over routes of (assumed share - share now) x price now, and `prijs` =
what is left (assumed cost - assumed shares x prices now: prices per route at the start are not known); for a provision
that the grant was meant for `prijs` = assumed amount - cost; for one that it left out `dekking` = - cost. METHOD
section 8; report, section 5.3 and table B.3; docs/decisions/0018.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xl_addin.methods.answers.amounts import amount
from xl_addin.methods.estimates.baseline import Baseline, not_one
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.estimation import Estimates
from xl_addin.methods.tables.columns import (
    COMPONENT,
    COVERAGE,
    MACRO,
    PROVISIONS,
    ROUTES,
    TOTAL,
    TRAJECTORY_COST,
    UNIT_EURO_PER_PERSON,
)
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.results import Lookup, Row, row

ASSUMED, COST, DIFFERENCE = "begin", "kosten", "verschil"
PRICE, MIX, COVERED, AMOUNT = "prijs", "mix", "dekking", "bedrag"
REST = "rest"
NOTHING = 1e-6


class Effects(NamedTuple):
    """Assumed amount and cost of one part, and what their difference is made of, in euros per inburgeraar.

    amount: only of the whole, where the grant is not the sum of the assumed amounts.
    """

    assumed: float
    cost: float
    price: float = 0.0
    mix: float = 0.0
    covered: float = 0.0
    amount: float = 0.0

    @property
    def difference(self) -> float:
        return self.price + self.mix + self.covered + self.amount

    def figures(self) -> Mapping[str, float]:
        """The figures by their code; verschil is budget - cost, the sum of the effects."""
        return {
            ASSUMED: self.assumed,
            COST: self.cost,
            PRICE: self.price,
            MIX: self.mix,
            COVERED: self.covered,
            AMOUNT: self.amount,
            DIFFERENCE: self.difference,
        }


def of_routes(assumed: float, cost: float, shares: Mapping[str, tuple[float, float, float]]) -> Effects:
    """The effects of the learning routes. shares: route -> assumed share, share now, price now; shares sum to 1."""
    mix = sum((before - now) * price for before, now, price in shares.values())
    return Effects(assumed, cost, price=assumed - cost - mix, mix=mix)


def of_provision(assumed: float, cost: float) -> Effects:
    """The effects of a provision: one that no amount was assumed for is not covered."""
    if assumed == 0:
        return Effects(assumed, cost, covered=assumed - cost)
    return Effects(assumed, cost, price=assumed - cost)


def summed(parts: list[Effects], grant: float) -> Effects:
    """The parts together beside the grant itself."""
    whole = Effects(*(sum(values) for values in zip(*parts, strict=True)))
    return whole._replace(amount=grant - whole.assumed)


def coverage(basis: Basis, found: Lookup, grants: Mapping[str, float]) -> Estimates:
    """Rows of maat `dekking_spuk`: onderdeel leerroutes, each provision, voorzieningen, rest and totaal per groep.

    Klasse says the figure (`Effects.figures`). grants: the grant per inburgeraar of each groep. `rest` is
    what separately estimated provisions miss of their estimated sum; the parts and the effects add up exactly, and
    verschil of totaal is `verschil_spuk`.
    """
    baseline = Baseline(basis.parameters, basis.dimensions)
    rows: list[Row] = []
    notes: list[Note] = []
    if not baseline.known:
        return Estimates((), ())
    for group in basis.dimensions.group_codes:
        parts = {ROUTES: _routes(basis, baseline, found, group)}
        provisions = {
            item: of_provision(baseline.cost(group, item), _cost(found, group, item))
            for item in basis.dimensions.provisions_of(group)
        }
        together = _cost(found, group, PROVISIONS)
        provisions[REST] = _missed(together - sum(one.cost for one in provisions.values()))
        whole = summed([*parts.values(), *provisions.values()], grants[group])
        parts |= provisions
        parts[PROVISIONS] = summed(list(provisions.values()), sum(one.assumed for one in provisions.values()))
        parts[TOTAL] = whole
        for item, effects in parts.items():
            rows += _rows(item, group, effects)
            if math.isnan(effects.assumed + effects.cost):
                notes.append(Note("COVERAGE_UNKNOWN", "", {"groep": group, COMPONENT: item}))
    return Estimates(tuple(rows), tuple(notes))


def _missed(cost: float) -> Effects:
    """What separately estimated provisions miss of their sum; what the computer rounds off is nothing."""
    return Effects(0.0, 0.0) if abs(cost) < NOTHING else Effects(0.0, cost, price=-cost)


def _rows(item: str, group: str, effects: Effects) -> Iterator[Row]:
    for klasse, value in effects.figures().items():
        yield row(COVERAGE, item, group, klasse=klasse, weighting=MACRO, unit=UNIT_EURO_PER_PERSON, value=value)


def _cost(found: Lookup, group: str, item: str) -> float:
    return found.figure(maat=TRAJECTORY_COST, onderdeel=item, groep=group, indeling=TOTAL, weging=MACRO)


def _routes(basis: Basis, baseline: Baseline, found: Lookup, group: str) -> Effects:
    routes = basis.dimensions.routes_of(group)
    cost = _cost(found, group, ROUTES)
    if not routes:
        return Effects(0.0, cost, price=-cost)
    now = {route: amount(basis.parameters, f"route.aandeel.{route}") for route in routes}
    whole = sum(now.values())
    assumed = {route: baseline.share(route) for route in routes}
    if not_one("start.aandeel", assumed.values()):
        assumed = dict.fromkeys(routes, math.nan)
    shares = {
        route: (assumed[route], now[route] / whole if whole > 0 else math.nan, _cost(found, group, route))
        for route in routes
    }
    return of_routes(baseline.routes(group), cost, shares)
