"""Allocation and draw of a stratified sample."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates import Problems
from xl_addin.methods.sample.sampling import Design, allocate_sample, draw, matching, random_number, stratify


def country(**sizes: int) -> pd.Series:
    """Strata by name with so many municipalities each."""
    names = [name for name, size in sizes.items() for _ in range(size)]
    return pd.Series(names, index=[f"GM{number:04d}" for number in range(len(names))], name="stratum")


def allocation(strata: pd.Series, design: Design, proxy: pd.Series | None = None) -> dict[str, int]:
    figures = proxy if proxy is not None else pd.Series(1.0, index=strata.index)
    return allocate_sample(strata, design, figures).to_dict()


def codes(problems: pytest.ExceptionInfo[Problems]) -> list[str]:
    return [problem.code for problem in problems.value.problems]


def test_proportional_with_largest_remainder() -> None:
    # 10 of 100: 5.5, 3.3 and 1.2; whole parts 5, 3, 1 make 9, the tenth goes to the largest remainder (a: 0.5)
    assert allocation(country(a=55, b=33, c=12), Design(10)) == {"a": 6, "b": 3, "c": 1}


def test_equal_remainders_go_to_the_first_stratum_by_name() -> None:
    # 3 of 20: 1.5 and 1.5
    assert allocation(country(b=10, a=10), Design(3)) == {"a": 2, "b": 1}


def test_a_minimum_takes_from_the_others_in_proportion() -> None:
    # c is entitled to 0.2 and gets 1; the other 9 over 90 and 8: 8.27 and 0.73
    assert allocation(country(a=90, b=8, c=2), Design(10)) == {"a": 8, "b": 1, "c": 1}
    assert allocation(country(a=90, b=8, c=2), Design(10, minimum=0)) == {"a": 9, "b": 1, "c": 0}


def test_a_minimum_above_what_a_stratum_has_asks_for_all_of_it() -> None:
    assert allocation(country(a=20, b=2), Design(8, minimum=3)) == {"a": 6, "b": 2}


def test_take_all_comes_first_and_is_not_capped() -> None:
    # c gives all 4; 6 left over a (30) and b (15): 4 and 2
    design = Design(10, take_all=("c",), cap=4)
    assert allocation(country(a=30, b=15, c=4), design) == {"a": 4, "b": 2, "c": 4}
    # without the cap a would get 8 of 12; what it cannot take goes to b
    assert allocation(country(a=40, b=20), Design(12, cap=7)) == {"a": 7, "b": 5}


def test_neyman_worked_out_by_hand() -> None:
    # a: 4 municipalities 0 0 2 2, S^2 = 4/3; b: 4 municipalities 0 0 20 20, S ten times as large.
    # Claims 4S and 40S of 44S: 5 x 1/11 = 0.45 and 4.55, but b has only 4 and a takes the rest.
    strata = country(a=4, b=4)
    proxy = pd.Series([0, 0, 2, 2, 0, 0, 20, 20], index=strata.index, dtype=float)
    assert allocation(strata, Design(5, "neyman", minimum=0), proxy) == {"a": 1, "b": 4}
    assert allocation(strata, Design(4, "neyman", minimum=0), proxy) == {"a": 0, "b": 4}


def test_power_worked_out_by_hand() -> None:
    # Bankier: claim = X^a S / mean. a: 10 x (0, 2), X = 10, mean 1, S = s; b: 10 x (0, 18), X = 90, mean 9, S = 9s:
    # S / mean is s in both. a = 0.5: sqrt 10 to sqrt 90 = 1 to 3; a = 0: equal; a = 1: 1 to 9.
    strata = country(a=10, b=10)
    proxy = pd.Series([0, 2] * 5 + [0, 18] * 5, index=strata.index, dtype=float)
    assert allocation(strata, Design(8, "power"), proxy) == {"a": 2, "b": 6}
    assert allocation(strata, Design(8, "power", exponent=0.0), proxy) == {"a": 4, "b": 4}
    assert allocation(strata, Design(10, "power", exponent=1.0), proxy) == {"a": 1, "b": 9}


def test_a_stratum_without_spread_fills_up_last() -> None:
    strata = country(a=4, b=4)
    proxy = pd.Series([5, 5, 5, 5, 1, 2, 3, 4], index=strata.index, dtype=float)
    assert allocation(strata, Design(6, "neyman", minimum=0), proxy) == {"a": 2, "b": 4}


def test_given() -> None:
    assert allocation(country(a=4, b=4), Design(3, "given", given={"a": 3.0})) == {"a": 3, "b": 0}


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        (Design(1), ["SAMPLE_TOO_SMALL"]),
        (Design(9), ["SAMPLE_TOO_LARGE"]),
        (Design(5, cap=2), ["SAMPLE_TOO_LARGE"]),
        (Design(4, "neyman"), ["SAMPLE_NO_SPREAD"]),
        (Design(4, take_all=("x", "y")), ["STRATUM_UNKNOWN", "STRATUM_UNKNOWN"]),
        (Design(9, "given", given={"a": 5.0, "b": 1.5}), ["ALLOCATION_WRONG", "ALLOCATION_WRONG"]),
        (Design(4, "given", given={"a": 1.0, "b": 1.0}), ["ALLOCATION_SUM"]),
    ],
)
def test_what_cannot_be_allocated_is_said(design: Design, expected: list[str]) -> None:
    with pytest.raises(Problems) as problems:
        allocation(country(a=4, b=4), design)
    assert codes(problems) == expected


@settings(max_examples=80, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 60), min_size=1, max_size=12),
    part=st.floats(0, 1),
    minimum=st.integers(0, 4),
    method=st.sampled_from(["proportional", "neyman", "power"]),
    seed=st.integers(0, 5),
)
def test_any_allocation_adds_up_within_its_bounds(
    sizes: list[int], part: float, minimum: int, method: str, seed: int
) -> None:
    strata = country(**{f"s{number:02d}": size for number, size in enumerate(sizes)})
    low = sum(min(size, minimum) for size in sizes)
    n = max(1, round(low + part * (len(strata) - low)))
    proxy = pd.Series(np.random.default_rng(seed).lognormal(3, 1, len(strata)), index=strata.index)
    if method != "proportional" and max(sizes) == 1:
        return  # no stratum has any spread, which is refused
    found = allocate_sample(strata, Design(n, method, minimum=minimum), proxy)  # type: ignore[arg-type]
    assert found.sum() == n
    assert all(min(size, minimum) <= count <= size for size, count in zip(sizes, found, strict=True))


def test_strata_are_classes_joined_in_order() -> None:
    classes = pd.DataFrame({"inwoners": ["<30", ">250"], "stedelijkheid": ["laag", "hoog"]}, index=["GM1", "GM2"])
    assert stratify(classes).to_dict() == {"GM1": "<30 / laag", "GM2": ">250 / hoog"}
    assert stratify(classes[[]]).tolist() == ["totaal", "totaal"]


def test_a_class_names_all_strata_with_it() -> None:
    names, columns = ("<30 / laag", "<30 / hoog", ">250 / hoog"), ("inwoners", "stedelijkheid")
    assert list(matching(names, columns, "stedelijkheid=hoog")) == ["<30 / hoog", ">250 / hoog"]
    assert list(matching(names, columns, "inwoners=>250")) == [">250 / hoog"]
    assert list(matching(names, columns, "<30 / laag")) == ["<30 / laag"]
    assert list(matching(names, columns, "stedelijkheid=zeer hoog")) == ["stedelijkheid=zeer hoog"]


def test_the_lowest_numbers_are_drawn_and_the_next_stand_by() -> None:
    strata = country(a=9)
    ranked = sorted(strata.index, key=lambda code: random_number(7, code))
    found = draw(strata, pd.Series({"a": 3}), 7, 2)
    assert list(found.table.index) == sorted(ranked[:3])
    assert list(found.reserves.index) == ranked[3:5]
    assert found.reserves["volgorde"].tolist() == [1, 2]
    row = found.table.iloc[0]
    assert (row["omvang"], row["getrokken"], row["kans"]) == (9, 3, pytest.approx(1 / 3))
    assert row["reserve"] == " ".join(ranked[3:5])


def test_the_order_of_the_frame_is_irrelevant_and_a_larger_sample_keeps_the_smaller() -> None:
    strata = country(a=30, b=20)
    small = draw(strata, pd.Series({"a": 4, "b": 2}), 1, 3)
    mixed = draw(strata.sample(frac=1, random_state=3), pd.Series({"a": 4, "b": 2}), 1, 3)
    pd.testing.assert_frame_equal(small.table, mixed.table)
    pd.testing.assert_frame_equal(small.reserves, mixed.reserves)
    large = draw(strata, pd.Series({"a": 9, "b": 5}), 1)
    assert set(small.table.index) < set(large.table.index)
    assert set(draw(strata, pd.Series({"a": 4, "b": 2}), 2).table.index) != set(small.table.index)


def test_every_municipality_is_drawn_as_often_as_its_chance_says() -> None:
    # 2 of 5 in 500 draws: 200 times each, standard deviation sqrt(500 x 0.4 x 0.6) = 11; within four of those
    strata = country(a=5)
    drawn = [code for seed in range(500) for code in draw(strata, pd.Series({"a": 2}), seed).table.index]
    counts = pd.Series(drawn).value_counts()
    assert len(counts) == 5
    assert counts.between(200 - 44, 200 + 44).all()


def test_reserves_end_where_the_stratum_does() -> None:
    found = draw(country(a=3, b=2), pd.Series({"a": 2, "b": 2}), 1, 5)
    assert len(found.reserves) == 1
    assert (found.table.loc[found.table["stratum"] == "b", "reserve"] == "").all()
