"""The readable sheets of the analysis workbook: a table, its source, its charts, and the unrounded figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo

from generator import style, styling
from generator.analysis.cells import HAIR, Look, Pen, lines_needed
from generator.analysis.charts import NUMBER_FORMATS, native_chart, reach_columns, spans
from generator.analysis.dating import dated
from generator.analysis.layout import (
    EXPLANATION_SHEET,
    ORIGIN_SHEET,
    RESULT_HEADER_ROW,
    ResultPlace,
    explained,
    headed,
    result_place,
    row_headings,
)
from generator.ooxml.sheet import column_letters
from templates.analysis import AnalysisTexts
from templates.origins import known_keys, row_origin
from templates.schema import Chart, ResultTable, Survey

LABEL_WIDTH = 42.0
NARROWEST, WIDEST = 18.0, 36.0
"""Characters of a column of labels: as wide as its longest, within these."""
FIGURE_WIDTH = 13.2
SIGN_WIDTH = 7.0
FULL_WIDTH = 21.0
PAGE_WIDTH = 104.0
GAP_WIDTH = 2.0
LINE = 15.0
# What a heading of a column of numbers cannot use of its width: the indent and the edges.
INDENT = 1.0
# Text of size 9 or 10 in a column whose width counts characters of size 11.
SMALLER = 1.2

FULL_FORMATS = {**dict.fromkeys(NUMBER_FORMATS, style.DECIMAL_2), "procent": "0.00%"}

_STRONG = styling.lines(top="thin", bottom="thin", colour=style.BLUE)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
LABELS = {
    "gewoon": Look(styling.font(), border=HAIR, alignment=_LEFT),
    "totaal": Look(styling.font(bold=True, colour=style.BLUE), styling.solid(style.BLUE_LIGHT), _STRONG, _LEFT),
}
HEADER = Look(
    styling.font(bold=True, colour=style.WHITE),
    styling.solid(style.BLUE),
    alignment=Alignment(horizontal="right", vertical="bottom", wrap_text=True, indent=1),
)
HEADER_LABEL = replace(HEADER, alignment=Alignment(horizontal="left", vertical="bottom", wrap_text=True, indent=1))
SIGN = Alignment(horizontal="left", vertical="center", indent=1)
FULL_HEADER = Look(
    styling.font(colour=style.GREY_DARK, size=9),
    styling.solid(style.GREY_LIGHT),
    alignment=Alignment(horizontal="right", vertical="center", wrap_text=True),
)
FULL_FIGURE = Look(styling.font(colour=style.GREY_DARK), alignment=Alignment(horizontal="right", vertical="center"))
FULL_NAME = Look(FULL_FIGURE.font, alignment=Alignment(horizontal="left", vertical="center"))
LINK = Look(styling.font(colour=style.BLUE, underlined=True), alignment=Alignment(horizontal="left", vertical="center"))
SOURCE = Look(styling.font(colour=style.GREY_DARK), alignment=Alignment(horizontal="left", vertical="top"))
REFERENCE = re.compile(r"\[(\d+)\]")
NUMBERED = re.compile(r"(Tabel|Figuur) \S+")


def lay_out_result(pen: Pen, table: ResultTable, survey: Survey, year: int, texts: AnalysisTexts) -> Sequence[str]:
    """Fill one result sheet, figures left empty; gives the alt texts of its charts in the order they were added."""
    place = result_place(table)
    table = dated(table, year)
    described = lay_out_table(pen, table, survey.identity.title, year, texts)
    _write_unrounded(pen, table, place, texts)
    _write_links(pen, table, place, survey, texts)
    _write_recounts(pen, table, place, texts)
    return described


def lay_out_table(pen: Pen, table: ResultTable, name: str, year: int, texts: AnalysisTexts) -> Sequence[str]:
    """What is published of a result sheet: title, table, source, charts and print set-up. table: dated."""
    place = result_place(table)
    widths = _set_widths(pen, table, place)
    pen.style(1, 1, style.TITLE, full_title(table))
    pen.sheet.row_dimensions[1].height = 30
    subtitle = pen.style(2, 1, style.SUBTITLE, table.subtitle)
    subtitle.alignment = Alignment(horizontal="left", vertical="top", wrap_text=False)
    _write_headers(pen, table, place, widths, texts)
    headings = row_headings(table, texts.result.whole)
    for number, row in enumerate(place.rows):
        _write_row(pen, table, place, number, row, headings[row])
    _add_table(pen, table, place, texts)
    _write_aids(pen, table, place, headings, texts)
    for row in range(place.source.row, place.source.last_row + 1):
        pen.write(row, 1, texts.result.not_computed if row == place.source.row else None, SOURCE)
    alt_texts = _add_charts(pen, table, place)
    _set_up(pen, place, widths, texts.result.footer.replace("{naam}", name).replace("{jaar}", str(year)))
    return alt_texts


def full_title(table: ResultTable) -> str:
    """The title above a table: its number before it where the sheet is called after a number."""
    return f"{table.sheet}: {table.title}" if NUMBERED.fullmatch(table.sheet) else table.title


def _set_widths(pen: Pen, table: ResultTable, place: ResultPlace) -> list[float]:
    """Column widths; gives those of the printed part. The gap fills the page, so that charts have room."""
    rows = [row.label for row in table.rows if row.pick is not None]
    groups = [row.label for row in table.rows if row.pick is None]
    labels = [_fitting(groups), _fitting(rows)] if groups else [LABEL_WIDTH]
    used = [*labels, *[FIGURE_WIDTH] * len(table.columns), SIGN_WIDTH]
    printed = [*used, max(GAP_WIDTH, PAGE_WIDTH - sum(used))]
    for number, width in enumerate(printed, start=1):
        pen.sheet.column_dimensions[column_letters(number)].width = width
    assert len(printed) == place.gap_column
    return printed


def _fitting(texts: Sequence[str]) -> float:
    return min(WIDEST, max(NARROWEST, max(map(len, texts)) + 2 * INDENT + 1))


def _write_headers(
    pen: Pen, table: ResultTable, place: ResultPlace, widths: Sequence[float], texts: AnalysisTexts
) -> None:
    lines = 1
    for number, heading in enumerate(column_names(table, texts), start=1):
        figure = place.block.column <= number <= place.block.last_column
        pen.write(RESULT_HEADER_ROW, number, heading, HEADER if figure else HEADER_LABEL)
        lines = max(lines, lines_needed(heading, widths[number - 1]))
    pen.sheet.row_dimensions[RESULT_HEADER_ROW].height = 8 + LINE * lines


def _write_unrounded(pen: Pen, table: ResultTable, place: ResultPlace, texts: AnalysisTexts) -> None:
    """Right of the table the same figures in full, left empty."""
    for number, heading in enumerate(figure_headings(table, texts), start=place.full.column):
        pen.sheet.column_dimensions[column_letters(number)].width = FULL_WIDTH
        pen.write(RESULT_HEADER_ROW, number, heading, FULL_HEADER)
    for row in range(place.full.row, place.full.last_row + 1):
        for at, column in enumerate(table.columns):
            pen.write(row, place.full.column + at, None, _full_look(column.format))
    above = pen.style(1, place.full.column, style.HEADING, texts.result.unrounded)
    above.border = styling.lines()
    note = pen.style(2, place.full.column, style.NOTE, texts.result.unrounded_note)
    note.alignment = Alignment(horizontal="left", vertical="top", wrap_text=False)


def column_names(table: ResultTable, texts: AnalysisTexts) -> list[str]:
    """The columns of the Excel table: what the rows stand under, what they are about, the figures, and the signs."""
    words = texts.result
    headings = [table.headings or words.heading] if headed(table) else []
    return [*headings, table.about or words.row, *figure_headings(table, texts), words.sign]


def figure_headings(table: ResultTable, texts: AnalysisTexts) -> list[str]:
    """The headings of the columns of figures; both ends of a range are named."""
    words, headings = texts.result, list[str]()
    for column in table.columns:
        if column.upper and not column.label:
            whole = headings[-1]
            headings[-1] = _end(whole, words.both, words.minimum, words.lowest)
            headings.append(_end(whole, words.both, words.maximum, words.highest))
        else:
            headings.append(column.label)
    return headings


def _end(heading: str, both: str, one: str, otherwise: str) -> str:
    """The heading of one end of a range: `laagste gemeente` of `laagste en hoogste gemeente`, else `...: van`."""
    name = re.sub(both, one, heading, flags=re.IGNORECASE)
    return name[0].upper() + name[1:] if name != heading else otherwise.replace("{kolom}", heading)


def _write_row(pen: Pen, table: ResultTable, place: ResultPlace, number: int, defined: int, heading: str) -> None:
    row, kind = place.block.row + number, table.rows[defined].style
    if place.label_column > 1:
        pen.write(row, 1, heading, LABELS[kind])
    label = table.rows[defined].label
    pen.write(row, place.label_column, label, LABELS[kind])
    for at, column in enumerate(table.columns):
        pen.write(row, place.block.column + at, None, _figure_look(kind, column.format))
    pen.write(row, place.signs.column, None, replace(LABELS[kind], alignment=SIGN))
    written = {1: heading, place.label_column: label} if place.label_column > 1 else {1: label}
    widths = {at: pen.sheet.column_dimensions[column_letters(at)].width - INDENT for at in written}
    lines = max(lines_needed(text, widths[at]) for at, text in written.items())
    pen.sheet.row_dimensions[row].height = 3 + LINE * lines


def _add_table(pen: Pen, table: ResultTable, place: ResultPlace, texts: AnalysisTexts) -> None:
    """One named Excel table with one header row, for screen readers, pivots and queries; without buttons to filter."""
    excel = ExcelTable(displayName=place.table_name, ref=place.table_area)
    excel.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    names = column_names(table, texts)
    excel.tableColumns = [TableColumn(id=number, name=name) for number, name in enumerate(names, start=1)]
    pen.sheet.add_table(excel)


@cache
def _figure_look(kind: str, number: str) -> Look:
    """How a figure of the presented block looks: right under the end of its heading, a cross in the middle."""
    horizontal = "center" if number == "kruis" else "right"
    alignment = Alignment(horizontal=horizontal, vertical="center", indent=0 if number == "kruis" else 1)
    return replace(LABELS[kind], alignment=alignment, number_format=NUMBER_FORMATS[number])


@cache
def _full_look(number: str) -> Look:
    return replace(FULL_FIGURE, number_format=FULL_FORMATS[number])


def _write_links(pen: Pen, table: ResultTable, place: ResultPlace, survey: Survey, texts: AnalysisTexts) -> None:
    """Above the table a way to its explanation; right of every row one to the municipalities behind it."""
    explanation = explained(survey).row + [one.id for one in survey.tables].index(table.id)
    _link(pen, 3, 1, texts.result.explanation_link, f"'{EXPLANATION_SHEET}'!A{explanation}")
    known = known_keys(survey.dimensions)
    keys = [row_origin(table, table.rows[row], known) for row in place.rows]
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
            LINK.put_on(cell)
    _link(pen, 3, place.block.column, texts.result.origin_note, f"'{ORIGIN_SHEET}'!A1")


def _link(pen: Pen, row: int, column: int, words: str, location: str) -> None:
    cell = pen.write(row, column, words, LINK)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, display=words)
    LINK.put_on(cell)


def _write_recounts(pen: Pen, table: ResultTable, place: ResultPlace, texts: AnalysisTexts) -> None:
    """Right of the unrounded figures: those that follow from others of their row, computed again by live formulas."""
    recounted = [at for at, column in enumerate(table.columns) if column.recount]
    for column, at in enumerate(recounted, start=place.full.last_column + 2):
        pen.sheet.column_dimensions[column_letters(column)].width = FULL_WIDTH
        heading = texts.result.recounted.replace("{kolom}", table.columns[at].label)
        pen.write(RESULT_HEADER_ROW, column, heading, FULL_HEADER)
        for at_row in range(place.full.row, place.full.last_row + 1):
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


def _write_aids(
    pen: Pen, table: ResultTable, place: ResultPlace, headings: Sequence[str], texts: AnalysisTexts
) -> None:
    """Far right: what charts need that the table does not hold."""
    if any(spans(table, chart, place) for chart in table.charts):
        _write_names(pen, table, place, headings, texts)
    for chart in table.charts:
        if chart.kind == "bereik":
            _write_reach(pen, place, chart, texts)


def _write_names(
    pen: Pen, table: ResultTable, place: ResultPlace, headings: Sequence[str], texts: AnalysisTexts
) -> None:
    """What a chart calls a row, where rows under several headings stand in it."""
    column = place.aids.column
    pen.sheet.column_dimensions[column_letters(column)].width = LABEL_WIDTH
    pen.write(RESULT_HEADER_ROW, column, texts.result.chart_name, FULL_HEADER)
    for row, defined in enumerate(place.rows, start=place.aids.row):
        label, heading = table.rows[defined].label, headings[defined]
        apart = heading == texts.result.whole
        pen.write(row, column, label if apart else f"{heading}: {label[0].lower()}{label[1:]}", FULL_NAME)


def _write_reach(pen: Pen, place: ResultPlace, chart: Chart, texts: AnalysisTexts) -> None:
    """How far the highest and lowest are from where the line of a range is drawn, as live formulas; else 0."""
    columns = [column_letters(place.block.column + series.column - 1) for series in chart.series]
    low, anchor, high = columns[0], columns[-2], columns[-1]
    for column, (upper, lower) in zip(reach_columns(place), ((high, anchor), (anchor, low)), strict=True):
        pen.write(RESULT_HEADER_ROW, column, texts.result.chart_reach, FULL_HEADER)
        for row in range(place.block.row, place.block.last_row + 1):
            cells = f"{upper}{row},{lower}{row}"
            formula = f"=IF(COUNT({cells})<2,0,{upper}{row}-{lower}{row})"
            FULL_FIGURE.put_on(pen.sheet.cell(row, column, formula))


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


def _set_up(pen: Pen, place: ResultPlace, widths: Sequence[float], footer: str) -> None:
    """The printed part, in letters of the same size on every sheet: what is wide gets a wide page."""
    styling.plain_view(pen.sheet, f"{column_letters(place.block.column)}{place.block.row}")
    styling.set_up_page(pen.sheet, footer)
    room, start = styling.print_at_scale(pen.sheet, widths), 1
    for row, rows in place.charts:
        if _high(pen, start, row + rows - 1) > room:
            pen.sheet.row_breaks.append(Break(id=row - 1))
            start = row
    pen.sheet.print_area = f"A1:{column_letters(place.gap_column)}{place.last_row}"


def _high(pen: Pen, first: int, last: int) -> float:
    """Points that these rows take."""
    return sum(pen.sheet.row_dimensions[row].height or LINE for row in range(first, last + 1))
