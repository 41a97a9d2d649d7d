"""What follows from a survey alone is worked out once for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from templates.schema import Survey

Made = TypeVar("Made")
_MOST = 8
"""Surveys kept; a command has one, and perhaps its translation."""


def once_per_survey(make: Callable[[Survey], Made]) -> Callable[[Survey], Made]:
    """The same function, which makes its result once for each survey. The result is shared, so not to be changed."""
    kept: dict[int, tuple[Survey, Made]] = {}

    @wraps(make)
    def made(survey: Survey) -> Made:
        found = kept.get(id(survey))
        if found is None or found[0] is not survey:
            if len(kept) >= _MOST:
                kept.clear()
            kept[id(survey)] = found = survey, make(survey)
        return found[1]

    return made
