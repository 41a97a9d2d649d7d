"""Parts of a Word document in the product's style: the page, a table with a heading that comes back, shading, bytes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from generator.finish import settled
from generator.ooxml.values import clean_text
from generator.style import BLUE, FONT, GREY_LINE, WHITE

SIZE = 9.5
LONG_SIDE, SHORT_SIDE = 29.7, 21.0
A_FIXED_DAY = dt.datetime(2000, 1, 1)
AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription")
"""What the schema wants behind the lines of a table."""
Row = Sequence[str]


def new_document(title: str, intro: str, portrait: bool = False) -> Any:
    """An A4 document, lying unless `portrait`, with its title and a first paragraph."""
    document = Document()
    document.core_properties.title = clean_text(title)
    document.core_properties.created = document.core_properties.modified = A_FIXED_DAY
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT if portrait else WD_ORIENT.LANDSCAPE
    wide, high = (SHORT_SIDE, LONG_SIDE) if portrait else (LONG_SIDE, SHORT_SIDE)
    section.page_width, section.page_height = Cm(wide), Cm(high)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for name, size in (("Normal", SIZE), ("Heading 1", 16), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        # the East Asian font of a style goes before its name in some readers
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:ascii"), FONT)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(BLUE[-6:])
    document.add_heading(clean_text(title), level=1)
    document.add_paragraph(clean_text(intro))
    return document


def add_table(document: Any, columns: Row, widths: Sequence[float]) -> Any:
    """A table with only its heading, which comes back on every page; widths in centimetres."""
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    heading = table.rows[0]
    _write(heading, columns, widths, bold=True, colour=WHITE)
    for cell in heading.cells:
        shade(cell, BLUE)
    heading._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def add_row(table: Any, texts: Row, widths: Sequence[float], bold: bool = False, colour: str = "") -> Any:
    """A row of text that does not break over pages; `colour` is that of the letters."""
    line = table.add_row()
    _write(line, texts, widths, bold, colour)
    keep_together(line)
    return line


def align_figures(line: Any) -> None:
    """All cells but the first to the right, as figures stand."""
    for cell in line.cells[1:]:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _write(line: Any, texts: Row, widths: Sequence[float], bold: bool = False, colour: str = "") -> None:
    for cell, text, width in zip(line.cells, texts, widths, strict=True):
        cell.width = Cm(width)
        run = cell.paragraphs[0].add_run(clean_text(text))
        run.bold = bold
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour[-6:])


def shade(cell: Any, colour: str) -> None:
    """Fill a cell with a colour (RRGGBB)."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), colour[-6:])
    cell._tc.get_or_add_tcPr().append(shading)


def thin_lines(table: Any) -> None:
    """Thin grey lines between the rows and none between the columns, as in the workbook."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in ("top", "bottom", "insideH") else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), GREY_LINE)
        borders.append(line)
    table._tbl.tblPr.insert_element_before(borders, *AFTER_BORDERS)


def keep_together(line: Any) -> None:
    """A row does not break over pages."""
    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def document_bytes(document: Any) -> bytes:
    """The .docx; the same document gives the same bytes."""
    stream = io.BytesIO()
    document.save(stream)
    return settled(stream.getvalue())
