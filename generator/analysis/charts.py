"""Native charts of the result tables, linked to the cells of their table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from openpyxl.chart import BarChart, LineChart, PieChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from generator import style
from generator.analysis.chart_look import (
    EMPHASIS,
    PALETTE,
    USUAL,
    bar_axes,
    chart_title,
    frame,
    line,
    solid_fill,
    text_look,
)
from generator.analysis.layout import Block, ResultPlace, row_headings
from templates.schema import Chart, ResultTable, Series

MAY_BE_NEGATIVE = ("verschil", "prestatie", "prijs_volume")
NUMBER_FORMATS = {
    "euro": style.INTEGER,
    "mln": "#,##0,,",
    "mln_1": "#,##0.0,,",
    "procent": style.PERCENT,
    "getal": style.DECIMAL,
    "aantal": style.INTEGER,
    "ratio": style.DECIMAL_2,
    "kruis": '"X";;',
}
MOST_NAMED = 3
REACH_WIDTH = 76200
"""EMU, six points."""
STACKED: dict[str, Literal["percentStacked", "stacked"]] = {"gestapeld": "percentStacked", "opgeteld": "stacked"}


def native_chart(table: ResultTable, chart: Chart, place: ResultPlace) -> Any:
    """The chart as openpyxl draws it, without a place; categories and figures point at the table's cells."""
    if chart.kind == "bereik":
        return _ranges(table, chart, place)
    drawn = PieChart() if chart.kind == "cirkel" else _bars(table, chart)
    told_apart = len(chart.series) > 1 and not _named_at_bars(chart)
    frame(drawn, chart.title, 12, legend=told_apart or chart.kind == "cirkel")
    categories = _categories(table, chart, place)
    for number, series in enumerate(chart.series):
        drawn.series.append(_series(table, chart, series, number, place, categories))
    return drawn


def _named_at_bars(chart: Chart) -> bool:
    """Whether two or three series are named at their first bar, so that nobody looks them up in a legend."""
    return chart.kind == "staaf" and 2 <= len(chart.series) <= MOST_NAMED


def _ranges(table: ResultTable, chart: Chart, place: ResultPlace) -> LineChart:
    """A thick line from the first series to the last, and a dot for the one between; figures at all of them."""
    lines = LineChart()
    low, *middle, _ = chart.series
    frame(lines, chart.title, 12, legend=False)
    bar_axes(lines, _number_format(table, low), chart.unit, lying=False)
    lines.x_axis.title = chart_title(range_words(chart), 9)
    lines.x_axis.txPr = text_look(9, upright=True)
    lines.y_axis.scaling.min = 0
    categories, anchor = _categories(table, chart, place), (middle or [low])[0]
    for number, series in enumerate(chart.series):
        drawn = ChartSeries(idx=number, order=number)
        drawn.tx, drawn.cat = _name(series, place), categories
        drawn.val = NumDataSource(numRef=NumRef(f=_cells(chart, place, place.block.column + series.column - 1)))
        dot = series in middle
        drawn.marker = Marker(symbol="circle" if dot else "dash", size=10 if dot else 12, spPr=solid_fill(EMPHASIS))
        drawn.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
        drawn.smooth = False
        if series is anchor:
            drawn.errBars = _reach(chart, place)
        drawn.dLbls = _labels(_number_format(table, series), style.TEXT, chart)
        drawn.dLbls.position = "r" if dot else "b" if series is low else "t"
        lines.series.append(drawn)
    return lines


def range_words(chart: Chart) -> str:
    """What the ends and the dot of a range are; empty for another chart."""
    if chart.kind != "bereik":
        return ""
    low, *middle, high = (series.label.lower() for series in chart.series)
    return f"streepjes: {low} en {high}" + (f", stip: {middle[0]}" if middle else "")


def _reach(chart: Chart, place: ResultPlace) -> ErrorBars:
    """The line from the lowest to the highest: how far they are from where it is drawn, in cells far right."""
    up, down = (NumDataSource(numRef=NumRef(f=_cells(chart, place, column))) for column in reach_columns(place))
    look = GraphicalProperties(ln=line(USUAL, REACH_WIDTH))
    return ErrorBars(errDir="y", errBarType="both", errValType="cust", noEndCap=True, plus=up, minus=down, spPr=look)


def reach_columns(place: ResultPlace) -> tuple[int, int]:
    """The columns with the distance up to the highest and down to the lowest, right of the names of rows."""
    return place.aids.column + 1, place.aids.column + 2


def _cells(chart: Chart, place: ResultPlace, column: int) -> str:
    first, last = _rows(chart, place)
    return Block(place.sheet, first, column, last - first + 1).reference


def _number_format(table: ResultTable, series: Series) -> str:
    return NUMBER_FORMATS[table.columns[series.column - 1].format]


def _name(series: Series, place: ResultPlace) -> SeriesLabel:
    if series.label:
        return SeriesLabel(v=series.label)
    heading = Block(place.sheet, place.block.row - 1, place.block.column + series.column - 1)
    return SeriesLabel(strRef=StrRef(f=heading.reference))


def _bars(table: ResultTable, chart: Chart) -> Any:
    """A bar chart: lying (`staaf`), standing (`kolom`), stacked to the whole or (`opgeteld`) as amounts."""
    bars = BarChart()
    lying = chart.kind != "kolom"
    bars.type = "bar" if lying else "col"
    bars.grouping = STACKED.get(chart.kind, "clustered")
    bars.overlap = 100 if chart.kind in STACKED else (0 if len(chart.series) > 1 else None)
    bars.gapWidth = 45
    number_format = NUMBER_FORMATS[table.columns[chart.series[0].column - 1].format]
    bar_axes(bars, number_format, chart.unit, lying=lying)
    bars.y_axis.scaling.min = None if _may_be_negative(table, chart) else 0
    return bars


def _may_be_negative(table: ResultTable, chart: Chart) -> bool:
    """Whether a series may fall below zero: only differences and effects do."""
    measures = {table.columns[series.column - 1].pick.maat or table.pick.maat or "" for series in chart.series}
    return any(measure.startswith(MAY_BE_NEGATIVE) for measure in measures)


def _rows(chart: Chart, place: ResultPlace) -> tuple[int, int]:
    """First and last sheet row of the chart: one unbroken stretch, which every spreadsheet program reads."""
    asked = [row - 1 for row in chart.rows] or list(place.rows)
    standing = [at for at, row in enumerate(place.rows) if min(asked) <= row <= max(asked)]
    return place.block.row + standing[0], place.block.row + standing[-1]


def _categories(table: ResultTable, chart: Chart, place: ResultPlace) -> AxDataSource:
    """What the bars are about; where they stand under several headings, with the heading before it."""
    first, last = _rows(chart, place)
    column = place.aids.column if spans(table, chart, place) else place.label_column
    return AxDataSource(strRef=StrRef(f=Block(place.sheet, first, column, last - first + 1).reference))


def spans(table: ResultTable, chart: Chart, place: ResultPlace) -> bool:
    """Whether the rows of a chart stand under more than one heading."""
    first, last = _rows(chart, place)
    headings = row_headings(table, "")
    return len({headings[place.rows[row - place.block.row]] for row in range(first, last + 1)}) > 1


def _series(
    table: ResultTable, chart: Chart, series: Series, number: int, place: ResultPlace, categories: AxDataSource
) -> ChartSeries:
    first, last = _rows(chart, place)
    column = place.block.column + series.column - 1
    number_format = _number_format(table, series)
    drawn = ChartSeries(idx=number, order=number)
    drawn.tx = _name(series, place)
    drawn.cat = categories
    drawn.val = NumDataSource(numRef=NumRef(f=_cells(chart, place, column)))
    drawn.invertIfNegative = False
    alone = len(chart.series) == 1 and chart.kind != "cirkel"
    drawn.spPr = solid_fill(USUAL if alone else PALETTE[number % len(PALETTE)])
    if alone:
        drawn.dPt = _emphasised(table, place.rows[first - place.block.row : last - place.block.row + 1])
    if chart.kind == "cirkel":
        drawn.dPt = [DataPoint(idx=at, spPr=solid_fill(PALETTE[at % len(PALETTE)])) for at in range(last - first + 1)]
    white = chart.kind in STACKED and number == 0
    drawn.dLbls = _labels(number_format, style.WHITE if white else style.TEXT, chart)
    if _named_at_bars(chart):
        drawn.dLbls.dLbl = [_first_label(drawn.dLbls)]
    return drawn


def _emphasised(table: ResultTable, rows: Sequence[int]) -> list[DataPoint]:
    """Totals in the dark colour, as they are bold in the table; without totals every bar is."""
    totals = [at for at, row in enumerate(rows) if table.rows[row].style == "totaal"]
    marked = totals or range(len(rows))
    return [DataPoint(idx=at, invertIfNegative=False, spPr=solid_fill(EMPHASIS)) for at in marked]


def _first_label(labels: DataLabelList) -> DataLabel:
    """The label at the first bar: as the others, with the name of the series before the figure."""
    first = DataLabel(idx=0, numFmt=labels.numFmt, txPr=labels.txPr, dLblPos=labels.position)
    first.showVal = first.showSerName = True
    first.showCatName = first.showLegendKey = first.showPercent = first.showBubbleSize = False
    return first


def _labels(number_format: str, colour: str, chart: Chart) -> DataLabelList:
    labels = DataLabelList()
    # a part of 0 has no room for a label
    labels.numFmt = f"{number_format};-{number_format};" if chart.kind in STACKED else number_format
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.position = "ctr" if chart.kind in STACKED else "outEnd"
    labels.txPr = text_look(9, colour)
    return labels
