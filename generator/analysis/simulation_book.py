"""The workbook of a simulation: one page with its figures filled in and native charts linked to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.workbook import Workbook

from generator.analysis.cells import Pen, set_value
from generator.analysis.content import Value
from generator.analysis.page_layout import page_place
from generator.analysis.pages import lay_out_page
from generator.finish import finished
from generator.style import register_styles
from templates.pages import pages


def build_simulation(figures: Mapping[str, Sequence[Sequence[Value]]], footer: str) -> bytes:
    """The workbook as the bytes of an .xlsx; `figures` holds the rows of every panel by its id, at most its room."""
    page = pages().simulation
    book = Workbook()
    register_styles(book)
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(page.sheet)
    alt_texts = lay_out_page(Pen(sheet), page, footer)
    places = page_place(page)
    for panel, rows in figures.items():
        block = places.block(panel)
        for number, row in enumerate(rows):
            for at, value in enumerate(row):
                set_value(sheet.cell(block.row + number, block.column + at), value)
    book.properties.title = page.title
    book.properties.language = "nl"
    return finished(book, [alt_texts])
