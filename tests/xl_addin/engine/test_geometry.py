"""Edges of columns and rows in points."""

import openpyxl
import pytest

from xl_addin.engine.geometry import EMU_PER_POINT, SheetGrid


@pytest.fixture
def grid():
    """Column B of 20 characters, D hidden; row 2 of 30 points, row 3 hidden; the rest as Excel has them."""
    sheet = openpyxl.Workbook().worksheets[0]
    sheet.column_dimensions["B"].width = 20
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[2].height = 30
    sheet.row_dimensions[3].hidden = True
    return SheetGrid(sheet)


# A: 64 pixels = 48 points. B: 20 characters of 7 pixels = 140 pixels = 105 points. C as A, D nothing.
@pytest.mark.parametrize(("column", "points"), [(0, 0), (1, 48), (2, 153), (3, 201), (4, 201), (5, 249)])
def test_left_edges(grid, column, points):
    assert grid.left(column) == points * EMU_PER_POINT


@pytest.mark.parametrize(("row", "points"), [(0, 0), (1, 15), (2, 45), (3, 45), (4, 60), (1_048_575, 15_728_625)])
def test_upper_edges(grid, row, points):
    assert grid.top(row) == points * EMU_PER_POINT
