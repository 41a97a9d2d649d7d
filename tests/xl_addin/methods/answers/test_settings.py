"""What a change touches, from when on, and that it changes nothing else."""

import math

import pandas as pd
import pytest

from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.answers.settings import Change, Timeline, levers, populated

ANSWERS = pd.DataFrame(
    {
        "traj.asiel.b1.tarief": [100.0, "onbekend"],
        "traj.asiel.pvt.tarief": [10.0, 20.0],
        "vol.asiel.begeleid": [5.0, 6.0],
    },
    index=["GM1", "GM2"],
)
READ, PERSONS = read_answers(ANSWERS), "vol.asiel.begeleid"
FRAME = pd.DataFrame(
    {
        "inwoners": [100.0, 200.0],
        "asiel_begeleid": [5.0, 6.0],
        "gezin_begeleid": [2.0, 3.0],
        "instroom_asiel_2024": [1.0, 2.0],
        "instroom_asiel_2025": [1.0, 2.0],
        "instroom_asiel_2026": [1.0, 2.0],
    },
    index=["GM1", "GM2"],
)
PARAMETERS = {"salaris.schaal.9": 50_000.0, "ikb": 0.0, "ritme.jaar1": 0.6}


def timeline(dimensions, *changes):
    return Timeline(READ, PARAMETERS, dimensions, [Change(*change) for change in changes])


def test_nothing_changes_nothing(dimensions):
    found = timeline(dimensions)
    assert found.last.answers is READ
    assert found.last.parameters == PARAMETERS
    assert found.last is found.before is found.at(2022, 2030)
    pd.testing.assert_frame_equal(populated(FRAME, [], dimensions), FRAME)


def test_inflow_scales_the_frame_from_its_first_year_on_and_not_what_respondents_report(dimensions):
    changes = [Change("instroom", 2.0, 2025), Change("instroom.asiel", 1.5, 2026)]
    found = populated(FRAME, changes, dimensions)
    assert found["instroom_asiel_2024"].tolist() == [1, 2]
    assert found["instroom_asiel_2025"].tolist() == [2, 4]
    assert found["instroom_asiel_2026"].tolist() == [3, 6]
    # what is guided once both hold
    assert found["asiel_begeleid"].tolist() == [15, 18]
    assert found["gezin_begeleid"].tolist() == [4, 6]
    assert found["inwoners"].tolist() == [100, 200]
    assert FRAME["asiel_begeleid"].tolist() == [5, 6]
    last = Timeline(READ, PARAMETERS, dimensions, changes).last
    pd.testing.assert_series_equal(last.answers.number(PERSONS), READ.number(PERSONS))
    assert last.growth == {"asiel": 3.0, "gezin": 2.0}


def test_a_new_tender_holds_for_who_comes_in_from_then_on(dimensions):
    found = timeline(dimensions, ("tarief.leerroutes", 1.1, 2025))
    # the cohort of 2024 keeps its rates in 2026, that of 2025 has the new ones from its first year on
    assert found.at(2024, 2026) is found.before
    assert found.at(2025, 2025) is found.last
    assert found.last.answers.number("traj.asiel.b1.tarief").tolist() == pytest.approx([110, math.nan], nan_ok=True)
    assert found.last.answers.text("traj.asiel.b1.tarief").tolist() == ["", "onbekend"]
    assert found.last.answers.number("traj.asiel.pvt.tarief").tolist() == [10, 20]
    assert READ.number("traj.asiel.b1.tarief")["GM1"] == 100


def test_wages_and_parameters_hold_for_everyone_from_their_year_on(dimensions):
    found = timeline(dimensions, ("loon", 1.1, 2026), ("ikb", 0.17, 2025))
    assert found.at(2022, 2024).parameters == PARAMETERS
    assert found.at(2022, 2025).parameters == {**PARAMETERS, "ikb": 0.17}
    both = {**PARAMETERS, "ikb": 0.17, "salaris.schaal.9": pytest.approx(55_000)}
    assert found.at(2022, 2026).parameters == found.last.parameters == both


def test_a_rhythm_follows_the_cohort(dimensions):
    found = timeline(dimensions, ("ritme.jaar1", 0.5, 2026))
    assert [found.at(cohort, 2027).parameters["ritme.jaar1"] for cohort in (2025, 2026)] == [0.6, 0.5]


def test_the_same_code_may_change_again(dimensions):
    found = timeline(dimensions, ("ikb", 0.2, 2027), ("ikb", 0.1, 2025))
    assert [found.in_year(year)["ikb"] for year in (2024, 2025, 2026, 2027)] == [0, 0.1, 0.1, 0.2]


def test_levers_follow_the_groups(dimensions):
    assert "instroom.gezin" in levers(dimensions)
