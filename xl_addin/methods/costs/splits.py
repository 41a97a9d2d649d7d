"""Combined contracts: one amount for two tasks, divided by the share the respondent gives (report, section 2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.answers import Answers, Flags
from xl_addin.methods.answers.known_part import Part, nothing
from xl_addin.methods.tables.columns import ANNUAL, TRAJECTORY
from xl_addin.methods.tables.notes import Note

Place = tuple[str, str, str]
"""Where a part of a contract falls: entrance, groep (empty in jaar), and a task, leerroute or voorziening."""


class Fallen(NamedTuple):
    """What falls on one item: the amount, and which municipalities have a contract that names it."""

    part: Part
    touched: Flags


@dataclass(frozen=True)
class Contracts:
    """The parts of all combined contracts by the item they fall on, and what could not be placed."""

    size: int
    fallen: Mapping[Place, Fallen] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def on(self, place: Place) -> Fallen:
        """What falls on an item; a known 0 where no contract names it."""
        found = self.fallen.get(place)
        return found or Fallen(nothing(self.size), np.zeros(self.size, dtype=bool))


class _Side(NamedTuple):
    """One of the two parts of a contract: its item ("" where it names none that is there), and its euros."""

    code: str
    named: str
    euro: float


def contracts(answers: Answers, dimensions: Dimensions) -> Contracts:
    """Divides every combined contract: bedrag x aandeel_a to deel_a, the rest to deel_b.

    jaar: euros of the year, groep empty; traj: euros per inburgeraar of the contract's groep. A contract that lacks its
    amount, its share or a valid part leaves what it names unknown, and adds nothing to the known part. Euros on a code
    that does not exist there are noted.
    """
    allowed = _placeable(dimensions)
    fallen: dict[Place, Fallen] = {}
    notes: list[Note] = []
    for number in range(1, dimensions.splits + 1):
        filled = np.logical_or.reduce([answers.cell(ids.split(number, cell)).filled for cell in ids.SPLIT_CELLS])
        for row in np.flatnonzero(filled):
            notes += _place(answers, number, int(row), allowed, fallen)
    merged: dict[tuple[str, ...], Note] = {}
    for note in notes:
        merged.setdefault((note.code, *(str(value) for value in note.values.values())), note)
    return Contracts(len(answers), fallen, tuple(merged.values()))


def _place(answers: Answers, number: int, row: int, allowed: set[Place], fallen: dict[Place, Fallen]) -> Iterator[Note]:
    """Adds the parts of one contract of one respondent to what falls on their items."""
    entrance, group = (
        str(answers.words(ids.split(number, cell))[row]) for cell in (ids.SPLIT_ENTRANCE, ids.SPLIT_GROUP)
    )
    group = group if entrance == TRAJECTORY else ""
    amount, share = (
        float(answers.cell(ids.split(number, cell)).value[row]) for cell in (ids.SPLIT_AMOUNT, ids.SPLIT_SHARE)
    )
    sides = []
    for cell, weight in zip(ids.SPLIT_PARTS, (share, 1 - share), strict=True):
        named = str(answers.words(ids.split(number, cell))[row])
        sides.append(_Side(named if (entrance, group, named) in allowed else "", named, amount * weight))
    whole = all(side.code and not np.isnan(side.euro) for side in sides)
    for side in sides:
        if side.code:
            _add(fallen, (entrance, group, side.code), row, side.euro, whole, len(answers))
        elif side.euro > 0:
            about = {"deel": side.named or "-", "ingang": entrance or "-", "groep": group, "euro": round(side.euro)}
            yield Note("SPLIT_NOT_PLACED", str(answers.index[row]), about)


def _add(fallen: dict[Place, Fallen], place: Place, row: int, euro: float, whole: bool, size: int) -> None:
    if place not in fallen:
        fallen[place] = Fallen(nothing(size), np.zeros(size, dtype=bool))
    found = fallen[place]
    found.part.euro[row] += euro if whole else 0.0
    found.part.known[row] &= whole
    found.touched[row] = True


def _placeable(dimensions: Dimensions) -> set[Place]:
    items = [item.code for item in (*dimensions.routes, *dimensions.provisions)]
    allowed = {(ANNUAL, "", code) for code in (*dimensions.task_codes, *items)}
    for group in dimensions.group_codes:
        codes = (*dimensions.task_codes, *dimensions.routes_of(group), *dimensions.provisions_of(group))
        allowed |= {(TRAJECTORY, group, code) for code in codes}
    return allowed
