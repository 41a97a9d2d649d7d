"""The presentation of a survey: which result tables, and the message that is computed from each (`report.yaml`).

A survey without the file gets a slide for every table, under the table's own title.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from templates.folders import survey_home
from templates.loading import inconsistent, read_part
from templates.plain_yaml import plain_yaml
from templates.problems import Problems
from templates.schema import Frozen, Pick, Survey

FILE = "report.yaml"
WORDS = Path(__file__).with_name(FILE)
Cell = tuple[int, int]
MOST_KEY_FIGURES = 7
"""So many fit beside the chart on the cover."""


class Told(Frozen):
    """What a placeholder of a message stands for; rows and columns of the table count from 1.

    `cell`: the figure as the table shows it. With `minus`: the absolute difference of two cells, written as `words`
    says for lower, not to be told apart and higher (`{bedrag}` is the difference). A difference is said only where the
    95% interval excludes 0, and nothing is told where no interval is known; `exact`: both cells are counts or amounts
    that are no estimates. With `of`: the share in the sum of those cells. `highest` or `lowest`: the column to look in
    over `rows`; gives the row's label, or its figure with `figure`. `below` or `above`: in how many of `rows` the 95%
    interval of the figure in that column lies below or above 0. `result`: a figure of the results by its key, as a part
    of the figure `part_of`.
    """

    cell: Cell | None = None
    minus: Cell | None = None
    exact: bool = False
    of: tuple[Cell, ...] = ()
    words: tuple[str, str, str] = ("{bedrag}", "{bedrag}", "{bedrag}")
    highest: int | None = None
    lowest: int | None = None
    below: int | None = None
    above: int | None = None
    rows: tuple[int, ...] = ()
    figure: bool = False
    result: Pick | None = None
    part_of: Pick | None = None

    @property
    def column(self) -> int | None:
        """The column that is looked in over `rows`."""
        return next((one for one in (self.highest, self.lowest, self.below, self.above) if one is not None), None)

    @model_validator(mode="after")
    def _tells_one_thing(self) -> Self:
        ways = (self.cell, self.highest, self.lowest, self.below, self.above, self.result)
        if sum(one is not None for one in ways) != 1:
            raise ValueError("geef precies een van 'cell', 'highest', 'lowest', 'below', 'above' en 'result'")
        if (self.column is None) == bool(self.rows):
            raise ValueError("'rows' hoort bij 'highest', 'lowest', 'below' of 'above'")
        if (self.result is None) != (self.part_of is None):
            raise ValueError("'result' en 'part_of' horen bij elkaar")
        return self


class Saying(Frozen):
    """A sentence and what its placeholders stand for."""

    message: str
    told: dict[str, Told] = Field(default_factory=dict)


class Slide(Saying):
    """A slide: a table, its message, and what the chart shows (the table's first, on `rows`).

    `instead`: what is said where a figure or interval of the sentences before it is not known.
    """

    table: str
    instead: tuple[Saying, ...] = ()
    rows: tuple[int, ...] = ()
    chart: int | None = 1

    @property
    def sayings(self) -> tuple[Saying, ...]:
        """What may be said, the first that can."""
        return (self, *self.instead)


class KeyFigure(Saying):
    """A figure on the cover of the workbook and of the presentation: its name, and a sentence told by a table."""

    name: str
    table: str
    instead: tuple[Saying, ...] = ()

    @property
    def sayings(self) -> tuple[Saying, ...]:
        """What may be said, the first that can."""
        return (self, *self.instead)


class ReportDefinition(Frozen):
    """The presentation of a survey, and what stands on the cover of its analysis workbook. `{jaar}` is the survey year.

    `balance`: the table whose first chart stands on the cover.
    """

    title: str
    subtitle: str
    slides: tuple[Slide, ...] = Field(min_length=1)
    key_figures: tuple[KeyFigure, ...] = Field(default=(), max_length=MOST_KEY_FIGURES)
    balance: str = ""


class ReportWords(Frozen):
    """The words of presentation and annex that are the same under every law."""

    source: str
    summary: str
    no_figure: str
    no_result: str
    no_result_why: str
    account: str
    account_intro: str
    tables_title: str
    tables_intro: str
    tables_method: str
    annex_title: str
    annex_intro: str
    annex_contents: str
    annex_row: str
    annex_empty: str
    hidden: str
    pending: str
    pending_nothing: str
    pending_findings: str
    pending_typed: str
    pending_estimated: str
    pending_exclusions: str
    pending_corrections: str
    default_subtitle: str


@cache
def report_words() -> ReportWords:
    """The words of every presentation and annex."""
    return ReportWords.model_validate(plain_yaml(WORDS))


def load_report(survey: Survey, folder: Path | None = None) -> ReportDefinition:
    """The presentation of a survey; without a file of its own a slide per table.

    Raises `Problems`, all together, each with file and line: what the schema does not know, and slides whose table or
    cells do not exist.
    """
    path = survey_home(survey.id, folder) / FILE
    if not path.is_file():
        slides = tuple(Slide(table=table.id, message=table.title) for table in survey.tables)
        subtitle = report_words().default_subtitle
        return ReportDefinition(title=survey.identity.title, subtitle=subtitle, slides=slides)
    definition: ReportDefinition = read_part(path, ReportDefinition)
    told: tuple[Slide | KeyFigure, ...] = (*definition.slides, *definition.key_figures)
    said = [(one.message, wrong) for one in told for wrong in _unfitting(one, survey)]
    wrong = [inconsistent(path, *one) for one in said]
    if wrong:
        raise Problems(wrong)
    return definition


def _unfitting(slide: Slide | KeyFigure, survey: Survey) -> list[str]:
    table = next((table for table in survey.tables if table.id == slide.table), None)
    if table is None:
        return [f"een dia noemt tabel {slide.table}, en die is er niet"]
    all_told = [told for saying in slide.sayings for told in saying.told.values()]
    cells = [cell for told in all_told for cell in (told.cell, told.minus, *told.of) if cell]
    cells += [(row, told.column or 1) for told in all_told for row in told.rows]
    cells += [(row, 1) for row in getattr(slide, "rows", ())]
    return [
        f"een dia noemt rij {row}, kolom {column} van tabel {slide.table}, en die is er niet"
        for row, column in cells
        if not (1 <= row <= len(table.rows) and 1 <= column <= len(table.columns))
    ]
