"""The rim towards desktop Excel: a button of the ribbon ends here, with the id of its command.

Thin on purpose, since no Excel runs where this is built: everything with a decision in it stands in `carry_out`, which
takes any xlwings book and is tested on files.
"""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import xlwings as xw

from generator.ooxml.files import backup, full_disk, refuse_read_only
from templates import Problem, Problems
from xl_addin.books.book import is_of_excel
from xl_addin.books.location import file_of
from xl_addin.books.outcome import in_a_box
from xl_addin.books.progress import told_by
from xl_addin.commands import COMMANDS, LEAVE_BOOK
from xl_addin.commands.help import stop_file
from xl_addin.logbook import logged, written_down

TITLE = "Kostenonderzoek"
FILTERS_LIFTED = "Filters in de werkmap zijn opgeheven: over verborgen rijen kan niet worden geschreven."


@dataclass(frozen=True)
class Told:
    """What the person sees when a command is done: a sentence, and how serious it is."""

    text: str
    mode: Literal["info", "critical"]
    opens: Path | None = None


def dispatch(
    command: str, read_only: bool = False, filters_lifted: bool = False, chosen: str = "", said: str = ""
) -> None:
    """Carries out the command of a button in the workbook that is open, and says what came of it.

    chosen: the file or folder that the person chose, said: what was typed; empty where what is usual is meant.

    `read_only`: Excel opened it so, which the add-in asks, since xlwings cannot; `filters_lifted`: it lifted filters,
    so that every row is reached. Where Excel does not say which workbook it is, or shows no message, the process ends
    with the message as its error, which the add-in shows.
    """
    try:
        book = xw.Book.caller()
    except Exception as error:  # Excel is busy, or has no workbook of that name
        sys.exit(_unforeseen(command, error))
    with told_by(Shower(book.app)):
        told = carry_out(command, book, dt.datetime.now(), read_only=read_only, given=_given(chosen, said))
    text = f"{told.text}\n\n{FILTERS_LIFTED}" if filters_lifted else told.text
    try:
        book.app.alert(text, title=TITLE, buttons="ok", mode=told.mode)
    except Exception:  # the command is done; what it told must not be lost
        sys.exit(text)
    if told.opens:
        book.app.books.open(told.opens)


def _given(chosen: str, said: str) -> tuple[object, ...]:
    """What a command gets besides the book: nothing, the path, or the path (None for the usual one) and the text."""
    path = Path(chosen) if chosen else None
    return (path, said) if said else (path,) if path else ()


class Shower:
    """Shows in the status bar how far a command is, and ends it where the person asked to stop."""

    def __init__(self, app: xw.App) -> None:
        self._app = app
        if stop_file().exists():  # of a command that had ended by then
            stop_file().unlink(missing_ok=True)

    def __call__(self, text: str) -> None:
        """Raises `Problems` (COMMAND_STOPPED)."""
        if stop_file().exists():
            stop_file().unlink(missing_ok=True)
            raise Problems([Problem("COMMAND_STOPPED")])
        with suppress(Exception):  # a status bar that does not answer is no reason to stop
            self._app.status_bar = f"{TITLE}: {text}"


def carry_out(
    command: str, book: xw.Book, now: dt.datetime, *, read_only: bool = False, given: tuple[object, ...] = ()
) -> Told:
    """Runs one command on a book after a dated copy of its file; never raises.

    given: what the person chose and typed. In a book that Excel opened as read-only only what leaves the book as it is
    is carried out.

    Problems that a person can mend become their sentences, all of them; anything else is logged under a reference and
    told neutrally. A command writes last, so that a book in which something went wrong is as it was.
    """
    try:
        if command not in COMMANDS:
            raise Problems([Problem("COMMAND_UNKNOWN", values={"opdracht": command})])
        kept = None if command in LEAVE_BOOK else _kept(book, now, read_only=read_only)
        outcome = COMMANDS[command](book, *given)
    except Problems as found:
        return Told(in_a_box(found.problems, written_down), "critical")
    except Exception as error:  # the last net
        return Told(_unforeseen(command, error), "critical")
    saved = f"\n\nDe werkmap zoals zij was opgeslagen staat in {kept}." if kept else ""
    return Told(outcome.message + saved, "info", outcome.opens)


def _unforeseen(command: str, error: Exception) -> str:
    """The sentence for an error being handled: a busy Excel, a full disk, else neutral and logged whole."""
    if is_of_excel(error):
        return Problem("BOOK_BUSY").line()
    full = full_disk(error)
    return (full.problems[0] if full else logged(f"knop {command}")).line()


def _kept(book: xw.Book, now: dt.datetime, *, read_only: bool) -> Path:
    """A dated copy of the book's file as last saved.

    Raises `Problems`, before anything was computed: those of `file_of`, OUTPUT_READ_ONLY, BOOK_READ_ONLY, those of
    `backup`.
    """
    path = file_of(book)
    refuse_read_only(path)
    if read_only:
        raise Problems([Problem("BOOK_READ_ONLY", values={"werkmap": book.name})])
    return backup(path, now=now)
