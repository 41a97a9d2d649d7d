"""What a formula may look like in a file: English names, commas, known functions and names, within Excel's limits."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST, DEEPEST = 8_192, 64
NEWER = frozenset(
    {"AGGREGATE", "CEILING.MATH", "CONCAT", "DAYS", "FILTER", "FLOOR.MATH", "FORMULATEXT", "IFNA", "IFS", "ISFORMULA"}
    | {"LET", "MAXIFS", "MINIFS", "MODE.SNGL", "NUMBERVALUE", "PERCENTILE.INC", "QUARTILE.INC", "RANDARRAY", "RANK.EQ"}
    | {"SEQUENCE", "SORT", "SORTBY", "STDEV.P", "STDEV.S", "SWITCH", "TEXTJOIN", "UNIQUE", "VAR.P", "VAR.S", "XLOOKUP"}
    | {"XMATCH", "XOR"}
)
"""Functions newer than the file format, which a file holds with `_xlfn.` before their name."""

_COMMON = frozenset(
    {"ABS", "AND", "AVERAGE", "CHAR", "COLUMN", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "DATE", "EXACT"}
    | {"FIND", "HYPERLINK", "IF", "IFERROR", "INDEX", "INT", "ISBLANK", "ISERROR", "ISNUMBER", "ISTEXT", "LEFT", "LEN"}
    | {"LOWER", "MATCH", "MAX", "MID", "MIN", "MOD", "N", "NOT", "OR", "RIGHT", "ROUND", "ROW", "ROWS", "SEARCH", "SUM"}
    | {"SUBSTITUTE", "SUMIF", "SUMIFS", "SUMPRODUCT", "TEXT", "TRIM", "UPPER", "VALUE", "VLOOKUP"}
)

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|((?<![\w.\]])[^\W\d][\w.]*))!")
_FUNCTION = re.compile(r"([^\W\d][\w.]*)\(")
_NAME = re.compile(r"(?<![\w.$!\]\[])([^\W\d][\w.\\]*)(?![\w.(!\[])")
_CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?\d+|\$?[A-Za-z]{1,3}|TRUE|FALSE")


@dataclass(frozen=True, eq=False)
class Known:
    """What formulas of a workbook can point at, in lower case; made by `known`, and the same only when it is one."""

    sheets: frozenset[str]
    names: frozenset[str]


@lru_cache(16)
def known(sheets: frozenset[str], names: frozenset[str]) -> Known:
    """One object for all workbooks with the same sheets and names, so that a formula is judged once for all of them."""
    return Known(sheets, names)


@lru_cache(20_000)
def formula_defects(formula: str, known: Known) -> tuple[tuple[str, str], ...]:
    """(rule, detail) of everything in the formula that makes Excel repair the file or show an error."""
    return tuple(_found(formula, known))


def _found(formula: str, known: Known) -> Iterator[tuple[str, str]]:
    if len(formula) > LONGEST:
        yield "formula-length", str(len(formula))
    bare = _QUOTED.sub('""', formula)
    if _depth(bare) > DEEPEST:
        yield "formula-nesting", str(_depth(bare))
    if ";" in bare and "{" not in bare:
        yield "formula-separator", ";"
    if "#REF!" in bare:
        yield "formula-reference", "#REF!"
    for quoted, plain in _SHEET.findall(bare):
        sheet = quoted.replace("''", "'") or plain
        if sheet.lower() not in known.sheets:
            yield "formula-sheet", sheet
    for function in _FUNCTION.findall(bare):
        yield from _function_defects(function)
    for name in _NAME.findall(_SHEET.sub("", re.sub(r"\[[^\]]*\]", "[]", bare))):
        if not _CELL.fullmatch(name) and name.lower() not in known.names:
            yield "formula-name", name


def _function_defects(function: str) -> Iterator[tuple[str, str]]:
    upper = function.upper()
    if upper in NEWER:
        yield "formula-prefix", function
    elif not upper.startswith("_XLFN.") and upper not in _COMMON and upper not in _all_functions():
        yield "formula-function", function


def _all_functions() -> Container[str]:
    """All functions of the file format; asked for where a formula has one that is not common."""
    from openpyxl.utils import FORMULAE  # the largest library of all, for a list of names

    return FORMULAE


def _depth(bare: str) -> int:
    deepest = depth = 0
    for character in bare:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest
