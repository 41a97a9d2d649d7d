"""Workbooks recalculated by Gnumeric, a second spreadsheet program beside LibreOffice, from copies without results."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel

from generator.ooxml import sheet as cells
from tests.looking import look

SECONDS = 300
Cell = tuple[str, str]
"""Sheet and address."""


def without_results(workbook: bytes, typed: Mapping[Cell, object] | None = None) -> bytes:
    """A copy with values typed into cells, in which no formula has a result for a program to take over."""
    book = load_workbook(io.BytesIO(workbook))
    for (sheet, address), value in (typed or {}).items():
        book[sheet][address].value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def recalculated_by_gnumeric(workbooks: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every workbook opened, recalculated and saved again."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, content in workbooks.items():
            before, after = Path(folder) / f"{name}.xlsx", Path(folder) / f"{name}_na.xlsx"
            before.write_bytes(content)
            command = ["ssconvert", "--recalc", str(before), str(after)]
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            found[name] = after.read_bytes()
    return found


def formula_results(formulas: bytes, results: bytes) -> dict[Cell, object]:
    """What a workbook shows in every cell that is a formula in `formulas`; nothing and the empty text are one."""
    book, shown = look(formulas), look(results)
    return {
        (title, cells.address(*at)): _plain(shown.values(title).get(at))
        for title in book.titles
        for at in book.formulas(title)
    }


def _plain(value: object) -> object:
    """A result without what only its format tells: a date is its number."""
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return to_excel(value)
    return "" if value is None else value


def apart(one: Mapping[Cell, object], other: Mapping[Cell, object]) -> list[tuple[Cell, object, object]]:
    """The cells in which two programs differ by more than the rounding of binary numbers."""
    return [(cell, value, other.get(cell)) for cell, value in one.items() if not _same(value, other.get(cell))]


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
    return one == other
