"""One command set for every host: functions of an `xw.Book`, by id.

In the analysis workbook every command works; in a municipality's own filled survey workbook check, allocate and fund
do, and fill its own result sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import xlwings as xw

from generator.analysis.layout import META_KIND
from generator.survey.own_result import STATUS
from templates import Place, Problem, Problems
from xl_addin.commands import analysis, own_workbook
from xl_addin.commands.analysis import STEPS
from xl_addin.commands.book import has_name
from xl_addin.commands.outcome import Outcome
from xl_addin.commands.sampling import draw_sample

__all__ = ["COMMANDS", "STEPS", "Outcome", "run_steps"]


def run_steps(book: xw.Book, steps: Sequence[str], now: dt.datetime) -> Outcome:
    """Runs the steps in the book, whichever of our two kinds it is; it is known by its defined names.

    Raises `Problems`: BOOK_NOT_OURS for any other book; what the commands raise.
    """
    if has_name(book, META_KIND):
        return analysis.run_steps(book, steps, now)
    if has_name(book, STATUS):
        return own_workbook.run_steps(book, steps, now)
    raise Problems([Problem("BOOK_NOT_OURS", Place(book.name))])


def _command(steps: Sequence[str], book: xw.Book) -> Outcome:
    return run_steps(book, steps, dt.datetime.now())


def _sample(book: xw.Book) -> Outcome:
    return draw_sample(book, dt.datetime.now())


COMMANDS: Mapping[str, Callable[[xw.Book], Outcome]] = {
    **{step: partial(_command, (step,)) for step in STEPS},
    "all": partial(_command, STEPS),
    "sample": _sample,
}
"""Command id (a step, or `all`) -> what a ribbon button, a Lite script or a test calls with the book."""
