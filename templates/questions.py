"""The flat list of questions of a survey in workbook order: grids written out, conditions joined."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from templates.kept import once_per_survey
from templates.rules import explained_cases
from templates.schema import NUMERIC_TYPES, Column, Condition, Field_, GridBlock, ListBlock, Question, Sheet, Survey

CHECKS, SUMMARY = "controles", "samenvatting"
"""The keys of the sheets with checks, where explanations are asked, and with results, where they are signed off; no
sheets of the definition."""

SIGN_OFF = "akkoord."
"""How the ids of the sign-off begin: who signs may write a name there, so it goes no further than the answers."""


@dataclass(frozen=True)
class Asked:
    """One question: its id, where it stands in the definition, and what it asks.

    `row` and `column` are those of a grid; in a list, a further column about a question has that question as its row.
    """

    id: str
    sheet: str
    block: int
    row: str
    column: str
    field: Field_
    applies: tuple[Condition, ...]
    label: str

    @property
    def numeric(self) -> bool:
        """Whether the cell takes a number, `nvt` or `onbekend`."""
        return self.field.type in NUMERIC_TYPES

    @property
    def item(self) -> str:
        """The id of the item it belongs to (`jaar.intake`), or its own id in a list."""
        return self.id[: -len(self.column) - 1] if self.column else self.id


@once_per_survey
def questions(survey: Survey) -> tuple[Asked, ...]:
    """All questions of the survey, sheet by sheet; the explanations of soft checks and the sign-off come last."""
    asked: list[Asked] = []
    for sheet in survey.sheets:
        for number, block in enumerate(sheet.blocks):
            if isinstance(block, GridBlock):
                asked.extend(_of_grid(survey, sheet, number, block))
            else:
                asked.extend(_of_list(sheet, number, block))
    signed = (Asked(one.id, SUMMARY, 0, "", "", one, one.applies, one.label) for one in survey.identity.sign_off)
    return (*asked, *_explanations(survey), *signed)


def _of_grid(survey: Survey, sheet: Sheet, number: int, block: GridBlock) -> Iterator[Asked]:
    common = (*sheet.applies, *block.applies)
    for row in survey.dimensions.expand(block.rows):
        for column in block.columns:
            if column.only_rows and row not in column.only_rows:
                continue
            question_id = block.id.format(rij=row, kolom=column.key)
            label = f"{row_label(survey, block, row)}: {column.label}"
            yield Asked(question_id, sheet.key, number, row, column.key, column, (*common, *column.applies), label)


def _of_list(sheet: Sheet, number: int, block: ListBlock) -> Iterator[Asked]:
    common = (*sheet.applies, *block.applies)
    for question in block.questions:
        applies = (*common, *question.applies)
        yield Asked(question.id, sheet.key, number, "", "", question, applies, question.label)
        for column in block.columns:
            if not column.only_rows or question.id in column.only_rows:
                yield _about(question, column, sheet, number, applies)


def _about(question: Question, column: Column, sheet: Sheet, number: int, applies: tuple[Condition, ...]) -> Asked:
    more = (one.model_copy(update={"id": one.id.format(rij=question.id)}) for one in column.applies)
    name, label = f"{question.id}.{column.key}", f"{question.label}: {column.label}"
    return Asked(name, sheet.key, number, question.id, column.key, column, (*applies, *more), label)


def _explanations(survey: Survey) -> Iterator[Asked]:
    for name, case in explained_cases(survey):
        yield Asked(name, CHECKS, 0, "", "", Field_(label=case.text, type="tekst"), case.when, case.text)


def row_label(survey: Survey, block: GridBlock, code: str) -> str:
    """What a row of a grid is called: the label of its code, or its number with the grid's word before it."""
    return f"{block.row_label} {code}" if block.row_label else survey.dimensions.label(code)


@once_per_survey
def question_ids(survey: Survey) -> tuple[str, ...]:
    """The ids of all questions, in workbook order."""
    return tuple(asked.id for asked in questions(survey))


def limits(survey: Survey) -> dict[str, tuple[float, float]]:
    """The hard range of every numeric question by its id; infinite where the definition sets no end."""
    return {
        asked.id: (
            -math.inf if asked.field.minimum is None else asked.field.minimum,
            math.inf if asked.field.maximum is None else asked.field.maximum,
        )
        for asked in questions(survey)
        if asked.numeric
    }
