"""Whose answers count where: any cell answers, an unknown price spoils a sum, who does not count sets no extreme."""

import pytest

from xl_addin.methods.allocation import allocate
from xl_addin.methods.results import Lookup
from xl_addin.methods.study import compute


def cost_rows(answers, parameters, dimensions):
    rows = allocate(answers, parameters, dimensions).table
    return {(row.ingang, row.groep, row.taak, row.kostensoort): row.euro for row in rows.itertuples()}


@pytest.mark.parametrize(
    "question",
    ["gemeente.inzet", "gemeente.schaal", "gr.schaal", "inhuur", "uitbesteding", "gr.inhuur", "gr.uitbesteding"],
)
def test_any_cell_answers_an_annual_task(table, parameters, dimensions, question):
    answers = table({"GM1": {f"jaar.beleid.{question}": "nvt"}})
    found = cost_rows(answers, parameters, dimensions)
    assert found == {("jaar", "", "beleid", kind): 0 for kind in ("eigen", "inhuur", "uitbesteding")}


@pytest.mark.parametrize("cell", ["uren", "schaal", "uitbesteding", "gesprekken", "toets_uren"])
def test_any_cell_answers_a_direct_task_of_the_trajectory(table, parameters, dimensions, cell):
    answers = table({"GM1": {f"traj.asiel.intake.{cell}": "nvt"}})
    found = cost_rows(answers, parameters, dimensions)
    assert found == {("traj", "asiel", "intake", kind): 0 for kind in ("eigen", "uitbesteding")}


@pytest.mark.parametrize("cell", ["uren", "schaal", "tarief", "groepsgrootte", "bijkomend", "jaar1", "jaar2", "jaar3"])
def test_any_cell_answers_a_route_or_provision(table, parameters, dimensions, cell):
    answers = table({"GM1": {f"traj.asiel.z.{cell}": 1.0 if cell == "groepsgrootte" else "nvt"}})
    assert cost_rows(answers, parameters, dimensions) == {("traj", "asiel", "z", "totaal"): 0}


@pytest.mark.parametrize(
    "given",
    [
        {"traj.asiel.z.participatie": 2_500.0},  # part of the tariff, for information
        {"traj.asiel.z.tarief": "onbekend", "jaar.beleid.inhuur": "onbekend"},
        {"jaar.beleid.gemeente.eenheid": "fte"},
    ],
)
def test_what_is_no_number_or_no_cell_of_the_item_answers_nothing(table, parameters, dimensions, given):
    assert cost_rows(table({"GM1": given}), parameters, dimensions) == {}


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
    key_tasks = {"traj.asiel.intake.uitbesteding": 500.0, "traj.asiel.voortgang.uitbesteding": 1_000.0}
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
            "GM3": {**persons(90.0), "jaar.beleid.uitbesteding": 100_000.0, "jaar.intake.uitbesteding": 300_000.0},
            # no inburgeraars reported: outside the mean, but its euros show how cost divides
            "GM4": {"jaar.beleid.uitbesteding": 100_000.0, "jaar.intake.uitbesteding": 500_000.0},
        }
    )
    found = Lookup(compute(answers, small_frame, parameters, dimensions).results)
    where = {"maat": "landelijk_totaal", "indeling": "totaal", "weging": "macro"}
    whole = found.figure(onderdeel="uitvoering", **where)
    # 200,000 of 1,000,000
    assert found.figure(onderdeel="algemeen", **where) == pytest.approx(0.2 * whole)
    assert [found.figure("n", onderdeel=part, **where) for part in ("uitvoering", "algemeen")] == [1, 2]
