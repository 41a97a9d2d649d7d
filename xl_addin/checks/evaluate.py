"""Runs every check on a table of answers, a column at a time for all municipalities together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from generator.survey.entry import offers_unknown
from generator.survey.reading_page import CODE, NO_DAY, RANGE, ROW_EMPTY, TYPE
from generator.survey.reading_page import IS_EMPTY as EMPTY
from generator.survey.reading_page import IS_UNKNOWN as UNKNOWN
from generator.survey.required import required_units
from templates import Problem, Survey
from templates.questions import Asked, questions
from templates.rules import explanation_id, rule_cases
from templates.schema import DATE, Rule
from xl_addin.checks.answered import Answered, Mask
from xl_addin.checks.findings import Finding, Places, findings_table, placed, shown
from xl_addin.checks.leaving import leaving
from xl_addin.methods.tables.columns import UNKNOWN_ANSWER

EXPLAINED = "C-TOEGELICHT"
LEAVES_NONE = "V-ONBEKEND_GEEN"
"""The sentence of the finding on an answer onbekend by which no sum is left."""


def check(answers: pd.DataFrame, survey: Survey, parameters: Mapping[str, float | str], places: Places) -> pd.DataFrame:
    """All findings on the answers, in the columns of `bevindingen.csv`.

    answers: index `code`, a column per question id. Families: juistheid (type, range, code list), volledigheid
     (required answers that apply), and the rules of the survey's `checks.yaml`.
    """
    asked = questions(survey)
    book = Answered(answers, asked, survey.language)
    found: list[Finding] = []
    for question in asked:
        found.extend(_correctness(question, book, survey))
    found.extend(_completeness(survey, asked, book))
    found.extend(_unknown(survey, asked, book))
    for rule in survey.rules:
        for number, case in enumerate(rule_cases(survey, rule), start=1):
            broken = _scale(case, book, parameters) if case.kind == "salaris" else _rule(case, book)
            found.extend(_explained(broken, explanation_id(rule.id, number), book))
    return findings_table(placed(finding, places) for finding in found)


def _explained(findings: Iterator[Finding], name: str, book: Answered) -> Iterator[Finding]:
    """The findings of a case; one that the municipality explained, in the cell `name`, is settled and only tells.

    Only a soft rule has such a cell.
    """
    for finding in findings:
        said = book.raw[name][book.codes.index(finding.code)] if name in book.raw else ""
        explained = Problem(EXPLAINED, values={"tekst": finding.tekst, "toelichting": said})
        yield replace(finding, tekst=explained.text(book.language), ernst=explained.severity) if said != "" else finding


def _correctness(question: Asked, book: Answered, survey: Survey) -> Iterator[Finding]:
    name, filled = question.id, book.filled[question.id]
    if question.field.type == "code":
        codes = tuple(code.code for code in survey.dimensions.codes(question.field.code_list))
        allowed = (*codes, UNKNOWN_ANSWER) if offers_unknown(question) else codes
        yield from _findings(CODE, "fout", name, book, filled & ~book.is_one_of(name, allowed), ", ".join(allowed))
        return
    if question.field.type == DATE:
        no_day = filled & ~np.array([_is_day(one) for one in book.raw[name]], dtype=bool)
        yield from _findings(NO_DAY, "fout", name, book, no_day, _expected("EXPECTED_DATE", book))
    if not question.numeric:
        return
    no_number = filled & np.isnan(book.typed[name]) & book.is_said(name)
    yield from _findings(TYPE, "fout", name, book, no_number, _expected("EXPECTED_NUMBER", book))
    low, high = question.field.minimum, question.field.maximum
    outside = ~np.isnan(book.typed[name]) & ~book.answered[name]
    expected = _expected("EXPECTED_RANGE", book, laag=shown(low), hoog=shown(high))
    yield from _findings(RANGE, "fout", name, book, outside, expected)


def _is_day(answer: object) -> bool:
    """Whether an answer is a date, as the collector writes them: 2025-03-14."""
    try:
        dt.date.fromisoformat(str(answer))
    except ValueError:
        return False
    return True


def _scale(case: Rule, book: Answered, parameters: Mapping[str, float | str]) -> Iterator[Finding]:
    """A scale that is needed and has no salary: its cost cannot be determined."""
    (effort,), (scale,) = case.parts, case.total
    number = book.numbers[scale]
    known = [float(code.removeprefix(SALARY)) for code in parameters if code.startswith(SALARY)]
    covered = np.isin(np.floor(number), known) & np.isin(np.ceil(number), known)
    wrong = (book.numbers[effort] > 0) & book.answered[scale] & ~covered & book.asks(case)
    lowest, highest = shown(min(known, default=None)), shown(max(known, default=None))
    expected = _expected("EXPECTED_SCALE", book, laag=lowest, hoog=highest)
    yield from _findings(case.id, case.severity, scale, book, wrong, expected, case.text)


SALARY = "salaris.schaal."


def _completeness(survey: Survey, asked: tuple[Asked, ...], book: Answered) -> Iterator[Finding]:
    """A required question that applies and is empty; a required grid row in which nothing stands."""
    answer, row = _expected("EXPECTED_ANSWER", book), _expected("EXPECTED_ROW", book)
    for question in asked:
        if not question.field.required:
            continue
        applies, filled = book.holds(question.applies), book.filled[question.id]
        yield from _findings(EMPTY, "fout", question.id, book, applies & ~filled, answer)
    for unit in required_units(survey):
        if len(unit.ids) > 1:
            empty = book.holds(unit.applies) & ~np.any([book.filled[name] for name in unit.ids], axis=0)
            yield from _findings(ROW_EMPTY, "fout", unit.ids[0], book, empty, row)


def _unknown(survey: Survey, asked: tuple[Asked, ...], book: Answered) -> Iterator[Finding]:
    """Every answer onbekend, where that can be one: never a mistake, but a question that says what it costs."""
    for question in asked:
        if not (question.numeric or question.field.type == "code") or not offers_unknown(question):
            continue
        where = book.is_one_of(question.id, (UNKNOWN_ANSWER,))
        for sums, who in leaving(survey, question, book, where) if where.any() else ():
            told = Problem(UNKNOWN, values={"sommen": sums}) if sums else Problem(LEAVES_NONE)
            sentence = told.text(book.language)
            yield from _findings(UNKNOWN, "vraag", question.id, book, who, _expected("EXPECTED_ANSWER", book), sentence)


def _rule(rule: Rule, book: Answered) -> Iterator[Finding]:
    found = book.sum(rule.parts)
    if rule.kind == "samen":
        asked = np.any([book.numbers[name] > 0 for name in rule.parts], axis=0) & book.asks(rule)
        wrong = asked & ~book.all_filled(rule.total)
        yield from _findings(rule.id, rule.severity, rule.total[0], book, wrong, "", rule.text)
        return
    expected = book.sum(rule.total) if rule.total else np.full(len(book.codes), rule.value)
    asked = book.asks(rule)
    if rule.kind != "minimaal":
        asked &= book.any_answered(rule.parts)
        if rule.total:
            asked &= book.any_answered(rule.total) & ~book.any_not_known(rule.total)
    else:
        asked &= ~book.any_not_known(rule.parts)
    tolerance = np.maximum(rule.absolute, rule.relative * np.abs(expected)) + ROUNDING
    difference = found - expected
    wrong = (
        asked
        & {
            "som": np.where(book.any_not_known(rule.parts), difference, np.abs(difference)) > tolerance,
            "hoogstens": difference > tolerance,
            "minimaal": difference < -tolerance,
        }[rule.kind]
    )
    for row in np.flatnonzero(wrong):
        yield Finding(
            book.codes[row],
            rule.id,
            rule.severity,
            rule.text,
            id=rule.parts[0],
            gevonden=shown(float(found[row])),
            verwacht=shown(float(expected[row])),
        )


def _expected(code: str, book: Answered, **values: object) -> str:
    """What a finding expects, in words."""
    return Problem(code, values=values).text(book.language)


ROUNDING = 1e-9
"""Sums of decimal fractions are not exact in binary; nobody means a difference this small."""


def _findings(
    rule: str, severity: str, name: str, book: Answered, where: Mask, expected: str, text: str = ""
) -> Iterator[Finding]:
    """text: the sentence of a rule of the survey; else that of the catalogue."""
    for row in np.flatnonzero(where):
        raw = book.raw[name][row]
        found = shown(raw)
        values = {"gevonden": raw if isinstance(raw, float) else found, "verwacht": expected}
        sentence = text or Problem(rule, values=values).text(book.language)
        yield Finding(book.codes[row], rule, severity, sentence, id=name, gevonden=found, verwacht=expected)
