"""The command that draws a sample from the frame in the workbook, as the parameters `steekproef.*` say."""

from __future__ import annotations

import datetime as dt

import xlwings as xw

from generator.analysis import layout as place
from templates import Place, Problem, Problems
from xl_addin.books.analysis import moment, read_inputs
from xl_addin.books.book import BlockWrite, TableWrite, read_table, write
from xl_addin.books.outcome import Outcome
from xl_addin.methods.sample.sampling import STRATUM
from xl_addin.methods.sample.sampling_frame import design_of, draw_list, sample, sample_list, strata_of


def draw_sample(book: xw.Book, now: dt.datetime) -> Outcome:
    """Draws and writes Steekproef, Trekking and Trekkingsplan. A sample that is there already is never overwritten.

    Raises `Problems`: SAMPLE_PRESENT, BOOK_WITHOUT_FRAME, and those of `sample`.
    """
    inputs = read_inputs(book)
    if len(read_table(book, place.SAMPLE_TABLE)):
        raise Problems([Problem("SAMPLE_PRESENT", Place(book.name, place.SAMPLE_SHEET))])
    parameters = inputs.parameters
    design, strata_by = design_of(parameters), strata_of(parameters)
    found = sample(inputs.frame, parameters, inputs.survey.dimensions, design, strata_by)
    strata = found.drawn.table[STRATUM].nunique()
    message = f"Getrokken: {len(found.drawn.table)} van {len(inputs.frame)} gemeenten, uit {strata} strata."
    changes: list[TableWrite | BlockWrite] = [
        TableWrite(place.SAMPLE_TABLE, sample_list(inputs.frame, found.drawn)),
        TableWrite(place.DRAW_TABLE, draw_list(inputs.frame, found.drawn)),
        TableWrite(place.DRAW_PLAN_TABLE, found.plan),
        BlockWrite(place.overview_cell(place.STATUS_MESSAGE), [[message]]),
        BlockWrite(place.overview_cell(place.STATUS_TIME), [[moment(now, dated=inputs.dated)]]),
    ]
    write(book, changes)
    return Outcome(message, 0)
