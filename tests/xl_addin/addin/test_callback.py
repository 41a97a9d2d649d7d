"""What the callback asks before Python starts, carried out by a VBA interpreter with an Excel in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table
from pyopenvba.apps.excel import ExcelApplication

from templates.commands import with_function
from xl_addin.addin.build import part
from xl_addin.addin.ribbon import tag_of

# In the add-in these stand in the module of xlwings; here they write down what they are asked.
XLWINGS = """
Public Started As String
Public Gone As Boolean
Public Function FileExists(ByVal path As String) As Boolean
    FileExists = Not Gone
End Function
Public Function RunPython(command As String)
    Started = command
End Function
Public Function WhatStarted() As String
    WhatStarted = Started
End Function
Public Sub TakePythonAway()
    Gone = True
End Sub
"""
BUTTON = """
Public ID As String
Public Tag As String
"""
PRESS = """
Public Sub Press(command As String, tag As String)
    Dim pressed As New Button
    pressed.ID = command
    pressed.Tag = tag
    RunCommand pressed
End Sub
"""


@dataclass
class Excel:
    """The add-in loaded beside the workbook in a file."""

    app: ExcelApplication

    def press(self, command: str) -> str:
        """What the person is told; empty where Python starts."""
        self.app.run("Press", command, tag_of(with_function()[command]))
        return self.app.dialogs[-1][1] if self.app.dialogs else ""

    @property
    def started(self) -> str:
        return str(self.app.run("WhatStarted"))


def excel_with(path: Path, *, protected: bool = False, sheets: tuple[str, ...] = (), filtered: bool = False) -> Excel:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("code", "waarde"), ("GM0001", 1), ("GM0002", 2)):
        sheet.append(row)
    for name in sheets:
        book.create_sheet(name)
    if filtered:
        sheet.auto_filter.ref = "A1:B3"
        sheet.auto_filter.add_filter_column(0, ["GM0002"])
        sheet.row_dimensions[2].hidden = True
    else:
        sheet.add_table(Table(displayName="Tabel1", ref="A1:B3"))
    sheet.protection.sheet = protected
    book.save(path)
    app = ExcelApplication()
    app.add_workbook()
    app.activate_workbook(app.open_workbook(path))
    app.add_module(XLWINGS, name="xlwings")
    app.add_module(BUTTON, name="Button", kind="class")
    app.add_module(_callback(), name="Callback")
    app.add_module(PRESS, name="Ribbon")
    return Excel(app)


def _callback() -> str:
    """The module, with a class in place of Office's own and without the members that the interpreter lacks.

    So the filter of a table (`ListObject.AutoFilter`) is not tried here; that of a sheet is.
    """
    source = part("Kostenonderzoek.bas").replace("As IRibbonControl", "As Button")
    source = source.replace("ActiveWorkbook.ReadOnly", "False")
    return source.replace("If table.AutoFilter Is Nothing Then Exit Function", "Exit Function")


def test_a_plain_workbook_starts_the_command_of_the_button(tmp_path: Path) -> None:
    excel = excel_with(tmp_path / "analyse 2024-1.xlsx")
    assert excel.press("check") == ""
    assert excel.started == (
        "from xl_addin.desktop import dispatch; dispatch('check', read_only=False, filters_lifted=False)"
    )


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("GM0001 $(calc).xlsx", "$"),
        ("GM0001 `calc`.xlsx", "`"),
        ("GM0001 'x'.xlsx", "'"),
        ("GM0001 ^x.xlsx", "^"),
        ("GM0001 %PATH%.xlsx", "%"),
        ("Kosten & baten.xlsx", "&"),
        ("GM0001;x.xlsx", ";"),
        ("GM0001=x.xlsx", "="),
        ("analyse (1).xlsx", "("),
    ],
)
def test_a_name_that_a_shell_reads_is_refused_with_the_sign(name: str, sign: str, tmp_path: Path) -> None:
    excel = excel_with(tmp_path / name)
    told = excel.press("check")
    assert f"het teken {sign}" in told
    assert "Sla de werkmap op onder een naam" in told
    assert excel.started == ""


def test_so_is_a_folder(tmp_path: Path) -> None:
    excel = excel_with(tmp_path / "R&D" / "analyse.xlsx")
    assert "het teken &" in excel.press("check")
    assert excel.started == ""


def test_every_sign_and_control_character_is_known(tmp_path: Path) -> None:
    excel = excel_with(tmp_path / "analyse.xlsx")
    excel.app.add_module(_callback().replace("Private ", "Public "), name="Open_")
    for sign in "$`\"'^%&|<>;=()":
        assert excel.app.run("Open_.ShellSign", f"a{sign}b") == sign
    for sign in "\n\r\t\x00":
        assert excel.app.run("Open_.ShellSign", f"a{sign}b") == "regeleinde of stuurteken"
    for good in (
        "analyse 2024.xlsx",
        r"C:\Users\Jan de Vries\Één map\a_b-c.xlsx",
        "https://x.sharepoint.com/sites/a/b.xlsx",
    ):
        assert excel.app.run("Open_.ShellSign", good) == ""


def test_a_sheet_with_code_is_refused(tmp_path: Path) -> None:
    excel = excel_with(tmp_path / "analyse.xlsx", sheets=("Kwaad.PY",))
    assert "Python-code" in excel.press("about")
    assert excel.started == ""


def test_an_interpreter_that_is_gone_is_told_in_dutch(tmp_path: Path) -> None:
    excel = excel_with(tmp_path / "analyse.xlsx")
    excel.app.add_module(
        "Public Sub Setting()\n"
        '    ThisWorkbook.Worksheets(1).Cells(1, 1).Value = "INTERPRETER_WIN"\n'
        '    ThisWorkbook.Worksheets(1).Cells(1, 2).Value = "C:\\weg\\python.exe"\n'
        "End Sub\n",
        name="Settings",
    )
    excel.app.run("Setting")
    assert excel.press("check") == ""
    excel.app.run("TakePythonAway")
    told = excel.press("check")
    assert r"Python staat niet meer in C:\weg\python.exe." in told
    assert "kostenonderzoek addin install" in told


def test_filters_are_lifted_before_a_command_writes_and_left_for_one_that_does_not(tmp_path: Path) -> None:
    excel = excel_with(tmp_path / "analyse.xlsx", filtered=True)
    excel.press("export")
    assert "filters_lifted=False" in excel.started
    assert excel.app.evaluate("ActiveSheet.FilterMode") is True
    excel.press("check")
    assert "filters_lifted=True" in excel.started
    assert excel.app.evaluate("ActiveSheet.FilterMode") is False
