"""The one calm look of the native charts in the analysis workbook, which reads alike in Excel and LibreOffice."""

from __future__ import annotations

from typing import Any

from openpyxl.chart.axis import ChartLines
from openpyxl.chart.legend import Legend
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)

from generator import style

# Each beside the next is told apart in grey print too: far apart in lightness, not only in colour.
PALETTE = ("154273", "A9C3DE", "B5761A", "E3E6EA")
EMPHASIS, USUAL = "154273", "6F97C0"
GRID = "D9D9D9"


def frame(drawn: Any, title: str, size: float, *, legend: bool) -> None:
    """Give a chart its title, its outline, and a legend below where there is something to tell apart."""
    drawn.title = chart_title(title, size, bold=True)
    drawn.roundedCorners = False
    drawn.graphical_properties = GraphicalProperties(ln=line(style.GREY_LINE))
    drawn.legend = Legend(legendPos="b", txPr=text_look(9), overlay=False) if legend else None


def calm_axes(drawn: Any, *, lying: bool = False) -> None:
    """Show both axes where they belong, with small labels and without marks."""
    style.place_axes(drawn, lying=lying)
    for axis in (drawn.x_axis, drawn.y_axis):
        axis.delete = False
        axis.txPr = text_look(9)
        axis.majorTickMark = axis.minorTickMark = "none"


def bar_axes(bars: Any, number_format: str, unit: str, *, lying: bool) -> None:
    """The axes of a bar chart: a line under the categories, figures in this format beside a grid, and their unit.

    The categories of lying bars run from top to bottom, as in the table; the value axis then stays at the bottom.
    """
    calm_axes(bars, lying=lying)
    categories, values = bars.x_axis, bars.y_axis
    categories.graphicalProperties = GraphicalProperties(ln=line(style.GREY_DARK, 9525))
    categories.tickLblPos = "low"
    values.number_format = number_format
    values.numFmt.sourceLinked = False
    values.majorGridlines = gridlines()
    values.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    if unit:
        values.title = chart_title(unit, 9)
    if lying:
        categories.scaling.orientation = "maxMin"
        values.crosses = "max"


def gridlines() -> ChartLines:
    """The thin lines behind the figures."""
    return ChartLines(spPr=GraphicalProperties(ln=line(GRID)))


def line(colour: str, width: int = 6350) -> LineProperties:
    """A line in one colour; `width` in EMU, 12,700 to a point."""
    return LineProperties(solidFill=colour, w=width)


def solid_fill(colour: str) -> GraphicalProperties:
    """A shape in one colour; the lightest has a line around it, to stand out from the page."""
    edge = line(style.GREY_DARK) if colour == PALETTE[-1] else LineProperties(noFill=True)
    return GraphicalProperties(solidFill=colour, ln=edge)


def _characters(size: float, bold: bool = False, colour: str = style.TEXT) -> CharacterProperties:
    return CharacterProperties(sz=int(size * 100), b=bold, solidFill=colour, latin=Font(typeface=style.FONT))


def text_look(size: float, colour: str = style.TEXT, *, upright: bool = False) -> RichText:
    """How text of an axis, legend or label looks; `upright` breaks it into lines where a program would turn it."""
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_characters(size, colour=colour)), endParaRPr=None)
    return RichText(bodyPr=RichTextProperties(rot=0) if upright else RichTextProperties(), p=[paragraph])


def chart_title(text: str, size: float, bold: bool = False) -> Title:
    """A title of a chart (bold) or an axis."""
    characters = _characters(size, bold, style.BLUE if bold else style.GREY_DARK)
    run = RegularTextRun(rPr=characters, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=characters), r=[run])
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])), overlay=False)
