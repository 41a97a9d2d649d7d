"""Price and volume: exact parts, their bounds, and the report's own figures where it gives both ends."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.methods.estimates.price_volume import split, together
from xl_addin.methods.study import compute

AMOUNTS = st.floats(0, 1e5)


def test_parts_by_hand():
    # 10 people of 100 euro become 15 of 120: 5 x 100 more people, 20 x 10 dearer, 5 x 20 both
    found = split(10, 100, 15, 120)
    assert (found.begin, found.outcome) == (1_000, 1_800)
    assert (found.volume, found.price, found.joint) == (500, 200, 100)
    assert found.bounds("volume") == (500, 600)
    assert found.bounds("prijs") == (200, 300)


def test_bounds_turn_when_the_joint_term_is_negative():
    # 10 x 100 becomes 15 x 80: volume between 5 x 80 and 5 x 100
    assert split(10, 100, 15, 80).bounds("volume") == (400, 500)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_parts_add_up_exactly(old_volume, old_price, new_volume, new_price):
    found = split(old_volume, old_price, new_volume, new_price)
    assert found.difference == pytest.approx(found.outcome - found.begin, abs=1e-4)
    both = together([found, found])
    assert both.difference == pytest.approx(2 * found.difference, abs=1e-4)


def test_one_unknown_leaves_every_part_unknown():
    assert all(math.isnan(value) for value in split(10, math.nan, 15, 120).figures().values() if value != 1_800)


def value(study, onderdeel, klasse, groep=""):
    rows = study.results
    mine = rows[(rows.maat == "prijs_volume") & (rows.onderdeel == onderdeel) & (rows.klasse == klasse)]
    return float(mine.loc[mine.groep == groep, "waarde"].iloc[0])


def test_direct_general_and_the_rest_make_the_whole(begun):
    parts = [value(begun, name, "verschil") for name in ("direct", "algemeen", "rest")]
    assert sum(parts) == pytest.approx(value(begun, "uitvoering", "verschil"))
    groups = [value(begun, "direct", "volume", group) for group in ("asiel", "gezin")]
    assert sum(groups) == pytest.approx(value(begun, "direct", "volume"))
    # (mean of 13,730, 20,070 and 18,555 - 9,100) x 3,243
    assert groups[0] == pytest.approx((52_355 / 3 - 9_100) * 3_243)


def test_without_a_baseline_there_is_nothing_to_compare(made):
    assert "prijs_volume" not in set(made.results.maat)


def test_an_unknown_inflow_leaves_the_parts_empty_and_is_told(small_frame, small_answers, baseline, dimensions):
    del baseline["instroom.asiel.t1"]
    study = compute(small_answers, small_frame, baseline, dimensions)
    assert math.isnan(value(study, "direct", "volume", "asiel"))
    assert not math.isnan(value(study, "uitvoering", "begin"))
    assert {"parameter": "instroom.asiel.t1"} in list(study.notes["waarden"])
