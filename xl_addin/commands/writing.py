"""Commands that write to municipalities: what to talk about, and what to mend."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import xlwings as xw

from templates import Problem, Problems
from xl_addin.books.outcome import Outcome
from xl_addin.commands.places import dated
from xl_addin.use_cases.letters import TWO_WEEKS, Letter, error_reports, interviews, reviewed


def interview(book: xw.Book) -> Outcome:
    """A guide per municipality, in a new dated folder. Raises `Problems`: LETTERS_NOT_CHECKED, BOOK_NOT_SAVED."""
    out = dated(book, "gesprekken")
    written = interviews(reviewed(book), out)
    return Outcome(f"{len(written)} gespreksleidraden staan in {out}.", 0)


SAID = re.compile(r"(?P<sender>.*?)\s*(?P<due>\d{1,2}-\d{1,2}-\d{4})?")


def errorreport(book: xw.Book, _: Path | None = None, said: str = "") -> Outcome:
    """A letter per municipality with something to mend, in a new dated folder.

    said: who writes and, at the end, the last day for an answer (d-m-yyyy); without them it is the team of the survey,
    and two weeks. Raises `Problems`: LETTERS_NOT_CHECKED, BOOK_NOT_SAVED, LETTER_DAY.
    """
    out, today = dated(book, "foutrapporten"), dt.date.today()
    written = error_reports(reviewed(book), out, _letter(said.strip(), today))
    if not written:
        return Outcome("Geen gemeente heeft nog iets te verbeteren; er is geen brief geschreven.", 0)
    return Outcome(f"Brieven aan {len(written) // 2} gemeenten staan in {out}. Lees ze na en verstuur ze.", 0)


def _letter(said: str, today: dt.date) -> Letter:
    asked = SAID.fullmatch(said)
    assert asked is not None  # any text is a sender
    if not asked["due"]:
        return Letter(today, today + TWO_WEEKS, asked["sender"])
    try:
        due = dt.datetime.strptime(asked["due"], "%d-%m-%Y").date()
    except ValueError:
        raise Problems([Problem("LETTER_DAY", values={"datum": asked["due"]})]) from None
    return Letter(today, due, asked["sender"])
