"""What a scenario changes, and that it changes nothing else."""

import pandas as pd
import pytest

from xl_addin.methods.scenarios import applied, levers

ANSWERS = pd.DataFrame(
    {
        "traj.asiel.b1.tarief": [100.0, "onbekend"],
        "traj.asiel.pvt.tarief": [10.0, 20.0],
        "vol.asiel.begeleid": [5.0, 6.0],
    },
    index=["GM1", "GM2"],
)
FRAME = pd.DataFrame(
    {
        "inwoners": [100.0, 200.0],
        "asiel_begeleid": [5.0, 6.0],
        "gezin_begeleid": [2.0, 3.0],
        "instroom_asiel_2024": [1.0, 2.0],
    },
    index=["GM1", "GM2"],
)
PARAMETERS = {"salaris.schaal.9": 50_000.0, "ikb": 0.0}


def under(dimensions, **change):
    return applied(
        {code.replace("__", "."): value for code, value in change.items()}, ANSWERS, FRAME, PARAMETERS, dimensions
    )


def test_nothing_changes_nothing(dimensions):
    found = under(dimensions)
    pd.testing.assert_frame_equal(found.answers, ANSWERS)
    pd.testing.assert_frame_equal(found.frame, FRAME)
    assert found.parameters == PARAMETERS


def test_inflow_scales_the_frame_and_not_what_respondents_report(dimensions):
    found = under(dimensions, instroom=2.0, instroom__asiel=1.5)
    assert found.frame["asiel_begeleid"].tolist() == [15, 18]
    assert found.frame["instroom_asiel_2024"].tolist() == [3, 6]
    assert found.frame["gezin_begeleid"].tolist() == [4, 6]
    assert found.frame["inwoners"].tolist() == [100, 200]
    pd.testing.assert_frame_equal(found.answers, ANSWERS)
    assert FRAME["asiel_begeleid"].tolist() == [5, 6]


def test_a_new_tender_raises_the_rates_that_are_known(dimensions):
    found = under(dimensions, tarief__leerroutes=1.1)
    assert found.answers["traj.asiel.b1.tarief"].tolist() == [pytest.approx(110), "onbekend"]
    assert found.answers["traj.asiel.pvt.tarief"].tolist() == [10, 20]
    assert ANSWERS["traj.asiel.b1.tarief"].tolist() == [100, "onbekend"]


def test_wages_and_parameters(dimensions):
    found = under(dimensions, loon=1.1, ikb=0.17)
    assert found.parameters == {"salaris.schaal.9": pytest.approx(55_000), "ikb": 0.17}


def test_levers_follow_the_groups(dimensions):
    assert "instroom.gezin" in levers(dimensions)
