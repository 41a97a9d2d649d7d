"""The add-in as a file: our ribbon, one callback, settings of its own, nothing taken from the workbook that is open."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyopenvba import ExcelFile

from templates import Problems
from xl_addin.addin.build import (
    CALLBACK_MODULE,
    XLWINGS_MODULE,
    build_addin,
    part,
    read_settings,
    with_own_settings_only,
)

RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
PYTHON = r"C:\Program Files\Ko & Co\python.exe"


@pytest.fixture(scope="module")
def content() -> bytes:
    return build_addin(PYTHON)


@pytest.fixture(scope="module")
def modules(content: bytes) -> dict[str, str]:
    """The source of every VBA module, as an independent reader sees it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oletools calls pyparsing by names that are going out of use
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser("Kostenonderzoek.xlam", data=content)
        found = {name.rsplit(".", 1)[0]: code for _, _, name, code in parser.extract_macros()}
        parser.close()
    return found


def test_the_same_interpreter_gives_the_same_bytes(content: bytes) -> None:
    assert build_addin(PYTHON) == content
    assert build_addin("/usr/bin/python3") != content


def test_the_callback_that_is_in_the_file_is_the_text_source(modules: dict[str, str]) -> None:
    inside = modules[CALLBACK_MODULE].split("\n", 1)[1]  # the first line is the module's own name
    assert inside.split() == part("Kostenonderzoek.bas").split()


def test_every_button_calls_the_one_callback(content: bytes, modules: dict[str, str]) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        ribbon = ElementTree.fromstring(package.read("customUI/customUI14.xml"))
    buttons = ribbon.findall(f".//{RIBBON}button")
    assert {button.get("onAction") for button in buttons} == {f"{CALLBACK_MODULE}.RunCommand"}
    assert re.search(r"Public Sub RunCommand\(control As IRibbonControl\)", modules[CALLBACK_MODULE])
    for button in buttons:
        assert all(button.get(name) for name in ("id", "tag", "label", "screentip", "supertip", "imageMso"))
    assert len({button.get("id") for button in buttons}) == len(buttons)


REFUSED_ICONS = {"ChartTypeBarInsertGallery", "TableSelect", "SlideShowFromBeginning", "Info"}
"""Names that ribbons of other programs have and Excel's list of controls lacks: such a button has no picture."""


def test_every_button_has_a_key_of_its_own_and_an_icon_that_excel_has(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        ribbon = ElementTree.fromstring(package.read("customUI/customUI14.xml"))
    buttons = ribbon.findall(f".//{RIBBON}button")
    keys = [button.get("keytip") for button in buttons]
    assert all(key and key.isalnum() and len(key) <= 3 for key in keys)
    assert len(set(keys)) == len(keys)
    assert not REFUSED_ICONS & {button.get("imageMso") for button in buttons}


def test_project_and_module_carry_our_name(tmp_path: Path, content: bytes, modules: dict[str, str]) -> None:
    path = tmp_path / "Kostenonderzoek.xlam"
    path.write_bytes(content)
    with ExcelFile(path) as book:
        assert book.vba_project().name == "Kostenonderzoek"
        assert book.validate() == []
    assert CALLBACK_MODULE in modules
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name) for name in package.namelist()]
    assert not [part for part in parts if b"MyAddin" in part]


def test_no_setting_is_taken_from_the_open_workbook_or_its_folder(modules: dict[str, str]) -> None:
    code = modules[XLWINGS_MODULE]
    lookup = code[code.index("Function GetConfig(") :]
    lookup = lookup[: lookup.index("End Function")]
    assert "ThisWorkbook" in lookup
    assert "ActiveWorkbook" not in lookup
    assert "GetDirectoryConfigFilePath" not in lookup


def test_the_settings_name_the_interpreter_and_keep_the_workbook_s_folder_out(content: bytes) -> None:
    found = read_settings(content)
    assert (found["INTERPRETER_WIN"], found["ADD_WORKBOOK_TO_PYTHONPATH"]) == (PYTHON, "false")
    assert read_settings(b"no zip at all") == {}


def test_the_settings_sheet_has_the_name_that_the_code_looks_for(content: bytes, modules: dict[str, str]) -> None:
    project = re.findall(r'PROJECT_NAME As String = "(\w+)"', modules[XLWINGS_MODULE])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
    assert sheets == [f"{project[0]}.conf"]


def test_nothing_of_the_maker_s_machine_is_in_the_file(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))}
    assert [name for name, data in parts.items() if b"felix" in data.lower()] == []


def test_another_base_is_refused_and_says_what_is_missing() -> None:
    with pytest.raises(Problems) as found:
        with_own_settings_only('Public Const PROJECT_NAME As String = "something_else"')
    assert [problem.code for problem in found.value.problems] == ["ADDIN_BASE_CHANGED"]


def test_the_callback_stays_within_what_vba_can_hold() -> None:
    lines = part("Kostenonderzoek.bas").splitlines()
    assert max(len(line) for line in lines) < 1_023
    assert all(line.isascii() for line in lines)
    opened = [
        line.split()[0]
        for line in lines
        if re.match(r"\s*(If .* Then$|For |Public Sub |Private (Function|Sub) )", line)
    ]
    closed = [line.split()[:2] for line in lines if re.match(r"\s*(End If|Next|End Sub|End Function)\b", line)]
    assert len(opened) == len(closed)
