"""Kills `collect` at random moments while it replaces an analysis workbook, and looks at what is left.

`python -m benchmarks.kill_collect [TIMES]` from the root of the repository; 100 times without an argument. Each turn
collects other files than the one before, so that the new workbook differs. The workbook must be the old one, byte for
byte, or a whole new one; and a run that is left alone afterwards must succeed.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

from generator.example import example_folder
from xl_addin.cli import main as kostenonderzoek

START = 0.3
"""Seconds in which Python itself starts: killing it there proves nothing."""


def command(files: Sequence[Path], frame: Path, out: Path) -> list[str]:
    """The call of `collect` that replaces `out`."""
    script = "import sys; from xl_addin.cli import main; sys.exit(main(sys.argv[1:]))"
    arguments = ["collect", *map(str, files), "--frame", str(frame), "--out", str(out), "--force"]
    return [sys.executable, "-c", script, *arguments]


def run_killed(call: Sequence[str], after: float) -> bool:
    """Runs the call and kills it after so many seconds; whether it was still running then."""
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def state(out: Path, old: bytes) -> str:
    """`old`, `new` (a whole workbook) or `damaged`."""
    content = out.read_bytes() if out.exists() else b""
    if content == old:
        return "old"
    try:
        with zipfile.ZipFile(out) as archive:
            whole = archive.testzip() is None and "xl/workbook.xml" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        whole = False
    return "new" if whole else "damaged"


def kill_often(calls: Sequence[Sequence[str]], out: Path, times: int, seed: int = 1) -> dict[str, int]:
    """Kills calls of `collect`, in turn, at random moments until so many were killed; how often each state was found.

    A call that ended before its moment counts as `ended`, and what it left is looked at too.
    """
    start = time.perf_counter()
    subprocess.run(calls[0], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    whole = time.perf_counter() - start
    chance = random.Random(seed)
    found = {"old": 0, "new": 0, "damaged": 0, "killed": 0, "ended": 0}
    while found["killed"] < times:
        old = out.read_bytes()
        killed = run_killed(calls[(found["killed"] + found["ended"]) % len(calls)], chance.uniform(START, whole))
        found["killed" if killed else "ended"] += 1
        left = state(out, old)
        found[left] += 1
        print(f"{found['killed']:4} killed, {left}", file=sys.stderr, flush=True)
    return found


def main(times: int) -> int:
    """Prints what was left, and whether a run that is left alone still works."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        kostenonderzoek(["demo", "--out", str(home)])
        frame, out = example_folder("wi2021") / "frame.csv", home / "analyse.xlsx"
        files = sorted((home / "ingevuld").glob("*.xlsx"))
        calls = [command(files[1:], frame, out), command(files[:-1], frame, out), command(files, frame, out)]
        found = kill_often(calls, out, times)
        after = subprocess.run(calls[-1], capture_output=True, check=False).returncode
        left = sorted(path.name for path in home.iterdir() if path.name.startswith("."))
    print(f"{found['killed']} killed, {found['ended']} ended before: ", end="")
    print(f"{found['old']} old, {found['new']} new, {found['damaged']} damaged")
    print(f"a run afterwards ends with {after}; hidden files left: {left or 'none'}")
    return 1 if found["damaged"] or after not in (0, 1) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
