"""The lists that a person fills, read as a person means them: with what stands below them, and told what is odd.

A table does not grow in every program, nor past an empty row: what was typed below it, and looks like a row of it, is
taken into it before it is read. What does not look like a row stays where it is and is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from generator.ooxml.sheet import address, parse_area
from templates import Place, Problem, Problems
from templates.columns import CODE
from templates.research import KEY_LINES, OWN_DIVISIONS, OWN_MEASURES
from xl_addin.books.book import Rows, excel_answers, header_of, is_of_excel
from xl_addin.books.list_looks import as_shown, odd_cells
from xl_addin.books.places import TablePlace, places_in

MUNICIPALITY = re.compile(r"\s*(?:GM|SV)\s?\d{1,4}\s*", re.IGNORECASE)
MUNICIPALITY_OR_ALL = re.compile(rf"{MUNICIPALITY.pattern}|\s*alle\s*", re.IGNORECASE)
MEASURE = re.compile(r"\s*(?:1|[A-Za-z_][\w.]*)\s*")
NAME = re.compile(r"\s*\w.{0,39}")
IDENTIFIER = re.compile(r"\s*[A-Za-z_][\w.]*\s*")
KEYS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    place.FRAME_TABLE: (CODE, MUNICIPALITY),
    place.SAMPLE_TABLE: (CODE, MUNICIPALITY),
    place.ANSWERS_TABLE: (CODE, MUNICIPALITY),
    place.CORRECTIONS_TABLE: (CODE, MUNICIPALITY),
    place.EXCLUSIONS_TABLE: (CODE, MUNICIPALITY_OR_ALL),
    place.PARAMETERS_TABLE: (CODE, IDENTIFIER),
    place.SCENARIOS_TABLE: (CODE, IDENTIFIER),
    place.KEY_TABLE: (KEY_LINES[0], MEASURE),
    place.OWN_DIVISIONS_TABLE: (OWN_DIVISIONS[0], NAME),
    place.OWN_MEASURES_TABLE: (OWN_MEASURES[0], NAME),
}
"""The column by which a row of a list is known, and what stands in it."""
LONGEST = 60


def read_list(book: xw.Book, name: str) -> pd.DataFrame:
    """The list with the rows below it, error values as text; the index counts its rows from 0. At most four reads.

    A duration, and a text of which a part was taken back, are as a person sees them. The table is made as long as
    its rows. Rows that are empty throughout are left out. Raises `Problems` as `read_table`, and BOOK_ROWS_BELOW where
    rows below it cannot be taken in.
    """
    take_in(book, name)
    with excel_answers():
        places = places_in(book)
        table = places.table(name)
        whole = table.cells(0, 0, table.rows + 1, table.columns)
        values = places.read(whole, (table.rows + 1) * table.columns, errors_as_text=True)
        places.take_header(name, values[0])
    for (row, column), cell in odd_cells(book, name).items():
        seen = as_shown(cell)
        values[row + 1][column] = values[row + 1][column] if seen is None else seen
    frame = pd.DataFrame(values[1:], columns=[str(header) for header in values[0]], dtype=object)
    return frame[frame.notna().any(axis=1)]


def take_in(book: xw.Book, name: str) -> tuple[Problem, ...]:
    """Makes a table as long as what stands below it and looks like its rows; tells what does not (LIST_BELOW).

    Looked for once per command. Two reads at most.
    """
    return places_in(book).once_below(name, lambda: _taken_in(book, name)) if name in KEYS else ()


def _taken_in(book: xw.Book, name: str) -> tuple[Problem, ...]:
    with excel_answers():
        places = places_in(book)
        table = places.table(name)
        bottom, left = table.area[2], table.area[1]
        last = parse_area(table.sheet.used_range.address.replace("$", ""))[2]
        if last <= bottom:
            return ()
        below: Rows = places.read(
            table.cells(table.rows + 1, 0, last - bottom, table.columns),
            (last - bottom) * table.columns,
            errors_as_text=True,
        )
        if not any(_filled(value) for row in below for value in row):
            return ()
        others = [parse_area(one.range.address.replace("$", "")) for one in table.sheet.tables if one.name != name]
        header = header_of(book, name)
    free = [at for at in range(len(below)) if not any(top <= bottom + 1 + at <= end for top, _, end, _ in others)]
    rows = [at for at in free if _is_row(dict(zip(header, below[at], strict=True)), name)]
    if rows:
        _grow(table, rows[-1] + 1, Place(book.name, table.sheet_name, f"A{bottom + 1 + rows[0]}"))
        places.forget(name)
    loose = [at for at in free if at > max(rows, default=-1) and any(_filled(value) for value in below[at])]
    where = Place(book.name, table.sheet_name)
    return tuple(_told(below[at], where, bottom + 1 + at, left, name) for at in loose)


def _grow(table: TablePlace, more: int, where: Place) -> None:
    """The table with so many rows more. Raises `Problems` (BOOK_ROWS_BELOW) where the host refuses."""
    try:
        table.table.resize(table.cells(0, 0, table.rows + 1 + more, table.columns))
    except Problems:
        raise
    except Exception as error:
        if not is_of_excel(error) and not isinstance(error, NotImplementedError):
            raise
        raise Problems([Problem("BOOK_ROWS_BELOW", where, {"tabel": table.table.name})]) from error


def _is_row(row: Mapping[str, object], name: str) -> bool:
    column, pattern = KEYS[name]
    key = row.get(column)
    others = any(_filled(value) for header, value in row.items() if header != column)
    return isinstance(key, str) and bool(pattern.fullmatch(key)) and others


def _filled(value: object) -> bool:
    return value is not None and bool(str(value).strip())


def _told(row: Sequence[object], where: Place, number: int, first: int, name: str) -> Problem:
    at = next(at for at, value in enumerate(row) if _filled(value))
    cell = address(number, first + at)
    values = {"tabel": name, "waarde": str(row[at])[:LONGEST]}
    return Problem("LIST_BELOW", Place(where.file, where.sheet, cell), values)


def below(book: xw.Book, names: Sequence[str]) -> Iterator[Problem]:
    """What stands below the lists and is none of their rows, of lists that were read."""
    for name in names:
        yield from take_in(book, name)
