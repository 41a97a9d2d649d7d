"""How far a respondent is: the share of the required questions that apply to it and are answered."""

from __future__ import annotations

import pandas as pd

from generator.survey.required import RequiredUnit, required_units
from templates.questions import questions
from templates.schema import Condition, Survey
from xl_addin.methods.answers import Answers, read_answers
from xl_addin.methods.columns import NOT_APPLICABLE, UNKNOWN_ANSWER


def completeness(answers: pd.DataFrame, survey: Survey) -> pd.Series:
    """`uit.volledigheid` per municipality, 0 to 1: answered / applicable required units; 1 when none applies.

    A unit is a required question, or a row of a grid whose rows are required (answered by one cell with a number or
    nvt). `onbekend` is not an answer here.
    """
    given = read_answers(answers)
    empty_means = {asked.id: asked.field.empty_means for asked in questions(survey)}
    asked_count = pd.Series(0, index=answers.index)
    done = pd.Series(0, index=answers.index)
    for unit in required_units(survey):
        applies = pd.Series(True, index=answers.index)
        for condition in unit.applies:
            applies &= _holds(condition, given, empty_means[condition.id])
        asked_count += applies
        done += applies & _answered(unit, given)
    return (done / asked_count).where(asked_count > 0, 1.0).rename("uit.volledigheid")


def _answered(unit: RequiredUnit, answers: Answers) -> pd.Series:
    if unit.numeric:
        return answers.answered(unit.ids).any(axis=1)
    return _filled(answers, unit.ids[0]) & (answers.text(unit.ids[0]) != UNKNOWN_ANSWER)


def _holds(condition: Condition, answers: Answers, empty_means: str) -> pd.Series:
    given, filled = answers.text(condition.id), _filled(answers, condition.id)
    if not condition.values:
        return filled & (given != NOT_APPLICABLE)
    return given.isin(condition.values) | (~filled & (empty_means in condition.values))


def _filled(answers: Answers, question: str) -> pd.Series:
    return pd.Series(answers.cell(question).filled, index=answers.index)
