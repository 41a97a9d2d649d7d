"""Each thing that makes Excel offer to repair a file, alone in a workbook that is sound without it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from generator.lint import defects, refuse_broken_changes, refuse_defects
from templates import Problems

SHEET, BOOK, TABLE = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/tables/table1.xml"


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A sheet with numbers, a formula, a merge, a check on entry, a conditional look, a name and a table."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Invoer"
    for row in ([1, 2], ["=SUM(A1:B1)*2", "tekst"]):
        sheet.append(row)
    sheet["D1"], sheet["E1"], sheet["D2"], sheet["E2"] = "code", "waarde", "a", 1
    sheet.add_table(Table(displayName="lijst", ref="D1:E2"))
    sheet.merge_cells("A5:B6")
    check = DataValidation(type="list", formula1='"ja,nee"', promptTitle="Keuze", prompt="Kies", errorTitle="Fout")
    check.add("B1")
    sheet.add_data_validation(check)
    look = FormulaRule(formula=["A1>0"], fill=PatternFill(bgColor="FFFF00"))
    sheet.conditional_formatting.add("A1", look)
    book.create_sheet("Uitvoer")["A1"] = "=tarief+Invoer!A1"
    book.defined_names["tarief"] = DefinedName("tarief", attr_text="'Invoer'!$A$1")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def edited(workbook: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with the first match of `old` in a part replaced."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == part:
                content, count = re.subn(old, lambda _: new, content, count=1)
                assert count == 1, content
            target.writestr(name, content)
    return result.getvalue()


def test_a_sound_workbook_has_no_defects(sound: bytes) -> None:
    assert defects(sound) == ()
    refuse_defects(sound, "goed.xlsx")


FORMULA = "SUM\\(A1:B1\\)\\*2"
CAUSES = {
    "sheet-name": (BOOK, 'name="Uitvoer"', 'name="Uit/voer"'),
    "sheet-name:long": (BOOK, 'name="Uitvoer"', f'name="{"x" * 32}"'),
    "sheet-double": (BOOK, 'name="Uitvoer"', 'name="INVOER"'),
    "name-cell-like": (BOOK, 'name="tarief"', 'name="FTE2026"'),
    "name-form": (BOOK, 'name="tarief"', 'name="ta rief"'),
    "name-double": (BOOK, "<definedNames>", "<definedNames><definedName name=\"TARIEF\">'Invoer'!$A$1</definedName>"),
    "name-target:sheet": (BOOK, "'Invoer'![$]A[$]1", "'Weg'!$A$1"),
    "name-target:ref": (BOOK, "'Invoer'![$]A[$]1", "#REF!"),
    "validation-prompt": (SHEET, 'prompt="Kies"', f'prompt="{"x" * 256}"'),
    "validation-prompttitle": (SHEET, 'promptTitle="Keuze"', f'promptTitle="{"x" * 33}"'),
    "validation-errortitle": (SHEET, 'errorTitle="Fout"', f'errorTitle="{"x" * 33}"'),
    "validation-error": (SHEET, 'errorTitle="Fout"', f'error="{"x" * 226}"'),
    "validation-formula": (SHEET, '"ja,nee"', f'"{"x" * 256}"'),
    "validation-overlap": (SHEET, "</dataValidations>", '<dataValidation sqref="A1:C1"/></dataValidations>'),
    "merge-overlap": (SHEET, "</mergeCells>", '<mergeCell ref="B6:C7"/></mergeCells>'),
    "table-column": (TABLE, 'name="waarde"', 'name="CODE"'),
    "table-heading": (TABLE, 'name="waarde"', 'name="bedrag"'),
    "table-width": (TABLE, ' ref="D1:E2"', ' ref="D1:F2"'),
    "table-name": (TABLE, 'displayName="lijst"', 'displayName="A1"'),
    "cell-order": (SHEET, 'r="B1"', 'r="A1"'),
    "cell-order:row": (SHEET, 'r="B2"', 'r="B3"'),
    "cell-place": (SHEET, 'r="E2"', 'r="XFE2"'),
    "row-order": (SHEET, '<row r="2"', '<row r="1"'),
    "style-index": (SHEET, '<c r="A1"', '<c s="99" r="A1"'),
    "string-index": (SHEET, 't="n"><v>2<', 't="s"><v>99<'),
    "look-index": (SHEET, 'dxfId="0"', 'dxfId="7"'),
    "number": (SHEET, "<v>1</v>", "<v>1,5</v>"),
    "text-length": (SHEET, '<c r="E2"[^/]*</v></c>', f'<c r="E2" t="inlineStr"><is><t>{"x" * 32768}</t></is></c>'),
    "unreadable": (SHEET, "<v>1</v>", "<v>\x01</v>"),
    "formula-separator": (SHEET, FORMULA, "SUM(A1;B1)"),
    "formula-function": (SHEET, FORMULA, "SOM(A1:B1)"),
    "formula-prefix": (SHEET, FORMULA, "IFS(A1=1,2)"),
    "formula-length": (SHEET, FORMULA, "1" + "+1" * 4100),
    "formula-nesting": (SHEET, FORMULA, "(" * 65 + "1" + ")" * 65),
    "formula-reference": (SHEET, FORMULA, "SUM(#REF!)"),
    "formula-sheet": (SHEET, FORMULA, "SUM(Weg!A1)"),
    "formula-name": (SHEET, FORMULA, "tarieven*2"),
    "part-order": (SHEET, "<sheetData>", "<pageMargins/><sheetData>"),
    "part-missing": ("xl/_rels/workbook.xml.rels", "worksheets/sheet2.xml", "worksheets/sheet9.xml"),
    "content-type": ("[Content_Types].xml", '<Override PartName="/xl/tables[^>]*>', ""),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_defect_is_found(sound: bytes, cause: str) -> None:
    broken = edited(sound, *CAUSES[cause])
    rules = {found.rule for found in defects(broken)}
    assert cause.partition(":")[0] in rules
    with pytest.raises(Problems) as raised:
        refuse_defects(broken, "kapot.xlsx")
    assert {problem.code for problem in raised.value.problems} == {"WORKBOOK_DEFECT"}


@pytest.mark.parametrize("cause", [cause for cause in CAUSES if cause.startswith(("table-", "formula-"))])
def test_what_new_values_and_table_areas_can_break_is_found_in_what_changed(sound: bytes, cause: str) -> None:
    broken = edited(sound, *CAUSES[cause])
    with pytest.raises(Problems) as raised:
        refuse_broken_changes(sound, broken, "kapot.xlsx")
    assert {problem.values["regel"] for problem in raised.value.problems} >= {cause.partition(":")[0]}
    refuse_broken_changes(broken, broken, "kapot.xlsx")


def test_two_tables_may_not_share_cells_or_a_name() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["a", "b"], [1, 2], [3, 4]):
        sheet.append(row)
    sheet.add_table(Table(displayName="een", ref="A1:B3"))
    sheet.add_table(Table(displayName="twee", ref="B1:B2"))
    stream = io.BytesIO()
    book.save(stream)
    assert {found.rule for found in defects(stream.getvalue())} == {"table-overlap"}
    same = edited(stream.getvalue(), "xl/tables/table2.xml", 'displayName="twee"', 'displayName="EEN"')
    assert "table-double" in {found.rule for found in defects(same)}
