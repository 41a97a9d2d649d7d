"""Cost beside funding: a difference is budget - cost. Figures of the small country (conftest)."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.earmarked import earmarked
from xl_addin.methods.costs.own_figures import own_figures
from xl_addin.methods.funding.funding import general_grants
from xl_addin.methods.study import compute
from xl_addin.methods.tables.results import Lookup

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
    weights |= {"gf.incidenteel": ""}
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
    given = earmarked("asiel", parameters, dimensions)
    assert (given.national, given.notes) == (15_500, ())
    built = {
        "spuk.asiel.artikel10": 15_000.0,
        "spuk.onderwijsroute.macrobudget": 16e6,
        "spuk.onderwijsroute.deelnemers": 6_400.0,
        "spuk.onderwijsroute.k": 1.0,
    }
    # 16 mln / 6,400 = 2,500 for the 13 of 99 on that route
    found = earmarked("asiel", {**parameters, **built}, dimensions)
    assert found.national == pytest.approx(15_000 + 2_500 * 13 / 99)
    assert found.notes == ()
    tripled = earmarked("asiel", {**parameters, **built, "spuk.onderwijsroute.k": 3.0}, dimensions)
    assert tripled.national == pytest.approx(15_000 + 7_500 * 13 / 99)


def test_an_absent_earmarked_amount_is_unknown_and_never_zero(parameters, dimensions):
    del parameters["spuk.gezin"]
    found = earmarked("gezin", parameters, dimensions)
    assert math.isnan(found.national)
    assert [note.values["parameter"] for note in found.notes] == ["spuk.gezin"]


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


def test_a_municipality_is_compared_with_the_grant_for_its_own_share_on_the_education_route(
    table, parameters, dimensions
):
    built = {
        "spuk.asiel.artikel10": 15_000.0,
        "spuk.onderwijsroute.macrobudget": 16e6,
        "spuk.onderwijsroute.deelnemers": 6_400.0,
        "spuk.onderwijsroute.k": 1.0,
    }
    routes = {"vol.route.b1": 30.0, "vol.route.z": 10.0, "vol.route.onderwijs": 10.0}
    answers = table({"GM1": routes, "GM2": {"vol.route.b1": "onbekend"}})
    shown = own_figures(read_answers(answers), {**parameters, **built}, dimensions).figures["uit.verschil.spuk.asiel"]
    assert shown.to_dict() == pytest.approx({"GM1": 15_000 + 2_500 * 10 / 50, "GM2": 15_000 + 2_500 * 13 / 99})
