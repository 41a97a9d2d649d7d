"""Finds the cells that are asked for: by their name, else by place and label, and says how each was found.

A name stays with its cell when rows are inserted or a sheet is renamed; it is lost when a program does not know names
or somebody deletes it. Then the label beside the cell tells where it is: the same text, on the same sheet, the same
occurrence of it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from xl_addin.intake.parsing.book import Book, Spot
from xl_addin.intake.parsing.grid import At, Grid, address_text

How = Literal["naam", "opschrift", "blad", "rij", ""]


class Wanted(NamedTuple):
    """A cell that is asked for: where it was sent, and the label beside it.

    `occurrence` counts the cells with the same text on the sheet as it was sent, from 0; `of` is how many there were.
    `head` is the text above it in its own column, if that is not the label.
    """

    sheet: str
    row: int
    column: int
    label: str = ""
    label_row: int = 0
    label_column: int = 0
    occurrence: int = 0
    of: int = 0
    head: str = ""


@dataclass(frozen=True)
class Found:
    """Where a cell is, and how it was found (`naam`, `opschrift`, `blad`: a name of one sheet; `rij`: the label of
    a row that changed places with its words; empty: not).

    `label` is what stands beside it now, where that is not what was sent (`-` for nothing); `astray` tells that the
    label it was sent with still stands on the sheet, as often as it did.
    """

    spot: Spot | None
    how: How
    label: str = ""
    astray: bool = False


class Locator:
    """Finds cells in one book. titles: sheet as sent -> the text of its first cell."""

    def __init__(self, book: Book, titles: Mapping[str, str]) -> None:
        self.book, self.titles = book, titles
        self._texts: dict[str, dict[str, list[At]]] = {}
        self._sheets: dict[str, str] = {}

    def places(self, wanted: Mapping[str, Wanted]) -> dict[str, Found]:
        """All cells that are asked for. Rows that were sorted or moved with their words are read by those words."""
        found = {name: self.find(name, place) for name, place in wanted.items()}
        rows: dict[tuple[str, int], list[str]] = {}
        for name, one in found.items():
            if one.spot is not None and one.astray:
                rows.setdefault(one.spot[:2], []).append(name)
        if rows:
            sent = Counter((place.sheet, place.row) for place in wanted.values() if place.label)
            for names in rows.values():
                if self._moved_whole(names, found, wanted, sent):
                    found |= {name: self._by_row(found[name], wanted[name]) for name in names}
        return found

    def _moved_whole(
        self,
        names: list[str],
        found: Mapping[str, Found],
        wanted: Mapping[str, Wanted],
        sent: Mapping[tuple[str, int], int],
    ) -> bool:
        """Whether these are all the cells that were sent on one row, with the words of one other row beside them."""
        first = wanted[names[0]]
        rows = {(wanted[name].sheet, wanted[name].row) for name in names}
        words = {found[name].label for name in names}
        only = all(wanted[name].of == 1 for name in names)
        return len(rows) == len(words) == 1 and only and len(names) == sent[first.sheet, first.row]

    def _by_row(self, found: Found, wanted: Wanted) -> Found:
        assert found.spot is not None  # it has a row
        sheet, _, column = found.spot
        ((row, _),) = self._places(sheet)[normal(wanted.label)]
        return Found((sheet, row + wanted.row - wanted.label_row, column), "rij")

    def find(self, name: str, wanted: Wanted) -> Found:
        """The cell that is asked for."""
        lower = name.lower()
        spot = self.book.names.get(lower)
        if spot is not None:
            return self._named(spot, "naam", wanted)
        local = self.book.local_names.get(wanted.sheet, {}).get(lower)
        if local is not None:
            return self._named(local, "blad", wanted)
        found = self._by_label(wanted)
        return Found(found, "opschrift" if found else "")

    def _named(self, spot: Spot, how: How, wanted: Wanted) -> Found:
        if not wanted.label:
            return Found(spot, how)
        row, column = spot[1] + wanted.label_row - wanted.row, spot[2] + wanted.label_column - wanted.column
        grid = self.book.grid(spot[0])
        if row > 0 and column > 0 and grid.holds(address_text(row, column), wanted.label):
            return Found(spot, how)
        beside = grid.text_at((row, column))
        if normal(beside) == normal(wanted.label) or self._beside_moved_on(spot, row, wanted):
            return Found(spot, how)
        if spot[0] != self.sheet_of(wanted.sheet):
            # a name that leads to another sheet, while the question stands where it stood: the name is wrong
            sent = self._by_label(wanted)
            if sent is not None:
                return Found(sent, "opschrift")
        astray = len(self._places(spot[0]).get(normal(wanted.label), [])) >= wanted.of
        return Found(spot, how, beside[:200] or "-", astray)

    def _beside_moved_on(self, spot: Spot, row: int, wanted: Wanted) -> bool:
        """Whether a column came or went between label and cell: the head of its column came along with the cell."""
        places = self._places(spot[0])
        on_its_row = any(at[0] == row for at in places.get(normal(wanted.label), []))
        below_head = any(at[0] < spot[1] and at[1] == spot[2] for at in places.get(normal(wanted.head), []))
        return bool(wanted.head) and on_its_row and below_head

    def sheet_of(self, sent: str) -> str:
        """The sheet that was sent under this name: the same name, or else the same title; empty when it is gone."""
        if sent not in self._sheets:
            found = sent if sent in self.book.sheets else ""
            title = normal(self.titles.get(sent, ""))
            if not found and title:
                alike = [name for name in self.book.sheets if normal(self.book.grid(name).text_at((1, 1))) == title]
                found = alike[0] if len(alike) == 1 else ""
            self._sheets[sent] = found
        return self._sheets[sent]

    def _by_label(self, wanted: Wanted) -> Spot | None:
        sheet = self.sheet_of(wanted.sheet)
        if not sheet or not wanted.label:
            return None
        places = self._places(sheet).get(normal(wanted.label), [])
        as_sent = (wanted.label_row, wanted.label_column)
        if as_sent in places:
            at = as_sent
        elif len(places) == wanted.of:
            at = places[wanted.occurrence]
        else:
            return None
        row, column = at[0] + wanted.row - wanted.label_row, at[1] + wanted.column - wanted.label_column
        below_head = not wanted.head or any(
            above < row and across == column for above, across in self._places(sheet).get(normal(wanted.head), [])
        )
        return (sheet, row, column) if row > 0 and column > 0 and below_head else None

    def _places(self, sheet: str) -> dict[str, list[At]]:
        """Every text on a sheet -> the cells that hold it, from top to bottom."""
        if sheet not in self._texts:
            self._texts[sheet] = texts(self.book.grid(sheet))
        return self._texts[sheet]


def texts(grid: Grid) -> dict[str, list[At]]:
    """Every typed text on a sheet -> the cells that hold it, row by row."""
    found: dict[str, list[At]] = {}
    for at, cell in grid.filled():
        if cell.kind == "tekst" and cell.formula is None:
            found.setdefault(normal(str(cell.value)), []).append(at)
    return found


@lru_cache(65_536)
def normal(text: str) -> str:
    """A label as it is compared: its first line, without differences in case, spaces and quotes that programs make."""
    plain = unicodedata.normalize("NFC", text.strip().partition("\n")[0]).translate(_QUOTES)
    return " ".join(plain.split()).casefold()


_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u00ad": ""})
