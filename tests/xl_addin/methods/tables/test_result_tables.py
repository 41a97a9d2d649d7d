"""Figures looked up in the results: which one, which part of it, how rounded, and None where there is none."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.schema import Pick, ResultTable, TableColumn, TableRow
from xl_addin.methods.tables.columns import RESULT_COLUMNS
from xl_addin.methods.tables.result_tables import fill, indexed, keys
from xl_addin.methods.tables.results import as_table, row

RESULTS = as_table(
    [
        row(
            "kosten", "direct", "asiel", "totaal", "", "macro", unit="euro", value=3949.0, low=3554.1, high=4343.9, n=23
        ),
        row("kosten", "b1", "asiel", "totaal", "", "macro", unit="euro", value=9650.0, minimum=8200, maximum=11700),
        row("kosten", "direct", "asiel", "inwoners", "<30", "ratio", unit="euro", value=4100.0),
        row("aandeel", "", "", "", "jaar1", "", unit="fractie", value=0.461),
    ]
)


def table(rows: list[TableRow], columns: list[TableColumn], pick: Pick | None = None) -> ResultTable:
    return ResultTable(
        id="1", sheet="T", title="t", pick=pick or Pick(), rows=tuple(rows), columns=tuple(columns), rests_on=""
    )


NATIONAL = Pick(maat="kosten", groep="asiel", indeling="totaal", weging="macro")
DIRECT = TableRow(label="Direct", pick=Pick(onderdeel="direct"))
ROUTE = TableRow(label="B1", pick=Pick(onderdeel="b1"))


def test_each_part_of_a_figure() -> None:
    shows = ["vanaf", "waarde", "laag", "hoog", "min", "max", "n", "se", "afstand"]
    filled = fill(table([DIRECT, ROUTE], [TableColumn(label=s, show=s) for s in shows], NATIONAL), indexed(RESULTS))
    # A figure without a band shows itself under `vanaf`. Distance: max(9650 - 8200, 11700 - 9650) = 2050.
    assert filled.full == [
        [3554.1, 3949.0, 3554.1, 4343.9, None, None, 23.0, None, None],
        [9650.0, 9650.0, None, None, 8200.0, 11700.0, None, None, 2050.0],
    ]


def test_the_interval_is_not_the_band() -> None:
    figures = {"value": 100, "low": 95, "high": 105, "se": 10, "n": 6, "interval": (74.3, 125.7)}
    line = row("kosten", "", "", "relatief", "laag", "ratio", unit="euro", **figures)
    columns = [TableColumn(label=show, show=show) for show in ("interval_laag", "interval_hoog")]
    pick = Pick(maat="kosten", indeling="relatief", klasse="laag", weging="ratio")
    filled = fill(table([TableRow(label="x", pick=Pick())], columns, pick), indexed(as_table([line])))
    assert filled.full == [[74.3, 125.7]]


def test_no_interval_in_the_results_is_none_on_the_sheet() -> None:
    line = row("kosten", "direct", weighting="macro", unit="euro", value=100, se=10, n=4)
    columns = [TableColumn(label="x", show="interval_laag")]
    filled = fill(
        table([TableRow(label="x", pick=Pick())], columns, Pick(maat="kosten", onderdeel="direct", weging="macro")),
        indexed(as_table([line])),
    )
    assert filled.full == [[None]]


def test_presented_is_rounded_half_up_and_full_is_not() -> None:
    columns = [TableColumn(label="euro", rounding=100), TableColumn(label="heel")]
    filled = fill(table([DIRECT, ROUTE], columns, NATIONAL), indexed(RESULTS))
    assert filled.presented == [[3900.0, 3949.0], [9700.0, 9650.0]]
    assert filled.full == [[3949.0, 3949.0], [9650.0, 9650.0]]


def test_picks_join_from_table_to_cell() -> None:
    by_class = TableRow(
        label="<30", pick=Pick(onderdeel="direct", indeling="inwoners", klasse="<30"), cells={2: Pick(klasse="30-80")}
    )
    columns = [TableColumn(label="a", pick=Pick(weging="ratio")), TableColumn(label="b", pick=Pick(weging="ratio"))]
    asked = table([by_class], columns, NATIONAL)
    assert keys(asked) == [
        [
            ("kosten", "direct", "asiel", "inwoners", "<30", "ratio"),
            ("kosten", "direct", "asiel", "inwoners", "30-80", "ratio"),
        ]
    ]
    assert fill(asked, indexed(RESULTS)).full == [[4100.0, None]]


def test_a_key_that_is_not_given_must_be_empty() -> None:
    rows = [TableRow(label="jaar 1", pick=Pick(maat="aandeel", klasse="jaar1")), TableRow(label="x", pick=Pick())]
    assert fill(table(rows, [TableColumn(label="a")]), indexed(RESULTS)).full == [[0.461], [None]]
    missing = TableRow(label="x", pick=Pick(maat="kosten", onderdeel="direct"))
    assert fill(table([missing], [TableColumn(label="a")]), indexed(RESULTS)).full == [[None]]


def test_an_empty_pick_takes_back_what_the_table_gives() -> None:
    rows = [TableRow(label="x", pick=Pick(maat="aandeel", groep="", indeling="", weging="", klasse="jaar1"))]
    assert fill(table(rows, [TableColumn(label="a")], NATIONAL), indexed(RESULTS)).full == [[0.461]]


def test_a_heading_stays_empty() -> None:
    filled = fill(
        table([TableRow(label="Kop", style="kop"), DIRECT], [TableColumn(label="a")], NATIONAL), indexed(RESULTS)
    )
    assert filled.presented == filled.full == [[None], [3949.0]]


def test_two_results_with_one_key_are_refused_where_asked() -> None:
    double = pd.concat([RESULTS, RESULTS.iloc[[0]]])
    with pytest.raises(ValueError, match="2 results"):
        fill(table([DIRECT], [TableColumn(label="a")], NATIONAL), indexed(double))
    assert fill(table([ROUTE], [TableColumn(label="a")], NATIONAL), indexed(double)).full == [[9650.0]]


def test_empty_keys_read_back_from_a_workbook_count_as_empty() -> None:
    from_book = RESULTS.astype(object).where(RESULTS != "", None)
    rows = [TableRow(label="jaar 1", pick=Pick(maat="aandeel", klasse="jaar1"))]
    assert fill(table(rows, [TableColumn(label="a")]), indexed(from_book)).full == [[0.461]]


def test_no_results_at_all() -> None:
    empty = pd.DataFrame(columns=list(RESULT_COLUMNS))
    assert fill(table([DIRECT], [TableColumn(label="a")], NATIONAL), indexed(empty)).presented == [[None]]


@given(st.randoms(use_true_random=False))
def test_order_of_results_is_irrelevant_and_they_stay_as_they_were(random) -> None:
    order = list(range(len(RESULTS)))
    random.shuffle(order)
    shuffled = RESULTS.iloc[order]
    before = shuffled.copy()
    asked = table([DIRECT, ROUTE], [TableColumn(label="a", rounding=100)], NATIONAL)
    assert fill(asked, indexed(shuffled)) == fill(asked, indexed(RESULTS))
    pd.testing.assert_frame_equal(shuffled, before)
