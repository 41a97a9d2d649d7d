"""Where a workbook speaks of a sheet by its name: formulas, names, rules and print settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([A-Za-z_][\w.]*))!")
LOST = "#REF"
_GONE = re.compile(r"#REF!(?:\$?[A-Za-z]{0,3}\$?\d*(?::\$?[A-Za-z]{0,3}\$?\d*)?)?")
_RULES = ("formula1", "formula2")


def renamed(text: str, old: str, new: str) -> str:
    """A formula with another name for a sheet, given as it is to be written; what stands in double quotes is text."""

    def one(found: re.Match[str]) -> str:
        quoted, plain = found.groups()
        name = quoted.replace("''", "'") if quoted else plain
        return f"{new}!" if name.lower() == old.lower() else found.group()

    pieces = text.split('"')
    return '"'.join(_SHEET.sub(one, piece) if not number % 2 else piece for number, piece in enumerate(pieces))


def rename(workbook: Any, old: str, new: str) -> None:
    """Let everything speak of a sheet by its new name, given as it is to be written."""
    _rewrite(workbook, lambda text: renamed(text, old, new))


def strike_out(workbook: Any, title: str) -> None:
    """Let everything that spoke of a sheet say that it is gone, as Excel does: #REF!."""
    _rewrite(workbook, lambda text: _GONE.sub(f"{LOST}!", renamed(text, title, LOST)))


def _rewrite(workbook: Any, change: Callable[[str], str]) -> None:
    for text, put in list(_texts(workbook)):
        fresh = change(text)
        if fresh != text:
            put(fresh)


def _texts(workbook: Any) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Every formula with what puts another in its place."""
    yield from _of_names(workbook.defined_names)
    for sheet in workbook.worksheets:
        yield from _of_names(sheet.defined_names)
        for cell in list(sheet._cells.values()):
            if cell.data_type == "f":
                holder, attribute = (cell.value, "text") if hasattr(cell.value, "text") else (cell, "value")
                if getattr(holder, attribute) is not None:
                    yield str(getattr(holder, attribute)), _setter(holder, attribute)
        for rule in sheet.data_validations.dataValidation:
            for attribute in _RULES:
                if getattr(rule, attribute):
                    yield str(getattr(rule, attribute)), _setter(rule, attribute)
        for rules in sheet.conditional_formatting:
            for one in rules.rules:
                for number, text in enumerate(one.formula):
                    yield str(text), _item_setter(one.formula, number)


def _of_names(names: Any) -> Iterator[tuple[str, Callable[[str], None]]]:
    return ((str(name.attr_text), _setter(name, "attr_text")) for name in list(names.values()))


def _setter(holder: Any, attribute: str) -> Callable[[str], None]:
    return lambda text: setattr(holder, attribute, text)


def _item_setter(items: list[str], number: int) -> Callable[[str], None]:
    return lambda text: items.__setitem__(number, text)
