"""Starts a study: an analysis workbook before anything came back, from which everything else is done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from generator.analysis.build import build_analysis
from generator.analysis.content import AnalysisContent, Table, table_of
from generator.analysis.layout import ANSWER_KEYS
from generator.lint import refuse_defects
from generator.ooxml.files import backup, refuse_open
from generator.survey.layout import layout
from templates import Survey
from templates.columns import PARAMETERS
from templates.parameters import in_force, parameter_row
from templates.questions import question_ids
from xl_addin.use_cases.outputs import refuse_existing, write_all


class Started(NamedTuple):
    """The study that begins: which municipalities there are, who is asked, and parameters that differ."""

    frame: pd.DataFrame | None = None
    sample: pd.DataFrame | None = None
    overrides: Mapping[str, str | float] = {}
    overrides_file: str = ""


def empty_study(survey: Survey, year: int, begun: Started) -> bytes:
    """The analysis workbook of a survey year as the bytes of an .xlsx: frame and sample as given, no answers yet.

    Raises `Problems` for overrides that are no parameters.
    """
    parameters = in_force(survey, year, begun.overrides, begun.overrides_file)
    rows = [parameter_row(one) for one in parameters.values()]
    content = AnalysisContent(
        frame=Table() if begun.frame is None else table_of(begun.frame.reset_index()),
        sample=Table() if begun.sample is None else table_of(begun.sample.reset_index()),
        answers=Table((*ANSWER_KEYS, *question_ids(survey))),
        parameters=table_of(pd.DataFrame(rows, columns=list(PARAMETERS), dtype=object)),
        places={name: (cell.sheet, cell.address) for name, cell in layout(survey).questions.items()},
        year=year,
    )
    return build_analysis(survey, content)


def start_study(out: Path, survey: Survey, begun: Started, year: int | None = None, force: bool = False) -> Path | None:
    """Writes the workbook `out`; gives the copy of what stood there.

    Raises `Problems`: OUTPUT_EXISTS unless `force`, OUTPUT_OPEN, and those of `empty_study`.
    """
    refuse_existing([out], force)
    refuse_open(out)
    book = empty_study(survey, year or survey.identity.year, begun)
    refuse_defects(book, out.name)
    kept = backup(out) if out.exists() else None
    write_all({out: book})
    return kept
