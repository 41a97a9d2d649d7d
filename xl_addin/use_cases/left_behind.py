"""What a respondent put in an older workbook beside the questions, and so stays behind when the answers move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from itertools import groupby

from generator.formulas.evaluation import Key, Result
from generator.ooxml.markup import as_utf8, elements
from generator.ooxml.patch import WorkbookPatch
from generator.ooxml.sheet import area_text, parse_area
from generator.ooxml.workbook import relationships
from templates import Place, Problem

PRINT_AREA = "_xlnm.Print_Area"
MOST_NAMED = 12


def left_behind(
    book: WorkbookPatch, file: str, filled: Mapping[Key, Result], named: Mapping[str, str], sheets: Set[str]
) -> Iterator[Problem]:
    """A report per sheet of the respondent's own, with notes beside its questions, or with comments.

    Outside the printed page of a sheet with questions the survey workbook itself writes nothing.

    filled: what stands in the cells; named: name of a question -> the sheet it is on; sheets: those of the current
    survey workbook.
    """
    asking = set(named.values())
    areas = _print_areas(book)
    for sheet in book.parts.sheets:
        place = Place(file, sheet)
        mine = sorted(key for key, value in filled.items() if key[0] == sheet and value not in (None, ""))
        if sheet not in sheets | asking:
            if mine:
                yield Problem("MIGRATE_OWN_SHEET", place, {"aantal": len(mine)})
        elif sheet in areas.keys() & asking:
            top, left, bottom, right = areas[sheet]
            loose = [key for key in mine if not (top <= key[1] <= bottom and left <= key[2] <= right)]
            if loose:
                yield Problem("MIGRATE_NOTES", place, {"cellen": _listed(loose)})
        if sheet in sheets | asking and (cells := _commented(book, sheet)):
            yield Problem("MIGRATE_COMMENTS", place, {"cellen": ", ".join(cells[:MOST_NAMED])})


def lost(book: WorkbookPatch, file: str, wanted: Set[str], same_version: bool) -> Iterator[Problem]:
    """A report per first word of wanted names that lead to no cell, so that nobody knows what stood in it.

    An older version may lack a name because it did not ask the question; then only a declared name counts.
    """
    declared = {one.attributes.get("name", "") for one in book.parts.elements if one.name == "definedName"}
    gone = sorted((wanted if same_version else declared & wanted) - book.defined_names().keys())
    for family, names in groupby(gone, key=lambda name: name.partition(".")[0]):
        listed = list(names)
        values = {"familie": family, "aantal": len(listed), "ids": ", ".join(listed[:MOST_NAMED])}
        yield Problem("MIGRATE_CELL_GONE", Place(file), values)


def _print_areas(book: WorkbookPatch) -> dict[str, tuple[int, int, int, int]]:
    order = tuple(book.parts.sheets)
    found = {}
    for one in book.parts.elements:
        number = one.attributes.get("localSheetId", "")
        if one.name == "definedName" and one.attributes.get("name") == PRINT_AREA and number.isdecimal():
            text = one.text.strip().rpartition("!")[2].replace("$", "")
            try:
                found[order[int(number)]] = parse_area(text)
            except (ValueError, LookupError):  # several areas, or a sheet that is gone
                continue
    return found


def _commented(book: WorkbookPatch, sheet: str) -> list[str]:
    """The cells of a sheet on which a comment hangs."""
    part = book.parts.sheets[sheet]
    return [
        element.attributes.get("ref", "")
        for found in (relationships(book.package, part) if part else [])
        if found.kind == "comments" and found.target
        for element in elements(as_utf8(book.package.read(found.target)), found.target)
        if element.name == "comment"
    ]


def _listed(keys: list[Key]) -> str:
    cells = [area_text((row, column, row, column)) for _, row, column in keys]
    return ", ".join(cells[:MOST_NAMED]) + (", …" if len(cells) > MOST_NAMED else "")
