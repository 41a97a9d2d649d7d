"""The presentation: a message per slide, a native chart (or table) under it, and its source and n."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Length, Pt

from generator import style
from generator.analysis.chart_look import EMPHASIS, PALETTE, USUAL
from generator.analysis.charts import NUMBER_FORMATS, range_words
from generator.finish import settled
from generator.ooxml.values import clean_text
from generator.report.content import Filled, Report, Shown
from generator.report.rows import heading_texts, row_texts, shown_rows
from generator.word import A_FIXED_DAY
from templates.numbers import scaled
from templates.report import ReportWords
from templates.schema import Chart

WIDTH, HEIGHT = 13.333, 7.5
LEFT, ACROSS = 0.6, 12.13
TITLE_ONLY = 5
SUBTITLE_SIZE, CHART_SIZE, TABLE_SIZE, SOURCE_SIZE = 14, 13, 13, 11
# One size for every message: up to 140 characters take two lines at most.
TITLE_SIZE = 24.0
BAND = 0.14
SUMMARY_SIZE, SUMMARY_HEIGHT, SUMMARY_NAMES = 18, 4.6, 4.2
REACH_POINTS = 5
KINDS = {
    "staaf": XL_CHART_TYPE.BAR_CLUSTERED,
    "kolom": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "gestapeld": XL_CHART_TYPE.BAR_STACKED_100,
    "opgeteld": XL_CHART_TYPE.BAR_STACKED,
    "cirkel": XL_CHART_TYPE.PIE,
    "bereik": XL_CHART_TYPE.LINE_MARKERS,
}
LYING, STACKED = ("staaf", "gestapeld", "opgeteld"), ("gestapeld", "opgeteld")
CHART_FORMATS = {**NUMBER_FORMATS, "mln": style.INTEGER, "mln_1": style.DECIMAL}
# Two levels of space between bars: few bars need air, many need room for their labels.
GAP = 50


def presentation(report: Report, words: ReportWords) -> bytes:
    """The presentation as a .pptx: a cover, the slides, and what the figures rest on; editable throughout."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.core_properties.title = clean_text(report.title)
    deck.core_properties.author = report.name
    deck.core_properties.created = deck.core_properties.modified = A_FIXED_DAY
    _add_cover(deck, report)
    if report.summary:
        _add_summary(deck, report, words, 2)
    for number, shown in enumerate(report.slides, start=3 if report.summary else 2):
        _add_slide(deck, report, shown, words, number)
    _add_account(deck, report, words)
    stream = io.BytesIO()
    deck.save(stream)
    return settled(stream.getvalue())


def _add_cover(deck: Any, report: Report) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _block(slide, 0, 0, WIDTH, HEIGHT, style.BLUE)
    _block(slide, LEFT, 4.3, 1.6, 0.06, PALETTE[2])
    _title(slide, report.title, (LEFT, 2.0, ACROSS, 2.1), 40, style.WHITE, MSO_ANCHOR.BOTTOM)
    _text(slide, report.subtitle, (LEFT, 4.55, ACROSS, 0.6), 20, style.WHITE)
    _text(slide, f"{report.name}\n{report.made}", (LEFT, 6.35, ACROSS, 0.8), 12, style.BLUE_LIGHT)


def _add_summary(deck: Any, report: Report, words: ReportWords, number: int) -> None:
    """The key figures on one page: a name and what it says on every line."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _block(slide, 0, 0, WIDTH, BAND, style.BLUE)
    _title(slide, words.summary, (LEFT, 0.35, ACROSS, 1.0), TITLE_SIZE, style.BLUE, MSO_ANCHOR.MIDDLE)
    frame = slide.shapes.add_table(
        len(report.summary), 2, *(Inches(one) for one in (LEFT, 1.6, ACROSS, SUMMARY_HEIGHT))
    )
    grid = frame.table
    grid.first_row = False
    grid.columns[0].width, grid.columns[1].width = Inches(SUMMARY_NAMES), Inches(ACROSS - SUMMARY_NAMES)
    for at, (name, said) in enumerate(report.summary):
        _cell(grid.cell(at, 0), name, style.GREY_DARK, style.WHITE, bold=False, right=False)
        _cell(grid.cell(at, 1), said or words.no_figure, style.BLUE, style.WHITE, bold=True, right=False)
        for cell in (grid.cell(at, 0), grid.cell(at, 1)):
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.text_frame.paragraphs[0].font.size = Pt(SUMMARY_SIZE)
    source = words.source.format(naam=report.name, jaar=report.year, tabel="", n=report.tables[0].count)
    _text(slide, source.replace(" . ", " "), (LEFT, 6.75, ACROSS - 0.9, 0.45), SOURCE_SIZE, style.GREY_DARK)
    page = _text(slide, str(number), (WIDTH - 1.2, 6.75, 0.6, 0.45), SOURCE_SIZE, style.GREY_DARK)
    page.paragraphs[0].alignment = PP_ALIGN.RIGHT
    slide.notes_slide.notes_text_frame.text = clean_text("\n".join((source.replace(" . ", " "), *report.account)))


def _add_slide(deck: Any, report: Report, shown: Shown, words: ReportWords, number: int) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    table = shown.filled.table
    _block(slide, 0, 0, WIDTH, BAND, style.BLUE)
    message = shown.message or words.no_result.format(titel=table.title)
    _title(slide, message, (LEFT, 0.35, ACROSS, 1.0), TITLE_SIZE, style.BLUE, MSO_ANCHOR.MIDDLE)
    _text(slide, table.subtitle or table.title, (LEFT, 1.38, ACROSS, 0.4), SUBTITLE_SIZE, style.GREY_DARK)
    body = (LEFT, 1.9, ACROSS, 4.55)
    if shown.message is None and shown.filled.empty:
        _text(slide, words.no_result_why, (LEFT, 2.6, ACROSS, 1.6), 18, style.TEXT)
    elif shown.chart is not None:
        _add_chart(slide, shown, shown.chart, body)
    else:
        _add_table(slide, shown, body)
    source = words.source.format(naam=report.name, jaar=report.year, tabel=table.sheet, n=shown.filled.count)
    _text(slide, source, (LEFT, 6.75, ACROSS - 0.9, 0.45), SOURCE_SIZE, style.GREY_DARK)
    page = _text(slide, str(number), (WIDTH - 1.2, 6.75, 0.6, 0.45), SOURCE_SIZE, style.GREY_DARK)
    page.paragraphs[0].alignment = PP_ALIGN.RIGHT
    notes = (shown.filled.name, source, *_notes(shown.filled))
    slide.notes_slide.notes_text_frame.text = clean_text("\n".join(notes))


def _notes(filled: Filled) -> tuple[str, ...]:
    return (filled.table.rests_on, *(line for line in filled.rests_on if line))


def _add_chart(slide: Any, shown: Shown, chart: Chart, place: tuple[float, float, float, float]) -> None:
    """A native chart with its figures in the workbook behind it, in the units that the table shows."""
    table, rows = shown.filled.table, shown_rows(shown)
    form = table.columns[chart.series[0].column - 1].format
    data: Any = CategoryChartData(number_format=CHART_FORMATS[form])
    data.categories = [clean_text(table.rows[row].label) for row in rows]
    for series in chart.series:
        column = series.column - 1
        figures = [scaled(shown.filled.presented[row][column], form) for row in rows]
        data.add_series(clean_text(series.label or heading_texts(table)[column]), figures)
    frame = slide.shapes.add_chart(KINDS[chart.kind], *(Inches(one) for one in place), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean_text(chart.alt_text))
    drawn = frame.chart
    drawn.font.size, drawn.font.name = Pt(CHART_SIZE), style.FONT
    drawn.font.color.rgb = _rgb(style.TEXT)
    drawn.has_title = False
    drawn.has_legend = (len(chart.series) > 1 and chart.kind != "bereik") or chart.kind == "cirkel"
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(CHART_SIZE)
    _number_axes(drawn)
    if chart.kind != "cirkel":
        _set_axes(drawn, chart, form)
    if chart.kind == "bereik":
        _as_range(drawn, form)
        return
    _colour(drawn, shown, chart, rows)
    _label(drawn, chart, form)


def _number_axes(drawn: Any) -> None:
    """python-pptx numbers axes below 0, which the schema does not know."""
    for one in drawn._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        one.set("val", str(abs(int(one.get("val")))))


def _set_axes(drawn: Any, chart: Chart, form: str) -> None:
    categories, values = drawn.category_axis, drawn.value_axis
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    categories.format.line.color.rgb = _rgb(style.GREY_DARK)
    categories.has_major_gridlines = False
    categories.reverse_order = chart.kind in LYING
    values.format.line.fill.background()
    # the figures stand at the bars; an axis and lines beside them would say the same twice
    values.has_major_gridlines = False
    values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = CHART_FORMATS[form], False
    if all(value is None or value >= 0 for series in drawn.plots[0].series for value in series.values):
        values.minimum_scale = 0
    plot = drawn.plots[0]
    if chart.kind != "bereik":
        plot.gap_width = GAP
        plot.overlap = 100 if chart.kind in STACKED else 0
    said = "; ".join(one for one in (chart.unit, range_words(chart)) if one)
    if said:
        axis = categories if chart.kind == "bereik" else values
        axis.has_title = True
        axis.axis_title.text_frame.text = said
        run = axis.axis_title.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold, run.font.color.rgb = Pt(SOURCE_SIZE), False, _rgb(style.GREY_DARK)


def _colour(drawn: Any, shown: Shown, chart: Chart, rows: tuple[int, ...]) -> None:
    """One series: totals dark and the rest lighter, as bold stands to plain in the table; more: a colour each."""
    series = list(drawn.plots[0].series)
    if chart.kind == "cirkel" or len(series) == 1:
        totals = [shown.filled.table.rows[row].style == "totaal" for row in rows]
        plain = EMPHASIS if not any(totals) else USUAL
        for at, total in enumerate(totals):
            colour = PALETTE[at % len(PALETTE)] if chart.kind == "cirkel" else EMPHASIS if total else plain
            _fill(series[0].points[at], colour)
    for at, one in enumerate(series):
        if chart.kind != "cirkel":
            one.invert_if_negative = False
        _fill(one, PALETTE[at % len(PALETTE)] if len(series) > 1 else USUAL)


def _as_range(drawn: Any, form: str) -> None:
    """A line from the lowest to the highest, with a dot for what lies between, and the figures beside them."""
    series = list(drawn.plots[0].series)
    places = [XL_LABEL_POSITION.BELOW, *[XL_LABEL_POSITION.RIGHT] * (len(series) - 2), XL_LABEL_POSITION.ABOVE]
    for at, (one, place) in enumerate(zip(series, places, strict=True)):
        one.smooth = False
        one.format.line.fill.background()
        dot = 0 < at < len(series) - 1
        one.marker.style = XL_MARKER_STYLE.CIRCLE if dot else XL_MARKER_STYLE.DASH
        one.marker.size = 12
        _fill(one.marker, EMPHASIS)
        labels = one.data_labels
        labels.show_value, labels.position = True, place
        labels.number_format, labels.number_format_is_linked = CHART_FORMATS[form], False
        labels.font.size = Pt(CHART_SIZE)
        labels.font.color.rgb = _rgb(style.TEXT)
    anchor = series[-2]
    up, down = (_distances(series[-1], anchor), _distances(anchor, series[0]))
    anchor._element.insert_element_before(_error_bars(up, down), "c:cat", "c:val", "c:smooth", "c:extLst")


def _distances(upper: Any, lower: Any) -> list[float]:
    pairs = zip(upper.values, lower.values, strict=True)
    return [0.0 if high is None or low is None else high - low for high, low in pairs]


def _error_bars(up: Sequence[float], down: Sequence[float]) -> Any:
    """Error bars with their own lengths, thick, without caps."""
    parts = "".join(
        f'<c:{side}><c:numLit><c:ptCount val="{len(lengths)}"/>'
        + "".join(f'<c:pt idx="{at}"><c:v>{length!r}</c:v></c:pt>' for at, length in enumerate(lengths))
        + f"</c:numLit></c:{side}>"
        for side, lengths in (("plus", up), ("minus", down))
    )
    return parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="1"/>{parts}<c:spPr><a:ln w="{REACH_POINTS * 12700}"><a:solidFill>'
        f'<a:srgbClr val="{USUAL}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )


def _label(drawn: Any, chart: Chart, form: str) -> None:
    for at, series in enumerate(drawn.plots[0].series):
        labels = series.data_labels
        labels.show_value = True
        usual = CHART_FORMATS[form]
        # a part of 0 has no room for a label
        labels.number_format = f"{usual};-{usual};" if chart.kind == "opgeteld" else usual
        labels.number_format_is_linked = False
        labels.font.size = Pt(CHART_SIZE)
        stacked = chart.kind in STACKED
        labels.position = XL_LABEL_POSITION.CENTER if stacked else XL_LABEL_POSITION.OUTSIDE_END
        labels.font.color.rgb = _rgb(style.WHITE if stacked and at == 0 else style.TEXT)


def _add_table(slide: Any, shown: Shown, place: tuple[float, float, float, float]) -> None:
    """The table itself, where it has no chart."""
    filled, rows = shown.filled, shown_rows(shown)
    left, top, across, _ = place
    headings = heading_texts(filled.table)
    texts = row_texts(filled)
    columns = list(texts.columns)
    frame = slide.shapes.add_table(len(rows) + 1, len(columns) + 1, *(Inches(one) for one in (left, top, across, 0.4)))
    grid = frame.table
    for at, text in enumerate(["", *(headings[column] for column in columns)]):
        _cell(grid.cell(0, at), text, style.WHITE, style.BLUE, bold=True, right=at > 0)
    for number, row in enumerate(rows, start=1):
        total = filled.table.rows[row].style == "totaal"
        colour, fill = (style.BLUE, style.BLUE_LIGHT) if total else (style.TEXT, style.WHITE)
        for at, text in enumerate([filled.table.rows[row].label, *texts.lines[row]]):
            _cell(grid.cell(number, at), text, colour, fill, bold=total, right=at > 0)


def _cell(cell: Any, text: str, colour: str, fill: str, bold: bool, right: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = _rgb(fill)
    cell.text_frame.text = clean_text(text)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold, paragraph.font.name = Pt(TABLE_SIZE), bold, style.FONT
    paragraph.font.color.rgb = _rgb(colour)


def _add_account(deck: Any, report: Report, words: ReportWords) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _block(slide, 0, 0, WIDTH, BAND, style.BLUE)
    _title(slide, words.account, (LEFT, 0.35, ACROSS, 1.0), TITLE_SIZE, style.BLUE, MSO_ANCHOR.MIDDLE)
    text = _text(slide, "\n".join((*report.account, words.account_intro)), (LEFT, 1.7, ACROSS, 4.8), 16, style.TEXT)
    for paragraph in text.paragraphs:
        paragraph.space_after = Pt(12)


def _title(
    slide: Any, text: str, place: tuple[float, float, float, float], size: float, colour: str, anchor: Any
) -> None:
    """The slide's own title, so that outlines and screen readers find the message."""
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in place)
    # above the block that was drawn after it
    shape._element.getparent().append(shape._element)
    frame = shape.text_frame
    frame.text = clean_text(text)
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    _no_margins(frame)
    _letters(frame.paragraphs[0], size, colour, bold=True)


def _text(slide: Any, text: str, place: tuple[float, float, float, float], size: float, colour: str) -> Any:
    box = slide.shapes.add_textbox(*(Inches(one) for one in place))
    frame = box.text_frame
    frame.word_wrap = True
    _no_margins(frame)
    frame.text = clean_text(text)
    for paragraph in frame.paragraphs:
        _letters(paragraph, size, colour)
    return frame


def _letters(paragraph: Any, size: float, colour: str, bold: bool = False) -> None:
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold, paragraph.font.name = Pt(size), bold, style.FONT
    paragraph.font.color.rgb = _rgb(colour)


def _no_margins(frame: Any) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Length(0)


def _block(slide: Any, left: float, top: float, across: float, down: float, colour: str) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(one) for one in (left, top, across, down)))
    _fill(shape, colour)
    shape.line.fill.background()
    shape.shadow.inherit = False


def _fill(shape: Any, colour: str) -> None:
    fill = shape.fill if hasattr(shape, "fill") else shape.format.fill
    fill.solid()
    fill.fore_color.rgb = _rgb(colour)


def _rgb(colour: str) -> RGBColor:
    red, green, blue = bytes.fromhex(colour)
    return RGBColor(red, green, blue)
