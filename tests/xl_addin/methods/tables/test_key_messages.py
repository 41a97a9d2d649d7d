"""Messages from the figures of a small table, worked out by hand."""

from __future__ import annotations

import math

import pytest

from templates.report import Saying, Slide, Told
from templates.schema import Pick, ResultTable, TableColumn, TableRow
from xl_addin.methods.tables.columns import KEY_COLUMNS
from xl_addin.methods.tables.key_messages import message
from xl_addin.methods.tables.result_tables import FilledTable, Found

TABLE = ResultTable(
    id="1",
    sheet="Tabel 1",
    title="t",
    rows=tuple(TableRow(label=label, pick=Pick()) for label in ("Kleine gemeenten", "Grote gemeenten", "B1-route")),
    columns=(TableColumn(label="Euro", rounding=100), TableColumn(label="Deel", format="procent")),
    rests_on="r",
)
FULL = [[1949.0, 0.2], [2451.0, 0.6], [1960.0, None]]
FILLED = FilledTable([[1900.0, 0.2], [2500.0, 0.6], [2000.0, None]], FULL)
WORDS = ("{bedrag} lager", "gelijk", "{bedrag} hoger")


def told(**one: object) -> str | None:
    return message(
        Slide(table="1", message="het is {a} in {jaar}", told={"a": Told(**one)}), TABLE, FILLED, {"jaar": "2024"}
    )


@pytest.mark.parametrize(
    ("one", "text"),
    [
        ({"cell": (1, 1)}, "1.900"),
        ({"cell": (2, 2)}, "60%"),
        # 2451 - 1949 = 502, to hundreds: not the 600 that the presented figures differ
        ({"cell": (2, 1), "minus": (1, 1), "exact": True, "words": WORDS}, "500 hoger"),
        ({"cell": (1, 1), "minus": (2, 1), "exact": True, "words": WORDS}, "500 lager"),
        # 11 apart is nothing in hundreds, although 1900 and 2000 are printed
        ({"cell": (3, 1), "minus": (1, 1), "exact": True, "words": WORDS}, "gelijk"),
        # 2451 / (1949 + 2451) = 55.7%
        ({"cell": (2, 1), "of": ((1, 1), (2, 1))}, "56%"),
        ({"highest": 1, "rows": (1, 2, 3)}, "grote gemeenten"),
        ({"highest": 1, "rows": (1, 3)}, "B1-route"),
        ({"lowest": 1, "rows": (1, 2, 3)}, "kleine gemeenten"),
        ({"lowest": 1, "rows": (1, 2, 3), "figure": True}, "1.900"),
    ],
)
def test_what_a_placeholder_says(one: dict, text: str) -> None:
    assert told(**one) == f"Het is {text} in 2024"


@pytest.mark.parametrize(
    "one",
    [
        {"cell": (3, 2)},
        {"cell": (1, 2), "minus": (3, 2), "exact": True},
        {"cell": (1, 2), "of": ((1, 2), (3, 2))},
        {"highest": 2, "rows": (1, 2, 3)},
    ],
)
def test_an_unknown_figure_leaves_no_message(one: dict) -> None:
    assert told(**one) is None


# --- a difference is said only where its interval excludes 0 ---------------------------------------------------


def result(value: float, low: float = math.nan, high: float = math.nan, **key: str) -> Found:
    """A row of the results under its key."""
    figures = {"waarde": value, "laag": math.nan, "hoog": math.nan, "min": math.nan, "max": math.nan}
    more = {"se": 1.0, "n": 9.0, "i95_laag": low, "i95_hoog": high}
    return {tuple(key.get(name, "") for name in KEY_COLUMNS): [{**figures, **more}]}


COST = {"maat": "kosten_per_inburgeraar", "onderdeel": "uitvoering", "indeling": "inwoners"}
OF_CLASSES = tuple(TableRow(label=one, pick=Pick(**COST, klasse=one, weging="ratio")) for one in ("<30", "30-80"))
BUDGET = TableRow(label="Middelen", pick=Pick(maat="gf_per_inburgeraar"))
CLASSES = TABLE.model_copy(update={"rows": (*OF_CLASSES, BUDGET), "columns": TABLE.columns[:1]})
FIGURES = FilledTable([[1900.0], [2500.0], [2000.0]], [[1949.0], [2451.0], [2000.0]])


def compared(found: Found, cell: tuple[int, int] = (2, 1), minus: tuple[int, int] = (1, 1)) -> str | None:
    told = {"a": Told(cell=cell, minus=minus, words=WORDS)}
    slide = Slide(table="1", message="{a}", told=told, instead=(Saying(message="niets over een verschil"),))
    return message(slide, CLASSES, FIGURES, {}, found)


@pytest.mark.parametrize(
    ("klasse", "low", "high", "said"),
    [
        ("30-80 - <30", 100.0, 900.0, "500 hoger"),
        ("<30 - 30-80", -900.0, -100.0, "500 hoger"),
        ("30-80 - <30", -50.0, 1000.0, "Gelijk"),
        ("<30 - 30-80", -1000.0, 50.0, "Gelijk"),
        ("30-80 - <30", math.nan, math.nan, "Niets over een verschil"),
        ("80-250 - <30", 100.0, 900.0, "Niets over een verschil"),
    ],
)
def test_two_classes_differ_where_the_interval_of_their_difference_excludes_0(
    klasse: str, low: float, high: float, said: str
) -> None:
    place = {"maat": "verschil_klasse", "onderdeel": "uitvoering", "indeling": "inwoners", "klasse": klasse}
    assert compared(result(502.0, low=low, high=high, **place)) == said


def test_of_several_weightings_the_widest_interval_counts() -> None:
    place = {"maat": "verschil_klasse", "onderdeel": "uitvoering", "indeling": "inwoners", "klasse": "30-80 - <30"}
    certain = result(502.0, low=100.0, high=900.0, **place, weging="ratio")
    assert compared(certain) == "500 hoger"
    assert compared({**certain, **result(502.0, low=-20.0, high=900.0, **place, weging="ontwerp")}) == "Gelijk"


@pytest.mark.parametrize(
    ("se", "said"), [(10.0, "100 lager"), (500.0, "Gelijk"), (math.nan, "Niets over een verschil")]
)
def test_an_estimate_beside_an_amount_that_is_none(se: float, said: str) -> None:
    """1949 beside 2000: 51 lower, 100 in hundreds, where the interval is 20 wide and not where it is 1000."""
    estimate = result(1949.0, low=1949.0 - 2 * se, high=1949.0 + 2 * se, **COST, klasse="<30", weging="ratio")
    assert compared({**estimate, **result(2000.0, maat="gf_per_inburgeraar")}, (1, 1), (3, 1)) == said


def test_another_way_round_than_what_is_shown_is_not_said() -> None:
    place = {"maat": "verschil_klasse", "onderdeel": "uitvoering", "indeling": "inwoners", "klasse": "30-80 - <30"}
    assert compared(result(-500.0, low=-900.0, high=-100.0, **place, weging="ontwerp")) == "Gelijk"


def test_the_interval_of_another_measure_is_not_taken() -> None:
    place = {"maat": "verschil_klasse", "onderdeel": "verschil_gf", "indeling": "inwoners", "klasse": "30-80 - <30"}
    assert compared(result(502.0, low=100.0, high=900.0, **place)) == "Niets over een verschil"


def test_in_how_many_classes_the_interval_lies_on_one_side() -> None:
    found = {
        **result(-100.0, low=-120.0, high=-80.0, **COST, klasse="<30", weging="ratio"),
        **result(-100.0, low=-280.0, high=80.0, **COST, klasse="30-80", weging="ratio"),
    }
    below = Slide(table="1", message="{a}", told={"a": Told(below=1, rows=(1, 2))})
    above = Slide(table="1", message="{a}", told={"a": Told(above=1, rows=(1, 2))})
    assert message(below, CLASSES, FIGURES, {}, found) == "1"
    assert message(above, CLASSES, FIGURES, {}, found) == "Geen"
    assert message(below, CLASSES, FIGURES, {}, {}) is None


def test_a_part_of_a_result() -> None:
    told = {"a": Told(result=Pick(maat="begeleid_landelijk", groep="asiel"), part_of=Pick(maat="begeleid_landelijk"))}
    slide = Slide(table="1", message="{a}", told=told)
    found = {**result(65.0, maat="begeleid_landelijk", groep="asiel"), **result(100.0, maat="begeleid_landelijk")}
    assert message(slide, CLASSES, FIGURES, {}, found) == "65%"
    assert message(slide, CLASSES, FIGURES, {}, {}) is None
