"""Every formula of METHOD section 2, worked out by hand beside the test. 1,000 productive hours; charges 25%."""

import math

import pandas as pd
import pytest

from templates import load_survey
from templates.questions import limits
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import allocate

LIMITS = limits(load_survey())


def costed(answers, parameters, dimensions):
    """Allocated, with the hard ranges of the survey."""
    return allocate(read_answers(answers, LIMITS), parameters, dimensions)


def euro(costs, code, task, kind, entrance="jaar", group=""):
    rows = costs.table
    found = rows[
        (rows.code == code)
        & (rows.taak == task)
        & (rows.kostensoort == kind)
        & (rows.ingang == entrance)
        & (rows.groep == group)
    ]
    assert len(found) == 1, found
    return float(found.euro.iloc[0])


OVERHEAD = {"oh.gemeente.wijze": "procent", "oh.gemeente.waarde": 0.0}


def staff(side="gemeente", task="intake", amount=2.0, unit="fte", scale=9.0):
    stem = f"jaar.{task}.{side}"
    return {f"{stem}.inzet": amount, f"{stem}.eenheid": unit, f"{stem}.schaal": scale}


def test_own_staff_in_fte_with_overhead_in_percent(table, parameters, dimensions):
    answers = table({"GM1": {**staff(), "oh.gemeente.wijze": "procent", "oh.gemeente.waarde": 0.4}})
    # 2 fte x 50,000 x 1.25 = 125,000; overhead 40% = 50,000
    assert euro(costed(answers, parameters, dimensions), "GM1", "intake", "eigen") == pytest.approx(175_000)


def test_own_staff_in_hours_with_overhead_per_fte(table, parameters, dimensions):
    given = {**staff(amount=500.0, unit="uur"), "oh.gemeente.wijze": "euro_per_fte", "oh.gemeente.waarde": 20_000.0}
    # 500 / 1,000 = 0.5 fte x 62,500 = 31,250; overhead 0.5 x 20,000 = 10,000
    assert euro(costed(table({"GM1": given}), parameters, dimensions), "GM1", "intake", "eigen") == 41_250


def test_a_scale_in_between_is_interpolated_and_ikb_multiplies(table, parameters, dimensions):
    answers = table({"GM1": {**staff(amount=1.0, scale=9.5), **OVERHEAD}})
    # (50,000 + 60,000) / 2 = 55,000 x 1.10 x 1.25 = 75,625
    costs = costed(answers, {**parameters, "ikb": 0.10}, dimensions)
    assert euro(costs, "GM1", "intake", "eigen") == pytest.approx(75_625)


@pytest.mark.parametrize("scale", [None, 7.0, 10.5, "onbekend"])
def test_a_needed_scale_without_salary_is_unknown_and_never_zero(table, parameters, dimensions, scale):
    costs = costed(table({"GM1": staff(scale=scale)}), parameters, dimensions)
    assert math.isnan(euro(costs, "GM1", "intake", "eigen"))


def test_a_scale_is_not_needed_without_staff(table, parameters, dimensions):
    costs = costed(table({"GM1": staff(amount="nvt", scale=None)}), parameters, dimensions)
    assert euro(costs, "GM1", "intake", "eigen") == 0


GR = {
    **staff("gr", amount=1.0),
    "jaar.intake.gr.inhuur": 10_000.0,
    "jaar.intake.gr.uitbesteding": 4_000.0,
    "jaar.intake.inhuur": 500.0,
    "oh.gr.wijze": "procent",
    "oh.gr.waarde": 0.2,
    "oh.gemeente.wijze": "procent",
    "oh.gemeente.waarde": 9.9,
}


@pytest.mark.parametrize(
    ("way", "share", "own", "hired", "outsourced"),
    [
        # GR: 62,500 x 1.2 = 75,000 own; the municipality's overhead has no staff to fall on
        ("registratie", None, 75_000, 10_500, 4_000),
        ("sleutel", 0.25, 18_750, 3_000, 1_000),
        # of what counts of the joint body nothing is known: the kinds behind it are not
        ("sleutel", None, math.nan, math.nan, math.nan),
        # pasted as a percentage: no share, and never 47.5 times
        ("sleutel", 47.5, math.nan, math.nan, math.nan),
        ("nvt", 0.25, 0, 500, 0),
        (None, 0.25, 0, 500, 0),
    ],
)
def test_the_share_of_the_joint_body(table, parameters, dimensions, way, share, own, hired, outsourced):
    costs = costed(table({"GM1": {**GR, "gr.wijze": way, "gr.aandeel": share}}), parameters, dimensions)
    assert euro(costs, "GM1", "intake", "eigen") == pytest.approx(own, nan_ok=True)
    assert euro(costs, "GM1", "intake", "inhuur") == pytest.approx(hired, nan_ok=True)
    assert euro(costs, "GM1", "intake", "uitbesteding") == pytest.approx(outsourced, nan_ok=True)
    told = {"registratie": [], "sleutel": [] if share == 0.25 else ["JOINT_SHARE_UNKNOWN"]}
    assert [note.rule for note in costs.notes] == told.get(way, ["JOINT_COST_LEFT_OUT"])


def test_a_joint_body_that_does_not_count_may_lack_its_scale(table, parameters, dimensions):
    answers = table({"GM1": {**staff("gr", scale=None), "gr.wijze": "nvt", "jaar.intake.inhuur": 7.0}})
    assert euro(costed(answers, parameters, dimensions), "GM1", "intake", "eigen") == 0


def split(number=1, **given):
    return {f"split.{number}.{name}": value for name, value in given.items()}


def test_a_combined_contract_of_the_year(table, parameters, dimensions):
    contract = split(ingang="jaar", bedrag=1_000.0, deel_a="intake", deel_b="mb", aandeel_a=0.3)
    costs = costed(table({"GM1": {**contract, "jaar.intake.uitbesteding": 50.0}}), parameters, dimensions)
    assert euro(costs, "GM1", "intake", "uitbesteding") == pytest.approx(350)
    # the part on a provision is shown and belongs to no task of the year
    assert euro(costs, "GM1", "mb", "uitbesteding") == pytest.approx(700)
    assert set(costs.table.taak) == {"intake", "mb"}


def test_a_combined_contract_of_the_trajectory(table, parameters, dimensions):
    contract = split(ingang="traj", groep="gezin", bedrag=200.0, deel_a="voortgang", deel_b="pvt", aandeel_a=0.75)
    costs = costed(table({"GM1": {**contract, "traj.gezin.pvt.tarief": 30.0}}), parameters, dimensions)
    assert euro(costs, "GM1", "voortgang", "uitbesteding", "traj", "gezin") == pytest.approx(150)
    assert euro(costs, "GM1", "pvt", "totaal", "traj", "gezin") == pytest.approx(80)


def test_two_contracts_on_one_task_add_up(table, parameters, dimensions):
    first = split(1, ingang="jaar", bedrag=100.0, deel_a="beleid", deel_b="inkoop", aandeel_a=0.5)
    second = split(5, ingang="jaar", bedrag=40.0, deel_a="beleid", deel_b="inkoop", aandeel_a="nvt")
    costs = costed(table({"GM1": {**first, **second}}), parameters, dimensions)
    assert euro(costs, "GM1", "beleid", "uitbesteding") == pytest.approx(50)
    assert euro(costs, "GM1", "inkoop", "uitbesteding") == pytest.approx(90)


@pytest.mark.parametrize(
    "contract",
    [
        split(ingang="jaar", bedrag=100.0, deel_a="beleid", deel_b="niets", aandeel_a=0.6),
        split(ingang="traj", groep="gezin", bedrag=100.0, deel_a="voortgang", deel_b="b1", aandeel_a=0.6),
        split(ingang="traj", groep="gezin", bedrag=100.0, deel_a="voortgang", aandeel_a=0.6),
    ],
)
def test_a_part_that_cannot_be_placed_is_noted(table, parameters, dimensions, contract):
    costs = costed(table({"GM1": contract}), parameters, dimensions)
    notes = [note for note in costs.notes if note.rule == "SPLIT_NOT_PLACED"]
    assert [note.values["euro"] for note in notes] == [pytest.approx(40)]
    # a contract that lacks a part leaves the item it names unknown
    (item,) = (one for one in costs.items.values() if not one.empty.all())
    assert (item.whole.euro.tolist(), item.state.tolist()) == ([0], ["onbekend"])
    assert costs.table.euro.isna().any()


def test_a_direct_task_of_the_trajectory(table, parameters, dimensions):
    given = {
        "traj.asiel.intake.uren": 12.0,
        "traj.asiel.intake.schaal": 9.0,
        "traj.asiel.intake.uitbesteding": 100.0,
        "oh.gemeente.wijze": "euro_per_fte",
        "oh.gemeente.waarde": 7_500.0,
    }
    costs = costed(table({"GM1": given}), parameters, dimensions)
    # (62,500 + 7,500) / 1,000 = 70 euro an hour x 12
    assert euro(costs, "GM1", "intake", "eigen", "traj", "asiel") == pytest.approx(840)
    assert euro(costs, "GM1", "intake", "uitbesteding", "traj", "asiel") == 100


@pytest.mark.parametrize(
    ("own", "rate"),
    # 62.5 an hour; x 1.2 with the joint body's 20%, x 1.5 with the own 50%; an own overhead that is not known is no
    # reason to take the other's
    [
        ({}, 75.0),
        ({"oh.gemeente.wijze": "procent", "oh.gemeente.waarde": 0.5}, 93.75),
        ({"oh.gemeente.wijze": "procent", "oh.gemeente.waarde": "nvt"}, 62.5),
        ({"oh.gemeente.wijze": "procent", "oh.gemeente.waarde": "onbekend"}, math.nan),
        ({"oh.gemeente.wijze": "onbekend"}, math.nan),
        ({"oh.gemeente.waarde": 0.5}, math.nan),
    ],
)
def test_overhead_in_the_hour_rate_is_the_municipalitys_else_the_joint_bodys(table, parameters, dimensions, own, rate):
    given = {"traj.asiel.mb.uren": 2.0, "traj.asiel.mb.schaal": 9.0, "oh.gr.wijze": "procent", "oh.gr.waarde": 0.2}
    costs = costed(table({"GM1": {**given, **own}}), parameters, dimensions)
    assert euro(costs, "GM1", "mb", "totaal", "traj", "asiel") == pytest.approx(2 * rate, nan_ok=True)


@pytest.mark.parametrize(
    ("size", "expected"), [(None, 1_050), (0.5, 1_050), (10.0, 150), ("nvt", 1_050), ("onbekend", math.nan)]
)
def test_a_group_fee_is_divided_by_the_group(table, parameters, dimensions, size, expected):
    given = {"tarief": 1_000.0, "groepsgrootte": size, "bijkomend": 50.0}
    answers = table({"GM1": {f"traj.asiel.b1.{name}": value for name, value in given.items()}})
    found = euro(costed(answers, parameters, dimensions), "GM1", "b1", "totaal", "traj", "asiel")
    assert found == pytest.approx(expected, nan_ok=True)


def test_an_item_has_rows_unless_it_is_empty(table, parameters, dimensions):
    given = {"traj.asiel.b1.tarief": "nvt", "traj.asiel.z.tarief": "onbekend", "traj.asiel.mb.schaal": 9.0}
    costs = costed(table({"GM1": {**given, "jaar.beleid.inhuur": "nvt"}}), parameters, dimensions)
    # a scale describes and answers nothing; what is onbekend has a row without euros
    assert sorted(set(costs.table.taak)) == ["b1", "beleid", "z"]
    assert costs.table[costs.table.euro.isna()].taak.tolist() == ["z"]
    assert costs.table.euro.sum() == 0


def test_edge_totals_give_edge_rows_only(table, parameters, dimensions):
    given = {"alg.volledigheid": "randtotalen", "jaar.rand.totaal": 900.0, "jaar.rand.direct": "nvt", **staff()}
    given |= split(ingang="jaar", bedrag=100.0, deel_a="beleid", deel_b="inkoop", aandeel_a=0.6)
    costs = costed(table({"GM1": given}), parameters, dimensions)
    assert costs.table[["taak", "kostensoort", "euro"]].to_numpy().tolist() == [
        ["direct", "totaal", 0.0],
        ["totaal", "totaal", 900.0],
    ]


def test_rows_come_in_one_order_whatever_the_order_of_answers(country, parameters, dimensions):
    _, answers = country
    before = answers.copy(deep=True)
    straight = costed(answers, parameters, dimensions).table
    shuffled = costed(answers.sample(frac=1, random_state=1), parameters, dimensions).table
    pd.testing.assert_frame_equal(straight, shuffled)
    pd.testing.assert_frame_equal(answers, before)


def test_no_answers_give_an_empty_table(table, parameters, dimensions):
    costs = costed(table({"GM1": {"alg.gemeente": "Ons Dorp"}}), parameters, dimensions)
    assert list(costs.table.columns) == ["code", "ingang", "groep", "taak", "kostensoort", "euro"]
    assert costs.table.empty
