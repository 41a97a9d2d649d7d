"""What can be met is found, what cannot is told with the margin and the smallest bounds or cap that work."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.methods.weights.weighting import (
    CalibrationProblem,
    adjust_nonresponse,
    calibrate,
    rake,
    smallest_bounds,
    trim,
)


def series(**totals):
    return pd.Series(totals, dtype=float)


UNITS = pd.DataFrame({"a": ["x", "x", "y", "y"], "b": ["p", "q", "p", "q"]}, index=list("ijkl"))


def test_smallest_bounds_by_hand():
    # x must double and y must halve, whatever the units do
    found = smallest_bounds(UNITS, {"a": series(x=4, y=1)})
    assert found == pytest.approx((0.5, 2))
    # with weights of 0 allowed the upper bound stays: both units of x have to share 4
    assert smallest_bounds(UNITS, {"a": series(x=4, y=1)}, lower=0.0) == pytest.approx((0, 2))


def test_no_bounds_serve_margins_that_contradict_each_other():
    same = UNITS.assign(b=["p", "p", "q", "q"])
    with pytest.raises(CalibrationProblem) as raised:
        smallest_bounds(same, {"a": series(x=10, y=20), "b": series(p=15, q=15)})
    assert raised.value.code == "MARGIN_INFEASIBLE"


def test_bounds_that_are_too_tight_come_with_bounds_that_work():
    totals = {"a": series(x=4, y=1)}
    with pytest.raises(CalibrationProblem) as raised:
        calibrate(UNITS, totals, bounds=(0.8, 1.5))
    assert raised.value.code == "BOUNDS_INFEASIBLE"
    values = raised.value.values
    assert values["klasse"] in {"x", "y"}
    assert calibrate(UNITS, totals, bounds=(values["nodig_laag"], values["nodig_hoog"])).converged
    assert str(values["nodig_hoog"]).replace(".", ",") in raised.value.reason


def test_a_cap_that_is_too_low_comes_with_one_that_works():
    totals, weight = {"a": series(x=10, y=2)}, pd.Series([7.0, 3, 1, 1], UNITS.index)
    with pytest.raises(CalibrationProblem) as raised:
        trim(UNITS, totals, weight, cap=4.0)
    # two units share 10
    assert (raised.value.code, raised.value.values["laagste"]) == ("TRIM_INFEASIBLE", pytest.approx(5, abs=0.002))
    assert trim(UNITS, totals, weight, cap=raised.value.values["laagste"]).converged


def test_trimming_of_margins_that_contradict_names_the_margin():
    same = UNITS.assign(b=["p", "p", "q", "q"])
    with pytest.raises(CalibrationProblem) as raised:
        trim(same, {"a": series(x=10, y=20), "b": series(p=15, q=15)}, pd.Series(1.0, UNITS.index), cap=99.0)
    assert raised.value.code == "MARGIN_INFEASIBLE"


@st.composite
def problems(draw):
    """Units with unequal base weights, and totals met by hidden weights that may lie far from them."""
    random = np.random.default_rng(draw(st.integers(0, 100_000)))
    count = draw(st.integers(5, 50))
    units = pd.DataFrame({name: random.choice(list("wxyz"), count, p=[0.5, 0.3, 0.15, 0.05]) for name in ("a", "b")})
    units["n"], units["f"] = np.exp(random.normal(4, 1.2, count)), random.uniform(20, 60, count)
    hidden = units["n"] * np.exp(random.normal(0, 1, count)) * random.choice([1, 0.02, 20], count)
    totals = {name: hidden.groupby(units[name]).sum() for name in ("a", "b")}
    if draw(st.booleans()):
        totals["f"] = float((hidden * units["f"]).sum())
    level = float(hidden.sum() / units["n"].sum())
    return units, totals, pd.Series(level * np.exp(random.normal(0, 0.7, count)), units.index)


@settings(max_examples=40, deadline=None)
@given(problems(), st.sampled_from(["linear", "raking", "logit"]), st.sampled_from([1e-3, 0.05, 0.5]))
def test_weights_are_found_whenever_there_are_any(problem, distance, slack):
    units, totals, base = problem
    least = smallest_bounds(units, totals, base, "n", lower=None if distance == "linear" else 0.0)
    width = slack * (least.upper - least.lower) + 1e-4
    bounds = (least.lower - width if distance == "linear" else 0.0, least.upper + width)
    made = calibrate(units, totals, base, "n", distance, bounds)
    assert made.converged
    assert (made.weight / base).between(bounds[0] - 1e-9, bounds[1] * (1 + 1e-9)).all()


@settings(max_examples=20, deadline=None)
@given(problems())
def test_what_is_raked_is_raked_exactly(problem):
    units, totals, base = problem
    classes = {name: total for name, total in totals.items() if name != "f"}
    assert rake(units, classes, base, "n").largest_gap < 1e-9


def test_nonresponse_is_carried_within_the_class_by_hand():
    asked = pd.DataFrame({"k": list("ppqqq"), "d": [2.0, 3, 1, 1, 2]}, index=list("abcde"))
    found = adjust_nonresponse(asked, pd.Series([True, False, True, True, False], asked.index), "k", base="d")
    # p: 5 on a, who had 2; q: 4 on c and d, who had 1 each
    assert found.weight.to_dict() == {"a": 5, "c": 2, "d": 2}
    assert found.table["cijfer"].to_dict() == {"p": 0.4, "q": 0.5}
    assert found.table["respons"].to_dict() == {"p": 1, "q": 2}


@pytest.mark.parametrize(("minimum", "code", "klasse"), [(1, "CLASS_THIN", "q"), (2, "CLASS_THIN", "p, q")])
def test_a_class_with_too_few_respondents_is_named(minimum, code, klasse):
    asked = pd.DataFrame({"k": list("ppq")})
    with pytest.raises(CalibrationProblem) as raised:
        adjust_nonresponse(asked, pd.Series([True, False, False]), "k", minimum=minimum)
    assert (raised.value.code, raised.value.values["klasse"]) == (code, klasse)
