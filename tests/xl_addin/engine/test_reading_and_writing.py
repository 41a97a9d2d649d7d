"""Values through xlwings' own ranges and converters."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
import xlwings as xw

from templates.problems import Problems
from xl_addin.engine import register


@pytest.fixture
def sheet(engine):
    return xw.Book().sheets[0]


def test_registering_twice_gives_the_same_engine(engine):
    assert register() is engine
    assert xw.engines.active.name == "kostenonderzoek-bestand"
    assert [one.name for one in xw.engines].count("kostenonderzoek-bestand") == 1
    assert xw.Book().app.engine.impl is engine


def test_a_data_frame_goes_in_and_comes_out(sheet):
    frame = pd.DataFrame(
        {"getal": [1.5, np.nan, 3.0], "tekst": ["a", None, "c"], "dag": pd.to_datetime(["2024-01-01"] * 3)},
        index=pd.Index([10.0, 20.0, 30.0], name="nr"),
    )
    sheet["B2"].value = frame
    assert sheet["B2"].options(ndim=2, expand="right").value == [["nr", "getal", "tekst", "dag"]]
    back = sheet["B2:E5"].options(pd.DataFrame).value
    pd.testing.assert_frame_equal(back, frame, check_dtype=False, check_index_type=False, check_column_type=False)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (3, 3.0),
        (np.int64(3), 3.0),
        (True, True),
        (np.bool_(False), False),
        ("tekst", "tekst"),
        ("", None),
        (float("nan"), None),
        (float("inf"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (dt.datetime(2024, 1, 2, 3), dt.datetime(2024, 1, 2, 3)),
        (pd.Timestamp("2024-01-02"), dt.datetime(2024, 1, 2)),
        (np.datetime64("2024-01-02"), dt.datetime(2024, 1, 2)),
    ],
)
def test_single_values(sheet, value, found):
    sheet["A1"].value = value
    assert sheet["A1"].value == found
    assert type(sheet["A1"].value) is type(found)


def test_options_decide_on_numbers_dates_empty_cells_and_dimensions(sheet):
    sheet["A1"].value = [[1, dt.datetime(2024, 1, 2), None]]
    assert sheet["A1:C1"].options(numbers=int, dates=dt.date, empty="-").value == [1, dt.date(2024, 1, 2), "-"]
    assert sheet["A1"].options(ndim=2).value == [[1.0]]
    assert sheet["A1:A2"].value == [1.0, None]
    sheet["A5"].options(transpose=True).value = [1, 2]
    assert sheet["A5:A6"].value == [1.0, 2.0]


def test_one_value_fills_a_range(sheet):
    sheet["B2:C3"].value = 7
    assert sheet["A1:C3"].value == [[None, None, None], [None, 7.0, 7.0], [None, 7.0, 7.0]]


def test_error_values_are_none_unless_asked_as_text(sheet):
    sheet["A1"].value = "#N/A"
    assert sheet["A1"].value is None
    assert sheet["A1"].options(err_to_str=True).value == "#N/A"


def test_text_with_an_equals_sign_is_a_formula_as_in_excel_and_an_apostrophe_makes_it_text(sheet):
    sheet["A1"].value = [["=1+1", "'=1+1", "'tekst", "="]]
    assert sheet["A1:D1"].formula == (("=1+1", "=1+1", "tekst", "="),)
    assert sheet["A1:D1"].value == [None, "=1+1", "tekst", "="]


def test_formulas(sheet):
    sheet["A1"].formula = "=SUM(B1:B2)"
    sheet["A2:B2"].formula = [["=A1", 3]]
    assert sheet["A1"].formula == "=SUM(B1:B2)"
    assert sheet["A2:C2"].formula == (("=A1", "3", ""),)


def test_covered_cells_of_a_merge_are_refused(sheet):
    sheet["A1:B2"].merge()
    assert sheet["B2"].merge_area.address == "$A$1:$B$2"
    sheet["A1:B2"].clear_contents()
    with pytest.raises(Problems) as caught:
        sheet["B2"].value = 1
    assert [problem.code for problem in caught.value.problems] == ["CELL_MERGED"]
    sheet["A1:B2"].unmerge()
    assert not sheet["A1:B2"].merge_cells


def test_too_long_text_is_refused_at_once(sheet):
    with pytest.raises(Problems) as caught:
        sheet["A1"].value = "a" * 32_768
    assert [problem.code for problem in caught.value.problems] == ["CELL_TEXT_TOO_LONG"]


def test_reads_and_writes_are_counted_per_range(engine, sheet):
    sheet["A1"].value = [[1, 2], [3, 4]]
    _ = sheet["A1:B2"].options(pd.DataFrame, header=False, index=False).value
    _ = sheet["A1"].expand().formula
    sheet["A1:B2"].clear_contents()
    assert (engine.calls.reads, engine.calls.writes) == (2, 2)
    engine.calls.reset()
    assert (engine.calls.reads, engine.calls.writes) == (0, 0)


class TestFindingTheWay:
    @pytest.fixture
    def blocks(self, sheet):
        """A block in B2:D4 with a hole in C3, and a single cell in B8."""
        sheet["B2"].value = [["a", "b", "c"], [1, None, 3], [4, 5, 6]]
        sheet["B8"].value = "los"
        return sheet

    @pytest.mark.parametrize(
        ("start", "direction", "end"),
        [
            ("B2", "down", "B4"),
            ("B4", "down", "B8"),
            ("B8", "down", "B1048576"),
            ("B1048576", "up", "B8"),
            ("B8", "up", "B4"),
            ("B4", "up", "B2"),
            ("A2", "right", "B2"),
            ("B2", "right", "D2"),
            ("B3", "right", "D3"),
            ("D2", "left", "B2"),
            ("B2", "left", "A2"),
        ],
    )
    def test_end(self, blocks, start, direction, end):
        assert blocks[start].end(direction).get_address(False, False) == end

    def test_expand_and_regions(self, blocks):
        assert blocks["B2"].expand().address == "$B$2:$D$4"
        assert blocks["B2"].expand("down").address == "$B$2:$B$4"
        assert blocks["B2"].expand("right").address == "$B$2:$D$2"
        assert blocks["F9"].expand().address == "$F$9"
        assert blocks["C3"].current_region.address == "$B$2:$D$4"
        assert blocks["H20"].current_region.address == "$H$20"
        assert blocks.used_range.address == "$B$2:$D$8"

    def test_whole_columns_and_rows_end_where_the_contents_end(self, blocks):
        assert blocks["B:B"].value == [None, "a", 1.0, 4.0, None, None, None, "los"]
        assert blocks["2:2"].value == [None, "a", "b", "c"]
        assert blocks["B:C"].address == "$B:$C"
        blocks["B:B"].clear_contents()
        assert blocks["B2:D8"].value == [[None, "b", "c"], [None, None, 3.0], [None, 5.0, 6.0], *[[None] * 3] * 4]

    def test_slices_tuples_corners_and_other_sheets(self, blocks):
        assert blocks["B2:D4"][1:, 0].value == [1.0, 4.0]
        assert blocks[1, 1].value == "a"
        assert blocks.range((2, 2), (3, 3)).address == "$B$2:$C$3"
        assert blocks["B2"].resize(2, 2).offset(1, 1).address == "$C$3:$D$4"
        assert blocks["D4"].get_address(False, True, include_sheetname=True) == "Sheet1!$D4"
        other = blocks.book.sheets.add("Nog 'een")
        assert other["Sheet1!B2"].value == "a"
        assert other.range("'Nog ''een'!A1").sheet.name == "Nog 'een"
        with pytest.raises(KeyError):
            blocks["geen naam"]
