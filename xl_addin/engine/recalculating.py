"""Which formulas look at cells that changed, and what they give now; the others keep the result they have."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.formulas.evaluation import MOST_CELLS, Key, Places, Result, calculate
from generator.formulas.parsing import Call, FormulaSyntaxError, Name, Reference, parse, parts
from generator.ooxml.sheet import Area, area_text

Looked = tuple[str, Area]
"""A sheet and the cells on it that a formula looks at."""

_QUOTED = re.compile(r'("(?:[^"]|"")*")')
_COLUMN = re.compile(r"([^\W\d][\w.]*)\[(?:([^\[\]#@']+)|\[#This Row\],\s*\[([^\[\]#@']+)\])\]")
_WHOLE_COLUMNS = re.compile(r"((?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?([A-Z]{1,3}):\$?([A-Z]{1,3})(?![\w.(!$])")
_PLAIN_LINK = re.compile(r'=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")+)"\)')
"""A link of which place and words are given: it looks at no cell and shows its words."""
_ELSEWHERE = frozenset({"INDIRECT", "OFFSET", "CELL", "INFO"})
"""Functions that look at cells which the formula does not name."""


@dataclass(frozen=True)
class ListArea:
    """A table as formulas name it: where its rows of data stand, and its columns; `resized` by what changed now."""

    sheet: str
    rows: tuple[int, int]
    first_column: int
    columns: tuple[str, ...]
    resized: bool


@dataclass(frozen=True)
class Formulas:
    """The formulas of a workbook (with `=`), and what its names and tables (by lower-case name) lead to.

    last_row: the last row in use of a sheet, None for one that is not there; further down a whole column has nothing.
    """

    texts: Mapping[Key, str]
    places: Places
    tables: Mapping[str, ListArea]
    last_row: Callable[[str], int | None] = lambda _: None


def results_after(
    formulas: Formulas, changed: Callable[[str, Area], bool], fresh: Collection[Key], value: Callable[[Key], Result]
) -> dict[Key, Result]:
    """Every formula that looks at a changed cell, directly or through others, with its new result.

    `changed`: whether a cell of an area changed; `fresh`: formulas that have no result, or were written now; `value`:
    what a cell holds, of a formula the result in the file. What is outside the language of `generator.formulas` gives
    an UndecidedError, never the result of before.
    """
    links = {key: found[1] for key, text in formulas.texts.items() if (found := _PLAIN_LINK.fullmatch(text))}
    texts = {key: text for key, text in formulas.texts.items() if key not in links}
    plain = {key: _in_cells(key, text[1:], formulas) for key, text in texts.items()}
    looks = {key: _looks(key, text, formulas.places) for key, text in plain.items()}
    grown = (key for key, text in texts.items() if _names_resized(text, formulas.tables))
    shown: dict[Key, Result] = {key: links[key].replace('""', '"') for key in fresh if key in links}
    affected = _affected(looks, changed, [*(key for key in fresh if key not in links), *grown])
    inputs: dict[Key, Result] = {}
    for sheet, area in {one for key in affected for one in looks[key] or ()}:
        if _size(area) <= MOST_CELLS:
            inputs.update({key: value(key) for key in _cells(sheet, area) if key not in affected})
    inputs.update(shown)
    return shown | calculate(inputs, {key: plain[key] for key in plain if key in affected}, formulas.places).results()


def _in_cells(key: Key, formula: str, formulas: Formulas) -> str:
    """The formula with cells for the columns of tables and the whole columns it names; what else it says stays."""
    tables = formulas.tables

    def rows(found: re.Match[str]) -> str:
        sheet = (found[1] or f"{key[0]}!")[:-1].strip("'").replace("''", "'")
        last = formulas.last_row(sheet)
        return found[0] if last is None else f"{found[1] or ''}${found[2]}$1:${found[3]}${last}"

    def cells(found: re.Match[str]) -> str:
        table, column = tables.get(found[1].casefold()), (found[2] or found[3]).strip()
        names = [name.casefold() for name in table.columns] if table else []
        if table is None or column.casefold() not in names:
            return found[0]
        at = table.first_column + names.index(column.casefold())
        first, last = (key[1], key[1]) if found[3] else table.rows
        sheet = table.sheet.replace("'", "''")
        return f"'{sheet}'!{area_text((first, at, last, at))}"

    pieces = _QUOTED.split(formula)
    return "".join(
        piece if at % 2 else _WHOLE_COLUMNS.sub(rows, _COLUMN.sub(cells, piece)) for at, piece in enumerate(pieces)
    )


def _names_resized(formula: str, tables: Mapping[str, ListArea]) -> bool:
    return "[" in formula and any(table.resized and name in formula.casefold() for name, table in tables.items())


def _looks(key: Key, formula: str, places: Places) -> frozenset[Looked] | None:
    """The areas that a formula looks at; None where that cannot be said."""
    found: set[Looked] = set()
    try:
        for node in parts(parse(formula)):
            if isinstance(node, Call) and node.function in _ELSEWHERE:
                return None
            if isinstance(node, Reference):
                found.add((node.sheet or key[0], node.area))
            elif isinstance(node, Name):
                found.add(places[node.name.casefold()])
    except (FormulaSyntaxError, KeyError):
        return None
    return frozenset(found)


def _affected(
    looks: Mapping[Key, frozenset[Looked] | None], changed: Callable[[str, Area], bool], certain: Iterable[Key]
) -> set[Key]:
    """The formulas to compute anew: those of which nothing is known, and all that the changes reach."""
    readers: dict[Looked, list[Key]] = {}
    for key, areas in looks.items():
        for one in areas or ():
            readers.setdefault(one, []).append(key)
    waiting = [*certain, *(key for key, areas in looks.items() if areas is None)]
    waiting += (key for area in readers if changed(*area) for key in readers[area])
    wide: dict[str, list[Looked]] = {}
    for one in readers:
        if _size(one[1]) > 1:
            wide.setdefault(one[0], []).append(one)
    affected: set[Key] = set()
    while waiting:
        key = waiting.pop()
        if key in affected:
            continue
        affected.add(key)
        sheet, row, column = key
        here = [(sheet, (row, column, row, column)), *(one for one in wide.get(sheet, ()) if _holds(one[1], key))]
        waiting += (reader for one in here for reader in readers.get(one, ()))
    return affected


def _size(area: Area) -> int:
    return (area[2] - area[0] + 1) * (area[3] - area[1] + 1)


def _holds(area: Area, key: Key) -> bool:
    return area[0] <= key[1] <= area[2] and area[1] <= key[2] <= area[3]


def _cells(sheet: str, area: Area) -> Iterator[Key]:
    rows, columns = range(area[0], area[2] + 1), range(area[1], area[3] + 1)
    return ((sheet, row, column) for row in rows for column in columns)
