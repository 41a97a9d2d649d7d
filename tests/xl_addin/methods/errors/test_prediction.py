"""What a single municipality may differ from its classes, by hand and against the truth."""

import math

import numpy as np
import pandas as pd
import pytest

from xl_addin.methods.errors.prediction import left_out, prediction_reach


def test_each_respondent_is_expected_from_the_others_of_its_classes():
    codes = list("abc")
    cost, persons = pd.Series([100.0, 300, 500], codes), pd.Series([1.0, 1, 2], codes)
    classes = pd.DataFrame({"inwoners": ["x", "x", "y"], "gevestigd": ["u", "u", "u"]}, codes)
    # a: the other of x 300, the others of u 800/3; c is alone in y: others of u 400/2
    expected = [100 / ((300 + 800 / 3) / 2) - 1, 300 / ((100 + 200) / 2) - 1, 250 / 200 - 1]
    assert left_out(cost, persons, classes).tolist() == pytest.approx(expected)
    assert np.isnan(left_out(cost[:1], persons[:1], classes[:1])).all()


def test_the_spread_is_that_of_the_class_where_it_has_five():
    errors = pd.Series([0.1, -0.1, 0.1, -0.1, 0.1, 0.5, -0.5])
    sizes = pd.Series(["x"] * 5 + ["y"] * 2)
    found = prediction_reach(errors, sizes, pd.Series(["x", "y", "z"]))
    # t(4) = 2.776445 x 0.1; all seven: t(6) = 2.446912 x root mean square
    everyone = 2.446912 * math.sqrt((5 * 0.01 + 2 * 0.25) / 7)
    assert found.tolist() == pytest.approx([0.2776445, everyone, everyone], rel=1e-6)
    assert prediction_reach(errors[:1], sizes[:1], pd.Series(["x"])).isna().all()


def test_it_holds_for_municipalities_that_did_not_respond():
    random = np.random.default_rng(2)
    hits = []
    for _ in range(200):
        codes = range(60)
        sizes = pd.Series(random.choice(["x", "y", "z"], 60), codes)
        persons = pd.Series(random.lognormal(5, 0.8, 60), codes)
        cost = persons * 2_000 * np.exp(random.normal(0, 0.25, 60))
        mine = list(codes)[:31]
        errors = left_out(cost[mine], persons[mine], pd.DataFrame({"inwoners": sizes[mine]}))
        reach = prediction_reach(errors, sizes[mine], sizes)
        expected = sizes.map(cost[mine].groupby(sizes[mine]).sum() / persons[mine].groupby(sizes[mine]).sum())
        others = list(codes)[31:]
        hits += list((np.abs(cost / persons - expected) <= expected * reach)[others])
    assert 0.92 < np.mean(hits) < 0.99
