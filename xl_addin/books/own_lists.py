"""The lists Indelingen and Maten as the method takes them; every wrong line is told with its cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Problem, Problems
from templates.research import OWN_DIVISIONS, OWN_MEASURES
from xl_addin.books.book import place_in_table
from xl_addin.books.person_lists import read_list
from xl_addin.methods.estimates.own_measures import OwnMeasure, Vocabulary, terms_of
from xl_addin.methods.sample.own_divisions import OwnDivision

LONGEST, MOST_CLASSES = 40, 30
NAMES = ("code", "naam")
THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
Wrong = tuple[str, str, Mapping[str, object]]


def read_if_there(book: xw.Book, table: str, columns: Sequence[str]) -> pd.DataFrame | None:
    """A list as it stands; None in a workbook of an earlier version, which has none. Raises as `read_list`."""
    try:
        return read_list(book, table).reindex(columns=list(columns))
    except Problems as problems:
        if all(problem.code == "BOOK_TABLE_MISSING" for problem in problems.problems):
            return None
        raise


def read_divisions(book: xw.Book, frame: pd.DataFrame, known: Collection[str]) -> tuple[OwnDivision, ...] | None:
    """The divisions asked for; None without such a list. known: the divisions of the study.

    Raises `Problems`, all lines together: OWN_NAME, OWN_DIVISION_COLUMN, OWN_DIVISION_LIMITS, OWN_DIVISION_MANY,
    OWN_DIVISION_CROSS.
    """
    listed = read_if_there(book, place.OWN_DIVISIONS_TABLE, OWN_DIVISIONS)
    if listed is None:
        return None
    plain = {_text(line.indeling) for line in listed.itertuples() if not _text(line.kruis)}
    found: dict[str, OwnDivision] = {}
    problems = []
    for row, name, column, limits, crossed, _ in listed.itertuples():
        asked = OwnDivision(_text(name), _text(column), limits_of(limits) or (), _text(crossed))
        wrong = _wrong_division(asked, limits, frame, (*known, *found), {*known, *plain} - {asked.name})
        if wrong:
            problems.append(_problem(book, place.OWN_DIVISIONS_TABLE, row, wrong))
        else:
            found[asked.name] = asked
    if problems:
        raise Problems(problems)
    return tuple(found.values())


def limits_of(cell: object) -> tuple[float, ...] | None:
    """Boundaries from low to high; none for an empty cell, None for what are no such boundaries."""
    if cell is None or cell != cell or str(cell).strip() == "":
        return ()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return (float(cell),)
    try:
        found = tuple(_number(part) for part in str(cell).split(";"))
    except ValueError:
        return None
    return found if all(low < high for low, high in pairwise(found)) else None


def _number(text: str) -> float:
    """A number as a person of the Netherlands types it, or with a decimal point."""
    text = text.strip()
    return float((text.replace(".", "") if THOUSANDS.fullmatch(text) else text).replace(",", "."))


def _wrong_division(
    asked: OwnDivision, limits: object, frame: pd.DataFrame, taken: Collection[str], others: Collection[str]
) -> Wrong | None:
    if not asked.name or asked.name in taken or len(asked.name) > LONGEST:
        return "OWN_NAME", "indeling", {"waarde": asked.name}
    columns = [str(name) for name in frame.columns if name not in NAMES]
    if asked.column not in columns:
        return "OWN_DIVISION_COLUMN", "kolom", {"waarde": asked.column, "keuzes": ", ".join(columns)}
    numeric = pd.api.types.is_numeric_dtype(frame[asked.column])
    if limits_of(limits) is None or (asked.limits and not numeric):
        return "OWN_DIVISION_LIMITS", "grenzen", {"waarde": limits, "kolom": asked.column}
    count = len(asked.limits) + 1 if asked.limits else int(frame[asked.column].nunique())
    if count > MOST_CLASSES:
        about = {"kolom": asked.column, "aantal": count, "hoogstens": MOST_CLASSES}
        return "OWN_DIVISION_MANY", "grenzen", about
    if asked.crossed and asked.crossed not in others:
        return "OWN_DIVISION_CROSS", "kruis", {"waarde": asked.crossed, "keuzes": ", ".join(sorted(others))}
    return None


def read_measures(book: xw.Book, known: Vocabulary) -> tuple[OwnMeasure, ...] | None:
    """The measures asked for; None without such a list. Raises `Problems`, all together: OWN_NAME, OWN_MEASURE_SIDE."""
    listed = read_if_there(book, place.OWN_MEASURES_TABLE, OWN_MEASURES)
    if listed is None:
        return None
    found: dict[str, OwnMeasure] = {}
    problems = []
    for row, *cells, _ in listed.itertuples():
        asked = OwnMeasure(*(_text(cell) for cell in cells))
        wrong: Wrong | None = None
        if not asked.name or asked.name in found or len(asked.name) > LONGEST:
            wrong = "OWN_NAME", "maat", {"waarde": asked.name}
        wrong = (
            wrong or _wrong_side(asked.numerator, "teller", known) or _wrong_side(asked.denominator, "noemer", known)
        )
        if wrong:
            problems.append(_problem(book, place.OWN_MEASURES_TABLE, row, wrong))
        else:
            found[asked.name] = asked
    if problems:
        raise Problems(problems)
    return tuple(found.values())


def _wrong_side(text: str, column: str, known: Vocabulary) -> Wrong | None:
    terms = terms_of(text)
    if terms is None:
        return "OWN_MEASURE_SIDE", column, {"waarde": text, "term": ""}
    unknown = [term.name for term in terms if term.name and known.value(term.name) is None]
    about = {"waarde": text, "term": f" ({', '.join(unknown)})"}
    return ("OWN_MEASURE_SIDE", column, about) if unknown else None


def _problem(book: xw.Book, table: str, row: object, wrong: Wrong) -> Problem:
    code, column, values = wrong
    return Problem(code, place_in_table(book, table, int(str(row)), column), dict(values))


def _text(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    return f"{cell:g}" if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell).strip()
