"""Writes the survey workbook: the pages of the survey, put into cells by openpyxl, once per survey and year.

Everything that differs between municipalities is stamped into copies of this master (`stamp.py`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
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
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from generator import style
from generator.ooxml.sheet import address, column_letters, parse_cell
from generator.survey.calculation import calculation
from generator.survey.checks_page import checks_page
from generator.survey.input_pages import input_pages
from generator.survey.layout import layout, sheet_order
from generator.survey.own_result import own_result_page
from generator.survey.page import Chart, Page, absolute, quoted
from generator.survey.reference_pages import contents_page, lists_page, meta_page, parameters_page
from generator.survey.summary_page import summary_page
from generator.survey.texts import text
from templates.parameters import ParameterInForce
from templates.schema import Survey

SERIES_COLOURS = (style.BLUE, "7FA7D1", "C9A227")
CONDITIONAL_LOOKS = {
    "geldt_niet": (style.GREY_DARK, style.GREY_BLANK),
    "nog_leeg": (style.TEXT, style.YELLOW),
    "fout": (style.RED, style.RED_LIGHT),
    "let_op": (style.AMBER, style.AMBER_LIGHT),
    "goed": (style.GREEN, style.GREEN_LIGHT),
}
CHART_GAP, CHART_WIDTH, CHART_HEIGHT = 150_000, 7_250_000, 2_290_000
"""English metric units: 360,000 to the centimetre."""
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
FIXED_STAMP = "2000-01-01T00:00:00Z"


def survey_pages(survey: Survey, year: int, parameters: Mapping[str, ParameterInForce]) -> tuple[Page, ...]:
    """All sheets of the survey workbook as plain data, in the order of their tabs."""
    pages = (
        contents_page(survey, year),
        *input_pages(survey),
        checks_page(survey, layout(survey).questions),
        summary_page(survey),
        own_result_page(survey),
        parameters_page(survey, parameters),
        calculation(survey),
        lists_page(survey),
        meta_page(survey, year, parameters),
    )
    assert tuple(page.name for page in pages) == sheet_order(survey)
    return pages


def build_master(survey: Survey, year: int, parameters: Mapping[str, ParameterInForce]) -> bytes:
    """The survey workbook without a municipality, as the bytes of an .xlsx file; the same input gives the same bytes.

    parameters: the values in force in the survey year, by code (`templates.parameters.in_force`).
    """
    pages = survey_pages(survey, year, parameters)
    book = Workbook()
    book.remove(book.worksheets[0])
    style.register_styles(book)
    footer = text("footer", titel=survey.identity.title, jaar=year, versie=survey.version)
    for page in pages:
        _write(book.create_sheet(page.name), page, footer)
    for page in pages:
        for name, (row, column, last_row, last_column) in page.names.items():
            reference = absolute(row, column)
            if (last_row, last_column) != (row, column):
                reference += f":{absolute(last_row, last_column)}"
            book.defined_names[name] = DefinedName(name, attr_text=f"{quoted(page.name)}!{reference}")
    book.calculation.fullCalcOnLoad = True
    book.properties.title = text("contents.title", titel=survey.identity.title, jaar=year)
    book.properties.creator = survey.identity.title
    book.properties.language = "nl-NL"
    stream = io.BytesIO()
    book.save(stream)
    alt_texts = [chart.alt_text for page in pages for chart in page.charts]
    return _finished(stream.getvalue(), alt_texts)


def _write(sheet: Worksheet, page: Page, footer: str) -> None:
    for (row, column), content in sorted(page.cells.items()):
        cell = sheet.cell(row, column)
        cell.style = content.style
        if content.number_format:
            cell.number_format = content.number_format
        if content.value is not None:
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
        colour, fill = CONDITIONAL_LOOKS[highlight.look]
        look = DifferentialStyle(font=Font(color=colour), fill=style.conditional(fill))
        rule = Rule(type="expression", dxf=look, formula=[highlight.formula])
        sheet.conditional_formatting.add(highlight.areas, rule)
    for chart in page.charts:
        sheet.add_chart(_chart(sheet, chart))
    if page.filter_area:
        sheet.auto_filter.ref = page.filter_area
    style.plain_view(sheet, page.freeze)
    style.set_up_page(sheet, footer, page.header_rows, page.portrait)
    for row in page.page_breaks():
        sheet.row_breaks.append(Break(id=row))
    sheet.print_area = f"A1:{address(page.last_row, page.last_column)}"
    style.protect(sheet)
    sheet.sheet_state = "hidden" if page.hidden else "visible"


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
    """A native stacked bar chart on the page's cells."""
    bars: Any = BarChart()  # openpyxl makes parts of a chart on setting them, which its types do not tell
    bars.type, bars.grouping, bars.overlap = "bar", "stacked", 100
    bars.title = chart.title
    first, last = chart.rows
    data = Reference(sheet, min_col=chart.columns[0], max_col=chart.columns[1], min_row=chart.head_row, max_row=last)
    bars.add_data(data, titles_from_data=True)
    bars.set_categories(Reference(sheet, min_col=chart.label_column, min_row=first, max_row=last))
    for series, colour in zip(bars.series, SERIES_COLOURS, strict=False):
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
    bars.x_axis.scaling.orientation = "maxMin"
    bars.x_axis.delete = bars.y_axis.delete = False
    bars.y_axis.number_format = chart.number_format
    bars.gapWidth = 60
    bars.legend.position = "b"
    bars.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_letters(1100, bold=True))
    for axis in (bars.x_axis, bars.y_axis):
        axis.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(800)), endParaRPr=_letters(800))])
    bars.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=style.GREY_LINE))
    inner = ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=0.3, y=0.22, w=0.66, h=0.62)
    bars.layout = ChartLayout(manualLayout=inner)
    row, column = parse_cell(chart.anchor)
    corner = AnchorMarker(col=column - 1, colOff=CHART_GAP, row=row - 1, rowOff=0)
    bars.anchor = OneCellAnchor(_from=corner, ext=XDRPositiveSize2D(CHART_WIDTH, CHART_HEIGHT))
    return bars


def _letters(size: int, bold: bool = False) -> CharacterProperties:
    """The typeface in a chart; `size` in hundredths of a point."""
    return CharacterProperties(sz=size, b=bold, solidFill=style.TEXT)


def _finished(content: bytes, alt_texts: list[str]) -> bytes:
    """The package with fixed times, so that the same input gives the same bytes, and alternative texts on charts."""
    result = io.BytesIO()
    remaining = list(alt_texts)
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", FIXED_STAMP.encode(), data)
            elif part.filename.startswith("xl/drawings/drawing"):
                data = _with_alt_texts(data.decode(), remaining).encode()
            info = zipfile.ZipInfo(part.filename, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, data)
    return result.getvalue()


def _with_alt_texts(drawing: str, remaining: list[str]) -> str:
    """Gives each chart of a drawing its description, in order."""

    def described(found: re.Match[str]) -> str:
        return f"{found.group(1)} descr={quoteattr(remaining.pop(0))}" if remaining else found.group(0)

    return re.sub(r'(<(?:\w+:)?cNvPr [^>]*?name="Chart[^"]*")', described, drawing)
