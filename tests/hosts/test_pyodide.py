"""The code that travels in a workbook, in the Python of xlwings Lite: Pyodide, in Node.

Had from npm and PyPI: Pyodide itself, pydantic's core for it, and all that is plain Python. numpy, pandas and scipy for
this Pyodide are in neither (seen on 30 November 2026); they come from the distribution of Pyodide, where that can be
reached. Where it cannot, unpacking, compiling, the survey and its parameters are tried, and the test says by its name
that the computation was not.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from templates import load_survey
from templates.folders import survey_home
from templates.parameters import in_force
from templates.questions import questions
from tests.hosts.books import Books
from tests.hosts.host import know_remote_engine
from tests.hosts.office_js import payload
from tests.hosts.test_lite import main_py
from xl_addin.books.commands import IN_BOOK
from xl_addin.use_cases.lite import PYODIDE, with_buttons

HERE = Path(__file__).parents[1] / "pyodide"
COMPILED = ("numpy", "pandas", "scipy")
PLAIN = (
    "annotated_types",
    "dateutil",
    "et_xmlfile",
    "openpyxl",
    "pydantic",
    "six",
    "typing_inspection",
    "xlwings",
    "yaml",
)
MOMENT = re.compile(r"\d\d-\d\d-\d{4} \d\d:\d\d|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
PLATFORM, TAG = "pyemscripten_2026_0_wasm32", "314"


@cache
def _told(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        ["node", str(HERE / "try_in_pyodide.mjs"), str(folder), str(HERE / "inside.py"), *COMPILED],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    had: dict[str, Any] = json.loads(done.stdout.splitlines()[0])
    told: dict[str, Any] = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return had | told


@pytest.fixture(scope="module")
def folder(made: Books, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is put in reach of Pyodide: the text of main.py, the book as Lite sends it, and packages."""
    home = tmp_path_factory.mktemp("pyodide")
    content = with_buttons(made.analysis.read_bytes(), survey_home("wi2021"))
    (home / "main.py").write_text(main_py(content), encoding="utf-8")
    (home / "book.json").write_text(json.dumps(payload(made.analysis)), encoding="utf-8")
    packages = home / "packages"
    packages.mkdir()
    for name in PLAIN:
        spec = find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            shutil.copytree(spec.submodule_search_locations[0], packages / name, ignore=shutil.ignore_patterns("*.so"))
        elif spec is not None and spec.origin:
            shutil.copy(spec.origin, packages)
    shutil.copy(str(find_spec("typing_extensions").origin), packages)
    _core(packages)
    if not (HERE / "node_modules" / "pyodide").is_dir():
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=HERE, check=True, timeout=300)
    return home


def _core(packages: Path) -> None:
    """Pydantic's compiled part, of the version that the pinned pydantic asks for, for Pyodide."""
    wanted = f"pydantic_core=={version('pydantic_core')}"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:", "--target"]
    tags = ["--platform", PLATFORM, "--python-version", TAG, "--implementation", "cp", "--abi", f"cp{TAG}"]
    subprocess.run([*command, str(packages), *tags, wanted], check=True, timeout=300)


def test_it_is_unpacked_compiled_and_knows_the_survey_where_int_has_32_bits(folder: Path) -> None:
    told, survey = _told(folder), load_survey()
    assert told["bits"] == 32
    assert told["python"].startswith("3.14")
    assert told["questions"] == [asked.id for asked in questions(survey)]
    assert told["parameters"] == {
        code: one.value for code, one in in_force(survey).items() if isinstance(one.value, float)
    }


def test_the_pyodide_named_in_the_workbook_is_the_one_that_is_tried() -> None:
    named = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
    assert named == PYODIDE


def test_it_computes_as_here_or_numpy_pandas_and_scipy_could_not_be_had(
    folder: Path, made: Books, record_property: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _told(folder)
    record_property("not_had", told["missing"])
    if told["missing"]:
        with capsys.disabled():
            sys.stdout.write(f"\nPyodide {PYODIDE}: could not be had, so not computed with: {told['missing']}\n")
        assert told["actions"] is None
        assert set(told["missing"]) <= set(COMPILED)
        return
    know_remote_engine()
    for command in ("check", "all"):
        book = xw.Book(json=payload(made.analysis))
        IN_BOOK[command](book)
        assert same(json.loads(json.dumps(book.json()["actions"], default=str)), told["actions"][command])
        book.close()


def same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float | int):
        return one == pytest.approx(other, rel=1e-9, abs=1e-9)
    return bool(one == other) or _without_moment(one) == _without_moment(other) != one


def _without_moment(value: Any) -> Any:
    """The moment of a run is another in each, and is text or a date."""
    return MOMENT.sub("", value).removeprefix("'") if isinstance(value, str) else value
