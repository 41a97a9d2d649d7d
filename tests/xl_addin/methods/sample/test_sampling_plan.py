"""What a sample may be expected to tell, beside the error that draws really make."""

import numpy as np
import pandas as pd
import pytest

from xl_addin.methods.sample.sampling import draw
from xl_addin.methods.sample.sampling_plan import expected_error, plan_table

STRATA = pd.Series(["a", "a", "a", "b", "b"], index=list("vwxyz"))
FIGURES = pd.Series([1.0, 2.0, 6.0, 10.0, 20.0], index=STRATA.index)
ONES = pd.Series(1.0, index=STRATA.index)


def test_the_error_of_a_mean_worked_out_by_hand() -> None:
    # a: N 3, n 2, mean 3, S^2 = (4 + 1 + 9) / 2 = 7: 9 x (1 - 2/3) x 7 / 2 = 10.5
    # b: N 2, n 1, S^2 = 50: 4 x (1 - 1/2) x 50 / 1 = 100. Variance of the mean = 110.5 / 25 = 4.42
    mean, error = expected_error(FIGURES, ONES, STRATA, pd.Series({"a": 2, "b": 1}))
    assert mean == pytest.approx(39 / 5)
    assert error == pytest.approx(4.42**0.5)


def test_the_error_of_a_ratio_worked_out_by_hand() -> None:
    # x = 1 1 1 5 5, R = 39 / 13 = 3, e = -2 -1 3 | -5 5. a: S^2 = (4 + 1 + 9) / 2 = 7 -> 10.5; b: S^2 = 50 -> 100
    ratio, error = expected_error(
        FIGURES, pd.Series([1, 1, 1, 5, 5.0], STRATA.index), STRATA, pd.Series({"a": 2, "b": 1})
    )
    assert ratio == pytest.approx(3)
    assert error == pytest.approx(110.5**0.5 / 13)


def test_everything_taken_leaves_no_error_and_nothing_taken_no_figure() -> None:
    assert expected_error(FIGURES, ONES, STRATA, pd.Series({"a": 3, "b": 2}))[1] == 0
    assert np.isnan(expected_error(FIGURES, ONES, STRATA, pd.Series({"a": 3, "b": 0}))[1])
    inside = ONES.where(STRATA == "a", 0.0)
    assert expected_error(FIGURES * inside, inside, STRATA, pd.Series({"a": 3, "b": 0})) == (3.0, 0.0)


def test_expected_and_real_errors_of_a_domain_agree() -> None:
    """500 draws: the spread of the domain mean over draws is the expected error, within an eighth."""
    random = np.random.default_rng(5)
    strata = pd.Series(np.repeat(["a", "b"], 60), index=[f"GM{number:04d}" for number in range(120)])
    y = pd.Series(random.lognormal(3, 0.5, 120), index=strata.index)
    domain = pd.Series(random.random(120) < 0.5, index=strata.index)
    counts = pd.Series({"a": 20, "b": 30})
    _, expected = expected_error(y.where(domain, 0.0), domain.astype(float), strata, counts)
    means = []
    for seed in range(500):
        table = draw(strata, counts, seed).table
        use = domain[table.index]
        weight = 1 / table.loc[use, "kans"]
        means.append(float((weight * y[table.index][use]).sum() / weight.sum()))
    assert np.std(means) == pytest.approx(expected, rel=0.12)


def test_the_plan_counts_every_division() -> None:
    regions = pd.DataFrame({"provincie": ["Drenthe", "Drenthe", "Zeeland", "Zeeland", ""]}, index=STRATA.index)
    plan = plan_table(STRATA, pd.Series({"a": 2, "b": 1}), regions, FIGURES, ONES, pd.Index(["v", "x", "z"]))
    rows = plan.set_index(["soort", "naam"])[["omvang", "verwacht", "getrokken"]]
    assert rows.loc[("totaal", "")].tolist() == [5, 3, 3]
    assert rows.loc[("stratum", "a")].tolist() == [3, 2, 2]
    # Drenthe: v and w at chance 2/3; Zeeland: x at 2/3 and y at 1/2; z has no province and is in neither
    assert rows.loc[("provincie", "Drenthe")].tolist() == pytest.approx([2, 4 / 3, 1])
    assert rows.loc[("provincie", "Zeeland")].tolist() == pytest.approx([2, 7 / 6, 1])
    assert ("provincie", "") not in rows.index
