"""Guided persons as reported where the frame says that there are none (METHOD, 3)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from templates import Problem, Survey
from xl_addin.checks.findings import Finding, Places, placed, shown
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.tables.columns import guided

RULE = "FRAME_NONE_GUIDED"


def none_in_frame(answers: pd.DataFrame, survey: Survey, places: Places, frame: pd.DataFrame) -> Iterator[Finding]:
    """A fout for every municipality and group of which the frame counts nobody and the answer does."""
    read = read_answers(answers)
    for group in survey.dimensions.group_codes:
        column = guided(group)
        if column not in frame.columns:
            continue
        counted = frame[column].reindex(answers.index)
        reported = read.cell(ids.persons(group)).amount
        for code, known, persons in zip(answers.index, counted, reported, strict=True):
            if known == 0 and persons > 0:
                problem = Problem(RULE, values={"kolom": column, "gevonden": shown(float(persons))})
                told = Finding(str(code), RULE, problem.severity, problem.text(), ids.persons(group))
                yield placed(told, places)
