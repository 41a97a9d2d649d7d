"""The commands that write into an open workbook, by id: all that a host without files and folders needs.

Imported by xlwings Lite, where neither the file engine nor the command line is there.
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

Command = Callable[[xw.Book], Outcome]


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


def keeping_places(command: Command) -> Command:
    """The command, for which each place in the book is asked of the host once."""

    def carried_out(book: xw.Book) -> Outcome:
        with kept_places(book):
            return command(book)

    return carried_out


_PLAIN: dict[str, Command] = {
    "sample": _sample,
    **{step: partial(_steps, (step,)) for step in STEPS},
    "all": partial(_steps, STEPS),
    "scenarios": _scenarios,
    "figures": _figures,
}
IN_BOOK: Mapping[str, Command] = {name: keeping_places(command) for name, command in _PLAIN.items()}
"""Command id (a step, or another button) -> what is called with the book."""
