"""Exclusions: what they name no longer counts, all else does."""

from __future__ import annotations

import pandas as pd
import pytest

from templates import load_survey
from templates.columns import EXCLUSIONS
from templates.questions import question_ids
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.answers.exclusions import without_excluded
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.costs.respondents import respondents

SURVEY = load_survey()
PARAMETERS: dict[str, float | str] = {"productieve_uren": 1364.0}
CODE = "GM0001"
GIVEN: dict[str, object] = {
    "jaar.inkoop.uitbesteding": 100.0,
    "jaar.beleid.uitbesteding": 200.0,
    "jaar.intake.uitbesteding": 300.0,
    "traj.asiel.b1.tarief": 9_000.0,
    "traj.asiel.z.tarief": 11_000.0,
    "traj.gezin.pvt.tarief": 150.0,
    "split.1.ingang": "jaar",
    "split.1.bedrag": 1_000.0,
    "split.1.deel_a": "intake",
    "split.1.deel_b": "ontzorging",
    "split.1.aandeel_a": 0.3,
}


def costs(*parts: str) -> dict[str, float]:
    """Euros per entrance, groep and task after the exclusions, of one municipality."""
    answers = pd.DataFrame([GIVEN], index=pd.Index([CODE], name="code"), dtype=object)
    answers = answers.reindex(columns=list(question_ids(SURVEY)))
    before = answers.copy()
    exclusions = pd.DataFrame([(CODE, part, "uitschieter") for part in parts], columns=list(EXCLUSIONS))
    excluded = without_excluded(answers, exclusions, SURVEY.dimensions)
    assert answers.equals(before)
    assert excluded.notes == ()
    table = allocate(read_answers(excluded.answers), PARAMETERS, SURVEY.dimensions).table
    table = table[table["euro"] > 0]
    names = table["ingang"] + "." + table["groep"] + "." + table["taak"]
    return table.groupby(names.str.replace("..", ".", regex=False))["euro"].sum().to_dict()


# 300 of the contract falls on intake beside its own 300, 700 on ontzorging
ALL = {
    "jaar.inkoop": 100.0,
    "jaar.beleid": 200.0,
    "jaar.intake": 600.0,
    "jaar.ontzorging": 700.0,
    "traj.asiel.b1": 9_000.0,
    "traj.asiel.z": 11_000.0,
    "traj.gezin.pvt": 150.0,
}


def left(*gone: str) -> dict[str, float]:
    return {name: euro for name, euro in ALL.items() if name not in gone}


@pytest.mark.parametrize(
    ("part", "gone"),
    [
        ("alles", tuple(ALL)),
        ("jaar", tuple(name for name in ALL if name.startswith("jaar"))),
        ("traj", tuple(name for name in ALL if name.startswith("traj"))),
        ("traj.asiel", ("traj.asiel.b1", "traj.asiel.z")),
        ("traj.asiel.leerroutes", ("traj.asiel.b1", "traj.asiel.z")),
        ("traj.asiel.b1", ("traj.asiel.b1",)),
        ("jaar.algemeen", ("jaar.inkoop", "jaar.beleid")),
        ("jaar.direct", ("jaar.intake", "jaar.ontzorging")),
        ("jaar.beleid.uitbesteding", ("jaar.beleid",)),
    ],
)
def test_what_an_exclusion_names_no_longer_counts(part: str, gone: tuple[str, ...]) -> None:
    assert costs(part) == left(*gone)


def test_of_a_contract_the_other_part_keeps_its_amount() -> None:
    assert costs("jaar.intake") == left("jaar.intake")
    assert costs("jaar.ontzorging") == left("jaar.ontzorging")


def test_without_exclusions_everything_counts() -> None:
    assert costs() == ALL


@pytest.mark.parametrize("row", [("GM0009", "jaar"), (CODE, "jaar.fout"), (CODE, ""), ("", "alles")])
def test_an_exclusion_of_nothing_is_noted(row: tuple[str, str]) -> None:
    answers = pd.DataFrame([GIVEN], index=pd.Index([CODE], name="code"), dtype=object)
    exclusions = pd.DataFrame([(*row, "")], columns=list(EXCLUSIONS))
    excluded = without_excluded(answers, exclusions, SURVEY.dimensions)
    assert [note.rule for note in excluded.notes] == ["EXCLUSION_UNKNOWN"]
    assert excluded.answers.equals(answers)


def test_a_task_left_out_for_everybody_counts_nowhere_and_leaves_the_sums_known() -> None:
    """Two municipalities answer every task, a third edge totals. Without beleid for all: their sum is the rest, and the
    edge total, of which beleid cannot be taken, is gone. The contract on intake and ontzorging stays.
    """
    tasks = SURVEY.dimensions.task_codes
    full: dict[str, object] = {f"jaar.{task}.uitbesteding": 10.0 for task in tasks}
    edge: dict[str, object] = {"alg.volledigheid": "randtotalen", "jaar.rand.totaal": 500.0}
    answers = pd.DataFrame([{**GIVEN, **full}, full, edge], index=pd.Index(["GM0001", "GM0002", "GM0003"], name="code"))
    answers = answers.astype(object).reindex(columns=list(question_ids(SURVEY)))
    one = pd.DataFrame([("alle", "jaar.beleid", "andere taak")], columns=list(EXCLUSIONS))
    excluded = without_excluded(answers, one, SURVEY.dimensions)
    assert excluded.notes == ()
    made = allocate(read_answers(excluded.answers), PARAMETERS, SURVEY.dimensions)
    people = respondents(read_answers(excluded.answers), made, SURVEY.dimensions)
    known = people.annual["uitvoering"]
    assert known.iloc[:2].tolist() == [10.0 * (len(tasks) - 1) + 1_000, 10.0 * (len(tasks) - 1)]
    assert pd.isna(known.iloc[2])
    assert people.annual["beleid"].tolist()[:2] == [0, 0]


@pytest.mark.parametrize(("code", "part"), [("alle", "alles"), ("alle", "jaar.niets"), ("GM0009", "jaar.beleid")])
def test_everybody_out_of_everything_is_no_exclusion(code: str, part: str) -> None:
    answers = pd.DataFrame([GIVEN], index=pd.Index([CODE], name="code"), dtype=object)
    one = pd.DataFrame([(code, part, "")], columns=list(EXCLUSIONS))
    excluded = without_excluded(answers, one, SURVEY.dimensions)
    assert [note.rule for note in excluded.notes] == ["EXCLUSION_UNKNOWN"]
    assert excluded.answers.equals(answers)
