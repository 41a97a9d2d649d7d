"""All sheets of the survey workbook as plain data; `build` writes them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.survey.calculation import calculation
from generator.survey.checks_page import checks_page
from generator.survey.input_pages import input_pages
from generator.survey.layout import layout, sheet_order
from generator.survey.outlook import has_outlook, outlook_page
from generator.survey.own_result import own_result_page
from generator.survey.page import Page
from generator.survey.reading_page import reading_page
from generator.survey.reference_pages import contents_page, lists_page, meta_page, parameters_page
from generator.survey.summary_page import summary_page
from generator.survey.texts import speaking_of
from templates.parameters import ParameterInForce
from templates.schema import Survey


def survey_pages(survey: Survey, year: int, parameters: Mapping[str, ParameterInForce]) -> tuple[Page, ...]:
    """All sheets of the survey workbook as plain data, in the order of their tabs."""
    with speaking_of(survey):
        pages = (
            contents_page(survey, year),
            *input_pages(survey),
            checks_page(survey, layout(survey).questions),
            summary_page(survey),
            own_result_page(survey),
            *([outlook_page(survey)] if has_outlook(survey) else []),
            parameters_page(survey, parameters),
            calculation(survey),
            reading_page(survey, layout(survey).questions),
            lists_page(survey),
            meta_page(survey, year, parameters),
        )
    assert tuple(page.name for page in pages) == sheet_order(survey)
    return pages
