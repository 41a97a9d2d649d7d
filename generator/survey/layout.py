"""Where everything stands in the survey workbook: placement as plain data, without making a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from generator.survey.calculation import calculation
from generator.survey.checks_page import checks_page
from generator.survey.formulas import RESULT
from generator.survey.input_pages import input_pages
from generator.survey.outlook import has_outlook
from generator.survey.places import CellPlace as CellPlace
from generator.survey.places import places_of
from generator.survey.summary_page import summary_page
from generator.survey.texts import text
from templates.kept import once_per_survey
from templates.questions import CHECKS, SUMMARY, question_ids
from templates.schema import Survey


@dataclass(frozen=True)
class Layout:
    """The places of all questions and computed figures, and the order of the sheets.

    questions: question id -> place, in workbook order; outcomes: `uit.*` name -> place; sheets: key of a sheet with
    questions -> its name in the workbook; order: all sheets as the tabs stand, hidden ones last.
    """

    questions: dict[str, CellPlace]
    outcomes: dict[str, CellPlace]
    sheets: dict[str, str]
    order: tuple[str, ...]

    def place_of(self, name: str) -> CellPlace:
        """The place of a question or computed figure; KeyError for any other name."""
        return self.questions[name] if name in self.questions else self.outcomes[name]


@once_per_survey
def layout(survey: Survey) -> Layout:
    """The lay-out of the survey workbook; the same survey gives the same places."""
    inputs = {name: spot for page in input_pages(survey) for name, spot in places_of(page).items()}
    found = inputs | places_of(checks_page(survey, inputs)) | places_of(summary_page(survey))
    outcomes = {name: spot for name, spot in places_of(calculation(survey)).items() if name.startswith(RESULT)}
    return Layout(
        questions={question: found[question] for question in question_ids(survey)},
        outcomes=outcomes,
        sheets={sheet.key: sheet.name for sheet in survey.sheets}
        | {CHECKS: text("names.checks"), SUMMARY: text("names.summary")},
        order=sheet_order(survey),
    )


def sheet_order(survey: Survey) -> tuple[str, ...]:
    """The names of all sheets in the order of their tabs."""
    outlook = ("outlook",) if has_outlook(survey) else ()
    after = ("checks", "summary", "own", *outlook, "parameters", "calculation", "readings", "lists", "meta")
    inputs = (sheet.name for sheet in survey.sheets)
    return (text("names.contents"), *inputs, *(text(f"names.{name}") for name in after))
