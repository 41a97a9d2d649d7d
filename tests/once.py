"""What is dear to make and only looked at is made once per run, whichever worker of the run comes first."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")
SECONDS = 900
"""How long a worker waits for another before it takes that one for dead."""


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """What `make` gives of a folder of its own under this name; tests may read what is in there and change nothing.

    Workers of one run share it: the first makes it and keeps what was given, pickled; the others wait for that.
    """
    root = factory.getbasetemp()
    home = (root.parent if root.name.startswith("popen-") else root) / f"once-{name}"
    done, failed = home / "made.pickle", home / "failed"
    try:
        home.mkdir()
    except FileExistsError:
        return _waited_for(done, failed)
    try:
        (home / "in").mkdir()
        made = make(home / "in")
    except BaseException:
        failed.touch()
        raise
    part = home / "part.pickle"
    part.write_bytes(pickle.dumps(made))
    part.rename(done)
    return made


def _waited_for(done: Path, failed: Path) -> Made:  # type: ignore[type-var]
    until = time.monotonic() + SECONDS
    while not done.exists():
        if failed.exists() or time.monotonic() > until:
            pytest.fail(f"another worker did not make {done.parent.name}")
        time.sleep(0.2)
    found: Made = pickle.loads(done.read_bytes())
    return found
