"""Questions of a survey that the method does not read, and ids that it reads and the survey does not ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from templates import Problem, Survey
from templates.questions import questions
from xl_addin.methods.answers.question_ids import GENERAL_SHEET, method_ids

WORDS = ("tekst", "memo", "datum")
"""Questions in words are read by people."""
NAMED_AT_MOST = 12


def beside_the_method(survey: Survey) -> Iterator[Problem]:
    """At most one of each kind; all numbers of the general sheet are read, as circumstances."""
    asked = questions(survey)
    known, ids = set(method_ids(survey.dimensions)), {one.id for one in asked}
    unread = [
        one.id
        for one in asked
        if one.id not in known
        and one.field.type not in WORDS
        and not (one.numeric and one.id.startswith(GENERAL_SHEET))
    ]
    lacking = [name for name in method_ids(survey.dimensions) if name not in ids]
    yield from _told("QUESTIONS_NOT_READ", unread)
    yield from _told("QUESTIONS_LACKING", lacking)


def _told(code: str, ids: Sequence[str]) -> Iterator[Problem]:
    if ids:
        more = f" en {len(ids) - NAMED_AT_MOST} andere" if len(ids) > NAMED_AT_MOST else ""
        yield Problem(code, values={"aantal": len(ids), "ids": f"{', '.join(ids[:NAMED_AT_MOST])}{more}"})
