"""Whose answers count where: amount cells answer, an unknown price spoils a sum, who does not count sets no extreme."""

import pytest

from tests.xl_addin.methods.conftest import NOTHING_ELSE
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.study import compute
from xl_addin.methods.tables.results import Lookup


def cost_rows(answers, parameters, dimensions):
    rows = allocate(answers, parameters, dimensions).table
    return {(row.ingang, row.groep, row.taak, row.kostensoort): row.euro for row in rows.itertuples()}


JOINT = {"gr.wijze": "registratie"}


@pytest.mark.parametrize("answer", ["nvt", 0.0])
@pytest.mark.parametrize(
    "question",
    ["gemeente.inzet", "gemeente.loonkosten", "inhuur", "uitbesteding", "gr.inzet", "gr.inhuur", "gr.uitbesteding"],
)
def test_an_amount_cell_answers_an_annual_task(table, parameters, dimensions, question, answer):
    answers = read_answers(table({"GM1": {f"jaar.beleid.{question}": answer, **JOINT}}))
    found = cost_rows(answers, parameters, dimensions)
    assert found == {("jaar", "", "beleid", kind): 0 for kind in ("eigen", "inhuur", "uitbesteding")}
    state = allocate(answers, parameters, dimensions).item("jaar", "", "beleid").state.tolist()
    assert state == ["nvt" if answer == "nvt" else "bekend"]


@pytest.mark.parametrize(
    ("item", "cells"),
    [
        ("jaar.beleid", ("gemeente.schaal", "gemeente.eenheid", "gr.schaal", "gr.inzet", "gr.inhuur")),
        ("traj.asiel.intake", ("schaal", "gesprekken", "toets_uren")),
        ("traj.asiel.z", ("schaal", "groepsgrootte", "jaar1", "jaar2", "jaar3", "participatie")),
    ],
)
def test_a_cell_that_describes_answers_nothing(table, parameters, dimensions, item, cells):
    # without a joint body its cells are no amount cells either
    answers = read_answers(table({"GM1": {f"{item}.{cell}": "nvt" for cell in cells}}))
    assert cost_rows(answers, parameters, dimensions) == {}
    assert "leeg" in allocate(answers, parameters, dimensions).item(*place(item)).state


@pytest.mark.parametrize("cell", ["uren", "uitbesteding"])
def test_an_amount_cell_answers_a_direct_task_of_the_trajectory(table, parameters, dimensions, cell):
    answers = read_answers(table({"GM1": {f"traj.asiel.intake.{cell}": "nvt"}}))
    found = cost_rows(answers, parameters, dimensions)
    assert found == {("traj", "asiel", "intake", kind): 0 for kind in ("eigen", "uitbesteding")}


@pytest.mark.parametrize("cell", ["uren", "tarief", "bijkomend"])
def test_an_amount_cell_answers_a_route_or_provision(table, parameters, dimensions, cell):
    answers = read_answers(table({"GM1": {f"traj.asiel.z.{cell}": "nvt"}}))
    assert cost_rows(answers, parameters, dimensions) == {("traj", "asiel", "z", "totaal"): 0}


def place(item):
    """`jaar.beleid` or `traj.asiel.z` as entrance, groep and code."""
    entrance, *group, code = item.split(".")
    return entrance, "".join(group), code


def persons(asylum):
    return {"vol.asiel.begeleid": asylum, "vol.gezin.begeleid": 10.0}


def test_an_answered_route_of_unknown_cost_makes_the_route_mix_unknown(table, parameters, dimensions, small_frame):
    answers = table(
        {
            "GM3": {**persons(100.0), "traj.asiel.b1.tarief": 9_000.0, "traj.asiel.z.tarief": 12_000.0},
            # 3 hours without a scale: the Z route is answered, its cost is not known
            "GM4": {**persons(100.0), "traj.asiel.b1.tarief": 5_000.0, "traj.asiel.z.uren": 3.0},
        }
    )
    study = compute(answers, small_frame, parameters, dimensions)
    where = {"maat": "traject_kosten", "groep": "asiel", "indeling": "totaal", "weging": "ratio"}
    figures = [Lookup(study.results).figure(name, onderdeel="leerroutes", **where) for name in ("waarde", "max", "n")]
    # GM3 alone, rescaled without onderwijs: (0.57 x 9,000 + 0.29 x 12,000) / 0.86 = 8,610 / 0.86
    assert figures == pytest.approx([8_610 / 0.86, 8_610 / 0.86, 1])
    # the B1 price of GM4 itself is known and counts
    assert Lookup(study.results).figure("n", onderdeel="b1", **where) == 2


def test_who_does_not_count_sets_no_minimum_or_maximum(table, parameters, dimensions, small_frame):
    key_tasks = {
        **NOTHING_ELSE,
        "traj.asiel.mb.bijkomend": None,
        "traj.asiel.intake.uitbesteding": 500.0,
        "traj.asiel.voortgang.uitbesteding": 1_000.0,
    }
    answers = table(
        {
            "GM3": {**persons(100.0), **key_tasks, "traj.asiel.ontzorging.uitbesteding": 300.0},
            # guides nobody of the groep
            "GM4": {
                **persons("nvt"),
                "traj.asiel.mb.tarief": 9.0,
                "traj.asiel.ontzorging.uitbesteding": 1.0,
                **key_tasks,
            },
            # did not answer the progress talks, so is not in the direct trajectory
            "GM5": {**persons(100.0), "traj.asiel.mb.tarief": 2_000.0, "traj.asiel.ontzorging.uitbesteding": 900.0},
        }
    )
    found = Lookup(compute(answers, small_frame, parameters, dimensions).results)
    where = {"maat": "traject_kosten", "groep": "asiel", "indeling": "totaal", "weging": "ratio"}
    shown = {
        part: [found.figure(name, onderdeel=part, **where) for name in ("min", "max", "n")]
        for part in ("ontzorging", "mb")
    }
    assert shown == {"ontzorging": [300, 300, 1], "mb": [2_000, 2_000, 1]}


def test_the_general_share_rests_on_all_full_respondents(table, parameters, dimensions, small_frame):
    answers = table(
        {
            "GM3": {
                **NOTHING_ELSE,
                **persons(90.0),
                "jaar.beleid.uitbesteding": 100_000.0,
                "jaar.intake.uitbesteding": 300_000.0,
            },
            # no inburgeraars reported: outside the mean, but its euros show how cost divides
            "GM4": {**NOTHING_ELSE, "jaar.beleid.uitbesteding": 100_000.0, "jaar.intake.uitbesteding": 500_000.0},
        }
    )
    found = Lookup(compute(answers, small_frame, parameters, dimensions).results)
    where = {"maat": "landelijk_totaal", "indeling": "totaal", "weging": "macro"}
    whole = found.figure(onderdeel="uitvoering", **where)
    # 200,000 of 1,000,000
    assert found.figure(onderdeel="algemeen", **where) == pytest.approx(0.2 * whole)
    assert [found.figure("n", onderdeel=part, **where) for part in ("uitvoering", "algemeen")] == [1, 2]
