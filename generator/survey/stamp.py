"""One municipality's copy of the survey workbook: prefilled facts put into the master, a few milliseconds each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from generator.ooxml.patch import Changes, Value, WorkbookPatch
from generator.ooxml.sheet import parse_cell
from generator.survey.layout import Layout
from generator.survey.texts import text
from templates.questions import questions
from templates.schema import Survey

META_CODE = "meta.code"
CODE_FACT = "code"
NAME_LENGTH = 60
PREFIX = "Kostenonderzoek"


def stamp(master: WorkbookPatch, survey: Survey, layout: Layout, facts: Mapping[str, Value]) -> bytes:
    """A copy of the master with the facts of one municipality in its prefilled cells and its code on the hidden sheet.

    facts: key of `prefilled` in the definition (naam, code, inwoners, ...) -> value; what is absent or empty stays
    empty, an unknown key is passed over. Text is written as text, whatever it looks like.
    """
    cells: dict[str, dict[tuple[int, int], Value]] = {}
    for asked in questions(survey):
        value = facts.get(asked.field.prefilled) if asked.field.prefilled else None
        if value is None or value == "":
            continue
        spot = layout.questions[asked.id]
        cells.setdefault(spot.sheet, {})[spot.row, spot.column] = value
    code = facts.get(CODE_FACT)
    if code:
        cells.setdefault(text("names.meta"), {})[_meta_place(master)] = str(code)
    return master.render(Changes(cells=cells))


def _meta_place(master: WorkbookPatch) -> tuple[int, int]:
    _, reference = master.defined_names()[META_CODE]
    return parse_cell(reference)


def file_name(code: str, name: str) -> str:
    """The name of a municipality's file, safe on Windows: plain letters, digits and dashes, with its code in it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:NAME_LENGTH].strip("-")
    safe_code = re.sub(r"[^A-Za-z0-9]+", "", code)
    return "_".join(part for part in (PREFIX, safe_code, words) if part) + ".xlsx"
