"""Sheets of panels: a heading, an explanation, a block of figures that a command fills, and charts linked to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment
from openpyxl.worksheet.pagebreak import Break

from generator import style, styling
from generator.analysis.cells import HAIR, Look, Pen, lines_needed
from generator.analysis.page_charts import panel_chart
from generator.analysis.page_layout import PAGE_COLUMNS, PagePlace, PanelPlace, page_place
from generator.ooxml.sheet import column_letters
from templates.pages import Format, Page

FIRST_WIDTH = 42.0
WIDTH = 13.0
LINE = 15.0
NOTE_LINE = 12.5
# The part of a printed page that the last one holds at least, where a panel can move to it.
LEAST_LAST = 0.25
# Text of size 9 in columns whose width counts characters of size 11.
SMALLER = 1.2
FORMATS: dict[Format, str] = {
    "tekst": style.GENERAL,
    "euro": style.INTEGER,
    "mln": "#,##0.0,,",
    "procent": style.PERCENT,
    "procent_1": style.PERCENT_1,
    "getal": style.DECIMAL,
    "aantal": style.INTEGER,
    "ratio": style.DECIMAL_2,
    "gewicht": style.DECIMAL_2,
    "jaartal": "0",
}
HEADER = Look(
    styling.font(bold=True, colour=style.WHITE, size=10),
    styling.solid(style.BLUE),
    alignment=Alignment(horizontal="right", vertical="center", wrap_text=True),
)
HEADER_TEXT = Look(HEADER.font, HEADER.fill, alignment=Alignment(horizontal="left", vertical="center", wrap_text=True))
HEADER_BESIDE = Look(
    HEADER.font, HEADER.fill, alignment=Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
)
"""A text that stands right of figures keeps clear of them."""
EXPLANATION = Look(
    styling.font(italic=True, colour=style.GREY_DARK, size=9),
    alignment=Alignment(horizontal="left", vertical="top", wrap_text=True),
)


def lay_out_page(pen: Pen, page: Page, footer: str) -> Sequence[str]:
    """Fill one page, figures left empty; gives the alt texts of its charts in the order they were added."""
    places = page_place(page)
    sheet = pen.sheet
    widest = max(place.block.last_column for place in places.panels)
    for number in range(1, widest + 1):
        first_beside = number == PAGE_COLUMNS + 2
        sheet.column_dimensions[column_letters(number)].width = FIRST_WIDTH if number == 1 or first_beside else WIDTH
    pen.style(1, 1, style.TITLE, page.title)
    sheet.row_dimensions[1].height = 30
    subtitle = pen.style(2, 1, style.SUBTITLE, page.holds)
    subtitle.alignment = Alignment(horizontal="left", vertical="top", wrap_text=False)
    described: list[str] = []
    for place in places.panels:
        _write_panel(pen, place)
        described += _add_charts(pen, place)
    _set_up(pen, places, footer)
    return described


def _write_panel(pen: Pen, place: PanelPlace) -> None:
    panel, block = place.panel, place.block
    last = block.last_column if panel.beside else PAGE_COLUMNS
    for column in range(block.column, last + 1):
        heading = panel.heading if column == block.column else None
        pen.style(place.heading_row, column, style.HEADING, heading)
    pen.sheet.row_dimensions[place.heading_row].height = 22
    # The merge holds no data, only running text above the panel.
    pen.write(place.heading_row + 1, block.column, panel.explains or None, EXPLANATION)
    pen.sheet.merge_cells(
        start_row=place.heading_row + 1, start_column=block.column, end_row=place.heading_row + 1, end_column=last
    )
    if not panel.beside:
        room = (FIRST_WIDTH + (PAGE_COLUMNS - 1) * WIDTH) * SMALLER
        pen.sheet.row_dimensions[place.heading_row + 1].height = 4 + NOTE_LINE * lines_needed(panel.explains, room)
    lines = 1
    before = "tekst"
    for at, asked in enumerate(panel.columns, start=block.column):
        beside_figures, before = asked.format == "tekst" != before, asked.format
        words = HEADER_BESIDE if beside_figures else HEADER_TEXT
        pen.write(place.header_row, at, asked.label, words if asked.format == "tekst" else HEADER)
        lines = max(lines, lines_needed(asked.label, WIDTH - 3 if at != block.column else FIRST_WIDTH))
        for row in range(block.row, block.last_row + 1):
            pen.write(row, at, None, _look(asked.format, not panel.open, beside_figures))
    height = pen.sheet.row_dimensions[place.header_row].height or 0
    pen.sheet.row_dimensions[place.header_row].height = max(height, 6 + LINE * lines)


@cache
def _look(form: Format, ruled: bool, beside_figures: bool) -> Look:
    horizontal: Literal["left", "right"] = "left" if form == "tekst" else "right"
    return Look(
        styling.font(),
        border=HAIR if ruled else None,
        alignment=Alignment(horizontal=horizontal, vertical="center", indent=int(beside_figures)),
        number_format=FORMATS[form],
    )


def _add_charts(pen: Pen, place: PanelPlace) -> list[str]:
    """Charts tied to cells of rows of a fixed height: they end alike in every program."""
    for chart, at in zip(place.panel.charts, place.charts, strict=True):
        drawn = panel_chart(place, chart)
        corners = (AnchorMarker(col=at.left, row=at.row - 1), AnchorMarker(col=at.right, row=at.row + at.rows - 1))
        drawn.anchor = TwoCellAnchor(editAs="oneCell", _from=corners[0], to=corners[1])
        pen.sheet.add_chart(drawn)
    return [chart.alt_text for chart in place.panel.charts]


def _set_up(pen: Pen, places: PagePlace, footer: str) -> None:
    styling.plain_view(pen.sheet, "A4")
    styling.set_up_page(pen.sheet, footer, portrait=True)
    for row in _breaks(pen, places):
        pen.sheet.row_breaks.append(Break(id=row))
    pen.sheet.print_area = f"A1:{column_letters(PAGE_COLUMNS)}{places.last_row}"


def _breaks(pen: Pen, places: PagePlace) -> list[int]:
    """After which rows a new printed page begins, so that a panel stays together with its charts.

    Where hardly anything would stand on the last page, the panel before it moves along.
    """
    room = style.printed_height([FIRST_WIDTH, *[WIDTH] * (PAGE_COLUMNS - 1)], portrait=True)
    starts = [1]
    for place in places.panels:
        first, last = place.printed_rows
        if _high(pen, starts[-1], last) > room and first > starts[-1]:
            starts.append(first)
    if len(starts) > 1 and _high(pen, starts[-1], places.last_row) < LEAST_LAST * room:
        panels = [place.printed_rows[0] for place in places.panels]
        earlier = max((row for row in panels if starts[-2] < row < starts[-1]), default=0)
        if earlier and _high(pen, earlier, places.last_row) <= room:
            starts[-1] = earlier
    return [start - 1 for start in starts[1:]]


def _high(pen: Pen, first: int, last: int) -> float:
    """Points that these rows take on paper."""
    rows = pen.sheet.row_dimensions
    known = (rows.get(row) for row in range(first, last + 1))
    return sum((one.height if one else None) or LINE for one in known)
