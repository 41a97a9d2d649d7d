"""The live part of the sheet Instrumenten: weighted scores beside the table, and below it which weight tips the order.

The table itself (criteria, weights, scores) is a list that a person changes; formulas follow it at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation

from generator import style, styling
from generator.analysis.block import Block
from generator.analysis.cells import HAIR, Look, Pen
from generator.analysis.chart_look import calm_axes, frame, gridlines, solid_fill
from generator.analysis.layout import INSTRUMENTS_SHEET, ListPlace
from generator.ooxml.sheet import address
from templates.instruments import ROOM, SCORES, Instruments, instruments

UNKNOWN = '"n.t.b."'
DECIMALS = 9
WEIGHT_COLUMN, FIRST_SCORE = 2, 3
CHART_ROWS = 16
_RIGHT = Alignment(horizontal="right", vertical="center")
_LEFT = Alignment(horizontal="left", vertical="center", indent=1)
FIGURE = Look(styling.font(), border=HAIR, alignment=_RIGHT, number_format="0.00")
SHARE = Look(styling.font(), border=HAIR, alignment=_RIGHT, number_format=style.PERCENT)
NAME = Look(styling.font(), border=HAIR, alignment=_LEFT)
_STRONG = styling.lines(top="thin", bottom="thin", colour=style.BLUE)
TOTAL = Look(
    styling.font(bold=True, colour=style.BLUE), styling.solid(style.BLUE_LIGHT), _STRONG, _RIGHT, number_format="0.00"
)
RANK = Look(TOTAL.font, TOTAL.fill, TOTAL.border, TOTAL.alignment, "0")
TOTAL_NAME = Look(TOTAL.font, TOTAL.fill, TOTAL.border, _LEFT)
HEAD = Look(
    styling.font(bold=True, colour=style.WHITE, size=10),
    styling.solid(style.BLUE),
    alignment=Alignment(horizontal="right", vertical="center", wrap_text=True),
)
HEAD_NAME = Look(HEAD.font, HEAD.fill, alignment=Alignment(horizontal="left", vertical="center", indent=1))
SAID = Look(styling.font(bold=True, colour=style.BLUE), alignment=Alignment(horizontal="left", vertical="center"))
NOTE = Look(
    styling.font(italic=True, colour=style.GREY_DARK, size=9),
    alignment=Alignment(horizontal="left", vertical="top"),
)


class Grid:
    """Where the parts of the sheet stand, and the formulas that tie them together."""

    def __init__(self, place: ListPlace, grid: Instruments) -> None:
        self.words, self.labels = grid.words, [one.label for one in grid.instruments]
        self.count = len(self.labels)
        self.header, self.first = place.header_row, place.first_row
        self.last = self.first + ROOM - 1
        self.share = FIRST_SCORE + self.count + 1
        self.total, self.rank = self.last + 2, self.last + 3
        self.tipping = self.rank + 4

    def weight(self, row: int) -> str:
        """The weight as a number: empty, text and negative count as 0."""
        cell = address(row, WEIGHT_COLUMN)
        return f"IF(ISNUMBER({cell}),MAX({cell},0),0)"

    @property
    def sum_cell(self) -> str:
        return address(self.total, self.share)

    def totals(self) -> str:
        return self._across(self.total)

    def ranks(self) -> str:
        return self._across(self.rank)

    def _across(self, row: int) -> str:
        return Block("", row, self.share + 1, 1, self.count).area

    def contribution(self, row: int, at: int) -> str:
        score, share = address(row, FIRST_SCORE + at), address(row, self.share)
        return f"=IF({share}=0,0,IF(ISNUMBER({score}),{share}*{score},{UNKNOWN}))"

    def score(self, at: int) -> str:
        parts = "+".join(address(row, self.share + 1 + at) for row in range(self.first, self.last + 1))
        return f"=IF({self.sum_cell}>0,IFERROR(ROUND({parts},{DECIMALS}),{UNKNOWN}),{UNKNOWN})"

    def tie(self, row: int, one: int, other: int) -> str:
        """The weight at which two instruments score alike: w - D / d."""
        scores = [address(row, FIRST_SCORE + at) for at in (one, other)]
        sums = [address(self.total, self.share + 1 + at) for at in (one, other)]
        apart, whole = f"({scores[0]}-{scores[1]})", f"({sums[0]}-{sums[1]})*{self.sum_cell}"
        weight = f"ROUND({self.weight(row)}-{whole}/{apart},{DECIMALS - 2})"
        none = f'"{self.words["geen"]}"'
        known = f"AND(ISNUMBER({scores[0]}),ISNUMBER({scores[1]}))"
        tied = f"IF({apart}=0,{none},IF({weight}<0,{none},{weight}))"
        return f'=IF({address(row, 1)}="","",IF({known},IFERROR({tied},{UNKNOWN}),{UNKNOWN}))'


def lay_out_grid(pen: Pen, place: ListPlace) -> Sequence[str]:
    """Adds the live part to the list sheet; gives the alt text of its chart."""
    grid = Grid(place, instruments())
    _scores(pen, grid)
    _verdict(pen, grid)
    bottom = _tipping(pen, grid)
    _choices(pen, grid)
    pen.sheet.add_chart(_chart(grid))
    last = address(bottom + CHART_ROWS + 1, grid.share + grid.count)
    pen.sheet.print_area = f"A1:{last}"
    pen.sheet.page_setup.fitToHeight = 1  # the chart belongs to the table it rests on
    return [grid.words["grafiek_alt"]]


def _scores(pen: Pen, grid: Grid) -> None:
    pen.write(grid.header, grid.share, grid.words["aandeel"], HEAD)
    pen.sheet.row_dimensions[grid.header].height = 50
    for row in range(grid.first, grid.last + 1):
        for column in range(1, grid.share - 1):
            pen.sheet.cell(row, column).fill = styling.solid(style.YELLOW)
            pen.sheet.cell(row, column).border = styling.lines(bottom="thin", colour=style.YELLOW_LINE)
    for at, label in enumerate(grid.labels):
        column = grid.share + 1 + at
        pen.write(grid.header, column, grid.words["gewogen"].format(instrument=label), HEAD)
    for column in range(grid.share, grid.share + 1 + grid.count):
        pen.sheet.column_dimensions[address(1, column)[:-1]].width = 18
    for row in range(grid.first, grid.last + 1):
        share = f"=IF({grid.sum_cell}>0,{grid.weight(row)}/{grid.sum_cell},0)"
        _formula(pen, row, grid.share, share, SHARE)
        for at in range(grid.count):
            _formula(pen, row, grid.share + 1 + at, grid.contribution(row, at), FIGURE)
    for row, words in ((grid.total, "totaal"), (grid.rank, "rang")):
        for column in range(1, grid.share):
            pen.write(row, column, grid.words[words] if column == 1 else None, TOTAL_NAME)
    whole = "+".join(grid.weight(row) for row in range(grid.first, grid.last + 1))
    _formula(pen, grid.total, grid.share, f"={whole}", TOTAL)
    pen.write(grid.rank, grid.share, None, TOTAL)
    pen.write(grid.total, grid.share - 1, grid.words["som"], Look(TOTAL.font, TOTAL.fill, TOTAL.border, _RIGHT))
    for at in range(grid.count):
        cell = address(grid.total, grid.share + 1 + at)
        others = [address(grid.total, grid.share + 1 + other) for other in range(grid.count) if other != at]
        higher = "+".join(f"IF(ISNUMBER({other}),IF({other}>{cell},1,0),0)" for other in others)
        rank = f"=IF(ISNUMBER({cell}),1+{higher},{UNKNOWN})"
        _formula(pen, grid.total, grid.share + 1 + at, grid.score(at), TOTAL)
        _formula(pen, grid.rank, grid.share + 1 + at, rank, RANK)


def _verdict(pen: Pen, grid: Grid) -> None:
    words = grid.words
    named = ",".join(f'"{label}"' for label in grid.labels)
    first = f"CHOOSE(MATCH(1,{grid.ranks()},0),{named})"
    winner = f'IF(COUNTIF({grid.ranks()},1)>1,"{words["gedeeld"]}","{words["hoogste"]}"&{first})'
    known = f"COUNT({grid.totals()})={grid.count}"
    _formula(pen, grid.rank + 1, 1, f'=IF({known},{winner},"{words["onbekend"]}")', SAID)


def _tipping(pen: Pen, grid: Grid) -> int:
    """A row per criterion: its weight, and per pair of instruments the weight at which they tie; gives the last row."""
    words, head = grid.words, grid.tipping
    pairs = list(combinations(range(grid.count), 2))
    width = max(grid.share + grid.count, FIRST_SCORE + len(pairs))
    for column in range(1, width + 1):
        pen.style(head - 1, column, style.HEADING, words["kantel_kop"] if column == 1 else None)
    pen.write(head, 1, words["kantel_uitleg"], NOTE)
    pen.write(head + 1, 1, "Criterium", HEAD_NAME)
    pen.write(head + 1, 2, words["nu"], HEAD)
    for at, (one, other) in enumerate(pairs):
        label = words["paar"].format(een=grid.labels[one], ander=grid.labels[other])
        pen.write(head + 1, FIRST_SCORE + at, label, HEAD)
    pen.sheet.row_dimensions[head + 1].height = 48
    for number, row in enumerate(range(grid.first, grid.last + 1), start=head + 2):
        name = address(row, 1)
        _formula(pen, number, 1, f'=IF({name}="","",{name})', NAME)
        _formula(pen, number, 2, f'=IF({name}="","",{grid.weight(row)})', FIGURE)
        for at, (one, other) in enumerate(pairs):
            _formula(pen, number, FIRST_SCORE + at, grid.tie(row, one, other), FIGURE)
    return head + 1 + ROOM


def _choices(pen: Pen, grid: Grid) -> None:
    """Weights from 0, and the scores there are."""
    weights = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    weights.add(f"{address(grid.first, WEIGHT_COLUMN)}:{address(grid.last, WEIGHT_COLUMN)}")
    scores = DataValidation(type="list", formula1='"' + ",".join(str(one) for one in SCORES) + '"', allow_blank=True)
    scores.add(f"{address(grid.first, FIRST_SCORE)}:{address(grid.last, FIRST_SCORE + grid.count - 1)}")
    for check in (weights, scores):
        check.showErrorMessage = True
        pen.sheet.add_data_validation(check)


def _formula(pen: Pen, row: int, column: int, formula: str, look: Look) -> None:
    look.put_on(pen.sheet.cell(row, column, formula))


def _chart(grid: Grid) -> Any:
    """Standing bars of the weighted scores."""
    bars: Any = BarChart()
    bars.type, bars.gapWidth = "col", 60
    frame(bars, grid.words["grafiek"], 11, legend=False)
    series = ChartSeries(idx=0, order=0)
    heads = Block(INSTRUMENTS_SHEET, grid.header, grid.share + 1, 1, grid.count).reference
    series.cat = AxDataSource(strRef=StrRef(f=heads))
    values = Block(INSTRUMENTS_SHEET, grid.total, grid.share + 1, 1, grid.count).reference
    series.val = NumDataSource(numRef=NumRef(f=values))
    series.spPr = solid_fill(style.BLUE)
    series.invertIfNegative = False
    bars.series.append(series)
    calm_axes(bars)
    bars.x_axis.tickLblPos = "low"
    bars.y_axis.number_format = "0.0"
    bars.y_axis.numFmt.sourceLinked = False
    bars.y_axis.majorGridlines = gridlines()
    top = grid.tipping + 2 + ROOM
    corners = AnchorMarker(col=0, row=top), AnchorMarker(col=grid.share, row=top + CHART_ROWS - 1)
    bars.anchor = TwoCellAnchor(editAs="oneCell", _from=corners[0], to=corners[1])
    return bars
