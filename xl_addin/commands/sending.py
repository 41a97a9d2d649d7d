"""Commands that make what is sent to municipalities."""

from __future__ import annotations

import xlwings as xw

from generator.analysis import layout as place
from templates import Place, Problem, Problems
from templates.parameters import in_force, plain
from xl_addin.books.analysis import Inputs, read_inputs
from xl_addin.books.outcome import Outcome
from xl_addin.books.progress import told_in_order
from xl_addin.commands.places import SENT, dated, folder_of, survey_of_book
from xl_addin.use_cases.exemplifying import make_example
from xl_addin.use_cases.generating import generate as write_workbooks


def generate(book: xw.Book) -> Outcome:
    """A survey workbook for every municipality of the list Steekproef, with the parameters of this book.

    Raises `Problems`: SAMPLE_EMPTY, SAMPLE_UNKNOWN_CODE, those of `generate` (an existing workbook is never replaced).
    """
    inputs = read_inputs(book)
    sample = inputs.sample[inputs.sample.index != ""]
    unknown = [str(code) for code in sample.index if code not in inputs.frame.index]
    where = Place(book.name, place.SAMPLE_SHEET)
    if sample.empty:
        raise Problems([Problem("SAMPLE_EMPTY", where)])
    if unknown:
        raise Problems(Problem("SAMPLE_UNKNOWN_CODE", where, {"code": code, "meer": ""}) for code in unknown)
    out, year = folder_of(book) / SENT, inputs.year
    values = in_force(inputs.survey, year, changed_parameters(inputs))
    told = told_in_order("Vragenlijsten maken", len(sample))
    books = write_workbooks(inputs.survey, year, inputs.frame, sample, values, out, progress=told)
    return Outcome(
        f"{len(books)} vragenlijsten staan in {out}. Verstuur ze; zet wat terugkomt in de map ingevuld ernaast "
        "en klik dan op Verzamelen.",
        0,
    )


def changed_parameters(inputs: Inputs) -> dict[str, str | float]:
    """The parameters of the book that differ from the definition's."""
    usual = plain(in_force(inputs.survey, inputs.year))
    return {code: value for code, value in inputs.parameters.items() if usual.get(code) != value}


def example(book: xw.Book) -> Outcome:
    """A filled survey workbook and an empty one to print, of the survey of this book. Raises as `make_example`."""
    survey, _ = survey_of_book(book)
    filled, blank = make_example(survey, dated(book, "voorbeeld"))
    return Outcome(f"Het ingevulde voorbeeld is {filled}, het lege om af te drukken {blank}.", 0)
