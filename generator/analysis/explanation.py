"""The sheet that says once how the figures of every table were made, and what they rest on."""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo

from generator import style, styling
from generator.analysis.block import Block
from generator.analysis.cells import HAIR, Look, Pen, lines_needed, widths
from generator.analysis.dating import dated
from generator.analysis.layout import (
    EXPLANATION_COLUMN,
    EXPLANATION_HEADER_ROW,
    EXPLANATION_SHEET,
    EXPLANATION_TABLE,
    explained,
    explanation_cells,
)
from generator.analysis.results import HEADER_LABEL, LINK
from generator.ooxml.sheet import column_letters
from templates.analysis import AnalysisTexts
from templates.schema import ResultTable, Survey

WIDTHS = {"A": 14, "B": 26, "C": 48, "D": 18, "E": 28, "F": 26, "G": 16}
"""Together within a page that lies at the size that all sheets print in."""
METHOD = "C"
LINE = 15.0
# A command cannot set heights: room for what it writes beside a table, and above the tables.
READY_LINES, COMMON_LINES = 6, 3
MOST_LINES = 26
TOP = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
TEXT = Look(styling.font(), border=HAIR, alignment=TOP)
NAME = Look(styling.font(bold=True), border=HAIR, alignment=TOP)
WAY = Look(LINK.font, border=HAIR, alignment=TOP)


def lay_out_explanation(pen: Pen, survey: Survey, year: int, texts: AnalysisTexts) -> None:
    """Fill the sheet: what is said once on top, then a row per table in one Excel table."""
    words = texts.explanation
    widths(pen.sheet, WIDTHS)
    pen.style(1, 1, style.TITLE, words.title)
    pen.sheet.row_dimensions[1].height = 30
    pen.style(2, 1, f"{style.SUBTITLE}{style.LINE}", words.holds)
    last = len(words.columns)
    for part, block in explanation_cells().items():
        pen.write(block.row, 1, words.common[part], NAME)
        # The merge holds running text over the width of the page, no data.
        pen.write(block.row, block.column, None, TEXT)
        pen.sheet.merge_cells(start_row=block.row, start_column=block.column, end_row=block.row, end_column=last)
        pen.sheet.row_dimensions[block.row].height = 4 + LINE * (COMMON_LINES if part != "gemaakt" else 1)
    for number, heading in enumerate(words.columns, start=1):
        pen.write(EXPLANATION_HEADER_ROW, number, heading, HEADER_LABEL)
    pen.sheet.row_dimensions[EXPLANATION_HEADER_ROW].height = 22
    for row, table in enumerate(survey.tables, start=explained(survey).row):
        _write_row(pen, row, dated(table, year))
    area = Block(EXPLANATION_SHEET, EXPLANATION_HEADER_ROW, 1, len(survey.tables) + 1, last).area
    excel = ExcelTable(displayName=EXPLANATION_TABLE, ref=area)
    excel.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    pen.sheet.add_table(excel)
    styling.plain_view(pen.sheet, f"B{EXPLANATION_HEADER_ROW + 1}")
    footer = texts.result.footer.format(naam=survey.identity.title, jaar=year)
    styling.set_up_page(pen.sheet, footer, f"{EXPLANATION_HEADER_ROW}:{EXPLANATION_HEADER_ROW}")
    styling.print_at_scale(pen.sheet, WIDTHS.values())
    pen.sheet.print_area = f"A1:{column_letters(last)}{EXPLANATION_HEADER_ROW + len(survey.tables)}"


def _write_row(pen: Pen, row: int, table: ResultTable) -> None:
    link = pen.write(row, 1, table.sheet, WAY)
    link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{table.sheet}'!A1", display=table.sheet)
    WAY.put_on(link)
    pen.write(row, 2, table.title, TEXT)
    pen.write(row, 3, table.rests_on, TEXT)
    for column in range(EXPLANATION_COLUMN, len(WIDTHS) + 1):
        pen.write(row, column, None, TEXT)
    lines = max(READY_LINES, lines_needed(table.rests_on, WIDTHS[METHOD] - 2))
    pen.sheet.row_dimensions[row].height = 4 + LINE * min(lines, MOST_LINES)
