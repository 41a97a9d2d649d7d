"""Jackknife and bootstrap: by hand, against the linearised error, re-calibrated in every replicate, and in time."""

import numpy as np
import pandas as pd
import pytest

from xl_addin.methods.errors.precision import drawn, linearised, mean, ratio, total
from xl_addin.methods.errors.replicates import bootstrap, jackknife, replicated
from xl_addin.methods.weights.feasibility import smallest_bounds
from xl_addin.methods.weights.weighting import CalibrationProblem, calibrate, poststratify, rake, trim

Y = pd.Series([2.0, 4.0, 10.0, 16.0], list("abcd"))
RULES = ("adjust", "certainty", "average")


def country(count, seed=5):
    random = np.random.default_rng(seed)
    units = pd.DataFrame({name: random.choice(list("xyz"), count) for name in ("a", "b", "c")})
    units["n"] = np.exp(random.normal(5, 0.7, count))
    units["y"] = units["n"] * 1_700 * np.exp(random.normal(0, 0.3, count))
    hidden = units["n"] * random.uniform(4, 9, count)
    return units, {name: hidden.groupby(units[name]).sum() for name in ("a", "b", "c")}


def test_the_jackknife_of_a_mean_by_hand():
    found = replicated(mean(Y), jackknife(pd.Series(3.0, Y.index), drawn(Y.index, population=12)))
    # the means without one are 10, 28/3, 22/3, 16/3: squares 4, 16/9, 4/9, 64/9 are 120/9; x (1 - 4/12) 3/4 = 20/3
    assert found.value == 8
    assert found.se == pytest.approx((20 / 3) ** 0.5)


def test_the_jackknife_works_within_strata_by_hand():
    strata = pd.Series(["p", "p", "q", "q"], Y.index)
    found = replicated(total(Y), jackknife(pd.Series([5.0, 5.0, 3.0, 3.0], Y.index), drawn(Y.index, strata)))
    # without a: 5 x 2 x 4, against 30: 10; without b: -10; without c and d 18 and -18; each counts for 1/2
    assert found.se == pytest.approx((100 + 324) ** 0.5)


def test_every_replicate_meets_the_totals_again():
    units, totals = country(30)
    for made in (rake(units, totals, size="n"), calibrate(units, totals, size="n")):
        for replicates in (jackknife(made), bootstrap(made, drawn(units.index, population=60), count=40)):
            measured = replicates.weights * units["n"].to_numpy()
            for name, wanted in totals.items():
                for klasse, amount in wanted.items():
                    assert measured[:, (units[name] == klasse).to_numpy()].sum(axis=1) == pytest.approx(amount)


def test_the_bootstrap_of_a_mean_comes_to_the_known_error():
    units, _ = country(40)
    weights, sample = (
        pd.Series(2.0, units.index),
        drawn(units.index, units["a"], pd.Series({"x": 30, "y": 30, "z": 30})),
    )
    known = linearised(total(units["y"]), weights, sample).se
    found = replicated(total(units["y"]), bootstrap(weights, sample, count=20_000, seed=2))
    # the error of a bootstrap variance of 20,000 replicates is about 1%
    assert found.se == pytest.approx(known, rel=0.03)


def test_after_calibration_all_three_come_near_each_other():
    units, totals = country(400)
    made, sample = rake(units, totals, size="n"), drawn(units.index, population=2_000)
    figure = ratio(units["y"], units["n"])
    known = linearised(figure, made, sample).se
    assert replicated(figure, jackknife(made, sample)).se == pytest.approx(known, rel=0.05)
    assert replicated(figure, bootstrap(made, sample, count=2_000)).se == pytest.approx(known, rel=0.08)


def test_the_same_seed_gives_the_same_bootstrap():
    weights = pd.Series(2.0, Y.index)
    first, again, other = (bootstrap(weights, count=5, seed=seed).weights for seed in (1, 1, 2))
    assert (first == again).all()
    assert not (first == other).all()


def test_a_replicate_without_the_only_unit_of_a_class_is_left_out_and_counted():
    units = pd.DataFrame({"a": list("xyyy"), "y": Y.to_numpy()}, Y.index)
    made = poststratify(units, {"a": pd.Series({"x": 2.0, "y": 6.0})})
    found = replicated(total(units["y"]), jackknife(made))
    # class y without one of 4, 10, 16, times 6: 78, 60, 42 against 60; each square counts for 3/4
    assert found.failed == 1
    assert found.se == pytest.approx((3 / 4 * (18**2 + 18**2)) ** 0.5)


def test_trimmed_weights_are_trimmed_again_in_every_replicate():
    units = pd.DataFrame({"a": ["x"] * 4})
    made = trim(units, {"a": pd.Series({"x": 10.0})}, pd.Series([7.0, 1, 1, 1]), cap=4.0)
    replicates = jackknife(made)
    # the others carry 4/3 of their weight, and the cap with them 16/3: 10 - 16/3 is left for two
    assert replicates.weights[3] == pytest.approx([16 / 3, 7 / 3, 7 / 3, 0])
    assert replicates.weights[0] == pytest.approx([0, 10 / 3, 10 / 3, 10 / 3])


def test_a_stratum_taken_whole_and_a_lonely_one_do_not_vary():
    strata = pd.Series(["p", "p", "q", "r"], Y.index)
    sample = drawn(Y.index, strata, pd.Series({"p": 2, "q": 9, "r": 1}), "certainty")
    weights = pd.Series([1.0, 1.0, 9.0, 1.0], Y.index)
    assert replicated(total(Y), bootstrap(weights, sample, count=10)).se == 0
    assert len(jackknife(weights, sample).weights) == 0


def test_adjust_gives_a_lonely_stratum_a_replicate_and_average_scales():
    strata = pd.Series(["p", "q", "q", "q"], Y.index)
    weights = pd.Series(2.0, Y.index)
    adjusted, plain, average = (jackknife(weights, drawn(Y.index, strata, None, rule)) for rule in RULES)
    # p left out and the other stratum doubled: 2 x 2 x 30 = 120 against 64, counted for 1/2
    extra = replicated(total(Y), adjusted).se ** 2 - replicated(total(Y), plain).se ** 2
    assert extra == pytest.approx((120 - 64) ** 2 / 2)
    assert replicated(total(Y), average).se == pytest.approx(2**0.5 * replicated(total(Y), plain).se)


def test_a_bounded_replicate_fails_only_when_no_weights_serve():
    units, totals = country(25)
    base = pd.Series(6.5, units.index)
    made = calibrate(units, totals, base=base, size="n", distance="logit", bounds=(0.2, 4.0))
    sample = drawn(units.index, population=60)
    replicates = bootstrap(made, sample, count=60, seed=3)
    assert 0 < replicates.failed < 60
    random = np.random.default_rng(3)
    times = random.multinomial(24, np.full(25, 1 / 25), size=60)
    c = np.sqrt(1 - 25 / 60)
    possible = 0
    for draw in times:
        factor = pd.Series(6.5 * (1 - c + c * draw * 25 / 24), units.index)
        try:
            calibrate(units, totals, base=factor, size="n", distance="logit", bounds=(0.2, 4.0))
            possible += 1
        except CalibrationProblem:
            needed = smallest_bounds(units, totals, base=factor, size="n", lower=0.2)
            assert needed.upper > 4.0 - 1e-6
    assert possible == 60 - replicates.failed


def test_two_thousand_replicates_of_thirty_one_respondents_are_all_calibrated():
    units, totals = country(31)
    made = rake(units, totals, size="n")
    found = replicated(ratio(units["y"], units["n"]), bootstrap(made, drawn(units.index, population=342), count=2_000))
    assert found.failed == 0
