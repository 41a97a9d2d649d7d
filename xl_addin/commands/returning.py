"""Commands on what comes back from municipalities."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlwings as xw

from generator.analysis import layout as place
from xl_addin.books.analysis import read_inputs
from xl_addin.books.book import read_table
from xl_addin.books.outcome import Outcome, needs_person
from xl_addin.books.progress import told_in_order
from xl_addin.commands.places import RETURNED, SENT, chosen_or_usual, folder_of, survey_of_book
from xl_addin.commands.sending import changed_parameters
from xl_addin.intake.collecting import files_in
from xl_addin.use_cases.analysing import Overrides, collect_in
from xl_addin.use_cases.filling_folders import fill_folder
from xl_addin.use_cases.migrating_folders import migrate_folder

NEXT = "Klik op Verzamelen om ze in deze werkmap te zetten."
SHOWN = 5
"""Answers left behind that the message names; the others are counted."""


def collect(book: xw.Book, chosen: Path | None = None) -> Outcome:
    """What stands in the folder `ingevuld`, or in the one chosen, in the lists of this book; what a person typed stays.

    Raises `Problems`: USUAL_MISSING, BOOK_NOT_SAVED, those of `collect_in`.
    """
    folder = chosen_or_usual(book, "collect", chosen)
    inputs = read_inputs(book)
    sample = inputs.sample[inputs.sample.index != ""]
    findings = collect_in(
        book,
        [folder],
        inputs.survey,
        inputs.frame,
        None if sample.empty else sample,
        Overrides(changed_parameters(inputs)),
        inputs.year,
        dt.datetime.now(),
        told_in_order("Verzamelen", len(files_in([folder]))),
    )
    count, attention = len(read_table(book, place.ANSWERS_TABLE)), needs_person(findings)
    asked = f" {attention} bevindingen vragen aandacht: zie het blad Bevindingen." if attention else ""
    message = f"Verzameld: de antwoorden van {count} gemeenten staan in deze werkmap.{asked} Klik nu op Alles."
    return Outcome(message, attention)


def fill(book: xw.Book, chosen: Path | None = None) -> Outcome:
    """The answers in the folder `antwoorden`, or in the one chosen, filled in the workbooks of the folder `uitvraag`.

    Raises `Problems`: USUAL_MISSING, and those of `fill_folder`; a filled workbook that is there is never replaced.
    """
    survey, _ = survey_of_book(book)
    answers, out = chosen_or_usual(book, "fill", chosen), folder_of(book) / RETURNED
    told = told_in_order("Invullen", len(list(answers.glob("*.csv"))))
    done = fill_folder(folder_of(book) / SENT, answers, out, survey, progress=told)
    reports = [report.line() for one in done for report in one.reports]
    return Outcome(f"{len(done)} vragenlijsten zijn ingevuld, in {out}. {NEXT}{_named(reports)}", 0)


def migrate(book: xw.Book, chosen: Path | None = None) -> Outcome:
    """The workbooks of an older version in the folder `oud`, or in the one chosen, as current ones in `ingevuld`.

    Raises `Problems`: USUAL_MISSING, and those of `migrate_folder`.
    """
    survey, _ = survey_of_book(book)
    old, out = chosen_or_usual(book, "migrate", chosen), folder_of(book) / RETURNED
    done = migrate_folder(old, out, survey, progress=told_in_order("Overzetten", len(list(old.glob("*.xlsx")))))
    left = [report.line() for one in done for report in one.left]
    moved = sum(one.moved for one in done)
    message = f"{len(done)} vragenlijsten zijn overgezet naar {out}, met {moved} antwoorden. {NEXT}{_named(left)}"
    return Outcome(message, len(left))


def _named(lines: list[str]) -> str:
    if not lines:
        return ""
    more = [f"En nog {len(lines) - SHOWN}."] if len(lines) > SHOWN else []
    return "\n\n" + "\n".join([*lines[:SHOWN], *more])
