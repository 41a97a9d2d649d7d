"""Whose file is open: that of the program that xlwings speaks to, or of another."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from templates import Problems
from xl_addin.engine import register
from xl_addin.use_cases.opening import refuse_open_elsewhere


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook with the owner file that Excel puts beside what it has open."""
    openpyxl.Workbook().save(tmp_path / "Analyse.xlsx")
    (tmp_path / "~$Analyse.xlsx").write_bytes(b"")
    register()
    return tmp_path / "Analyse.xlsx"


def test_a_file_that_another_has_open_is_refused(path: Path) -> None:
    with pytest.raises(Problems) as found:
        refuse_open_elsewhere(path)
    assert [problem.code for problem in found.value.problems] == ["OUTPUT_OPEN"]
    (path.parent / "~$Analyse.xlsx").unlink()
    refuse_open_elsewhere(path)


def test_the_owner_file_of_one_s_own_program_is_no_obstacle(path: Path) -> None:
    book = xw.Book(path)
    refuse_open_elsewhere(path.with_name("ANALYSE.xlsx"))
    book.close()
    with pytest.raises(Problems):
        refuse_open_elsewhere(path)
