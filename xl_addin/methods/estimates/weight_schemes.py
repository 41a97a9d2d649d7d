"""Each weight set as matrices over its respondents: the weights, what calibration leaves, the weights without each.

A replicate re-makes the weights from base weights in which one respondent is left out and the others of its stratum
carry its weight. A respondent that is alone in a class cannot be left out: it has no replicate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from xl_addin.methods.errors.precision import Span, span
from xl_addin.methods.errors.replicates import recalibrated
from xl_addin.methods.errors.sampling_design import Drawn
from xl_addin.methods.errors.standard_errors import Flags, Replicated, Scheme, Schemes, divided
from xl_addin.methods.weights.margins import Codes, Floats
from xl_addin.methods.weights.weights import Weights


class OneWay(NamedTuple):
    """A division that totals are met for, as its classes count together.

    codes: of each respondent the number of its class from low to high (-1: onbekend); national: N of each class;
    unknown: N of onbekend.
    """

    codes: Codes
    national: Floats
    unknown: float


def neighbours(codes: Codes, classes: int) -> Flags:
    """Row i: the respondents whose spread stands for that of i: its class where it has two or more, else the nearest
    lower class that has, else the nearest upper; else all.
    """
    members = np.equal.outer(np.arange(-1, classes), codes)
    several = members.sum(axis=1) > 1
    donors = np.ones_like(members)
    for code in range(-1, classes):
        at = max(code, 0)
        nearest = [code, *reversed(range(at)), *range(at + 1, classes)]
        found = next((one for one in nearest if several[one + 1]), None)
        if found is not None:
            donors[code + 1] = members[found + 1]
    return np.asarray(donors[codes + 1])


def plain_scheme(base: Floats, donors: Flags) -> Scheme:
    """Base weights that meet no totals: design weights, or 1 for everyone."""
    count = len(base)
    nobody, one_cell = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.intp)
    nothing = Span(np.zeros((count, 0)), np.zeros((count, 0)))
    return Scheme(base, base, nothing, Replicated(base, one_cell, np.ones((count, 1))), nobody, donors, 0.0)


def one_way_scheme(division: OneWay, base: Floats, persons: Floats, sample: Drawn) -> Scheme:
    """Weights that meet the totals of one division; onbekend, in the country, at the mean of all respondents."""
    used = np.unique(division.codes[division.codes >= 0])
    member = np.equal.outer(division.codes, used).astype(float)
    national = division.national[used]
    bases = np.vstack([base, base * sample.jackknife_factors])
    sums = (bases * persons) @ member
    ratio = np.divide(national, sums, out=np.zeros_like(sums), where=sums > 0)
    rest = divided(division.unknown, bases @ persons)
    times = ratio[0] @ member.T
    # of each class what its ratio explains, and of everyone what the mean of all does
    own = np.divide(1.0, sums[0], out=np.zeros(len(used)), where=sums[0] > 0)
    back = np.column_stack([(base * times * persons)[:, None] * member * own, rest[0] * base * persons])
    back[:, -1] /= float(base @ persons)
    forth = np.column_stack([member * base[:, None], base])
    known = member.any(axis=1)
    # the last cell: onbekend, which has no total of its own
    cells = np.where(known, member.argmax(axis=1) if len(used) else 0, len(used))
    ratios = np.column_stack([ratio[1:] + rest[1:, None], rest[1:]])
    weight = base * (times + rest[0])
    alone = (member @ member.sum(axis=0) == 1) & known
    donors = neighbours(division.codes, len(division.national))
    left = Span(back, forth)
    return Scheme(weight, weight, left, Replicated(base, cells, ratios), alone, donors, float(len(used)))


def joint_scheme(weights: Weights, sample: Drawn, donors: Flags) -> Scheme:
    """Weights that meet several totals at once; a replicate whose totals cannot be met leaves its respondent alone."""
    weight = weights.weight.to_numpy(dtype=float)
    base, cells = weights.design.base, weights.design.cells
    count = len(weight)
    ratio = np.tile((weight / base)[cells.first], (count, 1))
    good, needed = np.ones(count, dtype=bool), sample.jackknife_scale > 0
    if needed.any():
        made = recalibrated(weights, sample.jackknife_factors[needed])
        ratio[needed], good[needed] = np.where(made.good[:, None], made.ratio, ratio[needed]), made.good
    spanned = span(weights)
    left = Span(weight[:, None] * spanned.back, spanned.forth)
    rank = float(np.linalg.matrix_rank(weights.design.cell_matrix))
    return Scheme(weight, weight, left, Replicated(base, cells.of_unit, ratio), ~good, donors, rank)


def stacked(
    schemes: Mapping[str, Scheme], means: Mapping[str, Sequence[str]], sample: Drawn, by_stratum: Flags
) -> Schemes:
    """The sets together. by_stratum: whose spread a respondent takes that is alone in its stratum (n x n)."""
    names = tuple(schemes)
    single = sample.lonely_strata[sample.stratum]
    parts = tuple(
        part._replace(alone=part.alone | single, donors=np.where(single[:, None], by_stratum, part.donors))
        for part in schemes.values()
    )
    positions = {mean: tuple(names.index(name) for name in of) for mean, of in means.items() if set(of) <= set(names)}
    return Schemes(names, parts, positions, sample)
