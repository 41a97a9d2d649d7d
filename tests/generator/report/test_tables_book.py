"""The workbook with the tables for publication: what is left out is not in the file, and what Excel opens."""

import io
from dataclasses import replace

import openpyxl

from generator.analysis.layout import result_place
from generator.lint import defects
from generator.report.content import Report
from generator.report.tables_book import tables_book
from templates.report import report_words
from tests.generator.report.conftest import TABLE

WORDS = report_words()


def protected(report: Report) -> Report:
    first = replace(
        report.tables[0],
        presented=[[None] * 3, [None, None, None], [200e6, 220e6, 0.5]],
        hidden=frozenset({(1, 0), (1, 1), (1, 2)}),
        signs=("", "x", ""),
        source=("Bron: Onderzoek.", "Teken: x = weggelaten."),
    )
    return replace(report, tables=(first,), summary=(("Landelijk", "145 à 161 miljoen euro"),))


def test_a_sheet_per_table_with_figures_signs_and_source(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(tables_book(protected(report), WORDS)))
    assert book.sheetnames == ["Overzicht", "Tabel 1"]
    place, sheet = result_place(TABLE), book["Tabel 1"]
    rows = [[cell.value for cell in row] for row in sheet[place.table_area]]
    # the heading is a column; what is left out is empty and carries its sign
    assert rows[1:] == [["Klasse", "Klein", None, None, None, "x"], ["Klasse", "Alle", 200e6, 220e6, 0.5, None]]
    assert [sheet.cell(place.source.row + at, 1).value for at in (0, 1)] == [
        "Bron: Onderzoek.",
        "Teken: x = weggelaten.",
    ]
    assert list(sheet.tables) == [place.table_name]


def test_nothing_unrounded_and_no_municipality_is_in_the_file(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(tables_book(protected(report), WORDS)))
    place = result_place(TABLE)
    beside = [
        c.value for row in book["Tabel 1"].iter_rows(min_col=place.full.column) for c in row if c.value is not None
    ]
    assert beside == []
    said = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [text for text in said if "GM" in text]
    assert not book.defined_names


def test_the_cover_holds_the_key_figures_and_a_way_to_every_table(report: Report) -> None:
    cover = openpyxl.load_workbook(io.BytesIO(tables_book(protected(report), WORDS)))["Overzicht"]
    assert (cover["A4"].value, cover["B4"].value) == ("Landelijk", "145 à 161 miljoen euro")
    links = [c.hyperlink.location for row in cover.iter_rows() for c in row if c.hyperlink]
    assert links == ["'Tabel 1'!A1"]


def test_the_same_report_gives_the_same_bytes_and_the_linter_finds_nothing(report: Report) -> None:
    made = tables_book(protected(report), WORDS)
    assert made == tables_book(protected(report), WORDS)
    assert defects(made) == ()
