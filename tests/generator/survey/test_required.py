"""What counts as a required unit, and the Python that counts how many are answered."""

from __future__ import annotations

import pandas as pd
import pytest

from generator.survey.required import required_units
from templates import Survey
from xl_addin.checks.completeness import completeness


def share(survey: Survey, given: dict[str, object]) -> float:
    answers = pd.DataFrame([given], index=pd.Index(["GM0001"], name="code"), dtype=object)
    return float(completeness(answers, survey).iloc[0])


def test_a_required_grid_row_is_one_unit_and_a_required_column_one_per_row(survey: Survey) -> None:
    units = {unit.ids[0]: unit for unit in required_units(survey)}
    assert set(units["jaar.intake.gemeente.inzet"].ids) >= {"jaar.intake.inhuur", "jaar.intake.gr.uitbesteding"}
    assert "jaar.intake.gemeente.eenheid" not in units["jaar.intake.gemeente.inzet"].ids
    assert units["vol.asiel.begeleid"].ids == ("vol.asiel.begeleid",)
    assert "alg.klasgrootte" not in units


def test_nothing_answered_is_zero(survey: Survey) -> None:
    assert share(survey, {"alg.klasgrootte": 14.0}) == 0


def test_edge_totals_ask_less(survey: Survey) -> None:
    # 10 on Algemeen, 2 begeleid, jaar.rand.totaal, dek.gf and dek.spuk: 15 units, of which 2 are answered.
    given: dict[str, object] = {"alg.volledigheid": "randtotalen", "jaar.rand.totaal": 5.0}
    assert share(survey, given) == pytest.approx(2 / 15)


def test_nvt_answers_and_onbekend_does_not(survey: Survey) -> None:
    base: dict[str, object] = {"alg.volledigheid": "randtotalen"}
    assert share(survey, base | {"dek.gf": "nvt"}) > share(survey, base)
    assert share(survey, base | {"dek.gf": "onbekend"}) == share(survey, base)
