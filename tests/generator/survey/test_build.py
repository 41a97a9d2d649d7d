"""The survey workbook as a file: names, locks, limits of Excel, and what a formula may use."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import range_boundaries

from generator.survey.build import build_master
from generator.survey.calculation import result_names
from generator.survey.formulas import ALLOWED_FUNCTIONS
from generator.survey.layout import Layout
from generator.survey.own_result import FINDINGS, RECOMPUTED, STATUS
from templates import Survey
from templates.parameters import ParameterInForce, in_force
from templates.questions import question_ids, questions
from templates.validation import rule_cases

FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(")
NAME = re.compile(r"(?<![\w.!$'])([a-z]+(?:\.\w+)+)")
STRING = re.compile(r'"[^"]*"')
COUNTED = re.compile(r"(?<=gelezen\.toestand,)\d|(?<![\w.])\d+(?=-bekend\.)|(?<==)\d+$")
"""The state of an answer on the sheet Gelezen is a code; of how many parts a sum is made is counted."""
READING_SHEET, STATES = "Gelezen", {*(str(state) for state in range(8)), "9"}
"""The states of an answer, and how many letters of a formula can say that it is a truth."""
UNITS = {"1000", "10000"}
"""Numbers in formulas that belong to a unit: per 10,000 inhabitants, thousands."""


def cells_of(book: Workbook, name: str) -> list[Cell]:
    ((sheet, reference),) = book.defined_names[name].destinations
    first, top, last, bottom = range_boundaries(reference.replace("$", ""))
    return [book[sheet].cell(row, column) for row in range(top, bottom + 1) for column in range(first, last + 1)]


def formulas(book: Workbook) -> list[Cell]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_every_question_and_result_has_one_name_on_the_place_of_the_layout(
    book: Workbook, survey: Survey, placed: Layout
) -> None:
    expected = {*question_ids(survey), *result_names(survey)}
    assert expected == {*placed.questions, *placed.outcomes}
    assert expected <= set(book.defined_names)
    for name in expected:
        (cell,) = cells_of(book, name)
        spot = placed.place_of(name)
        assert (cell.parent.title, cell.coordinate) == (spot.sheet, spot.address)
    assert len({placed.questions[question] for question in question_ids(survey)}) == len(question_ids(survey))


def test_names_of_the_contract_exist(book: Workbook, survey: Survey) -> None:
    dimensions = survey.dimensions
    wanted = {f"uit.jaar.{t}.{k}" for t in dimensions.task_codes for k in dimensions.kind_codes}
    wanted |= {f"uit.jaar.{part}" for part in ("algemeen", "direct", "totaal", "per_inburgeraar")}
    for group in dimensions.group_codes:
        items = (*dimensions.trajectory_tasks, *dimensions.routes_of(group), *dimensions.provisions_of(group))
        wanted |= {f"uit.traj.{group}.{i}" for i in (*items, "direct", "leerroutes", "voorzieningen", "totaal")}
        wanted.add(f"uit.verschil.spuk.{group}")
    wanted |= {"uit.verschil.gf", "uit.volledigheid", "meta.enquete", "meta.versie", "meta.jaar", "meta.code"}
    assert wanted <= set(book.defined_names)


def test_names_differ_in_more_than_case_and_are_workbook_level(book: Workbook) -> None:
    names = [name.lower() for name in book.defined_names]
    assert len(names) == len(set(names))
    local = {name for sheet in book for name in sheet.defined_names}
    assert not {name for name in local if not name.startswith("_xlnm") and name not in ("Print_Titles", "Print_Area")}


TYPED = ("plan.prijs.", "plan.index.", "plan.instroom.", "plan.reserve", "plan.ritme", "plan.eerste_jaar")


def test_cells_that_a_person_or_a_command_fills_are_unlocked_and_everything_else_is_locked(
    book: Workbook, survey: Survey
) -> None:
    free = {(c.parent.title, c.coordinate) for q in question_ids(survey) for c in cells_of(book, q)}
    areas = (
        RECOMPUTED,
        STATUS,
        FINDINGS,
        *(name for name in book.defined_names if name.startswith(TYPED) and name != "plan.ritmes"),
    )
    free |= {(c.parent.title, c.coordinate) for name in areas for c in cells_of(book, name)}
    unlocked = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert unlocked == free
    assert all(cell.protection.locked for cell in formulas(book))


def test_sheets_are_protected_without_password_and_filtering_stays_allowed(book: Workbook) -> None:
    for sheet in book:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.autoFilter
        assert not sheet.protection.formatColumns
        assert not sheet.protection.formatCells


def test_every_list_and_grid_is_a_named_table_with_headings_of_its_own(book: Workbook, survey: Survey) -> None:
    tables = [(sheet, table) for sheet in book for table in sheet.tables.values()]
    assert len({table.name.lower() for _, table in tables}) == len(tables)
    for sheet, table in tables:
        headings = [str(cell.value).lower() for cell in sheet[table.ref][0]]
        assert [column.name.lower() for column in table.tableColumns] == headings
        assert len(set(headings)) == len(headings), (table.name, headings)
    covered = {(sheet.title, cell.coordinate) for sheet, table in tables for row in sheet[table.ref] for cell in row}
    asked = [one for one in questions(survey) if one.field.type != "memo" and not one.id.startswith("akkoord.")]
    assert all((c.parent.title, c.coordinate) in covered for one in asked for c in cells_of(book, one.id))
    filtered = {sheet.title for sheet, table in tables if table.autoFilter}
    assert filtered == {"Controles", "Parameters"}
    assert all(sheet.auto_filter.ref is None for sheet in book)


def test_nothing_is_merged_and_every_sheet_has_a_title_in_a1(book: Workbook) -> None:
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet["A1"].value


def test_every_input_cell_has_a_prompt_within_the_limits_of_excel(book: Workbook, survey: Survey) -> None:
    covered = set()
    for sheet in book:
        for check in sheet.data_validations.dataValidation:
            assert len(check.prompt or "") <= 255
            assert len(check.error or "") <= 225
            assert len(check.promptTitle or "") <= 32
            assert len(check.errorTitle or "") <= 32
            assert len(check.formula1 or "") <= 255
            for area in check.sqref.ranges:
                for row, column in area.cells:
                    assert (sheet.title, row, column) not in covered
                    covered.add((sheet.title, row, column))
            if check.type:
                assert check.error
    for asked in questions(survey):
        (cell,) = cells_of(book, asked.id)
        assert (cell.parent.title, cell.row, cell.column) in covered


@pytest.mark.parametrize(("question", "kind"), [("alg.invuller", "list"), ("jaar.intake.gr.schaal", "list"),
                                                ("jaar.intake.inhuur", "custom"), ("opm.jaar", None)])  # fmt: skip
def test_validation_follows_the_type_of_the_question(book: Workbook, question: str, kind: str | None) -> None:
    (cell,) = cells_of(book, question)
    (check,) = [v for v in cell.parent.data_validations.dataValidation if cell.coordinate in v.sqref]
    assert check.type == kind


def test_lists_to_choose_from_hold_the_codes(book: Workbook, survey: Survey) -> None:
    shown = [cell.value for cell in cells_of(book, "lijst.gr_wijze")]
    assert shown == [code.code for code in survey.dimensions.codes("gr_wijze")]
    scales = [cell.value for cell in cells_of(book, "lijst.schalen")]
    assert scales[:4] == [1, 1.5, 2, 2.5]
    assert scales[-2:] == ["nvt", "onbekend"]


def test_formulas_use_allowed_functions_known_names_and_stay_short(book: Workbook) -> None:
    known = set(book.defined_names)
    for cell in formulas(book):
        bare = STRING.sub('""', str(cell.value))
        assert set(FUNCTION.findall(bare)) <= ALLOWED_FUNCTIONS, cell
        assert set(NAME.findall(bare)) <= known, cell
        assert len(str(cell.value)) < 8192
        assert "#REF" not in bare
        assert ";" not in bare


def test_no_parameter_is_typed_into_a_formula(
    book: Workbook, survey: Survey, parameters: dict[str, ParameterInForce]
) -> None:
    typed = {f"{p.value:g}" for p in parameters.values() if isinstance(p.value, float | int) and p.value > 3}
    bounds = [bound for one in questions(survey) for bound in (one.field.minimum, one.field.maximum)]
    limits = {f"{bound:g}" for bound in bounds if bound is not None}
    for cell in formulas(book):
        bare = COUNTED.sub("", STRING.sub('""', str(cell.value)))
        numbers = set(re.findall(r"(?<![\w.$])\d+(?:\.\d+)?(?![\w.])", bare))
        states = STATES if cell.parent.title == READING_SHEET else set()
        assert not (numbers - UNITS - limits - states) & typed, cell


def test_conditional_formats_and_validations_name_only_what_exists(book: Workbook) -> None:
    known = set(book.defined_names)
    for sheet in book:
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                for expression in rule.formula:
                    assert set(NAME.findall(STRING.sub('""', expression))) <= known
        for check in sheet.data_validations.dataValidation:
            assert set(NAME.findall(STRING.sub('""', check.formula1 or ""))) <= known


def test_every_rule_case_stands_on_the_checks_sheet(book: Workbook, survey: Survey) -> None:
    cases = [case.id for rule in survey.rules for case in rule_cases(survey, rule)]
    assert [cell.value for cell in cells_of(book, "controles.code")] == cases


def test_links_lead_to_cells_that_exist(book: Workbook) -> None:
    links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) > 50
    for link in links:
        sheet, _, _ = link.location.rpartition("!")
        assert sheet.strip("'") in book.sheetnames


def test_meta_tells_survey_version_and_year_on_a_hidden_sheet(book: Workbook, survey: Survey) -> None:
    assert book["Meta"].sheet_state == "hidden"
    values = {name: cells_of(book, f"meta.{name}")[0].value for name in ("enquete", "versie", "jaar", "code")}
    assert values == {"enquete": survey.id, "versie": survey.version, "jaar": 2024, "code": None}


def test_the_workbook_asks_for_a_full_calculation(book: Workbook) -> None:
    assert book.calculation.fullCalcOnLoad


def test_same_input_gives_same_bytes_and_another_parameter_another_mark(
    master: bytes, survey: Survey, parameters: dict[str, ParameterInForce]
) -> None:
    assert build_master(survey, 2024, parameters) == master
    other = build_master(survey, 2024, in_force(survey, 2024, {"productieve_uren": 1400}))
    assert other != master


def test_every_sheet_prints_one_page_wide(book: Workbook) -> None:
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_area


def test_the_chart_has_an_alternative_text(master: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(master)) as package:
        drawings = [package.read(name).decode() for name in package.namelist() if "drawings/drawing" in name]
    assert sorted(drawing.count('descr="Gestapelde') for drawing in drawings) == [0, 1]


def test_all_input_is_findable_by_keyboard_order_and_freeze(book: Workbook, survey: Survey) -> None:
    for sheet in survey.sheets:
        assert book[sheet.name].freeze_panes == "B4"
