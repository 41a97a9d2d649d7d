"""What openpyxl would lose is recognised from the parts of a workbook."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from generator.ooxml.package import Package
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
