"""Where the panels of a page stand: their blocks of figures and the rows and columns of their charts."""

from __future__ import annotations

from dataclasses import dataclass

from generator.analysis.block import Block, Mark, fixed
from templates.pages import Page, Panel

FIRST_ROW = 4
PAGE_COLUMNS = 12
CHART_ROWS = 20
SMALL_CHART_ROWS = 15
ROWS_PER_BAR = 0.8
BASE_ROWS = 6
# Left and right edge (columns from 0) of each chart in a row of 1, 2 or 3; the first column counts for nearly three.
CHART_EDGES = {1: ((0, 9),), 2: ((0, 5), (5, 12)), 3: ((0, 3), (3, 7), (7, 11))}


@dataclass(frozen=True)
class ChartPlace:
    """Where a chart stands: rows from 1, columns from 0 up to and without `right`."""

    row: int
    rows: int
    left: int
    right: int


@dataclass(frozen=True)
class PanelPlace:
    """A panel on its sheet: its heading row, its figures, and its charts. The header stands right above the figures."""

    panel: Panel
    heading_row: int
    block: Block
    charts: tuple[ChartPlace, ...]

    @property
    def printed_rows(self) -> tuple[int, int]:
        """The first and last row that the panel takes of the printed page; beside the page only its charts do."""
        ends = [at.row + at.rows - 1 for at in self.charts]
        if self.panel.beside:
            return min((at.row for at in self.charts), default=0), max(ends, default=0)
        return self.heading_row, max([self.block.last_row, *ends])

    @property
    def header_row(self) -> int:
        """The row with the headings of the columns."""
        return self.block.row - 1


@dataclass(frozen=True)
class PagePlace:
    """A page: the places of its panels, and the last row that is printed."""

    page: Page
    panels: tuple[PanelPlace, ...]
    last_row: int

    @property
    def names(self) -> dict[str, Block]:
        """The workbook-level name of every panel's figures, such as `weging.marges`."""
        return {place.block.name: place.block for place in self.panels}

    def block(self, panel: str) -> Block:
        """The figures of a panel."""
        return self.names[f"{self.page.id}.{panel}"]


def page_place(page: Page) -> PagePlace:
    """The places on a page: panels from top to bottom with their charts; one that stands `beside` right of the page."""
    places = []
    row = FIRST_ROW
    for panel in page.panels:
        columns = len(panel.columns)
        top = FIRST_ROW if panel.beside else row
        left, name = PAGE_COLUMNS + 2 if panel.beside else 1, f"{page.id}.{panel.id}"
        block = Block(page.sheet, top + 3, left, panel.rows, columns, name, _marks(panel, top, left))
        if not panel.beside:
            row = block.last_row + 2
        charts, row = _charts(panel, row)
        places.append(PanelPlace(panel, top, block, charts))
    return PagePlace(page, tuple(places), row - 1)


def _marks(panel: Panel, top: int, left: int) -> tuple[Mark, ...]:
    """The heading of a panel and those of its columns, and nothing below its figures."""
    heads = fixed(top + 2, left, [column.label for column in panel.columns])
    return (*fixed(top, left, [panel.heading]), *heads, (top + 3 + panel.rows, left, None))


def _charts(panel: Panel, row: int) -> tuple[tuple[ChartPlace, ...], int]:
    """The charts of a panel from `row` on, and the first free row after them."""
    edges = CHART_EDGES[panel.charts_per_row]
    found = []
    for number, chart in enumerate(panel.charts):
        height = SMALL_CHART_ROWS if panel.charts_per_row > 1 else CHART_ROWS
        if chart.kind in ("staaf", "gestapeld"):
            bars = (chart.rows or panel.rows) * (1 if chart.kind == "gestapeld" else len(chart.series))
            height = max(height, round(BASE_ROWS + ROWS_PER_BAR * bars))
        left, right = edges[number % len(edges)]
        found.append(ChartPlace(row, height, left, right))
        if left == edges[-1][0] or number == len(panel.charts) - 1:
            row += height + 1
    return tuple(found), row
