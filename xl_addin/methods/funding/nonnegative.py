"""Least squares with coefficients that are not negative, on the normal equations of a few measures.

Source: Lawson and Hanson (1974), Solving Least Squares Problems, chapter 23.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
TOLERANCE = 1e-10


def nonnegative(gram: Floats, moment: Floats) -> Floats:
    """The b >= 0 that minimises b'Gb - 2 b'c, for G = X'WX (measures x measures) and c = X'Wy.

    A measure that the others already tell (a gain of 0) stays at 0.
    """
    scale = np.sqrt(np.diag(gram))
    scale = np.where(scale > 0, scale, 1.0)
    gram, moment = gram / np.outer(scale, scale), moment / scale
    found, free = np.zeros(len(moment)), np.zeros(len(moment), dtype=bool)
    noise = TOLERANCE * float(np.abs(moment).max(initial=0.0))
    for _ in range(3 * len(moment)):
        gain = np.where(free, -np.inf, moment - gram @ found)
        if not len(gain) or gain.max() <= noise:
            break
        free[int(np.argmax(gain))] = True
        found, free = _inside(gram, moment, found, free)
    return found / scale


def _inside(gram: Floats, moment: Floats, found: Floats, free: Flags) -> tuple[Floats, Flags]:
    """The solution on the free measures; those that would fall below 0 on the way to it are fixed at 0."""
    while free.any():
        trial = np.zeros(len(moment))
        trial[free] = np.linalg.lstsq(gram[np.ix_(free, free)], moment[free], rcond=None)[0]
        blocked = free & (trial <= 0)
        if not blocked.any():
            return trial, free
        room = found[blocked] - trial[blocked]
        steps = np.divide(found[blocked], room, out=np.zeros(len(room)), where=room > 0)
        found = found + float(steps.min()) * (trial - found)
        free = free & (found > TOLERANCE * max(float(found.max()), 1.0))
        found = np.where(free, found, 0.0)
    return found, free


def nonnegatives(grams: Floats, moments: Floats, likely: Floats) -> Floats:
    """The same for many problems at once (problems x measures); likely: the solution that most of them resemble.

    Where the measures above 0 in `likely` give a solution that is the best one (Karush, Kuhn, Tucker) it is taken; the
    others are worked out one by one.
    """
    free = likely > 0
    found = np.zeros(moments.shape)
    best = np.zeros(len(moments), dtype=bool)
    if free.any():
        inside = grams[:, free][:, :, free]
        regular = np.linalg.cond(inside) < 1 / TOLERANCE
        found[np.ix_(regular, free)] = np.linalg.solve(inside[regular], moments[regular][:, free, None])[..., 0]
        gain = moments - np.einsum("bij,bj->bi", grams, found)
        noise = TOLERANCE * np.abs(moments)
        best = regular & (found[:, free] > 0).all(axis=1) & (gain[:, ~free] <= noise[:, ~free]).all(axis=1)
    for at in np.flatnonzero(~best).tolist():
        found[at] = nonnegative(grams[at], moments[at])
    return found
