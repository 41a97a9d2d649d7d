"""The overview sheet: what this workbook is, how far the computation is, and a way to every sheet."""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink

from generator import style, styling
from generator.analysis.cells import Look, Pen, lines_needed, widths
from generator.analysis.layout import (
    CONTENTS_HEADER_ROW,
    CONTENTS_HEADING_ROW,
    KIND_ANALYSIS,
    META_CELLS,
    META_HEADING_ROW,
    META_KIND,
    META_LAYOUT,
    META_SURVEY,
    META_VERSION,
    META_YEAR,
    OVERVIEW_VALUE_COLUMN,
    STATUS_CELLS,
    STATUS_HEADING_ROW,
    STATUS_MESSAGE,
    list_places,
)
from generator.analysis.marking import layout_mark
from templates.analysis import AnalysisTexts
from templates.pages import pages_of
from templates.schema import Survey

LAST_COLUMN = 3
HOLDS_WIDTH = 70
WHO_WIDTH = 56
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
VALUE = Look(styling.font(), border=styling.lines(bottom="thin", colour=style.GREY_LINE), alignment=_LEFT)
NAME = Look(
    styling.font(bold=True, colour=style.GREY_DARK),
    border=styling.lines(bottom="thin", colour=style.GREY_LINE),
    alignment=_LEFT,
)
LINK = Look(
    styling.font(colour=style.BLUE, underlined=True),
    border=styling.lines(bottom="thin", colour=style.GREY_LINE),
    alignment=_LEFT,
)


def lay_out_overview(pen: Pen, survey: Survey, year: int, texts: AnalysisTexts) -> None:
    """Fill the overview sheet: title, status cells, the identity of the workbook and the table of contents."""
    words = texts.overview
    naming = {"naam": survey.identity.title, "jaar": year}
    widths(pen.sheet, {"A": 30, "B": HOLDS_WIDTH, "C": WHO_WIDTH})
    pen.style(1, 1, style.TITLE, words.title.format_map(naming))
    pen.sheet.row_dimensions[1].height = 30
    pen.sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=LAST_COLUMN)
    pen.style(2, 1, style.SUBTITLE, words.intro.format_map(naming))
    pen.sheet.row_dimensions[2].height = 34
    _write_heading(pen, STATUS_HEADING_ROW, words.status_heading)
    _write_heading(pen, META_HEADING_ROW, words.meta_heading)
    values: dict[str, str | int] = {
        STATUS_MESSAGE: words.start_message,
        META_KIND: KIND_ANALYSIS,
        META_SURVEY: survey.id,
        META_VERSION: survey.version,
        META_YEAR: year,
        META_LAYOUT: layout_mark(survey, year),
    }
    for name, row in {**STATUS_CELLS, **META_CELLS}.items():
        pen.write(row, 1, words.labels[name], NAME)
        pen.write(row, OVERVIEW_VALUE_COLUMN, values.get(name), VALUE)
        pen.sheet.row_dimensions[row].height = 20
    _write_contents(pen, survey, year, texts)
    footer = texts.result.footer.format_map(naming)
    styling.plain_view(pen.sheet)
    styling.set_up_page(pen.sheet, footer, portrait=True)


def _write_heading(pen: Pen, row: int, text: str) -> None:
    for column in range(1, LAST_COLUMN + 1):
        pen.style(row, column, style.HEADING, text if column == 1 else None)
    pen.sheet.row_dimensions[row].height = 22


def _write_contents(pen: Pen, survey: Survey, year: int, texts: AnalysisTexts) -> None:
    """A line per sheet: a link, what it holds, and who may change it."""
    words = texts.overview
    _write_heading(pen, CONTENTS_HEADING_ROW, words.contents_heading)
    for column, heading in enumerate((words.sheet, words.holds, words.who), start=1):
        cell = pen.style(CONTENTS_HEADER_ROW, column, style.COLUMN_HEADING, heading)
        cell.alignment = _LEFT
    entries = [(table.sheet, table.title.replace("{jaar}", str(year)), texts.result.who) for table in survey.tables]
    entries += [(page.sheet, page.holds, page.who) for page in pages_of(survey)]
    entries += [
        (place.sheet, texts.lists[place.sheet].holds, texts.lists[place.sheet].who) for place in list_places(survey)
    ]
    for row, (sheet, holds, who) in enumerate(entries, start=CONTENTS_HEADER_ROW + 1):
        link = pen.write(row, 1, sheet, LINK)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{sheet}'!A1", display=sheet)
        LINK.put_on(link)
        pen.write(row, 2, holds, VALUE)
        pen.write(row, 3, who, VALUE)
        lines = max(lines_needed(holds, HOLDS_WIDTH), lines_needed(who, WHO_WIDTH))
        pen.sheet.row_dimensions[row].height = 5 + 15 * lines
