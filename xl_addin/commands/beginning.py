"""The button with which a study begins: a workbook with empty lists, in which everything else is done."""

from __future__ import annotations

import re
from pathlib import Path

import xlwings as xw
from platformdirs import user_documents_path

from generator.analysis.layout import META_KIND
from templates import Problem, Problems, load_survey
from templates.commands import with_function
from templates.folders import DEFAULT_SURVEY
from xl_addin.books.book import has_name
from xl_addin.books.location import file_of
from xl_addin.books.outcome import Outcome
from xl_addin.commands.places import survey_of_book
from xl_addin.use_cases.studying import Started, start_study

SAID = re.compile(r"\s*(?:(?P<survey>[A-Za-z]\w*)\b)?\s*(?P<year>\d{4})?\s*")


def start(book: xw.Book, chosen: Path | None = None, said: str = "") -> Outcome:
    """The workbook of a new study, at the path that was chosen; without one, beside the book or among the documents.

    said: a survey and a year, either of which may be left out: those of the book then, or the survey that comes with
    the product. Raises `Problems`: START_UNCLEAR, SURVEY_UNKNOWN, OUTPUT_EXISTS, and those of `start_study`.
    """
    asked = SAID.fullmatch(said)
    if asked is None:
        raise Problems([Problem("START_UNCLEAR", values={"tekst": said})])
    ours = has_name(book, META_KIND)
    survey, year = survey_of_book(book) if ours else (load_survey(DEFAULT_SURVEY), None)
    if asked["survey"]:
        survey, year = load_survey(asked["survey"]), None
    target = (chosen or _usual(book)).with_suffix(".xlsx")
    start_study(target, survey, Started(), int(asked["year"]) if asked["year"] else year)
    message = f"Het onderzoek staat in {target}. Open het en begin op het blad Overzicht: daar staan de stappen."
    return Outcome(message, 0, target)


def _usual(book: xw.Book) -> Path:
    asks = with_function()["start"].asks
    assert asks is not None
    try:
        folder = file_of(book).parent
    except Problems:
        folder = user_documents_path()
    return folder / asks.usual
