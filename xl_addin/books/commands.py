"""The commands that need no more than an open workbook: what a host without files and folders has.

Imported by xlwings Lite, where neither the file engine nor the command line is there. Which commands there are stands
in `templates/commands.yaml`; here stand their functions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module

import xlwings as xw

from templates.commands import CommandEntry, with_function
from xl_addin.books import STEPS, Outcome, run_steps
from xl_addin.books.places import kept_places
from xl_addin.books.sampling import draw_sample
from xl_addin.books.scenarios import run_scenarios
from xl_addin.books.sensitivity import run_sensitivity

Command = Callable[..., Outcome]
"""A function of an open book; one that asks for a file or folder takes its path too, and without it the usual one."""


def sample(book: xw.Book) -> Outcome:
    """Draws a sample from the frame."""
    return draw_sample(book, dt.datetime.now())


def check(book: xw.Book) -> Outcome:
    """The findings on the answers."""
    return _step("check", book)


def allocate(book: xw.Book) -> Outcome:
    """What each municipality spends, per task."""
    return _step("allocate", book)


def weight(book: xw.Book) -> Outcome:
    """The weights of those who answered."""
    return _step("weight", book)


def estimate(book: xw.Book) -> Outcome:
    """The national estimates."""
    return _step("estimate", book)


def fund(book: xw.Book) -> Outcome:
    """Grants beside cost."""
    return _step("fund", book)


def time(book: xw.Book) -> Outcome:
    """Cost over the years."""
    return _step("time", book)


def tables(book: xw.Book) -> Outcome:
    """The result tables."""
    return _step("tables", book)


def figures(book: xw.Book) -> Outcome:
    """The figures are charts on cells of the result sheets, so they follow when those are filled."""
    done = tables(book)
    return Outcome(f"{done.message} De figuren staan bij de tabellen en lopen met de cijfers mee.", done.needs_person)


def all_steps(book: xw.Book) -> Outcome:
    """All steps of the method."""
    return run_steps(book, STEPS, dt.datetime.now())


def sensitivity(book: xw.Book) -> Outcome:
    """What the totals depend on, one change at a time."""
    return run_sensitivity(book, dt.datetime.now())


def scenarios(book: xw.Book) -> Outcome:
    """Every result table under each scenario."""
    return run_scenarios(book, dt.datetime.now())


def _step(step: str, book: xw.Book) -> Outcome:
    return run_steps(book, (step,), dt.datetime.now())


def keeping_places(command: Command) -> Command:
    """The command, for which each place in the book is asked of the host once."""

    def carried_out(book: xw.Book, *chosen: object) -> Outcome:
        with kept_places(book):
            return command(book, *chosen)

    return carried_out


class Commands(Mapping[str, Command]):
    """Commands by id, each imported when it is asked for; a name of an earlier version leads to the command too.

    Told are the ids of now only: what goes over all commands meets each once.
    """

    def __init__(self, entries: Iterable[CommandEntry]) -> None:
        self._entries = {one.id: one for one in entries}
        self._was: dict[str, str] = {}
        for one in self._entries.values():
            for name in one.was:
                self._was.setdefault(name, one.id)

    def __getitem__(self, name: str) -> Command:
        entry = self._entries[self._was.get(name, name)]
        module, _, function = entry.function.rpartition(".")
        command: Command = getattr(import_module(f"xl_addin.{module}"), function)
        return keeping_places(command)

    def __contains__(self, name: object) -> bool:
        return name in self._entries or name in self._was

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


IN_BOOK = Commands(one for one in with_function().values() if one.in_book)
"""Command id (a step, or another button) -> what is called with the book."""
