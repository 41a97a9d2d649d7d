"""Finished result tables against each other: the published ones as CSV, or the product's own results."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from templates import Place, Problem, Problems, Survey
from templates.columns import RESULTS, RESULTS_BEFORE
from templates.comparison import load_comparison
from templates.consistency import load_consistency
from xl_addin.intake.csv_files import read_csv
from xl_addin.intake.published import read_published
from xl_addin.methods.tables.columns import FIGURE_COLUMNS
from xl_addin.methods.tables.consistency import Report, check
from xl_addin.methods.tables.published import PrintedCell
from xl_addin.methods.tables.published_comparison import own_cells
from xl_addin.methods.tables.result_tables import indexed
from xl_addin.use_cases.comparing import read_results

EXPORTED = "resultaten.csv"


class CrossChecked(NamedTuple):
    """What does not fit, and the files of the folder that hold no tables."""

    report: Report
    skipped: tuple[Problem, ...]


def cross_check(path: Path, survey: Survey) -> CrossChecked:
    """The cross-checks over an analysis workbook, a folder that `export` wrote, or a folder of tables as CSV.

    Raises `Problems` for what cannot be read, and when the survey has no cross-checks.
    """
    checks = load_consistency(survey.id)
    if checks is None:
        raise Problems([Problem("CONSISTENCY_NONE")])
    cells, skipped = _cells(path, survey)
    return CrossChecked(check(cells, checks), skipped)


def cross_check_results(results: pd.DataFrame, survey: Survey) -> Report:
    """The cross-checks over results of one's own. Raises `Problems` (CONSISTENCY_NONE)."""
    checks = load_consistency(survey.id)
    if checks is None:
        raise Problems([Problem("CONSISTENCY_NONE")])
    return check(own_cells(load_comparison(survey.id), indexed(results)), checks)


def _cells(path: Path, survey: Survey) -> tuple[tuple[PrintedCell, ...], tuple[Problem, ...]]:
    if path.is_dir() and not (path / EXPORTED).is_file():
        return read_published(path)
    results = _read_exported(path / EXPORTED) if path.is_dir() else read_results(path)
    return own_cells(load_comparison(survey.id), indexed(results)), ()


def _read_exported(path: Path) -> pd.DataFrame:
    """`resultaten.csv` as `export` writes it. Raises `Problems`, all together, for a figure that is no number."""
    table = read_csv(path, RESULTS_BEFORE)
    problems = [
        Problem("PUBLISHED_NOT_A_NUMBER", Place(table.file, line=line), {"kolom": name, "waarde": row[name]})
        for row, line in zip(table.rows, table.lines, strict=True)
        for name in FIGURE_COLUMNS
        if row.get(name) and table.number(row[name]) is None
    ]
    if problems:
        raise Problems(problems)
    frame = pd.DataFrame(list(table.rows), columns=list(RESULTS)).fillna("")
    for name in FIGURE_COLUMNS:
        frame[name] = pd.Series([table.number(text) if text else None for text in frame[name]], dtype="float64")
    return frame
