"""The lists that a person may have changed in the book, looked over before the method starts from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
import xlwings as xw

from generator.analysis.layout import (
    ANSWERS_TABLE,
    CORRECTIONS_TABLE,
    EXCLUSIONS_TABLE,
    FINDINGS_TABLE,
    FRAME_TABLE,
    PARAMETERS_TABLE,
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
from xl_addin.intake.inputs import CODE_PATTERN, JOINT_CODE, is_number

VALUE = "waarde"
assert {CODE, VALUE} <= set(PARAMETERS)
FILLED_BY_PERSONS = (
    FRAME_TABLE,
    SAMPLE_TABLE,
    ANSWERS_TABLE,
    CORRECTIONS_TABLE,
    EXCLUSIONS_TABLE,
    PARAMETERS_TABLE,
    SCENARIOS_TABLE,
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
    """Looks at the lists as `read_table` gives them; asks nothing of the book unless something is wrong.

    Raises `Problems`, all together: BOOK_COLUMN_MISSING, BOOK_CODE_WRONG for an empty, double or impossible code,
    BOOK_TEXT_FOR_NUMBER for text in a number of the frame or the parameters, such as `1.234,56`, and BOOK_NEGATIVE for
    a negative number in the frame; each with its cell.
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
    problems += [problem for name in (FRAME_TABLE, ANSWERS_TABLE) for problem in _codes(book, name, tables[name])]
    numbers = [name for name in frame.columns if is_number(str(name))]
    problems += _texts(book, FRAME_TABLE, frame, numbers)
    problems += _negatives(book, FRAME_TABLE, frame, numbers)
    words = {parameter.code for parameter in survey.parameters if parameter.choices}
    known = {parameter.code for parameter in survey.parameters} - words
    numeric = parameters[parameters[CODE].isin(known) | parameters[CODE].astype(str).str.startswith(SCALE)]
    problems += _texts(book, PARAMETERS_TABLE, numeric, (VALUE,))
    if problems:
        raise Problems(problems)


def _missing(book: xw.Book, name: str, table: pd.DataFrame, required: Sequence[str]) -> Iterator[Problem]:
    missing = [column for column in required if column not in table.columns]
    if missing:
        yield Problem("BOOK_COLUMN_MISSING", Place(book.name), {"tabel": name, "kolommen": ", ".join(missing)})


def _codes(book: xw.Book, name: str, table: pd.DataFrame) -> Iterator[Problem]:
    """Rows whose code is no code, or that of a row before it."""
    joint = name == ANSWERS_TABLE

    def fits(code: object) -> bool:
        return isinstance(code, str) and bool(CODE_PATTERN.match(code) or (joint and JOINT_CODE.fullmatch(code)))

    good = table[CODE].map(fits).astype(bool)
    wrong = ~good | table[CODE].duplicated()
    for row, code in table.loc[wrong, CODE].items():
        shown = "" if code is None else code
        yield Problem("BOOK_CODE_WRONG", place_in_table(book, name, int(str(row)), CODE), {"waarde": shown})


def _texts(book: xw.Book, name: str, table: pd.DataFrame, columns: Sequence[str]) -> Iterator[Problem]:
    for column in columns:
        texts = table.loc[table[column].map(lambda value: isinstance(value, str)), column]
        for row, value in texts.items():
            place = place_in_table(book, name, int(str(row)), column)
            yield Problem("BOOK_TEXT_FOR_NUMBER", place, {"kolom": column, "waarde": value})


def _negatives(book: xw.Book, name: str, table: pd.DataFrame, columns: Sequence[str]) -> Iterator[Problem]:
    for column in columns:
        negative = table[column].map(lambda value: isinstance(value, int | float) and value < 0).astype(bool)
        for row, value in table.loc[negative, column].items():
            place = place_in_table(book, name, int(str(row)), column)
            yield Problem("BOOK_NEGATIVE", place, {"kolom": column, "waarde": value})
