"""Errors of estimates against small cases worked out by hand, the refusals, and the laws that hold for any sample."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.methods.errors.precision import difference, drawn, linearised, mean, ratio, total
from xl_addin.methods.weights.weighting import CalibrationProblem, calibrate, poststratify, rake

# t(2) and t(3) at 97.5%, from a table
T2, T3 = 4.302653, 3.182446


@pytest.fixture
def units():
    return pd.DataFrame(
        {"s": ["p", "p", "q", "q"], "y": [2.0, 4.0, 10.0, 16.0], "x": [1.0, 2.0, 4.0, 5.0]}, index=list("abcd")
    )


def test_the_total_of_a_simple_random_draw_by_hand(units):
    weights = pd.Series(3.0, units.index)
    found = linearised(total(units["y"]), weights, drawn(units.index, population=12))
    # 3 x 32; s^2 = (36 + 16 + 4 + 64) / 3 = 40; 12^2 (1 - 4/12) 40 / 4 = 960
    assert found.value == 96
    assert found.se == pytest.approx(math.sqrt(960))
    assert (found.df, found.n) == (3, 4)
    assert (found.low, found.high) == pytest.approx((96 - T3 * math.sqrt(960), 96 + T3 * math.sqrt(960)), rel=1e-5)
    # it is a simple random draw itself
    assert found.design_effect == pytest.approx(1)
    assert found.effective_n == pytest.approx(4)


def test_without_a_population_there_is_no_correction(units):
    found = linearised(mean(units["y"]), pd.Series(3.0, units.index))
    # 40 / 4
    assert (found.value, found.se) == (8, pytest.approx(math.sqrt(10)))


def test_a_stratified_ratio_by_hand(units):
    weights = pd.Series([5.0, 5.0, 3.0, 3.0], units.index)
    found = linearised(
        ratio(units["y"], units["x"]), weights, drawn(units.index, units["s"], pd.Series({"p": 10, "q": 6}))
    )
    # R = (5 x 6 + 3 x 26) / (5 x 3 + 3 x 9) = 108 / 42; e = y - R x = -4/7 -8/7 | -2/7 22/7, over 42
    # p: (1 - .2) 2/1 x 25 x 2 (2/7)^2; q: (1 - 1/3) 2/1 x 9 x 2 (12/7)^2
    variance = (0.8 * 2 * 25 * 2 * (2 / 7) ** 2 + 2 / 3 * 2 * 9 * 2 * (12 / 7) ** 2) / 42**2
    assert found.value == pytest.approx(108 / 42)
    assert found.se == pytest.approx(math.sqrt(variance))
    assert found.df == 2
    assert found.high - found.value == pytest.approx(T2 * math.sqrt(variance), rel=1e-6)


def test_the_error_after_post_stratification_by_hand(units):
    made = poststratify(units, {"s": pd.Series({"p": 20.0, "q": 10.0})})
    found = linearised(total(units["y"]), made)
    # weights 10 and 5; residuals from the class means -1 1 | -3 3, so contributions -10 10 | -15 15: 4/3 x 650
    assert found.value == 10 * 6 + 5 * 26
    assert found.se == pytest.approx(math.sqrt(4 / 3 * 650))


def test_the_error_after_regression_with_a_size_by_hand(units):
    # weight x size meets 60 in all: g = 60 / 12, R = 32 / 12, contributions 5 (y - R x)
    made = poststratify(units.assign(all="n"), {"all": pd.Series({"n": 60.0})}, size="x")
    found = linearised(total(units["y"]), made)
    left = [5 * (y - 32 / 12 * x) for y, x in zip(units["y"], units["x"], strict=True)]
    assert found.value == pytest.approx(160)
    assert found.se == pytest.approx(math.sqrt(4 / 3 * sum(value**2 for value in left)))


def test_calibration_variables_themselves_have_no_error(units):
    made = calibrate(units, {"s": pd.Series({"p": 20.0, "q": 10.0}), "x": 100.0})
    for figure in (total(units["x"]), mean(units["x"]), total(pd.Series(1.0, units.index), units["s"] == "p")):
        assert linearised(figure, made).se == pytest.approx(0, abs=1e-9)


def test_a_domain_and_a_difference_by_hand(units):
    weights = pd.Series(2.0, units.index)
    first, second = ratio(units["y"], units["x"], units["s"] == "p"), ratio(units["y"], units["x"], units["s"] == "q")
    # p: R = 2, no residuals; q: R = 26/9, e = 10 - 104/9 and 16 - 130/9, over 9 (the weights cancel)
    q = [(10 - 104 / 9) / 9, (16 - 130 / 9) / 9]
    expected = math.sqrt(4 / 3 * sum(value**2 for value in q))
    assert linearised(first, weights).se == pytest.approx(0, abs=1e-12)
    found = linearised(difference(first, second), weights)
    assert found.value == pytest.approx(2 - 26 / 9)
    assert found.se == pytest.approx(expected)
    assert linearised(second, weights).n == 2


def test_a_figure_may_be_unknown_outside_its_domain_and_not_inside(units):
    y = units["y"].where(units["s"] == "q")
    assert linearised(total(y, units["s"] == "q"), pd.Series(1.0, units.index)).value == 26
    with pytest.raises(CalibrationProblem) as raised:
        total(y)
    assert raised.value.code == "VALUE_MISSING"
    assert "a, b" in raised.value.reason


def test_a_stratum_taken_whole_adds_nothing(units):
    weights = pd.Series([1.0, 1.0, 3.0, 3.0], units.index)
    found = linearised(total(units["y"]), weights, drawn(units.index, units["s"], pd.Series({"p": 2, "q": 6})))
    # only q: 6^2 (1 - 2/6) 18 / 2
    assert found.se == pytest.approx(math.sqrt(36 * 2 / 3 * 9))


@pytest.mark.parametrize(("rule", "times", "extra"), [("certainty", 1, 0), ("adjust", 1, 1), ("average", 2, 0)])
def test_lonely_strata_follow_the_rule_that_is_stated(rule, times, extra):
    index = list("abc")
    sample = drawn(pd.Index(index), pd.Series(["p", "q", "q"], index), pd.Series({"p": 4, "q": 8}), rule)
    found = linearised(total(pd.Series([5.0, 1.0, 3.0], index)), pd.Series(4.0, index), sample)
    # q: 8^2 (1 - 2/8) 2 / 2 = 48; p alone: its squared contribution (4 x 5)^2 x (1 - 1/4), or the mean of the rest
    assert found.se == pytest.approx(math.sqrt(48 * times + 300 * extra))


@pytest.mark.parametrize(
    ("code", "strata", "population", "rule"),
    [
        ("LONELY_STRATUM", ["p", "q", "q", "q"], None, "fail"),
        ("POPULATION_TOO_SMALL", ["p", "p", "q", "q"], {"p": 1, "q": 5}, "adjust"),
        ("CLASS_WITHOUT_TOTAL", ["p", "p", "q", "q"], {"p": 9}, "adjust"),
        ("CLASS_MISSING", ["p", None, "q", "q"], None, "adjust"),
    ],
)
def test_a_draw_that_cannot_be_is_refused(units, code, strata, population, rule):
    with pytest.raises(CalibrationProblem) as raised:
        drawn(units.index, pd.Series(strata, units.index), None if population is None else pd.Series(population), rule)
    assert raised.value.code == code


def test_one_unit_has_a_value_and_no_interval():
    found = linearised(total(pd.Series([3.0], ["a"])), pd.Series(2.0, ["a"]), drawn(pd.Index(["a"]), population=5))
    assert found.value == 6
    assert math.isnan(found.low)


@st.composite
def samples(draw):
    count = draw(st.integers(12, 40))
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    units = pd.DataFrame(
        {
            "a": random.choice(list("xyz"), count),
            "b": random.choice(list("pq"), count),
            "n": random.uniform(1, 9, count),
        }
    )
    units["y"] = units["n"] * random.uniform(1, 3, count)
    hidden = units["n"] * random.uniform(1, 4, count)
    return units, {name: hidden.groupby(units[name]).sum() for name in ("a", "b")}


@settings(max_examples=25, deadline=None)
@given(samples(), st.floats(0.1, 50))
def test_units_of_money_and_order_of_rows_do_not_matter(sample, scale):
    units, totals = sample
    draw = drawn(units.index, units["b"], pd.Series({"p": 80, "q": 90}))
    found = linearised(ratio(units["y"], units["n"]), rake(units, totals, size="n"), draw)
    shuffled = rake(units.sample(frac=1, random_state=2), totals, size="n")
    again = linearised(ratio(units["y"] * scale, units["n"]), shuffled, draw)
    assert (again.value, again.se) == pytest.approx((scale * found.value, scale * found.se), rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(samples())
def test_more_is_known_after_calibration_to_the_numerator(sample):
    units, totals = sample
    whole = {**totals, "y": float(units["y"].sum() * 2)}
    assert linearised(total(units["y"] * units["n"]), calibrate(units, whole, size="n")).se == pytest.approx(
        0, abs=1e-6
    )
