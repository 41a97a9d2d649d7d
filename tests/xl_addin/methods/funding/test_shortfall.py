"""Who is short in what: parts that add up for every class and municipality, and a country that adds up too."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.methods.funding.shortfall import PARTS, WHOLE, Country, parts
from xl_addin.methods.study import compute

FIGURE = st.floats(-5_000, 5_000) | st.just(math.nan)


def test_parts_by_hand():
    known = Country(grant=1_500, cost=2_000, share=0.6, price=300, scale={})
    # grant 1,400 and cost 2,300: 900 short. Country 500 of it, key 100, mix (0.8 - 0.6) x 300 = 60, scale 200: rest 40
    found = parts(1_400, 2_300, 0.8, 200, known)
    assert found == pytest.approx(
        {
            "totaal": -900,
            "landelijk": -500,
            "verdeelsleutel": -100,
            "samenstelling": -60,
            "schaalgrootte": -200,
            "kostenniveau": -40,
        }
    )


@given(FIGURE, FIGURE, st.floats(0, 1) | st.just(math.nan), FIGURE, FIGURE)
def test_parts_add_up_whatever_is_unknown(grant, cost, share, scale, price):
    found = parts(grant, cost, share, scale, Country(1_500, 2_000, 0.6, price, {}))
    known = [found[part] for part in PARTS if not math.isnan(found[part])]
    if math.isnan(grant - cost):
        assert not known
    else:
        assert sum(known) == pytest.approx(found[WHOLE], abs=1e-6)


def test_expected_differences_of_municipalities_make_the_country_s(begun):
    table = begun.municipalities
    expected = (table.gf_per_inburgeraar - table.kosten_verwacht) * table.begeleid
    rows = begun.results
    national = rows[(rows.maat == "verschil_gf") & (rows.indeling == "totaal") & (rows.onderdeel == "")]
    assert expected.sum() == pytest.approx(national.waarde.iloc[0])


def test_every_municipality_is_ranked_and_adds_up(begun):
    table = begun.municipalities
    assert len(table) == 342
    assert table.verschil.is_monotonic_increasing
    assert table[[*PARTS]].sum(axis=1).to_numpy() == pytest.approx(table.verschil.to_numpy())
    own = table[table.basis == "eigen"]
    assert len(own) == 66
    assert own.laag.isna().all()
    others = table[table.basis == "verwacht"]
    # the prediction interval of one municipality: one relative reach per class of inhabitants, on either side
    reach = (others.hoog - others.laag) / 2 / others.kosten_verwacht
    per_class = reach.groupby(others.klasse_inwoners)
    assert (per_class.max() - per_class.min()).max() == pytest.approx(0)
    assert reach.min() > 0
    assert ((others.hoog + others.laag) / 2).to_numpy() == pytest.approx(others.verschil.to_numpy())


def test_the_difference_of_a_class_is_that_of_table_5_2(begun):
    rows = begun.results
    mine = rows[(rows.maat == "verschil_opbouw") & (rows.onderdeel == "totaal")]
    beside = rows[(rows.maat == "verschil_gf") & (rows.onderdeel == "")].set_index(["indeling", "klasse"]).waarde
    assert len(mine) == 14
    for line in mine.itertuples():
        assert line.waarde == pytest.approx(beside[line.indeling, line.klasse], nan_ok=True)


def test_what_is_unknown_is_empty_with_its_reason(country, baseline, dimensions):
    frame, answers = country
    first, second = frame.index[:2]
    frame.loc[first, ["asiel_begeleid", "gezin_begeleid"]] = 0.0
    frame.loc[second, "gf_euro"] = math.nan
    table = compute(answers, frame, baseline, dimensions).municipalities
    # no key is given, so the second has no grant and nothing is divided to it
    assert (table.loc[first, "reden"], table.loc[second, "reden"]) == ("geen_begeleid", "geen_gf")
    assert table.loc[[first, second], "verschil"].isna().all()
    assert table.loc[table.reden == "", "verschil"].notna().all()
