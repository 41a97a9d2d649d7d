"""A worksheet part of an .xlsx: values as they were last computed, and the text of formulas. Nothing is calculated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence, Set
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
    number_cell,
    text_cell,
)
from xl_addin.intake.parsing.markup import local, tree, unescaped
from xl_addin.intake.parsing.refusal import Refused

EPOCH_1900, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)


def shared_strings(data: bytes) -> list[str]:
    """The texts that cells refer to by number; the count that the part announces is not looked at."""
    return [_rich_text(item) for item in tree(data, "sharedStrings")]


def _rich_text(item: Element) -> str:
    """A text with or without runs of its own look; how it is pronounced (`rPh`) is no part of it."""
    pieces = []
    for child in item:
        if child.tag.endswith("}t"):
            pieces.append(child.text or "")
        elif child.tag.endswith("}r"):
            pieces += (part.text or "" for part in child if part.tag.endswith("}t"))
    return unescaped("".join(pieces))


class SheetPart(Grid):
    """One worksheet part as a grid; a cell is worked out when it is asked for, since few of them are.

    strings: the shared texts; date_styles: numbers of cell styles that show a number as a date.
    """

    def __init__(self, name: str, strings: Sequence[str], date_styles: Set[str], date1904: bool) -> None:
        super().__init__(name)
        self.strings, self.date_styles = strings, date_styles
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
        if kind == "inlineStr":
            return text_cell(inline, formula)
        if not written:
            return Cell("leeg", None, formula)
        if kind == "n":
            return self._number(written, formula, cell.get("s", "0"))
        return self._other(kind, written, formula)

    def _other(self, kind: str, written: str, formula: str | None) -> Cell:
        if kind == "s":
            return text_cell(self._shared(written), formula)
        if kind == "b":
            return Cell("waar", written, formula)
        if kind == "e":
            return Cell("fout", written, formula)
        if kind == "d":
            return Cell("datum", written[:10], formula)
        return text_cell(unescaped(written), formula)

    def _number(self, written: str, formula: str | None, style: str) -> Cell:
        cell = number_cell(written, formula)
        if style not in self.date_styles or not isinstance(cell.value, float):
            return cell
        try:
            moment = self.epoch + dt.timedelta(days=cell.value)
        except OverflowError:
            return cell
        return Cell("datum", moment.date().isoformat(), formula)

    def _shared(self, written: str) -> str:
        if written.isdigit() and int(written) < len(self.strings):
            return self.strings[int(written)]
        raise Refused("INTAKE_DAMAGED", uitleg=f"{self.name}: sharedStrings {written[:20]}")


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
