"""Makes the presentation, the annex and the tables for publication of an analysis workbook that is filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from generator.analysis.dating import dated
from generator.report.content import Filled, Report, Shown
from generator.report.tables_book import tables_book
from templates import Place, Problem, Problems, load_survey
from templates.columns import RESULT_KEY, RESULTS
from templates.report import ReportDefinition, load_report, report_words
from templates.schema import ResultTable
from xl_addin.books.book import read_block, read_table
from xl_addin.books.pending import pending, values_of
from xl_addin.books.reporting import legend_of, with_sign
from xl_addin.methods.sample.disclosure import PUBLISHED, minimum_of, published
from xl_addin.methods.tables.key_messages import message
from xl_addin.methods.tables.result_tables import Figure, FilledTable, Found, hidden_cells, indexed
from xl_addin.use_cases.opening import opened, refuse_missing
from xl_addin.use_cases.outputs import refuse_existing, staged

SLIDES, ANNEX, TABLES = "presentatie.pptx", "tabellenbijlage.docx", "tabellen.xlsx"
Row = list[Figure]


def write_report(
    path: Path, out: Path, force: bool = False, minimum: int | None = None, subtitle: str | None = None
) -> tuple[Path, ...]:
    """Writes the presentation, the annex and the tables for publication into `out`, all or none.

    minimum: the smallest number of municipalities that a class may have, 0 for any; without it at least PUBLISHED.
    subtitle: what stands under the title of the presentation, for whom it is; without it that of the survey.
    Raises `Problems`: REPORT_NOT_COMPUTED, those of opening a workbook, OUTPUT_EXISTS (unless `force`).
    """
    refuse_missing(path)
    refuse_existing([out / name for name in (SLIDES, ANNEX, TABLES)], force)
    with opened(path) as book:
        report = read_report(book, minimum)
    if subtitle is not None:
        report = replace(report, subtitle=subtitle)
    return write_documents(report, out)


def write_documents(report: Report, out: Path) -> tuple[Path, ...]:
    """Writes the presentation, the annex and the tables into a folder; they appear together or not at all."""
    # imported here: xlwings Lite loads every command, and has neither of the libraries for documents
    from generator.report.annex import annex
    from generator.report.slides import presentation

    words = report_words()
    files = {
        out / SLIDES: presentation(report, words),
        out / ANNEX: annex(report, words),
        out / TABLES: tables_book(report, words),
    }
    with staged(out) as write:
        for target, content in files.items():
            write(target, content)
    return tuple(files)


def read_report(book: xw.Book, minimum: int | None = None) -> Report:
    """What the result sheets of the book say, with the message of every slide. Four reads per table.

    Classes with fewer municipalities than `minimum` are left out (`xl_addin.methods.sample.disclosure.published`).
    """
    survey = load_survey(str(read_block(book, place.overview_cell(place.META_SURVEY))[0][0]))
    year = int(read_block(book, place.overview_cell(place.META_YEAR))[0][0])
    parameters = read_table(book, place.PARAMETERS_TABLE)
    least = max(PUBLISHED, minimum_of(values_of(parameters))) if minimum is None else minimum
    results = read_table(book, place.RESULTS_TABLE).reindex(columns=list(RESULTS))
    everything, kept = indexed(results), indexed(published(_numbers(results), least))
    explained, common = read_block(book, place.explained(survey)), _common(book)
    read = {
        table.id: _read(book, table, parts, year, everything, kept)
        for table, parts in zip(survey.tables, explained, strict=True)
    }
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
        account=tuple(line for line in common if line),
        made=common[-1],
        minimum=int(least),
        summary=tuple(
            (one.name, message(one, read[one.table][0].table, read[one.table][1], naming, kept) or "")
            for one in definition.key_figures
        ),
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


def _common(book: xw.Book) -> list[str]:
    """What holds for all tables, by `EXPLANATION_COMMON`."""
    return [str(read_block(book, block)[0][0] or "") for block in place.explanation_cells().values()]


def _read(
    book: xw.Book, table: ResultTable, explained: list[object], year: int, everything: Found, kept: Found
) -> tuple[Filled, FilledTable]:
    """A table as its sheet shows it, without the figures that are in `everything` and not in what is kept."""
    where = place.result_place(table)
    hidden = hidden_cells(table, everything, kept)
    presented, full = (_whole(table, where, read_block(book, block)) for block in (where.block, where.full))
    parts = tuple(str(part or "") for part in explained)
    for row, column in hidden:
        presented[row][column] = full[row][column] = None
    signs = ["" for _ in table.rows]
    for row, [sign] in zip(where.rows, read_block(book, where.signs), strict=True):
        signs[row] = with_sign(str(sign or ""), left_out=any(at == row for at, _ in hidden))
    by = str(read_block(book, where.source)[0][0] or "")
    source = (by, legend_of(signs))
    return Filled(dated(table, year), presented, parts, hidden, tuple(signs), source), FilledTable(presented, full)


def _whole(table: ResultTable, where: place.ResultPlace, standing: list[list[object]]) -> list[Row]:
    """A line per row of the definition from those that stand on the sheet: the headings have no figures."""
    lines: list[Row] = [[None] * len(table.columns) for _ in table.rows]
    for row, line in zip(where.rows, standing, strict=True):
        lines[row] = _figures(line)
    return lines


def _numbers(results: pd.DataFrame) -> pd.DataFrame:
    """The results of a list, with empty text where a key has none and numbers as numbers."""
    keys = results[list(RESULT_KEY)].astype(object).where(results[list(RESULT_KEY)].notna(), "")
    figures = results[["n", "min", "max", "waarde"]].apply(pd.to_numeric, errors="coerce")
    return results.assign(**{name: keys[name] for name in RESULT_KEY}, **{name: figures[name] for name in figures})


def _figures(line: list[object]) -> Row:
    """Numbers as they stand; text that a person typed over a figure is no figure."""
    return [float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None for cell in line]
