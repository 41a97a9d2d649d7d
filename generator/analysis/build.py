"""Builds the analysis workbook: every sheet, table, chart and print set-up, with the collected lists filled in."""

from __future__ import annotations

from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from generator.analysis.cells import Pen
from generator.analysis.content import AnalysisContent, Table
from generator.analysis.explanation import lay_out_explanation
from generator.analysis.instruments import lay_out_grid
from generator.analysis.layout import (
    EXPLANATION_SHEET,
    INSTRUMENTS_SHEET,
    OVERVIEW,
    TECHNICAL_SHEET,
    list_places,
    named_blocks,
)
from generator.analysis.lists import lay_out_list
from generator.analysis.overview import lay_out_overview
from generator.analysis.pages import lay_out_page
from generator.analysis.results import lay_out_result
from generator.analysis.technical import lay_out_technical
from generator.finish import finished
from generator.formulas.workbook import with_results
from generator.styling import register_styles
from templates.analysis import analysis_texts
from templates.pages import pages_of
from templates.schema import Survey
from templates.wording import worded

__all__ = ["AnalysisContent", "Table", "build_analysis"]


def build_analysis(survey: Survey, content: AnalysisContent) -> bytes:
    """The analysis workbook of a survey as the bytes of an .xlsx; the same content gives the same bytes.

    The lists of `content` stand in their tables; the lists and result tables that commands fill are laid out and
    empty, with their names (`generator.analysis.layout`), so that a command only writes values.
    """
    texts = worded(analysis_texts(), survey)
    year = content.year or survey.identity.year
    book = Workbook()
    register_styles(book)
    book.remove(book.worksheets[0])
    overview = book.create_sheet(OVERVIEW)
    on_cover = lay_out_overview(Pen(overview), survey, year, texts)
    alt_texts = [on_cover] if on_cover else []
    for table in survey.tables:
        described = lay_out_result(Pen(book.create_sheet(table.sheet)), table, survey, year, texts)
        if described:
            alt_texts.append(described)
    footer = texts.result.footer.format(naam=survey.identity.title, jaar=year)
    alt_texts += [lay_out_page(Pen(book.create_sheet(page.sheet)), page, footer) for page in pages_of(survey)]
    lay_out_explanation(Pen(book.create_sheet(EXPLANATION_SHEET)), survey, year, texts)
    for place in list_places(survey):
        sheet = book.create_sheet(place.sheet)
        lay_out_list(sheet, place, survey, content, texts)
        if place.sheet == INSTRUMENTS_SHEET:
            alt_texts.append(lay_out_grid(Pen(sheet), place))
    lay_out_technical(Pen(book.create_sheet(TECHNICAL_SHEET)), survey, year, texts)
    for name, block in named_blocks(survey).items():
        book.defined_names[name] = DefinedName(name, attr_text=block.reference)
    book.properties.creator = survey.identity.title
    book.properties.title = texts.overview.title.replace("{naam}", survey.identity.title).replace("{jaar}", str(year))
    book.properties.language = "nl"
    laid_out = finished(book, alt_texts)
    return with_results(laid_out, INSTRUMENTS_SHEET) if INSTRUMENTS_SHEET in book.sheetnames else laid_out
