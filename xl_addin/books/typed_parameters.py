"""Parameters that a person typed over on the sheet: a value of their own under the source of another."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Place, Problem, Survey
from templates.columns import CODE
from templates.parameters import in_force
from xl_addin.books.book import place_in_table
from xl_addin.books.pending import same_value
from xl_addin.checks.findings import Finding, shown

VALUE, SOURCE, RELIABILITY = "waarde", "bron", "betrouwbaarheid"
RULE = "BOOK_PARAMETER_TYPED"
TYPED = "overgetypt"


class Typed(NamedTuple):
    """A row of the list that was typed over: where it stands, its code, its value, and that of its source."""

    row: Hashable
    code: str
    value: float | str
    given: float | str


def typed_over(parameters: pd.DataFrame, survey: Survey, year: int) -> list[Typed]:
    """The rows whose value is not the one that the source beside it gives. parameters: the list, not changed.

    Who types a value and its source is not told: nothing is wrong then.
    """
    if not {CODE, VALUE, SOURCE} <= set(parameters.columns):
        return []
    own, found = in_force(survey, year), []
    for row, code, value, source in parameters[[CODE, VALUE, SOURCE]].itertuples(name=None):
        given = own.get(str(code))
        if given is None or value is None or value != value or str(source or "").strip() != given.source.strip():
            continue
        if not same_value(value, given.value):
            found.append(Typed(row, str(code), value, given.value))
    return found


def typed_findings(book: xw.Book, typed: Sequence[Typed]) -> tuple[Finding, ...]:
    """A finding for each, at its cell. One read for each."""
    return tuple(_finding(book, one) for one in typed)


def _finding(book: xw.Book, one: Typed) -> Finding:
    at: Place = place_in_table(book, place.PARAMETERS_TABLE, int(str(one.row)), VALUE)
    values = {"code": one.code, "waarde": one.value, "gegeven": one.given}
    problem = Problem(RULE, values=values)
    found, expected = shown(one.value), shown(one.given)
    return Finding("", RULE, problem.severity, problem.text(), "", at.sheet, at.cell, found, expected)


def with_source_of_own(parameters: pd.DataFrame, typed: Sequence[Typed]) -> pd.DataFrame:
    """The list in which a value that was typed over no longer names the source of another value."""
    rows = [one.row for one in typed]
    table = parameters.copy()
    table.loc[rows, [SOURCE, RELIABILITY]] = TYPED
    return table


def typed_line(typed: Sequence[Typed]) -> str:
    """What the explanations say of them; empty where there is none."""
    named = ", ".join(f"{one.code} (gegeven: {shown(one.given).replace('.', ',')})" for one in typed)
    return f" Overgetypt: {named}." if named else ""
