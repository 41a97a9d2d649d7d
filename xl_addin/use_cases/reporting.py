"""Makes the presentation and the annex of an analysis workbook whose tables are filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from generator.analysis.dating import dated
from generator.report.content import Filled, Report, Shown
from templates import Place, Problem, Problems, load_survey
from templates.columns import RESULT_KEY, RESULTS
from templates.report import ReportDefinition, load_report, report_words
from templates.schema import ResultTable
from xl_addin.books.book import read_block, read_table
from xl_addin.books.pending import pending, values_of
from xl_addin.methods.sample.disclosure import PUBLISHED, minimum_of, published
from xl_addin.methods.tables.key_messages import message
from xl_addin.methods.tables.result_tables import Figure, FilledTable, Found, hidden_cells, indexed
from xl_addin.use_cases.opening import opened, refuse_missing
from xl_addin.use_cases.outputs import refuse_existing, staged

SLIDES, ANNEX = "presentatie.pptx", "tabellenbijlage.docx"
Row = list[Figure]


def write_report(path: Path, out: Path, force: bool = False, minimum: int | None = None) -> tuple[Path, ...]:
    """Writes the presentation and the annex of the analysis workbook into `out`, both or neither.

    minimum: the smallest number of municipalities that a class may have, 0 for any; without it at least PUBLISHED.
    Raises `Problems`: REPORT_NOT_COMPUTED, those of opening a workbook, OUTPUT_EXISTS (unless `force`).
    """
    refuse_missing(path)
    refuse_existing([out / SLIDES, out / ANNEX], force)
    with opened(path) as book:
        report = read_report(book, minimum)
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


def read_report(book: xw.Book, minimum: int | None = None) -> Report:
    """What the result sheets of the book say, with the message of every slide. Three reads per table.

    Classes with fewer municipalities than `minimum` are left out (`xl_addin.methods.sample.disclosure.published`).
    """
    survey = load_survey(str(read_block(book, place.overview_cell(place.META_SURVEY))[0][0]))
    year = int(read_block(book, place.overview_cell(place.META_YEAR))[0][0])
    parameters = read_table(book, place.PARAMETERS_TABLE)
    least = max(PUBLISHED, minimum_of(values_of(parameters))) if minimum is None else minimum
    results = read_table(book, place.RESULTS_TABLE).reindex(columns=list(RESULTS))
    everything, kept = indexed(results), indexed(published(_numbers(results), least))
    read = {table.id: _read(book, table, year, everything, kept) for table in survey.tables}
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
        slides=tuple(_slides(definition, read, naming, kept)),
        tables=tuple(filled),
        account=tuple(line for line in filled[0].rests_on if line),
        made=filled[0].rests_on[-1],
        minimum=int(least),
        pending=tuple(pending(book, survey, year, parameters, results)),
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


def _read(book: xw.Book, table: ResultTable, year: int, everything: Found, kept: Found) -> tuple[Filled, FilledTable]:
    """A table as its sheet shows it, without the figures that are in `everything` and not in what is kept."""
    where = place.result_place(table)
    hidden = hidden_cells(table, everything, kept)
    presented, full = ([_figures(line) for line in read_block(book, block)] for block in (where.block, where.full))
    lines = tuple(str(line[0] or "") for line in read_block(book, where.rests_on))
    for row, column in hidden:
        presented[row][column] = full[row][column] = None
    return Filled(dated(table, year), presented, lines, hidden), FilledTable(presented, full)


def _numbers(results: pd.DataFrame) -> pd.DataFrame:
    """The results of a list, with empty text where a key has none and numbers as numbers."""
    keys = results[list(RESULT_KEY)].astype(object).where(results[list(RESULT_KEY)].notna(), "")
    figures = results[["n", "min", "max", "waarde"]].apply(pd.to_numeric, errors="coerce")
    return results.assign(**{name: keys[name] for name in RESULT_KEY}, **{name: figures[name] for name in figures})


def _figures(line: list[object]) -> Row:
    """Numbers as they stand; text that a person typed over a figure is no figure."""
    return [float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None for cell in line]
