"""The way from what municipalities get now to what a key gives them, a bounded step a year (METHOD section 12)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xl_addin.methods.funding.cents import Cents, Floats, apportioned

MOST_YEARS = 200


def transition(start: Cents, end: Cents, inhabitants: Floats, most: float) -> Sequence[Cents]:
    """The amounts per municipality in every year, in cents, the last of them `end`; start and end have one sum.

    Every year a municipality goes towards its end by at most `most` euros per inhabitant and the sum stays what it is:
    who loses and who gains moves as far as it may, and the side that could move further is cut in proportion. No years
    when nothing changes; one year without a bound above 0.
    """
    years: list[Cents] = []
    now = start
    limit = np.floor(most * 100 * inhabitants).astype(np.int64) if most > 0 else np.abs(end - start)
    while (now != end).any() and len(years) < MOST_YEARS:
        left = end - now
        room = np.minimum(np.abs(left), limit)
        down, up = np.where(left < 0, room, 0), np.where(left > 0, room, 0)
        moved = min(int(down.sum()), int(up.sum()))
        if moved == 0:
            break
        now = now - _cut(down, moved) + _cut(up, moved)
        years.append(now)
    return years


def _cut(steps: Cents, whole: int) -> Cents:
    """The steps in proportion so that they add up to `whole`, none larger than it was."""
    return steps if int(steps.sum()) == whole else apportioned(steps.astype(float), whole)
