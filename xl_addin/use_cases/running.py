"""Runs the commands on a workbook file, through the file engine or a real Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlwings as xw

from generator.lint import refuse_broken_changes
from generator.ooxml.files import backup, refuse_open, refuse_read_only, write_atomically
from xl_addin.books import Outcome, run_steps
from xl_addin.books.scenarios import run_scenarios
from xl_addin.books.sensitivity import run_sensitivity
from xl_addin.engine import register
from xl_addin.use_cases.excel_host import EXCEL, in_excel
from xl_addin.use_cases.opening import refuse_missing, refuse_other_format


@dataclass(frozen=True)
class Run:
    """What the commands told, and where the copy of the workbook as it was stands."""

    outcome: Outcome
    backup: Path


def run(path: Path, steps: Sequence[str], host: str, now: dt.datetime) -> Run:
    """Runs the steps on the workbook at `path`, after a dated copy in `backup/` beside it.

    Raises `Problems` when it is no workbook of this product, or when it cannot be saved; it then is as it was. A file
    that is read-only or open in another program is refused before anything is computed.
    """
    return _on(path, host, lambda book: run_steps(book, steps, now))


def run_scenarios_on(path: Path, host: str, now: dt.datetime) -> Run:
    """Computes the scenarios of the workbook at `path` in the same way; raises as `run` and the command do."""
    return _on(path, host, lambda book: run_scenarios(book, now))


def run_sensitivity_on(path: Path, host: str, now: dt.datetime) -> Run:
    """Computes what the totals of the workbook at `path` depend on, in the same way; raises as `run` does."""
    return _on(path, host, lambda book: run_sensitivity(book, now))


def _on(path: Path, host: str, command: Callable[[xw.Book], Outcome]) -> Run:
    refuse_missing(path)
    refuse_other_format(path)
    refuse_read_only(path)
    return _in_excel(path, command) if host == EXCEL else _on_file(path, command)


def _in_excel(path: Path, command: Callable[[xw.Book], Outcome]) -> Run:
    with in_excel(path) as book:
        kept = backup(path)
        outcome = command(book)
        book.save()
    return Run(outcome, kept)


def _on_file(path: Path, command: Callable[[xw.Book], Outcome]) -> Run:
    refuse_open(path)
    register()
    book = xw.Book(path)
    try:
        outcome = command(book)
        content: bytes = book.impl.document.content()
        refuse_broken_changes(path.read_bytes(), content, path.name)
        kept = backup(path)
        write_atomically(path, content)
    finally:
        book.close()
    return Run(outcome, kept)
