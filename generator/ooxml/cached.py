"""The result that a formula cell carries along, so that a program which does not calculate can show it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from generator.ooxml.cells import Cell
from generator.ooxml.markup import Splice, tag_prefix, with_attribute
from generator.ooxml.values import clean_text


@dataclass(frozen=True)
class ErrorValue:
    """An error as a result, such as #N/A."""

    text: str


CachedValue = bool | float | str | ErrorValue


def with_result(data: bytes, cell: Cell, result: CachedValue | None) -> Iterator[Splice]:
    """The changes that give a formula cell another cached result; None takes it away."""
    kind, content = ("", "") if result is None else result_content(result)
    tag = data[cell.start : cell.tag_end]
    typed = with_attribute(tag, "t", kind or None)
    prefix = tag_prefix(tag, 0).decode()
    value = f"<{prefix}v>{content}</{prefix}v>".encode() if result is not None else b""
    if typed == tag and value == (data[slice(*cell.value)] if cell.value is not None else b""):
        return
    if typed != tag:
        yield Splice(cell.start, cell.tag_end, typed)
    if cell.value is not None:
        yield Splice(*cell.value, value)
    elif value:
        at = data.rindex(b"</", cell.start, cell.end)
        yield Splice(at, at, value)


def result_content(result: CachedValue) -> tuple[str, str]:
    """The type attribute and the content of `<v>`."""
    if isinstance(result, ErrorValue):
        return "e", result.text
    if isinstance(result, bool):
        return "b", str(int(result))
    if isinstance(result, str):
        return "str", escape(clean_text(result))
    if not math.isfinite(result):
        return "e", "#NUM!"
    return "", repr(float(result) or 0.0).removesuffix(".0")  # no -0
