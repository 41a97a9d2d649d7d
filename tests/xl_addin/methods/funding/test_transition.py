"""Cents that add up, and the way to a new key in bounded steps that are budget-neutral every year."""

from __future__ import annotations

import numpy as np
import pytest

from xl_addin.methods.funding.cents import apportioned
from xl_addin.methods.funding.transition import transition


def test_largest_remainders_by_hand() -> None:
    """100 cents over 1 : 1 : 1 are 33.33 each; the one that is left goes to the first."""
    assert apportioned(np.array([1.0, 1.0, 1.0]), 100).tolist() == [34, 33, 33]
    assert apportioned(np.array([2.0, 1.0]), 100).tolist() == [67, 33]
    assert apportioned(np.array([0.0, 0.0]), 100).tolist() == [0, 0]


def test_two_municipalities_by_hand() -> None:
    """A (100 inhabitants) loses 30 euros, B (10 inhabitants) gains 30, at most 1 euro per inhabitant a year. B may gain
    10 a year, so A loses 10 a year though it may lose 100: three years.
    """
    years = transition(np.array([5000, 1000]), np.array([2000, 4000]), np.array([100.0, 10.0]), 1.0)
    assert [year.tolist() for year in years] == [[4000, 2000], [3000, 3000], [2000, 4000]]


def test_losers_bind_and_gainers_share() -> None:
    """A loses 20 of at most 10 a year; B and C gain 15 and 5, cut in proportion to 7.50 and 2.50 in the first year."""
    years = transition(np.array([3000, 0, 0]), np.array([1000, 1500, 500]), np.array([10.0, 1e3, 1e3]), 1.0)
    assert [year.tolist() for year in years] == [[2000, 750, 250], [1000, 1500, 500]]


def test_nothing_changes_takes_no_years() -> None:
    same = np.array([100, 200])
    assert transition(same, same, np.array([1.0, 1.0]), 15.0) == []


def test_without_a_bound_it_is_done_at_once() -> None:
    years = transition(np.array([300, 0]), np.array([0, 300]), np.array([1.0, 1.0]), float("nan"))
    assert [year.tolist() for year in years] == [[0, 300]]


@pytest.mark.parametrize("seed", range(25))
def test_every_year_is_neutral_bounded_and_the_last_is_the_end(seed: int) -> None:
    chance = np.random.default_rng(seed)
    inhabitants = np.floor(chance.lognormal(10, 1, 40))
    start = apportioned(chance.lognormal(10, 1, 40), 1_234_567_891)
    end = apportioned(chance.lognormal(10, 1, 40), 1_234_567_891)
    years = transition(start, end, inhabitants, 15.0)
    before = start
    for year in years:
        assert int(year.sum()) == 1_234_567_891
        assert (np.abs(year - before) <= 1500 * inhabitants).all()
        assert (np.abs(end - year) <= np.abs(end - before)).all()
        before = year
    assert (before == end).all()
