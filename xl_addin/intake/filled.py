"""Reads one filled survey workbook: its inputs by defined name, nothing else in it is trusted or followed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from generator.ooxml.patch import WorkbookPatch
from generator.ooxml.sheet import parse_area, parse_cell
from templates import Place, Problem, Problems, Survey
from templates.questions import Asked, question_ids, questions
from xl_addin.intake.normalising import Cell, Read, read_number

MAXIMUM_BYTES = 30_000_000
META_SURVEY, META_VERSION, META_YEAR, META_CODE = "meta.enquete", "meta.versie", "meta.jaar", "meta.code"
CBS_CODE = "alg.cbs_code"
Names = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Filled:
    """The answers in one file, with where each was read and what was made of it.

    `answers` holds numbers, codes, text, `nvt` or `onbekend` per question id; an empty cell has no entry.
    `remarks` are the findings of reading (normalised, ambiguous, formula in an input), each with its place.
    """

    file: str
    sha256: str
    code: str
    version: str
    year: int
    answers: Mapping[str, str | float]
    remarks: tuple[tuple[str, Problem], ...]


def read_filled(path: Path, survey: Survey) -> Filled:
    """The answers in the workbook at `path`.

    Raises `Problems` when it is too large, no workbook, damaged, or not this survey and version.
    """
    content = _content(path)
    try:
        package = WorkbookPatch(content, path.name)
        package.refuse_document_types()
        names = _wanted(package.defined_names(), survey)
    except Problems as found:
        reason = found.problems[0].text()
        raise Problems([Problem("INTAKE_NO_WORKBOOK", Place(path.name), {"uitleg": reason})]) from None
    try:
        reader = _Reader(path.name, _cells(content, names), names, package)
    except Exception as error:  # openpyxl raises whatever a damaged part happens to cause
        raise Problems([Problem("INTAKE_DAMAGED", Place(path.name), {"uitleg": type(error).__name__})]) from None
    reader.refuse_other_survey(survey)
    answers, remarks = reader.answers(questions(survey))
    code = str(answers.get(CBS_CODE) or reader.meta(META_CODE) or "")
    stamped = reader.meta(META_CODE)
    if stamped and stamped != code:
        values = {"code": code, "meta": stamped}
        remarks.append((CBS_CODE, Problem("INTAKE_CODE_CHANGED", reader.place(CBS_CODE), values)))
    digest = hashlib.sha256(content).hexdigest()
    version, year = reader.meta(META_VERSION), int(float(reader.meta(META_YEAR) or survey.identity.year))
    return Filled(path.name, digest, code, version, year, answers, tuple(remarks))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise Problems([Problem("INTAKE_TOO_LARGE", Place(path.name))])
        return path.read_bytes()
    except OSError:
        raise Problems([Problem("FILE_NOT_READABLE", Place(path.name))]) from None


def _wanted(names: Names, survey: Survey) -> dict[str, tuple[str, str]]:
    """The names of questions and of the file's own mark; a name may stand for one cell only."""
    wanted = {META_SURVEY, META_VERSION, META_YEAR, META_CODE, *question_ids(survey)}
    plain = {name: (sheet, reference.replace("$", "")) for name, (sheet, reference) in names.items()}
    return {name: place for name, place in plain.items() if name in wanted and ":" not in place[1]}


def _cells(content: bytes, names: Names) -> dict[str, list[tuple[Cell, ...]]]:
    """The rows of every sheet that a name leads to, as far as names lead; nothing else is parsed."""
    reach: dict[str, tuple[int, int]] = {}
    for sheet, reference in names.values():
        _, _, bottom, right = parse_area(reference)
        rows, columns = reach.get(sheet, (0, 0))
        reach[sheet] = (max(rows, bottom), max(columns, right))
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        found: dict[str, list[tuple[Cell, ...]]] = {}
        for sheet in book.sheetnames:
            if sheet in reach:
                page: Any = book[sheet]
                page.reset_dimensions()  # what a file says of its own size is not to be trusted
                rows, columns = reach[sheet]
                found[sheet] = list(page.iter_rows(max_row=rows, max_col=columns, values_only=True))
        return found
    finally:
        book.close()


class _Reader:
    def __init__(
        self, file: str, cells: Mapping[str, list[tuple[Cell, ...]]], names: Names, package: WorkbookPatch
    ) -> None:
        self.file, self.cells, self.names, self.package = file, cells, names, package

    def place(self, name: str) -> Place:
        sheet, cell = self.names.get(name, ("", ""))
        return Place(self.file, sheet, cell.replace("$", ""))

    def cell(self, name: str) -> Cell:
        sheet, reference = self.names[name]
        row, column = parse_cell(reference)
        rows = self.cells.get(sheet, [])
        return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None

    def meta(self, name: str) -> str:
        value = self.cell(name) if name in self.names else None
        return "" if value is None else str(value)

    def refuse_other_survey(self, survey: Survey) -> None:
        place = Place(self.file)
        found = self.meta(META_SURVEY)
        if not found:
            raise Problems([Problem("INTAKE_NO_SURVEY", place)])
        if found != survey.id:
            raise Problems([Problem("INTAKE_OTHER_SURVEY", place, {"gevonden": found, "verwacht": survey.id})])
        version = self.meta(META_VERSION)
        if version != survey.version:
            raise Problems([Problem("INTAKE_OTHER_VERSION", place, {"gevonden": version, "verwacht": survey.version})])

    def answers(self, asked: tuple[Asked, ...]) -> tuple[dict[str, str | float], list[tuple[str, Problem]]]:
        found: dict[str, str | float] = {}
        remarks: list[tuple[str, Problem]] = []
        for question in asked:
            if question.id not in self.names:
                problem = Problem("INTAKE_NAME_MISSING", Place(self.file), {"id": question.id})
                remarks.append((question.id, problem))
                continue
            raw = self.cell(question.id)
            value, said = self._interpret(question, raw)
            remarks.extend((question.id, problem) for problem in said)
            if value is not None:
                found[question.id] = value
        return found, remarks

    def _interpret(self, question: Asked, raw: Cell) -> tuple[str | float | None, list[Problem]]:
        place = self.place(question.id)
        said = [Problem("INTAKE_FORMULA", place, {"gevonden": raw})] if self._is_formula(place) else []
        if question.numeric:
            read = read_number(raw)
            said.extend(_remark(read, raw, place))
            return read.value, said
        if raw is None or not str(raw).strip():
            return None, said
        text = str(raw).strip()
        return (text.lower() if question.field.type == "code" else text), said

    def _is_formula(self, place: Place) -> bool:
        return parse_cell(place.cell) in self.package.index(place.sheet).formula_cells


def _remark(read: Read, raw: Cell, place: Place) -> Iterator[Problem]:
    if read.outcome == "gelezen":
        yield Problem("INTAKE_NORMALISED", place, {"gevonden": raw, "verwacht": read.value})
    elif read.outcome == "dubbelzinnig":
        yield Problem("INTAKE_AMBIGUOUS", place, {"gevonden": raw})
