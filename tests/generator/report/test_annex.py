"""The annex, read back with python-docx."""

from __future__ import annotations

import io

import pytest
from docx import Document

from generator.report.annex import annex, letter_size
from generator.report.content import Report
from templates.report import report_words

WORDS = report_words()


@pytest.fixture
def document(report: Report):
    return Document(io.BytesIO(annex(report, WORDS)))


def test_every_table_has_a_section_and_stands_in_the_contents(document) -> None:
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == [WORDS.annex_contents, "Tabel 1: Kosten", "Tabel 2: Leeg", WORDS.account]
    assert [p.text for p in document.paragraphs].count("Tabel 2: Leeg") == 2


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
    assert "Gemeenten: 3 respondenten, per uitkomst n = 3." in said
    assert sum("GM2" in text for text in said) == 1


def test_more_columns_are_written_smaller() -> None:
    assert [letter_size(count) for count in (4, 5, 6)] == [9.5, 8.0, 7.5]


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert annex(report, WORDS) == annex(report, WORDS)
