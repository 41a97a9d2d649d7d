"""Messages from the figures of a small table, worked out by hand."""

from __future__ import annotations

import pytest

from templates.report import Slide, Told
from templates.schema import Pick, ResultTable, TableColumn, TableRow
from xl_addin.methods.key_messages import message
from xl_addin.methods.result_tables import FilledTable

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
        ({"cell": (2, 1), "minus": (1, 1), "words": WORDS}, "500 hoger"),
        ({"cell": (1, 1), "minus": (2, 1), "words": WORDS}, "500 lager"),
        # 11 apart is nothing in hundreds, although 1900 and 2000 are printed
        ({"cell": (3, 1), "minus": (1, 1), "words": WORDS}, "gelijk"),
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
        {"cell": (1, 2), "minus": (3, 2)},
        {"cell": (1, 2), "of": ((1, 2), (3, 2))},
        {"highest": 2, "rows": (1, 2, 3)},
    ],
)
def test_an_unknown_figure_leaves_no_message(one: dict) -> None:
    assert told(**one) is None
