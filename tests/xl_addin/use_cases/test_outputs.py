"""Several files that appear together or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from templates import Problems
from xl_addin.use_cases.outputs import staged


def test_files_appear_together_and_nothing_else_stays(tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    with staged(folder) as write:
        write(folder / "a.txt", b"een")
        assert not (folder / "a.txt").exists()
        write(folder / "b.txt", b"twee")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.txt": b"een", "b.txt": b"twee"}


def test_a_failure_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"oud")
    with pytest.raises(ValueError, match="halverwege"), staged(tmp_path) as write:
        write(tmp_path / "a.txt", b"nieuw")
        raise ValueError("halverwege")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"oud")]


def test_a_file_that_is_open_elsewhere_keeps_all_back(tmp_path: Path) -> None:
    (tmp_path / ".~lock.b.xlsx#").touch()
    with pytest.raises(Problems) as found, staged(tmp_path) as write:
        write(tmp_path / "a.xlsx", b"een")
        write(tmp_path / "b.xlsx", b"twee")
    assert [problem.code for problem in found.value.problems] == ["OUTPUT_OPEN"]
    assert [path.name for path in tmp_path.iterdir()] == [".~lock.b.xlsx#"]
