"""The flat list of questions of a survey in workbook order: grids written out, conditions joined."""

from __future__ import annotations

from dataclasses import dataclass

from templates.schema import NUMERIC_TYPES, Condition, Field_, GridBlock, Survey


@dataclass(frozen=True)
class Asked:
    """One question: its id, where it stands in the definition, and what it asks."""

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


def questions(survey: Survey) -> tuple[Asked, ...]:
    """All questions of the survey; the remark cell of each sheet comes last on its sheet."""
    asked: list[Asked] = []
    for sheet in survey.sheets:
        for number, block in enumerate(sheet.blocks):
            if isinstance(block, GridBlock):
                for row in survey.dimensions.expand(block.rows):
                    for column in block.columns:
                        if column.only_rows and row not in column.only_rows:
                            continue
                        question_id = block.id.format(rij=row, kolom=column.key)
                        label = f"{survey.dimensions.label(row)}: {column.label}"
                        applies = (*block.applies, *column.applies)
                        asked.append(Asked(question_id, sheet.key, number, row, column.key, column, applies, label))
            else:
                for question in block.questions:
                    applies = (*block.applies, *question.applies)
                    asked.append(Asked(question.id, sheet.key, number, "", "", question, applies, question.label))
    return tuple(asked)


def question_ids(survey: Survey) -> tuple[str, ...]:
    """The ids of all questions, in workbook order."""
    return tuple(asked.id for asked in questions(survey))
