"""One municipality's copy of the survey workbook: prefilled facts put into the master, a few milliseconds each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from generator.formulas.evaluation import Calculation, Key
from generator.formulas.values import Scalar
from generator.formulas.workbook import cached, calculated
from generator.lint import Original, refuse_defects
from generator.ooxml.package import Content
from generator.ooxml.patch import Changes, Value, WorkbookPatch
from generator.ooxml.sheet import parse_cell
from generator.ooxml.values import clean_text
from generator.survey.layout import Layout
from templates.questions import questions
from templates.schema import Survey

META_CODE = "meta.code"
STAND_INS: Mapping[str, Scalar] = {"tekst": "-", "aantal": 1.0, "bedrag": 1.0}
"""Per type of question what holds the place of a fact in the workbook that copies are made from."""

CODE_FACT = "code"
NAME_LENGTH = 60
PREFIX = "Kostenonderzoek"


@dataclass(frozen=True)
class Master:
    """The survey workbook from which copies are stamped, with what each fact that can be filled in beforehand changes.

    `facts`: key of `prefilled` in the definition -> the cells that show it; `dependents`: the formula cells that look
    at any of those, in the order in which they are computed. All other results are the same in every copy. `original`
    judges what is new in a copy. The facts in `book` are stand-ins: what only asks whether a fact is there needs no
    computing for a municipality that has it.
    """

    book: WorkbookPatch
    calculation: Calculation
    facts: Mapping[str, tuple[Key, ...]]
    dependents: tuple[Key, ...]
    original: Original


def opened(master: bytes, survey: Survey, layout: Layout) -> Master:
    """The master made ready for stamping; `master` carries its cached results already (`build_master`).

    Raises Problems (WORKBOOK_DEFECT) where Excel would offer to repair it.
    """
    blank = WorkbookPatch(master)
    facts: dict[str, list[Key]] = {}
    stand_ins: dict[Key, Scalar] = {}
    for asked in questions(survey):
        if asked.field.prefilled:
            spot = layout.questions[asked.id]
            key = (spot.sheet, spot.row, spot.column)
            facts.setdefault(asked.field.prefilled, []).append(key)
            stand_ins[key] = STAND_INS.get(asked.field.type)
    sheet, reference = blank.defined_names()[META_CODE]
    key = (sheet, *parse_cell(reference))
    facts.setdefault(CODE_FACT, []).append(key)
    stand_ins[key] = STAND_INS["tekst"]
    calculation = calculated(blank)
    with_facts = blank.package.rebuild(*_changed(blank, calculation, stand_ins))
    refuse_defects(with_facts, survey.id)
    book, calculation = WorkbookPatch(with_facts), calculation.moved_to(stand_ins)
    dependents = calculation.dependents(stand_ins)
    cells = {fact: tuple(keys) for fact, keys in facts.items()}
    return Master(book, calculation, cells, dependents, Original(book))


def stamp(master: Master, facts: Mapping[str, str | float | None]) -> bytes:
    """A copy of the master with the facts of one municipality in its prefilled cells and its code on the hidden sheet.

    facts: key of `prefilled` in the definition (naam, code, inwoners, ...) -> value; what is absent or empty stays
    empty, an unknown key is passed over. Text is written as text, whatever it looks like. The formulas that look at
    a fact carry the result that belongs to it. Raises Problems (WORKBOOK_DEFECT) where Excel would offer to repair it.
    """
    inputs = {key: _told(facts.get(fact)) for fact, keys in master.facts.items() for key in keys}
    parts, removed = _changed(master.book, master.calculation, inputs, master.dependents)
    master.original.refuse_changed_rows(parts, str(facts.get(CODE_FACT, "")))
    return master.book.package.rebuild(parts, removed)


def _told(fact: str | float | None) -> str | float | None:
    """A fact as its cell holds it; None for one that is absent or empty."""
    if isinstance(fact, str):
        return clean_text(fact) or None
    return None if fact is None else float(fact)


def _changed(
    book: WorkbookPatch,
    calculation: Calculation,
    inputs: Mapping[Key, Scalar],
    dependents: tuple[Key, ...] | None = None,
) -> tuple[dict[str, Content], frozenset[str]]:
    """The parts of the workbook that change with the inputs, and those that go."""
    cells: dict[str, dict[tuple[int, int], Value]] = {}
    for (sheet, row, column), value in inputs.items():
        cells.setdefault(sheet, {})[row, column] = value
    return book.changed_parts(Changes(cells=cells, cached=cached(calculation.with_inputs(inputs, dependents))))


def file_name(code: str, name: str) -> str:
    """The name of a municipality's file, safe on Windows: plain letters, digits and dashes, with its code in it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:NAME_LENGTH].strip("-")
    safe_code = re.sub(r"[^A-Za-z0-9]+", "", code)
    return "_".join(part for part in (PREFIX, safe_code, words) if part) + ".xlsx"
