"""One command set for every host: functions of an `xw.Book`, by id.

In the analysis workbook every command works; in a municipality's own filled survey workbook check, allocate and fund
do, and fill its own result sheet. Commands on files look in the folder of the workbook, so that they need no dialogue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import xlwings as xw

from xl_addin.books import STEPS, Outcome, run_steps
from xl_addin.books.places import kept_places
from xl_addin.books.sampling import draw_sample
from xl_addin.books.scenarios import run_scenarios
from xl_addin.commands.files import collect_here, export_beside, generate_beside, report_beside
from xl_addin.commands.help import about, log, manual

__all__ = ["COMMANDS", "LEAVE_BOOK", "NEED_FILES", "STEPS", "Outcome", "run_steps"]


def _steps(steps: Sequence[str], book: xw.Book) -> Outcome:
    return run_steps(book, steps, dt.datetime.now())


def _sample(book: xw.Book) -> Outcome:
    return draw_sample(book, dt.datetime.now())


def _scenarios(book: xw.Book) -> Outcome:
    return run_scenarios(book, dt.datetime.now())


def _figures(book: xw.Book) -> Outcome:
    """The figures are charts on cells of the result sheets, so they follow when those are filled."""
    done = run_steps(book, ("report",), dt.datetime.now())
    return Outcome(f"{done.message} De figuren staan bij de tabellen en lopen met de cijfers mee.", done.needs_person)


def _keeping_places(command: Callable[[xw.Book], Outcome]) -> Callable[[xw.Book], Outcome]:
    """The command, for which each place in the book is asked of the host once."""

    def carried_out(book: xw.Book) -> Outcome:
        with kept_places(book):
            return command(book)

    return carried_out


_PLAIN: Mapping[str, Callable[[xw.Book], Outcome]] = {
    "sample": _sample,
    "generate": generate_beside,
    "collect": collect_here,
    **{step: partial(_steps, (step,)) for step in STEPS},
    "all": partial(_steps, STEPS),
    "scenarios": _scenarios,
    "figures": _figures,
    "export": export_beside,
    "slides": report_beside,
    "about": about,
    "manual": manual,
    "log": log,
}

COMMANDS = {name: _keeping_places(command) for name, command in _PLAIN.items()}
"""Command id (a step, or another button) -> what a ribbon button, a Lite script or a test calls with the book."""

LEAVE_BOOK = frozenset({"generate", "export", "slides", "about", "manual", "log"})
"""The commands that write nothing into the book."""
NEED_FILES = LEAVE_BOOK | {"collect"}
"""The commands that read or write files beside the book; a host without a folder has none of them."""
