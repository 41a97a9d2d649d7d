"""Native charts of the result tables, linked to the cells of their table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from openpyxl.chart import BarChart, PieChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.series import SeriesLabel

from generator import style
from generator.analysis.chart_look import EMPHASIS, PALETTE, USUAL, bar_axes, frame, solid_fill, text_look
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
STACKED: dict[str, Literal["percentStacked", "stacked"]] = {"gestapeld": "percentStacked", "opgeteld": "stacked"}


def native_chart(table: ResultTable, chart: Chart, place: ResultPlace) -> Any:
    """The chart as openpyxl draws it, without a place; categories and figures point at the table's cells."""
    drawn = PieChart() if chart.kind == "cirkel" else _bars(table, chart)
    frame(drawn, chart.title, 12, legend=len(chart.series) > 1 or chart.kind == "cirkel")
    categories = _categories(table, chart, place)
    for number, series in enumerate(chart.series):
        drawn.series.append(_series(table, chart, series, number, place, categories))
    return drawn


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
    cells = Block(place.sheet, first, column, last - first + 1).reference
    number_format = NUMBER_FORMATS[table.columns[series.column - 1].format]
    drawn = ChartSeries(idx=number, order=number)
    if series.label:
        drawn.tx = SeriesLabel(v=series.label)
    else:
        drawn.tx = SeriesLabel(strRef=StrRef(f=Block(place.sheet, place.block.row - 1, column).reference))
    drawn.cat = categories
    drawn.val = NumDataSource(numRef=NumRef(f=cells))
    drawn.invertIfNegative = False
    alone = len(chart.series) == 1 and chart.kind != "cirkel"
    drawn.spPr = solid_fill(USUAL if alone else PALETTE[number % len(PALETTE)])
    if alone:
        drawn.dPt = _emphasised(table, place.rows[first - place.block.row : last - place.block.row + 1])
    if chart.kind == "cirkel":
        drawn.dPt = [DataPoint(idx=at, spPr=solid_fill(PALETTE[at % len(PALETTE)])) for at in range(last - first + 1)]
    white = chart.kind in STACKED and number == 0
    drawn.dLbls = _labels(number_format, style.WHITE if white else style.TEXT, chart)
    return drawn


def _emphasised(table: ResultTable, rows: Sequence[int]) -> list[DataPoint]:
    """Totals in the dark colour, as they are bold in the table; without totals every bar is."""
    totals = [at for at, row in enumerate(rows) if table.rows[row].style == "totaal"]
    marked = totals or range(len(rows))
    return [DataPoint(idx=at, invertIfNegative=False, spPr=solid_fill(EMPHASIS)) for at in marked]


def _labels(number_format: str, colour: str, chart: Chart) -> DataLabelList:
    labels = DataLabelList()
    # a part of 0 has no room for a label
    labels.numFmt = f"{number_format};-{number_format};" if chart.kind in STACKED else number_format
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.position = "ctr" if chart.kind in STACKED else "outEnd"
    labels.txPr = text_look(9, colour)
    return labels
