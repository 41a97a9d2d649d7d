"""Weights against small cases worked out by hand, every refusal, and the invariants."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates.problems import catalogue
from xl_addin.methods.weights.weighting import CalibrationProblem, calibrate, poststratify, rake, trim


@pytest.fixture
def units():
    return pd.DataFrame(
        {"a": ["x", "x", "y", "y"], "b": ["p", "q", "p", "q"], "n": [10.0, 20.0, 30.0, 40.0]}, index=list("ijkl")
    )


def series(**totals):
    return pd.Series(totals, dtype=float)


def test_poststratification_by_hand(units):
    made = poststratify(units, {"a": series(x=60, y=210)}, size="n")
    # class x gets 60 / (10 + 20) = 2, class y 210 / (30 + 40) = 3
    assert made.weight.to_dict() == {"i": 2, "j": 2, "k": 3, "l": 3}
    assert made.margins["verschil"].abs().max() == 0
    # Kish: 4 x (4 + 4 + 9 + 9) / 10^2 = 1.04; effective n 4 / 1.04
    assert made.design_effect == pytest.approx(1.04)
    assert made.effective_n == pytest.approx(4 / 1.04)
    assert made.before["bereikt"].to_list() == [30, 70]


def test_base_weights_are_respected(units):
    made = poststratify(units, {"a": series(x=60, y=210)}, base=pd.Series([1, 2, 1, 1], units.index), size="n")
    # x: 60 / (10 + 2 x 20) = 1.2, times the base weight
    assert made.weight.to_list() == pytest.approx([1.2, 2.4, 3, 3])


def test_raking_by_hand(units):
    # start 1 1 / 1 1; rows to 1 and 3: .5 .5 / 1.5 1.5; columns to 1 and 3: .25 .75 / .75 2.25, and the rows still fit
    made = rake(units, {"a": series(x=1, y=3), "b": series(p=1, q=3)})
    assert made.weight.to_list() == pytest.approx([0.25, 0.75, 0.75, 2.25])
    assert made.converged


def test_linear_calibration_by_hand():
    units = pd.DataFrame({"f": [1.0, 2.0, 3.0]})
    # w = 1 + l x with sum(w x) = 6 + 14 l = 20, so l = 1
    assert calibrate(units, {"f": 20.0}).weight.to_list() == pytest.approx([2, 3, 4])


def test_calibration_with_a_figure_and_classes(units):
    totals = {"a": series(x=30, y=60), "n": 2_500.0}
    made = calibrate(units, totals)
    assert made.converged
    assert float((made.weight * units["n"]).sum()) == pytest.approx(2_500)
    assert made.margins[made.margins.factor == "n"][["doel", "bereikt"]].to_numpy().tolist() == [
        [2_500, pytest.approx(2_500)]
    ]


def test_collinear_margins_are_no_obstacle(units):
    doubled = units.assign(c=units["a"])
    totals = {"a": series(x=1, y=3), "b": series(p=2, q=2)}
    for distance in ("linear", "raking"):
        single = calibrate(units, totals, distance=distance)
        double = calibrate(doubled, {**totals, "c": totals["a"]}, distance=distance)
        assert double.converged
        assert double.weight.to_list() == pytest.approx(single.weight.to_list())


def test_base_weights_within_a_cell_survive(units):
    twice = pd.concat([units, units.rename(index=str.upper)])
    base = pd.Series([1.0] * 4 + [3.0] * 4, twice.index)
    made = rake(twice, {"a": series(x=4, y=12), "b": series(p=4, q=12)}, base=base)
    assert (made.weight[list("IJKL")].to_numpy() / made.weight[list("ijkl")].to_numpy()).tolist() == pytest.approx(
        [3] * 4
    )


GOOD = {"a": {"x": 10.0, "y": 20.0}, "b": {"p": 15.0, "q": 15.0}}


@pytest.mark.parametrize("make", [poststratify, rake, calibrate])
@pytest.mark.parametrize(
    ("code", "totals", "change"),
    [
        ("CLASS_EMPTY", {"a": {"x": 10.0, "y": 10.0, "z": 5.0}}, {}),
        ("CLASS_WITHOUT_TOTAL", {"a": {"x": 10.0}}, {}),
        ("CLASS_MISSING", {"a": GOOD["a"]}, {"a": ["x", None, "y", "y"]}),
        ("SIZE_NOT_POSITIVE", {"a": GOOD["a"]}, {"n": [1.0, 0.0, 1.0, 1.0]}),
        ("SIZE_NOT_POSITIVE", {"a": GOOD["a"]}, {"n": [1.0, -1.0, 1.0, 1.0]}),
        ("SIZE_NOT_POSITIVE", {"a": GOOD["a"]}, {"n": [1.0, np.nan, 1.0, 1.0]}),
        ("TOTAL_WRONG", {"a": {"x": -1.0, "y": 2.0}}, {}),
        ("TOTAL_WRONG", {"a": {"x": np.nan, "y": 2.0}}, {}),
        ("TOTAL_ZERO", {"a": {"x": 0.0, "y": 2.0}}, {}),
        ("FACTOR_ABSENT", {"z": {"x": 1.0}}, {}),
        ("WEIGHTS_NO_UNITS", {"a": GOOD["a"]}, "empty"),
    ],
)
def test_what_cannot_be_weighted_is_refused_with_its_reason(units, make, code, totals, change):
    given = units.iloc[:0] if change == "empty" else units.assign(**change)
    before = given.copy(deep=True)
    with pytest.raises(CalibrationProblem) as raised:
        make(given, {name: pd.Series(total) for name, total in totals.items()}, size="n")
    assert raised.value.code == code
    pd.testing.assert_frame_equal(given, before)


@pytest.mark.parametrize("make", [rake, calibrate])
def test_totals_must_have_one_sum(units, make):
    with pytest.raises(CalibrationProblem) as raised:
        make(units, {"a": series(x=10, y=20), "b": series(p=15, q=16)})
    assert raised.value.code == "TOTALS_INCONSISTENT"


@pytest.mark.parametrize(
    "make",
    [rake, calibrate, lambda units, totals: calibrate(units, totals, distance="raking")],
)
def test_margins_that_cannot_be_met_are_named(units, make):
    # all of x is in p and all of y in q, so both factors would need the same totals
    same = units.assign(b=["p", "p", "q", "q"])
    with pytest.raises(CalibrationProblem) as raised:
        make(same, {"a": series(x=10, y=20), "b": series(p=15, q=15)})
    assert raised.value.code == "MARGIN_INFEASIBLE"
    assert raised.value.values["factor"] in {"a", "b"}


def test_margins_that_need_a_weight_of_zero_do_not_pass_as_raked(units):
    # without unit l: y is k alone, so p needs at least 20 of its 20, and i must get 0
    with pytest.raises(CalibrationProblem) as raised:
        rake(units.drop(index="l"), {"a": series(x=10, y=20), "b": series(p=20, q=10)})
    assert raised.value.code == "NOT_CONVERGED"


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("DISTANCE_UNKNOWN", {"distance": "lineair"}),
        ("BOUNDS_NEEDED", {"distance": "logit"}),
        ("BOUNDS_WRONG", {"bounds": (1.2, 3.0)}),
        ("BOUNDS_WRONG", {"bounds": (0.5, 0.9)}),
        ("BOUNDS_WRONG", {"distance": "raking", "bounds": (-1.0, 3.0)}),
        ("BOUNDS_INFEASIBLE", {"bounds": (0.9, 1.1)}),
    ],
)
def test_bounds_that_do_not_serve(units, code, options):
    with pytest.raises(CalibrationProblem) as raised:
        calibrate(units, {"a": series(x=10, y=20)}, **options)
    assert raised.value.code == code


@pytest.mark.parametrize(("code", "make"), [("FIGURE_NOT_ALLOWED", rake), ("FIGURE_NOT_ALLOWED", poststratify)])
def test_a_single_number_is_for_calibration(units, code, make):
    with pytest.raises(CalibrationProblem) as raised:
        make(units, {"n": 100.0})
    assert raised.value.code == code


def test_poststratification_takes_one_factor(units):
    with pytest.raises(CalibrationProblem) as raised:
        poststratify(units, {name: pd.Series(total) for name, total in GOOD.items()})
    assert raised.value.code == "WEIGHTS_ONE_FACTOR"


@st.composite
def feasible(draw):
    """Units of two factors with totals that hidden positive weights meet."""
    count = draw(st.integers(4, 40))
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    units = pd.DataFrame(
        {
            "a": random.choice(list("xyz"), count),
            "b": random.choice(list("pq"), count),
            "n": random.integers(1, 90, count),
        }
    ).astype({"n": float})
    hidden = units["n"] * random.uniform(0.5, 4, count)
    return units, {name: hidden.groupby(units[name]).sum() for name in ("a", "b")}


@settings(max_examples=40, deadline=None)
@given(feasible(), st.randoms(use_true_random=False))
def test_margins_are_met_and_the_order_of_rows_does_not_matter(country, random):
    units, totals = country
    before = units.copy(deep=True)
    shuffled = units.sample(frac=1, random_state=random.randint(0, 9_999))
    for make in (rake, calibrate):
        made = make(units, totals, size="n")
        assert made.converged
        for name, total in totals.items():
            reached = (made.weight * units["n"]).groupby(units[name]).sum()
            pd.testing.assert_series_equal(reached, total, check_names=False, rtol=1e-6)
        pd.testing.assert_series_equal(make(shuffled, totals, size="n").weight.sort_index(), made.weight, rtol=1e-5)
    pd.testing.assert_frame_equal(units, before)


@settings(max_examples=30, deadline=None)
@given(feasible(), st.floats(0.01, 100))
def test_the_scale_of_base_weights_does_not_matter_to_raking(country, scale):
    units, totals = country
    scaled = rake(units, totals, base=pd.Series(scale, units.index), size="n").weight
    pd.testing.assert_series_equal(rake(units, totals, size="n").weight, scaled, rtol=1e-6)


@settings(max_examples=30, deadline=None)
@given(feasible())
def test_raking_is_calibration_with_the_raking_distance(country):
    units, totals = country
    raked = rake(units, totals, size="n").weight
    pd.testing.assert_series_equal(
        calibrate(units, totals, size="n", distance="raking").weight, raked, rtol=1e-5, check_names=False
    )


@settings(max_examples=30, deadline=None)
@given(feasible(), st.sampled_from(["linear", "raking", "logit"]))
def test_bounded_weights_stay_within_their_bounds_or_are_refused(country, distance):
    units, totals = country
    base = pd.Series(2.0, units.index)
    try:
        made = calibrate(units, totals, base=base, size="n", distance=distance, bounds=(0.5, 1.8))
    except CalibrationProblem as problem:
        refused = problem.code
    else:
        refused = ""
        assert made.converged
        assert (made.weight / base).between(0.5 - 1e-9, 1.8 + 1e-9).all()
    assert refused in {"", "MARGIN_INFEASIBLE", "BOUNDS_INFEASIBLE"}


@settings(max_examples=30, deadline=None)
@given(feasible(), st.floats(0.5, 1))
def test_trimmed_weights_meet_the_cap_and_the_totals_or_say_why_not(country, part):
    units, totals = country
    weight = rake(units, totals, size="n").weight
    cap = float(weight.max()) * part
    try:
        made = trim(units, totals, weight, size="n", cap=cap)
    except CalibrationProblem as problem:
        refused = problem.code
    else:
        refused = ""
        assert made.converged
        assert made.weight.max() <= cap * (1 + 1e-9)
    assert refused in {"", "TRIM_INFEASIBLE"}


def test_trimming_moves_the_weight_to_the_others_of_the_class():
    units = pd.DataFrame({"a": ["x"] * 4})
    made = trim(units, {"a": series(x=10)}, pd.Series([7.0, 1, 1, 1]), cap=4.0)
    # 4 + three equal ones of 2
    assert made.weight.to_list() == pytest.approx([4, 2, 2, 2])


def test_trimming_to_a_design_effect():
    units = pd.DataFrame({"a": ["x"] * 4})
    made = trim(units, {"a": series(x=10)}, pd.Series([7.0, 1, 1, 1]), design_effect=1.12)
    # [4, 2, 2, 2] has 4 x 28 / 100 = 1.12, and is the least trimming that has it
    assert made.design_effect <= 1.12
    assert made.weight.max() == pytest.approx(4, rel=1e-6)


def test_a_design_effect_out_of_reach_is_refused(units):
    totals = {"a": series(x=10, y=90)}
    weight = poststratify(units, totals).weight
    with pytest.raises(CalibrationProblem) as raised:
        trim(units, totals, weight, design_effect=1.0)
    assert raised.value.code == "TRIM_EFFECT"


@pytest.mark.parametrize("limits", [{}, {"cap": 2.0, "design_effect": 1.1}])
def test_trimming_has_one_limit(units, limits):
    with pytest.raises(CalibrationProblem) as raised:
        trim(units, {"a": series(x=10, y=20)}, pd.Series(1.0, units.index), **limits)
    assert raised.value.code == "TRIM_ONE_LIMIT"


def test_a_problem_gives_its_reason_in_words(units):
    with pytest.raises(CalibrationProblem) as raised:
        rake(units, {"a": series(x=10, y=10, z=5), "b": series(p=10, q=15)})
    assert "z" in raised.value.reason
    assert str(raised.value).endswith("[CLASS_EMPTY]")
    assert "CLASS_EMPTY" in catalogue()


def test_a_hundred_thousand_units_go_through_the_cells():
    random = np.random.default_rng(3)
    units = pd.DataFrame({"a": random.choice(list("wxyz"), 100_000), "b": random.choice(list("pqr"), 100_000)})
    hidden = pd.Series(random.uniform(1, 5, 100_000))
    made = rake(units, {name: hidden.groupby(units[name]).sum() for name in ("a", "b")})
    assert made.largest_gap < 1e-8
    assert made.weight.nunique() <= 12
    assert math.isclose(made.weight.sum(), hidden.sum(), rel_tol=1e-9)
