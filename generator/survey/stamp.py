"""One municipality's copy of the survey workbook: prefilled facts put into the master, a few milliseconds each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

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

Fact = str | float | None
Kind = tuple[Fact, ...]
"""Of every fact its code where it is one of a list, else whether it is there: what most formulas ask of it."""


@dataclass(frozen=True)
class Mould:
    """The survey workbook with stand-ins for the facts of one kind of municipality, to stamp copies from.

    What only asks for the kind needs no computing in a copy. `original` judges what is new in a copy.
    """

    book: WorkbookPatch
    calculation: Calculation
    original: Original


@dataclass(frozen=True)
class Master:
    """The survey workbook, checked as a whole, with a mould for each kind of municipality that was asked for.

    `facts`: key of `prefilled` in the definition -> the cells that show it; `stand_ins`: what holds its place, None for
    one whose codes differ too much for that.
    """

    facts: Mapping[str, tuple[Key, ...]]
    stand_ins: Mapping[str, Scalar]
    first: Mould
    moulds: dict[Kind, Mould] = field(default_factory=dict, repr=False)

    def mould(self, facts: Mapping[str, Fact]) -> Mould:
        """The mould for these facts; made when the first of its kind comes, and kept."""
        told = {fact: _told(facts.get(fact)) for fact in self.facts}
        kind = tuple(self._stand_in(fact, value) for fact, value in told.items())
        if kind not in self.moulds:
            self.moulds[kind] = self._made(dict(zip(told, kind, strict=True)))
        return self.moulds[kind]

    def _stand_in(self, fact: str, value: Fact) -> Fact:
        stand_in = self.stand_ins[fact]
        return value if stand_in is None or value is None else stand_in

    def _made(self, stand_ins: Mapping[str, Fact]) -> Mould:
        inputs = self.inputs(stand_ins)
        parts, removed = _changed(self.first, inputs)
        self.first.original.refuse_changed_rows(parts, "")
        return mould(self.first.book.package.rebuild(parts, removed), self.first.calculation.moved_to(inputs))

    def inputs(self, facts: Mapping[str, Fact]) -> dict[Key, Fact]:
        """The cells of the facts with what they hold."""
        return {key: _told(facts.get(fact)) for fact, keys in self.facts.items() for key in keys}


def mould(content: bytes, calculation: Calculation) -> Mould:
    """A workbook that holds stand-ins made ready for stamping; `calculation` is its own."""
    book = WorkbookPatch(content)
    return Mould(book, calculation, Original(book))


def opened(master: bytes, survey: Survey, layout: Layout) -> Master:
    """The master made ready for stamping; `master` carries its cached results already (`build_master`).

    Raises Problems (WORKBOOK_DEFECT) where Excel would offer to repair it.
    """
    refuse_defects(master, survey.id)
    blank = WorkbookPatch(master)
    facts: dict[str, list[Key]] = {}
    stand_ins: dict[str, Scalar] = {CODE_FACT: STAND_INS["tekst"]}
    for asked in questions(survey):
        if asked.field.prefilled:
            spot = layout.questions[asked.id]
            facts.setdefault(asked.field.prefilled, []).append((spot.sheet, spot.row, spot.column))
            stand_ins[asked.field.prefilled] = STAND_INS.get(asked.field.type)
    sheet, reference = blank.defined_names()[META_CODE]
    facts.setdefault(CODE_FACT, []).append((sheet, *parse_cell(reference)))
    cells = {fact: tuple(keys) for fact, keys in facts.items()}
    return Master(cells, stand_ins, mould(master, calculated(blank)))


def stamp(master: Master, facts: Mapping[str, Fact]) -> bytes:
    """A copy of the master with the facts of one municipality in its prefilled cells and its code on the hidden sheet.

    facts: key of `prefilled` in the definition (naam, code, inwoners, ...) -> value; what is absent or empty stays
    empty, an unknown key is passed over. Text is written as text, whatever it looks like. The formulas that look at
    a fact carry the result that belongs to it. Raises Problems (WORKBOOK_DEFECT) where Excel would offer to repair it.
    """
    mine = master.mould(facts)
    parts, removed = _changed(mine, master.inputs(facts))
    mine.original.refuse_changed_rows(parts, str(facts.get(CODE_FACT, "")))
    return mine.book.package.rebuild(parts, removed)


def _told(fact: Fact) -> Fact:
    """A fact as its cell holds it; None for one that is absent or empty."""
    if isinstance(fact, str):
        return clean_text(fact) or None
    return None if fact is None else float(fact)


def _changed(mine: Mould, inputs: Mapping[Key, Scalar]) -> tuple[dict[str, Content], frozenset[str]]:
    """The parts of the workbook that change with the inputs, and those that go."""
    cells: dict[str, dict[tuple[int, int], Value]] = {}
    for (sheet, row, column), value in inputs.items():
        cells.setdefault(sheet, {})[row, column] = value
    results = cached(mine.calculation.with_inputs(inputs))
    return mine.book.changed_parts(Changes(cells=cells, cached=results))


def file_name(code: str, name: str) -> str:
    """The name of a municipality's file, safe on Windows: plain letters, digits and dashes, with its code in it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:NAME_LENGTH].strip("-")
    safe_code = re.sub(r"[^A-Za-z0-9]+", "", code)
    return "_".join(part for part in (PREFIX, safe_code, words) if part) + ".xlsx"
