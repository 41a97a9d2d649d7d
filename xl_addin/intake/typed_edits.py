"""What a person typed over the frame and the answers in an analysis workbook, told apart from what the files say.

Nothing of it is lost in a new collection: it stays, becomes a correction, or is named with its old and new value.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from templates import Problem
from templates.columns import CODE, CORRECTIONS
from xl_addin.checks.findings import Finding, Places, placed, shown
from xl_addin.intake.inputs import CODE_PATTERN

SHEET_SOURCE = "blad Antwoorden"
SHEET_REASON = "getypt op blad Antwoorden; vul de reden aan"
FRAME_CELL = "frame."
"""Before the name of a column, as the id of a finding on the frame."""
MOST_NAMED = 20
"""Cells of one column that are named one by one when a new frame differs from the list; of more only the number."""


class Difference(NamedTuple):
    """A cell of a list that is not what the file says."""

    code: str
    column: str
    file: object
    sheet: object


class FrameWork(NamedTuple):
    """The frame of a new collection (index code) with what was typed in the list, and what there is to tell of it."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


class AnswerWork(NamedTuple):
    """Corrections made of answers that were typed over (columns CORRECTIONS), and what there is to tell of them."""

    corrections: pd.DataFrame
    findings: tuple[Finding, ...]


def frame_with_work(frame: pd.DataFrame, sheet: pd.DataFrame, same_file: bool) -> FrameWork:
    """The frame of the file (index code) with what a person typed in the list Frame of the workbook.

    sheet: the list as it stands, column code and others; same_file: whether the list was made from this very file, so
    that a difference was typed. Then it stays. With another file the new file counts, except where it is empty. Text
    where the file has numbers is never taken over. Every difference is a finding.
    """
    if sheet.empty or CODE not in sheet.columns:
        return FrameWork(frame, ())
    rows = _by_code(sheet)
    shared = [name for name in frame.columns if name in rows.columns]
    kept: list[Difference] = []
    replaced: list[Difference] = []
    for one in _differences(frame[shared], rows):
        fits = isinstance(one.sheet, str) != pd.api.types.is_float_dtype(frame[one.column])
        stays = fits and not _empty(one.sheet) and (same_file or _empty(one.file))
        (kept if stays else replaced).append(one)
    result = frame.copy()
    for one in kept:
        result.at[one.code, one.column] = one.sheet  # type: ignore[assignment]
    findings = [_told("INTAKE_FRAME_TYPED", one) for one in kept]
    findings += _replaced(replaced)
    return FrameWork(result, (*findings, *_rows_gone(frame, rows)))


def typed_answers(
    answers: pd.DataFrame, sheet: pd.DataFrame, same_files: Sequence[str], corrections: pd.DataFrame, places: Places
) -> AnswerWork:
    """What was typed over in the list Antwoorden, for municipalities of which the same file counts as before.

    answers: as read now (index code, a column per question id); sheet: the list as it stands; same_files: codes. Each
    becomes a correction, so that it keeps counting, shows, and is undone by deleting its row; with one that stands in
    `corrections` for the same cell already, or where the answer was only emptied, it is named and nothing more.
    """
    if sheet.empty or CODE not in sheet.columns:
        return AnswerWork(pd.DataFrame(columns=list(CORRECTIONS)), ())
    rows = _by_code(sheet)
    there = set(corrections[[CODE, "id"]].astype(str).itertuples(index=False, name=None)) if len(corrections) else set()
    read = answers.loc[[code for code in answers.index if code in set(same_files)]]
    made, findings = [], []
    for one in _differences(read[[name for name in read.columns if name in rows.columns]], rows):
        becomes = not _empty(one.sheet) and (one.code, one.column) not in there
        rule = "INTAKE_ANSWER_TYPED" if becomes else "INTAKE_ANSWER_RESTORED"
        findings.append(placed(_told(rule, one, question=one.column), places))
        if becomes:
            old = None if _empty(one.file) else one.file
            made.append((one.code, one.column, old, one.sheet, SHEET_REASON, SHEET_SOURCE, None))
    return AnswerWork(pd.DataFrame(made, columns=list(CORRECTIONS), dtype=object), tuple(findings))


def vanished(before: Sequence[str], now: Sequence[str]) -> Iterator[Finding]:
    """A finding for every municipality whose answers stood in the workbook and that sent nothing now."""
    for code in before:
        if code not in set(now):
            problem = Problem("INTAKE_GONE")
            yield Finding(code, problem.code, problem.severity, problem.text(), gevonden=code)


def _by_code(sheet: pd.DataFrame) -> pd.DataFrame:
    return sheet.dropna(subset=[CODE]).drop_duplicates(CODE).set_index(CODE)


def _differences(table: pd.DataFrame, rows: pd.DataFrame) -> Iterator[Difference]:
    """The cells of `table` (index code) that stand otherwise in the list."""
    for code in table.index:
        if code not in rows.index:
            continue
        for name, file in table.loc[code].items():
            sheet = rows.at[code, name]
            if not _same(file, sheet):
                yield Difference(str(code), str(name), file, _plain(sheet))


def _rows_gone(frame: pd.DataFrame, rows: pd.DataFrame) -> Iterator[Finding]:
    """Municipalities of the list that the file lacks; the list follows the file."""
    for code in rows.index:
        if code not in frame.index:
            problem = Problem("INTAKE_FRAME_ROW", values={"code": code, "naam": rows["naam"].get(code, "")})
            known = str(code) if CODE_PATTERN.match(str(code)) else ""
            yield Finding(known, problem.code, problem.severity, problem.text(), gevonden=str(code))


def _replaced(differences: Sequence[Difference]) -> Iterator[Finding]:
    """Each cell by itself, unless a column changed as a whole: that is a new frame, not the work of a person."""
    by_column: dict[str, list[Difference]] = {}
    for one in differences:
        by_column.setdefault(one.column, []).append(one)
    for column, cells in by_column.items():
        if len(cells) <= MOST_NAMED:
            yield from (_told("INTAKE_FRAME_REPLACED", one) for one in cells)
        else:
            problem = Problem("INTAKE_FRAME_COLUMN", values={"kolom": column, "aantal": len(cells)})
            place = f"{FRAME_CELL}{column}"
            yield Finding("", problem.code, problem.severity, problem.text(), place, "Frame", gevonden=str(len(cells)))


def _told(rule: str, one: Difference, question: str = "") -> Finding:
    sheet, file = _said(one.sheet), _said(one.file)
    values = {"kolom": one.column, "blad": sheet or "leeg", "bestand": file or "leeg"}
    problem = Problem(rule, values=values)
    name, where = (question, "") if question else (f"{FRAME_CELL}{one.column}", "Frame")
    return Finding(one.code, rule, problem.severity, problem.text(), id=name, blad=where, gevonden=sheet, verwacht=file)


def _same(file: object, sheet: object) -> bool:
    if _empty(file) or _empty(sheet):
        return _empty(file) and _empty(sheet)
    if _is_number(file) and _is_number(sheet):
        return math.isclose(float(file), float(sheet), rel_tol=1e-9)  # type: ignore[arg-type]
    return " ".join(_said(file).split()) == " ".join(_said(sheet).split())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(value: object) -> object:
    return float(value) if _is_number(value) else value  # type: ignore[arg-type]


def _empty(value: object) -> bool:
    return value is None or value != value or (isinstance(value, str) and not value.strip())


def _said(value: object) -> str:
    return "" if _empty(value) else shown(value)
