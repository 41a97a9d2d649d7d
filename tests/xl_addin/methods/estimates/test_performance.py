"""The performance-based part: hand-worked division, and a pot that is given back whole."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.methods.estimates.performance import Division, expected_diplomas, share_on_z
from xl_addin.methods.study import compute

SCENARIO = {
    "prestatie.gewicht.b1": 1.0,
    "prestatie.gewicht.a2": 0.5,
    "prestatie.gewicht.z": 1.0,
    "prestatie.scenario.1.b1": 0.6,
    "prestatie.scenario.1.a2": 0.2,
    "prestatie.scenario.1.z": 0.2,
    "prestatie.scenario.1.uitval": 0.1,
    "prestatie.scenario.1.uitval_z": 0.5,
}


def test_division_by_hand():
    # 300 in the pot and 10 diplomas: 30 each; the first gives up 100 and gets 4 x 30
    found = Division(pd.Series([100.0, 200.0]), pd.Series([4.0, 6.0]))
    assert (found.pot, found.per_diploma) == (300, 30)
    assert found.effect.to_list() == [20, -20]


def test_who_has_no_figure_takes_no_part():
    found = Division(pd.Series([100.0, 200.0, 50.0]), pd.Series([4.0, np.nan, 1.0]))
    assert found.pot == 150
    assert found.effect.to_list()[::2] == [20, -20]
    assert math.isnan(found.effect[1])
    assert math.isnan(Division(pd.Series([100.0]), pd.Series([np.nan])).per_diploma)


@given(st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 10_000)), min_size=1, max_size=30))
def test_what_one_gains_another_loses(rows):
    own, diplomas = (pd.Series(column) for column in zip(*rows, strict=True))
    effect = Division(own, diplomas).effect
    assert math.isnan(effect.iloc[0]) if diplomas.sum() == 0 else effect.sum() == pytest.approx(0, abs=1e-3)


def test_expected_diplomas_by_hand():
    frame = pd.DataFrame({"pip_b1": [60.0, 0.0], "pip_z": [40.0, 0.0], "pip_onderwijs": [0.0, 0.0]})
    assert share_on_z(frame).to_list() == pytest.approx([0.4, math.nan], nan_ok=True)
    found = expected_diplomas(frame, pd.Series([10.0, 10.0]), SCENARIO, 1)
    # of 10: 4 on Z, half lost: 2; of 6 others 5.4 finish, three in four B1 (1) and one in four A2 (0.5): 4.725
    assert found[0] == pytest.approx(2 + 5.4 * (0.75 + 0.125))
    # the second has no routes: the scenario's 0.2 on Z
    assert found[1] == pytest.approx(2 * 0.5 + 8 * 0.9 * 0.875)


def test_shares_that_do_not_add_up_give_no_diplomas(small_frame, small_answers, baseline, dimensions):
    wrong = {**SCENARIO, "prestatie.scenario.1.z": 0.5}
    assert expected_diplomas(small_frame, pd.Series(1.0, index=small_frame.index), wrong, 1).isna().all()
    study = compute(small_answers, small_frame, {**baseline, "prestatie.scenario.1.z": 0.9}, dimensions)
    told = study.notes[study.notes.regel == "SHARES_NOT_ONE"]
    assert [values["parameter"] for values in told.waarden] == ["prestatie.scenario.1"]


def test_effects_by_class_sum_to_zero(small_frame, small_answers, baseline, dimensions):
    frame, answers = small_frame, small_answers
    frame = frame.assign(diplomas_t2=(frame.asiel_begeleid / 5 + frame.inwoners / 1e5).round())
    study = compute(answers, frame, baseline, dimensions)
    rows = study.results[study.results.maat == "prestatie"].set_index(["onderdeel", "indeling", "klasse"]).waarde
    for division in ("inwoners", "gevestigd"):
        assert rows["effect"][division].sum() == pytest.approx(0, abs=0.01)
    # 10% of 12,292 x a third of the guided
    assert rows["pot", "totaal", ""] == pytest.approx(1_229.2 * frame.asiel_begeleid.sum() / 3)
    assert rows["euro_per_diploma", "totaal", ""] == pytest.approx(rows["pot", "totaal", ""] / frame.diplomas_t2.sum())
    # the frame has no routes: what single municipalities gain under a scenario is not known
    assert math.isnan(rows["effect_1", "totaal", ""])
    assert rows["euro_per_diploma_1", "totaal", ""] > 0
