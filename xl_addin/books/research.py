"""What the researcher asks beyond the study in the lists of the workbook: worked out from one run, written with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import xlwings as xw

from templates import Survey
from xl_addin.books.book import BlockWrite, TableWrite
from xl_addin.books.key_lines import read_key
from xl_addin.books.key_pages import key_pages
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.funding.benchmark import benchmark
from xl_addin.methods.funding.distribution_key import Made, distribution_key
from xl_addin.methods.funding.key_rows import key_rows
from xl_addin.methods.study import Study
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.results import Row

NO_KEY = Made(None, ())
FUND = "fund"


@dataclass(frozen=True)
class Research:
    """The key of the list Verdeelsleutel with what follows from it; asks: whether the workbook has such a list."""

    basis: Basis | None
    asks: bool
    made: Made
    benchmarks: pd.DataFrame | None

    @property
    def rows(self) -> Sequence[Row]:
        """Rows of results."""
        return key_rows(self.basis, self.made.key) if self.basis and self.made.key else ()

    @property
    def notes(self) -> tuple[Note, ...]:
        return self.made.notes

    def changes(self, steps: Sequence[str], survey: Survey) -> Iterator[TableWrite | BlockWrite]:
        """What the steps write."""
        if FUND in steps and self.basis and self.asks:
            yield from key_pages(self.basis, self.made.key, self.benchmarks, survey)


def research(book: xw.Book, study: Study, answers: Answers) -> Research:
    """Works out what the lists ask; nothing for a survey that asks no cost. Raises `Problems` as `read_key`."""
    basis = study.basis
    asked = read_key(book, basis.frame, basis.classes) if basis else None
    if basis is None or asked is None:
        return Research(basis, False, NO_KEY, None)
    made = distribution_key(basis, asked.lines, asked.budget) if asked.lines else NO_KEY
    return Research(basis, True, made, benchmark(basis, answers, made.key) if made.key else None)
