"""Trajectory results: outliers, bands, the route mix, and the national means, with the working beside them."""

import math

import numpy as np
import pandas as pd
import pytest

from tests.xl_addin.methods.conftest import NOTHING_ELSE
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.estimates.basis import prepare
from xl_addin.methods.estimates.trajectory import band, direct_without_outliers, estimate_trajectory, mix
from xl_addin.methods.tables.results import Lookup, as_table


@pytest.mark.parametrize(
    ("way", "low", "high"),
    # report, table B.2: 3,553 to 4,342 on the unrounded mean; section 4.1: 3,600 to 4,400
    [("geen", 3_552.75, 4_342.25), ("honderd", 3_510, 4_290), ("honderd_omhoog", 3_600, 4_400)],
)
def test_the_band_may_be_taken_on_a_rounded_mean(parameters, way, low, high):
    assert band(3_947.5, {**parameters, "afronden_voor_band": way}) == pytest.approx((low, high))


def test_outliers_are_dropped_once_on_the_direct_total_and_named():
    table = pd.DataFrame(
        {"intake": [1.0, 1, 1, 1, 60], "voortgang": [0.0, 1, 2, 3, 40], "ontzorging": [0.0] * 5},
        index=["GM1", "GM2", "GM3", "GM4", "GM5"],
    ).assign(direct=[1.0, 2, 3, 4, 100])
    found = direct_without_outliers(table, pd.Series(1.0, table.index), ("intake", "voortgang", "ontzorging"), "asiel")
    assert found.kept["direct"].dropna().to_list() == [1, 2, 3, 4]
    # parts add up
    parts = found.kept[["intake", "voortgang", "ontzorging"]].sum(axis=1)[:4]
    assert parts.to_list() == [1, 2, 3, 4]
    assert [(note.code, note.values["waarde"], note.values["laag"], note.values["hoog"]) for note in found.notes] == [
        ("GM5", 100, -1, 7)
    ]


def frame_of(**columns):
    return pd.DataFrame(columns, index=["GM1"])


def test_a_route_without_a_price_is_left_out_and_named():
    prices = frame_of(b1=9_000.0, z=np.nan, onderwijs=17_000.0)
    found = mix(prices, frame_of(b1=0.57, z=0.29, onderwijs=0.13), "asiel")
    # (0.57 x 9,000 + 0.13 x 17,000) / 0.70
    assert found.cost["GM1"] == pytest.approx(7_340 / 0.7)
    assert [(note.rule, note.values["routes"]) for note in found.notes] == [("ROUTES_RESCALED", "z")]


def test_shares_that_do_not_sum_to_one_are_normalised_without_a_word():
    found = mix(frame_of(b1=10.0, z=20.0), frame_of(b1=57.0, z=29.0))
    assert found.cost["GM1"] == pytest.approx((570 + 580) / 86)
    assert found.notes == ()


@pytest.mark.parametrize("prices", [{"b1": np.nan, "z": np.nan}, {"b1": np.nan, "z": 5.0}])
def test_no_price_on_a_route_with_participants_gives_no_mean(prices):
    assert math.isnan(mix(frame_of(**prices), frame_of(b1=1.0, z=0.0)).cost["GM1"])


@pytest.fixture
def made(small_frame, parameters, dimensions, table):
    def given(asylum, family, direct, route, provision):
        return {
            **NOTHING_ELSE,
            "vol.asiel.begeleid": asylum,
            "vol.gezin.begeleid": family,
            "traj.asiel.intake.uitbesteding": direct,
            "traj.asiel.b1.tarief": route,
            "traj.asiel.mb.tarief": provision,
            "traj.asiel.mb.bijkomend": None,
            "traj.gezin.pvt.tarief": provision,
            "traj.gezin.pvt.bijkomend": None,
        }

    answers = table(
        {
            "GM3": given(100.0, 50.0, 3_000.0, 10_000.0, 2_000.0),
            "GM4": given(120.0, 80.0, 4_000.0, 9_000.0, None),
            "GM6": given(900.0, None, 5_000.0, None, 3_000.0),
        }
    )
    answers = read_answers(answers)
    costs = allocate(answers, parameters, dimensions)
    return estimate_trajectory(prepare(answers, small_frame, costs, parameters, dimensions))


COST = {"maat": "traject_kosten", "groep": "asiel", "indeling": "totaal"}


def test_national_means_weigh_with_the_guided_of_the_groep(made):
    found = Lookup(as_table(made.rows))
    # inwoners: 30-80 is (300,000 + 480,000)/220, also for <30 (90) and 80-250 (300) without respondents; >250 5,000
    by_size = (780_000 / 220 * (90 + 220 + 300) + 5_000 * 900) / 1_510
    # stedelijkheid: laag (90) merges with gemiddeld, hoog holds GM5 and GM6
    by_urbanity = (780_000 / 220 * (90 + 220) + 5_000 * 1_200) / 1_510
    # gevestigd: laag 3,000 x 160, gemiddeld 4,000 x 420, hoog 5,000 x 900, onbekend 30 at the mean of all
    overall = (300_000 + 480_000 + 4_500_000) / 1_120
    by_established = (3_000 * 160 + 4_000 * 420 + 5_000 * 900 + overall * 30) / 1_510
    figures = {"post_inwoners": by_size, "post_stedelijkheid": by_urbanity, "post_gevestigd": by_established}
    for weighting, value in figures.items():
        assert found.figure(**COST, onderdeel="direct", weging=weighting) == pytest.approx(value), weighting
    macro = sum(figures.values()) / 3
    shown = [found.figure(name, **COST, onderdeel="direct", weging="macro") for name in ("waarde", "laag", "hoog", "n")]
    assert shown == pytest.approx([macro, macro * 0.9, macro * 1.1, 3])
    assert found.figure(**COST, onderdeel="direct", weging="ratio") == pytest.approx(overall)


def test_totals_are_sums_of_the_estimates_over_different_respondents(made):
    found = Lookup(as_table(made.rows))
    part = {
        name: found.figure(**COST, onderdeel=name, weging="macro") for name in ("leerroutes", "voorzieningen", "direct")
    }
    total = found.figure(**COST, onderdeel="totaal", weging="macro")
    assert total == pytest.approx(part["leerroutes"] + part["voorzieningen"])
    everything = [found.figure(name, **COST, onderdeel="alles", weging="macro") for name in ("waarde", "laag", "hoog")]
    # the 10% lies on direct only
    assert everything == pytest.approx([total + part["direct"] * factor for factor in (1, 0.9, 1.1)])
    # only GM3 has a route and a provision
    observed = [found.figure(name, **COST, onderdeel="totaal", weging="macro") for name in ("min", "max", "n")]
    assert observed == pytest.approx([12_000, 12_000, 1])


def test_a_groep_without_routes_has_routes_of_zero(made):
    found = Lookup(as_table(made.rows))
    where = {**COST, "groep": "gezin", "weging": "macro"}
    assert [found.figure(name, **where, onderdeel="leerroutes") for name in ("waarde", "n")] == [0, 2]
    assert found.figure(**where, onderdeel="totaal") == pytest.approx(found.figure(**where, onderdeel="pvt"))


def test_who_does_not_say_how_many_it_guides_is_left_out_and_named(made):
    found = Lookup(as_table(made.rows))
    assert found.figure("n", **{**COST, "groep": "gezin"}, onderdeel="pvt", weging="ratio") == 1
    noted = [(note.code, note.values["groep"]) for note in made.notes if note.rule == "GROUP_PERSONS_UNKNOWN"]
    assert noted == [("GM6", "gezin")]


def test_a_missing_route_share_leaves_the_routes_empty(small_frame, parameters, dimensions, table):
    del parameters["route.aandeel.z"]
    answers = table({"GM3": {"vol.asiel.begeleid": 10.0, "traj.asiel.z.tarief": 10.0, "traj.asiel.b1.tarief": 5.0}})
    answers = read_answers(answers)
    costs = allocate(answers, parameters, dimensions)
    made = estimate_trajectory(prepare(answers, small_frame, costs, parameters, dimensions))
    found = Lookup(as_table(made.rows))
    assert math.isnan(found.figure(**COST, onderdeel="leerroutes", weging="macro"))
    assert "route.aandeel.z" in [note.values.get("parameter") for note in made.notes]
