"""From the bytes of a file to plain data about the cells that are asked for; what crosses the border is JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xl_addin.intake.parsing.archive import Archive
from xl_addin.intake.parsing.around import Sent, around, as_sent
from xl_addin.intake.parsing.book import Book
from xl_addin.intake.parsing.locating import Found, Locator, Wanted
from xl_addin.intake.parsing.opendocument import is_opendocument, read_opendocument
from xl_addin.intake.parsing.openxml import OpenXml
from xl_addin.intake.parsing.refusal import Refused
from xl_addin.intake.parsing.signature import XLS, container

Plan = Mapping[str, Any]


@dataclass(frozen=True)
class Asking:
    """What files are asked, worked out once from the plan's message (`xl_addin.intake.plan.Plan.message`)."""

    wanted: Mapping[str, Wanted]
    titles: Mapping[str, str]
    code: str
    sent: Mapping[str, Sent]


def asking(plan: Plan) -> Asking:
    """The plan's message as what is asked of each file."""
    wanted = {name: Wanted(*place) for name, place in plan["wanted"].items()}
    return Asking(wanted, plan["titles"], plan["code"], {name: as_sent(sheet) for name, sheet in plan["sent"].items()})


_LAYOUT_OF_FORMULA = re.compile(r"[\s$'+;]|_xlfn\.|_xlws\.|\bof:|\boooc:")
MOST_SHEETS = 200


def read(content: bytes, asked: Asking) -> dict[str, Any]:
    """What the file holds of what is asked for (see `xl_addin.intake.plan`).

    Gives kind, modified, traits, sheets, `renamed` (sheet as sent -> sheet now, empty when it is gone), `copies`
    (sheets on which names of questions occur once more, with the code that stands there) and `cells`: name -> a list of
    how it was found, sheet, row, column, kind, value, formula, another label than was sent, whether the one that was
    sent still stands on the sheet, whether a merged area hides the cell, whether a remark hangs on it, and how it shows
    (`grid.Cell`); `beside`: what stands on the sheets besides (`around`).
    Raises `Refused`.
    """
    book = book_of(content)
    if len(book.sheets) > MOST_SHEETS:
        raise Refused("INTAKE_BOMB")
    wanted = asked.wanted
    if not _has_any(book, wanted):
        raise Refused("INTAKE_NO_SURVEY")
    locator = Locator(book, asked.titles)
    renamed, places = _renamed(wanted, locator), locator.places(wanted)
    found = ((one.spot, wanted[name][:3]) for name, one in places.items() if one.spot)
    return {
        "kind": book.kind,
        "modified": book.modified,
        "traits": list(book.traits),
        "sheets": list(book.sheets),
        "renamed": renamed,
        "copies": _copies(book, wanted, asked.code),
        "cells": {name: _described(book, one, wanted[name]) for name, one in places.items()},
        "beside": around(book, asked.sent, renamed, found),
    }


def book_of(content: bytes) -> Book:
    """The workbook in these bytes, whatever its format. Raises `Refused`."""
    if container(content) == XLS:
        # imported here: a file in the usual format does not need it
        from xl_addin.intake.parsing.old_excel import read_old_excel

        return read_old_excel(content)
    archive = Archive(content)
    if is_opendocument(archive):
        return read_opendocument(archive)
    return OpenXml(archive).book()


def _has_any(book: Book, wanted: Mapping[str, Wanted]) -> bool:
    """Whether this can be a survey at all: one of its names, or one of its sheets. Else nothing is parsed."""
    return any(name.lower() in book.names for name in wanted) or any(
        place.sheet in book.sheets for place in wanted.values()
    )


def _renamed(wanted: Mapping[str, Wanted], locator: Locator) -> dict[str, str]:
    """Sheets that no longer have the name they were sent with, and where most of their cells went."""
    book = locator.book
    found: dict[str, str] = {}
    for sent in dict.fromkeys(place.sheet for place in wanted.values()):
        if sent in book.sheets:
            continue
        spots = [book.names.get(name.lower()) for name, place in wanted.items() if place.sheet == sent]
        now = [spot[0] for spot in spots if spot is not None]
        found[sent] = max(now, key=now.count) if now else locator.sheet_of(sent)
    return found


def _copies(book: Book, wanted: Mapping[str, Wanted], code: str) -> dict[str, str]:
    """A copied sheet carries the names of questions once more, for itself only."""
    names = {name.lower() for name in wanted} & set(book.names)
    copies = {}
    for sheet, local in book.local_names.items():
        if names & set(local):
            spot = local.get(code.lower())
            copies[sheet] = book.grid(sheet).text_at(spot[1:]) if spot else ""
    return copies


def _described(book: Book, found: Found, wanted: Wanted) -> list[Any]:
    if found.spot is None:
        return ["", wanted.sheet, 0, 0, "leeg", None, None, "", False, False, False, "", "", ""]
    sheet, row, column = found.spot
    grid = book.grid(sheet)
    cell = grid.cell((row, column))
    hidden = grid.covering((row, column)) is not None
    formula = None if cell.formula is None else plain_formula(cell.formula)
    remark = (row, column) in grid.commented
    place = [found.how, sheet, row, column]
    look = [cell.shown, cell.unit, cell.doubt]
    return [*place, cell.kind, cell.value, formula, found.label, found.astray, hidden, remark, *look]


def plain_formula(formula: str) -> str:
    """A formula without what programs write differently: spaces, dollar signs, quotes, prefixes of functions."""
    return _LAYOUT_OF_FORMULA.sub("", formula.removeprefix("=")).casefold()


def as_answer(content: bytes, asked: Asking) -> dict[str, Any]:
    """`read`, with a refusal as data: `code` and `values`."""
    try:
        return read(content, asked)
    except Refused as refused:
        return {"code": refused.code, "values": refused.values}
    except MemoryError:
        return {"code": "INTAKE_BOMB", "values": {}}
    except (ValueError, LookupError, TypeError, ArithmeticError, OSError, RecursionError) as error:
        return {"code": "INTAKE_DAMAGED", "values": {"uitleg": type(error).__name__}}
