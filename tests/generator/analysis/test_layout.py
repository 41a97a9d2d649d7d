"""Places and names of the analysis workbook, without a workbook."""

import io
import re

import openpyxl
import pytest

from generator.analysis.layout import (
    FINDINGS_TABLE,
    LIST_OF_TABLE,
    LISTS,
    SOURCE_LINES,
    Block,
    answer_columns,
    named_blocks,
    result_place,
    result_places,
    row_headings,
    sheet_names,
)
from templates import load_survey
from templates.columns import COSTS, FINDINGS, FINDINGS_NAMED, FINDINGS_OF_PERSON, FRAME, RESULTS, WEIGHTS
from templates.schema import Chart, Pick, ResultTable, Series, TableColumn, TableRow

SURVEY = load_survey()


def small_table(charts: tuple[Chart, ...] = (), rows: tuple[TableRow, ...] = ()) -> ResultTable:
    return ResultTable(
        id="9.1",
        sheet="Tabel 9.1",
        title="t",
        rows=rows or tuple(TableRow(label=label, pick=Pick()) for label in "abc"),
        columns=(TableColumn(label="x"), TableColumn(label="y")),
        rests_on="r",
        charts=charts,
    )


@pytest.mark.parametrize(
    ("block", "area", "reference"),
    [
        (Block("Frame", 5, 1, 3, 2), "A5:B7", "'Frame'!$A$5:$B$7"),
        (Block("Frame", 2, 28), "AB2", "'Frame'!$AB$2"),
        (Block("Jan's blad", 1, 26, 1, 2), "Z1:AA1", "'Jan''s blad'!$Z$1:$AA$1"),
    ],
)
def test_block_as_text(block: Block, area: str, reference: str) -> None:
    assert (block.area, block.reference) == (area, reference)


def test_result_place_worked_out_by_hand() -> None:
    # Header in row 4, so 3 rows of 2 figures stand in B5:C7, their signs in D; E is empty, the unrounded figures in
    # F5:G7, H for links, I for the names in charts. Source lines in rows 9 and 10, a chart in 12 to 28.
    chart = Chart(kind="kolom", title="g", alt_text="g", rows=(1, 2, 3), series=(Series(column=1),))
    place = result_place(small_table((chart,)))
    assert place.rows == (0, 1, 2)
    assert place.table_name == "tblTabel_9_1"
    assert place.table_area == "A4:D7"
    assert place.gap_column == 5
    assert place.charts == ((12, 17),)
    assert place.last_row == 28
    assert place.aids.area == "I5:I7"
    assert {name: block.area for name, block in place.names.items()} == {
        "tabel.9_1": "B5:C7",
        "tabel.9_1.teken": "D5:D7",
        "tabel.9_1.onafgerond": "F5:G7",
        "tabel.9_1.bron": "A9:A10",
    }


def test_headings_have_a_column_and_no_row() -> None:
    # Two headings: their rows go, the figures move one column to the right; what is filled keeps the rows that stand.
    rows = (
        TableRow(label="totaal", pick=Pick()),
        TableRow(label="K"),
        TableRow(label="a", pick=Pick()),
        TableRow(label="L"),
        TableRow(label="b", pick=Pick()),
        TableRow(label="alle", pick=Pick(), apart=True),
    )
    table = small_table(rows=rows)
    place = result_place(table)
    assert place.rows == (0, 2, 4, 5)
    assert place.block.area == "C5:D8"
    assert place.table_area == "A4:E8"
    assert place.standing(["0", None, "2", None, "4", "5"]) == ["0", "2", "4", "5"]
    assert row_headings(table, "-") == ["-", "K", "K", "L", "L", "-"]


def test_lying_bars_get_more_rows_with_their_number() -> None:
    def rows_of(count: int) -> int:
        chart = Chart(
            kind="staaf", title="g", alt_text="g", rows=tuple(range(1, count + 1)), series=(Series(column=1),)
        )
        return result_place(small_table((chart,))).charts[0][1]

    assert rows_of(3) == rows_of(6) < rows_of(12)


def test_blocks_of_a_sheet_never_touch() -> None:
    for place in result_places(SURVEY):
        assert place.block.last_column + 1 < place.full.column
        assert place.source.row > place.block.last_row
        assert (place.source.rows, place.source.columns) == (SOURCE_LINES, 1)
        below = place.source.last_row
        for row, rows in place.charts:
            assert row > below
            below = row + rows - 1


def test_names_are_accepted_by_excel_and_unique() -> None:
    names = list(named_blocks(SURVEY))
    assert all(re.fullmatch(r"[a-z_][a-z0-9_.]*", name, re.IGNORECASE) for name in names)
    assert len({name.lower() for name in names}) == len(names)
    assert {
        "tabel.3_2",
        "tabel.3_2.onafgerond",
        "tabel.3_2.bron",
        "tabel.3_2.teken",
        "status.melding",
        "meta.soort",
    } <= set(names)


def test_sheet_names_are_accepted_by_excel_and_unique() -> None:
    names = sheet_names(SURVEY)
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_lists_carry_the_columns_of_the_contract() -> None:
    columns = {place.sheet: place.columns for place in LISTS}
    assert columns["Frame"] == FRAME
    assert columns["Kosten"] == COSTS
    assert columns["Gewichten"] == WEIGHTS
    assert columns["Resultaten"] == RESULTS
    assert columns["Bevindingen"] == ("code", *FINDINGS_NAMED, *FINDINGS[1:], *FINDINGS_OF_PERSON)
    assert answer_columns(SURVEY)[:3] == ("code", "naam", "alg.gemeente")


@pytest.mark.parametrize(("rows", "area"), [(0, "A5:N6"), (1, "A5:N6"), (24, "A5:N29")])
def test_a_table_keeps_a_row_of_data(rows: int, area: str) -> None:
    assert LIST_OF_TABLE[FINDINGS_TABLE].area(rows) == area


def test_the_marks_of_every_block_stand_around_it_so_that_one_look_finds_it(built: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(built))
    for name, block in named_blocks(load_survey()).items():
        assert block.marks, name
        for row, column, text in block.marks:
            assert book[block.sheet].cell(row, column).value == text, (name, row, column)
