"""Printed figures beside computed ones: rounding of the print, turned signs, words such as "nearly", reasons."""

from __future__ import annotations

import pandas as pd
import pytest

from templates.comparison import ComparedTable
from xl_addin.methods.tables.published import PrintedCell
from xl_addin.methods.tables.published_comparison import (
    DIFFERENT,
    EQUAL,
    Compared,
    compare,
    open_differences,
    own_cells,
)
from xl_addin.methods.tables.result_tables import indexed
from xl_addin.methods.tables.results import as_table, row

TABLE = ComparedTable.model_validate(
    {
        "table": "5.2",
        "convention": "over de respondenten",
        "pick": {"indeling": "inwoners"},
        "rows": {"Klein": {"klasse": "<30"}, "Groot": {"klasse": ">250"}},
        "columns": {
            "kosten": {"pick": {"maat": "kosten_per_inburgeraar"}, "low": "min", "high": "max", "rounding": 100},
            "verschil": {"pick": {"maat": "verschil_gf"}, "scale": -1, "rounding": 100},
            "ruim": {
                "pick": {"maat": "kosten_per_inburgeraar"},
                "value": None,
                "low": "waarde",
                "high": "waarde",
                "about": 100,
            },
        },
        "cells": {"Samen | mln": {"pick": {"maat": "landelijk_totaal", "indeling": "totaal"}, "scale": 1e-6}},
        "known": [{"row": "Klein", "column": "verschil", "printed": 1200, "note": "B3", "reason": "telt niet op"}],
    }
)


def results() -> pd.DataFrame:
    return as_table(
        [
            row(
                "kosten_per_inburgeraar", "", "", "inwoners", "<30", unit="euro", value=2250, minimum=1649, maximum=3050
            ),
            row("verschil_gf", "", "", "inwoners", "<30", unit="euro", value=-1349),
            row("landelijk_totaal", "", "", "totaal", unit="euro", value=153_499_999),
        ]
    )


def cell(row_name: str, column: str, **figures: float) -> PrintedCell:
    return PrintedCell("5.2", row_name, column, "euro", figures)


def compared(*cells: PrintedCell) -> list[Compared]:
    return list(compare(cells, [TABLE], indexed(results())))


@pytest.mark.parametrize(
    ("printed", "equal"),
    [
        # 2250 is printed as 2,300: halves go up
        (cell("Klein", "kosten", value=2300), EQUAL),
        (cell("Klein", "kosten", value=2200), DIFFERENT),
        (cell("Klein", "kosten", low=1600), EQUAL),
        (cell("Klein", "kosten", high=3100), EQUAL),
        # -1349 x -1 = 1349 -> 1,300
        (cell("Klein", "verschil", value=1300), EQUAL),
        # "ruim 2.200": at least 2,200 and below 2,300; "bijna 2.300": at most that and above 2,200
        (cell("Klein", "ruim", low=2200), EQUAL),
        (cell("Klein", "ruim", low=2100), DIFFERENT),
        (cell("Klein", "ruim", high=2300), EQUAL),
        (cell("Klein", "ruim", high=2200), DIFFERENT),
        # 153.499999 million -> 153
        (cell("Samen", "mln", value=153), EQUAL),
        # the product has no figure for this class
        (cell("Groot", "kosten", value=1700), DIFFERENT),
        # nothing stands beside it: another row, another column, a part that the column does not have
        (cell("Midden", "kosten", value=1), ""),
        (cell("Klein", "verschil", low=1), ""),
    ],
)
def test_equal_means_equal_as_printed(printed: PrintedCell, equal: str) -> None:
    (line,) = compared(printed)
    assert line.equal == equal


def test_a_known_contradiction_is_a_reason_and_any_other_difference_is_open() -> None:
    lines = compared(cell("Klein", "verschil", value=1200), cell("Klein", "kosten", value=2200))
    assert [(line.note, line.reason) for line in lines] == [("B3", "telt niet op"), ("", "over de respondenten")]
    assert [(line.computed, line.unrounded) for line in lines] == [(1300, 1349), (2300, 2250)]
    assert open_differences(lines) == 1
    # another figure in the cell of a known contradiction has no excuse
    assert open_differences(compared(cell("Klein", "verschil", value=1400))) == 1


def test_own_results_print_as_the_study_prints_them() -> None:
    cells = {(cell.row, cell.column): dict(cell.figures) for cell in own_cells([TABLE], indexed(results()))}
    assert cells == {
        ("Klein", "kosten"): {"value": 2300, "low": 1600, "high": 3100},
        ("Klein", "verschil"): {"value": 1300},
        ("Klein", "ruim"): {"low": 2300, "high": 2300},
        ("Samen", "mln"): {"value": 153},
    }


def test_results_that_say_two_things_are_refused() -> None:
    twice = pd.concat([results(), results()])
    with pytest.raises(ValueError, match="2 results"):
        compare([cell("Klein", "kosten", value=1)], [TABLE], indexed(twice))
