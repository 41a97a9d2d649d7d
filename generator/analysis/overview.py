"""The overview sheet: the key figures and the balance, how far the computation is, and a way to every sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink

from generator import style, styling
from generator.analysis.cells import Look, Pen, lines_needed, widths
from generator.analysis.charts import native_chart
from generator.analysis.dating import dated
from generator.analysis.layout import (
    CONTENTS_HEADING_ROW,
    EXPLANATION_SHEET,
    KEY_FIRST_ROW,
    KEY_HEADING_ROW,
    OVERVIEW_VALUE_COLUMN,
    STATUS_CELLS,
    STATUS_HEADING_ROW,
    STATUS_MESSAGE,
    STATUS_TIME,
    TECHNICAL_SHEET,
    list_places,
    result_place,
)
from templates.analysis import AnalysisTexts
from templates.pages import pages_of
from templates.report import MOST_KEY_FIGURES, ReportDefinition, load_report
from templates.schema import Survey

LAST_COLUMN = 3
NAME_WIDTH, HOLDS_WIDTH, CHART_WIDTH = 38, 66, 56
KEY_HEIGHT = 36
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
LINE = styling.lines(bottom="thin", colour=style.GREY_LINE)
VALUE = Look(styling.font(), border=LINE, alignment=_LEFT)
WHEN = replace(VALUE, number_format=style.MOMENT)
NAME = Look(styling.font(bold=True, colour=style.GREY_DARK), border=LINE, alignment=_LEFT)
KEY = Look(styling.font(bold=True, colour=style.BLUE, size=12), border=LINE, alignment=_LEFT)
LINK = Look(styling.font(colour=style.BLUE, underlined=True), border=LINE, alignment=_LEFT)
CHAPTER = Look(styling.font(bold=True, colour=style.BLUE), styling.solid(style.BLUE_LIGHT), alignment=_LEFT)


class Entry(NamedTuple):
    """A sheet in the contents: its name, what it holds, and who may change it."""

    sheet: str
    holds: str
    who: str


def lay_out_overview(pen: Pen, survey: Survey, year: int, texts: AnalysisTexts) -> Sequence[str]:
    """Fill the overview sheet: key figures, balance, status cells and contents; gives the alt texts of its charts."""
    words = texts.overview
    naming = {"naam": survey.identity.title, "jaar": year}
    widths(pen.sheet, {"A": NAME_WIDTH, "B": HOLDS_WIDTH, "C": CHART_WIDTH})
    pen.style(1, 1, style.TITLE, words.title.format_map(naming))
    pen.sheet.row_dimensions[1].height = 30
    pen.style(2, 1, f"{style.SUBTITLE}{style.LINE}", words.intro.format_map(naming))
    _write_heading(pen, KEY_HEADING_ROW, words.key_heading)
    report = load_report(survey)
    _write_key_figures(pen, survey, report, texts)
    alt_texts = _add_balance(pen, survey, report, year)
    _write_heading(pen, STATUS_HEADING_ROW, words.status_heading)
    for name, row in STATUS_CELLS.items():
        pen.write(row, 1, words.labels[name], NAME)
        look = WHEN if name == STATUS_TIME else VALUE
        pen.write(row, OVERVIEW_VALUE_COLUMN, words.start_message if name == STATUS_MESSAGE else None, look)
        pen.sheet.row_dimensions[row].height = 20
    _write_contents(pen, survey, year, texts)
    styling.plain_view(pen.sheet)
    styling.set_up_page(pen.sheet, texts.result.footer.format_map(naming))
    styling.print_at_scale(pen.sheet, (NAME_WIDTH, HOLDS_WIDTH, CHART_WIDTH))
    return alt_texts


def _write_heading(pen: Pen, row: int, text: str) -> None:
    for column in range(1, LAST_COLUMN + 1):
        pen.style(row, column, style.HEADING, text if column == 1 else None)
    pen.sheet.row_dimensions[row].height = 22


def _write_key_figures(pen: Pen, survey: Survey, report: ReportDefinition, texts: AnalysisTexts) -> None:
    """A row per key figure: its name leads to its table, a command writes what it says."""
    sheets = {table.id: table.sheet for table in survey.tables}
    for number, one in enumerate(report.key_figures):
        row = KEY_FIRST_ROW + number
        _write_link(pen, row, one.name, sheets[one.table])
        pen.write(row, OVERVIEW_VALUE_COLUMN, texts.overview.start_message, KEY)
        pen.sheet.row_dimensions[row].height = KEY_HEIGHT
    if not report.key_figures:
        pen.write(KEY_FIRST_ROW, 1, texts.overview.no_key_figures)


def _add_balance(pen: Pen, survey: Survey, report: ReportDefinition, year: int) -> Sequence[str]:
    """The chart of one table, beside the key figures."""
    table = next((dated(table, year) for table in survey.tables if table.id == report.balance), None)
    if table is None:
        return []
    drawn = native_chart(table, table.charts[0], result_place(table))
    corners = AnchorMarker(col=2, row=KEY_FIRST_ROW - 1), AnchorMarker(col=3, row=KEY_FIRST_ROW + MOST_KEY_FIGURES - 1)
    drawn.anchor = TwoCellAnchor(editAs="oneCell", _from=corners[0], to=corners[1])
    pen.sheet.add_chart(drawn)
    return [table.charts[0].alt_text]


def chapters(survey: Survey, year: int, texts: AnalysisTexts) -> Iterator[tuple[str, Sequence[Entry]]]:
    """The parts of the contents in the order of the tabs: their heading and their sheets."""
    words, lists = texts.overview.chapters, texts.lists
    named: dict[str, list[Entry]] = {}
    for table in survey.tables:
        entry = Entry(table.sheet, table.title.replace("{jaar}", str(year)), texts.result.who)
        named.setdefault(table.chapter or words["tables"], []).append(entry)
    yield from named.items()
    pages = pages_of(survey)
    if pages:
        yield words["pages"], [Entry(page.sheet, page.holds, page.who) for page in pages]
    yield (
        words["back"],
        [
            Entry(EXPLANATION_SHEET, texts.explanation.holds, texts.explanation.who),
            Entry(TECHNICAL_SHEET, texts.technical.holds, texts.technical.who),
        ],
    )
    places = list_places(survey)
    for name, yours in (("yours", True), ("made", False)):
        chosen = [place.sheet for place in places if bool(place.editable) is yours]
        yield words[name], [Entry(sheet, lists[sheet].holds, lists[sheet].who) for sheet in chosen]


def _write_contents(pen: Pen, survey: Survey, year: int, texts: AnalysisTexts) -> None:
    """A heading per chapter, and a line per sheet: a link and what it holds."""
    _write_heading(pen, CONTENTS_HEADING_ROW, texts.overview.contents_heading)
    row = CONTENTS_HEADING_ROW + 1
    for heading, entries in chapters(survey, year, texts):
        for column in range(1, LAST_COLUMN + 1):
            pen.write(row, column, heading if column == 1 else None, CHAPTER)
        pen.sheet.row_dimensions[row].height = 20
        for entry in entries:
            row += 1
            _write_link(pen, row, entry.sheet, entry.sheet)
            # The merge holds running text over the width of the page, no data.
            pen.write(row, 2, entry.holds, VALUE)
            pen.write(row, 3, None, VALUE)
            pen.sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
            pen.sheet.row_dimensions[row].height = 5 + 15 * lines_needed(entry.holds, HOLDS_WIDTH + CHART_WIDTH)
        row += 1


def _write_link(pen: Pen, row: int, words: str, sheet: str) -> None:
    link = pen.write(row, 1, words, LINK)
    link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{sheet}'!A1", display=words)
    LINK.put_on(link)
