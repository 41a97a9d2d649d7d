"""Standard errors of the study's results: by hand, adding up as they must, and one law for sums."""

import math

import numpy as np
import pandas as pd
import pytest

from xl_addin.methods.errors.precision import drawn, linearised, ratio, total
from xl_addin.methods.errors.replicates import jackknife, replicated
from xl_addin.methods.errors.standard_errors import (
    Movements,
    influence,
    relative_spread,
    satterthwaite,
    stand_ins,
    within_class,
)
from xl_addin.methods.errors.t_interval import reach
from xl_addin.methods.estimates.basis import membership
from xl_addin.methods.estimates.estimation import ratios
from xl_addin.methods.estimates.weight_sets import Weigher
from xl_addin.methods.sample.collapsing import Collapse
from xl_addin.methods.tables.columns import DESIGN, FACTORS, MACRO, MACRO_DESIGN, POST


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


def nation(weights, cost, persons):
    """Values and movements of the national total."""
    y, x = cost.to_numpy()[:, None], persons.to_numpy()[:, None]
    value, moved = weights.schemes.ratios(y, x, np.ones(y.shape, dtype=bool))
    whole = float((weights.expansion["post_inwoners"] * persons).sum())
    return {name: float(found[0]) * whole for name, found in value.items()}, moved.times(whole)


def parts(moved, name):
    """The linearised and the jackknife error."""
    return np.sqrt(np.square(moved.moved[name][:, :, 0]).sum(axis=1))


def test_the_error_after_post_stratification_by_size_is_that_of_its_classes(country):
    classes, guided, persons, cost = country
    weights = Weigher(classes, guided).weigh(persons)
    variance = 0.0
    for name in ("<30", "30-80", "80-250", ">250"):
        everyone = classes["inwoners"] == name
        codes = persons.index[everyone[persons.index]]
        y, x = cost[codes], persons[codes]
        m, whole = len(codes), int(everyone.sum())
        left = y - y.sum() / x.sum() * x
        one = (1 - m / whole) * m / (m - 1) * (left**2).sum() / x.sum() ** 2
        variance += guided[everyone].sum() ** 2 * one
    _, moved = nation(weights, cost, persons)
    # 31 respondents, 4 constraints
    assert parts(moved, "post_inwoners")[0] == pytest.approx(math.sqrt(variance * 31 / 27))
    assert moved.errors["post_inwoners"][0] == max(parts(moved, "post_inwoners"))


def test_raking_and_calibration_have_the_general_linearised_error(country):
    classes, guided, persons, cost = country
    weights = Weigher(classes, guided).weigh(persons)
    _, moved = nation(weights, cost, persons)
    for name in ("raking", "kalibratie"):
        expected = linearised(total(cost), weights.made[name], weights.sample).se
        # 4 + 3 + 3 classes and onbekend of one factor, less what follows from the others: 9 constraints
        assert parts(moved, name)[0] == pytest.approx(expected * math.sqrt(31 / 22))


def test_the_jackknife_is_that_of_replicates_made_one_by_one(country):
    classes, guided, persons, cost = country
    known = classes["gevestigd"].replace("onbekend", "laag")
    weights = Weigher(classes.assign(gevestigd=known), guided).weigh(persons)
    _, moved = nation(weights, cost, persons)
    for name, made in weights.made.items():
        expected = replicated(total(cost), jackknife(made, weights.sample))
        assert expected.failed == 0
        assert parts(moved, name)[1] == pytest.approx(expected.se, rel=1e-6), name
    weight = (60 / 31) * weights.design / weights.design.mean()
    inside = classes.loc[persons.index, "stedelijkheid"] == "laag"
    expected = replicated(ratio(cost, persons, inside), jackknife(weight, weights.sample)).se
    y, x = cost.to_numpy()[:, None], persons.to_numpy()[:, None]
    _, domain = weights.schemes.ratios(y, x, inside.to_numpy()[:, None])
    assert parts(domain, DESIGN)[1] == pytest.approx(expected)


def test_design_weights_and_their_mean_of_three(country):
    classes, guided, persons, cost = country
    known = classes.replace("onbekend", "laag")
    weights = Weigher(known, guided).weigh(persons)
    sizes, mine = known["inwoners"], known.loc[persons.index, "inwoners"]
    expected = mine.map(sizes.value_counts() / mine.value_counts())
    pd.testing.assert_series_equal(weights.design, expected, check_names=False)
    totals = []
    for factor in FACTORS:
        own = known.loc[persons.index, factor]
        means = (expected * cost).groupby(own).sum() / (expected * persons).groupby(own).sum()
        totals.append(float((means * guided.groupby(known[factor]).sum()).sum()))
    value, _ = nation(weights, cost, persons)
    assert value[MACRO_DESIGN] == pytest.approx(np.mean(totals))
    assert value[MACRO] != pytest.approx(np.mean(totals))


def test_class_onbekend_is_a_second_ratio_estimate(country):
    classes, guided, persons, cost = country
    weights = Weigher(classes, guided).weigh(persons)
    unknown = float(guided[classes["gevestigd"] == "onbekend"].sum())
    made = weights.made["post_gevestigd"].weight.reindex(persons.index).fillna(0.0)
    # the estimate itself: known classes + unknown x mean of all
    value, moved = nation(weights, cost, persons)
    assert value["post_gevestigd"] == pytest.approx(float((made * cost).sum()) + unknown * cost.sum() / persons.sum())
    # its movement: numerical derivative to one respondent's weight of 1 in the sample
    raw = weights.sample.centred(_numerical(classes, guided, persons, cost)[:, None])[:, 0] * math.sqrt(31 / 28)
    found = moved.moved["post_gevestigd"][0, :, 0]
    assert found == pytest.approx(raw, rel=1e-4, abs=1e-3 * np.abs(found).max())


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
    _, moved = nation(Weigher(classes, guided).weigh(persons), cost, persons)
    single = [moved.errors[name][0] for name in POST.values()]
    # no larger than the mean of the three errors, and far above what independent errors would give
    assert np.sqrt(np.square(single).sum()) / 3 < moved.errors[MACRO][0] <= np.mean(single)


def test_sums_of_movements_are_those_of_the_sum(country):
    classes, guided, persons, cost = country
    schemes = Weigher(classes, guided).weigh(persons).schemes
    x, everyone = persons.to_numpy()[:, None], np.ones((31, 1), dtype=bool)
    first = cost.to_numpy()[:, None]
    second = np.sqrt(first) * 30
    one, other, both = (schemes.ratios(y, x, everyone)[1] for y in (first, second, first + second))
    for name, se in both.errors.items():
        assert one.plus(other).errors[name] == pytest.approx(se)
        assert one.times(3).errors[name] == pytest.approx(3 * one.errors[name])
        low, high = sorted([one.freedom[name][0], other.freedom[name][0]])
        assert low - 1e-9 <= one.plus(other).freedom[name][0] <= high + 1e-9


def test_who_is_in_one_of_two_parts_moves_the_sum_with_that_part():
    df = {MACRO: np.array([5.0])}
    one = Movements(pd.Index(["a", "b"]), {MACRO: np.array([[[1.0], [2]]] * 2)}, df)
    other = Movements(pd.Index(["b", "c"]), {MACRO: np.array([[[10.0], [20]]] * 2)}, df)
    assert one.plus(other).moved[MACRO][0, :, 0].tolist() == [1, 12, 20]


def test_a_class_figure_by_hand():
    y, x = np.array([[2.0], [6.0]]), np.array([[1.0], [2.0]])
    inside = np.ones((2, 1), dtype=bool)
    moved, freedom = within_class(y, x, inside, np.array([5.0]))
    # R = 8/3, e = -2/3 2/3, over 3: (1 - 2/5) 2/1 x 2 (2/9)^2
    expected = math.sqrt(0.6 * 2 * 2 * (2 / 9) ** 2)
    both = np.sqrt(np.square(moved[:, :, 0]).sum(axis=1))
    assert both[0] == pytest.approx(expected)
    index = list("ab")
    figure = ratio(pd.Series(y[:, 0], index), pd.Series(x[:, 0], index))
    given = pd.Series(1.0, index), drawn(pd.Index(index), population=5)
    assert linearised(figure, *given).se == pytest.approx(expected)
    # without a: 3, without b: 2: (1 - 2/5) 1/2 ((3 - 8/3)^2 + (2 - 8/3)^2)
    assert both[1] == pytest.approx(math.sqrt(0.3 * (1 / 9 + 4 / 9)))
    assert replicated(figure, jackknife(*given)).se == pytest.approx(both[1])
    assert freedom[0] == 1
    assert not within_class(y, x, inside, np.array([2.0]))[0].any()


def test_who_stands_alone_for_more_municipalities_has_the_relative_spread_of_the_neighbour(country):
    classes, guided, persons, cost = country
    sizes = classes["inwoners"].replace(">250", "80-250")
    alone = sizes.loc[persons.index][lambda names: names == "80-250"].index[0]
    sizes[alone], sizes[classes.index.difference(persons.index)[0]] = ">250", ">250"
    everyone = membership(classes.assign(inwoners=sizes, relatief="laag"))
    members = everyone.table.sum(axis=0).to_numpy(dtype=float)
    found = ratios(cost, persons, everyone, members, Weigher(classes.assign(inwoners=sizes), guided))
    place = found.places.index(("inwoners", ">250"))
    neighbour = persons.index[sizes[persons.index] == "80-250"]
    each = cost[neighbour] / persons[neighbour] / (cost[neighbour].sum() / persons[neighbour].sum()) - 1
    spread = math.sqrt(float((each**2).sum()) / (len(neighbour) - 1))
    expected = cost[alone] / persons[alone] * spread * math.sqrt(1 - 1 / 2)
    for name in ("ratio", DESIGN, "post_inwoners"):
        assert found.se[name][place] == pytest.approx(expected)
        assert found.movements.freedom[name][place] == len(neighbour) - 1
    # in the country it counts for its part
    whole = guided[sizes == ">250"].sum() / guided.sum() * expected
    own = found.movements.moved["post_inwoners"][:, persons.index.get_loc(alone), 0]
    assert np.abs(own) == pytest.approx([whole, whole])


def test_a_class_of_one_finds_its_neighbour():
    places = (("totaal", ""), ("inwoners", "<30"), ("inwoners", "30-80"), ("inwoners", ">250"), ("gevestigd", "laag"))
    counts, members = np.array([4.0, 1, 2, 1, 1]), np.array([9.0, 3, 3, 1, 5])
    # the lowest looks up; the only municipality of its class is certain; a division without another class has none
    assert stand_ins(places, counts, members) == {1: 2}
    assert stand_ins(places, counts, members + 1) == {1: 2, 3: 2}


def test_relative_spread_by_hand():
    y, x = np.array([[2.0], [6.0], [9.0]]), np.array([[1.0], [1.0], [1.0]])
    # mean 4: -1/2 and 1/2, over 2 - 1
    assert relative_spread(y, x, np.array([True, True, False]))[0] == pytest.approx(math.sqrt(0.5))
    assert relative_spread(y * 0, x, np.array([True, True, False]))[0] == 0
    assert np.isnan(relative_spread(y, x, np.array([True, False, False]))[0])


def test_degrees_of_freedom_of_equal_and_of_unequal_respondents():
    # five equal parts with 5/4 each: 25 / (5 x 5/4); two strata of two: 16 / (4 x 2)
    assert satterthwaite(np.ones((5, 1)), np.full((5, 1), 1.25))[0] == pytest.approx(4)
    assert satterthwaite(np.ones((4, 1)), np.full((4, 1), 2.0))[0] == pytest.approx(2)
    assert np.isinf(satterthwaite(np.zeros((4, 1)), np.full((4, 1), 2.0))[0])
    one, inside = np.ones((5, 1)), np.ones((5, 1), dtype=bool)
    assert within_class(one, one, inside, np.array([50.0]))[1][0] == pytest.approx(4)
    heavy = np.array([[50.0], [1], [1], [1], [1]])
    assert within_class(heavy, heavy, inside, np.array([50.0]))[1][0] < 2


def test_an_interval_is_t_times_the_error():
    # t(0.975) with 3 degrees of freedom: 3.182446
    assert reach(2.0, 3.0) == pytest.approx(6.364893, rel=1e-6)
    assert np.isnan(reach(2.0, np.nan))


def test_what_is_the_ratio_itself_has_no_influence():
    x = np.array([[1.0], [3.0]])
    assert not influence(x * 0.1, x, np.array([0.1]), np.array([4.0])).any()


def test_calibration_can_meet_guided_per_10000_too(country):
    classes, guided, persons, cost = country
    inhabitants = guided * 200 + 3_000
    made = Weigher(classes, guided).with_relative(persons, inhabitants)
    weight = pd.Series(made.weight[0], persons.index)
    assert float((weight * persons).sum()) == pytest.approx(guided.sum())
    assert float((weight * inhabitants[persons.index]).sum()) == pytest.approx(inhabitants.sum())
    # inhabitants follow from the guided and the number of municipalities here, so that this number is met as well
    assert weight.sum() == pytest.approx(len(classes))
    assert float((weight * cost).sum()) > 0


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
