"""What a print can stand for, and how ranges are added, multiplied and averaged."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.methods.tables.intervals import (
    Range,
    dot,
    greatest,
    least,
    mean,
    printed_range,
    ranged,
    total,
    weighted_mean,
)


@pytest.mark.parametrize(
    ("value", "step", "low", "high"),
    [
        (2300, 100, 2250, 2350),
        (2345, 100, 2344.5, 2345.5),  # finer than hundreds: taken as whole euros
        (6.5, 1, 6.45, 6.55),
        (337, 0, 337, 337),
        (-46, 1, -46.5, -45.5),
        (0, 100, -50, 50),
    ],
)
def test_a_print_stands_for_all_that_is_rounded_to_it(value: float, step: float, low: float, high: float) -> None:
    found = printed_range(value, step)
    assert (found.point, found.low, found.high) == pytest.approx((value, low, high))


def test_arithmetic_by_hand() -> None:
    a, b = Range(2, 1, 3), Range(-4, -5, -3)
    assert a + b == Range(-2, -4, 0)
    assert a - b == Range(6, 4, 8)
    assert a * b == Range(-8, -15, -3)  # 3 x -5 and 1 x -3
    assert a / b == Range(-0.5, -1, -0.2)  # 3 / -3 and 1 / -5
    assert total([a, b]) == a + b
    assert mean([a, Range(4, 3, 5)]) == Range(3, 2, 4)
    assert dot([a, b], [ranged(2.0), ranged(1.0)]) == Range(0, -3, 3)
    assert (least([a, b]), greatest([a, b])) == (b, a)


def test_a_divisor_that_may_be_nothing_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        Range(1, 1, 1) / Range(1, -1, 2)


def test_a_weighted_mean_knows_that_a_weight_is_the_same_above_and_below() -> None:
    # weights 1..3 and 2, values 10 and 20: the mean lies between (3 x 10 + 2 x 20) / 5 = 14 and (10 + 40) / 3 = 16.67;
    # sum / sum of ranges would give (10 + 40) / 5 = 10 to (30 + 40) / 3 = 23.3
    found = weighted_mean([Range(2, 1, 3), ranged(2.0)], [ranged(10.0), ranged(20.0)])
    assert (found.point, found.low, found.high) == pytest.approx((15, 14, 50 / 3))


weights = st.floats(0.5, 10)
halves = st.floats(0, 0.4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(weights, halves, st.floats(-50, 50), halves), min_size=2, max_size=4))
def test_the_range_of_a_weighted_mean_is_that_of_its_corners(parts: list[tuple[float, float, float, float]]) -> None:
    w = [Range(a, a - half, a + half) for a, half, _, _ in parts]
    v = [Range(a, a - half, a + half) for _, _, a, half in parts]
    corners = [
        sum(a * b for a, b in zip(some, others, strict=True)) / sum(some)
        for some in itertools.product(*((one.low, one.high) for one in w))
        for others in itertools.product(*((one.low, one.high) for one in v))
    ]
    found = weighted_mean(w, v)
    assert (found.low, found.high) == pytest.approx((min(corners), max(corners)), abs=1e-9)
