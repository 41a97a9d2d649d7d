"""Scenarios of a small country, worked out by hand: each change from its own first year, and no realised year touched.

One respondent, GM6: asiel 9,000 euro, half in year 1 and half in year 2, of which 1,000 are wages; gezin 500 euro in
year 1. Grants 10,000 and 700. Every year 100 asiel and 20 gezin come in. Survey year 2024.
"""

import pandas as pd
import pytest

from tests.xl_addin.methods.conftest import NOTHING_ELSE
from tests.xl_addin.methods.time.test_cash_flows import RULES, spread
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.answers.settings import Change
from xl_addin.methods.scenarios import study_under
from xl_addin.methods.tables.columns import FLOWS

YEARS = (2024, 2025, 2026)
# Studies of the same changes to the same small country are computed once; no test changes one.
COMPUTED = {}
ANSWERS = {
    **NOTHING_ELSE,
    "alg.volledigheid": "volledig",
    "vol.asiel.begeleid": 900.0,
    "vol.gezin.begeleid": 600.0,
    "jaar.beleid.uitbesteding": 100_000.0,
    "jaar.intake.uitbesteding": 200_000.0,
    "oh.gemeente.wijze": "euro_per_fte",
    "oh.gemeente.waarde": 0.0,
    # 16 hours of 50,000 x 1.25 / 1,000 = 62.50
    "traj.asiel.b1.uren": 16.0,
    "traj.asiel.b1.schaal": 9.0,
    "traj.asiel.b1.tarief": 8_000.0,
    **spread("asiel", "b1", (0.5, 0.5, 0)),
    "traj.asiel.mb.tarief": 0.0,
    "traj.gezin.pvt.tarief": 500.0,
    **spread("gezin", "pvt", (1, 0, 0)),
}


@pytest.fixture
def under(small_frame, parameters, dimensions, table):
    inflow = {
        f"instroom_{group}_{year}": count for group, count in (("asiel", 100.0), ("gezin", 20.0)) for year in YEARS
    }
    frame, answers = small_frame.assign(**inflow), read_answers(table({"GM6": ANSWERS}))

    def computed(*changes, **given):
        key = (changes, tuple(given.items()))
        if key not in COMPUTED:
            made = [Change(*change) for change in changes]
            COMPUTED[key] = study_under(made, answers, frame, {**parameters, **RULES, **given}, dimensions, 2024)
        return COMPUTED[key]

    return computed


def years(study, name, variant="regeling", basis="landelijk"):
    """A flow of GM6 in thousands of euros, year after year."""
    cash = study.cash
    rows = cash[(cash["code"] == "GM6") & (cash["variant"] == variant) & (cash["kosten"] == basis)]
    return [value / 1000 for value in rows[name]]


def figure(study, **wanted):
    rows = study.results
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    return rows["waarde"].item()


def test_the_years_as_they_are(under):
    study = under()
    # 2024: 0.5 x 900 + 10; then two cohorts of asiel: 450 + 450 + 10
    assert years(study, "besteed") == pytest.approx([460, 910, 910])
    # 0.6 x 1,000 + 14; 300 + 400 + 14; 100 + 300 + 400 + 14
    assert years(study, "recht") == pytest.approx([614, 714, 814])
    assert years(study, "tekort") == pytest.approx([0, 42, 138])


def test_a_dearer_tender_leaves_the_cohorts_before_it_at_their_price(under):
    # 8,000 becomes 8,800 for the cohorts of 2025 and later: 450 + 490 + 10, then 490 + 490 + 10
    study = under(("tarief.leerroutes", 1.1, 2025))
    assert years(study, "besteed") == pytest.approx([460, 950, 990])
    # from 2026: 910 in 2025 still, then 450 + 490 + 10
    study = under(("tarief.leerroutes", 1.1, 2026))
    assert years(study, "besteed") == pytest.approx([460, 910, 950])
    assert years(study, "besteed", basis="eigen") == pytest.approx([460, 910, 950])


def test_wages_rise_for_everyone_who_is_then_on_the_way(under):
    # 1,000 becomes 1,200 in 2026, for both cohorts: 2 x 0.5 x 20 more
    assert years(under(("loon", 1.2, 2026)), "besteed") == pytest.approx([460, 910, 930])


def test_more_inflow_from_a_year_on(under):
    # 200 asiel and 40 gezin in 2026: 450 + 900 + 20; grant 100 + 300 + 800 + 28
    study = under(("instroom", 2.0, 2026))
    assert years(study, "besteed") == pytest.approx([460, 910, 1_370])
    assert years(study, "recht") == pytest.approx([614, 714, 1_228])


def test_what_is_fixed_is_not_multiplied(under):
    # half of 9,000 x 100 is fixed and the rest doubles: 450 + 900 = 1,350 for the cohort of 2026, of which half in 2026
    study = under(("instroom", 2.0, 2026), **{"vast.aandeel.leerroutes": 0.5})
    assert years(study, "besteed") == pytest.approx([460, 910, 450 + 675 + 20])
    assert years(study, "besteed", basis="eigen") == pytest.approx([460, 910, 450 + 675 + 20])
    # per asielmigrant 1,350 / 200
    assert figure(
        study, maat="traject_kosten", onderdeel="totaal", groep="asiel", weging="ratio", indeling="totaal"
    ) == (pytest.approx(6_750))


def test_general_cost_may_be_fixed_while_direct_cost_grows(under):
    """1,500 people cost 100 and 200 thousand; 3,000 with algemeen fixed 100 and 400: 33.33 and 133.33 each."""
    study = under(("instroom", 2.0, 2026), **{"vast.aandeel.algemeen": 1.0})
    place = {"maat": "kosten_per_inburgeraar", "indeling": "totaal", "weging": "ratio"}
    assert figure(study, **place, onderdeel="algemeen") == pytest.approx(100_000 / 3_000)
    assert figure(study, **place, onderdeel="direct") == pytest.approx(400_000 / 3_000)
    assert figure(study, **place, onderdeel="uitvoering") == pytest.approx(500_000 / 3_000)


def test_only_one_groep_grows(under):
    # asiel 900 -> 1,800, gezin 600: 2,400 / 1,500 = 1.6 times as many; algemeen fixed: 100 / 2,400 each
    study = under(("instroom.asiel", 2.0, 2026), **{"vast.aandeel.algemeen": 1.0})
    found = figure(study, maat="kosten_per_inburgeraar", indeling="totaal", weging="ratio", onderdeel="algemeen")
    assert found == pytest.approx(100_000 / 2_400)
    assert years(study, "besteed") == pytest.approx([460, 910, 450 + 900 + 10])


def test_wages_prices_and_grant_rise_apart(under):
    # wages of 1,000 x 1.1, the other 8,000 x 1.05 for asiel and 500 x 1.05 for gezin; the year after once more
    study = under(("index.loon", 0.1, 2025), ("index.prijs", 0.05, 2025), ("index.spuk", 0.02, 2025))
    assert years(study, "besteed") == pytest.approx(
        [460, 100 * 1.1 + 800 * 1.05 + 10 * 1.05, 100 * 1.21 + 800 * 1.1025 + 10 * 1.1025]
    )
    assert years(study, "besteed", basis="eigen") == pytest.approx(years(study, "besteed"))
    assert years(study, "recht") == pytest.approx([614, 714 * 1.02, 814 * 1.0404])


def test_another_index_from_a_year_on_builds_on_the_years_before_it(under):
    study = under(("index.kosten", 0.1, 2026), **{"index.kosten": 0.02})
    assert years(study, "besteed") == pytest.approx([460, 910 * 1.02, 910 * 1.02 * 1.1])


def test_a_rhythm_and_a_cap_from_a_year_on(under):
    study = under(("ritme.wissel", 2026, 2026), ("reserve.maximum", 0.1, 2025))
    # the cohort of 2025 was promised the new rhythm and keeps it
    assert years(study, "recht") == pytest.approx([614, 714, 814])
    assert years(under(("reserve.maximum", 0.1, 2025)), "reserve")[0] == pytest.approx(154)


def test_a_provisional_grant_follows_more_inflow_only_when_it_is_known(under):
    doubled = under(("instroom", 2.0, 2025), **{"spuk.voorlopig.jaren": 1.0})
    # known after a year: in 2025 that of 2024 stands in, so 300 + 400 + 14; in 2026 for 2026 that of 2025 (200 and 40):
    # 100 + 0.3 x 2,000 + 0.4 x 2,000 + 28, and for 2025 another 400 + 14
    assert years(doubled, "recht", "voorlopig") == pytest.approx([614, 714, 100 + 600 + 800 + 28])
    assert years(doubled, "nabetaald", "voorlopig") == pytest.approx([0, 0, 414])
    # as it was: 614, 714, 814, and nothing to correct
    steady = under(**{"spuk.voorlopig.jaren": 1.0})
    assert years(steady, "recht", "voorlopig") == pytest.approx([614, 714, 814])
    assert years(steady, "nabetaald", "voorlopig") == [0, 0, 0]


CHANGES = (
    (("instroom", 1.3, 2025),),
    (("tarief.leerroutes", 1.15, 2025), ("tarief.voorzieningen", 0.9, 2026)),
    (("loon", 1.2, 2025), ("productieve_uren", 800.0, 2026)),
    (("index.loon", 0.05, 2025), ("index.prijs", 0.03, 2025), ("index.spuk", 0.02, 2025)),
    (("spuk.asiel", 12_000.0, 2025), ("reserve.maximum", 0.2, 2025)),
    (("ritme.nieuw.jaar1", 0.5, 2025), ("ritme.nieuw.jaar2", 0.2, 2025)),
    (("route.aandeel.b1", 0.2, 2025), ("instroom.asiel", 0.5, 2025), ("vast.aandeel.leerroutes", 0.4, 2025)),
)


@pytest.mark.parametrize("changes", CHANGES, ids=lambda changes: changes[0][0])
def test_no_scenario_changes_a_realised_year_or_loses_money(under, changes):
    given = {"spuk.voorlopig.jaren": 1.0}
    before, after = under(**given).cash, under(*changes, **given).cash
    keys = ["code", "kosten", "variant", "jaar"]
    realised = [one[one["jaar"] == 2024].set_index(keys)[list(FLOWS)] for one in (before, after)]
    pd.testing.assert_frame_equal(*realised, rtol=1e-12)
    later = [one[one["jaar"] > 2024].set_index(keys)[list(FLOWS)] for one in (before, after)]
    assert (later[0] - later[1]).abs().to_numpy().max() > 1
    change = after["reserve"] - after.groupby(["code", "kosten", "variant"])["reserve"].shift(fill_value=0.0)
    gap = after["ontvangen"] + after["tekort"] - after["besteed"] - after["terugbetaald"] - change
    assert gap.abs().max() < 1e-6
    received = after["recht"] + after["nabetaald"] - after["verrekend"]
    assert (after["ontvangen"] - received).abs().max() < 1e-6
