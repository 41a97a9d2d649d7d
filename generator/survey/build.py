"""Writes the survey workbook: the pages of the survey, put into cells by openpyxl, once per survey and year.

Everything that differs between municipalities is stamped into copies of this master (`stamp.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.layout import Layout as ChartLayout
from openpyxl.chart.layout import ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Color, Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from generator import style, styling
from generator.finish import finished
from generator.formulas.workbook import with_results
from generator.ooxml.sheet import address, area_text, column_letters, parse_cell
from generator.survey.all_pages import survey_pages
from generator.survey.page import Area, Chart, Page, absolute, quoted
from generator.survey.texts import speaking_of, text
from templates.parameters import ParameterInForce
from templates.schema import Survey

SERIES_COLOURS = (style.BLUE, "9DC3E6", "C9A227", "E7E6E6")
"""From dark to light enough to tell apart in print; every bar has an outline."""
CONDITIONAL_LOOKS = {
    "geldt_niet": (style.TEXT, style.GREY_BLANK),
    "nog_leeg": (style.TEXT, style.YELLOW),
    "fout": (style.RED, style.RED_LIGHT),
    "ongeldig": (style.RED, style.RED_LIGHT),
    "let_op": (style.AMBER, style.AMBER_LIGHT),
    "goed": (style.GREEN, style.GREEN_LIGHT),
}
AT_LEAST, AT_LEAST_FORMAT = "ten_minste", 190
"""A look that writes words before a number, and the number of its format in the file."""
HATCHED, STRUCK, BOLD = ("geldt_niet",), ("ongeldig",), ("fout",)
"""Looks that show without colour too: a hatched cell, text struck through and bold text."""
CHART_GAP, CHART_WIDTH, CHART_HEIGHT = 150_000, 7_250_000, 2_290_000
"""English metric units: 360,000 to the centimetre."""


def build_master(survey: Survey, year: int, parameters: Mapping[str, ParameterInForce]) -> bytes:
    """The survey workbook without a municipality, as the bytes of an .xlsx file; the same input gives the same bytes.

    parameters: the values in force in the survey year, by code (`templates.parameters.in_force`).
    """
    pages = survey_pages(survey, year, parameters)
    book = Workbook()
    book.remove(book.worksheets[0])
    styling.register_styles(book)
    with speaking_of(survey):
        footer = text("footer", titel=survey.identity.title, jaar=year, versie=survey.version)
        title = text("contents.title", titel=survey.identity.title, jaar=year)
        for page in pages:
            _write(book.create_sheet(page.name), page, footer)
    for page in pages:
        for name, (row, column, last_row, last_column) in page.names.items():
            reference = absolute(row, column)
            if (last_row, last_column) != (row, column):
                reference += f":{absolute(last_row, last_column)}"
            book.defined_names[name] = DefinedName(name, attr_text=f"{quoted(page.name)}!{reference}")
    book.calculation.fullCalcOnLoad = True
    book.properties.title = title
    book.properties.creator = survey.identity.title
    book.properties.language = survey.language
    alt_texts = [[chart.alt_text for chart in page.charts] for page in pages if page.charts]
    return with_results(finished(book, alt_texts))


def _write(sheet: Worksheet, page: Page, footer: str) -> None:
    for (row, column), content in sorted(page.cells.items()):
        cell = sheet.cell(row, column)
        cell.style = content.style
        if content.number_format:
            cell.number_format = content.number_format
        if content.detail:
            cell.value = _with_aside(str(content.value), content.detail)
        elif content.value is not None:
            cell.value = content.value
        if content.link:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=content.link, display=str(content.value))
            cell.style = content.style
    for column, width in page.widths.items():
        sheet.column_dimensions[column_letters(column)].width = width
    for row, height in page.heights.items():
        sheet.row_dimensions[row].height = height
    _validate(sheet, page)
    for highlight in page.highlights:
        rule = Rule(type="expression", dxf=_look(highlight.look), formula=[highlight.formula])
        sheet.conditional_formatting.add(highlight.areas, rule)
    for chart in page.charts:
        sheet.add_chart(_chart(sheet, chart))
    for name, area in page.tables().items():
        sheet.add_table(_table(sheet, name, area, page.filter_area))
    styling.plain_view(sheet, page.freeze)
    styling.set_up_page(sheet, footer, page.header_rows, page.portrait)
    for row in page.page_breaks():
        sheet.row_breaks.append(Break(id=row))
    sheet.print_area = f"A1:{address(page.last_printed or page.last_row, page.last_column)}"
    styling.protect(sheet)
    sheet.sheet_state = "hidden" if page.hidden else "visible"


def _look(name: str) -> DifferentialStyle:
    """How a cell looks where a condition holds: in colours, or with words before its number."""
    if name == AT_LEAST:
        words = f'"{text("figures.at_least")}"#,##0'
        return DifferentialStyle(numFmt=NumberFormat(numFmtId=AT_LEAST_FORMAT, formatCode=words))
    colour, fill = CONDITIONAL_LOOKS[name]
    font = Font(color=colour, strike=name in STRUCK or None, bold=name in BOLD or None)
    return DifferentialStyle(font=font, fill=styling.conditional(fill, name in HATCHED))


def _table(sheet: Worksheet, name: str, area: Area, filtered: str | None) -> Table:
    """A table over cells that are there, without looks of its own; with buttons to filter where the page has them."""
    row, first, _, last = area
    reference = area_text(area)
    table = Table(displayName=name, name=name, ref=reference)
    table.autoFilter = AutoFilter(ref=reference) if reference == filtered else None
    headings = (sheet.cell(row, column).value for column in range(first, last + 1))
    table.tableStyleInfo = TableStyleInfo(
        showFirstColumn=False, showLastColumn=False, showRowStripes=False, showColumnStripes=False
    )
    table.tableColumns = [TableColumn(id=at, name=str(heading)) for at, heading in enumerate(headings, start=1)]
    return table


def _with_aside(words: str, start: int) -> CellRichText:
    aside = InlineFont(rFont=style.FONT, sz=style.ASIDE_SIZE, color=Color(style.GREY_DARK))
    strong = InlineFont(rFont=style.FONT, sz=style.SIZE, b=True, color=Color(style.TEXT))
    return CellRichText(TextBlock(strong, words[:start]), TextBlock(aside, words[start:]))


def _validate(sheet: Worksheet, page: Page) -> None:
    for check in page.validations:
        kind: Literal["list", "custom"] | None = None if check.kind == "none" else check.kind
        validation = DataValidation(
            type=kind,
            formula1=check.formula or None,
            allow_blank=True,
            showInputMessage=True,
            showErrorMessage=kind is not None,
            errorStyle="warning" if check.warning else "stop",
            promptTitle=check.prompt_title,
            prompt=check.prompt,
            errorTitle=check.error_title or None,
            error=check.error or None,
        )
        validation.add(check.area)
        sheet.add_data_validation(validation)


def _chart(sheet: Worksheet, chart: Chart) -> Any:
    """A native chart on the page's cells."""
    bars: Any = BarChart()  # openpyxl makes parts of a chart on setting them, which its types do not tell
    bars.type = "col" if chart.kind == "columns" else "bar"
    bars.grouping, bars.overlap = ("stacked", 100) if chart.kind == "stacked" else ("clustered", None)
    bars.title = chart.title
    first, last = chart.rows
    data = Reference(sheet, min_col=chart.columns[0], max_col=chart.columns[1], min_row=chart.head_row, max_row=last)
    bars.add_data(data, titles_from_data=True)
    bars.set_categories(Reference(sheet, min_col=chart.label_column, min_row=first, max_row=last))
    for series, colour in zip(bars.series, SERIES_COLOURS, strict=False):
        series.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=style.TEXT))
    bars.x_axis.scaling.orientation = "minMax" if chart.kind == "columns" else "maxMin"
    style.place_axes(bars, lying=chart.kind != "columns")
    bars.x_axis.delete = bars.y_axis.delete = False
    bars.y_axis.number_format = chart.number_format
    bars.gapWidth = 60
    bars.legend.position = "b"
    bars.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_letters(1100, bold=True))
    for axis in (bars.x_axis, bars.y_axis):
        axis.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(800)), endParaRPr=_letters(800))])
    bars.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=style.GREY_LINE))
    left, top, high = (0.1, 0.15, 0.64) if chart.kind == "columns" else (0.3, 0.22, 0.55)
    inner = ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=left, y=top, w=0.96 - left, h=high)
    bars.layout = ChartLayout(manualLayout=inner)
    row, column = parse_cell(chart.anchor)
    corner = AnchorMarker(col=column - 1, colOff=CHART_GAP, row=row - 1, rowOff=0)
    bars.anchor = OneCellAnchor(_from=corner, ext=XDRPositiveSize2D(CHART_WIDTH, CHART_HEIGHT))
    return bars


def _letters(size: int, bold: bool = False) -> CharacterProperties:
    """The typeface in a chart; `size` in hundredths of a point."""
    return CharacterProperties(sz=size, b=bold, solidFill=style.TEXT)
