"""Where grant and cost part: effects that add up, by hand and for any figures."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.methods.estimates.coverage import of_provision, of_routes, summed
from xl_addin.methods.study import compute

EUROS = st.floats(0, 30_000)
PARTS = ("prijs", "mix", "dekking", "bedrag")


def test_routes_by_hand():
    # assumed half on each of two routes of now 8,000 and 12,000; now three in four on the first:
    # mix (0.50 - 0.75) x 8,000 + (0.50 - 0.25) x 12,000 = 1,000; assumed 11,000, now 9,000: price 2,000 - 1,000
    found = of_routes(11_000, 9_000, {"a": (0.5, 0.75, 8_000), "b": (0.5, 0.25, 12_000)})
    assert (found.mix, found.price, found.difference) == (1_000, 1_000, 2_000)


def test_a_provision_that_no_amount_was_meant_for_is_not_covered():
    assert of_provision(0.0, 152.0).covered == -152
    assert of_provision(254.0, 340.0).price == -86
    assert of_provision(254.0, 340.0).covered == 0


def test_the_amount_itself_is_what_the_grant_misses_of_the_assumed_sum():
    # 15,500 granted for parts of 12,292 + 3,359 = 15,651
    whole = summed([of_routes(12_292, 11_100, {}), of_provision(3_359, 3_290)], 15_500)
    assert (whole.amount, whole.difference) == (-151, 15_500 - 14_390)


@given(EUROS, EUROS, EUROS, st.lists(st.tuples(EUROS, EUROS), min_size=1, max_size=6), st.floats(0, 1), st.floats(0, 1))
def test_effects_add_up_to_grant_less_cost(grant, assumed, cost, provisions, before, now):
    routes = of_routes(assumed, cost, {"a": (before, now, 9_700), "b": (1 - before, 1 - now, 17_100)})
    parts = [routes, *(of_provision(*one) for one in provisions)]
    whole = summed(parts, grant)
    assert whole.difference == pytest.approx(grant - cost - sum(one[1] for one in provisions), abs=1e-6)


def test_rows_add_up_both_ways(country, baseline, dimensions):
    frame, answers = country
    answers["traj.asiel.mb.tarief"], answers["traj.asiel.overig.tarief"] = 2_000.0, 150.0
    study = compute(answers, frame, baseline, dimensions)
    rows = study.results
    table = rows[(rows.maat == "dekking_spuk") & (rows.groep == "asiel")].pivot_table("waarde", "onderdeel", "klasse")
    assert table[[*PARTS]].sum(axis=1).to_numpy() == pytest.approx(table["verschil"].to_numpy())
    items = [name for name in table.index if name not in ("voorzieningen", "totaal")]
    assert table.loc[items, ["begin", "kosten", *PARTS[:3]]].sum().to_numpy() == pytest.approx(
        table.loc["totaal", ["begin", "kosten", *PARTS[:3]]].to_numpy()
    )
    spuk = rows[(rows.maat == "verschil_spuk") & (rows.groep == "asiel") & (rows.indeling == "totaal")]
    assert table.loc["totaal", "verschil"] == pytest.approx(spuk.loc[spuk.onderdeel == "", "waarde"].iloc[0])


def test_shares_that_do_not_add_up_leave_the_split_empty_and_are_told(small_frame, small_answers, baseline, dimensions):
    small_answers["traj.asiel.b1.tarief"] = 9_700.0
    small_answers = small_answers.drop(columns=[name for name in small_answers if name.endswith(".bijkomend")])
    study = compute(small_answers, small_frame, {**baseline, "start.aandeel.z": 0.5}, dimensions)
    rows = study.results
    routes = rows[(rows.maat == "dekking_spuk") & (rows.onderdeel == "leerroutes") & (rows.groep == "asiel")]
    by_class = dict(zip(routes.klasse, routes.waarde, strict=True))
    assert math.isnan(by_class["mix"])
    assert math.isnan(by_class["prijs"])
    assert by_class["begin"] == 12_292
    assert "SHARES_NOT_ONE" in set(study.notes.regel)
    # nobody answered on a provision: told, and no cost of 0
    assert "COVERAGE_UNKNOWN" in set(study.notes.regel)
