"""Documents about one municipality: the guide for its interview, and the letter about what to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from docx.shared import Pt

from generator.ooxml.values import clean_text
from generator.style import BLUE_LIGHT
from generator.word import Row, add_row, add_table, document_bytes, keep_together, new_document, shade
from templates.interview import InterviewDefinition, ReportTexts

ANSWER_ROOM = 22
CLOSING_SPACE = Pt(12)
INTERVIEW_WIDTHS = (1.1, 11.2, 3.6, 3.2, 3.2, 3.0)
REPORT_WIDTHS = (1.1, 8.6, 8.8, 3.5, 3.7)


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


class Spot(NamedTuple):
    """Where a point was seen: a cell, what it asks (empty where it is no single question), found and expected."""

    cell: str
    question: str
    found: str
    expected: str


class Point(NamedTuple):
    """Something to look at, once, with every place of a sheet where it was seen; no sheet: the whole workbook."""

    sheet: str
    text: str
    spots: tuple[Spot, ...]


def error_document(definition: InterviewDefinition, naming: dict[str, str], points: Sequence[Point]) -> bytes:
    """The letter as a .docx: who writes to whom and when; then per sheet what it is, where, found and expected."""
    words = definition.report
    heading, *more = (line.format_map(naming) for line in words.heading)
    document = new_document(words.subject.format_map(naming), heading)
    for line in more:
        document.add_paragraph(clean_text(line))
    for paragraph in document.paragraphs[1:]:
        paragraph.paragraph_format.space_after = Pt(0)
    document.paragraphs[-1].paragraph_format.space_after = CLOSING_SPACE
    document.add_paragraph(clean_text(words.salutation.format_map(naming)))
    document.add_paragraph(clean_text((words.intro if points else words.nothing).format_map(naming)))
    for title, numbered in _by_sheet(definition, points):
        document.add_heading(clean_text(title), level=2)
        _table(document, words.columns, [_cells(number, point) for number, point in numbered], REPORT_WIDTHS)
    for at, line in enumerate((words.closing, naming["afzender"])):
        paragraph = document.add_paragraph(clean_text(line))
        paragraph.paragraph_format.space_before = CLOSING_SPACE if at == 0 else Pt(0)
    return document_bytes(document)


def error_text(definition: InterviewDefinition, naming: dict[str, str], points: Sequence[Point]) -> str:
    """The same letter as plain text, ready for a mail; the first line is the subject."""
    words = definition.report
    lines = [words.subject, "", *words.heading, "", words.salutation, "", words.intro if points else words.nothing]
    text = [line.format_map(naming) for line in lines]
    for title, numbered in _by_sheet(definition, points):
        text += ["", title]
        for number, point in numbered:
            shared = {spot.expected for spot in point.spots} if len(point.spots) > 1 else set()
            once = words.expected.format(verwacht=shared.pop()) if len(shared) == 1 and "" not in shared else ""
            text.append(words.line.format(nr=number, tekst=f"{point.text} ({once})" if once else point.text))
            spots = [spot._replace(expected="") if once else spot for spot in point.spots]
            text += [f"   - {line}" for line in (_told(spot, words) for spot in spots) if line]
    return "\n".join([*text, "", words.closing, naming["afzender"], ""])


def _by_sheet(
    definition: InterviewDefinition, points: Sequence[Point]
) -> Iterator[tuple[str, list[tuple[int, Point]]]]:
    """The points under the title of their sheet, in the order in which the sheets come, numbered on."""
    number = 1
    for sheet in dict.fromkeys(point.sheet for point in points):
        mine = [point for point in points if point.sheet == sheet]
        title = definition.report.sheet.format(blad=sheet) if sheet else definition.report.whole
        yield title, list(enumerate(mine, start=number))
        number += len(mine)


def _cells(number: int, point: Point) -> Row:
    where = "\n".join(" ".join(part for part in spot[:2] if part) for spot in point.spots)
    found, expected = ("\n".join(_together([spot[at] for spot in point.spots])) for at in (2, 3))
    return [str(number), point.text, where, found, expected]


def _together(texts: Sequence[str]) -> Sequence[str]:
    """What is the same everywhere is said once."""
    return texts[:1] if len(set(texts)) == 1 else texts


def _told(spot: Spot, words: ReportTexts) -> str:
    """Where, and between brackets what was found and what was expected."""
    found = words.found.format(gevonden=spot.found) if spot.found else ""
    expected = words.expected.format(verwacht=spot.expected) if spot.expected else ""
    seen = "; ".join(part for part in (found, expected) if part)
    where = " ".join(part for part in spot[:2] if part)
    return f"{where} ({seen})".strip() if seen else where


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
