"""Names in a survey definition that a workbook cannot hold, or that it gives to its own cells and sheets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from templates.plain_yaml import plain_yaml
from templates.questions import SIGN_OFF, Asked, questions
from templates.schema import Code, Survey

NAME = re.compile(r"^[A-Za-z_\\][A-Za-z0-9_.\\]{0,254}$")
CELL_LIKE = re.compile(r"^([A-Za-z]{1,3}[0-9]{1,7}|[rR][0-9]*[cC][0-9]*|[rRcC][0-9]*|true|false)$", re.IGNORECASE)
EXCELS_OWN = re.compile(
    r"^(_xl.*|(print|auto|sheet)_(area|titles|title|open|close|activate|deactivate)|consolidate_area"
    r"|_filterdatabase|criteria|extract|database|data_form|recorder)$",
    re.IGNORECASE,
)
"""Names that mean something to Excel itself, in whatever workbook they stand."""
CODE = re.compile(r"^[A-Za-z0-9_]+$")
SHEET_LIMIT = 31
BAD_IN_SHEET = re.compile(r"[\[\]:*?/\\]|^'|'$")
SHEETS_OF_EXCEL = frozenset({"history", "geschiedenis"})
RESERVED = frozenset({"uit", "reken", "par", "lijst", "meta", "controles", "eigen", "plan"})
"""The first words of names that the workbook gives to its own cells."""


class Inconsistency(NamedTuple):
    """Something that does not fit: the part or key of the sheet, texts to find its line by, and the explanation.

    `needles`: the first that stands in the file says the line; `last`: the last line with it, not the first.
    """

    part: str
    needles: tuple[str, ...]
    said: str
    last: bool = False


def bad_names(survey: Survey) -> list[Inconsistency]:
    """Every name that cannot be: of codes, sheets and questions. Codes come first, as ids are made of them."""
    codes = list(_codes(survey))
    return codes or [*_sheets(survey), *_questions(survey)]


def needles(asked: Asked) -> tuple[str, ...]:
    """What to find a question by in the file of its sheet: its id, or the key of its column."""
    return (f"id: {asked.id}", asked.id, *((f"key: {asked.column}",) if asked.column else ()))


@cache
def own_sheets() -> frozenset[str]:
    """The names, in lower case, of the sheets that the survey workbook has beside those with questions."""
    texts = plain_yaml(Path(__file__).with_name("workbook.yaml"))
    return frozenset(name.lower() for name in texts["names"].values())


def _codes(survey: Survey) -> Iterator[Inconsistency]:
    own = survey.dimensions
    parts: tuple[tuple[Code, ...], ...] = ((*own.tasks, *own.routes, *own.provisions), own.groups, own.cost_kinds)
    for codes in parts:
        for code, count in Counter(one.code for one in codes).items():
            if not CODE.match(code):
                said = f"de code '{code}' mag alleen letters, cijfers en een laag streepje hebben"
                yield Inconsistency("survey", (f"code: {code}", code), said)
            if count > 1:
                yield Inconsistency("survey", (f"code: {code}",), f"de code '{code}' komt {count} keer voor", last=True)
    for name, codes in own.code_lists.items():
        for code, count in Counter(one.code.lower() for one in codes).items():
            if count > 1:
                said = f"de code '{code}' komt {count} keer voor in de codelijst '{name}'"
                yield Inconsistency("survey", (f"{name}:", f"code: {code}"), said)


def _sheets(survey: Survey) -> Iterator[Inconsistency]:
    seen: set[str] = set()
    keys: set[str] = set()
    for sheet in survey.sheets:
        name, where = sheet.name.lower(), (f"name: {sheet.name}", sheet.name)
        if not 0 < len(name) <= SHEET_LIMIT or BAD_IN_SHEET.search(name) or name in SHEETS_OF_EXCEL:
            yield Inconsistency(sheet.key, where, f"'{sheet.name}' kan geen naam van een blad zijn")
        if name in own_sheets():
            said = f"'{sheet.name}' is de naam van een blad dat de werkmap zelf maakt"
            yield Inconsistency(sheet.key, where, said)
        if name in seen:
            yield Inconsistency(sheet.key, where, f"het blad '{sheet.name}' komt twee keer voor")
        if sheet.key in keys:
            said = f"twee bladen hebben de sleutel '{sheet.key}'"
            yield Inconsistency(sheet.key, (f"key: {sheet.key}",), said, last=True)
        seen.add(name)
        keys.add(sheet.key)


def _questions(survey: Survey) -> Iterator[Inconsistency]:
    asked = questions(survey)
    counts = Counter(question.id.lower() for question in asked)
    latest = {question.id.lower(): question for question in asked}
    for question_id, count in counts.items():
        if count > 1:
            one = latest[question_id]
            said = f"de vraag '{one.id}' komt {count} keer voor"
            yield Inconsistency(one.sheet, needles(one), said, last=True)
    for signed in survey.identity.sign_off:
        if not signed.id.startswith(SIGN_OFF):
            said = f"'{signed.id}' hoort bij de vaststelling en begint dan met '{SIGN_OFF}'"
            yield Inconsistency("survey", (signed.id,), said)
    for question in asked:
        if not NAME.match(question.id) or CELL_LIKE.match(question.id) or EXCELS_OWN.match(question.id):
            yield Inconsistency(question.sheet, needles(question), f"'{question.id}' kan geen naam van een cel zijn")
        if question.id.partition(".")[0].lower() in RESERVED:
            said = f"'{question.id}' begint als een naam die de werkmap zelf gebruikt ({', '.join(sorted(RESERVED))})"
            yield Inconsistency(question.sheet, needles(question), said)
