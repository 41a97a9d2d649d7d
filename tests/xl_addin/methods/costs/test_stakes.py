"""The euros that an answer bears on."""

from __future__ import annotations

import pandas as pd
import pytest

from templates import load_survey
from templates.questions import question_ids
from tests.xl_addin.methods.conftest import NOTHING_ELSE
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.costs.respondents import respondents
from xl_addin.methods.costs.stakes import at_stake, item_euros

SURVEY = load_survey()
PARAMETERS: dict[str, float | str] = {"productieve_uren": 1364.0}
# GM0001: 100 asylum migrants, 3,000 for purchasing (30 each), routes at 9,000 a trajectory of three years.
# GM0002: 50 asylum migrants and no answer on purchasing.
GIVEN: dict[str, dict[str, object]] = {
    "GM0001": {
        **NOTHING_ELSE,
        "vol.gezin.begeleid": "nvt",
        "vol.asiel.begeleid": 100.0,
        "jaar.inkoop.uitbesteding": 3_000.0,
        "traj.asiel.b1.tarief": 9_000.0,
    },
    "GM0002": {"vol.gezin.begeleid": "nvt", "vol.asiel.begeleid": 50.0, "jaar.beleid.uitbesteding": 1_000.0},
}


@pytest.mark.parametrize(
    ("code", "question", "found", "expected", "euros"),
    [
        ("GM0001", "jaar.inkoop.gemeente.inzet", "", "", 3_000.0),
        # the other one spends 30 an inburgeraar: 50 x 30 may be missing
        ("GM0002", "jaar.inkoop.gemeente.inzet", "", "", 1_500.0),
        ("GM0001", "traj.asiel.b1.tarief", "", "", 300_000.0),  # 9,000 x 100 / 3
        # a proposal of a tenth: nine tenths are at stake
        ("GM0001", "traj.asiel.b1.tarief", "9000", "900", 270_000.0),
        ("GM0001", "traj.asiel.b1.tarief", "9000", "9000000", 300_000.0),
        ("GM0001", "vol.asiel.begeleid", "", "", 3_000.0),
        ("GM0001", "opm.jaar", "", "", 0.0),
        ("GM0009", "vol.asiel.begeleid", "", "", 0.0),
    ],
)
def test_euros_at_stake(code: str, question: str, found: str, expected: str, euros: float) -> None:
    answers = pd.DataFrame.from_dict(GIVEN, orient="index", dtype=object).rename_axis("code")
    answers = answers.reindex(columns=list(question_ids(SURVEY)))
    read = read_answers(answers)
    people = respondents(read, allocate(read, PARAMETERS, SURVEY.dimensions), SURVEY.dimensions)
    finding = pd.DataFrame([(code, question, found, expected)], columns=["code", "id", "gevonden", "verwacht"])
    assert at_stake(finding, item_euros(people, SURVEY.dimensions)).iloc[0] == pytest.approx(euros)
