"""What was read so far, kept beside the output, so that a collection that was stopped goes on where it was.

Kept is what the sandbox said of a file, by the hash of the file: JSON, checked again when it is used like any answer
of the sandbox. The folder goes when the collection is done.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

from xl_addin.intake.plan import Plan

PASSING = {"INTAKE_CRASHED", "INTAKE_TOO_SLOW"}
"""Refusals that may turn out differently next time."""


class Kept:
    """The answers that are kept in a folder; without a folder nothing is kept.

    Files of another plan (another definition of the survey) are not used. A folder that cannot be written to only
    means that a second start reads everything again.
    """

    def __init__(self, folder: Path | None, plan: Plan) -> None:
        self.folder = folder
        self._plan = hashlib.sha256(json.dumps(plan.message(), sort_keys=True).encode()).hexdigest()[:16]

    def get(self, sha256: str) -> Any:
        """The answer on the file with this hash; None when there is none that can be trusted."""
        if self.folder is None:
            return None
        try:
            kept = json.loads(self._path(self.folder, sha256).read_bytes())
            text = json.dumps(kept["answer"])
            return kept["answer"] if kept["check"] == self._check(sha256, text) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, sha256: str, answer: Any) -> None:
        """Keeps an answer; it appears whole or not at all."""
        if self.folder is None or not isinstance(answer, dict) or answer.get("code") in PASSING:
            return
        text = json.dumps(answer)
        path = self._path(self.folder, sha256)
        temporary = path.with_name(f".{secrets.token_hex(6)}.tmp")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary.write_text(f'{{"check": "{self._check(sha256, text)}", "answer": {text}}}', encoding="utf-8")
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
                self.folder.rmdir()  # refused while anything is kept in it

    def _path(self, folder: Path, sha256: str) -> Path:
        return folder / f"{sha256}-{self._plan}.json"

    def _check(self, sha256: str, text: str) -> str:
        return hashlib.sha256(f"{sha256}{self._plan}{text}".encode()).hexdigest()


def folder_beside(out: Path) -> Path:
    """Where the reading for this output is kept while it lasts."""
    return out.with_name(f".{out.name}.inname")


def forget(folder: Path) -> None:
    """Takes away what was kept, and the folder when nothing else is in it."""
    if not folder.is_dir():
        return
    with contextlib.suppress(OSError):
        for path in (*folder.glob("*.json"), *folder.glob(".*.tmp")):
            path.unlink()
        folder.rmdir()
