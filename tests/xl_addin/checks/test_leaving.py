"""Which sums an answer `onbekend` leaves: by the other answers of the same municipality (METHOD section 2)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from templates import load_survey
from templates.parameters import in_force, plain
from templates.questions import limits, questions
from tests.generator.survey.scenarios import messy_answers
from xl_addin.checks import check
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.costs.respondents import annual_sums, respondents

SURVEY = load_survey()
PARAMETERS = plain(in_force(SURVEY))
EDGE = {"alg.volledigheid": "randtotalen"}
JOINT = {"gr.wijze": "sleutel", "gr.aandeel": 0.2, "oh.gr.wijze": "procent", "oh.gr.waarde": 0.3}
TOTAL, KINDS = "totale uitvoeringskosten", "de aandelen naar kostensoort"
YEAR = "de jaarkosten van taken met eigen personeel en de sommen daarover"
HOURS = "de trajectkosten van onderdelen met eigen uren en de sommen daarover"
Answers = Mapping[str, object]


def sums(question: str, answers: Answers) -> str:
    """The sums that the finding on a question names; empty where it says that none is left."""
    table = pd.DataFrame([{**answers, question: "onbekend"}], index=pd.Index(["GM0001"], name="code"), dtype=object)
    found = check(table, SURVEY, PARAMETERS, {})
    (told,) = found.loc[(found["regel"] == "V-ONBEKEND") & (found["id"] == question), "tekst"]
    _, names, rest = told.partition("telt daardoor niet mee in: ")
    assert names or "valt er geen som door weg." in told
    return str(rest.partition(".")[0])


@pytest.mark.parametrize(
    ("question", "carried", "left", "named"),
    [
        # the total follows from its two parts, and they are not needed where the total is given
        ("jaar.rand.totaal", {**EDGE, "jaar.rand.algemeen": 1.0, "jaar.rand.direct": 2.0}, EDGE, TOTAL),
        ("jaar.rand.totaal", {}, {**EDGE, "jaar.rand.algemeen": 1.0}, TOTAL),
        ("jaar.rand.totaal", {**EDGE, "jaar.rand.algemeen": "nvt", "jaar.rand.direct": 2.0}, EDGE, TOTAL),
        ("jaar.rand.algemeen", {**EDGE, "jaar.rand.totaal": 9.0}, {**EDGE, "jaar.rand.direct": 2.0}, TOTAL),
        # who gives edge totals is in no sum over tasks and in none of the trajectory
        ("jaar.intake.inhuur", EDGE, {}, TOTAL),
        ("traj.asiel.b1.tarief", EDGE, {}, "leerroutes"),
        # a cell that describes matters where there is an amount to describe
        ("jaar.intake.gemeente.schaal", {"jaar.intake.inhuur": 5.0}, {"jaar.intake.gemeente.inzet": 1.0}, TOTAL),
        (
            "jaar.intake.gemeente.schaal",  # actual pay takes the place of effort times scale
            {"jaar.intake.gemeente.inzet": 1.0, "jaar.intake.gemeente.loonkosten": 9e4},
            {"jaar.intake.gemeente.inzet": 1.0, "jaar.intake.gemeente.loonkosten": "nvt"},
            KINDS,
        ),
        (
            "jaar.beleid.gemeente.eenheid",  # overhead per fte asks for the fte, beside actual pay too
            {"jaar.beleid.gemeente.inzet": 1.0, "jaar.beleid.gemeente.loonkosten": 9e4, "oh.gemeente.wijze": "procent"},
            {
                "jaar.beleid.gemeente.inzet": 1.0,
                "jaar.beleid.gemeente.loonkosten": 9e4,
                "oh.gemeente.wijze": "euro_per_fte",
            },
            TOTAL,
        ),
        (
            "traj.asiel.mb.groepsgrootte",
            {"traj.asiel.mb.bijkomend": 5.0},
            {"traj.asiel.mb.tarief": 5.0},
            "voorzieningen",
        ),
        (
            "traj.gezin.intake.schaal",
            {"traj.gezin.intake.uitbesteding": 5.0},
            {"traj.gezin.intake.uren": 5.0},
            "direct",
        ),
        # the joint body's cells count where there is one
        ("jaar.intake.gr.inhuur", {"gr.wijze": "nvt"}, JOINT, TOTAL),
        (
            "gr.aandeel",
            {"gr.wijze": "sleutel"},
            {"gr.wijze": "sleutel", "jaar.beleid.gr.inhuur": 5.0},
            "die de GR doet",
        ),
        ("oh.gr.waarde", {**JOINT, "jaar.beleid.gr.inhuur": 5.0}, {**JOINT, "jaar.beleid.gr.inzet": 1.0}, YEAR),
        # overhead: of staff of the year, of hours in the trajectory, or of both
        ("oh.gemeente.waarde", {"jaar.beleid.inhuur": 5.0}, {"jaar.beleid.gemeente.loonkosten": 5.0}, YEAR),
        ("oh.gemeente.waarde", {}, {"traj.asiel.mb.uren": 5.0}, HOURS),
        ("oh.gr.wijze", {"oh.gemeente.waarde": 0.3, "traj.asiel.mb.uren": 5.0}, {"traj.asiel.mb.uren": 5.0}, HOURS),
        # a combined contract that falls on nothing that counts
        (
            "split.1.bedrag",
            {"split.1.ingang": "jaar", "split.1.deel_a": "mb", "split.1.deel_b": "pvt"},
            {"split.1.ingang": "jaar", "split.1.deel_a": "mb", "split.1.deel_b": "intake"},
            "dit contract",
        ),
        (
            "split.2.deel_a",
            {"split.2.ingang": "traj", "split.2.deel_b": "mb"},
            {"split.2.ingang": "traj", "split.2.groep": "asiel", "split.2.deel_b": "mb"},
            "dit contract",
        ),
    ],
)
def test_a_sum_is_left_only_where_no_other_answer_carries_it(
    question: str, carried: Answers, left: Answers, named: str
) -> None:
    assert sums(question, carried) == ""
    assert named in sums(question, left)


def test_overhead_names_the_year_and_the_trajectory_where_both_need_it() -> None:
    both = sums("oh.gemeente.wijze", {"jaar.inkoop.gemeente.inzet": 1.0, "traj.gezin.pvt.uren": 2.0})
    assert both == f"{YEAR}, {HOURS}"


def test_the_persons_of_a_group_are_carried_by_the_total_but_not_in_the_group_s_own_trajectory() -> None:
    whole = sums("vol.asiel.begeleid", {"vol.totaal.begeleid": 90.0, "vol.gezin.begeleid": 30.0})
    assert "per inburgeraar" not in whole
    assert "de trajectkosten van de groep" in whole
    assert sums("vol.asiel.begeleid", {"vol.gezin.begeleid": 30.0}).startswith("alle bedragen per inburgeraar, ")
    assert sums("vol.totaal.begeleid", {"vol.asiel.begeleid": 9.0, "vol.gezin.begeleid": 30.0}) == ""
    assert sums("vol.totaal.begeleid", {"vol.asiel.begeleid": 9.0}) == "alle bedragen per inburgeraar"


def test_an_effort_beside_actual_pay_is_not_known_itself_and_leaves_the_caseload_too() -> None:
    beside = {"jaar.intake.gemeente.loonkosten": 9e4, "oh.gemeente.wijze": "procent", "oh.gemeente.waarde": 0.3}
    assert TOTAL in sums("jaar.intake.gemeente.inzet", beside)
    assert sums("jaar.intake.gemeente.inzet", beside).endswith("de caseload")
    unit = {**beside, "jaar.intake.gemeente.inzet": 1.0}
    assert sums("jaar.intake.gemeente.eenheid", unit) == "de caseload"


def test_hours_that_can_be_derived_are_said_to_be() -> None:
    assert "tenzij" in sums("traj.asiel.intake.uren", {})
    assert "tenzij" not in sums("traj.asiel.ontzorging.uren", {})


@pytest.mark.parametrize("seed", range(6))
def test_what_is_said_of_uitvoering_is_what_the_method_makes_of_it(seed: int) -> None:
    """On random answers, each in turn onbekend: uitvoering is named where it is not known, never where it is.

    And where no sum is named, the answer does not matter: with nvt in its place as many figures are known.
    """
    answers = {name: one for name, one in messy_answers(SURVEY, seed, 0.0).items() if not name.startswith("toel.")}
    if seed % 2:
        answers |= {name: 5.0 for name in answers if answers[name] == "onbekend"}
    codes = [f"GM{at:04d}" for at in range(1, 200)]
    names = [one.id for one in questions(SURVEY) if one.numeric and one.id.startswith(("jaar.", "traj.", "oh.", "gr."))]
    rows = [{**answers, name: "onbekend"} for name in names[: len(codes)]]
    unsaid = [{**answers, name: "nvt"} for name in names[: len(codes)]]
    table = pd.DataFrame(rows, index=pd.Index(codes[: len(rows)], name="code"), dtype=object)
    without = pd.DataFrame(unsaid, index=table.index, dtype=object)
    told = check(table, SURVEY, PARAMETERS, {})
    told = told[told["regel"] == "V-ONBEKEND"].set_index(["code", "id"])["tekst"]
    known, other = figures(table), figures(without)
    whole = known["uitvoering"].notna()
    checked = 0
    for code, name in zip(table.index, names, strict=False):
        if (code, name) not in told.index:
            continue
        checked += 1
        if TOTAL in told[code, name] or YEAR in told[code, name]:
            assert not whole[code], (name, told[code, name])
        if "valt er geen som door weg." in told[code, name]:
            assert known.loc[code].notna().equals(other.loc[code].notna()), name
    assert checked > len(rows) / 2


def figures(table: pd.DataFrame) -> pd.DataFrame:
    """Sums of the year and direct and provisions of each groep, NaN where a respondent does not enter."""
    answers = read_answers(table, limits(SURVEY))
    costs = allocate(answers, PARAMETERS, SURVEY.dimensions)
    everyone = respondents(answers, costs, SURVEY.dimensions)
    columns = [annual_sums(costs, SURVEY.dimensions)]
    columns += [sums.add_prefix(group) for group, sums in everyone.trajectory.items()]
    return pd.concat(columns, axis=1).where(lambda found: np.isfinite(found))
