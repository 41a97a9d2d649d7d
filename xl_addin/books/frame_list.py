"""The list Frame of an open book: filled from a table, and looked over as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Place, Problem, Problems, Survey
from templates.columns import guided_column
from xl_addin.books.book import TableWrite, excel_answers, find_table, header_of, place_in_table, read_table, write
from xl_addin.books.lists import FEW, frame_faults
from xl_addin.books.person_lists import read_list
from xl_addin.books.places import places_in
from xl_addin.books.tidying import tidy_frame
from xl_addin.checks.frame_checks import frame_remarks


def put_frame(book: xw.Book, frame: pd.DataFrame) -> None:
    """Writes the frame (a column `code`, and others) into the empty list; columns that the list lacks come beside it.

    Raises `Problems`: FRAME_PRESENT where municipalities stand there, FRAME_NO_ROOM where something stands beside the
    list, and those of `write`.
    """
    if len(read_table(book, place.FRAME_TABLE)):
        raise Problems([Problem("FRAME_PRESENT", Place(book.name, place.FRAME_SHEET))])
    more = [str(name) for name in frame.columns if name not in header_of(book, place.FRAME_TABLE)]
    if more:
        _widened(book, more)
    write(book, [TableWrite(place.FRAME_TABLE, frame)])


def _widened(book: xw.Book, names: Sequence[str]) -> None:
    """The list with columns of these names at its right end."""
    with excel_answers():
        table = find_table(book, place.FRAME_TABLE)
        whole = table.range
        rows, columns = whole.shape
        beside = whole[0, 0].offset(0, columns).resize(rows, len(names))
        there = beside.options(ndim=2).value
        if any(cell is not None for row in there for cell in row):
            raise Problems(
                [Problem("FRAME_NO_ROOM", Place(book.name, whole.sheet.name), {"kolommen": ", ".join(names)})]
            )
        whole[0, 0].offset(0, columns).resize(1, len(names)).value = [list(names)]
        table.resize(whole[0, 0].resize(rows, columns + len(names)))
    places_in(book).forget(place.FRAME_TABLE)


def frame_list_problems(book: xw.Book, survey: Survey) -> list[Problem]:
    """Everything that is wrong with the list Frame, each with its cell; the same in a column once, with its number."""
    read = read_list(book, place.FRAME_TABLE)
    if read.empty:
        return [Problem("BOOK_WITHOUT_FRAME", Place(book.name, place.FRAME_SHEET))]
    tidied = tidy_frame(book, read)
    told = [Problem(one.regel, Place(book.name, one.blad, one.cel), _values(one.gevonden)) for one in tidied.told]
    return [*frame_faults(book, survey, tidied.table), *told, *_remarked(book, tidied.table, survey)]


def _values(found: str) -> dict[str, object]:
    return {"tabel": place.FRAME_TABLE, "kolom": "", "waarde": found}


def _remarked(book: xw.Book, frame: pd.DataFrame, survey: Survey) -> Iterator[Problem]:
    counted = [guided_column(group) for group in survey.dimensions.group_codes or ("",)]
    seen: dict[tuple[str, str], int] = {}
    remarks = [(one.rule, one.row, one.column, one.values) for one in frame_remarks(frame, survey.dimensions)]
    remarks += [
        ("FRAME_NUMBER_MISSING", row, name, {"kolom": name})
        for name in counted
        if name in frame.columns
        for row in frame.index[frame[name].isna()]
    ]
    for rule, row, column, values in remarks:
        seen[rule, column] = seen.get((rule, column), 0) + 1
        if seen[rule, column] <= FEW:
            at = place_in_table(book, place.FRAME_TABLE, int(str(row)) if row is not None else -1, column)
            yield Problem(rule, at, {**values, "meer": ""})
    for (_, column), count in seen.items():
        if count > FEW:
            where = Place(book.name, place.FRAME_SHEET)
            yield Problem("BOOK_MORE_ALIKE", where, {"kolom": column, "aantal": count - FEW})
