"""Cost beside funding: a difference is budget - cost. Figures of the small country (conftest)."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.methods.allocation import allocate
from xl_addin.methods.basis import prepare
from xl_addin.methods.funding import earmarked_amount, general_grants, municipal_picture
from xl_addin.methods.results import Lookup
from xl_addin.methods.study import compute

GRANTS = 3_130_000.0  # 40 + 90 + 200 + 300 + 500 + 2,000 thousand


@pytest.fixture
def found(small_frame, small_answers, parameters, dimensions):
    parameters |= {"gf.totaal": GRANTS, "gf.structureel": GRANTS / 2}
    return Lookup(compute(small_answers, small_frame, parameters, dimensions).results)


def test_grant_of_a_class_is_over_all_its_municipalities(found):
    where = {"indeling": "inwoners", "klasse": "<30"}
    # GM1 and GM2: 130,000 over 120; cost of GM1 alone 2,500
    assert found.figure(maat="gf_per_inburgeraar", **where) == pytest.approx(130_000 / 120)
    assert found.figure(maat="verschil_gf", **where) == pytest.approx(130_000 / 120 - 2_500)
    assert found.figure(maat="gf_per_inburgeraar", onderdeel="structureel", **where) == pytest.approx(65_000 / 120)
    # over the respondent of the class only
    assert found.figure(maat="gf_per_inburgeraar", onderdeel="respondenten", **where) == pytest.approx(1_000)


def test_a_class_without_respondents_has_a_grant_and_no_difference(found):
    where = {"indeling": "inwoners", "klasse": "80-250"}
    assert found.figure(maat="gf_per_inburgeraar", **where) == pytest.approx(1_250)
    assert math.isnan(found.figure(maat="verschil_gf", **where))


@pytest.mark.parametrize(("component", "grant"), [("", GRANTS), ("structureel", GRANTS / 2)])
def test_national_difference_carries_the_band_through(found, component, grant):
    macro = {"maat": "landelijk_totaal", "onderdeel": "uitvoering", "indeling": "totaal", "weging": "macro"}
    cost, low, high = (found.figure(name, **macro) for name in ("waarde", "laag", "hoog"))
    where = {"onderdeel": component, "indeling": "totaal"}
    assert found.figure(maat="gf_per_inburgeraar", **where) == pytest.approx(grant)
    shown = [found.figure(name, maat="verschil_gf", **where) for name in ("waarde", "laag", "hoog")]
    name = f"{component}_per_inburgeraar".lstrip("_")
    each = [
        found.figure(column, maat="verschil_gf", indeling="totaal", onderdeel=name) for column in ("waarde", "laag")
    ]
    assert each == pytest.approx([(grant - cost) / 2_370, (grant - high) / 2_370])
    # the higher the cost, the lower the difference
    assert shown == pytest.approx([grant - cost, grant - high, grant - low])
    assert shown[1] < shown[0] < shown[2]


def test_given_amounts_win_and_a_gap_with_the_total_is_told(small_frame, parameters):
    grants = general_grants(small_frame, parameters)
    assert grants.national == GRANTS
    assert grants.national_structural == 81e6
    assert [note.rule for note in grants.notes] == ["GRANTS_NOT_TOTAL"]


def keyed(frame, parameters, **key):
    weights = {"gf.gewicht.inwoners": 0.5, "gf.gewicht.migratieachtergrond": 1.5, "gf.totaal": 1_000_000.0}
    return general_grants(frame, {**parameters, **weights, **key})


def test_a_key_by_hand(parameters):
    frame = pd.DataFrame({"inwoners": [100.0, 300.0], "migratieachtergrond": [30.0, 10.0]}, index=["GM1", "GM2"])
    grants = keyed(frame, parameters)
    # GM1: (0.5 x 1/4 + 1.5 x 3/4) / 2 = 0.625
    assert grants.whole.to_list() == pytest.approx([625_000, 375_000])
    assert [note.rule for note in grants.notes] == ["GRANTS_BY_KEY"]


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**5), st.booleans()), min_size=2, max_size=30))
def test_what_is_divided_adds_up_to_the_total(rows):
    inhabitants, background, given_amount = zip(*rows, strict=True)
    frame = pd.DataFrame({"inwoners": inhabitants, "migratieachtergrond": background}, dtype=float)
    frame["migratieachtergrond"] += 1
    frame["gf_euro"] = np.where(given_amount, 1_000.0, np.nan)
    grants = keyed(frame, {"gf.structureel": 400_000.0})
    if frame["gf_euro"].isna().any():
        assert grants.whole.sum() == pytest.approx(1_000_000)
        assert grants.structural.sum() == pytest.approx(400_000)
    assert (grants.whole[frame["gf_euro"].notna()] == 1_000).all()


@pytest.mark.parametrize(
    "key",
    [{"gf.gewicht.inwoners": ""}, {"gf.totaal": "", "gf.incidenteel": ""}, {"gf.totaal": 10.0}],
)
def test_a_grant_that_cannot_be_divided_stays_unknown(small_frame, parameters, key):
    small_frame.loc["GM1", "gf_euro"] = np.nan
    grants = keyed(small_frame.assign(migratieachtergrond=1.0), parameters, **key)
    assert grants.whole.isna().to_list() == [True] + [False] * 5
    assert "GRANTS_UNKNOWN" in [note.rule for note in grants.notes]


def test_the_earmarked_amount_is_given_or_built_up(parameters, dimensions):
    assert earmarked_amount("asiel", parameters, dimensions) == (15_500, [])
    built = {
        "spuk.asiel.artikel10": 15_000.0,
        "spuk.onderwijsroute.macrobudget": 16e6,
        "spuk.onderwijsroute.deelnemers": 6_400.0,
        "spuk.onderwijsroute.k": 1.0,
    }
    # 16 mln / 6,400 = 2,500 for the 13 of 99 on that route
    value, notes = earmarked_amount("asiel", {**parameters, **built}, dimensions)
    assert value == pytest.approx(15_000 + 2_500 * 13 / 99)
    assert notes == []
    tripled, _ = earmarked_amount("asiel", {**parameters, **built, "spuk.onderwijsroute.k": 3.0}, dimensions)
    assert tripled == pytest.approx(15_000 + 7_500 * 13 / 99)


def test_an_absent_earmarked_amount_is_unknown_and_never_zero(parameters, dimensions):
    del parameters["spuk.gezin"]
    value, notes = earmarked_amount("gezin", parameters, dimensions)
    assert math.isnan(value)
    assert [note.values["parameter"] for note in notes] == ["spuk.gezin"]


def test_earmarked_difference_per_groep_and_net(country, parameters, dimensions):
    frame, answers = country
    found = Lookup(compute(answers, frame, {**parameters, "spuk.asiel.leerroutes": 12_000.0}, dimensions).results)
    net = 0.0
    for group, grant in (("asiel", 15_500), ("gezin", 700)):
        cost = found.figure(maat="traject_kosten", onderdeel="totaal", groep=group, indeling="totaal", weging="macro")
        where = {"maat": "verschil_spuk", "groep": group, "indeling": "totaal"}
        assert found.figure(**where) == pytest.approx(grant - cost)
        assert found.figure(**where, onderdeel="fractie") == pytest.approx((grant - cost) / grant)
        net += (grant - cost) * frame[f"{group}_begeleid"].sum()
    assert found.figure(maat="verschil_spuk", onderdeel="netto", indeling="totaal") == pytest.approx(net)
    routes = found.figure(
        maat="traject_kosten", onderdeel="leerroutes", groep="asiel", indeling="totaal", weging="macro"
    )
    apart = found.figure(maat="verschil_spuk", onderdeel="leerroutes", groep="asiel", indeling="totaal")
    assert apart == pytest.approx(12_000 - routes)


def test_one_municipality_sees_its_own_picture(small_frame, parameters, dimensions, table):
    given = {
        "vol.asiel.begeleid": 100.0,
        "vol.gezin.begeleid": 50.0,
        "vol.route.b1": 30.0,
        "vol.route.z": 10.0,
        "jaar.beleid.inhuur": 150_000.0,
        "traj.asiel.b1.tarief": 9_000.0,
        "traj.asiel.z.tarief": 13_000.0,
        "traj.asiel.mb.tarief": 2_000.0,
    }
    answers = table({"GM3": given})
    costs = allocate(answers, parameters, dimensions).table
    own = municipal_picture(prepare(answers, small_frame, costs, parameters, dimensions), answers).loc["GM3"]
    # own distribution 3 to 1: 10,000; with the provision 12,000; grant 200,000
    assert own[["leerroutes_asiel", "totaal_asiel", "verschil_spuk_asiel"]].to_list() == [10_000, 12_000, 3_500]
    assert own[["verschil_gf", "kosten_per_inburgeraar", "verschil_gf_per_inburgeraar"]].to_list() == pytest.approx(
        [50_000, 1_000, 1_000 / 3]
    )
