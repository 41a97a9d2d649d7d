"""Native charts of a page's panels: bars with margins, stacked bars that may be negative, and scatters."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, ScatterChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.series import SeriesLabel, XYSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from generator import style
from generator.analysis.block import Block
from generator.analysis.chart_look import (
    EMPHASIS,
    PALETTE,
    bar_axes,
    calm_axes,
    chart_title,
    frame,
    gridlines,
    line,
    solid_fill,
)
from generator.analysis.charts import NUMBER_FORMATS
from generator.analysis.page_layout import PanelPlace
from templates.pages import PanelChart, PanelSeries

COLOURS = (*PALETTE, "A6A6A6", "7F4F00")
FORMATS = {
    **NUMBER_FORMATS,
    "procent_1": style.PERCENT,
    "gewicht": style.DECIMAL_2,
    "jaartal": "0",
    "tekst": style.GENERAL,
}


def panel_chart(place: PanelPlace, chart: PanelChart) -> Any:
    """The chart as openpyxl draws it, without a place on the sheet; figures and labels point at the panel's cells."""
    drawn = _scatter(place, chart) if chart.kind == "punten" else _bars(place, chart)
    frame(drawn, chart.title, 11, legend=len(chart.series) > 1)
    return drawn


def _cells(place: PanelPlace, chart: PanelChart, column: int) -> str:
    block = place.block
    rows = chart.rows or place.panel.rows
    return Block(block.sheet, block.row, block.column + column - 1, rows).reference


def _format(place: PanelPlace, column: int) -> str:
    return FORMATS[place.panel.columns[column - 1].format]


def _label(place: PanelPlace, series: PanelSeries) -> SeriesLabel:
    if series.label:
        return SeriesLabel(v=series.label)
    at = Block(place.block.sheet, place.header_row, place.block.column + series.column - 1)
    return SeriesLabel(strRef=StrRef(f=at.reference))


def _figures(place: PanelPlace, chart: PanelChart, column: int) -> NumDataSource:
    return NumDataSource(numRef=NumRef(f=_cells(place, chart, column)))


def _bars(place: PanelPlace, chart: PanelChart) -> Any:
    bars = BarChart()
    lying = chart.kind != "kolom"
    bars.type = "bar" if lying else "col"
    bars.grouping = "stacked" if chart.kind == "gestapeld" else "clustered"
    bars.overlap = 100 if chart.kind == "gestapeld" else 0
    bars.gapWidth = 45
    names = AxDataSource(strRef=StrRef(f=_cells(place, chart, chart.categories)))
    for number, one in enumerate(chart.series):
        series = ChartSeries(idx=number, order=number, tx=_label(place, one))
        series.cat = names
        series.val = _figures(place, chart, one.column)
        series.invertIfNegative = False
        series.spPr = solid_fill(COLOURS[number % len(COLOURS)])
        if one.margin is not None:
            series.errBars = _margins(place, chart, one.margin)
        bars.series.append(series)
    shown = _format(place, chart.series[0].column)
    bar_axes(bars, shown, chart.vertical, lying=lying)
    if chart.kind == "gestapeld" and shown.endswith("%"):
        bars.y_axis.scaling.max = 1.0
    return bars


def _margins(place: PanelPlace, chart: PanelChart, column: int) -> ErrorBars:
    """A line from value - margin to value + margin on every bar."""
    reach = _figures(place, chart, column)
    look = GraphicalProperties(ln=line(style.TEXT, 12700))
    return ErrorBars(
        errDir="y", errBarType="both", errValType="cust", noEndCap=False, plus=reach, minus=reach, spPr=look
    )


def _scatter(place: PanelPlace, chart: PanelChart) -> Any:
    points = ScatterChart()
    points.scatterStyle = "lineMarker"
    points.style = 2
    for number, one in enumerate(chart.series):
        series = XYSeries(idx=number, order=number, tx=_label(place, one))
        series.xVal = AxDataSource(numRef=NumRef(f=_cells(place, chart, chart.categories)))
        series.yVal = _figures(place, chart, one.column)
        series.marker = Marker(symbol="circle", size=6, spPr=solid_fill(EMPHASIS))
        series.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
        points.series.append(series)
    calm_axes(points)
    across, up = points.x_axis, points.y_axis
    across.number_format, up.number_format = _format(place, chart.categories), _format(place, chart.series[0].column)
    for axis in (across, up):
        axis.numFmt.sourceLinked = False
        axis.graphicalProperties = GraphicalProperties(ln=line(style.GREY_LINE, 9525))
    across.majorGridlines = None
    up.majorGridlines = gridlines()
    up.scaling.min = 0
    if chart.vertical:
        up.title = chart_title(chart.vertical, 9)
    if chart.horizontal:
        across.title = chart_title(chart.horizontal, 9)
    return points
