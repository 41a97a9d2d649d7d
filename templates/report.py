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
from templates.schema import Frozen, Survey

FILE = "report.yaml"
WORDS = Path(__file__).with_name(FILE)
Cell = tuple[int, int]


class Told(Frozen):
    """What a placeholder of a message stands for; rows and columns of the table count from 1.

    `cell`: the figure as the table shows it. With `minus`: the absolute difference of two cells, written as `words`
    says for lower, equal and higher (`{bedrag}` is the difference). With `of`: the share in the sum of those cells.
    `highest` or `lowest`: the column to look in over `rows`; gives the row's label, or its figure with `figure`.
    """

    cell: Cell | None = None
    minus: Cell | None = None
    of: tuple[Cell, ...] = ()
    words: tuple[str, str, str] = ("{bedrag}", "{bedrag}", "{bedrag}")
    highest: int | None = None
    lowest: int | None = None
    rows: tuple[int, ...] = ()
    figure: bool = False

    @model_validator(mode="after")
    def _tells_one_thing(self) -> Self:
        if sum(one is not None for one in (self.cell, self.highest, self.lowest)) != 1:
            raise ValueError("geef precies een van 'cell', 'highest' en 'lowest'")
        if (self.cell is None) != bool(self.rows):
            raise ValueError("'rows' hoort bij 'highest' of 'lowest'")
        return self


class Slide(Frozen):
    """A slide: a table, the pattern of its message, and what the chart shows (the table's first, on `rows`)."""

    table: str
    message: str
    told: dict[str, Told] = Field(default_factory=dict)
    rows: tuple[int, ...] = ()
    chart: int | None = 1


class ReportDefinition(Frozen):
    """The presentation of a survey. `{jaar}` is the survey year."""

    title: str
    subtitle: str
    slides: tuple[Slide, ...] = Field(min_length=1)


class ReportWords(Frozen):
    """The words of presentation and annex that are the same under every law."""

    source: str
    no_result: str
    no_result_why: str
    account: str
    account_intro: str
    annex_title: str
    annex_intro: str
    annex_contents: str
    annex_row: str
    annex_empty: str
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
    said = [(slide.message, one) for slide in definition.slides for one in _unfitting(slide, survey)]
    wrong = [inconsistent(path, *one) for one in said]
    if wrong:
        raise Problems(wrong)
    return definition


def _unfitting(slide: Slide, survey: Survey) -> list[str]:
    table = next((table for table in survey.tables if table.id == slide.table), None)
    if table is None:
        return [f"een dia noemt tabel {slide.table}, en die is er niet"]
    cells = [cell for told in slide.told.values() for cell in (told.cell, told.minus, *told.of) if cell]
    cells += [(row, told.highest or told.lowest or 1) for told in slide.told.values() for row in told.rows]
    cells += [(row, 1) for row in slide.rows]
    return [
        f"een dia noemt rij {row}, kolom {column} van tabel {slide.table}, en die is er niet"
        for row, column in cells
        if not (1 <= row <= len(table.rows) and 1 <= column <= len(table.columns))
    ]
