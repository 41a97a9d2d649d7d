"""Several files of one municipality: which one counts, and what changed between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from templates import Place, Problem, Survey
from templates.questions import SIGN_OFF, questions
from xl_addin.intake.filled import Filled
from xl_addin.intake.interpreting import as_text

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


def changed_answers(
    earlier: Mapping[str, str | float], later: Filled, written: Set[str]
) -> Iterator[tuple[str, Problem]]:
    """Every answer that differs from an earlier one of the same municipality, with its question; not the sign-off.

    written: questions that are answered in one's own words. Of those only that they changed is told: people write names
    there, and findings go to others.
    """
    for name in dict.fromkeys((*earlier, *later.answers)):
        old, new = earlier.get(name), later.answers.get(name)
        if name.startswith(SIGN_OFF) or old == new:
            continue
        place = later.places.get(name, Place(later.file))
        if name in written:
            yield name, Problem("INTAKE_TEXT_CHANGED", place)
        else:
            yield name, Problem("INTAKE_ANSWER_CHANGED", place, {"verwacht": as_text(old), "gevonden": as_text(new)})


def in_own_words(survey: Survey) -> Set[str]:
    """The questions that are answered in one's own words, what was filled in beforehand excepted."""
    asked = questions(survey)
    return {one.id for one in asked if not one.numeric and one.field.type != "code" and not one.field.prefilled}
