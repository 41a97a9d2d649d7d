"""The list Verdeelsleutel as the method takes it: a budget, and measures with amounts typed or to be estimated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from templates import Problem, Problems
from templates.research import KEY_BUDGET, KEY_LINES
from xl_addin.books.book import place_in_table
from xl_addin.books.own_lists import read_if_there
from xl_addin.methods.funding.distribution_key import Line, available

NAMES = ("code", "naam")
"""Text columns of the frame that divide nothing."""
MEASURE, DIVISION, CLASS, AMOUNT = KEY_LINES[:4]


class KeyAsked(NamedTuple):
    """The lines of the list, and the budget in euros (NaN: what municipalities get now)."""

    lines: tuple[Line, ...]
    budget: float


def read_key(book: xw.Book, frame: pd.DataFrame, classes: pd.DataFrame) -> KeyAsked | None:
    """The key that the list asks for; None in a workbook that has no such list.

    frame: index code; classes: a class per municipality in each division of the study. Raises `Problems`, all lines
    together with their cells: KEY_MEASURE_UNKNOWN, KEY_DIVISION_UNKNOWN, KEY_CLASS_UNKNOWN, KEY_AMOUNT_WRONG and
    KEY_TWICE.
    """
    listed = read_if_there(book, place.KEY_TABLE, KEY_LINES)
    if listed is None:
        return None
    divisions = _divisions(frame, classes)
    found: dict[tuple[str, str, str], Line] = {}
    wrong = []
    for row, *cells, _ in listed.itertuples():
        measure, division, klasse = (_text(cell) for cell in cells[:3])
        euros = _amount(cells[3])
        line = Line(measure, division, klasse, euros if euros is not None else math.nan)
        problem = _wrong(line, euros, cells[3], divisions, available(frame), found)
        if problem:
            code, column, values = problem
            wrong.append(Problem(code, place_in_table(book, place.KEY_TABLE, int(str(row)), column), values))
        else:
            found[line[:3]] = line
    if wrong:
        raise Problems(wrong)
    budget = next((line.amount for line in found.values() if line.measure == KEY_BUDGET), math.nan)
    return KeyAsked(tuple(line for line in found.values() if line.measure != KEY_BUDGET), budget)


def _divisions(frame: pd.DataFrame, classes: pd.DataFrame) -> Mapping[str, tuple[str, ...]]:
    """The classes of every division that a measure may be multiplied by."""
    texts = [
        str(name) for name in frame.columns if name not in NAMES and not pd.api.types.is_numeric_dtype(frame[name])
    ]
    columns = {**{name: frame[name] for name in texts}, **{str(name): classes[name] for name in classes.columns}}
    found = {name: tuple(sorted({str(one) for one in cells if str(one)})) for name, cells in columns.items()}
    return {name: known for name, known in found.items() if known}


def _text(cell: object) -> str:
    """A cell as text; the number 1 is the measure `1`."""
    if cell is None or cell != cell:
        return ""
    return f"{cell:g}" if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell).strip()


def _amount(cell: object) -> float | None:
    """The amount, NaN where the cell is empty, None where it holds no amount."""
    if cell is None or cell != cell or cell == "":
        return math.nan
    good = isinstance(cell, int | float) and not isinstance(cell, bool) and cell >= 0
    return float(cell) if good and isinstance(cell, int | float) else None


def _wrong(
    line: Line,
    euros: float | None,
    cell: object,
    divisions: Mapping[str, tuple[str, ...]],
    measures: tuple[str, ...],
    before: Mapping[tuple[str, str, str], Line],
) -> tuple[str, str, dict[str, object]] | None:
    """The first thing that is wrong with a line: the rule, its column, and what its sentence says."""
    if line.measure not in (KEY_BUDGET, *measures):
        return "KEY_MEASURE_UNKNOWN", MEASURE, {"waarde": line.measure, "keuzes": ", ".join(measures)}
    if (line.division or line.klasse) and line.division not in divisions:
        return "KEY_DIVISION_UNKNOWN", DIVISION, {"waarde": line.division, "keuzes": ", ".join(divisions)}
    if line.klasse and line.klasse not in divisions[line.division]:
        choices = ", ".join(divisions[line.division])
        return "KEY_CLASS_UNKNOWN", CLASS, {"waarde": line.klasse, "indeling": line.division, "keuzes": choices}
    if euros is None:
        return "KEY_AMOUNT_WRONG", AMOUNT, {"waarde": "" if cell is None else cell}
    if line[:3] in before:
        return "KEY_TWICE", MEASURE, {"waarde": line.measure}
    return None
