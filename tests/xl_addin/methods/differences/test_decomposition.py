"""Where a class differs, in parts that add up."""

import numpy as np
import pandas as pd
import pytest

from tests.xl_addin.methods.conftest import NOTHING_ELSE, Answers
from xl_addin.methods.differences.decomposition import PARTS
from xl_addin.methods.study import Study, compute


@pytest.fixture
def answers(table: Answers) -> pd.DataFrame:
    """Two municipalities of 100 inburgeraars. GM3: 60 asiel, 2 fte of scale 8; GM6: 40 asiel, 1 fte of scale 10.

    Own staff of intake only, overhead 10%; GM3 hired for 5,000; GM6 outsourced for 20,000. An hour costs 50 at scale 8
    (40,000 x 1.25 / 1,000) before overhead; intake takes 6 hours for asiel and 0 for gezin.
    """
    rows = {}
    for code, asylum, fte, scale in (("GM3", 60, 2.0, 8.0), ("GM6", 40, 1.0, 10.0)):
        rows[code] = {
            **NOTHING_ELSE,
            "vol.asiel.begeleid": float(asylum),
            "vol.gezin.begeleid": float(100 - asylum),
            "jaar.intake.gemeente.inzet": fte,
            "jaar.intake.gemeente.eenheid": "fte",
            "jaar.intake.gemeente.schaal": scale,
            "oh.gemeente.wijze": "procent",
            "oh.gemeente.waarde": 0.1,
        }
        for group, hours in (("asiel", 6.0), ("gezin", "nvt")):
            rows[code] |= {f"traj.{group}.intake.uren": hours, f"traj.{group}.intake.schaal": 8.0}
            rows[code] |= {f"traj.{group}.voortgang.uren": "nvt"}
    rows["GM3"]["jaar.intake.inhuur"] = 5_000.0
    rows["GM6"]["jaar.beleid.uitbesteding"] = 20_000.0
    return table(rows)


def test_worked_out_by_hand(answers: pd.DataFrame, small_frame: pd.DataFrame, parameters: dict, dimensions) -> None:
    # Loaded salary: scale 8 50,000, scale 10 75,000. GM3: salaries 100,000, own 110,000, cost 115,000 = 1,150 each.
    # GM6: salaries 75,000, own 82,500, cost 102,500 = 1,025. Both: 217,500 / 200 = 1,087.5. GM3 is 30-80: + 62.5.
    # samenstelling: 60% against 50%; asiel takes 6 hours x 50 x 1.1 = 330 over 3 years = 110: 0.1 x 110 = 11
    # caseload: fte per person 0.02 against 0.015, salary 50,000 against 175,000 / 3 = 58,333.33, mean 54,166.67:
    #   0.005 x 54,166.67 = 270.83, less 11 = 259.83; schaal: - 8,333.33 x 0.0175 = -145.83
    # inhuur: 50 - 25 = 25; uitbesteding: 0 - 100 = -100; rest: overhead 100 - 87.5 = 12.5. Sum 62.5
    found = compute(answers, small_frame, parameters, dimensions).insight.differences
    mine = found.loc[("inwoners", "30-80")]
    assert mine["n"] == 1
    expected = [62.5, 11, 0.005 * 162_500 / 3 - 11, -0.0175 * 25_000 / 3, 25, -100, 12.5]
    assert mine[["totaal", *PARTS]].tolist() == pytest.approx(expected)


def test_parts_add_up_in_every_class(made: Study) -> None:
    found = made.insight.differences
    assert len(found) >= 12
    np.testing.assert_allclose(found[list(PARTS)].sum(axis=1), found["totaal"], rtol=0, atol=1e-9)


def test_unknown_hours_leave_the_mix_out_and_the_sum_whole(
    answers: pd.DataFrame, small_frame: pd.DataFrame, parameters: dict, dimensions
) -> None:
    silent = answers.drop(columns=[name for name in answers if name.startswith("traj.")])
    mine = compute(silent, small_frame, parameters, dimensions).insight.differences.loc[("inwoners", "30-80")]
    assert np.isnan(mine["samenstelling"])
    assert mine["caseload"] == pytest.approx(0.005 * 162_500 / 3)
    assert mine[list(PARTS)].sum() == pytest.approx(62.5)
