"""What openpyxl would lose is recognised from the parts of a workbook."""

import io
import zipfile

import openpyxl
import pytest
import xlwings as xw
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from generator.ooxml.package import Package
from templates.problems import Problems
from xl_addin.engine.losses import losses


@pytest.fixture(scope="module")
def plain():
    """Everything that openpyxl itself writes: a chart, a comment, a validation, a table."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in range(1, 4):
        sheet.cell(row, 1, row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    sheet.add_chart(chart, "D2")
    sheet["A1"].comment = Comment("let op", "")
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def changed(content, name, old=b"", new=b""):
    """The package with a piece of one part replaced, or with a new part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            if part == name:
                assert old in data
                data = data.replace(old, new)
            target.writestr(part, data)
        if name not in source.namelist():
            target.writestr(name, new)
    return stream.getvalue()


def test_what_openpyxl_wrote_it_can_write_again(plain):
    assert losses(Package(plain)) == []


@pytest.mark.parametrize(
    "name",
    [
        "xl/webextensions/taskpanes.xml",
        "xl/slicers/slicer1.xml",
        "customXml/item1.xml",
        "xl/charts/style1.xml",
        "xl/charts/chartEx1.xml",
        "xl/threadedComments/threadedComment1.xml",
        "xl/metadata.xml",
        "xl/iets/onbekends.bin",
    ],
)
def test_a_part_openpyxl_does_not_know(plain, name):
    assert losses(Package(changed(plain, name, new=b"<a/>"))) == [name]


@pytest.mark.parametrize(
    ("name", "old", "new", "piece"),
    [
        ("xl/worksheets/sheet1.xml", b"</worksheet>", b"<extLst><ext/></extLst></worksheet>", "extLst"),
        ("xl/drawings/drawing1.xml", b"<cNvPr ", b'<cNvPr descr="Staafdiagram" ', "descr"),
        ("xl/charts/chart1.xml", b"</chartSpace>", b"<c:extLst/></chartSpace>", "extLst"),
    ],
)
def test_a_piece_of_a_part_openpyxl_does_not_keep(plain, name, old, new, piece):
    assert losses(Package(changed(plain, name, old, new))) == [f"{name} ({piece})"]


def test_printer_settings_and_previews_are_no_loss(plain):
    content = changed(plain, "xl/printerSettings/printerSettings1.bin", new=b"x")
    assert losses(Package(changed(content, "docProps/thumbnail.jpeg", new=b"x"))) == []


X14_RULE = (
    b'<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings '
    b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/></ext></extLst></worksheet>'
)
SETTINGS_OF_LITE = "xl/webextensions/webextension1.xml"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"</worksheet>", X14_RULE),
        (SETTINGS_OF_LITE, b"", b"<we:webextension/>"),
        ("xl/vbaProject.bin", b"", b"\xd0\xcf\x11\xe0 macros"),
        ("xl/activeX/activeX1.bin", b"", b"button"),
    ],
)
def test_changed_values_leave_it_byte_for_byte_and_changed_structure_is_refused(
    engine, plain, tmp_path, name, old, new
):
    path = tmp_path / ("macros.xlsm" if name.endswith(".bin") else "map.xlsx")
    path.write_bytes(changed(plain, name, old, new))
    before = parts_of(path)
    book = xw.Book(path)
    book.sheets[0]["A1"].value = 5
    book.save()
    after = parts_of(path)
    touched = {part for part in before if before[part] != after[part]}
    assert touched <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    if name == "xl/worksheets/sheet1.xml":
        assert new in after[name]
    book.sheets.add("Nieuw")
    if name == "xl/vbaProject.bin":  # the one of these that openpyxl writes back, as it was
        book.save()
        assert parts_of(path)[name] == new
        return
    with pytest.raises(Problems) as caught:
        book.save()
    assert [problem.code for problem in caught.value.problems] == ["STRUCTURE_WOULD_BE_LOST"]
    assert name in caught.value.problems[0].values["lost"]
    assert parts_of(path) == after


def test_validations_survive_both_ways_of_saving(engine, tmp_path):
    workbook = openpyxl.Workbook()
    rule = DataValidation(type="list", formula1='"ja,nee"', allow_blank=True)
    rule.add("B2:B9")
    workbook.worksheets[0].add_data_validation(rule)
    workbook.save(tmp_path / "keuze.xlsx")
    book = xw.Book(tmp_path / "keuze.xlsx")
    for change in (lambda: setattr(book.sheets[0]["B2"], "value", "ja"), lambda: book.sheets.add("Nieuw")):
        change()
        book.save()
        (kept,) = openpyxl.load_workbook(tmp_path / "keuze.xlsx").worksheets[-1].data_validations.dataValidation
        assert (kept.formula1, str(kept.sqref)) == ('"ja,nee"', "B2:B9")


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
