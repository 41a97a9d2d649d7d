"""Differences between classes: their size, their error, and when they may be spoken of."""

import numpy as np
import pandas as pd
import pytest

from xl_addin.methods.errors.precision import difference, ratio
from xl_addin.methods.errors.replicates import jackknife, replicated
from xl_addin.methods.estimates.basis import membership
from xl_addin.methods.estimates.class_differences import cost_differences, differs, funding_differences
from xl_addin.methods.estimates.estimation import ratios
from xl_addin.methods.estimates.weight_sets import Weigher
from xl_addin.methods.study import Study, compute
from xl_addin.methods.tables.columns import DESIGN
from xl_addin.methods.tables.results import Lookup, as_table, row


def test_the_error_of_a_difference_is_that_of_the_difference_of_two_ratios_in_every_replicate():
    random = np.random.default_rng(3)
    codes = pd.Index([f"GM{i:03d}" for i in range(80)])
    classes = pd.DataFrame(
        {
            "inwoners": random.choice(["<30", "30-80"], 80),
            "stedelijkheid": random.choice(["laag", "hoog"], 80),
            "gevestigd": "laag",
            "relatief": "laag",
        },
        codes,
    )
    guided = pd.Series(np.exp(random.normal(5, 0.5, 80)), codes)
    cost = guided * 2_000 * np.exp(random.normal(0, 0.3, 80))
    chosen = codes[:24]
    everyone = membership(classes)
    weigher = Weigher(classes, guided)
    found = ratios(cost[chosen], guided[chosen], everyone, everyone.table.sum().to_numpy(dtype=float), weigher)
    rows = as_table(cost_differences(found.places, found.value[DESIGN], found.n, found.movements))
    one = rows[rows["klasse"] == "laag - hoog"].iloc[0]
    sides = [
        ratio(cost[chosen], guided[chosen], classes.loc[chosen, "stedelijkheid"] == name) for name in ("laag", "hoog")
    ]
    weights = weigher.weigh(guided[chosen])
    expected = replicated(difference(*sides), jackknife(weights.design, weights.sample))
    assert one["waarde"] == pytest.approx(expected.value)
    # the linearised error of a ratio is smaller than its jackknife: the larger counts
    assert one["se"] == pytest.approx(expected.se)
    assert one["n"] == 24
    assert one["i95_hoog"] - one["waarde"] == pytest.approx(one["waarde"] - one["i95_laag"])
    assert set(rows["klasse"]) == {"<30 - 30-80", "laag - hoog"}


def test_grant_less_cost_differs_by_the_grants_less_the_cost():
    where = ("", "inwoners", "<30 - 30-80", "ontwerp")
    cost = row("verschil_klasse", "uitvoering", *where, unit="euro", value=300, se=50, n=9, interval=(180, 420))
    grants = [
        row("gf_per_inburgeraar", "", "", "inwoners", name, unit="euro", value=euros)
        for name, euros in (("<30", 2_000), ("30-80", 1_500))
    ]
    (found,) = funding_differences(Lookup(as_table([cost])), Lookup(as_table(grants)), ["inwoners"])
    assert found["onderdeel"] == "verschil_gf"
    assert [found[name] for name in ("waarde", "se", "i95_laag", "i95_hoog", "n")] == [200, 50, 80, 320, 9]


@pytest.mark.parametrize(("low", "high", "said"), [(-1, 1, False), (0, 5, False), (0.1, 5, True), (-5, -1, True)])
def test_classes_differ_only_where_zero_lies_outside(low: float, high: float, said: bool) -> None:
    assert differs(low, high) is said
    assert not differs(float("nan"), float("nan"))


def test_the_study_has_the_differences_of_every_division(begun: Study) -> None:
    found = begun.results[(begun.results["maat"] == "verschil_klasse") & (begun.results["weging"] == "ontwerp")]
    of_trajectory = {"direct", "totaal", "alles", "verschil_spuk"}
    assert set(found["onderdeel"]) == {"uitvoering", "verschil_gf", *of_trajectory}
    assert set(found.loc[found["onderdeel"].isin(of_trajectory), "groep"]) == {"asiel", "gezin"}
    key = ["groep", "indeling", "klasse"]
    cost, left = (found[found["onderdeel"] == part].set_index(key)["waarde"] for part in ("totaal", "verschil_spuk"))
    # the earmarked grant is the same everywhere: grant - cost differs by what the cost does, the other way
    assert (left + cost).abs().max() < 1e-9
    assert set(found["indeling"]) == {"inwoners", "stedelijkheid", "gevestigd", "relatief"}
    assert found["i95_laag"].notna().all()


def test_size_is_that_of_the_frame_where_asked(small_frame, small_answers, parameters, dimensions):
    frame = small_frame.assign(gezin_begeleid=small_frame["gezin_begeleid"] + 7)

    def value(choice):
        found = Lookup(compute(small_answers, frame, {**parameters, "noemer": choice}, dimensions).results)
        return found.figure(maat="kosten_per_inburgeraar", onderdeel="uitvoering", indeling="totaal", weging="ratio")

    assert value("opgave") == pytest.approx(3_300_000 / 1_890)
    # four respondents of whom the frame has seven more each
    assert value("kader") == pytest.approx(3_300_000 / (1_890 + 28))


def test_design_weights_can_rest_on_the_chances_of_the_draw(small_frame, small_answers, parameters, dimensions):
    chances = pd.Series([0.5, 0.25, 0.1, 1.0, 0.5, 1.0][: len(small_frame)], index=small_frame.index)

    def value(given):
        found = Lookup(compute(small_answers, small_frame, given, dimensions, chances=chances).results)
        return found.figure(maat="kosten_per_inburgeraar", onderdeel="uitvoering", indeling="totaal", weging="ontwerp")

    cost = {"GM1": 1e5, "GM3": 3e5, "GM4": 5e5, "GM6": 2.4e6}
    persons = {"GM1": 40, "GM3": 150, "GM4": 200, "GM6": 1_500}
    upper, lower = (sum(figure / chances[code] for code, figure in of.items()) for of in (cost, persons))
    assert value({**parameters, "ontwerp.strata": "kans"}) == pytest.approx(upper / lower)
    assert value(parameters) != pytest.approx(upper / lower)
