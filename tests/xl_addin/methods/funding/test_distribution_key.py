"""A budget over the country by a key: to the cent, by hand on six municipalities, and found back where it is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.xl_addin.methods.conftest import made_up_country
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.estimates.basis import Basis, prepare
from xl_addin.methods.funding.distribution_key import (
    EFFECT,
    NEW,
    PER_INHABITANT,
    PRESENT,
    Key,
    Line,
    changes,
    distribution_key,
)
from xl_addin.methods.funding.key_fit import AMOUNT, HIGH, LOW
from xl_addin.methods.funding.key_rows import key_rows
from xl_addin.methods.tables.columns import EXECUTION
from xl_addin.methods.tables.results import Lookup, as_table


def basis_of(frame, answers, parameters, dimensions) -> Basis:
    read = read_answers(answers)
    return prepare(read, frame, allocate(read, parameters, dimensions), parameters, dimensions)


def key_of(made) -> Key:
    assert made.key is not None
    return made.key


@pytest.fixture
def small(small_frame, small_answers, parameters, dimensions) -> Basis:
    return basis_of(small_frame, small_answers, parameters, dimensions)


@pytest.fixture(scope="module")
def large(dimensions) -> Basis:
    from tests.xl_addin.methods.conftest import PARAMETERS

    return basis_of(*made_up_country(60, 6), {**PARAMETERS, "ingroei.maximum": 15.0}, dimensions)


def test_without_a_bound_the_way_takes_one_year_and_is_told(small: Basis) -> None:
    made = distribution_key(small, [Line("inwoners", amount=1.0)])
    assert [note.values for note in made.notes] == [{"parameter": "ingroei.maximum"}]
    assert len(key_of(made).path) == 1


def test_typed_amounts_by_hand(small: Basis) -> None:
    """2 euros per guided person and 1 per inhabitant: guided 40, 80, 150, 200, 400 and 1,500; inhabitants 10, 20, 50,
    60, 100 and the rest thousand. Scaled to what they get now together; every share in proportion.
    """
    key = key_of(distribution_key(small, [Line("begeleid", amount=2.0), Line("inwoners", amount=1.0)]))
    raw = 2 * small.guided + small.inhabitants
    assert key.budget == pytest.approx(small.frame["gf_euro"].sum())
    assert key.factor == pytest.approx(key.budget / raw.sum())
    assert key.table[NEW].to_numpy() == pytest.approx((raw * key.factor).to_numpy(), abs=0.011)
    assert key.table[EFFECT].to_numpy() == pytest.approx((key.table[NEW] - small.frame["gf_euro"]).to_numpy())
    assert key.table[PER_INHABITANT].to_numpy() == pytest.approx((key.table[EFFECT] / small.inhabitants).to_numpy())


@pytest.mark.parametrize("budget", [float("nan"), 1_000_000.01, 98_765_432.10])
def test_budget_and_every_year_add_up_to_the_cent(large: Basis, budget: float) -> None:
    most = 0.02 if budget < 2e6 else 2.0
    parameters = {**large.parameters, "ingroei.maximum": most}
    key = key_of(distribution_key(replace(large, parameters=parameters), [Line("1", amount=1.0)], budget))
    cents = round(100 * key.budget)
    assert round(100 * key.table[NEW].sum()) == cents
    assert (key.table[NEW] * 100).round(6).mod(1).eq(0).all()
    assert len(key.path) > 1
    before = key.table[PRESENT] * key.budget / key.table[PRESENT].sum()
    for year in key.path:
        assert round(100 * year.sum()) == cents
        assert ((year - before).abs() <= most * large.inhabitants + 0.011).all()
        before = year
    assert before.to_numpy() == pytest.approx(key.table[NEW].to_numpy())


def test_a_known_key_of_a_country_is_found(large: Basis) -> None:
    """The cost of each respondent is set to what a key gives, with noise of 5%; the estimate holds the key."""
    people, chance = large.respondents, np.random.default_rng(3)
    truth = 25_000 + 1_200 * large.guided + 3 * large.inhabitants
    cost = truth[people.persons.index] * np.exp(chance.normal(0, 0.05, len(people.persons)))
    planted = replace(
        people, annual=people.annual.assign(**{EXECUTION: cost}), persons=large.guided[people.persons.index]
    )
    key = key_of(distribution_key(replace(large, respondents=planted), [Line("1"), Line("begeleid"), Line("inwoners")]))
    amounts = key.fit.amounts
    assert (amounts[LOW] <= [25_000, 1_200, 3]).all(), amounts
    assert (amounts[HIGH] >= [25_000, 1_200, 3]).all(), amounts
    assert key.expected["verwacht"].to_numpy() == pytest.approx(truth.to_numpy(), rel=0.2)
    inside = (key.expected["laag"] <= truth) & (truth <= key.expected["hoog"])
    assert inside.mean() > 0.95


def test_products_per_class(large: Basis) -> None:
    key = key_of(distribution_key(large, [Line("begeleid", "inwoners")]))
    classes = large.classes["inwoners"]
    assert list(key.named) == [f"begeleid (inwoners: {name})" for name in sorted(set(classes))]
    per_person = key.table[NEW] / large.guided
    for name in set(classes):
        mine = per_person[(classes == name) & (large.guided > 20)]
        amount = key.fit.amounts.at[f"begeleid (inwoners: {name})", AMOUNT] * key.factor
        assert mine.to_numpy() == pytest.approx(np.full(len(mine), amount), rel=1e-3)


def test_one_of_an_unknown_measure_keeps_what_it_gets(large: Basis) -> None:
    frame = large.frame.assign(banen=np.arange(1.0, len(large.frame) + 1))
    frame.loc[frame.index[5], "banen"] = np.nan
    made = distribution_key(replace(large, frame=frame), [Line("banen", amount=1.0)])
    key = key_of(made)
    assert key.table[NEW].iloc[5] == pytest.approx(frame["gf_euro"].iloc[5], abs=0.005)
    assert round(100 * key.table[NEW].sum()) == round(100 * key.budget)
    assert [(note.rule, note.code) for note in made.notes] == [("KEY_MEASURE_MISSING", frame.index[5])]


def test_too_few_respondents_make_no_key(small: Basis) -> None:
    lines = [
        Line("1"),
        Line("begeleid"),
        Line("inwoners"),
        Line("gf_euro"),
        Line("asiel_begeleid"),
        Line("gezin_begeleid"),
    ]
    made = distribution_key(small, lines)
    assert made.key is None
    assert [note.rule for note in made.notes] == ["KEY_TOO_FEW"]


def test_rows_have_keys_of_their_own_and_add_up(large: Basis) -> None:
    key = key_of(distribution_key(large, [Line("1"), Line("begeleid")]))
    table = as_table(key_rows(large, key))
    found = Lookup(table)
    budget = found.figure(maat="verdeelsleutel", onderdeel="budget", indeling="totaal")
    amounts = [found.figure(maat="verdeelsleutel", onderdeel=name, indeling="totaal") for name in ("1", "begeleid")]
    assert len(large.frame) * amounts[0] + large.guided.sum() * amounts[1] == pytest.approx(budget)
    gain, loss = (
        found.figure(maat="herverdeeleffect", onderdeel=name, indeling="totaal") for name in ("voordeel", "nadeel")
    )
    assert gain + loss == pytest.approx(0, abs=0.01)
    assert changes(key)["voordeelgemeenten"] + changes(key)["nadeelgemeenten"] <= len(large.frame)
    each = table[(table["maat"] == "herverdeeleffect") & (table["indeling"] == "gemeente")]
    assert each["waarde"].sum() == pytest.approx(0, abs=0.01)
    by_class = table[
        (table["maat"] == "herverdeeleffect") & (table["indeling"] == "inwoners") & (table["onderdeel"] == "")
    ]
    assert by_class["waarde"].sum() == pytest.approx(0, abs=0.01)


def test_inputs_stay_as_they_were(large: Basis) -> None:
    before = large.frame.copy()
    distribution_key(large, [Line("begeleid"), Line("inwoners")])
    pd.testing.assert_frame_equal(large.frame, before)
