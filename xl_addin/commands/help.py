"""Commands that only tell: what this is, how to begin, and where failures are written down."""

from __future__ import annotations

import sys
from pathlib import Path

import xlwings as xw
from platformdirs import user_cache_path

from templates.commands import with_function
from xl_addin import __version__
from xl_addin.books.outcome import Outcome
from xl_addin.logbook import entries, folder

STEPS = ("start", "frame_check", "sample", "generate", "collect", "check", "all", "presentation")
"""The commands of a study in their order, as the short manual tells them."""
KEPT = "Van de werkmap wordt voor elke opdracht een kopie bewaard in de map backup."


def about(_: xw.Book) -> Outcome:
    """Version, Python and folder of logs."""
    return Outcome(f"Kostenonderzoek {__version__}\nPython: {sys.executable}\nLogboek: {folder()}", 0)


def manual(_: xw.Book) -> Outcome:
    """The order of work in a few lines."""
    known = with_function()
    lines = [f"{at}. {known[step].nl.label}: {known[step].nl.tip}" for at, step in enumerate(STEPS, start=1)]
    return Outcome("\n".join(["Zo werkt u ermee:", *lines, KEPT]), 0)


def stop(_: xw.Book) -> Outcome:
    """Asks the command that runs to stop after the file at hand; it then leaves the workbook as it was."""
    stop_file().parent.mkdir(parents=True, exist_ok=True)
    stop_file().touch()
    return Outcome("De opdracht die loopt, stopt na de gemeente die aan de beurt is.", 0)


def stop_file() -> Path:
    """A file that says that a person asked to stop."""
    return user_cache_path("kostenonderzoek") / "stop"


def log(_: xw.Book) -> Outcome:
    """Where failures are written down, and the last of them."""
    written = entries()
    last = f"De laatste storing: {written[-1].name}." if written else "Er is nog geen storing opgeschreven."
    return Outcome(f"Het logboek staat in {folder()}. {last}", 0)
