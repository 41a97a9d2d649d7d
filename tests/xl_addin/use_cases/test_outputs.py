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

    def fail_half_way() -> None:
        with staged(tmp_path) as write:
            write(tmp_path / "a.txt", b"nieuw")
            raise ValueError("halverwege")

    with pytest.raises(ValueError, match="halverwege"):
        fail_half_way()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"oud")]


def test_a_file_that_is_open_elsewhere_keeps_all_back(tmp_path: Path) -> None:
    (tmp_path / ".~lock.b.xlsx#").touch()

    def write_both() -> None:
        with staged(tmp_path) as write:
            write(tmp_path / "a.xlsx", b"een")
            write(tmp_path / "b.xlsx", b"twee")

    with pytest.raises(Problems) as found:
        write_both()
    assert [problem.code for problem in found.value.problems] == ["OUTPUT_OPEN"]
    assert [path.name for path in tmp_path.iterdir()] == [".~lock.b.xlsx#"]
