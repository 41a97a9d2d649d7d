"""Quantiles and tails of Student's t, held against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import stdtr, stdtrit

from xl_addin.methods.errors.student import quantile, quantiles, tail

FREEDOMS = (0.7, 1, 2, 3, 10, 27, 29.5, 79, 80, 341, 1000)


@pytest.mark.parametrize("df", FREEDOMS)
@pytest.mark.parametrize("p", [0.025, 0.4, 0.6, 0.9, 0.975, 0.995])
def test_quantiles_are_those_of_scipy(df: float, p: float) -> None:
    assert quantile(p, df) == pytest.approx(float(stdtrit(df, p)), rel=2e-14)


@pytest.mark.parametrize("df", FREEDOMS)
@pytest.mark.parametrize("t", [-3.0, -1e-3, 0.0, 0.5, 2.05, 40.0])
def test_tails_are_those_of_scipy(df: float, t: float) -> None:
    assert tail(t, df) == pytest.approx(float(stdtr(df, -t)), rel=1e-12)


def test_without_bound_on_the_freedom_it_is_the_normal_distribution() -> None:
    assert quantile(0.975, math.inf) == pytest.approx(1.959963984540054, rel=1e-14)
    assert tail(1.959963984540054, math.inf) == pytest.approx(0.025, rel=1e-13)


def test_the_ends_and_what_is_not_defined() -> None:
    assert quantile(0.5, 3) == 0.0
    assert (tail(math.inf, 3), tail(-math.inf, 3)) == (0.0, 1.0)
    assert all(math.isnan(found) for found in (quantile(0.975, 0), quantile(1.0, 3), tail(1.0, math.nan)))


def test_many_quantiles_at_once_are_those_one_by_one():
    df = np.array([*np.linspace(1, 30, 200), *np.geomspace(30, 1e4, 60), math.inf, 0.4, math.nan, 0.0])
    found = quantiles(0.975, df.reshape(2, -1)).ravel()
    assert np.isnan(found[-2:]).all()
    assert found[:-2] == pytest.approx([quantile(0.975, one) for one in df[:-2]], rel=1e-13)
