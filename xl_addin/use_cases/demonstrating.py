"""The whole chain on the built-in example: from a list of municipalities to results in an analysis workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from templates import Place, Problem, Problems, Survey
from templates.folders import survey_home
from templates.parameters import in_force
from templates.questions import questions
from xl_addin.books import STEPS, Outcome
from xl_addin.intake.inputs import read_answers, read_frame, read_sample
from xl_addin.use_cases.analysing import Overrides, collect_into
from xl_addin.use_cases.filling import fill
from xl_addin.use_cases.generating import generate
from xl_addin.use_cases.outputs import refuse_existing
from xl_addin.use_cases.running import run

ANSWERS, EXAMPLE, EXPORT = "answers", "example", "export.csv"
SENT, RETURNED, ANALYSIS = "uitvraag", "ingevuld", "analyse.xlsx"


def demonstrate(
    survey: Survey, out: Path, now: dt.datetime, force: bool = False, say: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Generates, fills, collects and runs the example of the survey into `out`; `say` hears each stage.

    Raises `Problems` when `out` holds an earlier demo (unless `force`) or cannot be written.
    """
    if (survey_home(survey.id) / EXAMPLE / EXPORT).is_file():
        return _count_export(survey, out, now, force, say)
    refuse_existing([out / SENT, out / RETURNED, out / ANALYSIS], force)
    example = example_of(survey)
    frame = read_frame(example / "frame.csv", survey.dimensions)
    sample = read_sample(example / "sample.csv", frame)
    parameters = in_force(survey)
    say(f"1/4 Vragenlijsten maken voor {len(sample)} gemeenten")
    books = generate(survey, survey.identity.year, frame, sample, parameters, out / SENT, force)
    answers = sorted((example / ANSWERS).glob("GM*.csv"))
    say(f"2/4 Antwoorden van {len(answers)} gemeenten invullen")
    numeric = {question.id for question in questions(survey) if question.numeric}
    for path in answers:
        book = next(book for book in books if path.stem in book.name)
        fill(book, read_answers(path, numeric), survey, out / RETURNED / book.name, force)
    say("3/4 Verzamelen en controleren")
    target = out / ANALYSIS
    collect_into([out / RETURNED], survey, frame, sample, Overrides(), target, now, force=force)
    say("4/4 Kosten toerekenen, wegen, ramen en met de bekostiging vergelijken")
    return run(target, STEPS, "file", now).outcome


def _count_export(survey: Survey, out: Path, now: dt.datetime, force: bool, say: Callable[[str], None]) -> Outcome:
    """The example of a survey that a survey tool asks: its export collected and counted."""
    frame = read_frame(survey_home(survey.identity.country or survey.id) / EXAMPLE / "frame.csv", survey.dimensions)
    export = survey_home(survey.id) / EXAMPLE / EXPORT
    say("1/2 De export van de webenquête verzamelen en controleren")
    collect_into([export], survey, frame, None, Overrides(), out / ANALYSIS, now, force=force)
    say("2/2 Antwoorden tellen")
    return run(out / ANALYSIS, STEPS, "file", now).outcome


def example_of(survey: Survey) -> Path:
    """The folder with the example of a survey. Raises `Problems` (TEMPLATE_PART_MISSING), all missing parts at once."""
    example = survey_home(survey.id) / EXAMPLE
    parts = [example / name for name in ("frame.csv", "sample.csv")]
    missing = [part for part in parts if not part.is_file()]
    missing += [] if list((example / ANSWERS).glob("GM*.csv")) else [example / ANSWERS / "GM*.csv"]
    if missing:
        places = [Place("/".join(part.relative_to(example.parent.parent).parts)) for part in missing]
        parts_of = zip(places, missing, strict=True)
        raise Problems(Problem("TEMPLATE_PART_MISSING", place, {"deel": part.name}) for place, part in parts_of)
    return example
