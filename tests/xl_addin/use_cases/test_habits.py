"""Habits that keep the commands quick, told by what they load and touch and not by seconds."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import xlwings as xw

from tests.hosts.books import make_books
from tests.once import once
from xl_addin.books import STEPS, run_steps
from xl_addin.cli import main
from xl_addin.engine import register
from xl_addin.engine.lines import Lines


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An analysis workbook of five municipalities in which all steps ran."""
    before = once(tmp_path_factory, "werkmappen", make_books).analysis
    out = Path(shutil.copy(before, tmp_path_factory.mktemp("habits")))
    assert main(["run", str(out)]) in (0, 1)
    return out


LOADING = """
import sys
from xl_addin.cli import main
code = main(sys.argv[1:])
print(code, *(name for name in ("openpyxl",) if name in sys.modules))
"""
BEGINNING = """
import sys
import xl_addin.cli.export, xl_addin.cli.run
print([name for name in ("openpyxl", "scipy") if name in sys.modules])
"""


def ran(program: str, *arguments: str) -> str:
    """What a program of its own prints last."""
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def test_running_and_exporting_do_without_openpyxl(analysis: Path, tmp_path: Path) -> None:
    assert ran(LOADING, "run", str(analysis)) in ("0", "1")
    assert ran(LOADING, "export", str(analysis), "--out", str(tmp_path)) == "0"


def test_running_begins_without_the_large_libraries() -> None:
    """Scipy is loaded by a weighting that needs a linear program, as few respondents may."""
    assert ran(BEGINNING) == "[]"


def test_exporting_reads_the_rows_of_its_lists_only(
    analysis: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[int] = set()
    values = Lines.values

    def counted(self: Lines, row: int, first: int, last: int) -> list[object]:
        read.add(id(self))
        return values(self, row, first, last)

    monkeypatch.setattr(Lines, "values", counted)
    assert main(["export", str(analysis), "--out", str(tmp_path)]) == 0
    with_values = len(read)
    book = xw.Book(analysis)
    sheets = len(book.sheets)
    book.close()
    assert with_values < sheets / 3


def test_running_again_changes_nothing_but_the_moment(analysis: Path) -> None:
    """What did not change is not packed again: parts that differ are counted, in a book that was run just before."""
    register()
    book = xw.Book(analysis)
    run_steps(book, STEPS, dt.datetime(2026, 1, 1, 12))
    book.save()
    before = book.impl.document.content()
    run_steps(book, STEPS, dt.datetime(2026, 1, 1, 12))
    after = book.impl.document.content()
    book.close()
    assert after == before
