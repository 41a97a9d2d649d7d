"""What is done in an open book of ours, on any host: the steps of the method in an analysis workbook, and its lists.

In a municipality's own filled survey workbook check, allocate and fund work, and fill its own result sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import xlwings as xw

from generator.analysis.layout import META_KIND
from generator.survey.own_result import STATUS
from templates import Place, Problem, Problems
from templates.commands import with_function
from xl_addin.books import analysis, own_workbook
from xl_addin.books.analysis import STEPS
from xl_addin.books.book import has_name
from xl_addin.books.outcome import Outcome

__all__ = ["STEPS", "STEPS_BEFORE", "Outcome", "run_steps"]

STEPS_BEFORE = {before: name for name in STEPS for before in with_function()[name].was}
"""A step as an earlier version called it -> what it is called now; understood for one version."""


def run_steps(book: xw.Book, steps: Sequence[str], now: dt.datetime) -> Outcome:
    """Runs the steps in the book, whichever of our two kinds it is; it is known by its defined names.

    Raises `Problems`: BOOK_NOT_OURS for any other book; what the steps raise.
    """
    steps = [STEPS_BEFORE.get(step, step) for step in steps]
    if has_name(book, META_KIND):
        return analysis.run_steps(book, steps, now)
    if has_name(book, STATUS):
        return own_workbook.run_steps(book, steps, now)
    raise Problems([Problem("BOOK_NOT_OURS", Place(book.name))])
