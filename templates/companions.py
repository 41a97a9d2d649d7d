"""What stands beside a survey definition, looked over with it: plausibility, interview, presentation, comparison.

The commands that need such a file read it when they come to it; a researcher hears of a mistake before that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from templates.comparison import load_comparison
from templates.consistency import load_consistency
from templates.folders import survey_home
from templates.interview import FILE as INTERVIEW
from templates.interview import load_interview
from templates.loading import inconsistent
from templates.plausibility import FILE as PLAUSIBILITY
from templates.plausibility import load_plausibility
from templates.problems import Problem, Problems
from templates.questions import question_ids
from templates.report import load_report
from templates.schema import Survey
from templates.web_mapping import load_web_mapping


def refuse_wrong_companions(survey: Survey, folder: Path | None = None) -> None:
    """Raises `Problems` with every mistake in the files beside the definition, each with file and line.

    What their schemas refuse, and questions, parameters, tables and cells that the survey does not have. A file that is
    not there is no mistake.
    """
    readers: tuple[Callable[[], object], ...] = (
        lambda: load_plausibility(survey.id, folder),
        lambda: load_interview(survey.id, folder),
        lambda: load_report(survey, folder),
        lambda: load_comparison(survey.id, folder),
        lambda: load_consistency(survey.id, folder),
        lambda: load_web_mapping(survey.id, folder),
    )
    problems: list[Problem] = []
    for read in readers:
        try:
            read()
        except Problems as found:
            problems += found.problems
    problems = problems or [*_misfits(survey, folder)]
    if problems:
        raise Problems(problems)


def _misfits(survey: Survey, folder: Path | None) -> Iterator[Problem]:
    home, asked = survey_home(survey.id, folder), set(question_ids(survey))
    for topic in load_interview(survey.id, folder).topics:
        if topic.question and topic.question not in asked:
            said = f"een onderwerp gaat over vraag '{topic.question}', en die is er niet"
            yield inconsistent(home / INTERVIEW, topic.question, said)
    for rule, name, kind, known in _named(survey, folder):
        if name not in known:
            said = f"'{rule}' noemt {kind} '{name}', en die is er niet"
            yield inconsistent(home / PLAUSIBILITY, f"id: {rule}", said)


def _named(survey: Survey, folder: Path | None) -> Iterator[tuple[str, str, str, set[str]]]:
    """Every question and parameter that a plausibility check names: check, name, what it is, and those there are."""
    asked, codes = set(question_ids(survey)), {parameter.code for parameter in survey.parameters}
    checks = load_plausibility(survey.id, folder)
    judged = checks.written_out(survey.dimensions)
    for one in (*judged.bounds, *judged.others, *judged.slips):
        cells = {condition.id for condition in one.when}
        for name in ("cell", "cells", "swap_with", "divide_by"):
            given = getattr(one, name, ())
            cells |= ({given} if given else set()) if isinstance(given, str) else set(given)
        yield from ((one.id, name, "vraag", asked) for name in sorted(cells))
    # of a check that is written out per code, a limit may be known for some codes only
    limits = [(one.id, limit) for one in checks.bounds for limit in (one.low, one.high)]
    limits += [(one.id, limit) for one in checks.slips for limit in (one.low, one.high)]
    for rule, limit in limits:
        if isinstance(limit, str) and "{" not in limit:
            yield rule, limit, "parameter", codes
