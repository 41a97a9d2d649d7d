"""The analysis workbook file of before, with a new collection in it; else why it must be built anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xlwings as xw

from generator.lint import refuse_broken_changes
from templates import Problem, Problems, Survey
from xl_addin.books.refilling import has_layout, own_sheets, refill
from xl_addin.checks.findings import Finding
from xl_addin.engine import register

OTHER_LAYOUT = "zij is gemaakt voor een andere versie, een ander jaar of een andere vragenlijst"
NOTHING_OF_ONE_S_OWN = "opmaak en losse notities"


class Unfit(Exception):
    """The workbook cannot take the collection; `finding` says why, and what stays behind."""

    def __init__(self, reason: str, sheets: list[str], file: str) -> None:
        super().__init__(reason)
        names = [f"eigen bladen {', '.join(sheets)}"] if sheets else []
        values = {"reden": reason, "bladen": "; ".join([*names, NOTHING_OF_ONE_S_OWN])}
        problem = Problem("INTAKE_REBUILT", values=values)
        self.finding = Finding("", problem.code, problem.severity, problem.text(), gevonden=file)


def refilled(path: Path, survey: Survey, year: int, lists: Mapping[str, pd.DataFrame]) -> bytes:
    """The workbook at `path` with these lists (table name -> contents); the file itself stays as it is.

    Raises `Unfit` when it is laid out otherwise than this version does, or when a list does not fit in its place.
    """
    register()
    try:
        book = xw.Book(path)
    except Problems:
        raise Unfit("zij was geen leesbare werkmap", [], path.name) from None
    try:
        sheets = own_sheets(book, survey)
        if not has_layout(book, survey, year):
            raise Unfit(OTHER_LAYOUT, sheets, path.name)
        try:
            refill(book, survey, lists)
            content: bytes = book.impl.document.content()
            refuse_broken_changes(path.read_bytes(), content, path.name)
        except Problems as found:
            raise Unfit(f"de lijsten er niet in passen ({found.problems[0].line()})", sheets, path.name) from None
    finally:
        book.close()
    return content
