"""An .xls as a `Book`, by python-calamine; it tells no names, so answers are found by place and label."""

from __future__ import annotations

import datetime as dt
import io

import python_calamine

from xl_addin.intake.parsing.book import Book
from xl_addin.intake.parsing.grid import Cell, Grid, text_cell
from xl_addin.intake.parsing.looks import time_shown
from xl_addin.intake.parsing.refusal import Refused

MOMENTS_FROM = 1901
"""What this format calls a moment in an earlier year is a time or a duration."""


def read_old_excel(content: bytes) -> Book:
    """The workbook. Raises `Refused` when it is damaged or has a password."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise Refused("INTAKE_ENCRYPTED") from None
    except python_calamine.CalamineError:
        raise Refused("INTAKE_DAMAGED", uitleg="Workbook") from None

    def parse(sheet: str) -> Grid:
        try:
            rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except python_calamine.CalamineError:
            raise Refused("INTAKE_DAMAGED", uitleg=sheet) from None
        grid = Grid(sheet)
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values, start=1):
                if value != "":
                    grid.put(row, column, _cell(value))
        return grid

    return Book("xls", tuple(workbook.sheet_names), parse)


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell("waar", "1" if value else "0")
    if isinstance(value, int | float):
        return Cell("getal", float(value))
    if isinstance(value, dt.time | dt.timedelta):
        return Cell("tijd", _clock(value))
    if isinstance(value, dt.datetime) and value.year < MOMENTS_FROM:
        return Cell("tijd", _clock(value - dt.datetime(1899, 12, 30)))
    if isinstance(value, dt.date):
        return Cell("datum", value.isoformat()[:10])
    return text_cell(str(value))


def _clock(value: dt.time | dt.timedelta) -> str:
    """A time of day or a duration as hours and minutes."""
    if isinstance(value, dt.time):
        value = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    return time_shown(value / dt.timedelta(days=1), "[h]:mm:ss" if value.seconds % 60 else "[h]:mm")
