"""The tables for publication: a workbook with a cover and a sheet per table, and nothing of a single municipality."""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from generator import style, styling
from generator.analysis.cells import Pen, lines_needed, widths
from generator.analysis.layout import OVERVIEW, RESULT_HEADER_ROW, result_place
from generator.analysis.results import HEADER_LABEL, LABELS, LINK, lay_out_table
from generator.finish import finished
from generator.report.content import Filled, Report
from generator.styling import register_styles
from templates.analysis import analysis_texts
from templates.report import ReportWords

WIDTHS = {"A": 24, "B": 62, "C": 80}
LINE = 15.0
TOP = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)


def tables_book(report: Report, words: ReportWords) -> bytes:
    """The workbook as the bytes of an .xlsx; figures as presented, those that are left out empty and marked."""
    book = Workbook()
    register_styles(book)
    cover = book.worksheets[0]
    cover.title = OVERVIEW
    _write_cover(Pen(cover), report, words)
    alt_texts = []
    for filled in report.tables:
        sheet = book.create_sheet(filled.table.sheet)
        described = lay_out_table(Pen(sheet), filled.table, report.name, report.year, analysis_texts())
        if described:
            alt_texts.append(described)
        _fill(Pen(sheet), filled)
        # panes that stay where they are hide what a magnifier looks for
        sheet.freeze_panes = None
    book.properties.creator = report.name
    book.properties.title = words.tables_title.format(naam=report.name, jaar=report.year)
    book.properties.language = "nl"
    return finished(book, alt_texts)


def _fill(pen: Pen, filled: Filled) -> None:
    """Figures, signs and source lines of a table."""
    place = result_place(filled.table)
    signs = dict(enumerate(filled.signs))
    for at, row in enumerate(place.rows):
        for column, value in enumerate(filled.presented[row]):
            pen.write(place.block.row + at, place.block.column + column, value)
        pen.write(place.signs.row + at, place.signs.column, signs.get(row) or None)
    for at in range(place.source.rows):
        pen.write(place.source.row + at, 1, filled.source[at] if at < len(filled.source) else None)


def _write_cover(pen: Pen, report: Report, words: ReportWords) -> None:
    """Key figures, then a line per table: a link, its title, and how its figures were made."""
    widths(pen.sheet, WIDTHS)
    pen.style(1, 1, style.TITLE, words.tables_title.format(naam=report.name, jaar=report.year))
    pen.sheet.row_dimensions[1].height = 30
    pen.style(2, 1, f"{style.SUBTITLE}{style.LINE}", words.tables_intro)
    row = RESULT_HEADER_ROW
    for name, said in report.summary:
        pen.write(row, 1, name, LABELS["gewoon"])
        pen.write(row, 2, said or words.no_figure, LABELS["totaal"])
        pen.sheet.row_dimensions[row].height = 4 + LINE * 2
        row += 1
    row += 1
    texts = analysis_texts()
    headings = (texts.overview.contents_heading, texts.explanation.columns[1], words.tables_method)
    for column, heading in enumerate(headings, start=1):
        pen.write(row, column, heading, HEADER_LABEL)
    for number, filled in enumerate(report.tables, start=row + 1):
        table = filled.table
        link = pen.write(number, 1, table.sheet, LINK)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{table.sheet}'!A1", display=table.sheet)
        LINK.put_on(link)
        link.alignment = TOP
        pen.write(number, 2, table.title, LABELS["gewoon"]).alignment = TOP
        pen.write(number, 3, table.rests_on, LABELS["gewoon"]).alignment = TOP
        pen.sheet.row_dimensions[number].height = 4 + LINE * lines_needed(table.rests_on, WIDTHS["C"] + 4)
    styling.plain_view(pen.sheet)
    styling.set_up_page(pen.sheet, f"{report.name} - {report.year}")
    styling.print_at_scale(pen.sheet, WIDTHS.values())
