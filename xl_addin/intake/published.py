"""Finished result tables as CSV files `table,row,column,unit,low,high,value,note`, one file per table or more."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from templates import Place, Problem, Problems
from xl_addin.intake.csv_files import CsvTable, read_csv
from xl_addin.methods.tables.published import PARTS, PrintedCell

COLUMNS = ("table", "row", "column", "unit", "low", "high", "value", "note")


class Published(NamedTuple):
    """The printed cells in the order of the files, and the CSV files of the folder that hold something else."""

    cells: tuple[PrintedCell, ...]
    skipped: tuple[Problem, ...]


def read_published(folder: Path) -> Published:
    """Every cell with a figure in the CSV files of a folder; a cell of words (a score, a name) has no figure.

    A CSV with other columns is named and skipped. Raises `Problems`, all together: no folder, no file of this form, a
    field in low or high that is no number, a cell that occurs twice, a low end above its high end.
    """
    if not folder.is_dir():
        raise Problems([Problem("PUBLISHED_NO_FOLDER", Place(str(folder)))])
    problems: list[Problem] = []
    skipped: list[Problem] = []
    cells: list[PrintedCell] = []
    seen: dict[tuple[str, str, str], PrintedCell] = {}
    for path in sorted(folder.glob("*.csv")):
        try:
            table = read_csv(path, COLUMNS)
        except Problems as found:
            missing = {problem.values.get("kolom") for problem in found.problems}
            other = missing >= set(COLUMNS[:3])
            (skipped if other else problems).extend(
                [Problem("PUBLISHED_OTHER_COLUMNS", Place(path.name))] if other else found.problems
            )
            continue
        for cell, wrong in _cells(table):
            problems += wrong
            place = (cell.table, cell.row, cell.column)
            if place in seen:
                where = {"cel": " / ".join(place), "eerder": f"{seen[place].file}, regel {seen[place].line}"}
                problems.append(Problem("PUBLISHED_DOUBLE_CELL", Place(path.name, line=cell.line), where))
            seen.setdefault(place, cell)
            cells.append(cell)
    if not cells and not problems:
        raise Problems([*skipped, Problem("PUBLISHED_NOTHING", Place(str(folder)))])
    if problems:
        raise Problems(problems)
    return Published(tuple(cell for cell in cells if cell.figures), tuple(skipped))


def _cells(table: CsvTable) -> Iterator[tuple[PrintedCell, list[Problem]]]:
    for row, line in zip(table.rows, table.lines, strict=True):
        figures: dict[str, float] = {}
        wrong: list[Problem] = []
        place = Place(table.file, line=line)
        for part in PARTS:
            text = row.get(part, "").strip()
            number = _number(table, text)
            if number is not None:
                figures[part] = number
            elif text and part != "value":
                wrong.append(Problem("PUBLISHED_NOT_A_NUMBER", place, {"kolom": part, "waarde": text}))
        if figures.get("low", 0.0) > figures.get("high", float("inf")):
            wrong.append(Problem("PUBLISHED_LOW_ABOVE_HIGH", place, {"laag": row["low"], "hoog": row["high"]}))
        names = {name: row.get(name, "").strip() for name in COLUMNS[:4]}
        missing = [name for name in COLUMNS[:3] if not names[name]]
        wrong += [Problem("PUBLISHED_PLACE_MISSING", place, {"kolom": name}) for name in missing]
        yield PrintedCell(**names, figures=figures, file=table.file, line=line), wrong


def _number(table: CsvTable, text: str) -> float | None:
    """A number, or a fraction such as 1/8."""
    number = table.number(text) if text else None
    if number is None and "/" in text:
        try:
            return float(Fraction(text))
        except (ValueError, ZeroDivisionError):
            return None
    return number
