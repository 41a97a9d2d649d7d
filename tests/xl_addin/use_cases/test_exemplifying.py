"""The filled example and the empty one to print, as one command makes them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.lint import defects
from templates import load_survey
from xl_addin.cli import main
from xl_addin.intake.filled import read_filled
from xl_addin.use_cases.exemplifying import BLANK, FILLED


def test_one_command_makes_the_example_and_the_pdf(tmp_path: Path) -> None:
    assert main(["example", "--out", str(tmp_path / "voorbeeld")]) == 0
    filled, blank = tmp_path / "voorbeeld" / FILLED, tmp_path / "voorbeeld" / BLANK
    assert blank.read_bytes().startswith(b"%PDF")
    found = read_filled(filled, load_survey())
    assert found.remarks == ()
    assert found.answers["alg.volledigheid"] == "volledig"
    assert defects(filled.read_bytes()) == ()
    assert main(["example", "--out", str(tmp_path / "voorbeeld")]) == 2


def test_without_libreoffice_nothing_is_written_and_the_way_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("soffice") is None
    assert main(["example", "--out", str(tmp_path / "voorbeeld")]) == 2
    assert "PDF_NO_PROGRAM" in capsys.readouterr().err
    assert not (tmp_path / "voorbeeld").exists()
