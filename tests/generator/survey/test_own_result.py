"""The municipality's own result sheet: its rows, and the blocks that are filled with one write."""

from __future__ import annotations

from openpyxl import Workbook

from generator.survey.formulas import shown_name
from generator.survey.own_result import COMPLETENESS, FINDING_ROWS, PRINTED_FINDINGS, own_result_rows
from generator.survey.texts import speaking_of
from templates import Survey
from tests.generator.survey.test_build import cells_of


def test_rows_are_results_and_the_block_follows_their_order(book: Workbook, survey: Survey) -> None:
    with speaking_of(survey):
        rows = own_result_rows(survey)
    block = cells_of(book, "eigen.herberekend")
    assert len(block) == len(rows)
    for row, cell in zip(rows, block, strict=True):
        assert row.key in book.defined_names
        assert cell.value is None
        assert cell.offset(0, -1).value == f"={row.key if row.key == COMPLETENESS else shown_name(row.key)}"
        assert row.label in str(cell.offset(0, -2).value)
        assert cell.number_format == row.format


def test_each_row_is_there_once_and_the_totals_are_among_them(survey: Survey) -> None:
    keys = [row.key for row in own_result_rows(survey)]
    assert len(keys) == len(set(keys))
    assert {"uit.jaar.totaal", "uit.traj.asiel.totaal", "uit.verschil.gf", "uit.volledigheid"} <= set(keys)
    assert "uit.traj.gezin.leerroutes" not in keys


def test_the_findings_block_is_empty_and_has_four_columns(book: Workbook) -> None:
    cells = cells_of(book, "eigen.bevindingen")
    assert len(cells) == FINDING_ROWS * 4
    assert all(cell.value is None for cell in cells)
    assert len(cells_of(book, "eigen.status")) == 1


def test_two_pages_are_printed_whatever_was_found(book: Workbook) -> None:
    first = cells_of(book, "eigen.bevindingen")[0]
    sheet = first.parent
    assert sheet.print_area == f"'Eigen uitkomst'!$A$1:$E${first.row + PRINTED_FINDINGS - 1}"
    assert len(sheet.row_breaks.brk) == 1
