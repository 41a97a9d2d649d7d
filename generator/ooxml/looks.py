"""What the formats of cells say about their contents: which show a date, and which may be written when protected."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.ooxml.markup import Element, as_utf8, elements
from generator.ooxml.workbook import WorkbookParts

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}) - {46}
"""Numbers of formats that every program knows; 46 is a duration."""
_QUOTED = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
_DATE_SIGN = re.compile(r"(?<![_\\])[dmhysDMHYS]")
_DURATION = re.compile(r"\[hh?\]|\[mm?\]|\[ss?\]", re.IGNORECASE)


class Looks(NamedTuple):
    """Numbers of cell formats, as cells write them: those that show a date, and those of cells that are not locked."""

    dates: frozenset[bytes]
    unlocked: frozenset[str]


def looks(parts: WorkbookParts) -> Looks:
    """What the formats of a workbook say."""
    part = next((found.target for found in parts.relationships if found.kind == "styles"), "")
    found = elements(as_utf8(parts.package.read(part)), part) if part else []
    own = {one.attributes.get("numFmtId", ""): one.attributes.get("formatCode", "") for one in found if _is_format(one)}
    dates, unlocked = set(), set()
    number = -1
    for one in found:
        if one.path[1:] == ("cellXfs", "xf"):
            number += 1
            shown = one.attributes.get("numFmtId", "0")
            if shows_date(own[shown]) if shown in own else shown.isdecimal() and int(shown) in _BUILT_IN_DATES:
                dates.add(str(number).encode())
        elif one.path[1:] == ("cellXfs", "xf", "protection") and one.attributes.get("locked") in {"0", "false"}:
            unlocked.add(str(number))
    return Looks(frozenset(dates), frozenset(unlocked))


def _is_format(element: Element) -> bool:
    return element.name == "numFmt" and element.path[1:2] == ("numFmts",)


def shows_date(code: str) -> bool:
    """Whether a number format shows a date or a time of day; a duration is a number of days."""
    first = _QUOTED.sub("", code.partition(";")[0])
    return bool(_DATE_SIGN.search(first)) and not _DURATION.search(first)
