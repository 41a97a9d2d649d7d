"""The lists of a person as they are meant: codes and choices in any case and space, error values as unknown and told.

Nothing is taken for a number here that is none; what cannot be understood is for `refuse_wrong_lists`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Problem, Survey
from templates.columns import CODE
from templates.parameters import SCALE
from xl_addin.books.book import place_in_table
from xl_addin.books.lists import CLASS, VALUE, is_error
from xl_addin.books.own_reading import seen_cell
from xl_addin.checks.findings import Finding, shown
from xl_addin.intake.inputs import URBANITY, is_number

INHABITANTS = "inwoners"
_CODE = re.compile(r"(GM|SV)\s*0*(\d{1,4})(?:\.0)?", re.IGNORECASE)
MOST_TOLD = 20
"""Cells of one list that are told one by one."""


class Tidied(NamedTuple):
    """A list as it is meant, and what there is to tell of it."""

    table: pd.DataFrame
    told: tuple[Finding, ...] = ()


def meant_code(value: object) -> object:
    """A municipality code as it is written, `gm14 ` as GM0014; anything else as it stands."""
    found = _CODE.fullmatch(value.strip()) if isinstance(value, str) else None
    return f"{found.group(1).upper()}{int(found.group(2)):04d}" if found else value


def meant_choice(value: object, choices: tuple[str, ...] | frozenset[str]) -> object:
    """A choice in the spelling of the list, `Hoog ` as hoog; anything else as it stands."""
    plain = " ".join(value.split()).casefold() if isinstance(value, str) else value
    return next((one for one in choices if one.casefold() == plain), value)


def with_codes(table: pd.DataFrame) -> pd.DataFrame:
    """A list with its municipality codes as they are written."""
    return table.assign(**{CODE: table[CODE].map(meant_code)}) if CODE in table.columns else table


def tidy_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """The list Antwoorden; a date, a time or TRUE is words there and no number, as in a returned workbook."""
    return answers.map(_as_words)


def _as_words(value: object) -> object:
    if isinstance(value, bool):
        return "waar" if value else "onwaar"
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        cell = seen_cell(value)
        return "-".join(reversed(str(cell.value).split("-"))) if cell.kind == "datum" else str(value)
    return value


def tidy_frame(book: xw.Book, frame: pd.DataFrame) -> Tidied:
    """The list Frame. An error value counts as unknown and is told, as are municipalities without inhabitants."""
    table, told = _without_errors(book, place.FRAME_TABLE, with_codes(frame))
    if CLASS in table.columns:
        table = table.assign(**{CLASS: table[CLASS].map(lambda value: meant_choice(value, URBANITY))})
    if INHABITANTS in table.columns:
        empty = table.index[table[INHABITANTS].isna()]
        told = (*told, *_at(book, place.FRAME_TABLE, table, empty, INHABITANTS, "FRAME_INHABITANTS_UNKNOWN"))
    return Tidied(table, told)


def tidy_parameters(book: xw.Book, parameters: pd.DataFrame, survey: Survey) -> Tidied:
    """The list Parameters; a code that is none is told, with the one it looks like."""
    known = {one.code: one for one in survey.parameters}
    if not {CODE, VALUE} <= set(parameters.columns):
        return Tidied(parameters)
    codes = parameters[CODE].map(lambda code: meant_choice(code, tuple(known)) if isinstance(code, str) else code)
    codes = codes.map(lambda code: code.strip() if isinstance(code, str) else code)
    pairs = zip(codes, parameters[VALUE], strict=True)
    values = [meant_choice(value, known[code].choices) if code in known else value for code, value in pairs]
    table = parameters.assign(**{CODE: codes, VALUE: pd.Series(values, index=parameters.index, dtype=object)})
    strange = [
        row for row, code in codes.items() if code not in known and not str(code).startswith(SCALE) and code is not None
    ]
    return Tidied(table, tuple(_strange(book, table, row, tuple(known)) for row in strange[:MOST_TOLD]))


def _strange(book: xw.Book, table: pd.DataFrame, row: object, known: tuple[str, ...]) -> Finding:
    code = str(table.at[row, CODE])
    like = get_close_matches(code.replace(" ", "_"), known, n=1, cutoff=0.8)
    values = {"code": code, "bedoeld": f" Bedoelde u '{like[0]}'?" if like else ""}
    return _finding(book, place.PARAMETERS_TABLE, row, CODE, "", Problem("BOOK_PARAMETER_UNKNOWN", values=values), code)


def tidy_status(table: pd.DataFrame, statuses: tuple[str, ...]) -> pd.DataFrame:
    """A list with its statuses in the spelling of the product; others stay as a person wrote them."""
    if "status" not in table.columns:
        return table
    return table.assign(status=table["status"].map(lambda value: meant_choice(value, statuses)))


def _without_errors(book: xw.Book, name: str, table: pd.DataFrame) -> Tidied:
    """The list with nothing where an error value stands, each told with its cell."""
    wrong = table.map(is_error)
    if not wrong.to_numpy().any():
        return Tidied(table)
    told = []
    for column in table.columns[wrong.any()]:
        if column != CODE and is_number(str(column)):
            rows = table.index[wrong[column]]
            told += list(_at(book, name, table, rows, column, "LIST_ERROR_VALUE"))
    keep = [column for column in table.columns if column == CODE]
    return Tidied(table.mask(wrong.assign(**dict.fromkeys(keep, False)), None), tuple(told))


def _at(book: xw.Book, name: str, table: pd.DataFrame, rows: pd.Index, column: str, rule: str) -> Iterator[Finding]:
    for row in rows[:MOST_TOLD]:
        value = shown(table.at[row, column]) if table.at[row, column] is not None else ""
        values: Mapping[str, object] = {"tabel": name, "kolom": column, "waarde": value}
        yield _finding(book, name, row, column, str(table.at[row, CODE] or ""), Problem(rule, values=values), value)


def _finding(book: xw.Book, name: str, row: object, column: str, code: str, problem: Problem, found: str) -> Finding:
    at = place_in_table(book, name, int(str(row)), column)
    return Finding(code, problem.code, problem.severity, problem.text(), "", at.sheet, at.cell, found)


def told_below(problems: tuple[Problem, ...]) -> tuple[Finding, ...]:
    """What stands below a list, as findings."""
    return tuple(
        Finding("", one.code, one.severity, one.text(), "", one.place.sheet, one.place.cell, str(one.values["waarde"]))
        for one in problems
    )
