"""A folder of survey workbooks and a folder of answers: filled as one by one, or refused together."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.xl_addin.use_cases.conftest import Chain, ko


@pytest.fixture
def answers(chain: Chain, tmp_path: Path) -> Path:
    """The answers of three municipalities, under other names and letters."""
    folder = tmp_path / "antwoorden"
    folder.mkdir()
    for code, path in list(chain.country.answers.items())[:3]:
        shutil.copyfile(path, folder / f"{code.lower()} definitief.csv")
    return folder


def test_a_folder_is_filled_as_its_files_are_one_by_one(chain: Chain, answers: Path, tmp_path: Path) -> None:
    assert ko("fill", chain.home / "uitvraag", answers, "--out", tmp_path / "ingevuld") == 0
    made = sorted((tmp_path / "ingevuld").iterdir())
    assert len(made) == 3
    for path in made:
        assert path.read_bytes() == (chain.home / "ingevuld" / path.name).read_bytes()


def test_what_cannot_be_filled_is_told_together_and_nothing_is_written(
    chain: Chain, answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some = sorted(answers.iterdir())[0]
    shutil.copyfile(some, answers / f"nog eens {some.name}")
    shutil.copyfile(some, answers / "GM0000.csv")
    assert ko("fill", chain.home / "uitvraag", answers, "--out", tmp_path / "ingevuld") == 2
    said = capsys.readouterr().err
    assert "[FILL_CODE_DOUBLE]" in said
    assert "GM0000.csv" in said
    assert "[FILL_NO_WORKBOOK]" in said
    assert not (tmp_path / "ingevuld").exists()


def test_without_a_third_folder_or_answers_it_is_told(
    chain: Chain, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ko("fill", chain.home / "uitvraag", tmp_path) == 2
    assert "[FILL_FOLDERS]" in capsys.readouterr().err
    assert ko("fill", chain.home / "uitvraag", tmp_path, "--out", tmp_path / "ingevuld") == 2
    assert "[FILL_NO_ANSWERS]" in capsys.readouterr().err
