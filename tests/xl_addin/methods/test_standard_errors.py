"""Standard errors of the study's results: by hand, adding up as they must, and one law for sums."""

import math

import numpy as np
import pandas as pd
import pytest

from xl_addin.methods.collapsing import Collapse
from xl_addin.methods.columns import FACTORS, MACRO, POST, RATIO
from xl_addin.methods.precision import drawn, linearised, ratio, total
from xl_addin.methods.standard_errors import Movements, ratio_influence
from xl_addin.methods.weight_sets import Weigher, weight_sets


@pytest.fixture
def country():
    """60 municipalities in 4 x 3 x 3 classes and 31 respondents with their cost."""
    random = np.random.default_rng(8)
    codes = pd.Index([f"GM{i:02d}" for i in range(60)])
    classes = pd.DataFrame(
        {
            "inwoners": random.choice(["<30", "30-80", "80-250", ">250"], 60, p=[0.4, 0.3, 0.2, 0.1]),
            "stedelijkheid": random.choice(["laag", "gemiddeld", "hoog"], 60),
            "gevestigd": random.choice(["laag", "gemiddeld", "hoog", "onbekend"], 60, p=[0.4, 0.3, 0.2, 0.1]),
        },
        index=codes,
    )
    guided = pd.Series(np.round(np.exp(random.normal(5, 0.6, 60))), codes)
    chosen = codes[random.permutation(60)[:31]]
    cost = guided[chosen] * 1_800 * np.exp(random.normal(0, 0.25, 31))
    return classes, guided, guided[chosen], cost


def nation(weights, name, cost):
    influence = cost.to_numpy()[:, None]
    inside = np.ones((len(cost), 1), dtype=bool)
    moved = Movements(cost.index, inside, {name: weights.moved(name, influence)})
    return moved.errors(None, weights.sample)[name][0]


def test_the_error_after_post_stratification_by_size_is_that_of_its_classes(country):
    classes, guided, persons, cost = country
    weights = weight_sets(persons, classes, guided)
    variance = 0.0
    for name in ("<30", "30-80", "80-250", ">250"):
        everyone = classes["inwoners"] == name
        codes = persons.index[everyone[persons.index]]
        y, x = cost[codes], persons[codes]
        m, whole = len(codes), int(everyone.sum())
        left = y - y.sum() / x.sum() * x
        one = (1 - m / whole) * m / (m - 1) * (left**2).sum() / x.sum() ** 2
        variance += guided[everyone].sum() ** 2 * one
    assert nation(weights, "post_inwoners", cost) == pytest.approx(math.sqrt(variance))


def test_raking_and_calibration_have_the_general_linearised_error(country):
    classes, guided, persons, cost = country
    weights = weight_sets(persons, classes, guided)
    sample = drawn(persons.index, classes.loc[persons.index, "inwoners"], classes["inwoners"].value_counts())
    for name in ("raking", "kalibratie"):
        expected = linearised(total(cost), weights.made[name], sample).se
        assert nation(weights, name, cost) == pytest.approx(expected)


def test_class_onbekend_is_a_second_ratio_estimate(country):
    classes, guided, persons, cost = country
    weights = weight_sets(persons, classes, guided)
    unknown = float(guided[classes["gevestigd"] == "onbekend"].sum())
    made = weights.made["post_gevestigd"].weight.reindex(persons.index).fillna(0.0)
    # the estimate itself: known classes + unknown x mean of all
    value = float((weights.expansion["post_gevestigd"] * cost).sum())
    assert value == pytest.approx(float((made * cost).sum()) + unknown * cost.sum() / persons.sum())
    # its movement: numerical derivative to one respondent's weight of 1 in the sample
    moved = weights.moved("post_gevestigd", cost.to_numpy()[:, None])[:, 0]
    assert moved == pytest.approx(_numerical(classes, guided, persons, cost), rel=1e-4, abs=1e-3 * np.abs(moved).max())


def _numerical(classes, guided, persons, cost):
    """The change of the total when a respondent counts 1 + h times, per h."""
    step, found = 1e-6, []
    known = guided.groupby(classes["gevestigd"]).sum()
    own = classes.loc[persons.index, "gevestigd"]
    for code in persons.index:
        times = pd.Series(1.0, persons.index)
        values = []
        for h in (step, -step):
            times[code] = 1 + h
            y, x = times * cost, times * persons
            means = y.groupby(own).sum() / x.groupby(own).sum()
            parts = [known[name] * (y.sum() / x.sum() if name == "onbekend" else means[name]) for name in known.index]
            values.append(sum(parts))
        found.append((values[0] - values[1]) / (2 * step))
    return np.array(found)


def test_the_macro_error_knows_that_the_three_sets_share_their_respondents(country):
    classes, guided, persons, cost = country
    weights = weight_sets(persons, classes, guided)
    influence = cost.to_numpy()[:, None]
    moved = np.mean([weights.moved(name, influence) for name in POST.values()], axis=0)
    macro = math.sqrt(weights.sample.variance(moved)[0])
    single = [nation(weights, name, cost) for name in POST.values()]
    # no larger than the mean of the three errors, and far above what independent errors would give
    assert np.sqrt(np.square(single).sum()) / 3 < macro <= np.mean(single)


def test_sums_of_movements_are_those_of_the_sum():
    codes, inside = pd.Index(list("abc")), np.ones((3, 1), dtype=bool)
    x, first, second = np.array([1.0, 2, 3]), np.array([2.0, 5, 4]), np.array([9.0, 1, 2])
    ones = np.ones(3)
    one, other, both = (
        Movements(codes, inside, {RATIO: ratio_influence(ones, y, x, inside)}) for y in (first, second, first + second)
    )
    population = np.array([8.0])
    assert one.plus(other).errors(population, None)[RATIO] == pytest.approx(both.errors(population, None)[RATIO])
    assert one.times(3).errors(population, None)[RATIO] == pytest.approx(3 * one.errors(population, None)[RATIO])


def test_who_is_in_one_of_two_parts_moves_the_sum_with_that_part():
    inside = np.ones((2, 1), dtype=bool)
    one = Movements(pd.Index(["a", "b"]), inside, {MACRO: np.array([[1.0], [2]])})
    other = Movements(pd.Index(["b", "c"]), inside, {MACRO: np.array([[10.0], [20]])})
    assert one.plus(other).moved[MACRO][:, 0].tolist() == [1, 12, 20]


def test_one_respondent_for_more_municipalities_has_no_error_not_an_error_of_zero():
    # three places: a alone of 5 municipalities, a alone of 1, both of 5; calibration left nobody a residual
    inside = np.array([[True, True, True], [False, False, True]])
    moved = Movements(pd.Index(["a", "b"]), inside, {MACRO: np.zeros((2, 3))})
    sample = drawn(moved.codes, population=5)
    found = moved.errors(np.array([5.0, 1, 5]), sample)[MACRO]
    assert np.isnan(found[0])
    assert found[1:].tolist() == [0, 0]
    assert np.isnan(moved.errors(None, sample)[MACRO][:2]).all()


def test_a_class_figure_by_hand():
    y, x = pd.Series([2.0, 6.0], list("ab")), pd.Series([1.0, 2.0], list("ab"))
    moved = Movements(
        y.index,
        np.ones((2, 1), dtype=bool),
        {RATIO: ratio_influence(np.ones(2), y.to_numpy(), x.to_numpy(), np.ones((2, 1), dtype=bool))},
    )
    # R = 8/3, e = -2/3 2/3, over 3: (1 - 2/5) 2/1 x 2 (2/9)^2
    expected = math.sqrt(0.6 * 2 * 2 * (2 / 9) ** 2)
    assert moved.errors(np.array([5.0]), None)[RATIO][0] == pytest.approx(expected)
    assert linearised(ratio(y, x), pd.Series(1.0, y.index), drawn(y.index, population=5)).se == pytest.approx(expected)
    assert moved.errors(np.array([2.0]), None)[RATIO][0] == 0


def test_calibration_can_meet_guided_per_10000_too(country):
    classes, guided, persons, cost = country
    inhabitants = guided * 200 + 3_000
    made = Weigher(classes, guided).with_relative(persons, inhabitants)
    assert float((made.weight * persons).sum()) == pytest.approx(guided.sum())
    assert float((made.weight * inhabitants[persons.index]).sum()) == pytest.approx(inhabitants.sum())
    # inhabitants follow from the guided and the number of municipalities here, so that this number is met as well
    assert made.weight.sum() == pytest.approx(len(classes))
    assert float((made.weight * cost).sum()) > 0


def test_joined_classes_weigh_as_one(country):
    classes, guided, persons, _ = country
    weigher = Weigher(classes, guided, Collapse({"inwoners": "80-250+>250"}))
    made = weigher.weigh(persons)
    joined = classes["inwoners"].isin(["80-250", ">250"])
    share = guided[joined].sum() / persons[joined[persons.index]].sum()
    assert made.table.loc[joined[persons.index], "post_inwoners"].to_list() == pytest.approx(
        [share] * int(joined[persons.index].sum())
    )
    assert ("inwoners", ">250", "80-250") in [
        (note.values["indeling"], note.values["klasse"], note.values["met"])
        for note in made.notes
        if note.rule == "CLASS_MERGED"
    ]
    assert set(FACTORS) == set(made.joined)
