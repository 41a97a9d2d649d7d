"""What the researcher asks beyond the study in the lists of the workbook: worked out from one run, written with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import xlwings as xw

from templates import Survey
from xl_addin.books.book import BlockWrite, TableWrite
from xl_addin.books.key_lines import read_key
from xl_addin.books.key_pages import key_pages
from xl_addin.books.own_lists import read_divisions, read_measures
from xl_addin.books.own_pages import own_page
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.own_classes import own_class_rows
from xl_addin.methods.estimates.own_measures import Vocabulary, own_measure_rows
from xl_addin.methods.funding.benchmark import benchmark
from xl_addin.methods.funding.distribution_key import Made, distribution_key
from xl_addin.methods.funding.key_rows import key_rows
from xl_addin.methods.sample.classes import divisions_of
from xl_addin.methods.sample.own_divisions import Divided, divided
from xl_addin.methods.study import Study
from xl_addin.methods.tables.columns import CLASSES
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.results import Rows, as_table

NO_KEY = Made(None, ())
ESTIMATE, FUND = "estimate", "fund"


@dataclass(frozen=True)
class Research:
    """What the lists ask, worked out.

    own: rows of own divisions and measures, None where the workbook has no such lists; asks_key: whether it has the
    list Verdeelsleutel; made, benchmarks: what that gives.
    """

    basis: Basis | None = None
    own: Rows | None = None
    asks_key: bool = False
    made: Made = NO_KEY
    benchmarks: pd.DataFrame | None = field(default=None)

    @property
    def rows(self) -> Mapping[str, Rows]:
        """Rows of results, by the stage they belong to."""
        funded = key_rows(self.basis, self.made.key) if self.basis and self.made.key else ()
        return {ESTIMATE: self.own or (), FUND: funded}

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader should know of it."""
        return self.made.notes

    def changes(self, steps: Sequence[str], survey: Survey) -> Iterator[TableWrite | BlockWrite]:
        """What the steps write."""
        if ESTIMATE in steps and self.own is not None:
            yield from own_page(as_table(self.own), survey)
        if FUND in steps and self.basis and self.asks_key:
            yield from key_pages(self.basis, self.made.key, self.benchmarks, survey)


def research(book: xw.Book, study: Study, answers: Answers) -> Research:
    """Works out what the lists ask; nothing for a survey that asks no cost.

    Raises `Problems` as `read_divisions`, `read_measures` and `read_key`.
    """
    basis = study.basis
    if basis is None:
        return Research()
    own = _own_rows(book, basis, answers)
    asked = read_key(book, basis.frame, basis.classes)
    if asked is None:
        return Research(basis, own)
    made = distribution_key(basis, asked.lines, asked.budget) if asked.lines else NO_KEY
    return Research(basis, own, True, made, benchmark(basis, answers, made.key) if made.key else None)


def _own_rows(book: xw.Book, basis: Basis, answers: Answers) -> Rows | None:
    known = {name: Divided(basis.classes[name], CLASSES[name]) for name in divisions_of(basis.classes)}
    asked = read_divisions(book, basis.frame, known)
    measures = read_measures(book, Vocabulary(basis, answers))
    if asked is None or measures is None:
        return None
    divisions = divided(basis.frame, asked, known)
    return (*own_class_rows(basis, divisions), *own_measure_rows(basis, answers, measures, divisions))
