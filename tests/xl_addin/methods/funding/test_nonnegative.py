"""Non-negative least squares: by hand, and against every set of measures that may be above 0."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from xl_addin.methods.funding.nonnegative import nonnegative, nonnegatives


def by_enumeration(gram: np.ndarray, moment: np.ndarray) -> np.ndarray:
    """The best of the unbounded solutions on every subset of measures, of those without a negative."""
    count = len(moment)
    best, least = np.zeros(count), 0.0
    for size in range(1, count + 1):
        for free in combinations(range(count), size):
            found = np.zeros(count)
            found[list(free)] = np.linalg.solve(gram[np.ix_(free, free)], moment[list(free)])
            error = found @ gram @ found - 2 * found @ moment
            if (found >= 0).all() and error < least - 1e-12:
                best, least = found, error
    return best


def test_by_hand() -> None:
    """Two measures, three points: x = (1, 0), (0, 1), (1, 1), y = 2, -1, 1. Unbounded b = (2, -1), so b2 = 0 and
    b1 = (1 x 2 + 1 x 1) / 2 = 1.5.
    """
    x, y = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([2.0, -1.0, 1.0])
    assert nonnegative(x.T @ x, x.T @ y) == pytest.approx([1.5, 0.0])


def test_nothing_helps() -> None:
    assert nonnegative(np.eye(2), np.array([-1.0, 0.0])).tolist() == [0.0, 0.0]


def test_a_measure_that_is_the_same_as_another_stays_out() -> None:
    x, y = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]), np.array([1.0, 2.0, 3.0])
    found = nonnegative(x.T @ x, x.T @ y)
    assert x @ found == pytest.approx(y)
    assert (found > 0).sum() == 1


@pytest.mark.parametrize("seed", range(40))
def test_it_is_the_best_of_all_sets_of_measures(seed: int) -> None:
    chance = np.random.default_rng(seed)
    x = chance.normal(size=(12, 4)) * np.array([1.0, 1e3, 1e5, 1e-2])
    y = x @ (chance.normal(size=4) / np.array([1.0, 1e3, 1e5, 1e-2])) + chance.normal(size=12)
    gram, moment = x.T @ x, x.T @ y
    assert nonnegative(gram, moment) == pytest.approx(by_enumeration(gram, moment), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_many_at_once_are_the_same_as_one_by_one(seed: int) -> None:
    chance = np.random.default_rng(seed)
    x, y = np.abs(chance.normal(size=(9, 3))), chance.normal(size=9) + 0.4
    each, moment = x[:, :, None] * x[:, None, :], x * y[:, None]
    grams, moments = each.sum(axis=0) - each, moment.sum(axis=0) - moment
    likely = nonnegative(each.sum(axis=0), moment.sum(axis=0))
    found = nonnegatives(grams, moments, likely)
    for one, gram, part in zip(found, grams, moments, strict=True):
        assert one == pytest.approx(nonnegative(gram, part), rel=1e-9, abs=1e-12)
