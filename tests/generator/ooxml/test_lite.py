"""Files for xlwings Lite in a workbook: new parts, and every other part as it was."""

from __future__ import annotations

import io
import json
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest

from generator.ooxml.lite import with_lite_files

FILES = {"main.py": 'print("é & <b>")\n\tx = 1\n', "requirements.txt": "kostenonderzoek==1\n"}


@pytest.fixture(scope="module")
def plain() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_files_stand_as_json_in_the_settings_of_the_add_in(plain: bytes) -> None:
    root = ElementTree.fromstring(parts(with_lite_files(plain, FILES))["xl/webextensions/webextension1.xml"])
    found = {one.get("name"): one.get("value") for one in root.iter() if one.tag.endswith("}property")}
    assert {name: json.loads(str(value)) for name, value in found.items()} == FILES
    assert next(one for one in root if one.tag.endswith("}reference")).get("id") == "wa200008175"


def test_the_new_parts_are_linked_and_typed_and_nothing_else_changes(plain: bytes) -> None:
    before, after = parts(plain), parts(with_lite_files(plain, FILES))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"[Content_Types].xml", "_rels/.rels"}
    assert list(after)[: len(before)] == list(before)
    links = {one.get("Target") for one in ElementTree.fromstring(after["_rels/.rels"])}
    assert "xl/webextensions/taskpanes.xml" in links
    typed = {one.get("PartName") for one in ElementTree.fromstring(after["[Content_Types].xml"])}
    assert {"/xl/webextensions/taskpanes.xml", "/xl/webextensions/webextension1.xml"} <= typed
    assert openpyxl.load_workbook(io.BytesIO(with_lite_files(plain, FILES))).sheetnames == ["Sheet"]


def test_the_same_input_gives_the_same_bytes_and_a_second_time_is_refused(plain: bytes) -> None:
    once = with_lite_files(plain, FILES)
    assert with_lite_files(plain, FILES) == once
    with pytest.raises(ValueError, match="add-in already"):
        with_lite_files(once, FILES)
