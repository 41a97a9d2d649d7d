"""What is not settled in an analysis workbook, so that nobody signs its annex by mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Survey
from templates.columns import CODE, CORRECTIONS, EXCLUSIONS
from templates.parameters import in_force, plain
from templates.report import report_words
from xl_addin.books.book import read_table
from xl_addin.checks.interview import SETTLED

SEVERITIES = ("fout", "vraag", "waarschuwing")
NAMED_AT_MOST = 12


def pending(book: xw.Book, survey: Survey, year: int, parameters: pd.DataFrame, results: pd.DataFrame) -> Iterator[str]:
    """A line for findings that are not handled, parameters that differ from the survey's, estimated parts, exclusions
    and corrections; none for what there is none of.
    """
    words = report_words()
    findings = read_table(book, place.FINDINGS_TABLE)
    waiting = findings[findings["ernst"].isin(SEVERITIES) & ~findings["status"].isin(SETTLED)]
    if len(waiting):
        counts = {one: int((waiting["ernst"] == one).sum()) for one in SEVERITIES}
        yield words.pending_findings.format(aantal=len(waiting), **counts)
    typed = changed_parameters(values_of(parameters), survey, year)
    if typed:
        yield words.pending_typed.format(parameters=_named(typed))
    estimated = int((pd.to_numeric(results["geschat"], errors="coerce") > 0).sum())
    if estimated:
        yield words.pending_estimated.format(aantal=estimated)
    left_out = read_table(book, place.EXCLUSIONS_TABLE).reindex(columns=list(EXCLUSIONS)).dropna(subset=[CODE])
    if len(left_out):
        yield words.pending_exclusions.format(
            uitsluitingen=_named([f"{row.code} {row.onderdeel}" for row in left_out.itertuples()])
        )
    corrections = read_table(book, place.CORRECTIONS_TABLE).reindex(columns=list(CORRECTIONS)).dropna(subset=[CODE])
    if len(corrections):
        yield words.pending_corrections.format(aantal=len(corrections))


def values_of(parameters: pd.DataFrame) -> Mapping[str, float | str]:
    """The values of the list Parameters by code; what is empty has none."""
    given = parameters.dropna(subset=["waarde"])
    return dict(zip(given[CODE].astype(str), given["waarde"], strict=True))


def changed_parameters(values: Mapping[str, float | str], survey: Survey, year: int) -> list[str]:
    """The codes of parameters whose value is not the one that the survey has for the year."""
    own = plain(in_force(survey, year))
    return [code for code in values if not same_value(values[code], own.get(code))]


def same_value(one: float | str, other: float | str | None) -> bool:
    """Whether two values of a parameter are the same, up to what a computer rounds."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(other))
    return other is not None and str(one) == str(other)


def _named(names: list[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" en {more} andere" if more > 0 else "")
