"""The annex: every result table in Word, with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from generator.ooxml.values import clean_text
from generator.report.content import Filled, Report
from generator.report.rows import heading_texts, row_texts
from generator.style import BLUE, BLUE_LIGHT, GREY_DARK
from generator.word import add_row, add_table, align_figures, document_bytes, new_document, shade, thin_lines
from templates.report import ReportWords
from templates.schema import ResultTable

WIDE = 17.0
NARROWEST_LABEL = 4.4
FIGURE_WIDTH, RANGE_WIDTH = 2.4, 2.9
NOTE_SIZE = 8.5
MANY_COLUMNS = 5
LETTER_SIZES = ((4, 9.5), (MANY_COLUMNS, 8.0))  # up to so many columns of figures, in points
SMALLEST_SIZE = 7.5


def annex(report: Report, words: ReportWords) -> bytes:
    """The annex as a .docx: a list of tables, a section per table, and what all of them rest on."""
    naming = {"naam": report.name, "jaar": report.year}
    document = new_document(words.annex_title.format_map(naming), words.annex_intro.format_map(naming), portrait=True)
    document.add_heading(words.pending, level=2)
    for line in report.pending or (words.pending_nothing,):
        _closely(document.add_paragraph(clean_text(line), style="List Bullet" if report.pending else None))
    document.add_heading(words.annex_contents, level=2)
    for filled in report.tables:
        _closely(document.add_paragraph(clean_text(filled.name)))
    document.add_page_break()
    for filled in report.tables:
        _add_section(document, filled, words, report.minimum)
    document.add_heading(words.account, level=2)
    for line in report.account:
        document.add_paragraph(clean_text(line))
    _add_page_number(document.sections[0].footer.paragraphs[0], f"{report.name}, {report.year}   ")
    return document_bytes(document)


def _add_section(document: Any, filled: Filled, words: ReportWords, minimum: int) -> None:
    heading = document.add_heading(clean_text(filled.name), level=2)
    heading.paragraph_format.space_before = Pt(18)
    subtitle = document.add_paragraph(clean_text(filled.table.subtitle))
    subtitle.paragraph_format.keep_with_next = True
    _grey(subtitle)
    if filled.empty:
        document.add_paragraph(words.annex_empty)
    else:
        _add_figures(document, filled, words)
    protected = words.hidden.format(minimum=minimum) if filled.hidden else ""
    # the line on thin classes warns who sees their figures
    thin = filled.rests_on[3:4] if not minimum else ()
    for line in (filled.table.rests_on, filled.count, *filled.rests_on[1:2], *thin, protected):
        if line:
            _note(document, line)


def _add_figures(document: Any, filled: Filled, words: ReportWords) -> None:
    texts, headings = row_texts(filled), heading_texts(filled.table)
    widths = _widths(filled.table, texts.columns)
    table = add_table(document, [words.annex_row, *(headings[column] for column in texts.columns)], widths)
    align_figures(table.rows[0])
    for row, line in zip(filled.table.rows, texts.lines, strict=True):
        heading = row.pick is None
        strong = heading or row.style != "gewoon"
        written = add_row(table, [row.label, *line], widths, bold=strong, colour=BLUE if strong else "")
        align_figures(written)
        if row.style == "totaal" and not heading:
            for cell in written.cells:
                shade(cell, BLUE_LIGHT)
    thin_lines(table)
    size, heading_size = (letter_size(count) for count in (len(texts.columns), MANY_COLUMNS))
    for at, one in enumerate(table.rows):
        for cell in one.cells:
            paragraph = cell.paragraphs[0]
            _closely(paragraph)
            paragraph.paragraph_format.keep_with_next = True
            for run in paragraph.runs:
                run.font.size = Pt(min(size, heading_size) if at == 0 else size)


def letter_size(columns: int) -> float:
    """The size of letters in a table with so many columns of figures."""
    return next((size for most, size in LETTER_SIZES if columns <= most), SMALLEST_SIZE)


def _widths(table: ResultTable, columns: Sequence[int]) -> Sequence[float]:
    """Centimetres per column: a range takes more than a figure, the label what they leave."""
    after = {at - 1 for at, column in enumerate(table.columns) if column.upper}
    figures = [RANGE_WIDTH if at in after else FIGURE_WIDTH for at in columns]
    label = max(NARROWEST_LABEL, WIDE - sum(figures))
    scale = min(1.0, (WIDE - label) / sum(figures))
    return (label, *(width * scale for width in figures))


def _closely(paragraph: Any) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)


def _grey(paragraph: Any) -> None:
    for run in paragraph.runs:
        run.font.color.rgb = RGBColor.from_string(GREY_DARK)


def _note(document: Any, text: str) -> None:
    paragraph = document.add_paragraph(clean_text(text))
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(3), Pt(0)
    paragraph.paragraph_format.right_indent = Cm(0.5)
    for run in paragraph.runs:
        run.italic, run.font.size = True, Pt(NOTE_SIZE)
    _grey(paragraph)


def _add_page_number(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(clean_text(text))
    run.font.size = Pt(NOTE_SIZE)
    for kind, inner in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = inner
        run._r.append(part)
