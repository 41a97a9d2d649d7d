"""The hosts that commands run on: workbook files, xlwings' remote engine (that of xlwings Lite), and desktop Excel.

Where no Excel runs, a stand-in with its habits runs in its place.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import xlwings as xw

from benchmarks.counting import counted
from tests.hosts.contents import Contents, contents_of
from tests.hosts.excel_habits import habits_of_excel
from tests.hosts.office_js import carried_out, payload
from xl_addin.books import Outcome
from xl_addin.engine import FileEngine, register
from xl_addin.use_cases.excel_host import in_excel
from xl_addin.use_cases.opening import opened

Command = Callable[[xw.Book], Outcome]


@dataclass(frozen=True)
class Host:
    """Runs a command on the workbook in a file and gives what the workbook then holds, and what the command told.

    A problem raised by the command comes through; the file is then as it was.
    """

    name: str
    run: Callable[[Path, Command], tuple[Contents, Outcome]]


@contextmanager
def on_files(path: Path) -> Iterator[xw.Book]:
    """The workbook in a file as a book of the file engine."""
    with _active_engine(), opened(path) as book:
        yield book


def file_engine() -> FileEngine:
    """The file engine, without making it xlwings' own choice."""
    with _active_engine():
        return register()


def _on_file(path: Path, command: Command) -> tuple[Contents, Outcome]:
    with on_files(path) as book:
        outcome = command(book)
        book.save()
    return contents_of(path), outcome


def _remotely(path: Path, command: Command) -> tuple[Contents, Outcome]:
    know_remote_engine()
    book = xw.Book(json=json.loads(json.dumps(payload(path))))
    outcome = command(book)
    actions = json.loads(json.dumps(book.json()["actions"]))
    book.close()
    return carried_out(path, actions), outcome


def know_remote_engine() -> None:
    """The remote engine is only offered where xlwings finds a licence; testing is a noncommercial use."""
    if "remote" in xw.engines.engines_by_name:
        return
    os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"
    from xlwings.pro import _xlremote  # only now: importing it is what asks for the licence

    xw.engines.add(xw.Engine(impl=_xlremote.engine))


def _in_excel(path: Path, command: Command) -> tuple[Contents, Outcome]:
    with _active_engine():
        xw.engines["excel"].activate()
        with xw.App(visible=False, add_book=False) as app:
            app.display_alerts = False
            book = app.books.open(path)
            outcome = command(book)
            book.save()
            book.close()
    return contents_of(path), outcome


def _like_excel(path: Path, command: Command) -> tuple[Contents, Outcome]:
    """In a stand-in with the habits of Excel, which takes nothing back; filters are lifted as `--host excel` does."""
    with habits_of_excel(), in_excel(path) as book:
        outcome = command(counted(book)[0])
        book.save()
    return contents_of(path), outcome


@contextmanager
def _active_engine() -> Iterator[None]:
    """Whatever engine is active within, the one before comes back."""
    before = xw.engines.active
    try:
        yield
    finally:
        xw.engines.active = before


HOSTS = {
    host.name: host
    for host in (
        Host("file", _on_file),
        Host("remote", _remotely),
        Host("like_excel", _like_excel),
        Host("excel", _in_excel),
    )
}
WITHOUT_EXCEL = ("file", "remote", "like_excel")
