"""Fills answers into a survey workbook, and nothing else in it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from generator.formulas.workbook import with_results
from generator.lint import Original
from generator.ooxml.files import backup
from generator.ooxml.patch import Changes, Value, WorkbookPatch
from generator.ooxml.sheet import address, parse_cell
from templates import Place, Problem, Problems, Survey
from templates.questions import Asked, questions
from templates.schema import DATE, Condition
from xl_addin.intake.filled import content_of, located
from xl_addin.intake.interpreting import units_of
from xl_addin.intake.normalising import NOT_APPLICABLE, read_date, read_number
from xl_addin.intake.plan import make_plan
from xl_addin.use_cases.opening import refuse_other_format
from xl_addin.use_cases.outputs import refuse_existing, write_all


@dataclass(frozen=True)
class FilledIn:
    """Where the filled workbook stands, the copy of what stood there, and what is worth telling."""

    path: Path
    backup: Path | None
    reports: tuple[Problem, ...]


def fill(
    workbook: Path,
    answers: Mapping[str, str | float | None],
    survey: Survey,
    out: Path | None = None,
    force: bool = False,
) -> FilledIn:
    """Writes the answers into the cells with the questions' names; without `out` the file itself is replaced.

    Raises `Problems` for an id that the survey or the workbook does not have (then nothing is written), for a file
    that is no workbook, and for an output that exists or cannot be written. An answer to a question that does not
    apply, or that was filled in beforehand, is written and reported.
    """
    if not workbook.is_file():
        raise Problems([Problem("FILE_NOT_READABLE", Place(str(workbook)))])
    refuse_other_format(workbook)
    if out is not None and out.resolve() != workbook.resolve():
        refuse_existing([out], force)
    asked = {question.id: question for question in questions(survey)}
    patch = WorkbookPatch(workbook)
    names = dict(patch.defined_names())
    _refuse_unknown(answers, asked, names, workbook.name)
    if not answers.keys() <= names.keys():
        names |= _by_label(workbook, survey, answers.keys() - names.keys())
    cells: dict[str, dict[tuple[int, int], Value]] = {}
    for name, value in answers.items():
        sheet, reference = names[name]
        cells.setdefault(sheet, {})[parse_cell(reference.replace("$", ""))] = _typed(asked[name], value)
    parts, removed = patch.changed_parts(Changes(cells=cells, recalculate=True))
    Original(patch).refuse_changed_rows(parts, workbook.name)
    content = with_results(patch.package.rebuild(parts, removed))
    target = out or workbook
    kept = backup(target) if target.exists() else None
    write_all({target: content})
    return FilledIn(target, kept, tuple(_reports(answers, asked, names, workbook.name)))


def _typed(asked: Asked, value: str | float | None) -> Value:
    """An answer as a person types it: a date is a date in its cell, and not text."""
    if asked.field.type != DATE or not isinstance(value, str):
        return value
    try:
        return dt.date.fromisoformat(str(read_date(value).value))
    except ValueError:
        return value


def _refuse_unknown(
    answers: Mapping[str, object], asked: Mapping[str, Asked], names: Mapping[str, object], file: str
) -> None:
    """Raises `Problems` for ids that the survey does not have, and where the workbook has not one of its cells."""
    unknown = [name for name in answers if name not in asked]
    unknown = unknown or (list(answers) if names.keys().isdisjoint(asked) else [])
    if unknown:
        raise Problems(Problem("ANSWERS_UNKNOWN_ID", Place(file), {"id": name}) for name in unknown)


def _by_label(workbook: Path, survey: Survey, lost: Set[str]) -> dict[str, tuple[str, str]]:
    """Sheet and cell of questions whose name is gone, found by their label as the collector finds them.

    Raises `Problems` (ANSWERS_CELL_GONE) for those that cannot be found.
    """
    found = located(content_of(workbook), workbook.name, make_plan(survey)).cells
    gone = sorted(name for name in lost if not found[name].how)
    if gone:
        raise Problems(Problem("ANSWERS_CELL_GONE", Place(workbook.name), {"id": name}) for name in gone)
    return {name: (found[name].sheet, address(found[name].row, found[name].column)) for name in lost}


def numeric_ids(survey: Survey) -> set[str]:
    """The ids of the questions that ask a number."""
    return {question.id for question in questions(survey) if question.numeric}


def _reports(
    answers: Mapping[str, str | float | None],
    asked: Mapping[str, Asked],
    names: Mapping[str, tuple[str, str]],
    file: str,
) -> list[Problem]:
    reports = []
    for name, value in answers.items():
        question = asked[name]
        sheet, cell = names[name]
        place = Place(file, sheet, cell.replace("$", ""))
        if question.field.prefilled and value is not None:
            reports.append(Problem("FILL_PREFILLED", place, {"id": name}))
        elif isinstance(value, str) and question.numeric:
            reports += _as_read(question, value, answers, place)
        elif value is not None and not all(_holds(condition, answers) for condition in question.applies):
            reports.append(Problem("FILL_NOT_APPLICABLE", place, {"id": name}))
    return reports


def _as_read(question: Asked, value: str, answers: Mapping[str, str | float | None], place: Place) -> list[Problem]:
    """What the collector will say of a text in the cell of a number."""
    read = read_number(value, units_of(question, answers) or None)
    if read.outcome in ("gelijk", "gelezen"):
        return []
    return [Problem("FILL_NOT_READ", place, {"id": question.id, "waarde": value})]


def _holds(condition: Condition, answers: Mapping[str, str | float | None]) -> bool:
    """Whether the condition holds among the answers given now; an answer that is not among them does not count."""
    if condition.id not in answers:
        return True
    answer = answers[condition.id]
    if condition.values:
        return answer in condition.values
    return answer is not None and answer != NOT_APPLICABLE
