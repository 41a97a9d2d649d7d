"""A copy of a survey definition to make mistakes in, and what is told of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from templates import Problem, Problems
from templates.loading import FOLDER


def copied(survey_id: str, folder: Path) -> Path:
    """A copy of a definition of the product, without its example, in a folder to load surveys from; gives the copy."""
    return Path(shutil.copytree(FOLDER / survey_id, folder / survey_id, ignore=shutil.ignore_patterns("example")))


def edit(path: Path, old: str, new: str) -> int:
    """Replaces the first `old` in a file; gives the line it stood on."""
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refused(read: Callable[[], object]) -> tuple[Problem, ...]:
    """The problems that reading gives; it must give some."""
    with pytest.raises(Problems) as found:
        read()
    return found.value.problems
