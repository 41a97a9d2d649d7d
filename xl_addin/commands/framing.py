"""Commands on the list of all municipalities: filled from a file or from open data, and looked over."""

from __future__ import annotations

from pathlib import Path

import xlwings as xw
from platformdirs import user_cache_path

from templates.problems import Problem
from xl_addin.books.frame_list import frame_list_problems, put_frame
from xl_addin.books.outcome import Outcome
from xl_addin.checks.frame_checks import NOTES
from xl_addin.commands.places import chosen_or_usual, survey_of_book
from xl_addin.intake.cbs import definition
from xl_addin.intake.inputs import read_frame
from xl_addin.use_cases.downloading import frame_from

MOST_SHOWN = 10
RIGHT = "Het blad Frame klopt. Klik nu op Steekproef."


def frame_load(book: xw.Book, chosen: Path | None = None) -> Outcome:
    """The municipalities of FRAME.csv, or of the file chosen, on the empty sheet Frame.

    Raises `Problems`: USUAL_MISSING, those of `read_frame` and of `put_frame`.
    """
    survey, _ = survey_of_book(book)
    path = chosen_or_usual(book, "frame_load", chosen)
    frame = read_frame(path, survey.dimensions)
    put_frame(book, frame.reset_index())
    return Outcome(f"{len(frame)} gemeenten uit {path.name} staan op het blad Frame. Klik nu op Kader nakijken.", 0)


def frame_download(book: xw.Book) -> Outcome:
    """The municipalities of the survey year from the open data of Statistics Netherlands, on the empty sheet Frame.

    Raises `Problems`: those of `frame_from` and of `put_frame`.
    """
    survey, year = survey_of_book(book)
    found = frame_from(year, str(definition()["adres"]), user_cache_path("kostenonderzoek") / "cbs", survey)
    put_frame(book, found.table)
    lacking = f" Leeg, zelf aan te vullen: {', '.join(found.empty)}." if found.empty else ""
    return Outcome(f"{len(found.table)} gemeenten staan op het blad Frame.{lacking}", len(found.empty))


def frame_check(book: xw.Book) -> Outcome:
    """Everything that is wrong with the sheet Frame, with its cell and the remedy; nothing changes.

    Raises `Problems`: BOOK_NOT_ANALYSIS, BOOK_TABLE_MISSING.
    """
    survey, _ = survey_of_book(book)
    found = frame_list_problems(book, survey)
    asking = sum(one.code not in NOTES for one in found)
    first = f"Op het blad Frame staan {asking} punten om na te kijken." if asking else RIGHT
    return Outcome("\n\n".join([first, *_shown(found)]), asking)


def _shown(found: list[Problem]) -> list[str]:
    """The problems as text, the first ten where there are more."""
    more = [f"En nog {len(found) - MOST_SHOWN}; verbeter deze eerst."] if len(found) > MOST_SHOWN else []
    return [*(one.line() for one in found[:MOST_SHOWN]), *more]
