"""The readable sheets of the analysis workbook: a table, its charts, what it rests on, and the unrounded figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink

from generator import style, styling
from generator.analysis.cells import HAIR, Look, Pen, lines_needed
from generator.analysis.charts import NUMBER_FORMATS, native_chart
from generator.analysis.dating import dated
from generator.analysis.layout import ORIGIN_SHEET, RESULT_HEADER_ROW, ResultPlace, result_place
from generator.ooxml.sheet import column_letters
from templates.analysis import AnalysisTexts
from templates.origins import known_keys, row_origin
from templates.schema import ResultTable, Survey

LABEL_WIDTH = 44.0
FIGURE_WIDTH = 16.0
RANGE_WIDTH = 11.5
FULL_WIDTH = 21.0
PAGE_WIDTH = 100.0
# The printed part of A4 standing up: width and height in centimetres; and what a character and a point measure.
STANDING = (18.5, 26.0)
READABLE = 0.7  # of full size: letters of 11 points print as 7.7
CENTIMETRES_PER_CHARACTER, CENTIMETRES_PER_POINT = 0.19, 2.54 / 72
GAP_WIDTH = 2.0
LINE = 15.0
# Text of size 9 or 10 in a column whose width counts characters of size 11.
SMALLER = 1.2
# Room in lines for what the commands write under a table: the municipalities (with their codes), who leaves a sum, the
# weights, parameters, classes that rest on few municipalities, and when and by which version.
NOTE_LINES = (4, 3, 2, 2, 1, 1)

FULL_FORMATS = {**dict.fromkeys(NUMBER_FORMATS, style.DECIMAL_2), "procent": "0.00%"}

_STRONG = styling.lines(top="thin", bottom="thin", colour=style.BLUE)
_UNDER = styling.lines(bottom="thin", colour=style.BLUE)
LABELS = {
    "gewoon": Look(styling.font(), border=HAIR, alignment=Alignment(horizontal="left", vertical="center", indent=1)),
    "totaal": Look(
        styling.font(bold=True, colour=style.BLUE),
        styling.solid(style.BLUE_LIGHT),
        _STRONG,
        Alignment(horizontal="left", vertical="center", indent=1),
    ),
    "kop": Look(styling.font(bold=True, colour=style.BLUE), border=_UNDER, alignment=Alignment(vertical="bottom")),
}
HEADER = Look(
    styling.font(bold=True, colour=style.WHITE),
    styling.solid(style.BLUE),
    alignment=Alignment(horizontal="right", vertical="center", wrap_text=True, indent=1),
)
HEADER_LABEL = replace(HEADER, alignment=Alignment(horizontal="left", vertical="center", indent=1))
HEADER_RANGE = replace(HEADER, alignment=Alignment(horizontal="centerContinuous", vertical="center", wrap_text=True))
FULL_HEADER = Look(
    styling.font(colour=style.GREY_DARK, size=9),
    styling.solid(style.GREY_LIGHT),
    alignment=Alignment(horizontal="right", vertical="center", wrap_text=True),
)
FULL_FIGURE = Look(styling.font(colour=style.GREY_DARK), alignment=Alignment(horizontal="right", vertical="center"))
ORIGIN_LINK = Look(styling.font(colour=style.BLUE, underlined=True, size=9), alignment=Alignment(horizontal="left"))
REFERENCE = re.compile(r"\[(\d+)\]")
WRAPPED = Alignment(horizontal="left", vertical="top", wrap_text=True)


def lay_out_result(pen: Pen, table: ResultTable, survey: Survey, year: int, texts: AnalysisTexts) -> Sequence[str]:
    """Fill one result sheet, figures left empty; gives the alt texts of its charts in the order they were added."""
    place = result_place(table)
    table = dated(table, year)
    widths = _set_widths(pen, table, place)
    pen.style(1, 1, style.TITLE, f"{table.sheet}  {table.title}")
    pen.sheet.row_dimensions[1].height = 30
    subtitle = pen.style(2, 1, style.SUBTITLE, table.subtitle)
    subtitle.alignment = Alignment(horizontal="left", vertical="top", wrap_text=False)
    _write_headers(pen, table, place, widths, texts)
    for number, row in enumerate(table.rows):
        _write_row(pen, table, place, number, row.style if row.pick is not None else "kop")
    _write_origins(pen, table, place, survey, texts)
    _write_recounts(pen, table, place, texts)
    alt_texts = _add_charts(pen, table, place)
    _write_rests_on(pen, table, place, sum(widths), texts)
    _set_up(pen, place, sum(widths), survey, year, texts)
    return alt_texts


def _set_widths(pen: Pen, table: ResultTable, place: ResultPlace) -> list[float]:
    """Column widths; gives those of the printed part. The gap fills the page, so that charts and notes have room."""
    ranged = _ranged(table)
    figures = [RANGE_WIDTH if at in ranged else FIGURE_WIDTH for at in range(len(table.columns))]
    gap = max(GAP_WIDTH, PAGE_WIDTH - LABEL_WIDTH - sum(figures))
    printed = [LABEL_WIDTH, *figures, gap]
    for number, width in enumerate([*printed, *[FULL_WIDTH] * len(table.columns)], start=1):
        pen.sheet.column_dimensions[column_letters(number)].width = width
    assert len(printed) == place.gap_column
    return printed


def _ranged(table: ResultTable) -> set[int]:
    """Positions (from 0) of columns that form a range together: low end and high end."""
    upper = [at for at, column in enumerate(table.columns) if column.upper]
    return {*upper, *(at - 1 for at in upper)}


def _write_headers(
    pen: Pen, table: ResultTable, place: ResultPlace, widths: Sequence[float], texts: AnalysisTexts
) -> None:
    ranged = _ranged(table)
    pen.write(RESULT_HEADER_ROW, 1, texts.result.row, HEADER_LABEL)
    lines = 1
    for at, (column, full) in enumerate(zip(table.columns, full_headings(table, texts), strict=True)):
        look = HEADER_RANGE if at in ranged else HEADER
        pen.write(RESULT_HEADER_ROW, place.block.column + at, column.label or None, look)
        room = widths[at + 1] + (widths[at + 2] if at in ranged else 0) - 2
        lines = max(lines, lines_needed(column.label, room), lines_needed(full, FULL_WIDTH * SMALLER))
        pen.write(RESULT_HEADER_ROW, place.full.column + at, full, FULL_HEADER)
    pen.sheet.row_dimensions[RESULT_HEADER_ROW].height = 8 + LINE * lines
    heading = pen.style(1, place.full.column, style.HEADING, texts.result.unrounded)
    heading.border = styling.lines()
    note = pen.style(2, place.full.column, style.NOTE, texts.result.unrounded_note)
    note.alignment = Alignment(horizontal="left", vertical="top", wrap_text=False)


def full_headings(table: ResultTable, texts: AnalysisTexts) -> list[str]:
    """Headings of the unrounded block, where both ends of a range are named."""
    headings: list[str] = []
    for at, column in enumerate(table.columns):
        if column.upper and not column.label:
            whole = headings[-1]
            headings[-1] = texts.result.lowest.replace("{kolom}", whole)
            headings.append(texts.result.highest.replace("{kolom}", table.columns[at - 1].label))
        else:
            headings.append(column.label)
    return headings


def _write_row(pen: Pen, table: ResultTable, place: ResultPlace, number: int, kind: str) -> None:
    row = place.block.row + number
    pen.write(row, 1, table.rows[number].label, LABELS[kind])
    ranged = _ranged(table)
    for at, column in enumerate(table.columns):
        pen.write(row, place.block.column + at, None, _figure_look(kind, column.format, column.upper, at in ranged))
        pen.write(row, place.full.column + at, None, _full_look(column.format))
    pen.sheet.row_dimensions[row].height = 22 if kind == "kop" else 18


@cache
def _figure_look(kind: str, number: str, upper: bool, ranged: bool) -> Look:
    """How a figure of the presented block looks; both ends of a range meet in the middle: `145 | à 161`."""
    usual = "center" if number == "kruis" else "right"
    alignment = Alignment(horizontal="left" if upper else usual, vertical="center")
    return replace(LABELS[kind], alignment=alignment, number_format=presented_format(number, upper, ranged))


@cache
def _full_look(number: str) -> Look:
    return replace(FULL_FIGURE, number_format=FULL_FORMATS[number])


def presented_format(number: str, upper: bool, ranged: bool) -> str:
    """The number format of a presented figure; the high end of a range is written with `à` before it.

    A figure that stands alone keeps the width of a digit free at the right edge, under its indented heading.
    """
    plain = NUMBER_FORMATS[number]
    if number == "kruis":
        return plain
    if upper:
        return f'"à "{plain};"à "-{plain}'
    return plain if ranged else f"{plain}_0"


def _write_origins(pen: Pen, table: ResultTable, place: ResultPlace, survey: Survey, texts: AnalysisTexts) -> None:
    """A way to the municipalities behind every row: a link that finds its first line on the list of origins."""
    known = known_keys(survey.dimensions)
    keys = [row_origin(table, row, known) for row in table.rows]
    if not any(keys):
        return
    column = place.full.last_column + 1
    pen.sheet.column_dimensions[column_letters(column)].width = FULL_WIDTH
    pen.write(RESULT_HEADER_ROW, column, texts.result.origin, FULL_HEADER)
    for row, key in enumerate(keys, start=place.block.row):
        if key:
            target = f"MATCH(\"{key}\",'{ORIGIN_SHEET}'!$A:$A,0)"
            link = f'HYPERLINK("#\'{ORIGIN_SHEET}\'!A"&{target},"{texts.result.origin_link}")'
            cell = pen.sheet.cell(row, column, f'=IFERROR({link},"")')
            ORIGIN_LINK.put_on(cell)
    note = pen.write(3, 1, texts.result.origin_note, ORIGIN_LINK)
    note.hyperlink = Hyperlink(ref=note.coordinate, location=f"'{ORIGIN_SHEET}'!A1", display=texts.result.origin_note)
    ORIGIN_LINK.put_on(note)


def _write_recounts(pen: Pen, table: ResultTable, place: ResultPlace, texts: AnalysisTexts) -> None:
    """Right of the unrounded figures: those that follow from others of their row, computed again by live formulas."""
    recounted = [at for at, column in enumerate(table.columns) if column.recount]
    for column, at in enumerate(recounted, start=place.full.last_column + 2):
        pen.sheet.column_dimensions[column_letters(column)].width = FULL_WIDTH
        heading = texts.result.recounted.replace("{kolom}", table.columns[at].label)
        pen.write(RESULT_HEADER_ROW, column, heading, FULL_HEADER)
        for number, row in enumerate(table.rows):
            if row.pick is not None:
                at_row = place.full.row + number
                formula = recount_formula(table.columns[at].recount, place, at_row)
                _full_look(table.columns[at].format).put_on(pen.sheet.cell(at_row, column, formula))


def recount_formula(recount: str, place: ResultPlace, row: int) -> str:
    """The formula over the unrounded figures of a row; empty as long as one of them is."""
    cells = {
        number: f"{column_letters(place.full.column + int(number) - 1)}{row}"
        for number in dict.fromkeys(REFERENCE.findall(recount))
    }
    computed = REFERENCE.sub(lambda found: cells[found.group(1)], recount)
    return f'=IF(COUNT({",".join(cells.values())})<{len(cells)},"",{computed})'


def _add_charts(pen: Pen, table: ResultTable, place: ResultPlace) -> list[str]:
    """Charts under the table, tied to its columns and to rows of a fixed height: they end alike in every program."""
    for chart, (row, rows) in zip(table.charts, place.charts, strict=True):
        drawn = native_chart(table, chart, place)
        corners = (AnchorMarker(col=0, row=row - 1), AnchorMarker(col=place.gap_column - 1, row=row + rows - 1))
        drawn.anchor = TwoCellAnchor(editAs="oneCell", _from=corners[0], to=corners[1])
        pen.sheet.add_chart(drawn)
        for used in range(row, row + rows):
            pen.sheet.row_dimensions[used].height = LINE
    return [chart.alt_text for chart in table.charts]


def _write_rests_on(pen: Pen, table: ResultTable, place: ResultPlace, width: float, texts: AnalysisTexts) -> None:
    first = place.rests_on.row
    pen.sheet.row_dimensions[first - 2].height = 22
    for column in range(1, place.gap_column + 1):
        pen.style(first - 2, column, style.HEADING, texts.result.rests_on if column == 1 else None)
    _write_note(pen, place, first - 1, table.rests_on, lines_needed(table.rests_on, width * SMALLER))
    for row, lines in enumerate(NOTE_LINES, start=first):
        _write_note(pen, place, row, texts.result.not_computed if row == first else None, lines)


def _write_note(pen: Pen, place: ResultPlace, row: int, text: str | None, lines: int) -> None:
    """A wrapped line over the width of the page. The merge holds no data, only running text under the table."""
    pen.style(row, 1, style.NOTE, text).alignment = WRAPPED
    pen.sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=place.gap_column)
    pen.sheet.row_dimensions[row].height = 5 + 13.5 * lines


def _set_up(pen: Pen, place: ResultPlace, width: float, survey: Survey, year: int, texts: AnalysisTexts) -> None:
    """One printed page."""
    styling.plain_view(pen.sheet, f"B{place.block.row}")
    footer = texts.result.footer.replace("{naam}", survey.identity.title).replace("{jaar}", str(year))
    styling.set_up_page(pen.sheet, footer, portrait=_stands(pen, place, width))
    pen.sheet.page_setup.fitToHeight = 1
    pen.sheet.print_area = f"A1:{column_letters(place.gap_column)}{place.rests_on.last_row}"


def _stands(pen: Pen, place: ResultPlace, width: float) -> bool:
    """Whether the sheet is readable on a page that stands up, or prints larger there than on one that lies."""
    rows = (pen.sheet.row_dimensions[row].height or LINE for row in range(1, place.rests_on.last_row + 1))
    across, down = width * CENTIMETRES_PER_CHARACTER, sum(rows) * CENTIMETRES_PER_POINT
    short, long = STANDING
    upright = min(short / across, long / down)
    return upright >= READABLE or upright >= min(long / across, short / down)
