"""Writes the tidy tables of an analysis workbook as CSV files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Survey
from templates.analysis import analysis_texts
from templates.codebook import CODEBOOK, codebook_rows
from templates.columns import CORRECTIONS, COSTS, EXCLUSIONS, FINDINGS, PARAMETERS, RESULTS, WEIGHTS
from templates.research import BENCHMARKS, EFFECTS, SENSITIVITY
from templates.wording import worded
from xl_addin.books.analysis import read_inputs
from xl_addin.books.book import read_table, table_names
from xl_addin.books.counted import counted_tables
from xl_addin.books.typed_parameters import with_source_of_own
from xl_addin.use_cases.opening import opened, refuse_missing
from xl_addin.use_cases.outputs import CSV_FORMS, CsvForm, csv_bytes, refuse_existing, write_all

PARAMETERS_FILE = "parameters.csv"
EXPORTS: dict[str, tuple[str, Sequence[str]]] = {
    "kosten.csv": (place.COSTS_TABLE, COSTS),
    "gewichten.csv": (place.WEIGHTS_TABLE, WEIGHTS),
    "resultaten.csv": (place.RESULTS_TABLE, RESULTS),
    "bevindingen.csv": (place.FINDINGS_TABLE, FINDINGS),
    PARAMETERS_FILE: (place.PARAMETERS_TABLE, PARAMETERS),
    "correcties.csv": (place.CORRECTIONS_TABLE, CORRECTIONS),
    "uitsluitingen.csv": (place.EXCLUSIONS_TABLE, EXCLUSIONS),
    "herverdeeleffect.csv": (place.EFFECTS_TABLE, EFFECTS),
    "ijkpunt.csv": (place.BENCHMARKS_TABLE, BENCHMARKS),
    "gevoeligheid.csv": (place.SENSITIVITY_TABLE, SENSITIVITY),
}
COUNTED = ("antwoorden.csv", "gemeenten.csv")
"""What is made of the lists of the book, and stands in none of them."""
CODEBOOK_FILE = "codeboek.csv"


def export(path: Path, out: Path, force: bool = False, form: CsvForm = CSV_FORMS["iso"]) -> tuple[Path, ...]:
    """Writes all tidy tables of the workbook into the folder `out`; a step that has not run gives a header only.

    Raises `Problems` when it is no analysis workbook, or when a file exists (unless `force`) or cannot be written.
    """
    refuse_missing(path)
    refuse_existing([out / name for name in (*EXPORTS, *COUNTED, CODEBOOK_FILE)], force)
    with opened(path) as book:
        tables = tidy_tables(book)
    return write_tables(tables, out, form)


def tidy_tables(book: xw.Book) -> dict[str, pd.DataFrame]:
    """The tidy tables of an open book by file name, in the columns of the contract; what is counted is made anew.

    The lists of cost are empty for a survey that asks none: its workbook does not have them.
    """
    lacking = set(place.OF_COST) - table_names(book)
    listed = {
        name: pd.DataFrame(columns=list(columns))
        if table in lacking
        else read_table(book, table).reindex(columns=list(columns))
        for name, (table, columns) in EXPORTS.items()
    }
    inputs = read_inputs(book)
    named = with_source_of_own(listed[PARAMETERS_FILE], inputs.typed)
    counted = counted_tables(inputs, read_table(book, place.RESPONSE_TABLE))
    tables = {**listed, PARAMETERS_FILE: named, **counted}
    return {**tables, CODEBOOK_FILE: _codebook(tables, inputs.survey)}


def _codebook(tables: Mapping[str, pd.DataFrame], survey: Survey) -> pd.DataFrame:
    """What every column of these tables holds."""
    sheets = {name: place.LIST_OF_TABLE[table].sheet for name, (table, _) in EXPORTS.items()}
    columns = {name: [str(column) for column in table.columns] for name, table in tables.items()}
    rows = codebook_rows(columns, sheets, "resultaten.csv", worded(analysis_texts(), survey))
    return pd.DataFrame(rows, columns=list(CODEBOOK))


def write_tables(tables: Mapping[str, pd.DataFrame], out: Path, form: CsvForm = CSV_FORMS["iso"]) -> tuple[Path, ...]:
    """Writes the tables as CSV files into a folder."""
    files = {
        out / name: csv_bytes(list(table.columns), table.itertuples(index=False), form)
        for name, table in tables.items()
    }
    write_all(files)
    return tuple(files)
