"""Commands that carry results out of the workbook, or lay them beside others."""

from __future__ import annotations

from pathlib import Path

import xlwings as xw

from xl_addin.books.outcome import Outcome
from xl_addin.commands.places import chosen_or_usual, dated, survey_of_book
from xl_addin.methods.tables.consistency import COLUMNS as MISFIT_COLUMNS
from xl_addin.methods.tables.consistency import CONTRADICTION
from xl_addin.methods.tables.published_comparison import COLUMNS as COMPARED_COLUMNS
from xl_addin.methods.tables.published_comparison import EQUAL, open_differences
from xl_addin.use_cases.comparing import compare_results, results_of
from xl_addin.use_cases.cross_checking import cross_check_results
from xl_addin.use_cases.exporting import tidy_tables, write_tables
from xl_addin.use_cases.monitoring import monitor_beside
from xl_addin.use_cases.outputs import CSV_FORMS, csv_bytes, write_all
from xl_addin.use_cases.reporting import read_report, write_documents

DUTCH = CSV_FORMS["nl"]
"""A double click opens such a file in a Dutch Excel, with its columns apart."""


def export(book: xw.Book) -> Outcome:
    """The tidy tables as CSV files in a new dated folder."""
    out = dated(book, "export")
    written = write_tables(tidy_tables(book), out)
    return Outcome(f"{len(written)} bestanden staan in {out}.", 0)


def presentation(book: xw.Book) -> Outcome:
    """Presentation, annex and tables for publication in a new dated folder.

    Raises `Problems`: REPORT_NOT_COMPUTED, BOOK_NOT_SAVED.
    """
    out = dated(book, "rapport")
    slides, *_ = write_documents(read_report(book), out)
    told = f"De presentatie, de tabellenbijlage en de tabellen om te publiceren staan in {out}."
    return Outcome(f"{told} Open eerst {slides.name}.", 0)


def compare(book: xw.Book, chosen: Path | None = None) -> Outcome:
    """Every figure of the published tables in the folder `gepubliceerd`, or in the one chosen, beside the result.

    Raises `Problems`: USUAL_MISSING, and those of `compare_results`.
    """
    survey, _ = survey_of_book(book)
    found = compare_results(lambda: results_of(book), chosen_or_usual(book, "compare", chosen), survey)
    out = dated(book, "vergelijking") / "vergelijking.csv"
    write_all({out: csv_bytes(COMPARED_COLUMNS, found.lines, DUTCH)})
    compared = [line for line in found.lines if line.equal]
    equal, different = sum(line.equal == EQUAL for line in compared), open_differences(found.lines)
    told = f"{equal} van {len(compared)} vergeleken getallen zijn gelijk; {different} verschillen zonder bekende reden."
    return Outcome(f"{told} Open {out}.", different)


def consistency(book: xw.Book) -> Outcome:
    """Which of the result tables contradict each other. Raises `Problems`: RESULTS_NONE, CONSISTENCY_NONE."""
    survey, _ = survey_of_book(book)
    report = cross_check_results(results_of(book), survey)
    out = dated(book, "samenhang") / "samenhang.csv"
    write_all({out: csv_bytes(MISFIT_COLUMNS, report.misfits, DUTCH)})
    wrong = sum(misfit.kind == CONTRADICTION for misfit in report.misfits)
    return Outcome(f"{report.made} controles gedaan; {wrong} tegenspraken. Open {out}.", wrong)


def monitor(book: xw.Book, chosen: Path | None = None) -> Outcome:
    """The open workbook beside that of an earlier year (`vorige.xlsx`, or the one chosen), in one of its own.

    Without price indices price and real cost stand together. Raises `Problems`: USUAL_MISSING, and those of
    `monitor_beside`.
    """
    old = chosen_or_usual(book, "monitor", chosen)
    out = dated(book, "monitor") / "monitor.xlsx"
    found = monitor_beside(old, book, out)
    return Outcome(f"De monitor staat in {out}; {found.overlap} gemeenten antwoordden in beide jaren.", 0, out)
