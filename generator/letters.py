"""Documents about one municipality: the guide for its interview, and the error report to mail to it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from generator.ooxml.values import clean_text
from generator.style import BLUE, BLUE_LIGHT, FONT, WHITE
from templates.interview import InterviewDefinition

SIZE = 9.5
ANSWER_ROOM = 22
INTERVIEW_WIDTHS = (1.1, 11.2, 3.6, 3.2, 3.2, 3.0)
REPORT_WIDTHS = (3.4, 1.6, 12.6, 3.9, 3.9)
Row = Sequence[str]


def interview_document(
    definition: InterviewDefinition, naming: dict[str, str], points: Sequence[tuple[str, Row]]
) -> bytes:
    """The interview guide as a .docx. points: what kind of point, and the cells of its row, in the order of asking.

    naming: what `{gemeente}`, `{jaar}` and `{titel}` stand for. Under each kind a table, with room for the answer.
    """
    words = definition.interview
    document = _document(words.title.format_map(naming), words.intro.format_map(naming))
    for kind in (definition.kinds.fixed, definition.kinds.missing, definition.kinds.unfitting):
        rows = [row for of, row in points if of == kind]
        document.add_heading(kind.capitalize(), level=2)
        if not rows:
            document.add_paragraph(words.nothing)
            continue
        _table(document, words.columns, rows, INTERVIEW_WIDTHS, words.reply)
    document.add_paragraph(words.order)
    return _bytes(document)


def error_document(definition: InterviewDefinition, naming: dict[str, str], rows: Sequence[Row]) -> bytes:
    """The error report as a .docx: sheet, cell, what it is and how to mend it, found, expected."""
    words = definition.report
    document = _document(words.subject.format_map(naming), words.salutation.format_map(naming))
    document.add_paragraph((words.intro if rows else words.nothing).format_map(naming))
    if rows:
        _table(document, words.columns, rows, REPORT_WIDTHS)
    document.add_paragraph(words.closing)
    return _bytes(document)


def error_text(definition: InterviewDefinition, naming: dict[str, str], rows: Sequence[Row]) -> str:
    """The same report as plain text, ready for a mail; the first line is the subject."""
    words = definition.report
    lines = [
        words.line.format_map(
            {"nr": number, "plaats": ", ".join(part for part in row[:2] if part) or "-", "tekst": row[2]}
        )
        for number, row in enumerate(rows, start=1)
    ]
    body = [(words.intro if rows else words.nothing).format_map(naming), "", *lines]
    text = [words.subject.format_map(naming), "", words.salutation.format_map(naming), "", *body, "", words.closing, ""]
    return "\n".join(text)


def _document(title: str, intro: str) -> Any:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
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


def _table(document: Any, columns: Row, rows: Sequence[Row], widths: Sequence[float], reply: str = "") -> None:
    """A table with a heading that comes back on every page; under each row, where asked, a line for the answer."""
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    heading = table.rows[0]
    _write(heading, columns, widths, bold=True, colour=WHITE)
    for cell in heading.cells:
        _shade(cell, BLUE)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    heading._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        line = table.add_row()
        _write(line, row, widths)
        _keep_together(line)
        if reply:
            _add_reply(table, reply)


def _add_reply(table: Any, reply: str) -> None:
    """A row over the whole width with room for two lines of answer."""
    line = table.add_row()
    merged = line.cells[0].merge(line.cells[-1])
    first, *rest = merged.paragraphs
    for paragraph in rest:  # each merged cell leaves its empty paragraph behind
        paragraph._p.getparent().remove(paragraph._p)
    first.add_run(reply).italic = True
    first.paragraph_format.space_after = Pt(ANSWER_ROOM)
    _shade(merged, BLUE_LIGHT)
    _keep_together(line)


def _write(line: Any, texts: Row, widths: Sequence[float], bold: bool = False, colour: str = "") -> None:
    for cell, text, width in zip(line.cells, texts, widths, strict=True):
        cell.width = Cm(width)
        run = cell.paragraphs[0].add_run(clean_text(text))
        run.bold = bold
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour[-6:])


def _shade(cell: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), colour[-6:])
    cell._tc.get_or_add_tcPr().append(shading)


def _keep_together(line: Any) -> None:
    """A row does not break over pages."""
    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _bytes(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
