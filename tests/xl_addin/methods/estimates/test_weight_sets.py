"""Weight sets of the small country: classes merged, class onbekend, and sets that cannot be made."""

import pandas as pd
import pytest

from xl_addin.methods.estimates.weight_sets import Weigher, long_weights
from xl_addin.methods.sample.classes import classify


@pytest.fixture
def classified(small_frame, parameters, dimensions):
    return classify(small_frame, parameters, dimensions)


PERSONS = pd.Series({"GM1": 40.0, "GM3": 150.0, "GM4": 200.0, "GM6": 1_500.0})


def test_one_way_sets_by_hand(classified):
    made = Weigher(classified.table, classified.guided).weigh(PERSONS)
    # inwoners: 120/40, then 30-80 with the silent 80-250: (350 + 400)/350, 1500/1500
    assert made.table["post_inwoners"].to_list() == pytest.approx([3, 750 / 350, 750 / 350, 1])
    # stedelijkheid: 120/40, 350/350, (400 + 1500)/1500
    assert made.table["post_stedelijkheid"].to_list() == pytest.approx([3, 1, 1, 1900 / 1500])
    # gevestigd: GM1 is onbekend and has no weight; (80 + 150)/150, (200 + 400)/200, 1500/1500
    assert made.table["post_gevestigd"].fillna(-1).to_list() == pytest.approx([-1, 230 / 150, 3, 1])
    merged = [(note.values["klasse"], note.values["met"]) for note in made.notes if note.rule == "CLASS_MERGED"]
    assert merged == [("80-250", "30-80")]


def test_expansion_reaches_the_whole_country(classified):
    made = Weigher(classified.table, classified.guided).weigh(PERSONS)
    for name in made.made:
        assert float((made.expansion[name] * PERSONS).sum()) == pytest.approx(2_370), name


def test_raking_gives_class_onbekend_with_respondents_its_own_total(classified):
    made = Weigher(classified.table, classified.guided).weigh(PERSONS)
    # GM1 alone must be 120 of inwoners <30 and stedelijkheid laag, and 40 of gevestigd onbekend: impossible
    assert "raking" not in made.made
    failed = {note.values["weging"]: note.values["oorzaak"] for note in made.notes if note.rule == "WEIGHT_SET_FAILED"}
    assert failed == {"raking": "MARGIN_INFEASIBLE"}
    assert made.table["raking"].isna().all()


def test_calibration_joins_the_thinnest_classes_rather_than_weigh_below_nothing(classified):
    made = Weigher(classified.table, classified.guided).weigh(PERSONS)
    weights = made.made["kalibratie"]
    assert weights.weight.min() >= 0
    assert weights.converged
    (said,) = [note for note in made.notes if note.rule == "CALIBRATION_JOINED"]
    # <30 is GM1 alone, whose class onbekend of gevestigd leaves no room for its 120 of <30
    assert "inwoners <30 + 30-80" in str(said.values["klassen"])
    # the country is met in every class that is left, so in all together
    assert float((weights.weight * PERSONS).sum()) == pytest.approx(2_370)


def test_raking_spreads_class_onbekend_without_respondents_in_proportion(classified):
    persons = classified.guided.drop("GM1")
    # all in one size and urbanity class, so that only established migrants weigh
    flat = classified.table.assign(inwoners="<30", stedelijkheid="laag")
    made = Weigher(flat, classified.guided).weigh(persons)
    margins = made.made["raking"].margins
    established = margins[margins.factor == "gevestigd"].set_index("klasse")["doel"]
    # 230, 600 and 1500 of 2330, with the 40 unknown spread over them
    share = 2_370 / 2_330
    assert established.to_dict() == pytest.approx({"laag": 230 * share, "gemiddeld": 600 * share, "hoog": 1500 * share})
    assert made.made["raking"].converged
    assert made.table["raking"].to_list() == pytest.approx([share] * 5)


def test_sets_are_made_once_per_set_of_respondents(classified):
    weigher = Weigher(classified.table, classified.guided)
    assert weigher.weigh(PERSONS) is weigher.weigh(PERSONS.copy())
    assert weigher.weigh(PERSONS) is not weigher.weigh(PERSONS.drop("GM1"))


def test_long_weights_have_no_empty_rows(classified):
    rows = long_weights(Weigher(classified.table, classified.guided).weigh(PERSONS))
    assert list(rows.columns) == ["code", "weging", "gewicht"]
    assert rows["weging"].value_counts().to_dict() == {
        "post_inwoners": 4,
        "post_stedelijkheid": 4,
        "kalibratie": 4,
        "post_gevestigd": 3,
    }
