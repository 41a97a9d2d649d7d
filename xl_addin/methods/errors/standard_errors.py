"""Standard errors of the study's ratios under every weight set: linearised and by jackknife, the larger counts.

A ratio is linear in the cost once weights and inburgeraars are given, so that one matrix per weight set holds all its
replicates. Assumed: a simple random draw of municipalities within each stratum (a class of inhabitants; for weging
`ratio` the class of the figure itself), without replacement. See docs/weging.md.

Sources: Sarndal, Swensson and Wretman (1992), chapters 5 and 6; Wolter (2007), chapter 4, for the jackknife; Bell and
McCaffrey (2002) for the degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.errors.precision import EXPLAINED, Span, unexplained
from xl_addin.methods.errors.sampling_design import Drawn
from xl_addin.methods.weights.margins import Codes, Floats

Flags = npt.NDArray[np.bool_]
NOISE = 1e-12
"""A deviation this small a part of the figure is the noise of floating point."""


@dataclass(frozen=True)
class Movements:
    """How far each respondent moves an estimate; the variance is the sum of the squares.

    codes: the respondents; moved: per weight set 2 x codes x figures, linearised and as the jackknife has it; freedom:
    per weight set the degrees of freedom per figure.
    """

    codes: pd.Index
    moved: Mapping[str, Floats]
    freedom: Mapping[str, Floats]

    @property
    def errors(self) -> dict[str, Floats]:
        """The standard error per weight set and place: the larger of linearised and jackknife."""
        return {name: np.sqrt(_squares(moved).max(axis=0)) for name, moved in self.moved.items()}

    def plus(self, other: Movements) -> Movements:
        """The movements of the sum of two estimates in the same places; a respondent of one of them moves one."""
        codes = self.codes.union(other.codes)
        mine, theirs = self.over(codes), other.over(codes)
        shared = [name for name in mine.moved if name in theirs.moved]
        freedom = {name: _joint_freedom((self, other), name) for name in shared}
        return Movements(codes, {name: mine.moved[name] + theirs.moved[name] for name in shared}, freedom)

    def times(self, factor: float) -> Movements:
        """The movements of a number times the estimate."""
        return Movements(self.codes, {name: moved * factor for name, moved in self.moved.items()}, self.freedom)

    def only(self, names: Iterable[str]) -> Movements:
        """Those under some weight sets."""
        kept = [name for name in names if name in self.moved]
        return Movements(
            self.codes, {name: self.moved[name] for name in kept}, {name: self.freedom[name] for name in kept}
        )

    def with_set(self, name: str, moved: Floats, freedom: Floats) -> Movements:
        """With one weight set more."""
        return Movements(self.codes, {**self.moved, name: moved}, {**self.freedom, name: freedom})

    def renamed(self, name: str, other: str) -> Movements:
        """Those under one weight set, under another name."""
        return Movements(self.codes, {other: self.moved[name]}, {other: self.freedom[name]})

    def in_place(self, at: int) -> Movements:
        """Those of one figure."""
        return self.part(slice(at, at + 1))

    def between(self, name: str, first: Codes, second: Codes) -> Movements:
        """Those of figures less others, one by one, under one weight set."""
        one, other = self.only([name]).part(first), self.only([name]).part(second)
        return one.plus(other.times(-1.0))

    def alone(self, at: slice, who: Flags, by: Mapping[str, Floats], freedom: float) -> Movements:
        """With, in some figures, only the respondent `who`, that moves each of them `by` (per weight set)."""
        moved = {name: table.copy() for name, table in self.moved.items()}
        freedoms = {name: df.copy() for name, df in self.freedom.items()}
        for name, table in moved.items():
            table[:, :, at] = np.where(who[:, None], by[name], 0.0)
            freedoms[name][at] = freedom
        return Movements(self.codes, moved, freedoms)

    def part(self, at: slice | Codes) -> Movements:
        """Those of some of the figures."""
        moved = {name: table[:, :, at] for name, table in self.moved.items()}
        return Movements(self.codes, moved, {name: freedom[at] for name, freedom in self.freedom.items()})

    def over(self, codes: pd.Index) -> Movements:
        """The same for more respondents, who move nothing."""
        place = codes.get_indexer(self.codes)
        moved = {name: np.zeros((2, len(codes), table.shape[2])) for name, table in self.moved.items()}
        for name, table in moved.items():
            table[:, place] = self.moved[name]
        return Movements(codes, moved, self.freedom)


def _squares(moved: Floats) -> Floats:
    squares: Floats = np.square(moved).sum(axis=1)
    return squares


def _joint_freedom(parts: Sequence[Movements], name: str) -> Floats:
    """Of a sum: the harmonic mean, each part counting with its variance; no more than the best of them."""
    variances = np.array([_squares(part.moved[name]).max(axis=0) for part in parts])
    freedoms = np.array([part.freedom[name] for part in parts])
    with np.errstate(divide="ignore", invalid="ignore"):
        joint = variances.sum(axis=0) / (variances / freedoms).sum(axis=0)
    return np.asarray(np.where(np.isfinite(joint), joint, np.fmin.reduce(freedoms, axis=0)))


class Replicated(NamedTuple):
    """The weights without each unit: base x what the draw makes of it x a ratio per cell, by the unit left out.

    base: n; cells: the cell of each unit; ratio: n (left out) x cells.
    """

    base: Floats
    cells: Codes
    ratio: Floats

    def sums(self, figures: Floats, sample: Drawn) -> Floats:
        """Row i: the weighted sums of figures (units x figures) without unit i.

        The others of its stratum carry its weight: they count n_h / (n_h - 1) times, so that a sum is that of everyone,
        and of its stratum once more in part, less its own.
        """
        weighed = self.base[:, None] * figures
        member = np.equal.outer(np.arange(self.ratio.shape[1]), self.cells).astype(float)
        total, found = member @ weighed, np.empty_like(weighed)
        for units, more in zip(sample.units, sample.carried, strict=True):
            found[units] = self.ratio[units] @ (total + more * (member[:, units] @ weighed[units]))
        carried = sample.carried[sample.stratum] + 1
        return np.asarray(found - (carried * self._own)[:, None] * weighed)

    def squares(self, x: Floats, without: Floats, share: Floats, scale: Floats, sample: Drawn) -> Floats:
        """Per unit j and place: the sum over units i left out of scale_i x (weight of j without i / total - share)^2 x
        x_j^2. x, without, share: units x places; scale: units.
        """
        inverse = np.where(np.isfinite(found := divided(1.0, without)), found, 0.0)
        parts = scale[:, None] * inverse
        first = self._over_left_out(self.ratio, parts, 1 + sample.carried, sample)
        second = self._over_left_out(self.ratio**2, parts * inverse, (1 + sample.carried) ** 2, sample)
        base = self.base[:, None]
        return np.asarray((base**2 * second - 2 * share * base * first + share**2 * scale.sum()) * x**2)

    def _over_left_out(self, ratio: Floats, parts: Floats, times: Floats, sample: Drawn) -> Floats:
        """The sum over units left out of times (in its stratum) x ratio of the cell x parts, per unit j and place."""
        found = (ratio.T @ parts)[self.cells]
        for units, more in zip(sample.units, times - 1, strict=True):
            if more:
                found[units] += more * (ratio[units].T @ parts[units])[self.cells[units]]
        own = ratio[np.arange(len(ratio)), self.cells]
        return np.asarray(found - (times[sample.stratum] * own)[:, None] * parts)

    def dense(self, sample: Drawn) -> Floats:
        """Row i: all weights without unit i."""
        return np.asarray(self.base * sample.jackknife_factors * self.ratio[:, self.cells])

    @property
    def _own(self) -> Floats:
        return self.ratio[np.arange(len(self.ratio)), self.cells]


class Scheme(NamedTuple):
    """One weight set of n respondents.

    weight: n; keeps, takes: what is left of figures f after calibration, x weight: keeps f - back (forth' f); without:
    the weights without each; alone: who cannot be left out, donors: whose relative variance stands for it (n x n);
    constraints: independent ones.
    """

    weight: Floats
    keeps: Floats
    takes: Span
    without: Replicated
    alone: Flags
    donors: Flags
    constraints: float

    def residual(self, influence: Floats) -> Floats:
        """Weight x what calibration leaves of an influence (units x figures)."""
        left = self.keeps[:, None] * influence
        return unexplained(left, left - self.takes.back @ (self.takes.forth.T @ influence))


@dataclass(frozen=True)
class Schemes:
    """Weight sets of the same respondents, with what the errors of ratios under them need.

    names, parts: the S sets; means: figures that are the mean of several sets, by their positions; sample: the draw
    within strata.
    """

    names: tuple[str, ...]
    parts: tuple[Scheme, ...]
    means: Mapping[str, tuple[int, ...]]
    sample: Drawn
    _known: dict[bytes, _Shares] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def weight(self) -> Floats:
        """S x n."""
        return np.array([part.weight for part in self.parts])

    @cached_property
    def constraints(self) -> Floats:
        """Per set."""
        return np.array([part.constraints for part in self.parts])

    @cached_property
    def _lonely_units(self) -> list[tuple[int, int]]:
        """Set and unit of those without a deviation of their own."""
        flags = np.array([part.alone for part in self.parts])
        return [(int(at), int(unit)) for at, unit in zip(*np.nonzero(flags), strict=True)]

    def ratios(
        self, y: Floats, x: Floats, inside: Flags, again: Floats | None = None
    ) -> tuple[dict[str, Floats], Movements]:
        """Sum of y / sum of x inside every place under every set and mean of sets, and the movements of these ratios.

        y: units x items; x: units x 1; inside: units x places. The ratios are items x places long, item by item.
        again (of one item): row i the numerators as they are estimated without unit i; the error is then that of the
        jackknife alone.
        """
        items = y.shape[1]
        numerator, every = by_place(y, inside), np.tile(inside, items)
        shares = self._shares(np.where(inside, x, 0.0)).times(items)
        value = divided(self.weight @ numerator, shares.whole)
        if not self.sample.correction.any():  # everyone responded: nothing is left to chance
            still = np.zeros((len(self.names), 2, *numerator.shape))
            return self._named(value), Movements(self.sample.index, self._named(still), shares.freedom)
        jackknife = self._jackknifed(numerator, value, shares, inside, again)
        linear = jackknife if again is not None else self._linearised(numerator, by_place(x, every), value, shares)
        moved = np.stack([linear, jackknife], axis=1)
        self._lonely(moved, y, x, value, shares, inside)
        moves = self._named(moved)
        for name in self.means:
            moves[name][0] *= self._joint_correction(name)
        left = {name: np.fmin(df, effective_freedom(moves[name][1], every)) for name, df in shares.freedom.items()}
        return self._named(value), Movements(self.sample.index, moves, left)

    def _joint_correction(self, name: str) -> float:
        """What the linearised movements of a mean of sets lack: together they meet more constraints than each."""
        n, parts = len(self.sample.index), self.constraints[list(self.means[name])]
        together = parts.sum() - (len(parts) - 1) if (parts > 0).all() else parts.max()
        one, all_of_them = (n - min(float(p), n - 1.0) for p in (parts.max(), together))
        return float(np.sqrt(one / all_of_them))

    def _named(self, found: Floats) -> dict[str, Floats]:
        named = {name: found[at] for at, name in enumerate(self.names)}
        return named | {name: found[list(parts)].mean(axis=0) for name, parts in self.means.items()}

    def _linearised(self, y: Floats, x: Floats, value: Floats, shares: _Shares) -> Floats:
        """Weight x residual of the influence, from the mean of the stratum: the stratified variance is its squares.

        After calibration the residual variance is multiplied by n / (n - p), p = independent constraints.
        """
        moved = np.array(
            [part.residual(influence(y, x, value[at], shares.whole[at])) for at, part in enumerate(self.parts)]
        )
        n = len(self.sample.index)
        used = np.minimum(self.constraints, n - 1)
        return np.asarray(self.sample.centred(moved) * np.sqrt(n / (n - used))[:, None, None])

    def _jackknifed(self, y: Floats, value: Floats, shares: _Shares, inside: Flags, again: Floats | None) -> Floats:
        if again is None:
            numerator = np.array([part.without.sums(y, self.sample) for part in self.parts])
        else:
            numerator = np.array([(part.without.dense(self.sample) * again) @ inside for part in self.parts])
        deviation = divided(numerator, shares.without) - value[:, None, :]
        real = np.abs(deviation) > NOISE * np.abs(value[:, None, :])
        return np.asarray(np.where(real, deviation, 0.0) * np.sqrt(self.sample.jackknife_scale)[:, None])

    def _lonely(self, moved: Floats, y: Floats, x: Floats, value: Floats, shares: _Shares, inside: Flags) -> None:
        """Who cannot be left out moves the figure by its own part x the relative spread of its neighbours."""
        places = inside.shape[1]
        for at, unit in self._lonely_units:
            own, here = np.repeat(y[unit], places), np.tile(inside[unit], y.shape[1])
            part = self.weight[at, unit] * here * divided(own, shares.whole[at])
            spread = np.repeat(relative_spread(y, x, self.parts[at].donors[unit]), places)
            sign = np.where(own >= value[at] * x[unit], 1.0, -1.0)
            move = np.sqrt(self.sample.correction[self.sample.stratum[unit]]) * part * spread * sign
            moved[at, 0, unit], moved[at, 1, unit] = move, -move

    def _shares(self, x: Floats) -> _Shares:
        key = x.tobytes()
        if key not in self._known:
            whole = self.weight @ x
            if self.sample.correction.any():
                without = np.array([part.without.sums(x, self.sample) for part in self.parts])
            else:
                without = np.ones((len(self.names), *x.shape))
            self._known[key] = _Shares(whole, without, self._freedom(x, whole, without))
        return self._known[key]

    def _freedom(self, x: Floats, whole: Floats, without: Floats) -> dict[str, Floats]:
        """Respondents - max(p, strata with 2 or more) in the place, or Satterthwaite's where smaller; at least 1."""
        n, inside = len(x), x > 0
        counts = inside.sum(axis=0).astype(float)
        filled = np.array([inside[self.sample.stratum == h].sum(axis=0) for h in range(len(self.sample.drawn))])
        used = np.fmax(self.constraints[:, None] * counts / n, np.fmax((filled > 1).sum(axis=0), 1))
        plain = self._named(counts - used)
        if not self.sample.correction.any():
            return {name: np.fmax(freedom, 1.0) for name, freedom in plain.items()}
        expected = self._named(self._expected(x, whole, without))
        cost = self._named(self._cost(filled[self.sample.stratum].astype(float), counts))
        return {name: np.fmax(np.fmin(plain[name], satterthwaite(expected[name], cost[name])), 1.0) for name in plain}

    def _expected(self, x: Floats, whole: Floats, without: Floats) -> Floats:
        """The part of each respondent in the jackknife variance when all have one relative variance: sets x n x places.

        The sum over replicates i of scale x (weight without i / its total - weight / total)^2 x^2.
        """
        own = self.sample.correction[self.sample.stratum][:, None]
        found = []
        for at, part in enumerate(self.parts):
            share = divided(part.weight[:, None], whole[at])
            scale = self.sample.jackknife_scale * ~part.alone
            expected = np.fmax(part.without.squares(x, without[at], share, scale, self.sample), 0.0)
            found.append(np.where(part.alone[:, None], np.square(share * x) * own, expected))
        return np.array(found)

    def _cost(self, mine: Floats, counts: Floats) -> Floats:
        """What a respondent's part costs in freedom: m / (m - 1), m of its stratum in the place or, alone there, of the
        place; n / (n - p) after calibration where that is more; 1 / (m - 1) of the m whose spread it takes.
        """
        n = len(self.sample.index)
        m = np.where(mine > 1, mine, counts)
        cost = np.fmax(divided(m, m - 1), (n / (n - np.minimum(self.constraints, n - 1)))[:, None, None])
        alone = np.array([part.alone for part in self.parts])[:, :, None]
        donors = np.array([part.donors.sum(axis=1) for part in self.parts])[:, :, None]
        return np.asarray(np.where(alone, divided(1.0, donors - 1.0), cost))


class _Shares(NamedTuple):
    """Of one table of denominators: weighted totals (S x places), without each unit (S x n x places), freedom."""

    whole: Floats
    without: Floats
    freedom: dict[str, Floats]

    def times(self, items: int) -> _Shares:
        """The same for so many items, one after another."""
        if items == 1:
            return self
        freedom = {name: np.tile(df, items) for name, df in self.freedom.items()}
        return _Shares(np.tile(self.whole, items), np.tile(self.without, items), freedom)


def by_place(figures: Floats, inside: Flags) -> Floats:
    """Figures (units x items) as they lie in each place (units x places): units x items x places, item by item."""
    return np.where(inside[:, None, :], figures[:, :, None], 0.0).reshape(
        len(figures), figures.shape[1] * inside.shape[1]
    )


def satterthwaite(parts: Floats, cost: Floats) -> Floats:
    """Degrees of freedom of a variance per place: (sum of its parts)^2 / sum of part^2 x cost; infinite without any.

    parts, cost: units x places; n equal parts that each cost n / (n - 1) have n - 1. Source: Satterthwaite (1946), as
    Bell and McCaffrey (2002) take it, from the sizes of the units and not from their cost.
    """
    return np.where(
        np.isfinite(found := divided(np.square(parts.sum(axis=0)), (parts**2 * cost).sum(axis=0))), found, np.inf
    )


def effective_freedom(moved: Floats, inside: Flags) -> Floats:
    """Satterthwaite's from the movements themselves (units x places): a few that move much tell less; at least 1.

    (sum of squares)^2 / sum of fourth powers is how many equal movements would tell as much; m - 1 of m count.
    """
    squares, count = np.square(moved), inside.sum(axis=0)
    found = divided(np.square(squares.sum(axis=0)), np.square(squares).sum(axis=0)) * (1 - divided(1.0, count))
    return np.asarray(np.where(np.isfinite(found), np.fmax(found, 1.0), np.inf))


def influence(y: Floats, x: Floats, value: Floats, whole: Floats) -> Floats:
    """(y - R x) / X, with value = R and whole = X per place."""
    expected = value * x
    left = y - expected
    # who is the ratio itself is left with nothing, not with the noise of floating point
    return divided(np.where(np.abs(left) > EXPLAINED * np.abs(expected), left, 0.0), whole)


def relative_spread(y: Floats, x: Floats, donors: Flags) -> Floats:
    """Relative standard deviation of y / x among the donors, per column of y; 0 where they have no cost at all."""
    cost, size = y[donors], x[donors]
    if len(cost) < 2:
        return np.full(y.shape[1], np.nan)
    mean = cost.sum(axis=0) / size.sum(axis=0)
    relative = divided(divided(cost, size), mean) - 1
    spread = np.sqrt(np.square(relative).sum(axis=0) / (len(relative) - 1))
    return np.asarray(np.where(mean == 0, 0.0, spread))


def within_class(
    y: Floats, x: Floats, inside: Flags, population: Floats, again: Floats | None = None
) -> tuple[Floats, Floats]:
    """Movements (2 x units x figures) and degrees of freedom (figures) of sum of y / sum of x in every place.

    As a simple random draw of m of the M municipalities of the place. y: units x items; x: units x 1; the figures are
    items x places, item by item; nobody has a weight. again (of one item): row i the numerators as they are estimated
    without unit i, which may then move a place that it is not in.
    """
    items = y.shape[1]
    one = _draw_within(np.where(inside, x, 0.0), inside, population)
    size, share, whole = np.tile(one.size, items), np.tile(one.share, items), np.tile(one.whole, items)
    value = divided(y.T @ inside, one.whole).ravel()
    left = influence(by_place(y, inside), size, value, whole)
    linear = np.tile(one.linear, items) * left
    scale = np.tile(one.jackknife, items)
    jackknife = -scale * divided(left, 1 - share)
    if again is not None:
        own = np.diag(again)[:, None] * inside
        linear = jackknife = scale * (divided(again @ inside - own, whole - size) - value)
    every = np.tile(inside, items)
    freedom = np.fmin(np.tile(one.freedom, items), effective_freedom(np.where(every, jackknife, 0.0), every))
    # where every municipality of a class responded nothing is left to chance
    certain = np.tile(one.certain, items)
    moved = np.where(certain, 0.0, np.stack([linear, jackknife]))
    return moved, np.where(certain, np.fmax(np.tile(one.respondents, items) - 1, 1.0), freedom)


class _DrawWithin(NamedTuple):
    """What a draw within places says of any figure: size and share of units (units x places), the rest per place."""

    size: Floats
    share: Floats
    whole: Floats
    respondents: Floats
    linear: Floats
    jackknife: Floats
    freedom: Floats
    certain: Flags


def _draw_within(size: Floats, inside: Flags, population: Floats) -> _DrawWithin:
    count, whole = inside.sum(axis=0).astype(float), size.sum(axis=0)
    alone = np.where(count > 1, count - 1, np.nan)
    drawn = np.clip(1 - divided(count, population), 0.0, None)
    share = divided(size, whole)
    # without i the parts of the others grow by X / (X - x_i), and its own is gone
    grown = np.square(divided(share, 1 - share))
    parts = np.square(share) * (grown.sum(axis=0) - grown + 1)
    freedom = satterthwaite(parts, np.broadcast_to(divided(count, count - 1), size.shape))
    return _DrawWithin(
        size=size,
        share=share,
        whole=whole,
        respondents=count,
        linear=np.sqrt(drawn * count / alone),
        jackknife=np.sqrt(drawn * divided(alone, count)),
        freedom=np.fmax(np.fmin(alone, freedom), 1.0),
        certain=np.asarray((count > 0) & (count >= population)),
    )


def stand_ins(places: Sequence[tuple[str, str]], counts: Floats, population: Floats) -> dict[int, int]:
    """Per place with one respondent for more municipalities the place whose relative spread it takes.

    The nearest lower class of the same division with two respondents or more, else the nearest upper; a place that has
    none is left out.
    """
    found = {}
    for at in np.flatnonzero((counts == 1) & (population > 1)).tolist():
        mine = [other for other, (division, _) in enumerate(places) if division == places[at][0] and counts[other] > 1]
        nearest = [other for other in reversed(mine) if other < at] + [other for other in mine if other > at]
        if nearest:
            found[at] = nearest[0]
    return found


def divided(upper: npt.ArrayLike, lower: npt.ArrayLike) -> Floats:
    """The quotient, NaN where the divisor is 0."""
    under = np.asarray(lower, dtype=float)
    return np.asarray(np.asarray(upper, dtype=float) / np.where(under == 0, np.nan, under))
