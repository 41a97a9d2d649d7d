"""xlwings Lite: a workbook that brings its buttons, scripts that end in the same commands, and what these import."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xlwings as xw
import yaml

import templates
from templates.commands import with_function
from templates.folders import survey_home
from tests.country import make_country
from tests.hosts.books import Books
from tests.hosts.host import know_remote_engine, on_files
from tests.hosts.office_js import payload
from xl_addin import lite
from xl_addin.cli import main
from xl_addin.commands import COMMANDS, NEED_FILES
from xl_addin.use_cases.lite import BUTTONS, with_buttons

IN_ANOTHER = {name: one.same_as for name, one in with_function().items() if one.same_as}

HOME = survey_home("wi2021")
EXTENSION = "xl/webextensions/webextension1.xml"
NATIVE = {"click", "rich", "httpx", "pyopenvba", "docx", "pptx", "python_calamine", "platformdirs", "xlsxwriter"}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def properties(content: bytes) -> dict[str, Any]:
    root = ElementTree.fromstring(parts(content)[EXTENSION])
    found = [one for one in root.iter() if one.tag.endswith("}property")]
    return {str(one.get("name")): json.loads(str(one.get("value"))) for one in found}


def main_py(content: bytes) -> str:
    return str(properties(content)["main.py"])


def test_every_command_that_writes_into_the_book_has_a_script_that_ends_in_it(made: Books) -> None:
    source = main_py(with_buttons(made.analysis.read_bytes(), HOME))
    scripts = [one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef)]
    assert [one.name for one in scripts if one.decorator_list] == list(BUTTONS.values())
    assert BUTTONS.keys() | IN_ANOTHER.keys() == COMMANDS.keys() - NEED_FILES
    assert set(IN_ANOTHER.values()) <= BUTTONS.keys()
    space: dict[str, Any] = {}
    exec(compile(source, "main.py", "exec"), space)
    assert all(callable(space[name]) for name in BUTTONS.values())


def test_a_script_shows_the_message_of_its_command_and_writes_the_same(made: Books) -> None:
    space: dict[str, Any] = {}
    exec(compile(main_py(with_buttons(made.analysis.read_bytes(), HOME)), "main.py", "exec"), space)
    *writes, told = actions_of(made.analysis, space["controleren"])
    assert told["func"] == "alert"
    assert "Uitgevoerd: Controleren" in told["args"][0]
    assert {action["func"] for action in writes} <= {"setValues", "resizeTable", "clearAutoFilterTable"}


def test_problems_and_surprises_are_told_and_nothing_is_written(
    made: Books, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (told,) = actions_of(made.survey, lambda book: lite.carry_out("weight", book))
    assert "BOOK_NOT_FOR_SURVEY" in told["args"][0]

    def surprise(_: xw.Book) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(lite, "IN_BOOK", {"check": surprise})
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
    books.analysis.write_bytes(with_buttons(books.analysis.read_bytes(), HOME))
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


def test_a_workbook_holds_the_six_properties_of_one_that_lite_saved(made: Books) -> None:
    content = with_buttons(made.analysis.read_bytes(), HOME)
    found = properties(content)
    assert list(found) == [
        "main.py",
        "requirements.txt",
        "xlwingsWorkbookId",
        "pyodideVersion",
        "addinVersion",
        "xlwingsSettingsWorkbook",
    ]
    assert found["xlwingsSettingsWorkbook"] == {"startupBehavior": "taskpane"}
    assert uuid.UUID(found["xlwingsWorkbookId"])
    assert len(parts(content)[EXTENSION]) < 750_000
    assert "kostenonderzoek" not in found["requirements.txt"]
    assert "==" not in found["requirements.txt"]


def test_what_lite_must_load_is_free_of_the_command_line_and_of_native_extras(made: Books, tmp_path: Path) -> None:
    """In an empty folder, from the text in the workbook, with what is not named in requirements.txt out of reach."""
    content = with_buttons(made.analysis.read_bytes(), HOME)
    (tmp_path / "main.py").write_text(main_py(content), encoding="utf-8")
    allowed = properties(content)["requirements.txt"].split()
    (tmp_path / "start.py").write_text(
        ONLY_ALLOWED.format(kept=PART_OF, folder=str(tmp_path), root=str(Path(lite.__file__).parents[1])),
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, "-I", str(tmp_path / "start.py")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    third = {name.lower() for name in loaded & {"numpy", "openpyxl", "pandas", "pydantic", "yaml", "scipy", "xlwings"}}
    named = {"yaml" if name == "pyyaml" else name for name in allowed}
    assert third | {"openpyxl", "scipy"} == named  # these two are imported where a command needs them
    assert not loaded & (NATIVE | {"lxml"})
    modules = {name for name in loaded if name.startswith("xl_addin.")}
    assert not {name for name in modules if name.startswith(("xl_addin.engine", "xl_addin.use_cases", "xl_addin.cli"))}
    assert "scipy.stats" not in loaded


def test_the_pure_reader_of_yaml_reads_all_that_travels() -> None:
    """Pyodide's PyYAML may lack libyaml, which is laxer; both must read the same."""
    for path in Path(templates.__file__).parent.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader), path


PART_OF = ("click", "rich", "httpx", "docx", "pptx", "python_calamine", "pyopenvba", "lxml", "platformdirs", "PIL")
ONLY_ALLOWED = """
import sys


class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {kept!r}:
            raise ModuleNotFoundError(name)


sys.meta_path.insert(0, Refusing())
sys.path.insert(0, {folder!r})
sys.path[:] = [place for place in sys.path if place != {root!r}]
import main

main._uitgepakt()
import xl_addin.lite

assert "kostenonderzoek-" in xl_addin.lite.__file__, xl_addin.lite.__file__
print(*sorted({{name for name in sys.modules}} | {{name.partition(".")[0] for name in sys.modules}}))
"""
