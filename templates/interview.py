"""The fixed topics of the interview with a municipality, and the words of the letters, read from `interview.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from templates.folders import survey_home
from templates.loading import read_part
from templates.schema import Frozen

FILE = "interview.yaml"
SHARED = Path(__file__).with_name(FILE)


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
    """The letter that goes to a respondent; the same words in the document and in the text to mail.

    `sender` is who sends it where no one else is named; `sheet` and `whole` head the points of a sheet and of the
    workbook as a whole.
    """

    subject: str
    sender: str
    heading: tuple[str, ...]
    salutation: str
    intro: str
    columns: tuple[str, ...]
    sheet: str
    whole: str
    nothing: str
    closing: str
    line: str
    found: str
    expected: str


class InterviewDefinition(Frozen):
    """Topics and words of a survey's interviews and error reports."""

    kinds: Kinds
    topics: tuple[Topic, ...]
    months: tuple[str, ...]
    interview: InterviewTexts
    report: ReportTexts


class OwnInterview(Frozen):
    """What `interview.yaml` of a survey says: its topics, and words that are to differ from the shared ones."""

    topics: tuple[Topic, ...] = ()
    kinds: Kinds | None = None
    interview: InterviewTexts | None = None
    report: ReportTexts | None = None


def load_interview(survey_id: str, folder: Path | None = None) -> InterviewDefinition:
    """The interview of a survey: the words all surveys share, and its own topics; none where it has no file of them.

    Raises `Problems` with file and line for what the schema does not know.
    """
    return _loaded(survey_home(survey_id, folder) / FILE)


@cache
def _loaded(path: Path) -> InterviewDefinition:
    shared: InterviewDefinition = read_part(SHARED, InterviewDefinition)
    own: OwnInterview = read_part(path, OwnInterview) if path.is_file() else OwnInterview()
    said = {name: value for name, value in own if value is not None}
    return shared.model_copy(update=said)
