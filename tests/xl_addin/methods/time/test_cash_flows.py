"""The cash flows of a small country, worked out by hand.

One respondent, GM6, with everything in one provision per groep, so that national and own figures are the same:
asiel 9,000 euro, half in year 1, half in year 2; gezin 500 euro, all in year 1. Grants 10,000 and 700.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from tests.xl_addin.methods.conftest import NOTHING_ELSE
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.differences.spread import estimate_spread
from xl_addin.methods.estimates.basis import prepare
from xl_addin.methods.estimates.trajectory import estimate_trajectory
from xl_addin.methods.tables.columns import FLOWS
from xl_addin.methods.tables.results import Lookup, as_table, pick
from xl_addin.methods.time.cash_flows import cash_flows
from xl_addin.methods.time.time_view import spread_lines, stuck_municipalities


class Found(NamedTuple):
    results: pd.DataFrame
    cash: pd.DataFrame
    rules: set[str]


RULES = {
    "wet.eerste_cohort": 2024.0,
    "ritme.wissel": 2025.0,
    **{f"ritme.oud.jaar{year}": part for year, part in enumerate((0.6, 0.3, 0.1), 1)},
    **{f"ritme.nieuw.jaar{year}": part for year, part in enumerate((0.4, 0.3, 0.3), 1)},
    "reserve.maximum": 1.0,
    "reserve.maximum.ruim": 2.0,
    "index.basisjaar": 2024.0,
    "index.kosten": 0.0,
    "index.spuk": 0.0,
    "spuk.asiel": 10_000.0,
    "spuk.gezin": 700.0,
}


def spread(group, item, parts):
    return {f"traj.{group}.{item}.jaar{year}": part for year, part in enumerate(parts, start=1)}


@pytest.fixture
def run(small_frame, parameters, dimensions, table):
    answers = table(
        {
            "GM6": {
                **NOTHING_ELSE,
                "vol.asiel.begeleid": 900.0,
                "vol.gezin.begeleid": 600.0,
                "traj.asiel.b1.tarief": 9_000.0,
                **spread("asiel", "b1", (0.5, 0.5, 0)),
                "traj.asiel.mb.tarief": 0.0,
                "traj.gezin.pvt.tarief": 500.0,
                **spread("gezin", "pvt", (1, 0, 0)),
            }
        }
    )
    answers = read_answers(answers)
    costs = allocate(answers, parameters, dimensions)
    inflow = {
        "instroom_asiel_2024": 100.0,
        "instroom_asiel_2025": 10.0,
        "instroom_asiel_2026": 0.0,
        **{f"instroom_gezin_{year}": 20.0 for year in (2024, 2025, 2026)},
    }

    def computed(columns=None, **changed):
        frame = small_frame.assign(**(inflow if columns is None else columns))
        basis = prepare(answers, frame, costs, {**parameters, **RULES, **changed}, dimensions)
        before = as_table((*estimate_trajectory(basis).rows, *estimate_spread(basis, answers).rows))
        flows = cash_flows(basis, answers, Lookup(before))
        return Found(pd.concat([before, as_table(flows.rows)]), flows.table, {note.rule for note in flows.notes})

    return computed, inflow


def figures(study, variant, basis="landelijk", code="GM6"):
    rows = study.cash[
        (study.cash["code"] == code) & (study.cash["variant"] == variant) & (study.cash["kosten"] == basis)
    ]
    return {name: rows[name].tolist() for name in (*FLOWS, "klem")}


def test_the_rule_as_it_is(run):
    computed, _ = run
    found = figures(computed(), "regeling")
    # grant 2024: 0.6 x 10,000 x 100 + 700 x 20 = 614,000; cost 0.5 x 9,000 x 100 + 500 x 20 = 460,000
    # grant 2025: 0.3 x 10,000 x 100 + 0.4 x 10,000 x 10 + 14,000 = 354,000; cost 450,000 + 45,000 + 10,000 = 505,000
    # grant 2026: 0.1 x 1,000,000 + 0.3 x 100,000 + 14,000 = 144,000; cost 45,000 + 10,000 = 55,000
    assert found["recht"] == pytest.approx([614_000, 354_000, 144_000])
    assert found["besteed"] == pytest.approx([460_000, 505_000, 55_000])
    # 154,000 stays; 154,000 + 354,000 - 505,000 = 3,000; 3,000 + 144,000 - 55,000 = 92,000
    assert found["reserve"] == pytest.approx([154_000, 3_000, 92_000])
    assert found["klem"] == ["", "", ""]


def test_without_reserving_what_was_repaid_is_missing_later(run):
    computed, _ = run
    found = figures(computed(), "zonder_reserve")
    # 154,000 goes back; 354,000 - 505,000 = -151,000, taken from 144,000: -7,000 is received, and 62,000 is short
    assert found["terugbetaald"] == pytest.approx([154_000, 0, 0])
    assert found["tekort"] == pytest.approx([0, 151_000, 62_000])
    assert found["ontvangen"] == pytest.approx([614_000, 354_000, -7_000])
    assert found["klem"] == ["terugbetaald", "tekort", "tekort"]


def test_own_figures_of_the_only_respondent_are_the_country_s(run):
    study = run[0]()
    for variant in ("regeling", "nieuw"):
        own, national = (figures(study, variant, basis) for basis in ("eigen", "landelijk"))
        for name in FLOWS:
            assert own[name] == pytest.approx(national[name])


def test_indexation_of_cost_and_grant(run):
    found = figures(run[0](**{"index.kosten": 0.1, "index.spuk": 0.02}), "regeling")
    assert found["besteed"] == pytest.approx([460_000, 505_000 * 1.1, 55_000 * 1.21])
    assert found["recht"] == pytest.approx([614_000, 354_000 * 1.02, 144_000 * 1.0404])


def test_the_country_is_the_sum_of_its_municipalities(run):
    study = run[0]()
    national = study.cash[(study.cash["kosten"] == "landelijk") & (study.cash["variant"] == "regeling")]
    found = Lookup(pick(study.results, maat="kasstroom"))
    where = {"maat": "kasstroom", "indeling": "jaar", "weging": "regeling"}
    for year, rows in national.groupby("jaar"):
        for name in FLOWS:
            assert found.figure(**where, onderdeel=name, klasse=str(year)) == pytest.approx(rows[name].sum())
    assert found.figure(**{**where, "weging": "zonder_reserve"}, onderdeel="gemeenten_tekort", klasse="2025") == 6


def test_who_gets_stuck_is_named_with_its_years(run):
    study = run[0](**{"reserve.maximum": 0.0})
    found = stuck_municipalities(study.cash).set_index("code")
    assert found.at["GM6", "kosten"] == "eigen"
    assert found.at["GM1", "kosten"] == "landelijk"
    assert found.at["GM6", "jaren_tekort"] == "2025, 2026"
    assert found.at["GM6", "jaren_terugbetaald"] == "2024"
    assert found.at["GM6", "tekort"] == pytest.approx(151_000)
    assert found.at["GM6", "deel"] == pytest.approx(151 / 354)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"ritme.oud.jaar2": 0.39}, "RHYTHM_NOT_ONE"),
        ({"ritme.wissel": ""}, "PARAMETER_ABSENT"),
        ({"spuk.gezin": ""}, "PARAMETER_ABSENT"),
        ({"index.spuk": ""}, "PARAMETER_ABSENT"),
    ],
)
def test_an_unknown_rule_or_amount_leaves_it_empty_and_is_told(run, changed, rule):
    study = run[0](**changed)
    found = figures(study, "regeling")
    assert np.isnan(found["reserve"][-1])
    assert found["klem"][-1] == ""
    assert rule in study.rules


def test_a_missing_year_leaves_everything_after_it_empty(run):
    computed, inflow = run
    del inflow["instroom_gezin_2025"]
    study = computed(inflow)
    found = figures(study, "regeling")
    assert found["reserve"][0] == pytest.approx(154_000)
    assert np.isnan(found["reserve"][1:]).all()
    country = pick(study.results, maat="kasstroom", onderdeel="gemeenten_tekort", klasse="2025")
    assert country["waarde"].isna().all()
    assert "CASH_INFLOW_ABSENT" in study.rules


def test_without_inflow_there_are_no_flows_and_a_reason(run):
    study = run[0]({})
    assert study.cash.empty
    assert "CASH_INFLOW_ABSENT" in study.rules


def test_spread_beside_both_rhythms(run, parameters, dimensions):
    study = run[0]()
    lines = {line.name: line for line in spread_lines(study.results, "asiel", {**parameters, **RULES}, dimensions)}
    assert lines["totaal"].shares == pytest.approx([0.5, 0.5, 0])
    # paid 0.6 and 0.9 in the old rhythm, 0.4 and 0.7 in the new one; made 0.5 and 1.0
    assert [figure for ahead in lines["totaal"].behind for figure in ahead] == pytest.approx([0.1, -0.1, -0.1, -0.3])
    assert lines["ritme_nieuw"].shares == pytest.approx([0.4, 0.3, 0.3])
