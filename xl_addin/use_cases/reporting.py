"""Makes the presentation and the annex of an analysis workbook whose tables are filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import xlwings as xw

from generator.analysis import layout as place
from generator.analysis.results import dated
from generator.report.content import Filled, Report, Shown
from templates import Place, Problem, Problems, Survey, load_survey
from templates.report import ReportDefinition, load_report, report_words
from xl_addin.books.book import read_block, read_table
from xl_addin.methods.key_messages import message
from xl_addin.methods.result_tables import Figure, FilledTable, Found, indexed
from xl_addin.use_cases.opening import opened, refuse_missing
from xl_addin.use_cases.outputs import refuse_existing, staged

SLIDES, ANNEX = "presentatie.pptx", "tabellenbijlage.docx"
Row = list[Figure]


def write_report(path: Path, out: Path, force: bool = False) -> tuple[Path, ...]:
    """Writes the presentation and the annex of the analysis workbook into `out`, both or neither.

    Raises `Problems`: REPORT_NOT_COMPUTED, those of opening a workbook, OUTPUT_EXISTS (unless `force`).
    """
    refuse_missing(path)
    refuse_existing([out / SLIDES, out / ANNEX], force)
    with opened(path) as book:
        report = read_report(book)
    return write_documents(report, out)


def write_documents(report: Report, out: Path) -> tuple[Path, ...]:
    """Writes both documents into a folder; they appear together or not at all."""
    # imported here: xlwings Lite loads every command, and has neither of the libraries for documents
    from generator.report.annex import annex
    from generator.report.slides import presentation

    words = report_words()
    files = {out / SLIDES: presentation(report, words), out / ANNEX: annex(report, words)}
    with staged(out) as write:
        for target, content in files.items():
            write(target, content)
    return tuple(files)


def read_report(book: xw.Book) -> Report:
    """What the result sheets of the book say, with the message of every slide. Three reads per table."""
    survey = load_survey(str(read_block(book, place.overview_cell(place.META_SURVEY))[0][0]))
    year = int(read_block(book, place.overview_cell(place.META_YEAR))[0][0])
    read = {table.id: _read(book, survey, table.id, year) for table in survey.tables}
    filled = [one for one, _ in read.values()]
    if all(one.empty for one in filled):
        raise Problems([Problem("REPORT_NOT_COMPUTED", Place(book.name, survey.tables[0].sheet))])
    definition = load_report(survey)
    naming = {"jaar": str(year), "naam": survey.identity.title}
    return Report(
        name=survey.identity.title,
        year=year,
        title=definition.title.format_map(naming),
        subtitle=definition.subtitle.format_map(naming),
        slides=tuple(_slides(definition, read, naming, indexed(read_table(book, place.RESULTS_TABLE)))),
        tables=tuple(filled),
        account=tuple(line for line in filled[0].rests_on if line),
        made=filled[0].rests_on[-1],
    )


def _slides(
    definition: ReportDefinition,
    read: dict[str, tuple[Filled, FilledTable]],
    naming: dict[str, str],
    found: Found,
) -> Iterator[Shown]:
    for slide in definition.slides:
        filled, figures = read[slide.table]
        charts = filled.table.charts
        chart = charts[slide.chart - 1] if slide.chart and len(charts) >= slide.chart else None
        yield Shown(message(slide, filled.table, figures, naming, found), filled, slide.rows, chart)


def _read(book: xw.Book, survey: Survey, table_id: str, year: int) -> tuple[Filled, FilledTable]:
    table = next(table for table in survey.tables if table.id == table_id)
    where = place.result_place(table)
    presented, full = ([_figures(line) for line in read_block(book, block)] for block in (where.block, where.full))
    lines = tuple(str(line[0] or "") for line in read_block(book, where.rests_on))
    return Filled(dated(table, year), presented, lines), FilledTable(presented, full)


def _figures(line: list[object]) -> Row:
    """Numbers as they stand; text that a person typed over a figure is no figure."""
    return [float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None for cell in line]
