"""What is filled in and counts nowhere is told: the joint body without a way of dividing, detail beside edge totals."""

import pytest

from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate

JOINT = {
    "jaar.intake.gr.inzet": 1.0,
    "jaar.intake.gr.eenheid": "fte",
    "jaar.intake.gr.schaal": 9.0,
    "jaar.beleid.gr.inhuur": 5.0,
}
TOTALS = {"alg.volledigheid": "randtotalen", "jaar.rand.totaal": 900.0}


def told(table, parameters, dimensions, given):
    notes = allocate(read_answers(table({"GM1": given})), parameters, dimensions).notes
    return [(note.rule, note.values["aantal"]) for note in notes if note.rule.endswith("LEFT_OUT")]


@pytest.mark.parametrize(
    ("way", "expected"),
    [("nvt", [("JOINT_COST_LEFT_OUT", 2)]), (None, [("JOINT_COST_LEFT_OUT", 2)]), ("registratie", []), ("sleutel", [])],
)
def test_the_joint_bodys_cost_without_a_way_of_dividing(table, parameters, dimensions, way, expected):
    # two answers carry cost, the staff and the hired staff; the scale and the unit say only how
    assert told(table, parameters, dimensions, {**JOINT, "gr.wijze": way, "gr.aandeel": 0.5}) == expected


def test_zero_nvt_and_unknown_leave_nothing_out(table, parameters, dimensions):
    given = {"jaar.intake.gr.inzet": 0.0, "jaar.beleid.gr.inhuur": "nvt", "jaar.inkoop.gr.inhuur": "onbekend"}
    assert told(table, parameters, dimensions, given) == []


def test_detail_beside_edge_totals(table, parameters, dimensions):
    # one of the year, the two of the joint body, two of the trajectory: 5; what is 0 or in full leaves nothing out
    given = {"jaar.intake.inhuur": 10.0, "traj.asiel.intake.uren": 3.0, "traj.gezin.pvt.tarief": 90.0, **JOINT}
    assert told(table, parameters, dimensions, {**TOTALS, **given}) == [("EDGE_ANSWERS_LEFT_OUT", 5)]
    assert told(table, parameters, dimensions, {**TOTALS, "jaar.intake.inhuur": 0.0}) == []
