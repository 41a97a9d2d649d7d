"""What the command Bekostiging writes on the list Gemeenten and the page Tekort."""

import pandas as pd
import pytest

from templates import load_survey
from templates.columns import MUNICIPALITIES
from xl_addin.books.funding_pages import funding_pages
from xl_addin.methods.funding.shortfall import PARTS, WHOLE
from xl_addin.methods.tables.results import as_table, row

FRAME = pd.DataFrame({"naam": ["Aa", "Bee", "Cee"]}, index=["GM0001", "GM0002", "GM0003"])
NOTHING = {name: float("nan") for name in MUNICIPALITIES if name not in ("code", "naam", "basis", "reden")}
TABLE = pd.DataFrame(
    [
        {**NOTHING, **dict.fromkeys(PARTS, -100.0), "verschil": -500.0, "kosten_eigen": 2_000.0, "rang": 1.0},
        {**NOTHING, "verschil": -300.0, "kosten_verwacht": 1_800.0, "rang": 2.0},
        NOTHING,
    ],
    index=["GM0002", "GM0001", "GM0003"],
).assign(basis=["eigen", "verwacht", ""], reden=["", "", "geen_gf"], verschil_spuk_asiel=[7.0, None, None])


def results():
    classes = {("inwoners", "<30"): -100.0, ("inwoners", "30-80"): -900.0, ("gevestigd", "onbekend"): -999.0}
    return as_table(
        row("verschil_opbouw", part, "", *place, "ratio", unit="euro", value=value if part == WHOLE else value / 5, n=4)
        for place, value in classes.items()
        for part in (WHOLE, *PARTS)
    )


def written(parameters):
    table, classes, single = funding_pages(TABLE, results(), FRAME, parameters, load_survey())
    return table.frame.set_index("code"), classes.values, single.values


def test_all_municipalities_stand_in_the_order_given_with_the_reason_in_words():
    table, _, single = written({})
    assert list(table.index) == ["GM0002", "GM0001", "GM0003"]
    assert list(table["naam"]) == ["Bee", "Aa", "Cee"]
    assert table.loc["GM0003", "reden"].startswith("Het gemeentefonds van de gemeente is niet bekend")
    # only who gave its own cost, and empty lines below
    assert single[0][:3] == ["Bee", "GM0002", -500.0]
    assert set(single[1]) == {None}


def test_classes_are_ranked_and_an_unknown_class_is_left_out():
    _, classes, _ = written({})
    assert [line[0] for line in classes[:3]] == ["Inwonertal: 30-80", "Inwonertal: <30", None]
    assert classes[0][1:4] == [4, -900.0, pytest.approx(-180)]


def test_with_a_minimum_no_single_cost_can_be_read_or_computed():
    table, _, single = written({"publicatie.minimum": 3.0})
    mine = table.loc["GM0002"]
    assert mine[["kosten_eigen", "verschil", "rang", "kostenniveau", "verschil_spuk_asiel"]].isna().all()
    assert table.loc["GM0001", "verschil"] == -300.0
    assert all(set(line) == {None} for line in single)
