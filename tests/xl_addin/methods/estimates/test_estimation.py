"""The annual results of the small country, worked out by hand (conftest: small_frame, small_answers)."""

import math

import numpy as np
import pandas as pd
import pytest

from tests.xl_addin.methods.conftest import NOTHING_ELSE
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.estimates.basis import prepare
from xl_addin.methods.estimates.estimation import estimate_annual
from xl_addin.methods.tables.results import Lookup, as_table


@pytest.fixture
def found(small_frame, small_answers, parameters, dimensions):
    return annual(small_frame, small_answers, parameters, dimensions)


def annual(frame, answers, parameters, dimensions):
    answers = read_answers(answers)
    costs = allocate(answers, parameters, dimensions)
    return Lookup(as_table(estimate_annual(prepare(answers, frame, costs, parameters, dimensions)).rows))


PER_PERSON = {"maat": "kosten_per_inburgeraar", "onderdeel": "uitvoering", "weging": "ratio"}
NATIONAL = {"maat": "landelijk_totaal", "onderdeel": "uitvoering"}


@pytest.mark.parametrize(
    ("division", "klasse", "value", "low", "high", "n"),
    [
        ("totaal", "", 3_300_000 / 1_890, 1_600, 2_500, 4),
        ("inwoners", "<30", 2_500, 2_500, 2_500, 1),
        ("inwoners", "30-80", 800_000 / 350, 2_000, 2_500, 2),
        ("inwoners", "80-250", np.nan, np.nan, np.nan, 0),
        ("gevestigd", "onbekend", 2_500, 2_500, 2_500, 1),
        # guided per 10,000 on full respondents only: GM1 (40 per 10,000, edge totals) is not in gemiddeld
        ("relatief", "gemiddeld", np.nan, np.nan, np.nan, 0),
        ("relatief", "laag", 800_000 / 350, 2_000, 2_500, 2),
    ],
)
def test_cost_per_inburgeraar_is_a_ratio_of_sums(found, division, klasse, value, low, high, n):
    where = {**PER_PERSON, "indeling": division, "klasse": klasse}
    shown = [found.figure(name, **where) for name in ("waarde", "min", "max", "n")]
    assert shown == pytest.approx([value, low, high, n], nan_ok=True)


def test_cost_per_inhabitant_and_guided_per_10000(found):
    where = {"indeling": "totaal", "weging": "ratio"}
    # 3,300,000 and 1,890 over 10,000 + 50,000 + 60,000 + 300,000 inhabitants
    assert found.figure(maat="kosten_per_inwoner", onderdeel="uitvoering", **where) == pytest.approx(
        3_300_000 / 420_000
    )
    assert found.figure(maat="begeleid_per_10000", **where) == pytest.approx(45)


def test_shares_of_cost_by_kind(found):
    where = {"maat": "aandeel_kostensoort", "indeling": "totaal", "weging": "ratio"}
    # full respondents: 760,000 outsourced and 2,440,000 hired of 3,200,000
    assert found.figure(onderdeel="uitbesteding", **where) == pytest.approx(0.2375)
    assert found.figure(onderdeel="inhuur", **where) == pytest.approx(0.7625)
    assert found.figure("n", onderdeel="eigen", **where) == 3


TOTALS = {
    # 2,500 x 120 + 800,000/350 x (350 + 400 merged) + 1,600 x 1,500
    "inwoners": 300_000 + 800_000 / 350 * 750 + 2_400_000,
    # 2,500 x 120 + 800,000 + 1,600 x 1,900
    "stedelijkheid": 4_140_000,
    # 2,000 x 230 + 2,500 x 600 + 1,600 x 1,500 + 40 at the mean of all respondents
    "gevestigd": 4_360_000 + 40 * 3_300_000 / 1_890,
}


@pytest.mark.parametrize("factor", list(TOTALS))
def test_national_total_per_factor(found, factor):
    weighting = f"post_{factor}"
    total = found.figure(**NATIONAL, indeling=factor, weging=weighting)
    assert total == pytest.approx(TOTALS[factor])
    mean = found.figure(maat="kosten_per_inburgeraar", onderdeel="uitvoering", indeling="totaal", weging=weighting)
    assert mean == pytest.approx(TOTALS[factor] / 2_370)


@pytest.mark.parametrize("factor", list(TOTALS))
def test_classes_of_a_factor_add_up_to_its_total(found, factor, small_frame):
    classes = {"inwoners": ["<30", "30-80", "80-250", ">250"]}.get(factor, ["laag", "gemiddeld", "hoog", "onbekend"])
    parts = [found.figure(**NATIONAL, indeling=factor, klasse=name, weging=f"post_{factor}") for name in classes]
    assert np.nansum(parts) == pytest.approx(TOTALS[factor])


@pytest.mark.parametrize(
    "changes", [{"klasse.samenvoegen.stedelijkheid": "gemiddeld+hoog"}, {"klasse.minimum_respons": 2}]
)
def test_classes_that_count_together_have_one_mean(small_frame, small_answers, parameters, dimensions, changes):
    found = annual(small_frame, small_answers, {**parameters, **changes}, dimensions)
    national = {**NATIONAL, "indeling": "stedelijkheid", "weging": "post_stedelijkheid"}
    # laag (GM1, 1 respondent) stays apart, or with a minimum of 2 joins gemiddeld above it, and hoog (GM6) too
    joined = {"gemiddeld": (350, 3_200_000 / 1_850), "hoog": (1_900, 3_200_000 / 1_850), "laag": (120, 2_500)}
    if "klasse.minimum_respons" in changes:
        joined = {name: (persons, 3_300_000 / 1_890) for name, (persons, _) in joined.items()}
    for name, (persons, mean) in joined.items():
        assert found.figure(**national, klasse=name) == pytest.approx(persons * mean), name
    assert found.figure(**national) == pytest.approx(sum(persons * mean for persons, mean in joined.values()))
    # the class figures of the sample itself stay as they are
    assert found.figure(**PER_PERSON, indeling="stedelijkheid", klasse="hoog") == 1_600


def test_macro_is_the_mean_of_three_with_its_band_and_split(found):
    macro = sum(TOTALS.values()) / 3
    where = {"maat": "landelijk_totaal", "indeling": "totaal", "weging": "macro"}
    whole = [found.figure(name, onderdeel="uitvoering", **where) for name in ("waarde", "laag", "hoog", "n")]
    assert whole == pytest.approx([macro, macro * 0.95, macro * 1.05, 4])
    # algemeen 760,000 of 3,200,000 over the three full respondents
    general = [found.figure(name, onderdeel="algemeen", **where) for name in ("waarde", "laag", "hoog", "n")]
    assert general == pytest.approx([macro * 0.2375, macro * 0.2375 * 0.95, macro * 0.2375 * 1.05, 3])
    direct = found.figure(onderdeel="direct", **where)
    assert direct + general[0] == pytest.approx(macro)


def test_guided_of_the_whole_country(found):
    where = {"maat": "begeleid_landelijk"}
    assert found.figure(**where, indeling="totaal") == 2_370
    assert found.figure(**where, indeling="stedelijkheid") == 2_370
    assert found.figure(**where, groep="asiel", indeling="inwoners", klasse="30-80") == 220


def test_standard_error_of_a_class_ratio(found):
    # 30-80: R = 16,000/7; e = 300,000 - 150 R = -300,000/7 and +300,000/7; all two of two municipalities responded
    assert found.figure("se", **PER_PERSON, indeling="inwoners", klasse="30-80") == 0
    # gevestigd laag: one of two responded: no spread to be seen
    assert math.isnan(found.figure("se", **PER_PERSON, indeling="gevestigd", klasse="laag"))
    # totaal: R = 110,000/63; 4 of 6; jackknife (1 - 4/6) x 3/4 x sum((R without i - R)^2), larger than linearised
    ratio = 3_300_000 / 1_890
    respondents = ((1e5, 40), (3e5, 150), (5e5, 200), (2.4e6, 1_500))
    linear = math.sqrt((1 - 4 / 6) * 4 / 3 * sum((y - ratio * n) ** 2 for y, n in respondents)) / 1_890
    squares = sum(((3_300_000 - y) / (1_890 - n) - ratio) ** 2 for y, n in respondents)
    expected = math.sqrt((1 - 4 / 6) * 3 / 4 * squares)
    assert found.figure("se", **PER_PERSON, indeling="totaal") == pytest.approx(expected)
    assert expected > linear


def test_standard_errors_of_the_country_by_size(found):
    # classes <30: one of two; 30-80 with the silent 80-250: two of three; >250: its only one
    ratio = 800_000 / 350
    squares = sum((y - ratio * n) ** 2 for y, n in ((3e5, 150), (5e5, 200)))
    linear = math.sqrt((1 - 2 / 3) * 2 * squares) / 350
    # without one of the two: 2,500 and 2,000 per inburgeraar
    one = math.sqrt((1 - 2 / 3) / 2 * ((2_500 - ratio) ** 2 + (2_000 - ratio) ** 2))
    assert one > linear
    national = {**NATIONAL, "indeling": "inwoners", "weging": "post_inwoners"}
    assert found.figure("se", **national, klasse="30-80") == pytest.approx(350 * one)
    assert found.figure("se", **national, klasse="80-250") == pytest.approx(400 * one)
    assert found.figure("se", **national, klasse=">250") == 0
    # <30: one respondent for two municipalities, with the relative spread of 30-80 and 120 inburgeraars at 2,500
    spread = math.sqrt((2_000 / ratio - 1) ** 2 + (2_500 / ratio - 1) ** 2)
    alone = 120 * 2_500 * spread * math.sqrt(1 - 1 / 2)
    assert found.figure("se", **national, klasse="<30") == pytest.approx(alone)
    # 4 respondents and 3 constraints: the linearised variance x 4 / (4 - 3) is the larger
    country = math.sqrt((750 * linear) ** 2 * 4 + alone**2)
    assert found.figure("se", **national) == pytest.approx(country)
    mean = {"maat": "kosten_per_inburgeraar", "onderdeel": "uitvoering", "indeling": "totaal"}
    assert found.figure("se", **mean, weging="post_inwoners") == pytest.approx(country / 2_370)


def test_the_interval_is_t_times_the_error_and_that_of_a_certain_class_is_its_figure(found):
    where = {**PER_PERSON, "indeling": "inwoners"}
    low, high = (found.figure(name, **where, klasse="30-80") for name in ("i95_laag", "i95_hoog"))
    assert low == high == found.figure(**where, klasse="30-80")
    # one degree of freedom: t(0.975) = 12.7062
    value, se, low, high = (
        found.figure(name, **where, klasse="<30") for name in ("waarde", "se", "i95_laag", "i95_hoog")
    )
    assert (value - low) / se == pytest.approx(12.7062, rel=1e-5)
    assert high - value == pytest.approx(value - low)


def test_the_errors_of_algemeen_and_direct_leave_that_of_the_whole(found):
    where = {"maat": "landelijk_totaal", "indeling": "totaal", "weging": "macro"}
    whole, general, direct = (
        found.figure("se", onderdeel=name, **where) for name in ("uitvoering", "algemeen", "direct")
    )
    # what moves the share of one moves that of the other back: the two cannot vary less than the whole
    assert general + direct >= whole > 0


def test_a_class_is_complete_when_everyone_responds(small_frame, small_answers, parameters, dimensions, table):
    extra = table({"GM2": {**NOTHING_ELSE, "vol.totaal.begeleid": 80.0, "jaar.beleid.inhuur": 8_000.0}})
    everyone = pd.concat([small_answers, extra])
    found = annual(small_frame, everyone, parameters, dimensions)
    assert found.figure("se", **PER_PERSON, indeling="inwoners", klasse="<30") == 0


def test_caseload_is_an_unweighted_mean_with_the_ratio_beside_it(small_frame, parameters, dimensions, table):
    def staffed(persons, own, joint, share):
        return {
            **NOTHING_ELSE,
            "vol.totaal.begeleid": persons,
            "jaar.intake.gemeente.inzet": own,
            "jaar.intake.gemeente.eenheid": "fte",
            "jaar.voortgang.gr.inzet": joint * 1_000,
            "jaar.voortgang.gr.eenheid": "uur",
            "gr.wijze": "sleutel",
            "gr.aandeel": share,
        }

    answers = table(
        {
            "GM3": staffed(150.0, 1.0, 2.0, 0.5),  # 150 / (1 + 1) = 75
            "GM4": staffed(200.0, 4.0, 0.0, 1.0),  # 200 / 4 = 50
            "GM5": staffed(400.0, 0.0, 9.0, 0.0),  # no own staff
            "GM6": {"vol.totaal.begeleid": 1_500.0, "jaar.intake.inhuur": 1.0},  # nothing known of three tasks
        }
    )
    answers = read_answers(answers)
    costs = allocate(answers, parameters, dimensions)
    made = estimate_annual(prepare(answers, small_frame, costs, parameters, dimensions))
    found = Lookup(as_table(made.rows))
    where = {"maat": "caseload_per_fte", "onderdeel": "regievoering", "indeling": "totaal"}
    assert found.figure(**where) == pytest.approx(62.5)
    assert found.figure(**where, weging="ratio") == pytest.approx(350 / 6)
    assert found.figure("n", **where) == 2
    assert [note.code for note in made.notes if note.rule == "CASELOAD_NO_FTE"] == ["GM5"]


def test_an_absent_band_leaves_the_band_empty(small_frame, small_answers, parameters, dimensions):
    del parameters["band.macro"]
    found = annual(small_frame, small_answers, parameters, dimensions)
    where = {**NATIONAL, "indeling": "totaal", "weging": "macro"}
    assert math.isnan(found.figure("laag", **where))
    assert not math.isnan(found.figure(**where))


def test_a_unit_of_money_scales_everything(small_frame, small_answers, parameters, dimensions):
    amounts = [name for name in small_answers if name.startswith("jaar.")]
    cents = small_answers.copy()
    cents[amounts] = cents[amounts].map(lambda cell: cell * 100 if isinstance(cell, float) else cell)

    def rows(table):
        answers = read_answers(table)
        costs = allocate(answers, parameters, dimensions)
        return as_table(estimate_annual(prepare(answers, small_frame, costs, parameters, dimensions)).rows)

    euros, scaled = rows(small_answers), rows(cents)
    money = euros["eenheid"].str.startswith("euro")
    for name in ("waarde", "laag", "hoog", "min", "max", "se"):
        np.testing.assert_allclose(scaled.loc[money, name], 100 * euros.loc[money, name], rtol=1e-9)
        np.testing.assert_allclose(scaled.loc[~money, name], euros.loc[~money, name], rtol=1e-9)
