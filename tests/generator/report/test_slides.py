"""The presentation, read back with python-pptx: messages, native charts, sources, and what is not known."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Pt

from generator.report.content import Report
from generator.report.slides import presentation
from templates.report import report_words

WORDS = report_words()


@pytest.fixture
def slides(report: Report) -> list:
    return list(Presentation(io.BytesIO(presentation(report, WORDS))).slides)


def texts(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_cover_a_slide_per_message_and_the_account(slides: list) -> None:
    assert [slide.shapes.title.text for slide in slides] == [
        "Wat kost het?",
        "Het kost 145 miljoen",
        "Leeg: nog geen uitkomst",
        "Ook als tabel",
        "Waar deze cijfers op rusten",
    ]


def test_charts_are_native_and_hold_the_figures_of_the_table(slides: list) -> None:
    (frame,) = (shape for shape in slides[1].shapes if shape.has_chart)
    plot = frame.chart.plots[0]
    # the heading is no bar; millions are shown as millions
    assert list(plot.categories) == ["Klein", "Alle"]
    assert list(plot.series[0].values) == [145.0, 200.0]
    behind = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    assert [[cell.value for cell in row] for row in behind["A2:B3"]] == [["Klein", 145], ["Alle", 200]]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "Staven per klasse."


def test_every_slide_names_its_source_and_n(slides: list) -> None:
    for slide, table in zip(slides[1:4], ("Tabel 1", "Tabel 2", "Tabel 1"), strict=True):
        said = f"Bron: Onderzoek, 2024. {table}. Opgaven van 3 gemeenten, per uitkomst n = 3."
        assert said in texts(slide)
        assert "Uitleg." in slide.notes_slide.notes_text_frame.text


def test_without_a_figure_the_slide_says_so_and_draws_nothing(slides: list) -> None:
    assert not any(shape.has_chart or shape.has_table for shape in slides[2].shapes)
    assert "is geen nul" in texts(slides[2])


def test_a_slide_without_chart_shows_the_table(slides: list) -> None:
    (grid,) = (shape.table for shape in slides[3].shapes if shape.has_table)
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["", "Laag tot hoog (mln)", "Deel"],
        ["Klein", "145 à 161", "25%"],
        ["Alle", "200", ""],
    ]


@pytest.mark.parametrize("length", [40, 140])
def test_every_message_is_written_in_one_size(report: Report, length: int) -> None:
    long = replace(report, slides=(replace(report.slides[0], message="m" * length),))
    slide = list(Presentation(io.BytesIO(presentation(long, WORDS))).slides)[1]
    assert slide.shapes.title.text_frame.paragraphs[0].font.size == Pt(24)


def test_nothing_stands_outside_the_slide_and_no_text_is_tiny(report: Report) -> None:
    deck = Presentation(io.BytesIO(presentation(report, WORDS)))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert min(shape.left, shape.top) >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            sizes = [p.font.size for p in shape.text_frame.paragraphs if p.text] if shape.has_text_frame else []
            assert all(size >= Pt(11) for size in sizes)


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert presentation(report, WORDS) == presentation(report, WORDS)
