"""Where everything stands in the survey workbook: placement as plain data, without making a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from generator.ooxml.sheet import address
from generator.survey.calculation import RESULT, calculation
from generator.survey.input_pages import input_pages
from generator.survey.page import Page, place
from generator.survey.texts import text
from templates.questions import question_ids
from templates.schema import Survey


@dataclass(frozen=True)
class CellPlace:
    """A cell: its sheet, and row and column counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """As in B12."""
        return address(self.row, self.column)

    @property
    def reference(self) -> str:
        """With its sheet and dollar signs, as a defined name holds it."""
        return place(self.sheet, self.row, self.column)


@dataclass(frozen=True)
class Layout:
    """The places of all questions and computed figures, and the order of the sheets.

    questions: question id -> place, in workbook order; outcomes: `uit.*` name -> place; sheets: key of an input sheet
    -> its name in the workbook; order: all sheets as the tabs stand, hidden ones last.
    """

    questions: dict[str, CellPlace]
    outcomes: dict[str, CellPlace]
    sheets: dict[str, str]
    order: tuple[str, ...]

    def place_of(self, name: str) -> CellPlace:
        """The place of a question or computed figure; KeyError for any other name."""
        return self.questions[name] if name in self.questions else self.outcomes[name]


def layout(survey: Survey) -> Layout:
    """The lay-out of the survey workbook; the same survey gives the same places."""
    pages = input_pages(survey)
    computed = calculation(survey)
    found = {name: spot for page in pages for name, spot in _places(page).items()}
    outcomes = {name: spot for name, spot in _places(computed).items() if name.startswith(RESULT)}
    return Layout(
        questions={question: found[question] for question in question_ids(survey)},
        outcomes=outcomes,
        sheets={sheet.key: sheet.name for sheet in survey.sheets},
        order=sheet_order(survey),
    )


def sheet_order(survey: Survey) -> tuple[str, ...]:
    """The names of all sheets in the order of their tabs."""
    after = ("checks", "summary", "own", "parameters", "calculation", "lists", "meta")
    inputs = (sheet.name for sheet in survey.sheets)
    return (text("names.contents"), *inputs, *(text(f"names.{name}") for name in after))


def _places(page: Page) -> dict[str, CellPlace]:
    return {name: CellPlace(page.name, row, column) for name, (row, column, *_) in page.names.items()}
