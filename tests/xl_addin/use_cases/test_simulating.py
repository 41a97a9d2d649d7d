"""The workbook of a simulation."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from generator.analysis.page_layout import page_place
from templates.pages import pages
from tests.xl_addin.use_cases.conftest import ko
from xl_addin.methods.estimates.simulation import ESTIMATORS


def test_the_workbook_shows_what_the_command_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "simulatie.xlsx"
    assert ko("simulate", "--draws", "3", "--seed", "5", "--out", out) == 0
    said = capsys.readouterr().out
    page = pages().simulation
    block = page_place(page).block("uitkomst")
    sheet = openpyxl.load_workbook(out)[page.sheet]
    names = [sheet.cell(row, 1).value for row in range(block.row, block.last_row + 1)]
    assert names == [pages().labels[name] for name in ESTIMATORS]
    assert all(said.count(f"\n{name}  ") == 3 for name in names)  # one line per scenario
    error = sheet.cell(block.row, 3).value
    assert f"{error:.1%}".replace(".", ",") in said
    assert ko("simulate", "--draws", "3", "--out", out) == 2  # it exists already
