"""Only values changed: the file is patched. Structure changed: written anew, or refused with what would be lost."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Protection

from templates.problems import Problems


def with_parts(content, added):
    """The workbook with extra parts."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        for name, data in added.items():
            archive.writestr(name, data)
    return stream.getvalue()


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_values_alone_leave_every_other_part_as_it_was(engine, path_with_extension):
    before = parts(path_with_extension)
    book = xw.Book(path_with_extension)
    sheet = book.sheets["Uit slag"]
    sheet["A4"].value = [["GM0344", 10.5], ["GM0518", 20]]
    sheet.tables["uitslag"].resize(sheet["A3:B5"])
    book.save()
    after = parts(path_with_extension)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    # The formula on sheet 1 looks at nothing that was written and keeps its result; a calculation is asked for.
    assert changed == {
        "xl/workbook.xml",
        "xl/worksheets/sheet2.xml",
        "xl/tables/table1.xml",
    }
    saved = openpyxl.load_workbook(path_with_extension)
    assert saved["Uit slag"].tables["uitslag"].ref == "A3:B5"
    assert [cell.value for cell in saved["Uit slag"][5]] == ["GM0518", 20]
    assert saved["Invoer"]["A1"].font.bold is True
    assert saved["Invoer"]["B4"].value == "=SUM(B2:B3)"


def test_saving_without_changes_keeps_the_file_byte_for_byte(engine, path):
    before = path.read_bytes()
    book = xw.Book(path)
    book.sheets["Uit slag"].activate()
    book.save()
    assert path.read_bytes() == before


def test_formula_results_follow_what_was_written(engine, path):
    book = xw.Book(path)
    assert book.sheets["Invoer"]["A4:B4"].value == [None, 5.0]
    book.sheets["Invoer"]["B2"].value = 100
    book.save()
    assert book.sheets["Invoer"]["B4"].value == 103
    book.close()
    assert xw.Book(path).sheets["Invoer"]["B2:B4"].value == [100.0, 3.0, 103.0]  # 100 + 3


def test_a_written_formula_is_patched_in_too(engine, path_with_extension):
    book = xw.Book(path_with_extension)
    book.sheets["Invoer"]["C2"].formula = "=B2*2"
    book.sheets["Invoer"]["C3"].value = "'=geen formule"
    book.save()
    sheet = openpyxl.load_workbook(path_with_extension)["Invoer"]
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=B2*2", "f")
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=geen formule", "s")
    assert "xl/webextensions/webextension1.xml" in parts(path_with_extension)


def test_save_as_leaves_the_first_file(engine, path, tmp_path):
    before = path.read_bytes()
    book = xw.Book(path)
    book.sheets["Invoer"]["B2"].value = 9
    book.save(tmp_path / "ander.xlsx")
    assert path.read_bytes() == before
    assert book.name == "ander.xlsx"
    book.sheets["Invoer"]["B3"].value = 8
    book.save()
    saved = openpyxl.load_workbook(tmp_path / "ander.xlsx")["Invoer"]
    assert (saved["B2"].value, saved["B3"].value) == (9, 8)


@pytest.mark.parametrize(
    "change",
    [
        lambda book: book.sheets.add("Nieuw"),
        lambda book: setattr(book.sheets[0]["A1"], "number_format", "0.00"),
        lambda book: setattr(book.sheets[0]["A1"], "column_width", 30),
        lambda book: book.names.add("nieuw", "=Invoer!$A$1"),
        lambda book: book.sheets[0].tables.add(book.sheets[0]["A1:B3"], name="nieuw"),
        lambda book: book.sheets["Uit slag"].delete(),
    ],
)
def test_changed_structure_is_refused_where_something_would_be_lost(engine, path_with_extension, change):
    before = path_with_extension.read_bytes()
    book = xw.Book(path_with_extension)
    change(book)
    with pytest.raises(Problems) as caught:
        book.save()
    (problem,) = caught.value.problems
    assert problem.code == "STRUCTURE_WOULD_BE_LOST"
    assert problem.values["lost"] == "xl/webextensions/webextension1.xml"
    assert problem.values["changed"]
    assert path_with_extension.read_bytes() == before


def test_changed_structure_is_written_anew_where_nothing_is_lost(engine, path):
    book = xw.Book(path)
    book.sheets.add("Nieuw")["A1"].value = 1
    book.sheets["Invoer"]["B2"].value = 7
    book.save()
    # After that, values are patched again.
    book.sheets["Nieuw"]["A2"].value = 2
    book.save()
    saved = openpyxl.load_workbook(path)
    assert [saved["Nieuw"]["A1"].value, saved["Nieuw"]["A2"].value, saved["Invoer"]["B2"].value] == [1, 2, 7]
    assert saved.calculation.fullCalcOnLoad is True


@pytest.mark.parametrize("name", ["uit.csv", "uit.xls", "uit.xlsm"])
def test_a_name_of_another_kind_of_file_is_refused(engine, path, tmp_path, name):
    with pytest.raises(Problems) as caught:
        xw.Book(path).save(tmp_path / name)
    assert [problem.code for problem in caught.value.problems] == ["OUTPUT_FORMAT"]
    assert not (tmp_path / name).exists()


def test_problems_found_while_saving_name_file_sheet_and_cell(engine, path):
    book = xw.Book(path)
    book.sheets["Invoer"]["B2"].value = dt.datetime(1850, 1, 1)
    with pytest.raises(Problems) as caught:
        book.save()
    assert [(one.code, str(one.place)) for one in caught.value.problems] == [
        ("DATE_BEFORE_EPOCH", "analyse.xlsx, Invoer, B2")
    ]


def test_a_file_that_is_no_workbook_is_a_problem_with_its_name(engine, tmp_path):
    path = tmp_path / "geen.xlsx"
    path.write_bytes(b"geen werkmap")
    with pytest.raises(Problems) as caught:
        xw.Book(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("WORKBOOK_UNREADABLE", "geen.xlsx")


@pytest.mark.parametrize("position", [0.2, 0.4, 0.6, 0.8])
def test_a_damaged_workbook_is_a_problem_and_not_an_error_of_a_library(engine, path, position):
    content = bytearray(path.read_bytes())
    start = int(len(content) * position)
    content[start : start + 40] = bytes(40)
    path.write_bytes(content)
    with pytest.raises(Problems) as caught:
        [sheet.used_range.value for sheet in xw.Book(path).sheets]  # a sheet is read when someone asks for it
    assert {problem.place.file for problem in caught.value.problems} == {"analyse.xlsx"}


def test_a_document_type_in_any_part_is_refused(engine, path):
    bomb = '<!DOCTYPE a [<!ENTITY b "b">]><sst/>'
    path.write_bytes(with_parts(path.read_bytes(), {"xl/comments9.xml": bomb}))
    with pytest.raises(Problems) as caught:
        xw.Book(path)
    assert [problem.code for problem in caught.value.problems] == ["PART_HAS_DTD"]


# openpyxl writes sixteen digits of a number where the patch writes all, so fifteen are compared.
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.integers(-(10**12), 10**12).map(lambda cents: cents / 100),
    st.text("ab =éx'\n\t<&", max_size=9),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(block=st.lists(st.lists(values, min_size=3, max_size=3), min_size=1, max_size=6))
def test_patched_and_written_anew_read_the_same(engine, path, tmp_path, block):
    found = []
    for structure in (False, True):
        book = xw.Book(path)
        sheet = book.sheets["Uit slag"]
        sheet["D2"].value = block
        if structure:
            book.sheets.add("Nieuw")
        book.save(tmp_path / "uit.xlsx")
        book.close()
        again = xw.Book(tmp_path / "uit.xlsx").sheets["Uit slag"]["A1:F8"]
        found.append((again.value, again.formula))
        again.sheet.book.close()
    assert found[0] == found[1]


def test_an_open_file_is_not_overwritten_and_the_changes_are_not_lost(engine, path):
    book = xw.Book(path)
    book.sheets["Invoer"]["B2"].value = 7
    lock = path.with_name("~$analyse.xlsx")
    lock.touch()
    with pytest.raises(Problems) as caught:
        book.save()
    assert [problem.code for problem in caught.value.problems] == ["OUTPUT_OPEN"]
    lock.unlink()
    book.save()
    assert openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["Invoer"]["B2"].value == 7


def test_a_locked_cell_of_a_protected_sheet_is_refused_as_excel_does(engine, tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.protection.sheet = True
    sheet["A1"].protection = Protection(locked=False)
    sheet["B2"] = "vast"
    workbook.save(tmp_path / "op_slot.xlsx")
    book = xw.Book(tmp_path / "op_slot.xlsx")
    book.sheets[0]["A1"].value = 1
    for address in ("B2", "C3"):
        with pytest.raises(Problems) as caught:
            book.sheets[0][address].value = 1
        assert [(one.code, one.place.cell) for one in caught.value.problems] == [("CELL_PROTECTED", address)]
    assert book.sheets[0]["A1:C3"].value == [[1.0, None, None], [None, "vast", None], [None, None, None]]


def test_what_speaks_of_a_sheet_follows_its_new_name(engine, path):
    book = xw.Book(path)
    book.sheets["Uit slag"]["D1"].formula = '=SUM(Invoer!B2:B3)&"Invoer!B2"'
    book.sheets["Invoer"].name = "Wat erin gaat"
    book.save()
    saved = openpyxl.load_workbook(path)
    assert saved["Uit slag"]["D1"].value == "=SUM('Wat erin gaat'!B2:B3)&\"Invoer!B2\""
    assert saved.defined_names["alg.aantal"].attr_text == "'Wat erin gaat'!$B$2"
    assert saved["Wat erin gaat"].defined_names["lokaal"].attr_text == "'Wat erin gaat'!$A$2:$A$3"


def test_what_spoke_of_a_deleted_sheet_says_that_it_is_gone(engine, path):
    book = xw.Book(path)
    book.sheets["Uit slag"]["D1"].formula = '=SUM(Invoer!$B$2:B3,Invoer!B:B)+LEN("Invoer!B2")'
    book.sheets["Invoer"].delete()
    book.save()
    saved = openpyxl.load_workbook(path)
    assert saved["Uit slag"]["D1"].value == '=SUM(#REF!,#REF!)+LEN("Invoer!B2")'
    assert saved.defined_names["alg.aantal"].attr_text == "#REF!"
