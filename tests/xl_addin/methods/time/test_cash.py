"""The years of the earmarked grant, worked out by hand (METHOD section 9; report, section 6.1)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from xl_addin.methods.time.cash import given as grants
from xl_addin.methods.time.cash import over_years, simulate
from xl_addin.methods.time.rhythm import always, by_cohort, rhythm

OLD, NEW = np.array([0.61, 0.31, 0.08]), np.array([0.4, 0.3, 0.3])


def one(entitled, spent, cap=1.0, corrected=None):
    return simulate(
        np.array([entitled], dtype=float),
        np.array([spent], dtype=float),
        cap,
        None if corrected is None else np.array([corrected], dtype=float),
    )


def paid_in(rhythm_of):
    """The part of a cohort's grant that is paid in a year."""
    return lambda cohort, year: rhythm_of(cohort)[year - cohort]


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


def test_the_cap_is_on_the_budget_of_the_year_before_anything_is_paid_back():
    # 100 - 130 = -30; of the next 100 goes 30 off and 10 is spent: 60 is left, of which half of 100 may stay
    flows = one([100, 100], [130, 10], 0.5)
    assert flows.reserve.tolist() == [[0, 50]]
    assert flows.repaid.tolist() == [[0, 10]]
    # 20 over earlier years is taken back: 100 - 20 - 10 = 70, of which 50 may stay
    flows = one([100], [10], 0.5, [-20])
    assert (flows.received[0, 0], flows.reserve[0, 0], flows.repaid[0, 0]) == (80, 50, 20)


def test_the_cap_may_differ_from_year_to_year():
    # 100 - 60 = 40 stays; 40 + 100 - 60 = 80, of which 50 may stay
    flows = one([100, 100], [60, 60], np.array([1.0, 0.5]))
    assert flows.reserve.tolist() == [[40, 50]]
    assert flows.repaid.tolist() == [[0, 30]]


def test_a_provisional_grant_is_settled_in_the_year_in_which_the_inflow_becomes_known():
    # One euro a person, 60% in year 1 and 40% in year 2; the inflow is known two years later, and until then that of
    # two years ago stands in: 100, 130, 160, 160. For 2024 and 2025 there is none: what came in stands in.
    # 2024: 60; 2025: 40 + 78; 2026: for 2025 (known in 2027) and 2026 (known in 2028) the 100 of 2024: 40 + 60
    # 2027: for 2026 and 2027 the 130 of 2025: 52 + 78, and for 2025 in 2026: 0.4 x (130 - 100) = 12
    inflow = np.array([[100, 130, 160, 160]], dtype=float)

    def expected(cohort, year):
        return inflow[:, year - 2 - 2024] if year - 2 >= 2024 else inflow[:, cohort - 2024]

    entitled, corrected = grants(inflow, expected, 2024, 2, paid_in(always(np.array([0.6, 0.4]))), 2)
    assert entitled[0] == pytest.approx([60, 118, 100, 130])
    assert corrected[0] == pytest.approx([0, 0, 0, 12])


@given(inflow=arrays(float, (2, 9), elements=st.floats(0, 1e4)), lag=st.integers(1, 3))
def test_what_is_provisional_comes_to_the_same_once_all_is_known(inflow, lag):
    inflow[:, -6:] = 0
    part = paid_in(by_cohort(OLD, NEW, 2026))
    entitled, corrected = grants(inflow, lambda _cohort, _year: inflow[:, 0] + 7.0, 2022, 3, part, lag)
    later = inflow.copy()
    # cohorts that are not known within the years keep what was expected of them
    later[:, 9 - lag :] = inflow[:, :1] + 7.0
    assert (entitled + corrected).sum(1) == pytest.approx(over_years(later, 2022, 3, part).sum(1))


def test_a_shortfall_beyond_the_next_grant_goes_on():
    # 10 - 50 = -40; 10 - 40 - 0 = -30; 100 - 30 - 20 = 50
    flows = one([10, 10, 100], [50, 0, 20])
    assert flows.shortfall.tolist() == [[40, 30, 0]]
    assert flows.reserve.tolist() == [[0, 0, 50]]


def test_the_rhythm_follows_the_cohort():
    # 2024: 100 x 61%; 2025: 100 x 31% + 100 x 61%; 2026: 100 x 8% + 100 x 31% + 200 x 40%
    # 2027: 100 x 8% of 2025, 200 x 30% of 2026, 0 new
    inflow = np.array([[100, 100, 200, 0]], dtype=float)
    paid = over_years(inflow, 2024, 3, paid_in(by_cohort(OLD, NEW, 2026)))
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
    paid = over_years(inflow, 2022, 3, paid_in(by_cohort(OLD, NEW, 2026)))
    assert paid.sum(1) == pytest.approx(inflow.sum(1))


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
    assert np.isnan(over_years(np.ones((1, 2)), 2022, 3, paid_in(always(np.full(3, np.nan))))).all()
