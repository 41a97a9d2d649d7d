"""The lists that a person may have changed in the book, looked over before the method starts from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd
import xlwings as xw

from generator.analysis.layout import (
    ANSWERS_TABLE,
    CORRECTIONS_TABLE,
    EXCLUSIONS_TABLE,
    FINDINGS_TABLE,
    FRAME_TABLE,
    PARAMETERS_TABLE,
    RESEARCH_LISTS,
    SAMPLE_TABLE,
    SCENARIOS_TABLE,
    SOLVED_TABLE,
    answer_columns,
    list_places,
)
from templates import Place, Problem, Problems, Survey
from templates.columns import CODE, PARAMETERS, frame_columns
from templates.parameters import SCALE
from xl_addin.books.book import place_in_table
from xl_addin.intake.inputs import CODE_PATTERN, JOINT_CODE, URBANITY, is_number
from xl_addin.intake.parsing.grid import text_cell

VALUE, CLASS = "waarde", "stedelijkheid"
NOT_A_NUMBER, PARAMETER_VALUE = "BOOK_NOT_A_NUMBER", "BOOK_PARAMETER_VALUE"
FEW = 3
"""Cells of one column that are named one by one; of the others only their number."""
FIRST_YEAR = 1900
Judged = tuple[str, Mapping[str, object]]
"""What is wrong with a cell: the rule, and the values of its sentence."""
assert {CODE, VALUE} <= set(PARAMETERS)
FILLED_BY_PERSONS = (
    FRAME_TABLE,
    SAMPLE_TABLE,
    ANSWERS_TABLE,
    CORRECTIONS_TABLE,
    EXCLUSIONS_TABLE,
    PARAMETERS_TABLE,
    SCENARIOS_TABLE,
    *RESEARCH_LISTS,
    FINDINGS_TABLE,
    SOLVED_TABLE,
)


def refuse_uncalculated(book: xw.Book, survey: Survey) -> None:
    """Looks whether a list that a person fills holds a formula without a result: it would be read as empty.

    A program that calculates always has a result; a file that another program saved may have none. No reads.
    Raises `Problems` (BOOK_FORMULA_WITHOUT_RESULT), per cell, for the columns that the method reads.
    """
    document = getattr(book.impl, "document", None)
    if document is None:
        return
    columns = {one.table: frozenset(one.columns) for one in list_places(survey)}
    columns[ANSWERS_TABLE] = frozenset(answer_columns(survey))
    problems = []
    for table in (one for one in FILLED_BY_PERSONS if one in columns):

        def counts(name: str, read: frozenset[str] = columns[table], frame: bool = table == FRAME_TABLE) -> bool:
            return name in read or (frame and is_number(name))

        for sheet, cell in document.uncalculated(table, counts):
            problems.append(Problem("BOOK_FORMULA_WITHOUT_RESULT", Place(book.name, sheet, cell)))
    if problems:
        raise Problems(problems)


def refuse_wrong_lists(
    book: xw.Book, survey: Survey, frame: pd.DataFrame, answers: pd.DataFrame, parameters: pd.DataFrame
) -> None:
    """Looks at the lists as `tidied` gives them; asks nothing of the book unless something is wrong.

    Raises `Problems`, all together and the same kind in a column once with its count: BOOK_COLUMN_MISSING,
    BOOK_CODE_WRONG for an empty, double or impossible code, BOOK_TEXT_FOR_NUMBER for text in a number of the frame or
    the parameters, such as `1.234,56`, BOOK_NOT_A_NUMBER for a date, a time or TRUE, BOOK_NEGATIVE for a negative
    number in the frame, BOOK_CHOICE_UNKNOWN, BOOK_PARAMETER_VALUE and BOOK_PARAMETER_TWICE; each with its cell.
    """
    required = {
        FRAME_TABLE: frame_columns(survey.dimensions),
        ANSWERS_TABLE: (CODE,),
        PARAMETERS_TABLE: (CODE, VALUE),
    }
    tables = {FRAME_TABLE: frame, ANSWERS_TABLE: answers, PARAMETERS_TABLE: parameters}
    problems = [problem for name, table in tables.items() for problem in _missing(book, name, table, required[name])]
    if problems:
        raise Problems(problems)
    problems = [*_codes(book, ANSWERS_TABLE, answers), *frame_faults(book, survey, frame)]
    problems += _parameters(book, parameters, survey)
    if problems:
        raise Problems(problems)


def frame_faults(book: xw.Book, survey: Survey, frame: pd.DataFrame) -> Iterator[Problem]:
    """What makes the list Frame, as `tidy_frame` gives it, impossible to compute with; each with its cell."""
    yield from _missing(book, FRAME_TABLE, frame, frame_columns(survey.dimensions))
    if CODE in frame.columns:
        yield from _codes(book, FRAME_TABLE, frame)
    for column in frame.columns:
        if is_number(str(column)):
            yield from _wrong(book, FRAME_TABLE, column, frame[column], counted_or_not)
    if CLASS in frame.columns:
        yield from _wrong(book, FRAME_TABLE, CLASS, frame[CLASS], _class_or_not)


def _parameters(book: xw.Book, parameters: pd.DataFrame, survey: Survey) -> Iterator[Problem]:
    """Parameters that cannot be computed with, and codes that stand there twice with two values."""
    known = {parameter.code: parameter for parameter in survey.parameters}
    for row, code, value in parameters[[CODE, VALUE]].itertuples():
        choices = known[code].choices if code in known else ()
        judged = _choice_or_not(value, choices) if choices else number_or_not(value)
        if judged is None or not (code in known or str(code).startswith(SCALE)):
            continue
        rule, said = judged
        if isinstance(value, str) and (is_error(value) or rule == NOT_A_NUMBER):
            rule = PARAMETER_VALUE
        values = {"kolom": VALUE, "waarde": value, **said, "code": code}
        yield Problem(rule, place_in_table(book, PARAMETERS_TABLE, int(str(row)), VALUE), values)
    filled = parameters.dropna(subset=[CODE, VALUE])
    for code, rows in filled.groupby(CODE, sort=False):
        if len(set(rows[VALUE].map(str))) > 1:
            at = place_in_table(book, PARAMETERS_TABLE, int(str(rows.index[1])), CODE)
            values = {"code": code, "waarde": rows[VALUE].iloc[0], "andere": rows[VALUE].iloc[1]}
            yield Problem("BOOK_PARAMETER_TWICE", at, values)


def _missing(book: xw.Book, name: str, table: pd.DataFrame, required: Sequence[str]) -> Iterator[Problem]:
    missing = [column for column in required if column not in table.columns]
    if missing:
        yield Problem("BOOK_COLUMN_MISSING", Place(book.name), {"tabel": name, "kolommen": ", ".join(missing)})


def refuse_wrong_codes(book: xw.Book, name: str, table: pd.DataFrame) -> None:
    """Raises `Problems` (BOOK_CODE_WRONG) for an empty, double or impossible municipality code in a list."""
    problems = list(_codes(book, name, table)) if CODE in table.columns else []
    if problems:
        raise Problems(problems)


def _codes(book: xw.Book, name: str, table: pd.DataFrame) -> Iterator[Problem]:
    """Rows whose code is no code, or that of a row before it."""
    joint = name == ANSWERS_TABLE
    twice = table[CODE].duplicated()

    def judge(row: object, code: object) -> Judged | None:
        fits = isinstance(code, str) and bool(CODE_PATTERN.match(code) or (joint and JOINT_CODE.fullmatch(code)))
        wrong = not fits or bool(twice.at[row])
        return ("BOOK_CODE_WRONG", {"waarde": "" if code is None else code}) if wrong else None

    found = [(row, judged) for row, code in table[CODE].items() if (judged := judge(row, code)) is not None]
    yield from _once(book, name, CODE, found)


def _wrong(
    book: xw.Book, name: str, column: str, cells: pd.Series, judge: Callable[[object], Judged | None]
) -> Iterator[Problem]:
    found = [(row, judged) for row, value in cells.items() if (judged := judge(value)) is not None]
    yield from _once(book, name, column, found)


def _once(book: xw.Book, name: str, column: str, found: Sequence[tuple[object, Judged]]) -> Iterator[Problem]:
    """The first cells of a column by themselves, and of the others their number."""
    for row, (rule, values) in found[:FEW]:
        at = place_in_table(book, name, int(str(row)), column)
        yield Problem(rule, at, {"kolom": column, **values})
    if len(found) > FEW:
        yield Problem("BOOK_MORE_ALIKE", Place(at.file, at.sheet), {"kolom": column, "aantal": len(found) - FEW})


def number_or_not(value: object) -> Judged | None:
    """What is wrong with a cell for a number: the rule and what stands there; None for a number or nothing."""
    if isinstance(value, bool):
        return NOT_A_NUMBER, {"waarde": "WAAR" if value else "ONWAAR"}
    if value is None or value != value or isinstance(value, int | float):
        return None
    if isinstance(value, str):
        return "BOOK_TEXT_FOR_NUMBER", {"waarde": value}
    if isinstance(value, dt.datetime | dt.date) and value.year > FIRST_YEAR:
        return NOT_A_NUMBER, {"waarde": f"de datum {value.day}-{value.month}-{value.year}"}
    return NOT_A_NUMBER, {"waarde": f"de tijd {value}"}


def counted_or_not(value: object) -> Judged | None:
    """As `number_or_not`, of a number that cannot be negative."""
    negative = isinstance(value, int | float) and value < 0
    return ("BOOK_NEGATIVE", {"waarde": value}) if negative else number_or_not(value)


def _class_or_not(value: object) -> Judged | None:
    return None if value == "" else _choice_or_not(value, URBANITY)


def _choice_or_not(value: object, choices: Sequence[str]) -> Judged | None:
    if value is None or value != value or value in choices:
        return None
    return "BOOK_CHOICE_UNKNOWN", {"waarde": value, "keuzes": ", ".join(choices)}


def is_error(value: object) -> bool:
    """Whether a cell holds an error value, as `read_list` gives it."""
    return isinstance(value, str) and text_cell(value.strip()).kind == "fout"
