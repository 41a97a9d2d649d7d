"""The lists of a person as they are meant: codes and choices in any case and space, error values as unknown and told.

Nothing is taken for a number here that is none; what cannot be understood is for `refuse_wrong_lists`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

import numpy as np
import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Problem, Survey
from templates.columns import CODE
from templates.parameters import SCALE
from templates.questions import questions
from templates.schema import Parameter
from xl_addin.books.book import place_in_table
from xl_addin.books.lists import CLASS, FEW, VALUE, is_error
from xl_addin.books.own_reading import seen_cell
from xl_addin.checks.findings import Finding, shown
from xl_addin.intake.inputs import CODE_PATTERN, UNKNOWN_FIGURE, URBANITY, is_number
from xl_addin.intake.interpreting import units_of
from xl_addin.intake.normalising import NOT_APPLICABLE, UNKNOWN, UNREAD, families_of, read_number
from xl_addin.methods.tables.notes import Note

INHABITANTS, EURO, STATUS, PART = "inwoners", "euro", "status", "onderdeel"
COUNTED = frozenset({INHABITANTS, "inburgeraars", "personen"})
"""What the figures of the frame count, apart from amounts."""
Units = Callable[[Hashable], frozenset[str] | None]
_CODE = re.compile(r"(GM|SV)\s*0*(\d{1,4})(?:\.0)?", re.IGNORECASE)
MOST_TOLD = 20
"""Cells of one list that are told one by one."""


class Odd(NamedTuple):
    """A cell of a list that is told: its row and column, what stands there, and what it was read as."""

    row: Hashable
    column: str
    found: str
    became: str = ""


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


def tidy_answers(book: xw.Book, answers: pd.DataFrame, survey: Survey) -> Tidied:
    """The list Antwoorden, read as the cells of a returned workbook are.

    A number that stands there as text is that number; what can be read two ways, or measures another thing than asked,
    is `onbekend`; both are told. A date, a time or TRUE is words and no number, which the checks tell.
    """
    table = answers.map(_as_words).astype(object)
    asked = {one.id: one for one in questions(survey) if one.numeric and one.id in table.columns}
    texts = table[list(asked)].map(lambda value: isinstance(value, str) and value not in (NOT_APPLICABLE, UNKNOWN))
    read: list[Odd] = []
    unread: list[Odd] = []
    for at, number in np.argwhere(texts.to_numpy(dtype=bool)).tolist():
        row, name = table.index[at], texts.columns[number]
        text = str(table.at[row, name])
        one = read_number(text, units_of(asked[name], table.loc[row].to_dict()) or None)
        if one.outcome in UNREAD or is_error(text):
            unread.append(Odd(row, name, text))
            table.at[row, name] = UNKNOWN
        elif one.outcome == "gelezen":
            table.at[row, name] = one.value
            read += [Odd(row, name, text, shown(one.value))] if isinstance(one.value, float) else []
    told = [
        *told_cells(book, place.ANSWERS_TABLE, table, "LIST_NORMALISED", read),
        *told_cells(book, place.ANSWERS_TABLE, table, "LIST_NOT_READ", unread),
    ]
    return Tidied(table, tuple(told))


def _as_words(value: object) -> object:
    if isinstance(value, bool):
        return "waar" if value else "onwaar"
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        cell = seen_cell(value)
        return "-".join(reversed(str(cell.value).split("-"))) if cell.kind == "datum" else str(value)
    return value


def tidy_frame(book: xw.Book, frame: pd.DataFrame) -> Tidied:
    """The list Frame. An error value counts as unknown and is told, as are municipalities without inhabitants and
    numbers that stood there as text.
    """
    figures = _figures_of_frame(book, with_codes(frame))
    table, errors = _without_errors(book, place.FRAME_TABLE, figures.table)
    told = [*errors, *figures.told]
    if CLASS in table.columns:
        table = table.assign(**{CLASS: table[CLASS].map(lambda value: meant_choice(value, URBANITY))})
    if INHABITANTS in table.columns:
        cells = [Odd(row, INHABITANTS, "") for row in table.index[table[INHABITANTS].isna()]]
        told += told_cells(book, place.FRAME_TABLE, table, "FRAME_INHABITANTS_UNKNOWN", cells)
    return Tidied(table, tuple(told))


def _figures_of_frame(book: xw.Book, frame: pd.DataFrame) -> Tidied:
    """The frame with its figures as numbers; what is said to be unknown is empty, as the statistics office's `.`"""
    figures = [str(name) for name in frame.columns if is_number(str(name))]
    units: dict[str, Units] = {name: (_of_money if name.endswith(EURO) else _of_counts) for name in figures}
    read = with_numbers(book, place.FRAME_TABLE, frame, units)
    unknown = read.table[figures].map(_says_unknown)
    return Tidied(read.table.assign(**read.table[figures].mask(unknown, None)), read.told)


def _of_money(_: Hashable) -> frozenset[str]:
    return frozenset({EURO})


def _of_counts(_: Hashable) -> frozenset[str]:
    return COUNTED


def _says_unknown(value: object) -> bool:
    return isinstance(value, str) and (value.strip() == UNKNOWN_FIGURE or read_number(value).value == UNKNOWN)


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
    of = codes.to_dict()
    units: dict[str, Units] = {VALUE: lambda row: unit_of_parameter(of[row], known)}
    numbers = with_numbers(book, place.PARAMETERS_TABLE, table, units)
    table = numbers.table
    strange = [
        row for row, code in codes.items() if code not in known and not str(code).startswith(SCALE) and code is not None
    ]
    unknown = tuple(_strange(book, table, row, tuple(known)) for row in strange[:MOST_TOLD])
    return Tidied(table, (*numbers.told, *unknown))


def unit_of_parameter(code: object, known: Mapping[str, Parameter]) -> frozenset[str] | None:
    """What the value of a parameter may measure: nothing for any unit, None where it is a choice."""
    if code not in known:
        return frozenset({EURO}) if str(code).startswith(SCALE) else frozenset()
    return None if known[str(code)].choices else families_of(known[str(code)].unit)


def _strange(book: xw.Book, table: pd.DataFrame, row: Hashable, known: tuple[str, ...]) -> Finding:
    code = str(table.at[row, CODE])
    like = get_close_matches(code.replace(" ", "_"), known, n=1, cutoff=0.8)
    values = {"code": code, "bedoeld": f" Bedoelde u '{like[0]}'?" if like else ""}
    problem = Problem("BOOK_PARAMETER_UNKNOWN", values=values)
    return _finding(book, place.PARAMETERS_TABLE, Odd(row, CODE, code), "", problem)


def tidy_status(table: pd.DataFrame, statuses: tuple[str, ...]) -> pd.DataFrame:
    """A list with its statuses in the spelling of the product; others stay as a person wrote them."""
    if STATUS not in table.columns:
        return table
    return table.assign(status=table[STATUS].map(lambda value: meant_choice(value, statuses)))


def strange_statuses(book: xw.Book, name: str, table: pd.DataFrame, statuses: Sequence[str]) -> Iterator[Finding]:
    """The statuses in a list that are none of those that count, each told with its cell."""
    if STATUS in table.columns:
        given = table[STATUS].map(lambda value: "" if value is None or value != value else str(value).strip())
        cells = [Odd(row, STATUS, word) for row, word in given.items() if word and word not in statuses]
        yield from told_cells(book, name, table, "LIST_CHOICE_UNKNOWN", cells, keuzes=", ".join(statuses))


def _without_errors(book: xw.Book, name: str, table: pd.DataFrame) -> Tidied:
    """The list with nothing where an error value stands, each told with its cell."""
    wrong = table.map(is_error)
    if not wrong.to_numpy().any():
        return Tidied(table)
    told: list[Finding] = []
    for column in table.columns[wrong.any()]:
        if column == CLASS or is_number(str(column)):
            cells = [Odd(row, str(column), str(table.at[row, column])) for row in table.index[wrong[column]]]
            told += told_cells(book, name, table, "LIST_ERROR_VALUE", cells)
    keep = [column for column in table.columns if column == CODE]
    return Tidied(table.mask(wrong.assign(**dict.fromkeys(keep, False)), None), tuple(told))


def with_numbers(book: xw.Book, name: str, table: pd.DataFrame, units: Mapping[str, Units]) -> Tidied:
    """The list with numbers where a text in a column of numbers can be read in one way, each told with its cell.

    units: column -> what may be measured in a row of it: nothing for any unit, None where no number belongs. What can
    be read in more ways, or in none, stays as it stands; so does what is said to be unknown.
    """
    told: list[Finding] = []
    changed: dict[str, pd.Series] = {}
    for column, of in units.items():
        texts = [(row, value, of(row)) for row, value in table[column].items() if isinstance(value, str)]
        found = [(row, value, read_number(value, unit or None)) for row, value, unit in texts if unit is not None]
        numbers = {row: (value, read.value) for row, value, read in found if isinstance(read.value, float)}
        if numbers:
            new = {row: number for row, (_, number) in numbers.items()}
            changed[column] = pd.Series(
                [new.get(row, table.at[row, column]) for row in table.index], table.index, object
            )
            cells = [Odd(row, column, value, shown(number)) for row, (value, number) in numbers.items()]
            told += told_cells(book, name, table, "LIST_NORMALISED", cells)
    return Tidied(table.assign(**changed), tuple(told))


def told_cells(
    book: xw.Book, name: str, table: pd.DataFrame, rule: str, cells: Sequence[Odd], **values: object
) -> Iterator[Finding]:
    """A finding per cell; of very many the first few, and the number of the others. values: more for the sentence."""
    named = cells if len(cells) <= MOST_TOLD else cells[:FEW]
    for one in named:
        about = {"tabel": name, "kolom": one.column, "waarde": one.found, "gevonden": one.found, "verwacht": one.became}
        code = str(table.at[one.row, CODE] or "") if CODE in table.columns else ""
        code = code if CODE_PATTERN.match(code) else ""
        yield _finding(book, name, one, code, Problem(rule, values={**about, **values}))
    if len(cells) > len(named):
        first, count = cells[len(named)], len(cells) - len(named)
        alike = Problem("BOOK_MORE_ALIKE", values={"kolom": first.column, "aantal": count})
        told = _finding(book, name, first._replace(found=str(count), became=rule), "", alike)
        yield replace(told, ernst=Problem(rule).severity)


def _finding(book: xw.Book, name: str, one: Odd, code: str, problem: Problem) -> Finding:
    at = place_in_table(book, name, int(str(one.row)), one.column)
    question = one.column if name == place.ANSWERS_TABLE else ""
    text, severity = problem.text(), problem.severity
    return Finding(code, problem.code, severity, text, question, at.sheet, at.cell, one.found, one.became)


def strange_exclusions(book: xw.Book, exclusions: pd.DataFrame, notes: Sequence[Note]) -> Iterator[Finding]:
    """The exclusions that name nothing that is there, each with its cell. notes: those of `without_excluded`."""
    said = {(one.code, str(one.values[PART])): Problem(one.rule, values=one.values) for one in notes}
    for row, code, part in exclusions[[CODE, PART]].itertuples():
        problem = said.get((str(code).strip(), str(part).strip().lower()))
        if problem is not None:
            yield _finding(book, place.EXCLUSIONS_TABLE, Odd(row, PART, str(part)), str(code), problem)


def told_problems(problems: tuple[Problem, ...]) -> tuple[Finding, ...]:
    """What stands below a list or is struck through in it, as findings."""
    return tuple(
        Finding("", one.code, one.severity, one.text(), "", one.place.sheet, one.place.cell, str(one.values["waarde"]))
        for one in problems
    )
