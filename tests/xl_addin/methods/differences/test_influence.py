"""The national total without each respondent."""

import numpy as np
import pandas as pd
import pytest

from xl_addin.methods.differences.influence import leave_one_out
from xl_addin.methods.estimates.weight_sets import Weigher
from xl_addin.methods.study import compute
from xl_addin.methods.tables.columns import EXECUTION
from xl_addin.methods.tables.results import Lookup

CLASSES = pd.DataFrame(
    {
        "inwoners": ["<30", "<30", "30-80", "30-80"],
        "stedelijkheid": ["laag", "laag", "laag", "hoog"],
        "gevestigd": ["laag", "laag", "hoog", "onbekend"],
    },
    index=["GM1", "GM2", "GM3", "GM4"],
)
GUIDED = pd.Series([100.0, 100.0, 200.0, 400.0], index=CLASSES.index)
COST = pd.Series([100.0, 300.0, 1_000.0], index=["GM1", "GM2", "GM3"])
PERSONS = pd.Series([100.0, 100.0, 200.0], index=COST.index)


def test_worked_out_by_hand() -> None:
    # Everyone: inwoners <30 2 x 200 + 30-80 5 x 600 = 3,400; stedelijkheid laag 3.5 x 400, hoog joins it: 3.5 x 800
    # = 2,800; gevestigd laag 2 x 200 + hoog 5 x 200 + onbekend 3.5 x 400 = 2,800. Macro 3,000.
    # Without GM3: inwoners: 30-80 joins <30 at 2: 1,600; stedelijkheid 2 x 800; gevestigd 2 x 400 + 2 x 400: 1,600.
    found = leave_one_out(COST, PERSONS, CLASSES, GUIDED)
    assert found.index[0] == "GM3"
    first = found.loc["GM3"]
    assert first.tolist()[:3] == pytest.approx([1_600, -1_400, -1_400 / 3_000])
    # own weighted cost of GM3: inwoners 3,000; stedelijkheid 2.5 x 800; gevestigd 1,000 + 2.5 x 400: mean 7,000 / 3
    assert first["bijdrage"] == pytest.approx(7_000 / 3 / 3_000)
    assert found["bijdrage"].sum() == pytest.approx(1)


@pytest.mark.parametrize("rules", [{}, {"klasse.samenvoegen.inwoners": "80-250+>250", "klasse.minimum_respons": 3.0}])
def test_the_total_without_one_is_what_the_whole_study_makes_of_it(
    country: tuple[pd.DataFrame, pd.DataFrame], parameters: dict, dimensions, rules: dict
) -> None:
    frame, answers = country
    parameters = {**parameters, **rules}
    whole = compute(answers, frame, parameters, dimensions)
    found = whole.insight.influence
    code = found.index[0]
    without = compute(answers.drop(index=code), frame, parameters, dimensions)
    keys = {"maat": "landelijk_totaal", "onderdeel": EXECUTION, "indeling": "totaal", "weging": "macro"}
    total, rest = (Lookup(study.results).figure(**keys) for study in (whole, without))
    assert found.loc[code, "zonder"] == pytest.approx(rest, rel=1e-9)
    assert found.loc[code, "verschil"] == pytest.approx(rest - total, rel=1e-6)


def test_contributions_are_the_weighted_costs() -> None:
    weights = Weigher(CLASSES, GUIDED).weigh(PERSONS).expansion
    own = weights[["post_inwoners", "post_stedelijkheid", "post_gevestigd"]].mean(axis=1) * COST
    found = leave_one_out(COST, PERSONS, CLASSES, GUIDED)["bijdrage"]
    pd.testing.assert_series_equal(found.sort_index(), own / own.sum(), check_names=False)


def test_a_single_respondent_leaves_nothing() -> None:
    found = leave_one_out(COST[:1], PERSONS[:1], CLASSES, GUIDED)
    assert np.isnan(found["zonder"]).all()
    assert found["bijdrage"].tolist() == [1.0]
