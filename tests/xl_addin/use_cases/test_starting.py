"""`new`: a survey of one's own that works as it stands, appears whole or not at all, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from templates.folders import FOLDER, VARIABLE
from tests.xl_addin.use_cases.conftest import ko


@pytest.fixture(autouse=True)
def no_named_surveys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")


@pytest.mark.parametrize("source", ["jeugd2024", "wi2021", "wi2021web"])
def test_the_copy_is_a_survey_under_its_own_name(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mijnwet2025"
    assert ko("new", folder, "--from", source) == 0
    copied = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    assert copied == {path.relative_to(FOLDER / source) for path in (FOLDER / source).rglob("*") if path.is_file()}
    assert "id: mijnwet2025" in (folder / "survey.yaml").read_text(encoding="utf-8").splitlines()
    capsys.readouterr()
    assert ko("questions", "--survey", folder) == 0
    own = capsys.readouterr().out
    assert ko("questions", "--survey", source) == 0
    assert own == capsys.readouterr().out


def test_a_folder_that_exists_and_a_name_that_no_workbook_carries_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "mijnwet"
    there.mkdir()
    (there / "eigen.txt").write_text("van mij", encoding="utf-8")
    for folder, code in ((there, "OUTPUT_EXISTS"), (tmp_path / "Mijn wet", "SURVEY_NAME")):
        assert ko("new", folder) == 2
        assert f"[{code}]" in capsys.readouterr().err
    assert ko("new", tmp_path / "anders", "--from", "bestaat_niet") == 2
    assert "[SURVEY_UNKNOWN]" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["mijnwet", "eigen.txt"]
