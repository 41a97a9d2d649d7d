"""Documents about one municipality: the guide for its interview, and the error report to mail to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.shared import Pt

from generator.style import BLUE_LIGHT
from generator.word import Row, add_row, add_table, document_bytes, keep_together, new_document, shade
from templates.interview import InterviewDefinition

ANSWER_ROOM = 22
CLOSING_SPACE = Pt(12)
INTERVIEW_WIDTHS = (1.1, 11.2, 3.6, 3.2, 3.2, 3.0)
REPORT_WIDTHS = (3.4, 1.6, 12.6, 3.9, 3.9)


def interview_document(
    definition: InterviewDefinition, naming: dict[str, str], points: Sequence[tuple[str, Row]]
) -> bytes:
    """The interview guide as a .docx. points: what kind of point, and the cells of its row, in the order of asking.

    naming: what `{gemeente}`, `{jaar}` and `{titel}` stand for. Under each kind a table, with room for the answer.
    """
    words = definition.interview
    document = new_document(words.title.format_map(naming), words.intro.format_map(naming))
    for kind in (definition.kinds.fixed, definition.kinds.missing, definition.kinds.unfitting):
        rows = [row for of, row in points if of == kind]
        document.add_heading(kind.capitalize(), level=2)
        if not rows:
            document.add_paragraph(words.nothing)
            continue
        _table(document, words.columns, rows, INTERVIEW_WIDTHS, words.reply)
    document.add_paragraph(words.order)
    return document_bytes(document)


def error_document(definition: InterviewDefinition, naming: dict[str, str], rows: Sequence[Row]) -> bytes:
    """The error report as a .docx: sheet, cell, what it is and how to mend it, found, expected."""
    words = definition.report
    document = new_document(words.subject.format_map(naming), words.salutation.format_map(naming))
    document.add_paragraph((words.intro if rows else words.nothing).format_map(naming))
    if rows:
        _table(document, words.columns, rows, REPORT_WIDTHS)
    document.add_paragraph(words.closing).paragraph_format.space_before = CLOSING_SPACE
    return document_bytes(document)


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


def _table(document: Any, columns: Row, rows: Sequence[Row], widths: Sequence[float], reply: str = "") -> None:
    """A table; under each row, where asked, a line for the answer."""
    table = add_table(document, columns, widths)
    for row in rows:
        add_row(table, row, widths)
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
    shade(merged, BLUE_LIGHT)
    keep_together(line)
