"""The results of an analysis workbook beside published tables, and finished tables against each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Place, Problem, Problems, Survey
from templates.columns import RESULTS
from templates.comparison import load_comparison
from xl_addin.books.book import read_table
from xl_addin.intake.published import read_published
from xl_addin.methods.tables.columns import FIGURE_COLUMNS
from xl_addin.methods.tables.published_comparison import Compared, compare
from xl_addin.methods.tables.result_tables import indexed
from xl_addin.use_cases.opening import opened


class Comparison(NamedTuple):
    """A line per printed figure, and the files of the folder that hold no tables."""

    lines: tuple[Compared, ...]
    skipped: tuple[Problem, ...]


def compare_with(path: Path, folder: Path, survey: Survey) -> Comparison:
    """Every published figure in `folder` beside what the analysis workbook computed.

    Raises `Problems`, those of workbook and folder together: see `read_results` and `read_published`.
    """
    return compare_results(lambda: read_results(path), folder, survey)


def compare_results(read: Callable[[], pd.DataFrame], folder: Path, survey: Survey) -> Comparison:
    """As `compare_with`, of the results that `read` gives."""
    problems: list[Problem] = []
    tables = load_comparison(survey.id)
    if not tables:
        problems.append(Problem("COMPARISON_NONE"))
    results, published = None, None
    try:
        published = read_published(folder)
    except Problems as found:
        problems += found.problems
    try:
        results = read()
    except Problems as found:
        problems += found.problems
    if problems or results is None or published is None:
        raise Problems(problems)
    return Comparison(compare(published.cells, tables, indexed(results)), published.skipped)


def read_results(path: Path) -> pd.DataFrame:
    """The results of an analysis workbook, columns as `resultaten.csv`, figures as floats.

    Raises `Problems` when it is no analysis workbook or nothing was computed yet.
    """
    with opened(path) as book:
        return results_of(book)


def results_of(book: xw.Book) -> pd.DataFrame:
    """As `read_results`, of an open workbook."""
    results = read_table(book, place.RESULTS_TABLE).reindex(columns=list(RESULTS))
    if results.empty:
        raise Problems([Problem("RESULTS_NONE", Place(book.name))])
    return results.astype(dict.fromkeys(FIGURE_COLUMNS, "float64"))
