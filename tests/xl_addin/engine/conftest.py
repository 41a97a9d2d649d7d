"""The file engine, and workbooks to open with it."""

import io
import zipfile

import openpyxl
import pytest
import xlwings as xw
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from xl_addin.engine import register


@pytest.fixture
def engine():
    """The engine with a fresh count and without open books; xlwings' own choice of engine comes back afterwards."""
    before = xw.engines.active
    engine = register()
    engine.calls.reset()
    yield engine
    for app in engine.apps:
        app.quit()
    xw.engines.active = before


def results_workbook():
    """Invoer with numbers, a formula and names; Uitslag with a table below a title."""
    workbook = openpyxl.Workbook()
    inputs = workbook.worksheets[0]
    inputs.title = "Invoer"
    for row, cells in enumerate([("naam", "aantal"), ("Aa", 2), ("Bee", 3)], start=1):
        for column, value in enumerate(cells, start=1):
            inputs.cell(row, column, value)
    inputs["B4"] = "=SUM(B2:B3)"
    inputs["A1"].font = Font(bold=True)
    results = workbook.create_sheet("Uit slag")
    results["A1"] = "Titel"
    for column, name in enumerate(("code", "euro"), start=1):
        results.cell(3, column, name)
    results.add_table(Table(displayName="uitslag", ref="A3:B4"))
    workbook.defined_names["alg.aantal"] = DefinedName("alg.aantal", attr_text="Invoer!$B$2")
    workbook.defined_names["blok"] = DefinedName("blok", attr_text="'Uit slag'!$A$3:$B$4")
    workbook.defined_names["factor"] = DefinedName("factor", attr_text="0.25")
    inputs.defined_names["lokaal"] = DefinedName("lokaal", attr_text="Invoer!$A$2:$A$3")
    workbook.calculation.fullCalcOnLoad = False
    return workbook


def with_parts(content, parts, cached=None):
    """The workbook with extra parts, and a cached result put into a formula."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if cached is not None and name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<v></v>", cached).replace(b"<v/>", cached).replace(b"<v />", cached)
            target.writestr(name, data)
        for name, data in parts.items():
            target.writestr(name, data)
    return stream.getvalue()


@pytest.fixture
def path(tmp_path):
    """A results workbook in a file, with 5 as the cached result of its formula."""
    stream = io.BytesIO()
    results_workbook().save(stream)
    target = tmp_path / "analyse.xlsx"
    target.write_bytes(with_parts(stream.getvalue(), {}, cached=b"<v>5</v>"))
    return target


@pytest.fixture
def path_with_extension(path):
    """The same workbook with a part that openpyxl does not know."""
    path.write_bytes(with_parts(path.read_bytes(), {"xl/webextensions/webextension1.xml": "<we/>"}))
    return path
