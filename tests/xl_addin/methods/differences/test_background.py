"""The study's other figures, worked out by hand."""

from __future__ import annotations

import math

import pytest

from xl_addin.methods.study import compute
from xl_addin.methods.tables.results import Lookup


@pytest.fixture
def found(table, small_frame, parameters, dimensions):
    answers = table(
        {
            "GM1": {
                "vol.asiel.begeleid": 60.0,
                "vol.gezin.begeleid": 20.0,
                "vol.asiel.tm21": 12.0,
                "vol.route.b1": 30.0,
                "vol.route.z": 10.0,
                "traj.asiel.intake.uren": 10.0,
                "traj.asiel.intake.gesprekken": 4.0,
                "traj.asiel.b1.groepsgrootte": 12.0,
                "alg.mb_maanden": 18.0,
            },
            "GM6": {
                "vol.asiel.begeleid": 100.0,
                "vol.gezin.begeleid": 100.0,
                "vol.asiel.tm21": 40.0,
                "vol.route.z": 60.0,
                "traj.asiel.intake.uren": 16.0,
                "traj.asiel.intake.gesprekken": "nvt",
                "traj.asiel.b1.groepsgrootte": 0.0,
                "alg.mb_maanden": "onbekend",
            },
            "GM3": {"alg.volledigheid": "randtotalen", "traj.asiel.intake.uren": 500.0, "vol.asiel.begeleid": 10.0},
        }
    )
    return Lookup(compute(answers, small_frame, parameters, dimensions).results)


def test_shares_are_ratios_of_sums(found) -> None:
    where = {"indeling": "totaal", "weging": "ratio"}
    # GM3 gives no gezin: 160 of 280; young 52 of the 160 guided asylum migrants of who says how many are young
    assert found.figure(maat="aandeel_asiel", **where) == pytest.approx(160 / 280)
    assert found.figure(maat="aandeel_jong", onderdeel="tm21", groep="asiel", **where) == pytest.approx(52 / 160)
    # routes: 30 and 10 of 40, 0 and 60 of 60
    assert found.figure(maat="aandeel_route", onderdeel="b1", groep="asiel", **where) == pytest.approx(30 / 100)
    assert found.figure("max", maat="aandeel_route", onderdeel="z", groep="asiel", **where) == pytest.approx(1.0)


def test_hours_talks_and_circumstances_are_unweighted_means_of_full_respondents(found) -> None:
    intake = {"onderdeel": "intake", "groep": "asiel", "indeling": "totaal"}
    figures = [found.figure(name, maat="uren", **intake) for name in ("waarde", "min", "max", "n")]
    assert figures == [13.0, 10.0, 16.0, 2]
    assert found.figure(maat="gesprekken", **intake) == 2.0  # nvt counts as 0
    assert found.figure(maat="achtergrond", onderdeel="mb_maanden", indeling="totaal") == 18.0
    size = {"maat": "achtergrond", "onderdeel": "b1.groepsgrootte", "groep": "asiel", "indeling": "totaal"}
    assert (found.figure(**size), found.figure("n", **size)) == (12.0, 1)  # a group of 0 is no group


def test_what_nobody_answers_has_no_row(found) -> None:
    assert math.isnan(found.figure(maat="uren", onderdeel="ontzorging", groep="asiel", indeling="totaal"))
    assert math.isnan(found.figure(maat="aandeel_route", onderdeel="b1", groep="gezin", indeling="totaal"))


def test_what_is_offered_follows_the_definition_and_n_counts_who_pays(
    table, small_frame, parameters, dimensions
) -> None:
    answers = table(
        {
            "GM1": {"vol.asiel.begeleid": 60.0, "traj.asiel.b1.tarief": 9000.0, "traj.gezin.pvt.tarief": 200.0},
            "GM6": {"vol.asiel.begeleid": 100.0, "traj.asiel.b1.tarief": "nvt", "traj.gezin.pvt.tarief": 300.0},
        }
    )
    found = Lookup(compute(answers, small_frame, parameters, dimensions).results)
    for item, group, offered, paying in [
        ("b1", "asiel", 1.0, 1),
        ("b1", "gezin", 0.0, math.nan),
        ("pvt", "gezin", 1.0, 2),
    ]:
        keys = {"maat": "aanbod", "onderdeel": item, "groep": group, "indeling": "totaal"}
        assert found.figure(**keys) == offered
        assert found.figure("n", **keys) == pytest.approx(paying, nan_ok=True)
