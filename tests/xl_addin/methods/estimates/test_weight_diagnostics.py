"""Margins, quality and spread of the weights of a study."""

import pandas as pd
import pytest

from xl_addin.methods.study import Study


def test_a_set_meets_its_own_margin_and_the_mean_of_three_none(made: Study) -> None:
    margins = made.insight.margins
    size = margins.loc["inwoners"]
    assert size["post_inwoners"].tolist() == pytest.approx(size["land"].tolist())
    assert (size["macro"] - size["land"]).abs().max() > 1e-3
    assert (size["respons"] - size["land"]).abs().max() > 1e-3
    for name in ("land", "respons", "post_stedelijkheid", "raking", "kalibratie"):
        assert size[name].sum() == pytest.approx(1)


def test_quality_follows_the_weights(made: Study) -> None:
    quality = made.insight.quality
    raked = made.weights[made.weights["weging"] == "raking"]["gewicht"]
    row = quality.loc["raking"]
    assert (row["n"], row["min"], row["max"]) == (len(raked), raked.min(), raked.max())
    # Kish: n sum(w^2) / sum(w)^2 = 1 + cv^2, effective n = n / that
    assert row["ontwerpeffect"] == pytest.approx(1 + (raked.std(ddof=0) / raked.mean()) ** 2)
    assert row["effectieve_n"] == pytest.approx(len(raked) / row["ontwerpeffect"])


def test_every_weight_falls_in_one_bin(made: Study) -> None:
    spread = made.insight.spread
    assert spread.index[0] == "0 tot 0,25"
    counts = made.weights["weging"].value_counts()
    assert spread.sum().to_dict() == {name: int(counts[name]) for name in spread.columns}


def test_nothing_is_changed_and_nothing_stands_in_an_empty_study(parameters: dict, dimensions, country) -> None:
    from xl_addin.methods.study import compute

    frame, answers = country
    kept = frame.copy(), answers.copy()
    compute(answers, frame, parameters, dimensions)
    pd.testing.assert_frame_equal(frame, kept[0])
    pd.testing.assert_frame_equal(answers, kept[1])
    empty = compute(answers.iloc[:0], frame, parameters, dimensions).insight
    assert empty.quality.empty
    assert empty.influence.empty
    assert empty.differences.empty
