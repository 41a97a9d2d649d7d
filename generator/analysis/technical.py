"""The sheet at the back: what the programs know the workbook by, and who may change which sheet."""

from __future__ import annotations

from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo

from generator import style, styling
from generator.analysis.block import Block
from generator.analysis.cells import Pen, lines_needed, widths
from generator.analysis.layout import (
    KIND_ANALYSIS,
    META_KIND,
    META_LAYOUT,
    META_SURVEY,
    META_VERSION,
    META_YEAR,
    OVERVIEW_VALUE_COLUMN,
    TECHNICAL_CELLS,
    TECHNICAL_SHEET,
    WRITERS_HEADER_ROW,
)
from generator.analysis.marking import layout_mark
from generator.analysis.overview import NAME, VALUE, chapters
from generator.analysis.results import HEADER_LABEL
from templates.analysis import AnalysisTexts
from templates.schema import Survey

WIDTHS = {"A": 30, "B": 130}
WRITERS_TABLE = "tblWieWijzigt"


def lay_out_technical(pen: Pen, survey: Survey, year: int, texts: AnalysisTexts) -> None:
    """Fill the sheet: the marks of the workbook, and a row per sheet with who may change it."""
    words = texts.technical
    widths(pen.sheet, WIDTHS)
    pen.style(1, 1, style.TITLE, words.title)
    pen.sheet.row_dimensions[1].height = 30
    pen.style(2, 1, f"{style.SUBTITLE}{style.LINE}", words.holds)
    values: dict[str, str | int] = {
        META_KIND: KIND_ANALYSIS,
        META_SURVEY: survey.id,
        META_VERSION: survey.version,
        META_YEAR: year,
        META_LAYOUT: layout_mark(survey, year),
    }
    for name, row in TECHNICAL_CELLS.items():
        pen.write(row, 1, words.labels[name], NAME)
        pen.write(row, OVERVIEW_VALUE_COLUMN, values.get(name), VALUE)
    for column, heading in enumerate(words.columns, start=1):
        pen.write(WRITERS_HEADER_ROW, column, heading, HEADER_LABEL)
    entries = [entry for _, group in chapters(survey, year, texts) for entry in group]
    for row, entry in enumerate(entries, start=WRITERS_HEADER_ROW + 1):
        pen.write(row, 1, entry.sheet, VALUE)
        pen.write(row, 2, entry.who, VALUE)
        pen.sheet.row_dimensions[row].height = 5 + 15 * lines_needed(entry.who, WIDTHS["B"])
    area = Block(TECHNICAL_SHEET, WRITERS_HEADER_ROW, 1, len(entries) + 1, 2).area
    excel = ExcelTable(displayName=WRITERS_TABLE, ref=area)
    excel.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    pen.sheet.add_table(excel)
    styling.plain_view(pen.sheet, tab=style.GREY_LINE)
    styling.set_up_page(pen.sheet, texts.result.footer.format(naam=survey.identity.title, jaar=year))
    styling.print_at_scale(pen.sheet, WIDTHS.values())
