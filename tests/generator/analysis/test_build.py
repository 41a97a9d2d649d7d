"""The analysis workbook as built: sheets, tables, names, formats, print set-up, and text that stays text."""

import dataclasses
import io
import zipfile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from generator.analysis.build import AnalysisContent, Table, build_analysis
from generator.analysis.layout import (
    ANSWERS_SHEET,
    CONTENTS_HEADING_ROW,
    COSTS_SHEET,
    COSTS_TABLE,
    EXPLANATION_SHEET,
    EXPLANATION_TABLE,
    FINDINGS_SHEET,
    FRAME_SHEET,
    INSTRUMENTS_SHEET,
    KEY_FIRST_ROW,
    LIST_OF_SHEET,
    LISTS,
    OVERVIEW,
    PARAMETERS_SHEET,
    RESULTS_SHEET,
    SAMPLE_SHEET,
    TECHNICAL_SHEET,
    answer_columns,
    explained,
    list_places,
    named_blocks,
    result_place,
    result_places,
    sheet_names,
)
from generator.ooxml.patch import Changes, WorkbookPatch, defined_names
from templates import load_survey
from templates.columns import FINDINGS, FINDINGS_OF_PERSON, SAMPLE
from templates.report import MOST_KEY_FIGURES, load_report
from templates.schema import ResultTable
from tests.generator.analysis.conftest import NAMES

SURVEY = load_survey()
NAMED = named_blocks(SURVEY)


def test_same_content_gives_same_bytes(built: bytes, content: AnalysisContent) -> None:
    assert build_analysis(SURVEY, content) == built
    with zipfile.ZipFile(io.BytesIO(built)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_other_content_gives_other_bytes(built: bytes, content: AnalysisContent) -> None:
    assert build_analysis(SURVEY, dataclasses.replace(content, places={})) != built


def test_sheets_stand_in_the_order_of_the_layout(book: Workbook) -> None:
    assert tuple(book.sheetnames) == sheet_names(SURVEY)
    assert all(book[name]["A1"].value for name in book.sheetnames)


def test_every_name_leads_to_its_block(built: bytes) -> None:
    found = defined_names(built)
    assert {name: (block.sheet, block.area) for name, block in named_blocks(SURVEY).items()} == found


def test_meta_says_at_the_back_what_the_workbook_is(book: Workbook) -> None:
    assert book.sheetnames[-1] == TECHNICAL_SHEET
    values = {name: book[block.sheet].cell(block.row, block.column).value for name, block in NAMED.items()}
    assert values["meta.soort"] == "analyse"
    assert (values["meta.enquete"], values["meta.versie"], values["meta.jaar"]) == ("wi2021", SURVEY.version, 2024)
    assert {NAMED[name].sheet for name in NAMED if name.startswith("meta.")} == {TECHNICAL_SHEET}
    said = [cell.value for row in book[OVERVIEW].iter_rows() for cell in row if cell.value]
    assert SURVEY.id not in said
    assert not [text for text in said if "Niemand" in str(text)]


def test_the_cover_names_the_key_figures_and_shows_the_balance(book: Workbook) -> None:
    report, sheet = load_report(SURVEY), book[OVERVIEW]
    rows = range(KEY_FIRST_ROW, KEY_FIRST_ROW + len(report.key_figures))
    assert [sheet.cell(row, 1).value for row in rows] == [one.name for one in report.key_figures]
    assert 5 <= len(report.key_figures) <= MOST_KEY_FIGURES
    sheets = {table.id: table.sheet for table in SURVEY.tables}
    targets = [sheet.cell(row, 1).hyperlink.location for row in rows]
    assert targets == [f"'{sheets[one.table]}'!A1" for one in report.key_figures]
    (chart,) = sheet._charts
    assert sheets[report.balance] in chart.series[0].val.numRef.f


@pytest.mark.parametrize("place", list_places(SURVEY), ids=lambda place: place.sheet)
def test_list_sheets(book: Workbook, place) -> None:
    sheet = book[place.sheet]
    table = sheet.tables[place.table]
    header = [cell.value for cell in sheet[table.ref][0]]
    assert header[: len(place.columns)] == list(place.columns)
    assert [column.name for column in table.tableColumns] == header
    assert len({name.lower() for name in header}) == len(header)
    assert table.ref == place.area(sheet.max_row - place.header_row, len(header)) or place.sheet in (
        FINDINGS_SHEET,
        INSTRUMENTS_SHEET,
    )
    assert table.autoFilter.ref == table.ref
    assert sheet["A2"].value
    assert str(sheet.freeze_panes).endswith(str(place.first_row))
    assert sheet.print_title_rows == f"${place.header_row}:${place.header_row}"


def test_output_lists_start_with_one_empty_row(book: Workbook) -> None:
    for place in LISTS:
        if place.output:
            cells = book[place.sheet][book[place.sheet].tables[place.table].ref]
            assert len(cells) == 2
            assert {cell.value for cell in cells[1]} == {None}


def test_text_that_looks_like_a_formula_stays_text(book: Workbook) -> None:
    first = LIST_OF_SHEET[FRAME_SHEET].first_row
    cells = [book[FRAME_SHEET].cell(first + number, 2) for number in range(len(NAMES))]
    assert [cell.value for cell in cells] == [*NAMES[:-1], "xy"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells[:4]] == [True] * 4


ORIGIN_LINK = "=IFERROR(HYPERLINK(\"#'Herkomst'!A\"&MATCH("
RECOUNT = "=IF(COUNT("


def test_no_figure_is_computed_here_formulas_are_links_to_the_origins_and_recounts(book: Workbook) -> None:
    # but for the grid of instruments, which is alive (test_instruments.py)
    sheets = [sheet for sheet in book if sheet.title != INSTRUMENTS_SHEET]
    cells = [c for sheet in sheets for row in sheet.iter_rows() for c in row if c.data_type in ("f", "e")]
    recounts = [c for c in cells if not str(c.value).startswith(ORIGIN_LINK)]
    assert {str(c.value)[: len(RECOUNT)] for c in recounts} == {RECOUNT}
    # beside the figures that a command writes, never in their place
    places = {place.sheet: place for place in result_places(SURVEY)}
    assert all(c.column > places[c.parent.title].full.last_column for c in cells)
    tables = {table.sheet for table in SURVEY.tables}
    assert {c.parent.title for c in cells} <= tables


def test_not_a_number_becomes_an_empty_cell(book: Workbook) -> None:
    assert book[FRAME_SHEET].cell(LIST_OF_SHEET[FRAME_SHEET].first_row, 5).value is None


def test_missing_columns_are_added_and_own_columns_kept(book: Workbook) -> None:
    sample = book[SAMPLE_SHEET]
    row = LIST_OF_SHEET[SAMPLE_SHEET].first_row
    assert [sample.cell(row, number + 1).value for number in range(len(SAMPLE))] == [
        "GM9000",
        None,
        None,
        None,
        "volledig",
    ]
    # "Code" differs from "code" in case only, which Excel refuses as a column of a table.
    frame = book[FRAME_SHEET]
    assert frame.cell(LIST_OF_SHEET[FRAME_SHEET].header_row, 11).value == "Code_2"
    assert frame.cell(LIST_OF_SHEET[FRAME_SHEET].first_row, 11).value == "eigen kolom"


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="not as long"):
        Table(("a", "b"), ((1,),))


def test_answers_show_where_they_were_read(book: Workbook) -> None:
    sheet = book[ANSWERS_SHEET]
    column = answer_columns(SURVEY).index("alg.gemeente") + 1
    assert [sheet.cell(row, column).value for row in range(4, 8)] == [
        "Naam van de gemeente",
        "Algemeen",
        "C5",
        "alg.gemeente",
    ]


@pytest.mark.parametrize(
    ("sheet", "column", "number_format"),
    [
        (COSTS_SHEET, "F", "#,##0.00"),
        (FRAME_SHEET, "D", "#,##0"),
        (PARAMETERS_SHEET, "D", "dd-mm-yyyy"),
        (RESULTS_SHEET, "H", "#,##0.00##"),
    ],
)
def test_formats_stand_on_the_column(book: Workbook, sheet: str, column: str, number_format: str) -> None:
    assert book[sheet].column_dimensions[column].number_format == number_format


def test_rows_that_a_command_adds_get_the_format_of_the_column(built: bytes) -> None:
    place = LIST_OF_SHEET[COSTS_SHEET]
    cells = {(place.first_row + row, 6): 1234.5 for row in range(3)}
    after = WorkbookPatch(built).render(Changes({COSTS_SHEET: cells}, {COSTS_TABLE: place.area(3)}))
    sheet = openpyxl.load_workbook(io.BytesIO(after))[COSTS_SHEET]
    assert sheet.tables[COSTS_TABLE].ref == "A5:F8"
    assert {sheet.cell(row, 6).number_format for row in (6, 7, 8)} == {"#,##0.00"}


def test_long_findings_get_the_height_they_need(book: Workbook) -> None:
    sheet, first = book[FINDINGS_SHEET], LIST_OF_SHEET[FINDINGS_SHEET].first_row
    # 420 characters in a column of 76 take six lines of 15 points; later rows are ready for three.
    assert sheet.row_dimensions[first].height == 90
    assert sheet.row_dimensions[first + 1].height == 45


def test_a_finding_of_any_length_stays_within_what_excel_allows() -> None:
    finding = ("GM9000", "r", "fout", "id", "blad", "B2", "x" * 40_000, "2", "t")
    book = openpyxl.load_workbook(
        io.BytesIO(build_analysis(SURVEY, AnalysisContent(findings=Table(FINDINGS, (finding,)))))
    )
    sheet, first = book[FINDINGS_SHEET], LIST_OF_SHEET[FINDINGS_SHEET].first_row
    assert sheet.row_dimensions[first].height <= 409
    place_of_found = LIST_OF_SHEET[FINDINGS_SHEET].columns.index("gevonden") + 1
    found = sheet.cell(first, place_of_found).value
    assert len(found) <= 32_767
    assert found.endswith(" […]")


def test_a_person_can_choose_a_status(book: Workbook) -> None:
    place = LIST_OF_SHEET[FINDINGS_SHEET]
    column = place.columns.index(FINDINGS_OF_PERSON[0])
    letter = "ABCDEFGHIJKLMN"[column]
    choices = [one for one in book[FINDINGS_SHEET].data_validations.dataValidation if letter in str(one.sqref)]
    assert [choice.formula1 for choice in choices] == ['"open,besproken,gecorrigeerd,akkoord"']


def test_result_blocks_are_empty_and_formatted(book: Workbook) -> None:
    for table in SURVEY.tables:
        place, sheet = result_place(table), book[table.sheet]
        for block in (place.block, place.full):
            assert {cell.value for row in sheet[block.area] for cell in row} == {None}
        for position, column in enumerate(table.columns):
            shown = sheet.cell(place.block.row, place.block.column + position).number_format
            assert "à" not in shown
            assert ("#,##0,," in shown) == (column.format == "mln")


@pytest.mark.parametrize("table", SURVEY.tables, ids=lambda table: table.id)
def test_a_result_table_is_one_named_excel_table(book: Workbook, table: ResultTable) -> None:
    """One header row, each heading its own; a row per figure row with its heading in the first column; no merges."""
    sheet, place = book[table.sheet], result_place(table)
    assert list(sheet.tables) == [place.table_name]
    excel = sheet.tables[place.table_name]
    header, *lines = sheet[excel.ref]
    names = [cell.value for cell in header]
    assert [column.name for column in excel.tableColumns] == names
    assert len({name.lower() for name in names}) == len(names)
    assert all(name.strip() == name and "\n" not in name for name in names)
    assert names[place.label_column - 1] == table.about
    assert excel.autoFilter is None
    labels = [line[place.label_column - 1].value for line in lines]
    assert labels == [row.label for row in table.rows if row.pick is not None]
    assert all(cell.value for line in lines for cell in line[: place.label_column])
    assert len({tuple(cell.value for cell in line[: place.label_column]) for line in lines}) == len(lines)
    assert {cell.alignment.horizontal for line in lines for cell in line[place.label_column : -1]} <= {
        "right",
        "center",
    }


def test_both_ends_of_a_range_are_columns_of_their_own(book: Workbook) -> None:
    headings = [cell.value for cell in book["Tabel S.1"][4]]
    assert headings[1:3] == ["Landelijk, 2024 (mln euro): van", "Landelijk, 2024 (mln euro): tot"]
    assert headings[7:9] == ["Landelijk: 95%-interval (mln euro): van", "Landelijk: 95%-interval (mln euro): tot"]
    assert [cell.value for cell in book["Tabel 4.1"][4]][2:4] == ["Laagste gemeente", "Hoogste gemeente"]


def test_every_table_is_explained_once_and_leads_there(book: Workbook) -> None:
    sheet = book[EXPLANATION_SHEET]
    for row, table in enumerate(SURVEY.tables, start=explained(SURVEY).row):
        assert sheet.cell(row, 1).hyperlink.location == f"'{table.sheet}'!A1"
        assert sheet.cell(row, 2).value == table.title.replace("{jaar}", "2024")
        assert sheet.cell(row, 3).value == table.rests_on.replace("{jaar}", "2024")
        assert book[table.sheet]["A3"].hyperlink.location == f"'{EXPLANATION_SHEET}'!A{row}"
    assert set(sheet.tables) == {EXPLANATION_TABLE}


def test_the_year_is_filled_in_everywhere(book: Workbook) -> None:
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not [text for text in texts if "{" in text]
    assert any("2024" in text for text in texts)


def test_another_year_than_the_template(content: AnalysisContent) -> None:
    other = openpyxl.load_workbook(io.BytesIO(build_analysis(SURVEY, dataclasses.replace(content, year=2026))))
    assert "2026" in other[OVERVIEW]["A1"].value
    assert "2026" in other["Tabel 3.2"]["A2"].value


def test_titles_fit_the_printed_page(book: Workbook) -> None:
    # Size 18 in bold: some 70 characters over the narrowest page.
    assert {sheet.title: sheet["A1"].value for sheet in book if len(sheet["A1"].value) > 70} == {}


def test_result_sheets_print_in_letters_of_one_size_without_the_unrounded_figures(book: Workbook) -> None:
    for place in result_places(SURVEY):
        sheet = book[place.sheet]
        last = sheet.print_area.split(":")[1].replace("$", "")
        assert openpyxl.utils.cell.coordinate_to_tuple(last) == (place.last_row, place.gap_column)
        assert (sheet.page_setup.scale, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (75, None, None)
        assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    # 42 + 5 x 12,5 + 7 characters are 611 points, at 75% 458 of the 523 of a page that stands; ten columns are too many
    lying = {place.sheet for place in result_places(SURVEY) if book[place.sheet].page_setup.orientation == "landscape"}
    assert "Tabel 4.6" in lying
    assert not lying & {"Figuur 3.2", "Tabel 3.4", "Tabel 4.1"}


def test_no_chart_is_cut_by_the_end_of_a_page(book: Workbook) -> None:
    for place in result_places(SURVEY):
        breaks = {one.id + 1 for one in book[place.sheet].row_breaks.brk}
        assert breaks <= {row for row, _ in place.charts}


def test_only_running_text_is_merged(book: Workbook) -> None:
    merged = {sheet.title: [area.bounds for area in sheet.merged_cells.ranges] for sheet in book}
    for place in LISTS:
        assert merged[place.sheet] == []
    for place in result_places(SURVEY):
        assert merged[place.sheet] == []


def test_the_contents_lead_to_every_other_sheet_in_chapters(book: Workbook) -> None:
    links = [
        c.hyperlink.location
        for row in book[OVERVIEW].iter_rows(min_row=CONTENTS_HEADING_ROW)
        for c in row
        if c.hyperlink
    ]
    assert sorted(links) == sorted(f"'{name}'!A1" for name in sheet_names(SURVEY)[1:])
    headings = {cell.value for (cell,) in book[OVERVIEW].iter_rows(min_row=CONTENTS_HEADING_ROW, max_col=1)}
    assert {table.chapter for table in SURVEY.tables} <= headings
    assert "" not in {table.chapter for table in SURVEY.tables}


def test_an_empty_workbook_can_be_built() -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_analysis(SURVEY, AnalysisContent())))
    assert tuple(book.sheetnames) == sheet_names(SURVEY)
