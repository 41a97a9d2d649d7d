"""How far a respondent is: the share of the required questions that apply to it and are answered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.survey.required import RequiredUnit, required_units
from templates.questions import questions
from templates.schema import Survey
from xl_addin.checks.answered import Answered, Mask


def completeness(answers: pd.DataFrame, survey: Survey) -> pd.Series:
    """`uit.volledigheid` per municipality, 0 to 1: answered / applicable required units; 1 when none applies.

    A unit is a required question, or a row of a grid whose rows are required (answered by one cell with a number or
    nvt). What cannot be an answer is none, and `onbekend` is not an answer here.
    """
    book = Answered(answers, questions(survey))
    asked = np.zeros(len(book.codes))
    done = np.zeros(len(book.codes))
    for unit in required_units(survey):
        applies = book.holds(unit.applies)
        asked += applies
        done += applies & _answered(unit, book, survey)
    share = np.where(asked > 0, done / np.where(asked > 0, asked, 1.0), 1.0)
    return pd.Series(share, index=answers.index, name="uit.volledigheid")


def _answered(unit: RequiredUnit, book: Answered, survey: Survey) -> Mask:
    if unit.numeric:
        return book.any_answered(unit.ids)
    (name,) = unit.ids
    field = next(one.field for one in book.asked if one.id == name)
    if field.type == "code":
        return book.is_one_of(name, tuple(code.code for code in survey.dimensions.codes(field.code_list)))
    return book.is_said(name)
