"""After values change a file holds, of each formula, the right result: computed anew, kept, or none where in doubt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from openpyxl.worksheet.table import Table

from generator.ooxml.cached import ErrorValue
from generator.ooxml.patch import Changes, Formula, WorkbookPatch
from generator.ooxml.sheet import parse_cell
from xl_addin.engine import register
from xl_addin.engine.document import Document

FORMULAS = {
    "A1": ("Invoer!A2*2", 20.0),  # 2 x 10, and 2 x 15 after A2 becomes 15
    "A2": ("A1+1", 21.0),  # looks at a changed cell through another
    "A3": ("Invoer!A3*2", 40.0),  # nothing it looks at changes
    "A4": ('TEXT(Invoer!A3,"0.0")', "20.0"),  # not computed here, and nothing it looks at changes
    "A5": ('TEXT(Invoer!A2,"0.0")', "10.0"),  # not computed here, and it does change
    "A6": ('INDIRECT("Invoer!A3")', 20.0),  # what it looks at cannot be said
    "A7": ("SUM(lijst[aantal])", 30.0),  # a column of a table
    "A8": ('IF(A4="","leeg","x"&A3)', "x40"),
    "A9": ("SUM(bedragen)", 30.0),  # a defined name
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    entry = book.active
    entry.title = "Invoer"
    for row in (["aantal"], [10], [20]):
        entry.append(row)
    entry.add_table(Table(displayName="lijst", ref="A1:A3"))
    book.defined_names["bedragen"] = openpyxl.workbook.defined_name.DefinedName(
        "bedragen", attr_text="Invoer!$A$2:$A$3"
    )
    sheet = book.create_sheet("Uit")
    for cell, (formula, _) in FORMULAS.items():
        sheet[cell] = f"={formula}"
    file = tmp_path / "boek.xlsx"
    book.save(file)
    cached = {(sheet[cell].row, sheet[cell].column): result for cell, (_, result) in FORMULAS.items()}
    file.write_bytes(WorkbookPatch(file).render(Changes(cached={"Uit": cached})))
    return file


def change(path: Path, cells: dict[str, object]) -> dict[str, object]:
    register()
    book = xw.Book(path)
    for cell, value in cells.items():
        book.sheets["Invoer"][cell].value = value
    book.save()
    book.close()
    saved = openpyxl.load_workbook(path, data_only=True)
    return {cell: saved["Uit"][cell].value for cell in FORMULAS}


def test_formulas_have_the_right_result_after_a_change(path):
    # A2 10 -> 15: A1 = 30, A2 = 31; the sum of the table and of the name 15 + 20 = 35.
    assert change(path, {"A2": 15}) == {
        "A1": 30, "A2": 31, "A3": 40, "A4": "20.0", "A5": None, "A6": None, "A7": 35, "A8": "x40", "A9": 35,
    }  # fmt: skip


def test_the_same_value_written_again_leaves_the_file_as_it_is(path):
    before, content = {cell: result for cell, (_, result) in FORMULAS.items()}, path.read_bytes()
    assert change(path, {"A2": 10, "A3": 20}) == before
    assert path.read_bytes() == content


def test_text_written_over_an_error_value_that_reads_the_same_is_text(path):
    work = openpyxl.load_workbook(path)
    work["Invoer"]["C1"] = "#N/A"
    assert work["Invoer"]["C1"].data_type == "e"
    work.save(path)
    change(path, {"C1": "#N/A"})
    assert openpyxl.load_workbook(path)["Invoer"]["C1"].data_type != "e"


def test_a_result_is_read_as_openpyxl_reads_it(path):
    results = {"A1": 20.0, "A2": 2.5, "A3": True, "A4": ErrorValue("#N/A"), "A5": "twintig", "A6": 45000.5, "A7": None}
    formats = {"A6": "dd-mm-yyyy"}
    work = openpyxl.load_workbook(path)
    for cell, shown in formats.items():
        work["Uit"][cell].number_format = shown
    work.save(path)
    cached = {parse_cell(cell): result for cell, result in results.items()}
    path.write_bytes(WorkbookPatch(path).render(Changes(cached={"Uit": cached})))
    document, known = Document.open(path), openpyxl.load_workbook(path, data_only=True)["Uit"]
    _, tab = document.tabs
    found = [row[0] for row in document.values(tab, (1, 1, len(results), 1))]
    assert found == [known[cell].value for cell in results]
    assert found[5] == dt.datetime(2023, 3, 15, 12)


def test_a_formula_written_by_a_command_has_its_result_and_so_has_who_looks_at_it(path):
    # A2 = 20 + 1 = 21: A1 = 42, sums 21 + 20 = 41.
    assert change(path, {"A2": "=A3+1"})["A1"] == 42
    assert openpyxl.load_workbook(path, data_only=True)["Invoer"]["A2"].value == 21


def test_an_empty_result_is_none_and_is_computed(path):
    work = openpyxl.load_workbook(path)  # saving by openpyxl leaves <v></v>
    work.save(path)
    # A2 stays 10, another cell changes: A1 = 20, A2 = 21, A3 = 40; TEXT and INDIRECT and their readers are not.
    assert change(path, {"A2": 10, "C1": "nieuw"}) == {
        "A1": 20, "A2": 21, "A3": 40, "A4": None, "A5": None, "A6": None, "A7": 30, "A8": None, "A9": 30,
    }  # fmt: skip


def test_a_table_that_grows_counts_its_new_row(path):
    register()
    book = xw.Book(path)
    sheet = book.sheets["Invoer"]
    sheet["A4"].value = 5
    sheet.tables["lijst"].resize(sheet["A1:A4"])
    book.save()
    book.close()
    saved = openpyxl.load_workbook(path, data_only=True)["Uit"]
    assert (saved["A7"].value, saved["A9"].value) == (35, 30)  # 10 + 20 + 5; the name still means two cells


def test_a_table_that_shrinks_no_longer_counts_what_it_left(path):
    register()
    book = xw.Book(path)
    sheet = book.sheets["Invoer"]
    sheet.tables["lijst"].resize(sheet["A1:A2"])
    sheet["A3"].value = None
    book.save()
    book.close()
    saved = openpyxl.load_workbook(path, data_only=True)["Uit"]
    assert (saved["A7"].value, saved["A3"].value) == (10, 0)


def test_a_result_that_is_an_error_is_kept_as_one(path):
    content = WorkbookPatch(path).render(Changes(cells={"Uit": {(1, 1): Formula("1/Invoer!A2")}}))
    path.write_bytes(content)
    assert change(path, {"A2": 0})["A1"] == "#DIV/0!"


def test_formulas_stay_and_a_full_calculation_is_asked_for(path):
    before = openpyxl.load_workbook(path)["Uit"]["A3"].value
    change(path, {"A2": 15})
    after = openpyxl.load_workbook(path)
    assert after["Uit"]["A3"].value == before
    assert after.calculation.fullCalcOnLoad
