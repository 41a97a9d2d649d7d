"""Commands of the analysis workbook that make files: they appear in a folder beside the workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlwings as xw

from generator.analysis import layout as place
from templates import Place, Problem, Problems
from templates.parameters import in_force, plain
from xl_addin.books.analysis import Inputs, read_inputs
from xl_addin.books.book import read_block, read_table
from xl_addin.books.location import file_of
from xl_addin.books.outcome import Outcome, needs_person
from xl_addin.use_cases.analysing import Overrides, collect_in
from xl_addin.use_cases.exporting import tidy_tables, write_tables
from xl_addin.use_cases.generating import generate
from xl_addin.use_cases.reporting import read_report, write_documents

SENT, RETURNED, EXPORTED, REPORTED = "uitvraag", "ingevuld", "export", "rapport"


def folder_of(book: xw.Book) -> Path:
    """The folder in which the book stands. Raises `Problems`: those of `file_of`."""
    return file_of(book).parent


def generate_beside(book: xw.Book) -> Outcome:
    """A survey workbook for every municipality of the list Steekproef, with the parameters of this book.

    Raises `Problems`: SAMPLE_EMPTY, SAMPLE_UNKNOWN_CODE, those of `generate` (an existing workbook is never replaced).
    """
    inputs = read_inputs(book)
    sample = inputs.sample[inputs.sample.index != ""]
    unknown = [str(code) for code in sample.index if code not in inputs.frame.index]
    where = Place(book.name, place.SAMPLE_SHEET)
    if sample.empty:
        raise Problems([Problem("SAMPLE_EMPTY", where)])
    if unknown:
        raise Problems(Problem("SAMPLE_UNKNOWN_CODE", where, {"code": code, "meer": ""}) for code in unknown)
    year = int(read_block(book, place.overview_cell(place.META_YEAR))[0][0])
    out = folder_of(book) / SENT
    books = generate(
        inputs.survey, year, inputs.frame, sample, in_force(inputs.survey, year, _changed(inputs, year)), out
    )
    return Outcome(f"{len(books)} vragenlijsten staan in {out}.", 0)


def _changed(inputs: Inputs, year: int) -> dict[str, str | float]:
    """The parameters of the book that differ from the definition's."""
    usual = plain(in_force(inputs.survey, year))
    return {code: value for code, value in inputs.parameters.items() if usual.get(code) != value}


def collect_here(book: xw.Book) -> Outcome:
    """What stands in the folder `ingevuld`, in the lists of this book; what a person typed stays.

    Raises `Problems`: BOOK_NOT_SAVED, those of `collect_in`.
    """
    inputs = read_inputs(book)
    sample = inputs.sample[inputs.sample.index != ""]
    findings = collect_in(
        book,
        [folder_of(book) / RETURNED],
        inputs.survey,
        inputs.frame,
        None if sample.empty else sample,
        Overrides(_changed(inputs, inputs.year)),
        inputs.year,
        dt.datetime.now(),
    )
    count = len(read_table(book, place.ANSWERS_TABLE))
    return Outcome(f"Verzameld: de antwoorden van {count} gemeenten staan in deze werkmap.", needs_person(findings))


def export_beside(book: xw.Book) -> Outcome:
    """The tidy tables as CSV files in a new dated folder."""
    out = folder_of(book) / f"{EXPORTED}_{dt.datetime.now():%Y-%m-%d_%H%M%S}"
    written = write_tables(tidy_tables(book), out)
    return Outcome(f"{len(written)} bestanden staan in {out}.", 0)


def report_beside(book: xw.Book) -> Outcome:
    """The presentation and the annex in a new dated folder. Raises `Problems`: REPORT_NOT_COMPUTED, BOOK_NOT_SAVED."""
    out = folder_of(book) / f"{REPORTED}_{dt.datetime.now():%Y-%m-%d_%H%M%S}"
    write_documents(read_report(book), out)
    return Outcome(f"De presentatie en de tabellenbijlage staan in {out}.", 0)
