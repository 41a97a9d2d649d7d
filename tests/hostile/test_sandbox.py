"""The processes in which files are parsed: their limits, what happens when one dies, and going on after a stop."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from templates import Problems
from tests.hostile.conftest import SURVEY, Sent
from tests.hostile.workbooks import with_parts
from xl_addin.intake.collecting import collect
from xl_addin.intake.parsing.limits import MEMORY
from xl_addin.intake.plan import make_plan
from xl_addin.intake.resuming import Kept, folder_beside, forget
from xl_addin.intake.returned import returned
from xl_addin.intake.sandbox import CRASHED, TOO_SLOW, Sandbox

PLAN = make_plan(SURVEY)


def test_a_process_that_dies_takes_one_file_with_it(sent: Sent) -> None:
    with Sandbox(PLAN, workers=1) as sandbox:
        assert "cells" in sandbox.read(sent.book)
        (process,) = sandbox._all
        assert process.process is not None
        process.process.kill()
        assert sandbox.read(sent.book) == CRASHED
        assert "cells" in sandbox.read(sent.book)


def test_a_file_that_takes_too_long_is_given_up(sent: Sent) -> None:
    slow = b"<a/>" * 6_000_000
    content = with_parts(sent.book, {"xl/worksheets/sheet2.xml": b"<x>" + slow + b"</x>"})
    with Sandbox(PLAN, workers=1, seconds=0.4) as sandbox:
        start = time.monotonic()
        assert sandbox.read(content) in (TOO_SLOW, {"code": "INTAKE_BOMB", "values": {}})
        assert time.monotonic() - start < 5
    with Sandbox(PLAN, workers=1) as sandbox:
        assert "cells" in sandbox.read(sent.book)


@pytest.mark.skipif(sys.platform == "win32", reason="these limits are those of POSIX")
def test_the_process_has_its_limits_and_no_way_to_write(tmp_path: Path) -> None:
    script = (
        "from xl_addin.intake.parsing.limits import limit_process, limit_next_file\n"
        "limit_process(); limit_next_file()\n"
        "import resource, json\n"
        "names = ('RLIMIT_AS', 'RLIMIT_CPU', 'RLIMIT_FSIZE')\n"
        "print(json.dumps([resource.getrlimit(getattr(resource, name))[0] for name in names]), flush=True)\n"
        "try: bytearray(2 * 1024**3)\n"
        "except MemoryError: print('memory', flush=True)\n"
        f"try: open({str(tmp_path / 'x')!r}, 'w').write('x' * 10000)\n"
        "except OSError: print('no file')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    limits, memory, written = done.stdout.splitlines()
    memory_limit, seconds, size = json.loads(limits)
    assert (memory_limit, size) == (MEMORY, 0)
    assert 0 < seconds < 60
    assert (memory, written) == ("memory", "no file")


def test_parsing_needs_nothing_but_the_standard_library() -> None:
    """What is loaded in the sandbox: no pandas, no templates, nothing that could be misused or slows the start."""
    script = "import sys, xl_addin.intake.parsing.worker; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    ours = {name for name in loaded if name.startswith(("xl_addin", "generator", "templates"))}
    assert all(name.startswith("xl_addin.intake.parsing") for name in ours - {"xl_addin", "xl_addin.intake"})
    assert not {"pandas", "numpy", "openpyxl", "pydantic", "yaml", "python_calamine"} & set(loaded)


@pytest.mark.parametrize("answer", [None, [], {}, {"cells": 3}, {"code": "rm", "values": {}}, {"kind": "xlsx"}])
def test_an_answer_that_makes_no_sense_is_a_refusal(answer: object) -> None:
    with pytest.raises(Problems) as refused:
        returned(answer, "a.xlsx")
    assert [problem.code for problem in refused.value.problems] == ["INTAKE_CRASHED"]


# --- going on after a stop -----------------------------------------------------------------------------------------


class StoppedError(Exception):
    """Somebody pressed Ctrl-C."""


def test_a_second_start_reads_only_what_was_not_read(
    sent: Sent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / f"{code}.xlsx" for code in sent.books]
    for path, content in zip(paths, sent.books.values(), strict=True):
        path.write_bytes(content)
    folder = folder_beside(tmp_path / "analyse.xlsx")

    def stop_at_the_last(path: Path) -> None:
        if path == paths[-1]:
            raise StoppedError

    with pytest.raises(StoppedError):
        collect(paths, SURVEY, sent.frame, progress=stop_at_the_last, keep_in=folder)
    assert len(list(folder.glob("*.json"))) == 2
    read: list[int] = []
    original = Sandbox.read
    monkeypatch.setattr(Sandbox, "read", lambda self, content: (read.append(len(content)), original(self, content))[1])
    again = collect(paths, SURVEY, sent.frame, keep_in=folder)
    assert len(read) == 1
    assert again.answers.equals(collect(paths, SURVEY, sent.frame).answers)
    forget(folder)
    assert not folder.exists()


@pytest.mark.parametrize("damage", [b"", b"{", b'{"check": "x", "answer": {}}', b"[]", b"\xff"])
def test_what_was_kept_and_is_damaged_is_read_again(damage: bytes, tmp_path: Path) -> None:
    kept = Kept(tmp_path / "map", PLAN)
    kept.put("ab", {"code": "INTAKE_DAMAGED", "values": {"uitleg": "x"}})
    assert kept.get("ab") == {"code": "INTAKE_DAMAGED", "values": {"uitleg": "x"}}
    (path,) = (tmp_path / "map").iterdir()
    path.write_bytes(path.read_bytes().replace(b"DAMAGED", b"CRASHED"))
    assert kept.get("ab") is None
    path.write_bytes(damage)
    assert kept.get("ab") is None


def test_a_crash_is_not_kept_and_an_unwritable_folder_stops_nothing(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "map", PLAN)
    kept.put("ab", CRASHED)
    assert kept.get("ab") is None
    (tmp_path / "bestand").write_text("x")
    Kept(tmp_path / "bestand", PLAN).put("ab", {"cells": {}})
    assert (tmp_path / "bestand").read_text() == "x"


def test_no_more_files_are_taken_up_than_there_are_processes_for(sent: Sent) -> None:
    taken: list[int] = []

    def files() -> Iterator[bytes]:
        for number in range(200):
            taken.append(number)
            yield sent.book

    with Sandbox(PLAN) as sandbox:
        first, size = next(sandbox.map(len, files()))
        assert size == len(first)
        assert len(taken) <= 2 * sandbox.workers + 2


def test_a_file_that_cannot_be_read_is_an_error_and_the_others_are_collected(sent: Sent, tmp_path: Path) -> None:
    (tmp_path / "weg.xlsx").symlink_to(tmp_path / "bestaat niet")
    (tmp_path / "goed.xlsx").write_bytes(sent.book)
    (tmp_path / "groot.xlsx").write_bytes(bytes(30_000_001))
    paths = [tmp_path / name for name in ("weg.xlsx", "goed.xlsx", "groot.xlsx")]
    found = collect(paths, SURVEY, sent.frame)
    assert list(found.answers.index) == [sent.code]
    assert [(one.regel, one.ernst) for one in found.findings] == [
        ("FILE_NOT_READABLE", "fout"),
        ("INTAKE_TOO_LARGE", "fout"),
    ]
