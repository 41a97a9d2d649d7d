"""The years of the earmarked grant, worked out by hand (METHOD section 9; report, section 6.1)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from xl_addin.methods.cash import over_years, simulate
from xl_addin.methods.rhythm import always, by_cohort, rhythm

OLD, NEW = np.array([0.61, 0.31, 0.08]), np.array([0.4, 0.3, 0.3])


def one(entitled, spent, cap=1.0):
    return simulate(np.array([entitled], dtype=float), np.array([spent], dtype=float), cap)


def test_what_is_not_spent_is_carried_over_and_again():
    # 100 - 60 = 40; 40 + 100 - 80 = 60; 60 + 100 - 130 = 30
    flows = one([100, 100, 100], [60, 80, 130])
    assert flows.reserve.tolist() == [[40, 60, 30]]
    assert flows.repaid.tolist() == flows.shortfall.tolist() == [[0, 0, 0]]


def test_above_the_year_s_grant_is_repaid():
    # 200 - 20 = 180, of which 180 may stay; 180 + 100 - 10 = 270, of which 100 may stay and 170 goes back
    flows = one([200, 100], [20, 10])
    assert flows.reserve.tolist() == [[180, 100]]
    assert flows.repaid.tolist() == [[0, 170]]


@pytest.mark.parametrize(("cap", "reserve", "repaid"), [(0.0, 0, 40), (0.25, 25, 15), (2.0, 40, 0)])
def test_the_rule_of_reserving(cap, reserve, repaid):
    # of 100 - 60 = 40 at most cap x 100 stays
    flows = one([100], [60], cap)
    assert (flows.reserve[0, 0], flows.repaid[0, 0]) == (reserve, repaid)


def test_a_shortfall_is_taken_from_the_next_grant():
    # 100 - 130 = -30; the next grant is 100 - 30 = 70, and 70 - 60 = 10 stays
    flows = one([100, 100], [130, 60])
    assert flows.shortfall.tolist() == [[30, 0]]
    assert flows.settled.tolist() == [[0, 30]]
    assert flows.received.tolist() == [[100, 70]]
    assert flows.reserve.tolist() == [[0, 10]]


def test_a_shortfall_beyond_the_next_grant_goes_on():
    # 10 - 50 = -40; 10 - 40 - 0 = -30; 100 - 30 - 20 = 50
    flows = one([10, 10, 100], [50, 0, 20])
    assert flows.shortfall.tolist() == [[40, 30, 0]]
    assert flows.reserve.tolist() == [[0, 0, 50]]


def test_the_rhythm_follows_the_cohort():
    # 2024: 100 x 61%; 2025: 100 x 31% + 100 x 61%; 2026: 100 x 8% + 100 x 31% + 200 x 40%
    # 2027: 100 x 8% of 2025, 200 x 30% of 2026, 0 new
    inflow = np.array([[100, 100, 200, 0]], dtype=float)
    paid = over_years(inflow, 2024, by_cohort(OLD, NEW, 2026))
    assert paid[0] == pytest.approx([61, 92, 8 + 31 + 80, 8 + 60])


def test_an_unknown_year_makes_the_later_ones_unknown_and_not_the_earlier():
    flows = one([100, np.nan, 100], [60, 80, 90])
    assert flows.reserve[0, 0] == 40
    assert np.isnan(flows.reserve[0, 1:]).all()


amounts = arrays(float, (3, 6), elements=st.floats(0, 1e7))


@given(entitled=amounts, spent=amounts, cap=st.floats(0, 3))
def test_nothing_is_lost_and_nothing_made(entitled, spent, cap):
    before = entitled.copy(), spent.copy()
    flows = simulate(entitled, spent, cap)
    assert flows.gap() == pytest.approx(np.zeros_like(spent), abs=1e-6)
    # over all years: what was due = spent + repaid + what is left - what is still owed
    left = flows.spent.sum(1) + flows.repaid.sum(1) + flows.reserve[:, -1] - flows.shortfall[:, -1]
    assert left == pytest.approx(entitled.sum(1), abs=1e-5)
    assert (flows.reserve >= 0).all()
    assert (flows.repaid >= 0).all()
    assert (flows.reserve * flows.shortfall == 0).all()
    assert np.array_equal(before[0], entitled)
    assert np.array_equal(before[1], spent)


@given(inflow=arrays(float, (2, 8), elements=st.floats(0, 1e4)))
def test_a_cohort_is_paid_in_full_once_its_years_are_over(inflow):
    inflow[:, -2:] = 0
    assert over_years(inflow, 2022, by_cohort(OLD, NEW, 2026)).sum(1) == pytest.approx(inflow.sum(1))


@pytest.mark.parametrize(
    ("given_shares", "expected", "rules"),
    [
        ((0.61, 0.31, 0.08), [0.61, 0.31, 0.08], []),
        ((0.61, 0.31, 0.084), [0.61 / 1.004, 0.31 / 1.004, 0.084 / 1.004], []),
        ((0.61, 0.39, 0.08), None, ["RHYTHM_NOT_ONE"]),  # 108%, as section 6.1 of the report prints it
        ((0.61, 0.39, None), None, ["PARAMETER_ABSENT"]),
    ],
)
def test_a_rhythm_that_is_not_whole_is_not_used(given_shares, expected, rules):
    parameters = {f"r.jaar{year}": share for year, share in enumerate(given_shares, 1) if share is not None}
    found = rhythm(parameters, "r", 3)
    assert [note.rule for note in found.notes] == rules
    if expected is None:
        assert np.isnan(found.shares).all()
    else:
        assert found.shares == pytest.approx(expected)


def test_an_unknown_rhythm_pays_an_unknown_amount():
    assert np.isnan(over_years(np.ones((1, 2)), 2022, always(np.full(3, np.nan)))).all()
