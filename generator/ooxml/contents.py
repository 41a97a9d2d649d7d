"""What stands in the cells of a sheet: constants, formulas and the results that formulas carry along."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape

from generator.ooxml.cached import CachedValue, ErrorValue
from generator.ooxml.cells import Cell

_TYPE = re.compile(rb'\st=["\'](\w+)["\']')
_SHARED = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?>(.*?)</(?:\w+:)?si>|<(?:\w+:)?si/>", re.DOTALL)
_PHONETIC = re.compile(rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]*)</")
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Strings = Callable[[], Sequence[str]]
"""Gives the texts that cells of the workbook share; called when the first such cell is read."""


def cell_type(data: bytes, cell: Cell) -> bytes:
    """The type that a cell declares; n, a number, where it declares none."""
    typed = _TYPE.search(data, cell.start, cell.tag_end)
    return typed.group(1) if typed else b"n"


def constant(data: bytes, cell: Cell, strings: Strings) -> CachedValue | None:
    """What stands in a cell, of a formula its result; numbers as floats, None where nothing stands.

    Raises ValueError or LookupError where it makes no sense.
    """
    return content_value(cell_type(data, cell), data[cell.tag_end : cell.end], strings)


def content_value(kind: bytes, content: bytes, strings: Strings) -> CachedValue | None:
    """What the content of a cell of this type says; the same and raises the same as `constant`."""
    if kind == b"inlineStr":
        return text_of(content)
    found = _VALUE.search(content)
    if found is None:
        return None
    shown = found.group(1)
    if kind == b"n":
        return float(shown)
    if kind == b"s":
        return strings()[int(shown)]
    if kind == b"b":
        return shown.strip() == b"1"
    text = decoded(shown)
    return ErrorValue(text) if kind == b"e" else unescaped(text)


def formula_text(data: bytes, cell: Cell) -> str:
    """The formula without `=`; empty for a cell that shares that of another."""
    found = _FORMULA.search(data, cell.tag_end, cell.end)
    return decoded(found.group(1)) if found else ""


def has_result(data: bytes, cell: Cell) -> bool:
    """Whether a formula carries a result. An empty one is a result only where it is text."""
    if cell.value is None:
        return False
    if cell_type(data, cell) == b"str":
        return True
    found = _VALUE.search(data, *cell.value)
    return found is not None and bool(found.group(1).strip())


def shared_texts(data: bytes) -> list[str]:
    """The texts in the part of shared strings, in the order in which cells number them."""
    return [text_of(found.group(1) or b"") for found in _SHARED.finditer(data)]


def text_of(content: bytes) -> str:
    """The text of a string item or inline string, its runs joined and without phonetic hints."""
    if b"rPh" in content:
        content = _PHONETIC.sub(b"", content)
    return unescaped("".join(decoded(piece) for piece in _TEXT.findall(content)))


def unescaped(text: str) -> str:
    """Text with its escapes (_x0041_) as the characters they stand for."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def decoded(content: bytes) -> str:
    """The text that a piece of XML without tags says."""
    text = content.decode()
    return unescape(text) if "&" in text else text
