"""Several files of one municipality: which one counts, and what changed between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from templates import Place, Problem, Survey
from templates.questions import SIGN_OFF, questions
from xl_addin.intake.filled import Filled
from xl_addin.intake.interpreting import as_text
from xl_addin.intake.normalising import UNKNOWN

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


def joined_parts(earlier: Filled, later: Filled, own: Set[str]) -> Filled | None:
    """Two files that each hold a part of the answers as one; None where the later one replaces the earlier.

    They are parts where most of what each answers is left open by the other, as when two departments send theirs. An
    answer that both give and that differs is not read (`onbekend`) and asked. own: the questions that count in this.
    """
    mine = {name: value for name, value in earlier.answers.items() if name in own}
    other = {name: value for name, value in later.answers.items() if name in own}
    both = mine.keys() & other.keys()
    if len(both) > min(len(mine.keys() - both), len(other.keys() - both)):
        return None
    added = {name: value for name, value in earlier.answers.items() if name not in later.answers}
    against = sorted(name for name in both if mine[name] != other[name])
    place, values = Place(later.file), {"andere": earlier.file}
    said = [("", Problem("INTAKE_JOINED", place, {**values, "aantal": len(added)}))]
    for name in against:
        differ = {**values, "verwacht": as_text(mine[name]), "gevonden": as_text(other[name])}
        said.append((name, Problem("INTAKE_CONTRADICTION", later.places.get(name, place), differ)))
    kept = [one for one in earlier.remarks if one not in later.remarks]
    return replace(
        later,
        answers={**later.answers, **added, **dict.fromkeys(against, UNKNOWN)},
        remarks=(*later.remarks, *kept, *said),
        places={**later.places, **{name: earlier.places[name] for name in added if name in earlier.places}},
        notes={**earlier.notes, **later.notes},
        outcomes={},
    )


def own_answers(survey: Survey) -> Set[str]:
    """The questions that a municipality answers itself: no facts, no sign-off, nothing in its own words."""
    words = in_own_words(survey)
    return {
        one.id
        for one in questions(survey)
        if one.id not in words and not one.field.prefilled and not one.id.startswith(SIGN_OFF)
    }


def in_own_words(survey: Survey) -> Set[str]:
    """The questions that are answered in one's own words, what was filled in beforehand excepted."""
    asked = questions(survey)
    return {one.id for one in asked if not one.numeric and one.field.type != "code" and not one.field.prefilled}
