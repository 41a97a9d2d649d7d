"""What comes back from the sandbox, checked before anything is made of it: it may be wrong on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generator.ooxml.sheet import address
from templates import Place, Problem, Problems
from xl_addin.intake.parsing.grid import LONGEST_TEXT, MAX_COLUMN, MAX_ROW, Cell, Kind
from xl_addin.intake.parsing.locating import How

MOST_BYTES = 32 * 1024**2
"""The longest answer that is listened to; that on a filled survey is 50 kB."""


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class ReturnedCell(_Strict):
    """One cell that was asked for. `how` is empty where it was not found; `moved` holds another label than was sent,
    and `astray` whether the label that was sent still stands on the sheet.
    """

    how: How
    sheet: str = Field(max_length=255)
    row: int = Field(ge=0, le=MAX_ROW)
    column: int = Field(ge=0, le=MAX_COLUMN)
    kind: Kind
    value: float | str | None
    formula: str | None
    moved: str = Field(max_length=255)
    astray: bool
    hidden: bool
    remark: bool
    shown: str = Field(max_length=LONGEST_TEXT)
    unit: str = Field(max_length=LONGEST_TEXT)
    doubt: str = Field(max_length=20)

    @classmethod
    def of(cls, cell: Cell, how: How, sheet: str, row: int, column: int) -> ReturnedCell:
        """A cell that was found in its place, with nothing around it to tell."""
        around: dict[str, Any] = {"moved": "", "astray": False, "hidden": False, "remark": False}
        return cls(how=how, sheet=sheet, row=row, column=column, **cell._asdict(), **around)

    @property
    def seen(self) -> str | float | None:
        """What a person sees in it, as far as the file tells."""
        return self.shown or self.value

    @property
    def plain(self) -> float | str | None:
        """Its number or text; None where it is empty, or holds an error, a date, a time or a truth value."""
        return self.value if self.kind in ("getal", "tekst") else None

    def place(self, file: str) -> Place:
        """Where it stands in the file as it came back."""
        return Place(file, self.sheet, address(self.row, self.column) if self.row else "")


class Beside(_Strict):
    """Something on a sheet of the survey that is no answer: where it stands, what it is now and what was sent there."""

    sheet: str = Field(max_length=255)
    row: int = Field(ge=0, le=MAX_ROW)
    column: int = Field(ge=0, le=MAX_COLUMN)
    now: str = Field(max_length=255)
    sent: str = Field(max_length=255)

    def place(self, file: str) -> Place:
        """Where it stands in the file as it came back."""
        return Place(file, self.sheet, address(self.row, self.column) if self.row else "")


class Returned(_Strict):
    """What one file holds, as plain data (`xl_addin.intake.parsing.reading.read`)."""

    kind: str
    modified: str = Field(max_length=40)
    traits: tuple[str, ...]
    sheets: tuple[str, ...]
    renamed: Mapping[str, str]
    copies: Mapping[str, str]
    cells: Mapping[str, ReturnedCell]
    beside: Mapping[str, tuple[Beside, ...]] = {}


FIELDS = tuple(ReturnedCell.model_fields)
BESIDE_FIELDS = tuple(Beside.model_fields)


def returned(answer: Any, file: str) -> Returned:
    """The checked form of the sandbox's answer on `file`.

    Raises `Problems`: the refusal that the answer is, or INTAKE_CRASHED when it makes no sense.
    """
    if isinstance(answer, dict) and "code" in answer:
        raise refusal(answer, file)
    try:
        cells = {name: dict(zip(FIELDS, values, strict=True)) for name, values in answer["cells"].items()}
        lists = {name: tuple(answer[name]) for name in ("traits", "sheets")}
        beside = {
            kind: tuple(dict(zip(BESIDE_FIELDS, values, strict=True)) for values in found)
            for kind, found in answer["beside"].items()
        }
        return Returned.model_validate({**answer, **lists, "cells": cells, "beside": beside})
    except (ValidationError, TypeError, ValueError, KeyError, AttributeError):
        raise Problems([Problem("INTAKE_CRASHED", Place(file))]) from None


def refusal(answer: Mapping[str, Any], file: str) -> Problems:
    """The refusal that an answer is, as problems."""
    code, values = str(answer["code"]), answer.get("values")
    if not code.startswith("INTAKE_") or not isinstance(values, dict):
        return Problems([Problem("INTAKE_CRASHED", Place(file))])
    return Problems([Problem(code, Place(file), {str(key): str(value) for key, value in values.items()})])
