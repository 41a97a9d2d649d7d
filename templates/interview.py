"""The fixed topics of the interview with a municipality, and the words of the letters, read from `interview.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from templates.loading import FOLDER, read_part
from templates.schema import Frozen

FILE = "interview.yaml"


class Topic(Frozen):
    """A topic that is raised with every municipality; `question` is the answer it is about, if any."""

    text: str
    question: str = ""


class Kinds(Frozen):
    """What the points of an interview are called, in the order in which they are raised."""

    fixed: str
    missing: str
    unfitting: str


class InterviewTexts(Frozen):
    """The interview list: `{gemeente}`, `{jaar}` and `{titel}` are filled in."""

    title: str
    intro: str
    columns: tuple[str, ...]
    nothing: str
    order: str
    reply: str


class ReportTexts(Frozen):
    """The error report that goes to a respondent; the same words in the document and in the text to mail."""

    subject: str
    salutation: str
    intro: str
    columns: tuple[str, ...]
    nothing: str
    closing: str
    line: str


class InterviewDefinition(Frozen):
    """Topics and words of a survey's interviews and error reports."""

    kinds: Kinds
    topics: tuple[Topic, ...]
    interview: InterviewTexts
    report: ReportTexts


@cache
def load_interview(survey_id: str, folder: Path = FOLDER) -> InterviewDefinition:
    """The interview of a survey. Raises `Problems`, with file and line."""
    return read_part(folder / survey_id / FILE, InterviewDefinition)
