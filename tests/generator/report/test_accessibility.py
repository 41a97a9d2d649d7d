"""The checklist for accessible spreadsheets (docs/toegankelijkheid.md), point by point where a program can see it.

Held over the workbook for publication, with every table of every survey, and over the result sheets of the analysis
workbook.
"""

import io
import itertools
import re
import zipfile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from generator.analysis.build import AnalysisContent, build_analysis
from generator.analysis.dating import dated
from generator.analysis.layout import OVERVIEW, result_place
from generator.report.content import Filled, Report
from generator.report.tables_book import tables_book
from templates import load_survey
from templates.report import report_words

SURVEYS = ("wi2021", "jeugd2024", "wi2021web")
LEAST_CONTRAST = 4.5
SMALLEST = 9
WHITE, BLACK = "FFFFFF", "000000"


def filled(table) -> Filled:
    figures = [[None if row.pick is None else 1.0 for _ in table.columns] for row in table.rows]
    return Filled(dated(table, 2024), figures, ("Opgaven van 3 gemeenten.", "", "", ""), source=("Bron: proef.", ""))


@pytest.fixture(scope="module", params=SURVEYS)
def made(request: pytest.FixtureRequest) -> bytes:
    survey = load_survey(request.param)
    tables = tuple(filled(table) for table in survey.tables)
    report = Report(survey.identity.title, 2024, "Titel", "", (), tables, (), "", summary=(("Kosten", "1 euro"),))
    return tables_book(report, report_words())


@pytest.fixture(scope="module")
def book(made: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.fixture(scope="module")
def analysis() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(build_analysis(load_survey(), AnalysisContent())))


def result_sheets(book: Workbook) -> list:
    return [sheet for sheet in book if sheet.title != OVERVIEW]


def test_each_result_sheet_holds_one_table_with_a_name_of_its_own(book: Workbook) -> None:
    names = [list(sheet.tables) for sheet in result_sheets(book)]
    assert all(len(one) == 1 for one in names)
    flat = list(itertools.chain(*names))
    assert len(set(flat)) == len(flat)
    assert not [name for name in flat if re.fullmatch(r"(Table|Tabel)\d+", name)]


def test_a_table_has_one_header_row_with_a_text_of_its_own_in_every_cell(book: Workbook) -> None:
    for sheet in result_sheets(book):
        (table,) = sheet.tables.values()
        header = [cell.value for cell in sheet[table.ref][0]]
        assert table.headerRowCount == 1
        assert all(isinstance(name, str) and name.strip() for name in header), sheet.title
        assert len({name.lower() for name in header}) == len(header), sheet.title


def test_no_merged_cells_and_no_empty_row_or_column_in_a_table(book: Workbook) -> None:
    for sheet in result_sheets(book):
        assert not sheet.merged_cells.ranges
        (table,) = sheet.tables.values()
        rows = [[cell.value for cell in row] for row in sheet[table.ref]]
        assert all(any(value is not None for value in row) for row in rows)
        # the last column holds signs, which a row without one leaves empty
        assert all(any(row[at] is not None for row in rows[1:]) for at in range(len(rows[0]) - 1))


def test_no_filters_no_frozen_panes_and_nothing_hidden(book: Workbook) -> None:
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert sheet.freeze_panes is None
        assert sheet.auto_filter.ref is None
        assert not [one for one in sheet.row_dimensions.values() if one.hidden]
        assert not [one for one in sheet.column_dimensions.values() if one.hidden]
        assert all(table.autoFilter is None for table in sheet.tables.values())


def test_the_title_stands_in_the_first_cell_and_the_table_at_the_left_edge(book: Workbook) -> None:
    for sheet in book:
        assert sheet["A1"].value
        assert all(table.ref.startswith("A") for table in sheet.tables.values())
        assert sheet.sheet_view.selection[0].activeCell == "A1"
    assert book.active.title == OVERVIEW


def test_sheets_have_names_that_say_something(book: Workbook) -> None:
    assert len({name.lower() for name in book.sheetnames}) == len(book.sheetnames)
    assert not [name for name in book.sheetnames if re.fullmatch(r"(Sheet|Blad)\d*", name)]


def test_text_wraps_and_holds_no_breaks(book: Workbook) -> None:
    for sheet in result_sheets(book):
        (table,) = sheet.tables.values()
        assert all(cell.alignment.wrap_text for cell in sheet[table.ref][0])
        texts = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert not [cell.coordinate for cell in texts if "\n" in cell.value or cell.value != cell.value.strip()]


def test_numbers_are_numbers_and_stand_right(book: Workbook) -> None:
    for sheet in result_sheets(book):
        (table,) = sheet.tables.values()
        figures = [cell for row in sheet[table.ref][1:] for cell in row if isinstance(cell.value, int | float)]
        assert figures
        assert {cell.alignment.horizontal for cell in figures} <= {"right", "center"}


def test_letters_are_readable(book: Workbook, analysis: Workbook) -> None:
    for one in (book, analysis):
        cells = [cell for sheet in one for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.font.name for cell in cells} == {"Calibri"}
        assert min(cell.font.size for cell in cells) >= SMALLEST
        assert min(_contrast(cell) for cell in cells) >= LEAST_CONTRAST


def _contrast(cell) -> float:
    """The contrast of text with its background as WCAG 2.2 defines it."""
    fill = cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type == "solid" else WHITE
    ink = cell.font.color.rgb[-6:] if cell.font.color is not None and cell.font.color.rgb else BLACK
    light, dark = sorted((_luminance(ink), _luminance(fill)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_worked_out_by_hand() -> None:
    # Black on white is 1.05 / 0.05 = 21.
    assert (_luminance(WHITE) + 0.05) / (_luminance(BLACK) + 0.05) == pytest.approx(21)


def test_links_say_where_they_lead_and_arrive(book: Workbook, analysis: Workbook) -> None:
    for one in (book, analysis):
        links = [cell for sheet in one for row in sheet.iter_rows() for cell in row if cell.hyperlink]
        assert links
        for cell in links:
            assert len(str(cell.value)) > 2
            assert not re.match(r"(https?://|hier\b|klik)", str(cell.value), re.IGNORECASE)
            sheet = cell.hyperlink.location.rpartition("!")[0].strip("'")
            assert sheet in one.sheetnames


def test_every_chart_has_a_text_and_there_are_no_pictures_or_boxes(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert not [name for name in package.namelist() if name.startswith("xl/media/")]
        drawings = [package.read(name).decode() for name in package.namelist() if "/drawings/drawing" in name]
    for drawing in drawings:
        shapes = re.findall(r"<(?:\w+:)?cNvPr\b[^>]*>", drawing)
        assert "<xdr:sp>" not in drawing
        assert all(re.search(r'descr="[^"]{20,}"', shape) for shape in shapes)


def test_the_file_says_its_title_language_and_maker(book: Workbook) -> None:
    assert book.properties.title
    assert book.properties.language == "nl"
    assert book.properties.creator


def test_rows_of_result_sheets_are_told_apart_by_their_first_columns(analysis: Workbook) -> None:
    for table in load_survey().tables:
        place, sheet = result_place(table), analysis[table.sheet]
        rows = sheet[place.table_area][1:]
        told = [tuple(cell.value for cell in row[: place.label_column]) for row in rows]
        assert len(set(told)) == len(told)
        assert all(all(one) for one in told)
