"""Rank correlations, what classes explain, and class intervals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from xl_addin.methods.differences.relations import class_intervals, explained_rows, rank_correlation
from xl_addin.methods.study import Study
from xl_addin.methods.tables.results import as_table, pick, row

VALUES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 4)), min_size=4, max_size=15)


def columns(units: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    y, x, weight = (np.array(column, dtype=float) for column in zip(*units, strict=True))
    return y, x, weight


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_whole_weights_count_as_so_many_respondents(units: list[tuple[int, int, int]]) -> None:
    y, x, weight = columns(units)
    times = weight.astype(int)
    repeated = rank_correlation(np.repeat(y, times), np.repeat(x, times), np.ones(times.sum())).value
    assert rank_correlation(y, x, weight).value == pytest.approx(repeated, nan_ok=True)
    if len(set(y)) > 1 and len(set(x)) > 1:
        assert repeated == pytest.approx(spearmanr(np.repeat(y, times), np.repeat(x, times)).statistic)


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_only_the_order_matters_and_turning_it_turns_the_sign(units: list[tuple[int, int, int]]) -> None:
    y, x, weight = columns(units)
    plain = rank_correlation(y, x, weight)
    assert rank_correlation(np.exp(y), x**3, 7 * weight).value == pytest.approx(plain.value, nan_ok=True)
    turned = rank_correlation(y, -x, weight)
    assert turned.value == pytest.approx(-plain.value, nan_ok=True)
    assert (turned.low, turned.high) == pytest.approx((-plain.high, -plain.low), nan_ok=True)


def test_a_weighted_correlation_worked_out_by_hand() -> None:
    # y 1 2 3 4, x 2 1 3 4, weights 1 1 1 3 (shares of 6). Mid-ranks x 6: y 0.5 1.5 2.5 4.5, x 1.5 0.5 2.5 4.5.
    # Means (0.5 + 1.5 + 2.5 + 13.5) / 6 = 3 both. Deviations y -2.5 -1.5 -0.5 1.5, x -1.5 -2.5 -0.5 1.5.
    # Products 3.75 + 3.75 + 0.25 + 3 x 2.25 = 14.5; squares 6.25 + 2.25 + 0.25 + 6.75 = 15.5 both.
    found = rank_correlation(np.array([1.0, 2, 3, 4]), np.array([2.0, 1, 3, 4]), np.array([1.0, 1, 1, 3]))
    assert found.value == pytest.approx(14.5 / 15.5)
    assert found.n == 4


def test_too_few_no_difference_and_perfect_order() -> None:
    line = np.arange(4.0)
    assert np.isnan(rank_correlation(line[:3], line[:3], np.ones(3)).value)
    assert np.isnan(rank_correlation(line, np.ones(4), np.ones(4)).value)
    perfect = rank_correlation(line, line, np.ones(4))
    assert (perfect.value, perfect.se) == (1, 0)
    assert np.isnan([perfect.low, perfect.high]).all()


def test_the_interval_holds_the_true_correlation_about_as_often_as_it_says() -> None:
    """300 samples of 31 from a normal with correlation 0.5; rho = 6 / pi x arcsin(0.25) = 0.483."""
    random = np.random.default_rng(2)
    inside = 0
    for _ in range(300):
        x = random.normal(size=31)
        y = 0.5 * x + 0.75**0.5 * random.normal(size=31)
        found = rank_correlation(y, x, np.ones(31))
        inside += found.low <= 6 / np.pi * np.arcsin(0.25) <= found.high
    assert 0.91 <= inside / 300 <= 0.99


def cost_rows(*classes: tuple[str, str, float, float, float, int]) -> pd.DataFrame:
    return as_table(
        row(
            "kosten_per_inburgeraar",
            "uitvoering",
            "",
            division,
            klasse,
            "ratio",
            unit="euro",
            value=value,
            minimum=low,
            maximum=high,
            se=100.0,
            n=n,
        )
        for division, klasse, value, low, high, n in classes
    )


def test_what_a_division_explains_is_the_published_arithmetic() -> None:
    """Table 3.4: 2,900 (2,300-3,000), 2,200 (1,800-2,800), 1,800 (1,700-3,000); range 1,700-3,000 = 1,300.

    Largest distance to a class mean 1,200, so 1 - 1,200 / 1,300; largest range in a class 1,300, so nothing.
    """
    results = cost_rows(
        ("totaal", "", 2_100, 1_700, 3_000, 27),
        ("relatief", "laag", 2_900, 2_300, 3_000, 9),
        ("relatief", "gemiddeld", 2_200, 1_800, 2_800, 9),
        ("relatief", "hoog", 1_800, 1_700, 3_000, 9),
        ("relatief", "onbekend", np.nan, np.nan, np.nan, 0),
    )
    found = as_table(explained_rows(results))
    assert found.set_index("onderdeel")["waarde"].to_dict() == pytest.approx({"afstand": 1 / 13, "bereik": 0.0})
    assert (found["n"] == 27).all()


def test_class_intervals_are_those_of_the_results_with_design_weights() -> None:
    where = ("kosten_per_inburgeraar", "uitvoering", "")
    rows = [
        row(*where, "totaal", "", "ontwerp", unit="euro", value=2_000, n=11, interval=(1_900, 2_100)),
        row(*where, "inwoners", "<30", "ontwerp", unit="euro", value=2_500, n=10, interval=(2_200, 2_800)),
        row(*where, "inwoners", "<30", "ratio", unit="euro", value=9, n=10, interval=(8, 10)),
        row(*where, "inwoners", ">250", "ontwerp", unit="euro", value=1_500, n=1),
    ]
    found = class_intervals(as_table(rows)).set_index("klasse")
    assert found.loc["<30", ["laag", "hoog", "verhouding"]].tolist() == [2_200, 2_800, 1.25]
    assert np.isnan(found.loc[">250", "laag"])


def test_the_study_gives_a_correlation_per_characteristic_with_n(made: Study) -> None:
    rows = pick(made.results, maat="verband")
    assert set(rows["weging"]) == {"", "raking"}
    plain = rows[rows["weging"] == ""].set_index("onderdeel")
    assert {"begeleid_per_10000", "inwoners", "aandeel_asiel", "caseload_per_fte", "aandeel_inhuur"} < set(plain.index)
    # edge totals say nothing on caseload: 60 of 66; nobody hired or was asked about purchasing in this country
    assert plain.loc[["inwoners", "caseload_per_fte", "inkoop_samen"], "n"].tolist() == [66, 60, 0]
    assert plain["waarde"].dropna().between(-1, 1).all()
    assert plain[["laag", "hoog"]].isna().all(axis=None)  # the columns of the report's band
