"""Hours that are onbekend, derived from the year's staff (METHOD section 2, last line)."""

import math

import pytest

from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate

YEAR = {
    "jaar.voortgang.gemeente.inzet": 2.0,
    "jaar.voortgang.gemeente.eenheid": "fte",
    "jaar.voortgang.gemeente.schaal": 9.0,
    "jaar.voortgang.inhuur": 62_500.0,
    "oh.gemeente.wijze": "procent",
    "oh.gemeente.waarde": 0.0,
    "vol.asiel.begeleid": 100.0,
    "vol.gezin.begeleid": 50.0,
    "traj.asiel.voortgang.gesprekken": 10.0,
    "traj.gezin.voortgang.gesprekken": 4.0,
    "traj.asiel.voortgang.uren": "onbekend",
    "traj.asiel.voortgang.schaal": 9.0,
}


def own(costs, task):
    rows = costs.table
    return rows[(rows.groep == "asiel") & (rows.taak == task) & (rows.kostensoort == "eigen")].euro.to_list()


def test_progress_talks_over_all_guided_and_all_years(table, parameters, dimensions):
    costs = allocate(read_answers(table({"GM1": YEAR})), parameters, dimensions)
    # own 2 fte cost 125,000, so hired 62,500 is 1 fte: 3 fte. 3 years x 1,000 x 3 x 10 / (100 x 10 + 50 x 4) = 75
    assert own(costs, "voortgang") == [pytest.approx(75 * 62.5)]
    assert [(note.rule, note.values["uren"]) for note in costs.notes] == [("HOURS_DERIVED", 75.0)]


def test_intake_over_the_years_inflow(table, parameters, dimensions):
    given = {
        "oh.gemeente.wijze": "procent",
        "oh.gemeente.waarde": 0.0,
        "jaar.intake.gemeente.inzet": 600.0,
        "jaar.intake.gemeente.eenheid": "uur",
        "jaar.intake.gemeente.schaal": 9.0,
        "vol.asiel.instroom": 20.0,
        "vol.gezin.instroom": 0.0,
        "traj.asiel.intake.gesprekken": 3.0,
        "traj.asiel.intake.uren": "onbekend",
        "traj.asiel.intake.schaal": 9.0,
    }
    # 1,000 x 0.6 x 3 / (20 x 3) = 30 hours; nobody of the other groep comes in, so its talks need not be known
    assert own(allocate(read_answers(table({"GM1": given})), parameters, dimensions), "intake") == [
        pytest.approx(30 * 62.5)
    ]


@pytest.mark.parametrize(
    "missing",
    [
        "vol.gezin.begeleid",
        "traj.asiel.voortgang.gesprekken",
        "traj.gezin.voortgang.gesprekken",
        "jaar.voortgang.gemeente.inzet",
        "jaar.voortgang.gemeente.eenheid",
        "jaar.voortgang.gemeente.schaal",
        "oh.gemeente.waarde",
    ],
)
def test_what_cannot_be_derived_stays_unknown_and_is_asked(table, parameters, dimensions, missing):
    costs = allocate(read_answers(table({"GM1": {**YEAR, missing: None}})), parameters, dimensions)
    assert own(costs, "voortgang") == [pytest.approx(math.nan, nan_ok=True)]
    assert [(note.rule, note.values["id"]) for note in costs.notes] == [
        ("HOURS_NOT_DERIVED", "traj.asiel.voortgang.uren")
    ]


@pytest.mark.parametrize("talks", [0.0, "nvt"])
def test_hours_are_never_derived_as_zero(table, parameters, dimensions, talks):
    given = {**YEAR, "traj.asiel.voortgang.gesprekken": talks}
    costs = allocate(read_answers(table({"GM1": given})), parameters, dimensions)
    assert own(costs, "voortgang") == [pytest.approx(math.nan, nan_ok=True)]
    assert [note.rule for note in costs.notes] == ["HOURS_NOT_DERIVED"]


def test_what_is_not_known_of_the_annual_row_leaves_the_hours_unknown(table, parameters, dimensions):
    given = {**YEAR, "jaar.voortgang.uitbesteding": "onbekend"}
    costs = allocate(read_answers(table({"GM1": given})), parameters, dimensions)
    assert own(costs, "voortgang") == [pytest.approx(math.nan, nan_ok=True)]


def test_unknown_hours_alone_leave_the_item_unknown(table, parameters, dimensions):
    given = {"traj.asiel.voortgang.uren": "onbekend"}
    costs = allocate(read_answers(table({"GM1": given})), parameters, dimensions)
    assert own(costs, "voortgang") == [pytest.approx(math.nan, nan_ok=True)]
    assert costs.item("traj", "asiel", "voortgang").state.tolist() == ["onbekend"]


def test_an_empty_answer_is_not_derived(table, parameters, dimensions):
    costs = allocate(read_answers(table({"GM1": {**YEAR, "traj.asiel.voortgang.uren": None}})), parameters, dimensions)
    assert own(costs, "voortgang") == []
    assert costs.notes == ()
