"""What to look for in a filled workbook: every cell with a name, where it was sent, and the label beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator import style
from generator.survey.all_pages import survey_pages
from generator.survey.page import Page
from templates import Survey
from templates.parameters import in_force
from templates.questions import Asked, questions
from xl_addin.intake.parsing.around import FORMULA, OTHER, whole
from xl_addin.intake.parsing.grid import At, address_text
from xl_addin.intake.parsing.locating import Wanted, normal
from xl_addin.intake.parsing.reading import plain_formula

CBS_CODE = "alg.cbs_code"
META, OUTCOME, PARAMETER = "meta.", "uit.", "par."
Titles = dict[str, str]


@dataclass(frozen=True)
class Plan:
    """What the sandbox is asked for, and what the parent compares the answers with.

    asked: the questions; wanted: name -> place and label as sent; titles: sheet -> text of its first cell; sheets: all,
    in order; formulas: `uit.*` -> its formula as `plain_formula` writes it; notes: names of cells to write in that are
    no question; sent: visible sheet -> what stood on it.
    """

    asked: tuple[Asked, ...]
    wanted: Mapping[str, Wanted]
    titles: Titles
    sheets: tuple[str, ...]
    formulas: Mapping[str, str]
    notes: frozenset[str]
    sent: Mapping[str, Mapping[str, Any]]

    def message(self) -> dict[str, Any]:
        """What the sandbox is told."""
        return {
            "wanted": {name: list(place) for name, place in self.wanted.items()},
            "titles": self.titles,
            "code": CBS_CODE,
            "sent": self.sent,
        }


def make_plan(survey: Survey) -> Plan:
    """The plan for workbooks of this survey; year and parameters change nothing that is looked for."""
    pages = survey_pages(survey, survey.identity.year, in_force(survey))
    every = questions(survey)
    asked = {one.id for one in every}
    wanted: dict[str, Wanted] = {}
    formulas: dict[str, str] = {}
    for page in pages:
        labels = _Labels(page)
        for name, (row, column, last_row, last_column) in page.names.items():
            if (row, column) != (last_row, last_column) or not _is_wanted(name, page, (row, column), asked):
                continue
            wanted[name] = labels.beside(row, column)
            content = page.cells.get((row, column))
            if name.startswith(OUTCOME) and content is not None and str(content.value).startswith("="):
                formulas[name] = plain_formula(str(content.value))
    titles = {page.name: str(page.cells[1, 1].value) for page in pages if (1, 1) in page.cells}
    notes = frozenset(name for name in wanted if name not in asked and not name.startswith((META, OUTCOME, PARAMETER)))
    asking = {wanted[name].sheet for name in asked if name in wanted}
    sent = {page.name: _as_sent(page, page.name in asking) for page in pages if not page.hidden}
    return Plan(every, wanted, titles, tuple(page.name for page in pages), formulas, notes, sent)


def _as_sent(page: Page, judged: bool) -> dict[str, Any]:
    """What stands on a page, for comparison with what came back (`xl_addin.intake.parsing.around`)."""
    cells, raw, free = {}, {}, set()
    for at, cell in sorted(page.cells.items()):
        text = "" if cell.value is None else str(cell.value)
        if text:
            is_text = isinstance(cell.value, str) and not text.startswith("=")
            cells[address_text(*at)] = whole(text) if is_text else FORMULA if text.startswith("=") else OTHER
            if is_text:
                raw[address_text(*at)] = text
    for top, left, bottom, right in page.names.values():
        free |= {address_text(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return {"cells": cells, "free": sorted(free - cells.keys()), "raw": raw if judged else {}}


def _is_wanted(name: str, page: Page, at: At, asked: set[str]) -> bool:
    if name in asked or name.startswith((META, OUTCOME, PARAMETER)):
        return True
    cell = page.cells.get(at)
    return cell is not None and cell.style.startswith(style.UNLOCKED)


class _Labels:
    """The typed texts of a page, and which of them stands beside a cell."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.texts: dict[At, str] = {
            at: str(cell.value)
            for at, cell in sorted(page.cells.items())
            if isinstance(cell.value, str) and not cell.value.startswith("=")
        }
        self.places: dict[str, list[At]] = {}
        for at, text in self.texts.items():
            self.places.setdefault(normal(text), []).append(at)

    def beside(self, row: int, column: int) -> Wanted:
        """The cell with its label: the first text on its row, to its left, or else the first one above it."""
        left = [at for at in ((row, before) for before in range(1, column)) if at in self.texts]
        above = [at for at in ((before, column) for before in range(row - 1, 0, -1)) if at in self.texts]
        found = next(iter((*left, *above)), None)
        if found is None:
            return Wanted(self.page.name, row, column)
        text, head = self.texts[found], next((self.texts[at] for at in above if at != found), "")
        same = self.places[normal(text)]
        return Wanted(self.page.name, row, column, text, *found, same.index(found), len(same), head if left else "")
