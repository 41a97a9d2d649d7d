"""Amounts of a key: by hand, against scipy one respondent at a time, and on countries of which the key is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import nnls

from xl_addin.methods.errors.sampling_design import drawn
from xl_addin.methods.funding.key_fit import AMOUNT, HIGH, LOW, R2, R2_PERSON, RMSE, SE, Observed, amounts_of, fit_key


def observed(cost: list[float], persons: list[float], design: list[float]) -> Observed:
    codes = pd.Index([f"G{at}" for at in range(len(cost))])
    return Observed(
        pd.Series(cost, codes),
        pd.Series(persons, codes),
        pd.Series(design, codes),
        drawn(codes, None, float(len(cost))),
    )


def figures(seen: Observed, **measures: list[float]) -> pd.DataFrame:
    return pd.DataFrame(measures, index=seen.cost.index, dtype=float)


def free(table: pd.DataFrame) -> pd.Series:
    return pd.Series(np.nan, index=table.columns)


def test_one_measure_is_a_ratio_of_sums() -> None:
    """With persons as the only measure b = sum d y / sum d n: (2 x 100 + 1 x 400) / (2 x 1 + 1 x 4) = 100.

    Without G0 100, without G1 100: nothing is left over, so the error per person is 0.
    """
    seen = observed([100.0, 400.0], [1.0, 4.0], [2.0, 1.0])
    table = figures(seen, persons=[1.0, 4.0])
    found = fit_key(seen, table, free(table))
    assert found.amounts.at["persons", AMOUNT] == pytest.approx(100)
    assert found.left_out.tolist() == pytest.approx([100, 400])
    assert found.fit[RMSE] == pytest.approx(0)


def test_fit_by_hand() -> None:
    """Persons 1, 1, 2 with cost 80, 120, 200, all d = 1: b = 400 / 4 = 100.

    Errors -20, 20, 0; sum of e^2 / n = 800. R2 around the mean with weights 1/n (1, 1, 0.5): mean 300 / 2.5 = 120,
    sum of w (y - 120)^2 = 1600 + 0 + 3200 = 4800, so 1 - 800 / 4800. Per person 80, 120, 100 around 100, weights n:
    800, so 0. Without G0: 320 / 3 = 106.67, error per person -26.67; without G1 93.33, 26.67; without G2 100, 0.
    """
    seen = observed([80.0, 120.0, 200.0], [1.0, 1.0, 2.0], [1.0, 1.0, 1.0])
    table = figures(seen, persons=[1.0, 1.0, 2.0])
    found = fit_key(seen, table, free(table))
    assert found.fit[R2] == pytest.approx(1 - 800 / 4800)
    assert found.fit[R2_PERSON] == pytest.approx(0)
    assert found.fit[RMSE] == pytest.approx(np.sqrt(2 * (80 / 3) ** 2 / 3))


def test_a_typed_amount_stays_and_the_others_take_the_rest() -> None:
    """50 per municipality is typed, so of 150 and 250 are left 100 and 200 for 1 and 2 persons: 100 each."""
    seen = observed([150.0, 250.0], [1.0, 2.0], [1.0, 1.0])
    table = figures(seen, one=[1.0, 1.0], persons=[1.0, 2.0])
    found = fit_key(seen, table, pd.Series({"one": 50.0, "persons": np.nan}))
    assert found.amounts[AMOUNT].tolist() == pytest.approx([50, 100])
    assert found.amounts[SE].isna().tolist() == [True, False]
    assert found.fit[R2] == pytest.approx(1)


@pytest.mark.parametrize("seed", range(8))
def test_everything_left_out_is_what_scipy_gives_one_at_a_time(seed: int) -> None:
    chance = np.random.default_rng(seed)
    count = 11
    table_of = {"a": chance.lognormal(5, 1, count), "b": chance.lognormal(9, 1, count), "c": np.ones(count)}
    persons = np.floor(chance.lognormal(5, 1, count)) + 1
    cost = 900 * persons * chance.lognormal(0, 0.4, count)
    seen = observed(list(cost), list(persons), list(chance.uniform(1, 20, count)))
    table = figures(seen, **{name: list(one) for name, one in table_of.items()})
    found = fit_key(seen, table, free(table))

    def solved(inside: np.ndarray, columns: list[int]) -> np.ndarray:
        root = np.sqrt(seen.design.to_numpy() / persons)[inside]
        x = table.to_numpy()[inside][:, columns]
        size = np.sqrt((x**2).sum(axis=0))
        return nnls(x * root[:, None] / size, cost[inside] * root)[0] / size

    def error(inside: np.ndarray, columns: list[int]) -> float:
        each = []
        for at in np.flatnonzero(inside):
            others = inside.copy()
            others[at] = False
            each.append((cost[at] - table.to_numpy()[at][columns] @ solved(others, columns)) / persons[at])
        return float(np.sqrt(np.mean(np.square(each))))

    every, all_columns = np.ones(count, dtype=bool), [0, 1, 2]
    assert found.amounts[AMOUNT].to_numpy() == pytest.approx(solved(every, all_columns), rel=1e-6, abs=1e-8)
    assert found.fit[RMSE] == pytest.approx(error(every, all_columns), rel=1e-6)
    assert found.without_measure.at["b", RMSE] == pytest.approx(error(every, [0, 2]), rel=1e-6)
    without = every.copy()
    without[4] = False
    assert found.without_respondent[RMSE].iloc[4] == pytest.approx(error(without, all_columns), rel=1e-6)


def test_a_known_key_is_found_within_its_error() -> None:
    """A country of 342 with a fixed amount, persons and inhabitants, 31 drawn within three strata, noise of a tenth.

    The 95% interval of each amount holds what the whole country would give in at least 90% of 400 draws.
    """
    chance = np.random.default_rng(7)
    inhabitants = np.sort(np.floor(chance.lognormal(10.3, 0.9, 342)))
    persons = np.maximum(np.floor(inhabitants / 1000 * chance.lognormal(1.0, 0.5, 342)), 1)
    strata = pd.Series(np.repeat(["a", "b", "c"], [150, 150, 42]))
    truth = np.array([30_000.0, 1_500.0, 4.0])
    x = pd.DataFrame({"one": 1.0, "persons": persons, "inhabitants": inhabitants})
    cost = pd.Series(x.to_numpy() @ truth * np.exp(chance.normal(0, 0.1, 342) - 0.005))
    population, held = strata.value_counts(), np.zeros(3)
    everyone = Observed(cost, pd.Series(persons), pd.Series(1.0, cost.index), drawn(cost.index, strata, population))
    whole = amounts_of(everyone, x, free(x))[AMOUNT].to_numpy()
    assert whole == pytest.approx(truth, rel=0.25)
    for _ in range(400):
        codes = pd.Index(
            np.concatenate(
                [
                    chance.choice(np.flatnonzero(strata == name), n, replace=False)
                    for name, n in (("a", 12), ("b", 12), ("c", 7))
                ]
            )
        )
        sample = drawn(codes, strata[codes], population)
        design = pd.Series((sample.population / sample.drawn)[sample.stratum], codes)
        found = amounts_of(Observed(cost[codes], pd.Series(persons)[codes], design, sample), x.loc[codes], free(x))
        held += (found[LOW] <= whole) & (whole <= found[HIGH])
    assert (held / 400 >= 0.90).all(), held / 400
