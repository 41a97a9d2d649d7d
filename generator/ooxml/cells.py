"""Where a row and a cell of a worksheet stand in its bytes.

A sheet as programs write it is cut into cells by one expression, and only the rows that someone asks for. Anything else
that XML allows (a comment, CDATA, a prefix, attributes in another order) is read by the parser, whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?\s*(?:/>|>(.*?)</c>)', re.DOTALL)
_CELL_START = re.compile(rb"<c[\s/>]")
_FORMULA = re.compile(rb'<f(?:\s[^>]*?)??(?:\st="(\w+)"[^>]*)?(?:/>|>)')
_VALUE = re.compile(rb"<v(?:\s[^>]*)?(?:/>|>[^<]*</v\s*>)")


class UnusualCellsError(Exception):
    """Cells in a form that only a parser can be trusted with."""


@dataclass(slots=True)
class Cell:
    """One `<c>` in the bytes. `formula` is the formula's kind (normal, shared, array, dataTable) or empty."""

    start: int
    tag_end: int
    end: int = 0
    style: str = ""
    formula: str = ""
    filled: bool = False
    value: tuple[int, int] | None = None


@dataclass(slots=True)
class Row:
    """One `<row>` in the bytes; `close` is where its end tag begins, or the end of a self-closing row.

    `parsed` holds its cells where the parser read them.
    """

    number: int
    start: int
    tag_end: int
    close: int = 0
    end: int = 0
    style: str = ""
    parsed: dict[int, Cell] | None = field(default=None, repr=False)


def raw_cells(data: bytes, row: Row) -> list[re.Match[bytes]]:
    """The cells of a row: column letters, style, type and content (None without one) of each, and its bytes.

    Raises UnusualCellsError where the row does not consist of cells in the usual form only.
    """
    found = list(_CELL.finditer(data, row.tag_end, row.close))
    at = row.tag_end
    for one in found:
        if one.start() != at:
            break
        at = one.end()
    if at != row.close and (
        len(found) != len(_CELL_START.findall(data, row.tag_end, row.close)) or not _only_space(data, found, row)
    ):
        raise UnusualCellsError
    return found


def _only_space(data: bytes, found: list[re.Match[bytes]], row: Row) -> bool:
    """Whether nothing but white space stands between the cells."""
    ends = [row.tag_end, *(one.end() for one in found)]
    starts = [*(one.start() for one in found), row.close]
    return all(not data[end:start].strip() for end, start in zip(ends, starts, strict=True))


def cells_of(data: bytes, row: Row, column_of: Mapping[bytes, int]) -> dict[int, Cell]:
    """The cells of a row by column. Raises UnusualCellsError as `raw_cells` does."""
    return dict(_cells(data, row, column_of))


def _cells(data: bytes, row: Row, column_of: Mapping[bytes, int]) -> Iterator[tuple[int, Cell]]:
    for one in raw_cells(data, row):
        letters, style, _, content = one.groups()
        start, end = one.span()
        if content is None:
            yield column_of[letters], Cell(start, end, end, style.decode() if style else "")
            continue
        begins, ends = one.span(4)
        cell = Cell(start, begins, end, style.decode() if style else "", filled=content.strip() != b"")
        formula = _FORMULA.search(content) if b"<f" in content else None
        if formula is not None:
            cell.formula = (formula.group(1) or b"normal").decode()
        value = _VALUE.search(data, begins, ends) if b"<v" in content else None
        if value is not None:
            cell.value = value.span()
        yield column_of[letters], cell
