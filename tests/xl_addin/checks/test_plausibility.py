"""Plausibility: each rule with a case that fires and one that does not; slips propose what was meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd
import pytest

from templates import load_survey
from templates.loading import FOLDER
from templates.parameters import in_force, plain
from templates.plausibility import load_plausibility
from templates.questions import questions
from tests.xl_addin.methods.conftest import NOTHING_ELSE
from xl_addin.checks.plausibility import check_plausibility
from xl_addin.intake.inputs import read_answers, read_frame

SURVEY = load_survey()
PARAMETERS = plain(in_force(SURVEY))
EXAMPLE = FOLDER / SURVEY.id / "example"
CODE = "GM0001"


@cache
def frame() -> pd.DataFrame:
    known = pd.DataFrame([{"inwoners": 50_000.0, "asiel_begeleid": 100.0, "gezin_begeleid": 50.0}], index=[CODE])
    return known.rename_axis("code")


def usual() -> dict[str, object]:
    """A municipality of 150 inburgeraars of which every figure is within the bounds.

    Salary scale 9 in 2024 = 48,408, with 25% employer's cost 60,510; overhead 35% -> 81,688.50 a fte; an hour costs
    81,688.50 / 1364 = 59.89. Annual: 0.2 + 0.2 + 0.5 fte general, 2.0 fte direct + 40,000 + 10,000 bought =
    2.9 x 81,688.50 + 50,000 = 286,896.65 = 1,912.64 per inburgeraar; general 490.13, direct 1,422.51. Trajectory
    asiel: 45 hours = 2,695 + 300 bought; gezin: 25 hours = 1,497.
    """
    answers: dict[str, object] = {
        **NOTHING_ELSE,
        "alg.volledigheid": "volledig",
        "vol.asiel.begeleid": 100.0,
        "vol.gezin.begeleid": 50.0,
        "oh.gemeente.wijze": "procent",
        "oh.gemeente.waarde": 0.35,
        "jaar.ontzorging.uitbesteding": 40_000.0,
        "jaar.dienstverlening.uitbesteding": 10_000.0,
    }
    staff = {
        "inkoop": 0.2,
        "administratie": 0.2,
        "beleid": 0.5,
        "intake": 0.8,
        "voortgang": 1.0,
        "zelfredzaamheid": 0.2,
    }
    for task, fte in staff.items():
        answers |= {f"jaar.{task}.gemeente.{name}": value for name, value in staffed(fte)}
    for group, intake, progress in (("asiel", 20.0, 25.0), ("gezin", 10.0, 15.0)):
        answers |= {f"traj.{group}.intake.uren": intake, f"traj.{group}.intake.schaal": 9.0}
        answers |= {f"traj.{group}.voortgang.uren": progress, f"traj.{group}.voortgang.schaal": 9.0}
    answers["traj.asiel.ontzorging.uitbesteding"] = 300.0
    prices = {"b1": 9_700.0, "z": 11_400.0, "onderwijs": 17_000.0, "mb": 2_000.0}
    answers |= {f"traj.asiel.{item}.tarief": price for item, price in prices.items()}
    for group in ("asiel", "gezin"):
        answers |= {f"traj.{group}.{item}.tarief": price for item, price in (("pvt", 200.0), ("map", 300.0))}
        answers |= {f"traj.{group}.{item}.tarief": price for item, price in (("tolk", 400.0), ("overig", 500.0))}
    return answers


def staffed(fte: float) -> tuple[tuple[str, object], ...]:
    return (("inzet", fte), ("eenheid", "fte"), ("schaal", 9.0))


def found(change: Mapping[str, object], with_frame: bool = True) -> pd.DataFrame:
    answers = pd.DataFrame([{**usual(), **change}], index=pd.Index([CODE], name="code"), dtype=object)
    return check_plausibility(answers, SURVEY, PARAMETERS, {}, frame() if with_frame else None)


def one(table: pd.DataFrame, rule: str, question: str) -> pd.Series:
    row = table[(table["regel"] == rule) & (table["id"] == question)]
    assert len(row) == 1, table[["regel", "id", "gevonden", "verwacht"]].to_string()
    return row.iloc[0]


def test_a_usual_municipality_has_no_findings() -> None:
    assert found({}).empty


@pytest.mark.parametrize(
    ("rule", "question", "change"),
    [
        ("P-JAAR-TOTAAL", "jaar.inkoop.gemeente.inzet", {"jaar.beleid.inhuur": 300_000.0}),
        ("P-JAAR-RAND", "jaar.rand.totaal", {"alg.volledigheid": "randtotalen", "jaar.rand.totaal": 600_000.0}),
        ("P-JAAR-ALGEMEEN", "jaar.beleid.gemeente.inzet", {"jaar.beleid.gemeente.inzet": 2.0}),
        ("P-JAAR-DIRECT", "jaar.intake.gemeente.inzet", {"jaar.inloop.uitbesteding": 120_000.0}),
        ("P-JAAR-REGIE", "jaar.voortgang.gemeente.inzet", {"jaar.voortgang.gemeente.inzet": 3.0}),
        ("P-JAAR-TAAK", "jaar.inkoop.gemeente.inzet", {"jaar.inkoop.gemeente.inzet": 0.5}),
        ("P-TRAJ-DIRECT", "traj.gezin.intake.uren", {"traj.gezin.intake.uren": 50.0}),
        ("P-TRAJ-ASIEL", "traj.asiel.b1.tarief", {"traj.asiel.b1.tarief": 12_000.0}),
        ("P-TRAJ-GEZIN", "traj.gezin.pvt.tarief", {"traj.gezin.pvt.tarief": 500.0}),
        ("P-CASELOAD", "jaar.voortgang.gemeente.inzet", {"jaar.voortgang.gemeente.inzet": 4.5}),
        ("C-JAAR-TRAJECT", "traj.asiel.voortgang.uren", {"vol.asiel.begeleid": 600.0}),
        # 1.8 fte x 1364 = 2,455 hours beside (100 x 45 + 50 x 25) / 3 = 1,917; with 4 fte of intake 3.6 times as many
        ("C-UREN-CASELOAD", "traj.asiel.intake.uren", {"jaar.intake.gemeente.inzet": 4.0}),
        ("P-AANTAL", "vol.asiel.begeleid", {"vol.asiel.begeleid": 250.0}),
    ],
)
def test_a_figure_out_of_bounds_is_told_with_its_bounds(rule: str, question: str, change: Mapping[str, object]) -> None:
    finding = one(found(change), rule, question)
    assert " tot en met " in finding["verwacht"]


def test_a_bound_shows_the_figure_found() -> None:
    # 500 a person beside the highest published of 400
    finding = one(found({"traj.asiel.pvt.tarief": 500.0}), "P-TRAJ-ASIEL", "traj.asiel.pvt.tarief")
    assert (finding["gevonden"], finding["verwacht"]) == ("500", "100 tot en met 400")


@pytest.mark.parametrize(
    ("rule", "question", "change", "expected"),
    [
        # 970,000 for 100 asylum migrants is 9,700 each
        ("S-TOTAAL-ASIEL", "traj.asiel.b1.tarief", {"traj.asiel.b1.tarief": 970_000.0}, "9700"),
        ("S-TOTAAL-GEZIN", "traj.gezin.tolk.tarief", {"traj.gezin.tolk.tarief": 20_000.0}, "400"),
        ("S-TOTAAL-TAAK", "traj.asiel.intake.uren", {"traj.asiel.intake.uren": 2_000.0}, "20"),
        ("S-PROCENT-GR", "gr.aandeel", {"gr.aandeel": 61.0}, "0.61"),
        ("S-PROCENT-OVERHEAD", "oh.gemeente.waarde", {"oh.gemeente.waarde": 35.0}, "0.35"),
        ("S-PROCENT-SPLIT", "split.2.aandeel_a", {"split.2.aandeel_a": 61.0}, "0.61"),
        ("S-PROCENT-ASIEL", "traj.asiel.z.jaar1", {"traj.asiel.z.jaar1": 61.0}, "0.61"),
        ("S-PROCENT-GEZIN", "traj.gezin.map.jaar2", {"traj.gezin.map.jaar2": 31.0}, "0.31"),
        (
            "S-DUIZEND-RAND",
            "jaar.rand.totaal",
            {"alg.volledigheid": "randtotalen", "jaar.rand.totaal": 300.0},
            "300000",
        ),
        (
            "S-DUIZEND-JAAR",
            "jaar.ontzorging.uitbesteding",
            {"jaar.ontzorging.uitbesteding": 40_000_000.0},
            "40000",
        ),
        ("S-DUIZEND-ASIEL", "traj.asiel.b1.tarief", {"traj.asiel.b1.tarief": 9.7}, "9700"),
        ("S-DUIZEND-AANTAL", "vol.asiel.begeleid", {"vol.asiel.begeleid": 100_000.0}, "100"),
        # 1,364 hours entered as fte are 1 fte
        ("S-EENHEID", "jaar.voortgang.gemeente.eenheid", {"jaar.voortgang.gemeente.inzet": 1_364.0}, "uur"),
        (
            "S-EENHEID-ALLE",
            "jaar.inkoop.gemeente.eenheid",
            {name: "uur" for name in usual() if name.endswith(".eenheid")} | {"jaar.ontzorging.uitbesteding": 100.0},
            "fte",
        ),
        # fte entered as hours for all tasks but one
        (
            "S-EENHEID-ALLE",
            "jaar.administratie.gemeente.eenheid",
            {name: "uur" for name in usual() if name.endswith(".eenheid") and not name.startswith("jaar.inkoop")}
            | {"jaar.inkoop.gemeente.eenheid": "fte", "jaar.ontzorging.uitbesteding": 100.0},
            "fte",
        ),
        (
            "S-WISSEL-AANTAL",
            "vol.asiel.begeleid",
            {"vol.asiel.begeleid": 40.0, "vol.gezin.begeleid": 101.0},
            "101",
        ),
        (
            "S-WISSEL-TRAJECT",
            "traj.asiel.intake.uren",
            {
                "traj.asiel.intake.uren": 10.0,
                "traj.asiel.voortgang.uren": 15.0,
                "traj.asiel.ontzorging.uitbesteding": "nvt",
            }
            | {"traj.gezin.intake.uren": 30.0, "traj.gezin.voortgang.uren": 35.0},
            "30",
        ),
    ],
)
def test_a_slip_is_recognised_and_what_was_meant_is_proposed(
    rule: str, question: str, change: Mapping[str, object], expected: str
) -> None:
    table = found(change)
    assert one(table, rule, question)["verwacht"] == expected
    assert one(table, rule, question)["ernst"] == "vraag"


def test_no_answer_of_the_example_is_taken_for_a_slip() -> None:
    """Its answers are unusual in places, and none of them is a mistake of this kind."""
    answers, known = example()
    table = check_plausibility(answers, SURVEY, PARAMETERS, {}, known)
    assert not [row for row in table["regel"] if row.startswith("S-")]


def test_what_follows_from_a_slip_is_not_told_again() -> None:
    """An overhead of 40 (for 40%) makes every figure with staff implausible: one question, and no other slip for it."""
    table = found({"oh.gemeente.waarde": 40.0})
    told = set(table["regel"]) - set(found({})["regel"])
    assert {rule for rule in told if rule.startswith(("P-", "S-")) and not rule.startswith("P-ANDEREN")} == {
        "S-PROCENT-OVERHEAD"
    }


def test_every_rule_has_a_case_here() -> None:
    rules = load_plausibility(SURVEY.id)
    tested = {
        case.values[0]
        for test in (
            test_a_figure_out_of_bounds_is_told_with_its_bounds,
            test_a_slip_is_recognised_and_what_was_meant_is_proposed,
        )
        for mark in test.pytestmark  # type: ignore[attr-defined]
        for case in (pytest.param(*values) for values in mark.args[1])
    }
    assert {one.id for one in (*rules.bounds, *rules.slips)} == tested


def test_a_figure_that_a_slip_explains_is_not_told_twice() -> None:
    table = found({"traj.asiel.b1.tarief": 970_000.0})
    assert list(table["regel"]) == ["S-TOTAAL-ASIEL"]


def test_a_figure_just_out_of_bounds_is_no_slip() -> None:
    # 12,000 is implausible and no multiple of anything
    assert list(found({"traj.asiel.b1.tarief": 12_000.0})["regel"]) == ["P-TRAJ-ASIEL"]


def test_what_needs_others_or_the_frame_is_silent_without_it() -> None:
    table = found({"vol.asiel.begeleid": 250.0}, with_frame=False)
    assert "P-AANTAL" not in set(table["regel"])


def test_answers_stay_as_they_were_and_rubbish_is_no_reason_to_stop() -> None:
    rubbish = dict.fromkeys(usual(), "veel")
    answers = pd.DataFrame([rubbish, usual()], index=pd.Index(["GM0002", CODE], name="code"), dtype=object)
    before = answers.copy()
    assert check_plausibility(answers, SURVEY, PARAMETERS, {}, frame()).empty
    assert answers.equals(before)


@cache
def example() -> tuple[pd.DataFrame, pd.DataFrame]:
    numeric = {question.id for question in questions(SURVEY) if question.numeric}
    rows = {path.stem: read_answers(path, numeric) for path in sorted((EXAMPLE / "answers").glob("GM*.csv"))}
    table = pd.DataFrame.from_dict(rows, orient="index", dtype=object).rename_axis("code")
    return table, read_frame(EXAMPLE / "frame.csv")


@pytest.mark.parametrize(
    ("rule", "question", "factor"),
    [
        ("P-ANDEREN-TAAK", "jaar.beleid.gemeente.inzet", 6.0),
        ("P-ANDEREN-TOTAAL", "jaar.inkoop.gemeente.inzet", 60.0),
        ("P-ANDEREN-DIRECT", "traj.asiel.intake.uren", 12.0),
        ("P-ANDEREN-ASIEL", "traj.asiel.b1.tarief", 1.8),
        ("P-ANDEREN-GEZIN", "traj.gezin.pvt.tarief", 6.0),
    ],
)
def test_a_figure_far_from_the_others_is_told_and_the_others_are_not(rule: str, question: str, factor: float) -> None:
    answers, country = example()
    before = check_plausibility(answers, SURVEY, PARAMETERS, {}, country)
    told = before[(before["regel"] == rule) & (before["id"] == question)]["code"]
    code = next(
        code for code in answers.index if code not in set(told) and answers.at[code, question] not in (None, "")
    )
    changed = answers.copy()
    changed.loc[code, question] = float(answers.at[code, question]) * factor
    after = check_plausibility(changed, SURVEY, PARAMETERS, {}, country)
    assert code in set(after[(after["regel"] == rule) & (after["id"] == question)]["code"])
    assert code not in set(told)
