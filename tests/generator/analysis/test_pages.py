"""Pages of panels: places that do not touch, and charts that point at their panel's cells."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from openpyxl.workbook import Workbook
from pydantic import ValidationError

from generator.analysis.page_layout import PAGE_COLUMNS, page_place
from templates import load_survey
from templates.pages import Page, Panel, PanelChart, PanelColumn, PanelSeries, pages, pages_of

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
PAGES = pages_of(load_survey())
ALL = [*PAGES, pages().simulation]


def small(*charts: PanelChart, **more: object) -> Page:
    columns = (PanelColumn(label="naam"), PanelColumn(label="x", format="getal"), PanelColumn(label="y", format="euro"))
    panel = Panel(id="p", heading="h", columns=columns, rows=4, charts=charts, **more)  # type: ignore[arg-type]
    return Page(
        id="q", sheet="Blad", title="t", holds="h", who="w", panels=(panel, panel.model_copy(update={"id": "r"}))
    )


def test_places_worked_out_by_hand() -> None:
    # heading row 4, explanation 5, header 6, figures 7-10, one empty row, a chart of 20 rows from 12, one empty row
    chart = PanelChart(kind="kolom", title="t", alt_text="a", series=(PanelSeries(column=2),))
    place = page_place(small(chart))
    first, second = place.panels
    assert (first.heading_row, first.header_row, first.block.area) == (4, 6, "A7:C10")
    assert (first.charts[0].row, first.charts[0].rows) == (12, 20)
    assert (second.heading_row, second.block.area) == (33, "A36:C39")
    assert {name: block.area for name, block in place.names.items()} == {"q.p": "A7:C10", "q.r": "A36:C39"}


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.id)
def test_nothing_on_a_page_touches(page: Page) -> None:
    taken: set[tuple[int, int]] = set()
    for place in page_place(page).panels:
        block = place.block
        cells = {
            (r, c)
            for r in range(place.heading_row, block.last_row + 1)
            for c in range(block.column, block.last_column + 1)
        }
        for at in place.charts:
            assert at.right <= PAGE_COLUMNS
            cells |= {(r, c + 1) for r in range(at.row, at.row + at.rows) for c in range(at.left, at.right)}
        assert not cells & taken
        taken |= cells


def test_a_chart_cannot_point_outside_its_panel() -> None:
    with pytest.raises(ValidationError):
        small(PanelChart(kind="kolom", title="t", alt_text="a", series=(PanelSeries(column=4),)))


def test_every_chart_points_at_the_cells_of_its_panel(built: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(built)) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        roots = [
            ElementTree.fromstring(package.read(name))
            for name in sorted(names, key=lambda name: int(re.findall(r"\d+", name)[0]))
        ]
    asked = [(place, chart) for page in PAGES for place in page_place(page).panels for chart in place.panel.charts]
    # the last chart of the workbook is that of the grid of instruments
    for root, (place, chart) in zip(roots[-len(asked) - 1 : -1], asked, strict=True):
        title = "".join(root.find(f"{CHART}chart/{CHART}title").itertext())
        assert title == chart.title
        series = root.findall(f".//{CHART}ser")
        assert len(series) == len(chart.series)
        for drawn, one in zip(series, chart.series, strict=True):
            value = "yVal" if chart.kind == "punten" else "val"
            letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place.block.column + one.column - 2]
            last = place.block.row + (chart.rows or place.panel.rows) - 1
            sheet = place.block.sheet.replace("'", "''")
            expected = f"'{sheet}'!${letter}${place.block.row}:${letter}${last}"
            assert drawn.findtext(f"{CHART}{value}//{CHART}f") == expected
            bars = drawn.findall(f"{CHART}errBars")
            assert len(bars) == (1 if one.margin else 0)


def test_pages_are_empty_until_a_command_fills_them(book: Workbook) -> None:
    for page in PAGES:
        for place in page_place(page).panels:
            sheet, block = book[page.sheet], place.block
            cells = sheet.iter_rows(block.row, block.last_row, block.column, block.last_column)
            assert all(cell.value is None for row in cells for cell in row)
            headings = [sheet.cell(place.header_row, block.column + n).value for n in range(block.columns)]
            assert headings == [column.label for column in place.panel.columns]


def test_what_stands_beside_the_page_is_not_printed(book: Workbook) -> None:
    sheet = book["Verbanden"]
    assert sheet.print_area.split(":")[1].startswith("$L$")  # twelve columns
    assert sheet.page_setup.fitToWidth == 1
