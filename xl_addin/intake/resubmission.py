"""Several files of one municipality: which one counts, and what changed between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from templates import Place, Problem
from templates.questions import SIGN_OFF
from xl_addin.intake.filled import Filled

UNTOUCHED = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
"""Workbooks are made with a fixed date before this one; a file that still says so was not saved by any program."""


@dataclass(frozen=True)
class Submission:
    """A file that was read, and the date of the file in nanoseconds."""

    filled: Filled
    file_date: int

    @property
    def saved(self) -> dt.datetime | None:
        """When a program last saved it, according to the file itself; None when it does not say."""
        try:
            moment = dt.datetime.fromisoformat(self.filled.modified)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return moment if moment > UNTOUCHED else None


@dataclass(frozen=True)
class Chosen:
    """The submission that counts, those it replaces (earliest first), those equal to another, and how it was chosen."""

    counts: Submission
    replaced: tuple[Submission, ...]
    equal: tuple[tuple[Submission, Submission], ...]
    code: str


def choose(submissions: Sequence[Submission]) -> Chosen:
    """Which of the files of one municipality counts: the one saved last.

    By the date in the files themselves when all of them have one; else by the date of the files; else by their order.
    Files with the same content are one.
    """
    first: dict[str, Submission] = {}
    equal = []
    for one in submissions:
        if one.filled.sha256 in first:
            equal.append((one, first[one.filled.sha256]))
        first.setdefault(one.filled.sha256, one)
    different = list(first.values())
    if len({one.saved for one in different}) > 1 and all(one.saved for one in different):
        different.sort(key=lambda one: one.saved or UNTOUCHED)
        code = "INTAKE_TWO_FILES"
    elif len({one.file_date for one in different}) > 1:
        different.sort(key=lambda one: one.file_date)
        code = "INTAKE_TWO_FILES_FILE_DATE"
    else:
        code = "INTAKE_TWO_FILES_ORDER"
    return Chosen(different[-1], tuple(different[:-1]), tuple(equal), code)


def changed_answers(earlier: Mapping[str, str | float], later: Filled) -> Iterator[tuple[str, Problem]]:
    """Every answer that differs from an earlier one of the same municipality, with its question; not the sign-off."""
    for name in dict.fromkeys((*earlier, *later.answers)):
        if name.startswith(SIGN_OFF):
            continue
        old, new = earlier.get(name), later.answers.get(name)
        if old != new:
            values = {"verwacht": _shown(old), "gevonden": _shown(new)}
            yield name, Problem("INTAKE_ANSWER_CHANGED", later.places.get(name, Place(later.file)), values)


def _shown(value: str | float | None) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return "" if value is None else str(value)
