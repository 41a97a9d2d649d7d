import numpy as np
import pytest

from templates import Problem
from tests.xl_addin.methods.conftest import NOTHING_ELSE
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.costs.respondents import respondents


def read(table, parameters, dimensions, **given):
    answers = read_answers(table({"GM1": given.get("given", given)}))
    return respondents(answers, allocate(answers, parameters, dimensions), dimensions)


@pytest.mark.parametrize(
    ("asylum", "family", "whole", "expected"),
    [
        (30.0, 10.0, 99.0, 40),  # both groups answered: their sum
        (30.0, None, 99.0, 99),  # else the total
        (30.0, None, None, np.nan),  # the others are not known
        (30.0, "nvt", None, 30),
        ("onbekend", None, 12.0, 12),
        (None, None, None, np.nan),
    ],
)
def test_guided_inburgeraars(table, parameters, dimensions, asylum, family, whole, expected):
    given = {"vol.asiel.begeleid": asylum, "vol.gezin.begeleid": family, "vol.totaal.begeleid": whole}
    found = read(table, parameters, dimensions, given=given)
    assert found.persons["GM1"] == pytest.approx(expected, nan_ok=True)
    assert [note.rule for note in found.notes] == (["PERSONS_UNKNOWN"] if np.isnan(expected) else [])


SUMS = {
    "algemeen": ("inkoop", "administratie", "beleid"),
    "direct": ("intake", "voortgang", "ontzorging", "zelfredzaamheid", "dienstverlening", "inloop"),
    "regievoering": ("intake", "voortgang", "ontzorging", "zelfredzaamheid"),
}
SUMS["uitvoering"] = (*SUMS["algemeen"], *SUMS["direct"])


def test_a_sum_of_known_items(table, parameters, dimensions):
    given = {"jaar.beleid.inhuur": 100.0, "jaar.intake.uitbesteding": 30.0, "jaar.inloop.inhuur": 5.0}
    annual = read(table, parameters, dimensions, given={**NOTHING_ELSE, **given}).annual.loc["GM1"]
    assert annual[["algemeen", "direct", "regievoering", "uitvoering"]].to_list() == [100, 35, 30, 135]
    assert annual["inkoop"] == 0


@pytest.mark.parametrize("answer", [None, "onbekend", -1.0, "veel"])
@pytest.mark.parametrize("task", SUMS["uitvoering"])
def test_one_item_that_is_not_known_keeps_its_respondent_out_of_its_sums(table, parameters, dimensions, task, answer):
    given = {**NOTHING_ELSE, f"jaar.{task}.uitbesteding": answer}
    limits = {f"jaar.{task}.uitbesteding": (0.0, 1e8)}
    answers = read_answers(table({"GM1": {**given, "vol.totaal.begeleid": 5.0}}), limits)
    annual = respondents(answers, allocate(answers, parameters, dimensions), dimensions).annual.loc["GM1"]
    assert annual[list(SUMS)].isna().to_dict() == {name: task in tasks for name, tasks in SUMS.items()}


def test_an_unknown_cost_makes_its_sums_unknown_and_no_others(table, parameters, dimensions):
    given = {"jaar.intake.gemeente.inzet": 1.0, "jaar.intake.gemeente.eenheid": "fte", "jaar.beleid.inhuur": 100.0}
    found = read(table, parameters, dimensions, given={**NOTHING_ELSE, **given, "vol.totaal.begeleid": 5.0})
    annual = found.annual.loc["GM1"]
    assert annual["algemeen"] == 100
    assert annual[["intake", "direct", "regievoering", "uitvoering"]].isna().all()
    (note,) = found.notes
    assert (note.rule, note.code) == ("COST_UNKNOWN", "GM1")
    assert "'intake' (jaar)" in Problem(note.rule, values=note.values).text()


@pytest.mark.parametrize(
    ("whole", "general", "direct", "expected"),
    [(900.0, 1.0, 2.0, 900), (None, 100.0, 200.0, 300), (None, "nvt", 200.0, 200), (None, None, None, np.nan)],
)
def test_edge_totals_enter_the_whole_only(table, parameters, dimensions, whole, general, direct, expected):
    given = {"jaar.rand.totaal": whole, "jaar.rand.algemeen": general, "jaar.rand.direct": direct}
    found = read(table, parameters, dimensions, given={**given, "alg.volledigheid": "randtotalen"})
    annual = found.annual.loc["GM1"]
    assert annual["uitvoering"] == pytest.approx(expected, nan_ok=True)
    assert annual[["algemeen", "direct", "regievoering"]].isna().all()
    assert not found.complete["GM1"]


@pytest.mark.parametrize(("general", "direct", "given"), [(100.0, None, "algemeen"), ("onbekend", 200.0, "direct")])
def test_half_of_the_edge_totals_is_no_total_and_is_told(table, parameters, dimensions, general, direct, given):
    answers = {"alg.volledigheid": "randtotalen", "jaar.rand.algemeen": general, "jaar.rand.direct": direct}
    found = read(table, parameters, dimensions, given=answers)
    assert np.isnan(found.annual.loc["GM1", "uitvoering"])
    (note,) = (note for note in found.notes if note.rule == "EDGE_TOTAL_PARTIAL")
    assert note.code == "GM1"
    assert f"'{given}'" in Problem(note.rule, values=note.values).text()


def test_direct_trajectory_cost_needs_all_its_tasks(table, parameters, dimensions):
    given = {**NOTHING_ELSE, "traj.asiel.intake.uitbesteding": 100.0, "traj.asiel.ontzorging.uitbesteding": 10.0}
    given["traj.asiel.voortgang.uitbesteding"] = None
    part = read(table, parameters, dimensions, given=given).trajectory["asiel"].loc["GM1"]
    assert np.isnan(part["direct"])
    given["traj.asiel.voortgang.uitbesteding"] = "nvt"
    assert read(table, parameters, dimensions, given=given).trajectory["asiel"].loc["GM1", "direct"] == 110


def test_kinds_add_up_to_the_whole(country, parameters, dimensions):
    _, answers = country
    answers = read_answers(answers)
    found = respondents(answers, allocate(answers, parameters, dimensions), dimensions)
    full = found.complete
    difference = found.kinds.sum(axis=1)[full] - found.annual.loc[full, "uitvoering"]
    assert difference.abs().max() < 1e-6
