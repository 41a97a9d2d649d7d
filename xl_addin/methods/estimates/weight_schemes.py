"""Each weight set as matrices over its respondents: the weights, what calibration leaves, the weights without each.

A replicate re-makes the weights from base weights in which one respondent is left out and the others of its stratum
carry its weight. A respondent that is alone in a class cannot be left out: it has no replicate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from xl_addin.methods.errors.precision import residuals
from xl_addin.methods.errors.replicates import recalibrated
from xl_addin.methods.errors.sampling_design import Drawn
from xl_addin.methods.errors.standard_errors import Flags, Lonely, Schemes, divided
from xl_addin.methods.weights.margins import Codes, Floats
from xl_addin.methods.weights.weights import Weights


class Scheme(NamedTuple):
    """One weight set; shapes n, n x n, n x n (row i without respondent i), n; independent constraints."""

    weight: Floats
    residual: Floats
    replicate: Floats
    alone: Flags
    donors: Flags
    constraints: float


class OneWay(NamedTuple):
    """A division that totals are met for, as its classes count together.

    codes: of each respondent the number of its class from low to high (-1: onbekend); national: N of each class, unknown:
    N of onbekend.
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


def plain_scheme(base: Floats, sample: Drawn, donors: Flags) -> Scheme:
    """Base weights that meet no totals: design weights, or 1 for everyone."""
    nobody = np.zeros(len(base), dtype=bool)
    return Scheme(base, np.diag(base), base * sample.jackknife_factors, nobody, donors, 0.0)


def one_way_scheme(division: OneWay, base: Floats, persons: Floats, sample: Drawn) -> Scheme:
    """Weights that meet the totals of one division; onbekend, in the country, at the mean of all respondents."""
    used = np.unique(division.codes[division.codes >= 0])
    member = np.equal.outer(division.codes, used).astype(float)
    national = division.national[used]
    bases = np.vstack([base, base * sample.jackknife_factors])
    sums = (bases * persons) @ member
    ratio = np.divide(national, sums, out=np.zeros_like(sums), where=sums > 0)
    rest = divided(division.unknown, bases @ persons)
    weights = bases * (ratio @ member.T + rest[:, None])
    own = member @ np.divide(1.0, sums[0], out=np.zeros(len(used)), where=sums[0] > 0)
    same = member @ member.T
    mean = persons[:, None] * own[:, None] * same * base
    whole = persons[:, None] * base / float(base @ persons)
    everyone = np.eye(len(base))
    inside = same.any(axis=1)
    residual = (base * (ratio[0] @ member.T))[:, None] * np.where(inside[:, None], everyone - mean, 0.0)
    residual += (rest[0] * base)[:, None] * (everyone - whole)
    alone = (member @ member.sum(axis=0) == 1) & inside
    return Scheme(weights[0], residual, weights[1:], alone, neighbours(division.codes, len(division.national)), len(used))


def joint_scheme(weights: Weights, sample: Drawn, donors: Flags) -> Scheme:
    """Weights that meet several totals at once; a replicate whose totals cannot be met leaves its respondent alone."""
    weight = weights.weight.to_numpy(dtype=float)
    count = len(weight)
    replicate, good = np.tile(weight, (count, 1)), np.ones(count, dtype=bool)
    needed = sample.jackknife_scale > 0
    if needed.any():
        replicate[needed], good[needed] = recalibrated(weights, sample.jackknife_factors[needed])
    residual = weight[:, None] * residuals(weights, np.eye(count))
    rank = float(np.linalg.matrix_rank(weights.design.cell_matrix))
    return Scheme(weight, residual, replicate, ~good, donors, rank)


def stacked(
    schemes: Mapping[str, Scheme], means: Mapping[str, Sequence[str]], sample: Drawn, by_stratum: Flags
) -> Schemes:
    """The sets together. by_stratum: whose spread a respondent takes that is alone in its stratum (n x n)."""
    names = tuple(schemes)
    single = sample.lonely_strata[sample.stratum]
    parts = list(schemes.values())
    donors = np.array([np.where(single[:, None], by_stratum, part.donors) for part in parts])
    return Schemes(
        names=names,
        weight=np.array([part.weight for part in parts]),
        residual=np.array([part.residual for part in parts]),
        replicate=np.array([part.replicate for part in parts]),
        constraints=np.array([part.constraints for part in parts]),
        lonely=Lonely(np.array([part.alone | single for part in parts]), donors),
        means={mean: tuple(names.index(name) for name in of) for mean, of in means.items() if set(of) <= set(names)},
        sample=sample,
    )
