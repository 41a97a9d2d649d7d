"""Moves the answers of an older version of the survey workbook into a fresh one of the current version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator import style
from generator.formulas.evaluation import Key, Result
from generator.formulas.values import CellError, UndecidedError
from generator.formulas.workbook import contents, with_results
from generator.lint import refuse_defects
from generator.ooxml.files import backup
from generator.ooxml.patch import Changes, WorkbookPatch
from generator.ooxml.sheet import area_text, parse_area
from generator.survey.all_pages import survey_pages
from generator.survey.build import build_master
from templates import Place, Problem, Problems, Survey, load_survey
from templates.loading import LANGUAGES
from templates.migrations import Migration, migrations
from templates.naming import RESERVED
from templates.parameters import in_force
from templates.questions import Asked, questions
from xl_addin.intake.filled import (
    META_CODE,
    META_LANGUAGE,
    META_SURVEY,
    META_VERSION,
    META_YEAR,
    located,
    scanned_content,
)
from xl_addin.intake.interpreting import ASKED, CodeLists, interpret, units_of
from xl_addin.intake.normalising import read_code
from xl_addin.intake.parsing.reading import book_of
from xl_addin.intake.plan import make_plan
from xl_addin.intake.returned import Returned, ReturnedCell
from xl_addin.intake.structure import beside_answers
from xl_addin.use_cases.left_behind import left_behind, lost
from xl_addin.use_cases.outputs import refuse_existing, write_all

Spot = tuple[str, int, int]


@dataclass(frozen=True)
class Migrated:
    """What was moved to `path`, and a report for every answer that was not."""

    path: Path
    moved: int
    left: tuple[Problem, ...]


def migrate(old: Path, out: Path, survey: Survey, force: bool = False, folder: Path | None = None) -> Migrated:
    """Writes `out`: the current survey workbook with the answers of `old` in it, as they were typed.

    Language, year and municipality are those of `old`, which stays as it is. Raises `Problems` when `old` is no
    workbook of this survey or of a version that is not known (`migrations.yaml`), and when `out` cannot be written.
    """
    refuse_existing([out], force)
    found = moved(old, out, survey, folder)
    if out.exists():
        backup(out)
    write_all({out: found.content})
    return found.report


class Moved(NamedTuple):
    """The current workbook with the answers of an older one, and what is told of it."""

    content: bytes
    report: Migrated


def moved(old: Path, out: Path, survey: Survey, folder: Path | None = None) -> Moved:
    """As `migrate`, without writing `out`."""
    source = _Old(old)
    lost = source.find_lost(survey)
    source.refuse_other(survey.id)
    steps = _steps(source, survey, folder)
    language = source.meta(META_LANGUAGE)
    if language in LANGUAGES and language != survey.language:
        survey = load_survey(survey.id, language=language)
    year = source.year(survey.identity.year)
    target = _Target(survey, year)
    answers, left = target.sorted_out(source, steps)
    left += source.left_behind(target, steps)
    if steps.version == survey.version:
        left += beside_answers(lost, source.file)
    patch = WorkbookPatch(build_master(survey, year, in_force(survey, year)))
    cells: dict[str, dict[tuple[int, int], str | float | bool]] = {}
    for (sheet, row, column), value in answers.items():
        cells.setdefault(sheet, {})[row, column] = value
    content = with_results(patch.render(Changes(cells=cells)))
    refuse_defects(content, out.name)
    return Moved(content, Migrated(out, len(answers) - (target.code in answers), tuple(left)))


def _steps(source: _Old, survey: Survey, folder: Path | None) -> Migration:
    known = migrations(survey, folder)
    version = source.meta(META_VERSION)
    if version not in known:
        values = {"gevonden": version, "bekend": ", ".join(sorted(known))}
        raise Problems([Problem("MIGRATE_UNKNOWN_VERSION", Place(source.file), values)])
    return known[version]


class _Old:
    """The workbook that the answers come from."""

    def __init__(self, path: Path) -> None:
        self.file = path.name
        content = scanned_content(path)
        self.book = book = WorkbookPatch(content, path.name)
        book.refuse_document_types()
        self.names = {name: (sheet, parse_area(area)) for name, (sheet, area) in book.defined_names().items()}
        self.constants, self.formulas = contents(book)
        self.seen = book_of(content)
        self.content = content

    def find_lost(self, survey: Survey) -> Returned:
        """Looks for cells whose name leads nowhere by the label beside them, as the collector does."""
        found = located(self.content, self.file, make_plan(survey))
        for name, cell in found.cells.items():
            if name not in self.names and cell.how:
                self.names[name] = (cell.sheet, (cell.row, cell.column, cell.row, cell.column))
        return found

    def worded(self, asked: Asked | None, key: Key) -> Result:
        """What moves of a cell: what it holds; of a date or time among words, what the screen shows."""
        cell = self.seen.grid(key[0]).cell(key[1:])
        if cell.kind not in ("datum", "tijd") or asked is None or asked.field.type == "datum":
            return self.constants.get(key)
        return "-".join(reversed(str(cell.value).split("-"))) if cell.kind == "datum" else str(cell.value)

    def unreadable(self, asked: Asked, key: Key, lists: CodeLists) -> Problem | None:
        """Why what stands in a cell cannot be moved as it is: the collector would ask, and the move hides why."""
        sheet, row, column = key
        cell = ReturnedCell.of(self.seen.grid(sheet).cell((row, column)), "naam", sheet, row, column)
        if not asked.numeric and cell.kind != "fout":
            return None
        if cell.kind in ("tekst", "leeg") and not cell.doubt:
            return None
        _, said = interpret(asked, cell, self.file, lists, units_of(asked, {}))
        return next((problem for problem in said if problem.code in ASKED), None)

    def cells(self) -> Iterator[tuple[str, Spot]]:
        """The name of every filled cell that has one, or lies in an area that has."""
        filled = {key for key, value in self.constants.items() if value is not None} | self.formulas.keys()
        for name, (sheet, (top, left, bottom, right)) in self.names.items():
            inside = [key for key in filled if key[0] == sheet and top <= key[1] <= bottom and left <= key[2] <= right]
            yield from ((name, key) for key in sorted(inside))

    def meta(self, name: str) -> str:
        sheet, area = self.names.get(name, ("", (0, 0, 0, 0)))
        value = self.constants.get((sheet, area[0], area[1]))
        if isinstance(value, CellError | UndecidedError) or value is None:
            return ""
        return f"{value:g}" if isinstance(value, float) else str(value)

    def year(self, otherwise: int) -> int:
        """The survey year of the workbook. Raises `Problems` for what is no year."""
        found = self.meta(META_YEAR) or str(otherwise)
        if not re.fullmatch(r"20\d\d(\.0+)?", found):
            raise Problems([Problem("MIGRATE_NO_YEAR", Place(self.file), {"gevonden": found})])
        return int(float(found))

    def left_behind(self, target: _Target, steps: Migration) -> list[Problem]:
        """What the respondent wrote beside the questions, and questions whose cell is gone.

        Raises `Problems` when not one question can be found.
        """
        wanted = {*target.inputs, *steps.renamed, *steps.dropped}
        named = {name: self.names[name][0] for name in wanted & self.names.keys()}
        if not named:
            raise Problems([Problem("MIGRATE_NO_NAMES", Place(self.file))])
        filled = {**self.constants, **dict.fromkeys(self.formulas, "=")}
        same = steps.version == target.survey.version
        return [
            *left_behind(self.book, self.file, filled, named, target.sheets),
            *lost(self.book, self.file, wanted, same),
        ]

    def refuse_other(self, survey: str) -> None:
        found = self.meta(META_SURVEY)
        if not found:
            raise Problems([Problem("INTAKE_NO_SURVEY", Place(self.file))])
        if found != survey:
            values = {"gevonden": found, "verwacht": survey}
            raise Problems([Problem("INTAKE_OTHER_SURVEY", Place(self.file), values)])


@dataclass
class _Target:
    """The cells to write in of the current version, and the names that are not the respondent's."""

    survey: Survey
    year: int
    inputs: dict[str, Spot] = field(init=False)
    own: frozenset[str] = field(init=False)
    sheets: frozenset[str] = field(init=False)
    code: Spot = field(init=False)
    codes: Mapping[str, frozenset[str]] = field(init=False)
    asked: Mapping[str, Asked] = field(init=False)
    lists: CodeLists = field(init=False)

    def __post_init__(self) -> None:
        pages = survey_pages(self.survey, self.year, in_force(self.survey, self.year))
        self.sheets = frozenset(page.name for page in pages)
        places = {name: (page, area) for page in pages for name, area in page.names.items()}
        looks = {name: page.cells[area[:2]].style for name, (page, area) in places.items() if area[:2] in page.cells}
        self.inputs = {
            name: (page.name, *area[:2])
            for name, (page, area) in places.items()
            if looks.get(name, "").startswith(style.UNLOCKED) and area[:2] == area[2:]
        }
        unlocked = {_family(name) for name in looks if looks[name].startswith(style.UNLOCKED)}
        self.own = frozenset(_family(name) for name in places) - unlocked
        page, area = places[META_CODE]
        self.code = (page.name, *area[:2])
        self.asked = {asked.id: asked for asked in questions(self.survey)}
        dimensions = self.survey.dimensions
        self.lists = CodeLists(dimensions)
        self.codes = {
            asked.id: frozenset(code.code for code in dimensions.codes(asked.field.code_list))
            for asked in questions(self.survey)
            if asked.field.type == "code"
        }

    def sorted_out(self, source: _Old, steps: Migration) -> tuple[dict[Key, str | float | bool], list[Problem]]:
        """The answers by their cell in the current version, and a report for each that has none."""
        answers: dict[Key, str | float | bool] = {}
        left: list[Problem] = []
        for name, key in source.cells():
            if name == META_CODE:
                answers[self.code] = source.meta(name)
            if _family(name) in self.own or (_family(name) in RESERVED and name not in self.inputs):
                continue
            new = steps.current(name)
            value = source.worded(self.asked.get(new), key)
            refusal = self._refusal(name, new, key, value, source, steps)
            if refusal is not None:
                left.append(refusal)
            elif isinstance(value, str | float | bool):
                answers[self.inputs[new]] = value
        return answers, left

    def _refusal(self, name: str, new: str, key: Key, value: Result, source: _Old, steps: Migration) -> Problem | None:
        place = Place(source.file, key[0], area_text((*key[1:], *key[1:])))
        values = {"id": name, "waarde": value}
        if reason := steps.reason(name):
            return Problem("MIGRATE_DROPPED", place, {**values, "reden": reason})
        if new not in self.inputs:
            return Problem("MIGRATE_UNKNOWN_ID", place, values)
        question = self.asked.get(new)
        if (
            question is not None
            and key not in source.formulas
            and (unread := source.unreadable(question, key, self.lists))
        ):
            return Problem("MIGRATE_NOT_READ", place, {"id": name, "waarde": unread.values.get("gevonden", "")})
        if key in source.formulas:
            return Problem("MIGRATE_FORMULA", place, {**values, "waarde": f"={source.formulas[key]}"})
        codes = self.codes.get(new)
        if codes is not None and read_code(str(value), codes).value not in codes:
            return Problem("MIGRATE_UNKNOWN_CODE", place, {**values, "keuzes": ", ".join(sorted(codes))})
        return None


def _family(name: str) -> str:
    """The first word of a name: `alg` of `alg.gemeente`."""
    return name.partition(".")[0]
