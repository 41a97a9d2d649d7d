"""xlwings Lite: a workbook that brings its buttons, scripts that end in the same commands, and what these import."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xlwings as xw

from tests.country import make_country
from tests.hosts.conftest import Books
from tests.hosts.host import know_remote_engine, on_files
from tests.hosts.office_js import payload
from xl_addin import lite
from xl_addin.cli import main
from xl_addin.commands import COMMANDS, NEED_FILES
from xl_addin.use_cases.lite import BUTTONS, IN_ANOTHER, with_buttons

EXTENSION = "xl/webextensions/webextension1.xml"
NATIVE = {"click", "rich", "pyopenvba", "docx", "platformdirs"}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main_py(content: bytes) -> str:
    root = ElementTree.fromstring(parts(content)[EXTENSION])
    values = {one.get("name"): str(one.get("value")) for one in root.iter() if one.tag.endswith("}property")}
    return str(json.loads(values["main.py"]))


def test_every_command_that_writes_into_the_book_has_a_script_that_ends_in_it(made: Books) -> None:
    source = main_py(with_buttons(made.analysis.read_bytes()))
    scripts = [one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef)]
    assert [one.name for one in scripts] == list(BUTTONS.values())
    assert BUTTONS.keys() | IN_ANOTHER.keys() == COMMANDS.keys() - NEED_FILES
    assert set(IN_ANOTHER.values()) <= BUTTONS.keys()
    space: dict[str, Any] = {}
    exec(compile(source, "main.py", "exec"), space)
    assert all(callable(space[name]) for name in BUTTONS.values())


def test_a_script_shows_the_message_of_its_command_and_writes_the_same(made: Books) -> None:
    space: dict[str, Any] = {}
    exec(compile(main_py(with_buttons(made.analysis.read_bytes())), "main.py", "exec"), space)
    *writes, told = actions_of(made.analysis, space["controleren"])
    assert told["func"] == "alert"
    assert "Uitgevoerd: check" in told["args"][0]
    assert {action["func"] for action in writes} <= {"setValues", "resizeTable"}


def test_problems_and_surprises_are_told_and_nothing_is_written(
    made: Books, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (told,) = actions_of(made.survey, lambda book: lite.carry_out("weight", book))
    assert "BOOK_NOT_FOR_SURVEY" in told["args"][0]

    def surprise(_: xw.Book) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(lite, "COMMANDS", {"check": surprise})
    (told,) = actions_of(made.survey, lambda book: lite.carry_out("check", book))
    assert "LITE_UNEXPECTED" in told["args"][0]
    assert "ZeroDivisionError" in capsys.readouterr().err


def actions_of(path: Path, script: Any) -> list[Mapping[str, Any]]:
    """What Office.js is asked to do when the script has run on the workbook."""
    know_remote_engine()
    book = xw.Book(json=payload(path))
    script(book)
    actions: list[Mapping[str, Any]] = book.json()["actions"]
    book.close()
    return actions


def test_the_buttons_survive_a_command_on_the_file(books: Books) -> None:
    books.analysis.write_bytes(with_buttons(books.analysis.read_bytes()))
    before = parts(books.analysis.read_bytes())
    with on_files(books.analysis) as book:
        COMMANDS["check"](book)
        book.save()
    after = parts(books.analysis.read_bytes())
    kept = [name for name in before if "webextension" in name or name in ("[Content_Types].xml", "_rels/.rels")]
    assert len(kept) == 5
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_the_command_line_puts_them_in_and_they_come_through_filling_and_collecting(tmp_path: Path) -> None:
    country = make_country(tmp_path, seed=2, municipalities=12, respondents=1)
    (code, answers), frame = next(iter(country.answers.items())), ("--frame", str(country.frame))
    sent, filled, analysis = tmp_path / "uitvraag", tmp_path / "ingevuld.xlsx", tmp_path / "analyse.xlsx"
    assert main(["generate", *frame, "--sample", str(country.sample), "--out", str(sent), "--lite"]) == 0
    (survey,) = sent.glob(f"*{code}*.xlsx")
    assert main(["fill", str(survey), str(answers), "--out", str(filled)]) == 0
    assert parts(filled.read_bytes())[EXTENSION] == parts(survey.read_bytes())[EXTENSION]
    assert "def wegen" not in main_py(filled.read_bytes())
    assert main(["collect", str(filled), *frame, "--out", str(analysis), "--lite"]) in (0, 1)
    assert "def wegen" in main_py(analysis.read_bytes())


def test_what_lite_must_load_is_free_of_the_command_line_and_of_native_extras() -> None:
    """Pyodide has numpy, pandas, scipy, pydantic and PyYAML ready-made; all else must be plain Python."""
    ask = "import sys, xl_addin.lite; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"pandas", "openpyxl", "xlwings"} <= loaded
    assert not loaded & NATIVE
