"""What must be answered: the units that completeness counts, from the survey definition alone."""

from __future__ import annotations

from dataclasses import dataclass

from templates.questions import Asked, questions, row_label
from templates.schema import Condition, GridBlock, Survey


@dataclass(frozen=True)
class RequiredUnit:
    """One required question, or one row of a grid whose rows are required.

    It is answered when one of `ids` is: a numeric question by a number or `nvt`, any other by anything but `onbekend`.
    """

    label: str
    sheet: str
    ids: tuple[str, ...]
    numeric: bool
    applies: tuple[Condition, ...]


def required_units(survey: Survey) -> tuple[RequiredUnit, ...]:
    """All required units in workbook order."""
    sheets = {sheet.key: sheet for sheet in survey.sheets}
    rows: dict[str, list[Asked]] = {}
    units: dict[str, RequiredUnit] = {}
    for asked in questions(survey):
        sheet = sheets.get(asked.sheet)
        block = sheet.blocks[asked.block] if sheet else None
        if sheet and isinstance(block, GridBlock) and block.required_rows:
            rows.setdefault(asked.item, []).append(asked)
            # a scale describes whose hours they are, and answers nothing by itself (METHOD section 2)
            ids = tuple(one.id for one in rows[asked.item] if one.numeric and one.field.type != "schaal")
            label, applies = row_label(survey, block, asked.row), (*sheet.applies, *block.applies)
            units[asked.item] = RequiredUnit(label, asked.sheet, ids, True, applies)
        elif asked.field.required:
            units[asked.id] = RequiredUnit(asked.label, asked.sheet, (asked.id,), asked.numeric, asked.applies)
    return tuple(units.values())
