"""Workbooks built part by part, so that a test can show exactly the bytes it is about."""

import io
import zipfile
from collections.abc import Callable, Mapping

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

Build = Callable[..., bytes]


def sheet_xml(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">{inner}</worksheet>'


def build(
    inner: str = "<sheetData/>",
    *,
    raw_sheet: str | bytes | None = None,
    workbook: str = "",
    extra: Mapping[str, str] | None = None,
    relations: str = "",
    types: str = "",
) -> bytes:
    """A workbook of one sheet, Blad1, whose part has an unexpected name; `extra` holds more parts."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/een.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'spreadsheetml.worksheet+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="Blad1" sheetId="7" r:id="rId9"/></sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId9" Type="{OFFICE}/worksheet" Target="worksheets/een.xml"/>{relations}</Relationships>',
        "xl/worksheets/een.xml": sheet_xml(inner) if raw_sheet is None else raw_sheet,
        **(extra or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@pytest.fixture
def built() -> Build:
    return build


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


@pytest.fixture
def sheet_of() -> Callable[[bytes], str]:
    """The XML of Blad1."""
    return lambda content: part(content, "xl/worksheets/een.xml").decode()


@pytest.fixture(scope="session")
def workbook() -> bytes:
    """A workbook as the generator makes it: two sheets, a formula, a table, a merged cell, names, formats."""
    book = openpyxl.Workbook()
    inputs = book.worksheets[0]
    inputs.title = "Invoer"
    for row in range(1, 21):
        for column in range(1, 7):
            inputs.cell(row, column, row * column)
    inputs["H1"] = "=SUM(A1:A20)"
    inputs["H2"] = "tekst"
    inputs["H2"].font = Font(bold=True)
    inputs.merge_cells("J1:K2")
    inputs.column_dimensions["M"].number_format = "0.00"
    results = book.create_sheet("Uit 'slag")
    for column, name in enumerate(("code", "waarde"), start=2):
        results.cell(3, column, name)
        results.cell(4, column, 0)
    results.add_table(Table(displayName="uitslag", ref="B3:C4"))
    book.defined_names["alg.inwoners"] = openpyxl.workbook.defined_name.DefinedName(
        "alg.inwoners", attr_text="Invoer!$B$2"
    )
    book.defined_names["uit.blok"] = openpyxl.workbook.defined_name.DefinedName(
        "uit.blok", attr_text="'Uit ''slag'!$B$3:$C$4"
    )
    book.defined_names["kapot"] = openpyxl.workbook.defined_name.DefinedName("kapot", attr_text="Weg!$A$1")
    book.defined_names["constante"] = openpyxl.workbook.defined_name.DefinedName("constante", attr_text="0.25")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
