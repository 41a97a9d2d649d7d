"""References as people type them: B2, $A$1:C9, A:C, 2:5, 'Blad 1'!B2."""

from __future__ import annotations

import re

from generator.ooxml.sheet import MAX_COLUMN, MAX_ROW, Area, column_letters, column_number, parse_area

_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")
_ON_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)")
_PLAIN_SHEET = re.compile(r"[A-Za-z_][\w.]*")


def split_sheet(text: str) -> tuple[str | None, str]:
    """The sheet name, or None where the text names none, and the reference on it."""
    found = _ON_SHEET.fullmatch(text)
    if found is None:
        return None, text
    quoted, plain, reference = found.groups()
    return (quoted.replace("''", "'") if quoted else plain), reference


def area_of(text: str) -> Area | None:
    """The area a reference covers; None for text that is no reference, such as a defined name."""
    columns = _COLUMNS.fullmatch(text)
    if columns is not None:
        first, last = sorted(column_number(letters) for letters in columns.groups())
        return 1, first, MAX_ROW, last
    rows = _ROWS.fullmatch(text)
    if rows is not None:
        top, bottom = sorted(int(number) for number in rows.groups())
        return top, 1, bottom, MAX_COLUMN
    try:
        area = parse_area(text)
    except ValueError:
        return None
    return area if area[2] <= MAX_ROW and area[3] <= MAX_COLUMN else None


def reference(area: Area, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """The reference of an area; whole columns and whole rows are written as such."""
    top, left, bottom, right = area
    row_mark, column_mark = "$" * row_absolute, "$" * column_absolute
    first_column, last_column = (f"{column_mark}{column_letters(column)}" for column in (left, right))
    if (top, bottom) == (1, MAX_ROW):
        return f"{first_column}:{last_column}"
    if (left, right) == (1, MAX_COLUMN):
        return f"{row_mark}{top}:{row_mark}{bottom}"
    first, last = f"{first_column}{row_mark}{top}", f"{last_column}{row_mark}{bottom}"
    return first if first == last else f"{first}:{last}"


def quoted_sheet(name: str) -> str:
    """The sheet name as it stands in a reference: in quotes unless it is a plain word."""
    if _PLAIN_SHEET.fullmatch(name) and area_of(name) is None:
        return name
    doubled = name.replace("'", "''")
    return f"'{doubled}'"
