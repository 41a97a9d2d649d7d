"""Student's t distribution: its quantiles and tails, without loading a library of all distributions for two numbers.

Source: the regularised incomplete beta function by its continued fraction (Abramowitz and Stegun, 26.5.8 and 26.7.1),
evaluated by Lentz's method; quantiles by Newton's method upon it. Held against scipy in the tests.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from numpy.polynomial import Chebyshev

_MOST_TERMS = 10_000
_CLOSE = 1e-16
_LARGE = 40.0
_REGULAR = 3.0
_MOST_STEPS = 12
_SETTLED = 1e-9
_NEAR = 0.05
_DEGREE = 24
"""Of the polynomial between the normal distribution and one degree of freedom: then it is off by 2e-14 at most."""

Floats = npt.NDArray[np.float64]


def tail(t: float, df: float) -> float:
    """The probability of a value above t, with df degrees of freedom; NaN unless df > 0."""
    if not df > 0 or t != t:
        return math.nan
    if math.isinf(t):
        return 0.0 if t > 0 else 1.0
    if math.isinf(df):
        return NormalDist().cdf(-t)
    half = _half_tail(t * t, df)
    return half if t >= 0 else 1 - half


@lru_cache(4096)
def quantile(p: float, df: float) -> float:
    """The value below which a part p lies, with df degrees of freedom; NaN unless df > 0 and 0 < p < 1."""
    if not (df > 0 and 0 < p < 1):
        return math.nan
    if math.isinf(df):
        return NormalDist().inv_cdf(p)
    if p < 0.5:
        return -quantile(1 - p, df)
    if p == 0.5:
        return 0.0
    above, df = 1 - p, float(df)
    found = _first_guess(p, df) if df >= _REGULAR else _halved(above, df)
    for _ in range(_MOST_STEPS):
        step = (tail(found, df) - above) / _density(found, df)
        found += step
        # Newton doubles the digits: after a step as small as this, what is left is below the last one
        if abs(step) <= _SETTLED * found:
            break
    return found


def quantiles(p: float, df: Floats) -> Floats:
    """`quantile` of every number of degrees of freedom; NaN where it is not above 0."""
    regular = df >= 1
    found = np.full(df.shape, math.nan)
    found[regular] = np.exp(_between(p)(1 / df[regular]))
    few = (df > 0) & ~regular
    found[few] = [quantile(p, float(one)) for one in df[few]]
    return found


@lru_cache(16)
def _between(p: float) -> Chebyshev:
    """The logarithm of the quantile as a polynomial in 1 / df, from none (the normal distribution) to 1."""

    def logarithm(inverse: Floats) -> Floats:
        return np.log([quantile(p, 1 / one if one > 0 else math.inf) for one in inverse.tolist()])

    return Chebyshev.interpolate(logarithm, _DEGREE, domain=[0.0, 1.0])


def _first_guess(p: float, df: float) -> float:
    """The normal quantile with two terms of its Cornish-Fisher expansion (Abramowitz and Stegun, 26.7.5)."""
    z = NormalDist().inv_cdf(p)
    return z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)


def _halved(above: float, df: float) -> float:
    """A start from below by halving, for heavy tails: from there Newton cannot overshoot."""
    low, high = 0.0, 1.0
    while tail(high, df) > above:
        low, high = high, high * 2
    while high - low > _NEAR * high:
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle, df) > above else (low, middle)
    return low


def _density(t: float, df: float) -> float:
    log = _log_half_step(df / 2) - 0.5 * math.log(df * math.pi)
    return math.exp(log - (df + 1) / 2 * math.log1p(t * t / df))


def _half_tail(square: float, df: float) -> float:
    """The part above the root of a square: half the incomplete beta function at df / (df + square)."""
    x, y = df / (df + square), square / (df + square)
    if x == 0 or y == 0:
        return 0.0 if x == 0 else 0.5
    a, b = df / 2, 0.5
    front = math.exp(_log_half_step(a) - math.lgamma(b) - a * math.log1p(square / df) + b * math.log(y))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a / 2
    return (1 - front * _fraction(b, a, y) / b) / 2


def _log_half_step(a: float) -> float:
    """The logarithm of gamma(a + 1/2) / gamma(a); by its series where the difference would lose digits."""
    if a < _LARGE:
        return math.lgamma(a + 0.5) - math.lgamma(a)
    return 0.5 * math.log(a) - 1 / (8 * a) + 1 / (192 * a**3) - 1 / (640 * a**5) + 17 / (14336 * a**7)


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function."""
    lower = 1 / (1 - (a + b) * x / (a + 1))
    upper, whole = 1.0, lower
    for m in range(1, _MOST_TERMS):
        term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        lower, upper = 1 / (1 + term * lower), 1 + term / upper
        whole *= upper * lower
        term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        lower, upper = 1 / (1 + term * lower), 1 + term / upper
        whole *= upper * lower
        if abs(upper * lower - 1) < _CLOSE:
            break
    return whole
