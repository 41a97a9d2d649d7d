"""Figures that the result sheets compute once more by a live formula: equal to the Python to the cent."""

import io

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from generator.analysis.cells import Pen
from generator.analysis.layout import RESULT_HEADER_ROW, result_place
from generator.analysis.results import lay_out_result
from generator.styling import register_styles
from templates import load_survey
from templates.analysis import analysis_texts
from tests.recalculation import CENT, recalculate
from xl_addin.methods.tables.result_tables import fill, indexed

SURVEY = load_survey("wi2021")
RECOUNTED = [table for table in SURVEY.tables if any(column.recount for column in table.columns)]


@pytest.fixture(scope="module")
def recalculated(begun):
    """The result sheets with the unrounded figures of a study, recalculated by LibreOffice."""
    book = openpyxl.Workbook()
    register_styles(book)
    book.remove(book.worksheets[0])
    found = indexed(begun.results)
    for table in RECOUNTED:
        sheet = book.create_sheet(table.sheet)
        lay_out_result(Pen(sheet), table, SURVEY, 2024, analysis_texts())
        place = result_place(table)
        for number, line in enumerate(place.standing(fill(table, found).full)):
            for at, value in enumerate(line):
                sheet.cell(place.full.row + number, place.full.column + at).value = value
    file = io.BytesIO()
    book.save(file)
    return openpyxl.load_workbook(io.BytesIO(recalculate({"tabellen": file.getvalue()})["tabellen"]), data_only=True)


@pytest.mark.parametrize("table", RECOUNTED, ids=lambda table: table.id)
def test_a_recount_equals_the_figure(recalculated, table):
    sheet, place = recalculated[table.sheet], result_place(table)
    recounted = [at for at, column in enumerate(table.columns) if column.recount]
    compared = 0
    for column, at in enumerate(recounted, start=place.full.last_column + 2):
        assert table.columns[at].label in sheet.cell(RESULT_HEADER_ROW, column).value
        for row in range(place.full.row, place.full.last_row + 1):
            told, again = sheet.cell(row, place.full.column + at).value, sheet.cell(row, column).value
            where = f"{table.sheet}!{get_column_letter(column)}{row}"
            if isinstance(again, int | float):
                assert told == pytest.approx(again, abs=CENT), where
                compared += 1
            else:
                assert not again, where
    assert compared >= len(recounted)


def test_the_tables_of_the_grants_recount_what_follows_from_other_figures():
    assert {"5.2", "S.4", "7.6", "SPUK", "PV.1", "TK", "B.1", "B.3"} <= {table.id for table in RECOUNTED}
