"""The words of the analysis workbook that are the same under every law, read from `analysis.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from templates.plain_yaml import plain_yaml
from templates.schema import Frozen

FILE = Path(__file__).with_name("analysis.yaml")
RESEARCH_FILE = Path(__file__).with_name("lists_research.yaml")


class OverviewTexts(Frozen):
    """The overview sheet; `labels` stand beside the named cells, `chapters` above the parts of the contents."""

    title: str
    intro: str
    key_heading: str
    no_key_figures: str
    status_heading: str
    contents_heading: str
    labels: dict[str, str]
    start_message: str
    chapters: dict[str, str]


class TechnicalTexts(Frozen):
    """The sheet at the back: what the programs know the workbook by, and who may change which sheet."""

    title: str
    holds: str
    who: str
    labels: dict[str, str]
    columns: tuple[str, str]


class ResultTexts(Frozen):
    """What every result sheet says besides its own table."""

    who: str
    row: str
    heading: str
    whole: str
    sign: str
    unrounded: str
    unrounded_note: str
    recounted: str
    lowest: str
    highest: str
    both: str
    minimum: str
    maximum: str
    not_computed: str
    footer: str
    chart_name: str
    chart_reach: str
    origin: str
    origin_link: str
    origin_note: str
    explanation_link: str


class ExplanationTexts(Frozen):
    """The sheet that says how the figures of every table were made, and what is said once for all of them."""

    title: str
    holds: str
    who: str
    common: dict[str, str]
    columns: tuple[str, ...]


class ListTexts(Frozen):
    """A list sheet: what it holds, who may change it, what its columns mean, and the choices of a column."""

    title: str
    holds: str
    who: str
    columns: dict[str, str]
    choices: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class AnswersTexts(Frozen):
    """What the rows above the table of answers are called."""

    question: str
    sheet: str
    cell: str


class SeverityCodes(Frozen):
    """The codes of a finding's severity, as the findings list writes them."""

    error: str
    warning: str
    question: str


class AnalysisTexts(Frozen):
    """All words of the analysis workbook; `lists` by the name of the sheet."""

    overview: OverviewTexts
    technical: TechnicalTexts
    result: ResultTexts
    explanation: ExplanationTexts
    answers: AnswersTexts
    severities: SeverityCodes
    check_kinds: dict[str, str]
    lists: dict[str, ListTexts]


@cache
def analysis_texts() -> AnalysisTexts:
    """The words of the analysis workbook."""
    texts = plain_yaml(FILE)
    return AnalysisTexts.model_validate({**texts, "lists": {**texts["lists"], **plain_yaml(RESEARCH_FILE)["lists"]}})


def check_kinds() -> dict[str, str]:
    """What kind of check a rule is, by the first part of its id; `*` for any other."""
    return analysis_texts().check_kinds
