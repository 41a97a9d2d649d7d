"""Corrections of a researcher, applied on top of the answers; the answers as returned stay as they are."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from templates import Problem, Survey
from templates.columns import CODE, CORRECTIONS
from templates.questions import Asked, questions
from xl_addin.checks.findings import Finding, shown
from xl_addin.intake.interpreting import units_of
from xl_addin.intake.normalising import read_number
from xl_addin.intake.parsing.grid import text_cell

UNKNOWN_CODE, UNKNOWN_ID = "CORRECTION_UNKNOWN_CODE", "CORRECTION_UNKNOWN_ID"
OTHER_OLD, UNREADABLE = "CORRECTION_OTHER_OLD", "CORRECTION_UNREADABLE"
READABLE = ("gelijk", "gelezen")
AT_FAULT = {UNKNOWN_CODE: CODE, UNKNOWN_ID: "id", OTHER_OLD: "oud", UNREADABLE: "nieuw"}
"""The column of the list in which the mistake stands."""
Value = str | float | None
At = Callable[[object, str], tuple[str, str]]
"""The row (its index) and column of the list -> sheet and cell."""


class Corrected(NamedTuple):
    """The answers with the corrections in them, how many were applied, and what is wrong with the others."""

    answers: pd.DataFrame
    applied: int
    findings: tuple[Finding, ...]


def _nowhere(_: object, __: str) -> tuple[str, str]:
    return "", ""


def corrected(answers: pd.DataFrame, corrections: pd.DataFrame, survey: Survey, at: At = _nowhere) -> Corrected:
    """The answers (index code, a column per question id) after the corrections, from top to bottom.

    corrections: the columns `code, id, oud, nieuw, ...`. One that names an unknown municipality or question, whose
    `oud` is not what stands there, or whose `nieuw` can be read two ways, is a finding and is not applied. The finding
    names the cell of the list that is at fault (`at`).
    """
    asked = {question.id: question for question in questions(survey)}
    result = answers.astype(object).copy()
    findings: list[Finding] = []
    applied = 0
    for row in corrections.reindex(columns=list(CORRECTIONS)).astype(object).itertuples():
        code, question_id = _text(row.code), _named(_text(row.id), asked)
        problem = _change(result, code, asked.get(question_id), row.oud, row.nieuw)
        if problem is None:
            applied += 1
            continue
        rule, found, expected = problem
        text = Problem(rule, values={"id": question_id, "gevonden": found, "verwacht": expected}).text()
        finding = Finding(code, rule, Problem(rule).severity, text, question_id, gevonden=found, verwacht=expected)
        sheet, cell = at(row.Index, AT_FAULT[rule])
        findings.append(replace(finding, blad=sheet, cel=cell))
    return Corrected(result, applied, tuple(findings))


def _named(said: str, asked: Mapping[str, Asked]) -> str:
    """The id of a question as it is written, `Jaar.Intake.Inhuur ` as jaar.intake.inhuur."""
    return said if said in asked else "".join(said.split()).lower()


def _change(
    answers: pd.DataFrame, code: str, question: Asked | None, old: object, new: object
) -> tuple[str, str, str] | None:
    """Puts the new answer in its place; else why not: the rule, what was found and what was expected."""
    if code not in answers.index:
        return UNKNOWN_CODE, code, "een gemeente met antwoorden"
    if question is None:
        return UNKNOWN_ID, "", "een vraag uit de vragenlijst"
    current = _plain(answers.at[code, question.id]) if question.id in answers.columns else None
    given: dict[str, Value] = answers.loc[code].to_dict()  # type: ignore[assignment]
    if not _same(current, _read(question, old, given)[0]):
        return OTHER_OLD, _said(current), _said(_plain(old))
    value, readable = _read(question, new, given)
    if not readable:
        return UNREADABLE, _said(_plain(new)), "een getal, nvt of onbekend"
    answers.at[code, question.id] = value
    return None


def _read(question: Asked, raw: object, given: Mapping[str, Value]) -> tuple[Value, bool]:
    """What a cell of the list means as an answer to the question, and whether that is clear. given: the other answers.

    It is read as the cell of a returned workbook is; an error value, TRUE, and a date for a number are not clear.
    """
    plain = _plain(raw)
    if isinstance(raw, bool) or (isinstance(plain, str) and text_cell(plain).kind == "fout"):
        return plain, False
    if question.numeric:
        read = read_number(plain, units_of(question, given) or None)
        return read.value, read.outcome in READABLE and not isinstance(raw, dt.date | dt.time | dt.timedelta)
    if isinstance(plain, float):
        return shown(plain), True
    if plain and question.field.type == "code":
        plain = " ".join(plain.split()).lower()
    return plain, True


def _same(current: Value, old: Value) -> bool:
    if isinstance(current, float) and isinstance(old, float):
        return math.isclose(current, old, rel_tol=1e-9, abs_tol=1e-12)
    return current == old


def _plain(raw: object) -> Value:
    if raw is None or raw != raw or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, bool):
        return "WAAR" if raw else "ONWAAR"
    if isinstance(raw, dt.date):
        return f"{raw.day}-{raw.month}-{raw.year}"
    return float(raw) if isinstance(raw, int | float) else str(raw).strip()


def _said(value: Value) -> str:
    return "" if value is None else shown(value)


def _text(raw: object) -> str:
    return _said(_plain(raw))
