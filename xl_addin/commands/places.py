"""Where the files of a study stand: in folders beside its workbook, under the names that the manual uses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlwings as xw

from generator.analysis import layout as place
from templates import Place, Problem, Problems, Survey, load_survey
from templates.commands import with_function
from xl_addin.books.book import has_name, read_block
from xl_addin.books.location import file_of

SENT, RETURNED = "uitvraag", "ingevuld"


def folder_of(book: xw.Book) -> Path:
    """The folder in which the book stands. Raises `Problems`: those of `file_of`."""
    return file_of(book).parent


def dated(book: xw.Book, name: str) -> Path:
    """A new folder beside the book, with the moment in its name: what was made before stays."""
    return folder_of(book) / f"{name}_{dt.datetime.now():%Y-%m-%d_%H%M%S}"


def chosen_or_usual(book: xw.Book, command: str, chosen: Path | None) -> Path:
    """What the person chose for a command, else the usual file or folder beside the book.

    Raises `Problems`: USUAL_MISSING where neither is there, those of `file_of`.
    """
    asks = with_function()[command].asks
    assert asks is not None  # only commands that ask come here
    path = chosen or folder_of(book) / asks.usual
    if not (path.is_dir() if asks.kind == "folder" else path.is_file()):
        values = {"wat": "De map" if asks.kind == "folder" else "Het bestand", "naam": path.name}
        raise Problems([Problem("USUAL_MISSING", Place(str(path.parent)), values)])
    return path


def survey_of_book(book: xw.Book) -> tuple[Survey, int]:
    """The survey and the year of an analysis workbook. Raises `Problems`: BOOK_NOT_ANALYSIS for another book."""
    if not has_name(book, place.META_KIND):
        raise Problems([Problem("BOOK_NOT_ANALYSIS", Place(book.name))])
    survey, year = (read_block(book, place.overview_cell(name))[0][0] for name in (place.META_SURVEY, place.META_YEAR))
    return load_survey(str(survey)), int(year)
