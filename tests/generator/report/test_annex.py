"""The annex, read back with python-docx."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document

from generator.report.annex import annex, letter_size
from generator.report.content import Report
from templates.report import report_words

WORDS = report_words()
HIDDEN = frozenset({(1, 0), (1, 1)})


@pytest.fixture
def document(report: Report):
    return Document(io.BytesIO(annex(report, WORDS)))


def test_every_table_has_a_section_and_stands_in_the_contents(document) -> None:
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == [WORDS.pending, WORDS.annex_contents, "Tabel 1: Kosten", "Tabel 2: Leeg", WORDS.account]
    assert [p.text for p in document.paragraphs].count("Tabel 2: Leeg") == 2


def test_what_is_not_settled_stands_before_all_tables(report: Report, document) -> None:
    assert WORDS.pending_nothing in [p.text for p in document.paragraphs]
    waiting = Document(io.BytesIO(annex(replace(report, pending=("3 bevindingen.", "1 geschat.")), WORDS)))
    texts = [p.text for p in waiting.paragraphs]
    assert texts[texts.index(WORDS.pending) + 1 :][:3] == ["3 bevindingen.", "1 geschat.", WORDS.annex_contents]


def test_a_figure_that_is_left_out_to_protect_is_marked_and_explained(report: Report) -> None:
    first = report.tables[0]
    hidden = replace(first, presented=[[None] * 3, [None, None, 0.25], [200e6, None, None]], hidden=HIDDEN)
    shown = Document(io.BytesIO(annex(replace(report, tables=(hidden,), minimum=3), WORDS)))
    assert [cell.text for cell in shown.tables[0].rows[2].cells] == ["Klein", "x", "25%"]
    assert WORDS.hidden.format(minimum=3) in [p.text for p in shown.paragraphs]


def test_a_table_is_written_in_full_with_ranges_together(document) -> None:
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Omschrijving", "Laag tot hoog (mln)", "Deel"],
        ["Klasse", "", ""],
        ["Klein", "145 à 161", "25%"],
        ["Alle", "200", ""],
    ]


def test_an_empty_table_is_said(document) -> None:
    assert WORDS.annex_empty in [p.text for p in document.paragraphs]


def test_source_and_n_stand_under_a_table_and_codes_only_in_the_account(document) -> None:
    said = [p.text for p in document.paragraphs]
    assert "Opgaven van 3 gemeenten, per uitkomst n = 3." in said
    assert sum("GM2" in text for text in said) == 1


def test_more_columns_are_written_smaller() -> None:
    assert [letter_size(count) for count in (4, 5, 6)] == [9.5, 8.0, 7.5]


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert annex(report, WORDS) == annex(report, WORDS)
