import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.methods.tables.rounding import half_up, up


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [(2.5, 1, 3), (-2.5, 1, -2), (149.9, 100, 100), (150, 100, 200), (0.285, 0.01, 0.29), (1.005, 0.01, 1.01)],
)
def test_halves_go_up(value, step, expected):
    assert half_up(value, step) == pytest.approx(expected)


@pytest.mark.parametrize(("value", "expected"), [(3_900.0, 3_900), (3_900.1, 4_000), (0.0, 0)])
def test_up_keeps_a_multiple(value, expected):
    assert up(value, 100) == expected


@given(st.floats(-1e9, 1e9), st.sampled_from([0.01, 1.0, 100.0]))
def test_a_rounded_value_is_near_and_a_multiple(value, step):
    rounded = half_up(value, step)
    assert abs(rounded - value) <= step / 2 * (1 + 1e-6) + 1e-6
    assert half_up(rounded, step) == pytest.approx(rounded)


def test_unknown_stays_unknown():
    assert math.isnan(half_up(math.nan))
    assert math.isnan(up(math.nan, 100))
