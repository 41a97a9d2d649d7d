"""A worksheet part of an .xlsx: values as they were last computed, and the text of formulas. Nothing is calculated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Self
from xml.etree.ElementTree import Element

from xl_addin.intake.parsing.grid import (
    EMPTY,
    MOST_CELLS,
    At,
    Cell,
    Grid,
    address,
    address_text,
    area,
    as_truth,
    number_cell,
    text_cell,
)
from xl_addin.intake.parsing.looks import Look, day_shown, number_shown, time_shown
from xl_addin.intake.parsing.markup import local, tree, unescaped
from xl_addin.intake.parsing.refusal import Refused

EPOCH_1900, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)


class Text(str):
    """A text of which a part is struck through, raised or lowered: that part may not count. `shown` marks it."""

    __slots__ = ("shown",)
    shown: str


def shared_strings(data: bytes) -> list[str]:
    """The texts that cells refer to by number; the count that the part announces is not looked at."""
    return [_rich_text(item) for item in tree(data, "sharedStrings")]


def _rich_text(item: Element) -> str:
    """A text with or without runs of its own look; how it is pronounced (`rPh`) is no part of it."""
    pieces, shown, apart = [], [], False
    for child in item:
        if child.tag.endswith("}t"):
            pieces.append(child.text or "")
            shown.append(child.text or "")
        elif child.tag.endswith("}r"):
            words = "".join(part.text or "" for part in child if part.tag.endswith("}t"))
            mark = _mark(child) if words.strip() else ""
            apart = apart or bool(mark)
            pieces.append(words)
            shown.append(f"[{mark}: {words}] " if mark else words)
    if not apart:
        return unescaped("".join(pieces))
    marked = Text(unescaped("".join(pieces)))
    marked.shown = unescaped("".join(shown)).strip()
    return marked


def _mark(run: Element) -> str:
    """What is the matter with a run of text, in a word; empty for a plain one."""
    for look in run:
        if not look.tag.endswith("}rPr"):
            continue
        for one in look:
            name, value = local(one.tag), one.get("val", "1")
            if name == "strike" and value not in ("0", "false"):
                return "doorgehaald"
            if name == "vertAlign" and value in ("superscript", "subscript"):
                return "klein"
    return ""


class SheetPart(Grid):
    """One worksheet part as a grid; a cell is worked out when it is asked for, since few of them are.

    strings: the shared texts; looks: number of a cell style -> how it shows a number, where that is not plain.
    """

    def __init__(self, name: str, strings: Sequence[str], looks: Mapping[str, Look], date1904: bool) -> None:
        super().__init__(name)
        self.strings, self.looks = strings, looks
        self.epoch = EPOCH_1904 if date1904 else EPOCH_1900
        self.value, self.formula, self.inline = "v", "f", "is"
        self.elements: dict[str | None, Element] = {}

    def read(self, data: bytes, part: str) -> Self:
        """Takes in the part. Raises `Refused` where it is damaged or too large."""
        root = tree(data, part)
        space = root.tag[: -len(local(root.tag))]
        self.value, self.formula, self.inline = f"{space}v", f"{space}f", f"{space}is"
        for rows in root.iterfind(f"{space}sheetData"):
            self.elements |= {cell.get("r"): cell for row in rows for cell in row}
            if None in self.elements:
                self.elements = _addressed(rows)
        if len(self.elements) > MOST_CELLS:
            raise Refused("INTAKE_BOMB")
        for merged in root.iterfind(f"{space}mergeCells/{space}mergeCell"):
            self.merged.append(area(merged.get("ref", "")))
        return self

    def cell(self, at: At) -> Cell:
        """What a cell holds. Raises `Refused` where it refers to a text that is not there."""
        element = self.elements.get(address_text(*at))
        return EMPTY if element is None else self._cell(element)

    def filled(self) -> Iterator[tuple[At, Cell]]:
        """Every filled cell, row by row."""
        places = {address(given): element for given, element in self.elements.items() if given and len(element)}
        return ((at, self._cell(places[at])) for at in sorted(places))

    def beside(self, known: Set[str]) -> Iterator[tuple[At, Cell]]:
        """The filled cells that are not among the addresses `known`; only these are worked out."""
        given = self.elements
        more = [name for name in given.keys() - known if name and len(given[name])]
        found = sorted((address(name), self._cell(given[name])) for name in more)
        return ((at, cell) for at, cell in found if cell.kind != "leeg")

    def holds(self, place: str, text: str) -> bool:
        """Whether this very text stands at an address; the cell is not worked out for it."""
        cell = self.elements.get(place)
        if cell is None or not len(cell):
            return False
        if len(cell[0]):
            return len(cell[0]) == 1 and cell[0][0].text == text
        number, strings = cell[0].text or "", self.strings
        return cell.get("t") == "s" and number.isdigit() and int(number) < len(strings) and strings[int(number)] == text

    def without_formula(self, places: Iterable[str]) -> Iterator[tuple[At, Cell]]:
        """The cells at these addresses that hold something, but no formula; only these are worked out."""
        given, formula = self.elements, self.formula
        filled = ((place, given[place]) for place in places if place in given and len(given[place]))
        plain = ((place, cell) for place, cell in filled if cell[0].tag != formula)
        return super().without_formula([place for place, cell in plain if cell.find(formula) is None])

    def _cell(self, cell: Element) -> Cell:
        written, formula, inline = "", None, ""
        for child in cell:
            if child.tag == self.value:
                written = child.text or ""
            elif child.tag == self.formula:
                formula = child.text or ""
            elif child.tag == self.inline:
                inline = _rich_text(child)
        kind = cell.get("t", "n")
        if formula and (truth := as_truth(Cell("leeg", None, formula))).kind == "waar":
            return truth
        if kind == "inlineStr":
            return self._text(inline, formula, cell)
        if not written:
            return Cell("leeg", None, formula)
        if kind == "n":
            return self._number(written, formula, cell.get("s", "0"))
        if kind == "s":
            return self._text(self._shared(written), formula, cell)
        return self._other(kind, written, formula)

    def _text(self, text: str, formula: str | None, cell: Element) -> Cell:
        found = text_cell(text, formula)
        if found.kind != "tekst":
            return found
        if isinstance(text, Text):
            return found._replace(shown=text.shown, doubt="deels")
        look = self.looks.get(cell.get("s", "0"))
        return found._replace(shown=text, doubt="doorgehaald") if look is not None and look.struck else found

    def _other(self, kind: str, written: str, formula: str | None) -> Cell:
        if kind == "b":
            return Cell("waar", written, formula)
        if kind == "e":
            return Cell("fout", written, formula)
        if kind == "d":
            return Cell("datum", written[:10], formula)
        return text_cell(unescaped(written), formula)

    def _number(self, written: str, formula: str | None, style: str) -> Cell:
        cell = number_cell(written, formula)
        look = self.looks.get(style)
        return cell if look is None or not isinstance(cell.value, float) else looked_at(cell, look, self.epoch)

    def _shared(self, written: str) -> str:
        if written.isdigit() and int(written) < len(self.strings):
            return self.strings[int(written)]
        raise Refused("INTAKE_DAMAGED", uitleg=f"{self.name}: sharedStrings {written[:20]}")


def looked_at(cell: Cell, look: Look, epoch: dt.datetime = EPOCH_1900) -> Cell:
    """A number as its look shows it: a date, a time, a number with a unit beside it, or one that is struck through."""
    value = float(cell.value or 0)
    if look.kind == "tijd":
        return Cell("tijd", time_shown(value, look.code), cell.formula)
    if look.kind == "datum":
        day = day_shown(value, epoch)
        return cell if day is None else Cell("datum", day, cell.formula)
    doubt = "doorgehaald" if look.struck else "onzichtbaar" if look.unseen else "schaal" if look.scale > 1 else ""
    return cell._replace(shown=number_shown(value, look), unit=look.unit, doubt=doubt)


def _addressed(rows: Element) -> dict[str | None, Element]:
    """The cells by address where some do not say it: the one after the cell before, in the row after the row before."""
    found: dict[str | None, Element] = {}
    row_number = 0
    for row in rows:
        row_number, column = int(row.get("r", row_number + 1)), 0
        for cell in row:
            given = cell.get("r")
            column = address(given)[1] if given else column + 1
            found[address_text(row_number, column)] = cell
    return found
