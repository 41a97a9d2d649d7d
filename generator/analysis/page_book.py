"""A workbook of pages alone, their figures filled in and native charts linked to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.workbook import Workbook

from generator.analysis.cells import Pen, set_value
from generator.analysis.content import Value
from generator.analysis.page_layout import page_place
from generator.analysis.pages import lay_out_page
from generator.finish import finished
from generator.styling import register_styles
from templates.pages import Page

Figures = Mapping[str, Sequence[Sequence[Value]]]


def build_pages(pages: Sequence[Page], figures: Figures, footer: str) -> bytes:
    """The workbook as the bytes of an .xlsx; `figures`: the rows of every panel by `page.panel`, at most its room."""
    book = Workbook()
    register_styles(book)
    book.remove(book.worksheets[0])
    alt_texts = []
    for page in pages:
        sheet = book.create_sheet(page.sheet)
        described = lay_out_page(Pen(sheet), page, footer)
        if described:
            alt_texts.append(described)
        for name, block in page_place(page).names.items():
            for number, row in enumerate(figures.get(name, ())):
                for at, value in enumerate(row):
                    set_value(sheet.cell(block.row + number, block.column + at), value)
    book.properties.title = pages[0].title
    book.properties.language = "nl"
    return finished(book, alt_texts)
