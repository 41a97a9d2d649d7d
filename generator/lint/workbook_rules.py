"""Rules on the workbook as a whole: sheet names, defined names, tables and the parts of the package."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from generator.lint.formula_rules import Known, formula_defects
from generator.ooxml.markup import as_utf8, elements
from generator.ooxml.package import Package
from generator.ooxml.patch import WorkbookPatch
from generator.ooxml.sheet import area_text, share_cell
from generator.ooxml.workbook import TablePart, relationships

Found = tuple[str, str, str]
"""Rule, place in the workbook, detail."""

LONGEST_SHEET, LONGEST_NAME = 31, 255
_BAD_IN_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NAME = re.compile(r"[^\W\d][\w.\\]*|\\[\w.\\]*")
_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[Rr](\d+|\[)?([Cc]\d*)?|[Cc]\d*|[Rr]\d*[Cc]\d*")
_BUILT_IN = "_xlnm."
PLAIN_XML = "application/xml"


def sheet_name_defects(book: WorkbookPatch) -> Iterator[Found]:
    """Names that Excel does not accept, or that differ in case only."""
    names = [one.attributes.get("name", "") for one in book.parts.elements if one.path[1:] == ("sheets", "sheet")]
    for name in names:
        bad = _BAD_IN_SHEET.search(name) or name.startswith("'") or name.endswith("'") or name.lower() == "history"
        if not name or len(name) > LONGEST_SHEET or bad:
            yield "sheet-name", name, str(len(name))
    for name in _doubles(names):
        yield "sheet-double", name, ""


def name_defects(book: WorkbookPatch, known: Known) -> Iterator[Found]:
    """Defined names that look like a cell, differ in case only or lead nowhere."""
    found = [one for one in book.parts.elements if one.path[1:] == ("definedNames", "definedName")]
    spelled = [f"{one.attributes.get('localSheetId', '')}!{one.attributes.get('name', '')}" for one in found]
    for double in _doubles(spelled):
        yield "name-double", double.partition("!")[2], ""
    for one in found:
        name = one.attributes.get("name", "")
        if not name.startswith(_BUILT_IN):
            if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
                yield "name-form", name, ""
            elif _CELL_LIKE.fullmatch(name):
                yield "name-cell-like", name, ""
        for _, detail in formula_defects(one.text, known):
            yield "name-target", name, detail


def table_defects(book: WorkbookPatch) -> Iterator[Found]:
    """Tables whose columns are double or differ from their heading cells, that overlap, or share a name."""
    found = [
        book.parts.read_table(sheet, relation.target)
        for sheet, part in book.parts.sheets.items()
        for relation in (relationships(book.package, part) if part else [])
        if relation.kind == "table" and relation.target
    ]
    for name in _doubles([table.name for table in found]):
        yield "table-double", name, ""
    for table in found:
        if _CELL_LIKE.fullmatch(table.name) or not _NAME.fullmatch(table.name):
            yield "table-name", table.name, ""
        for column in _doubles(list(table.columns)):
            yield "table-column", table.name, column
        if table.area[3] - table.area[1] + 1 != len(table.columns):
            yield "table-width", table.name, area_text(table.area)
    for one, other in combinations(found, 2):
        if one.sheet == other.sheet and share_cell(one.area, other.area):
            yield "table-overlap", one.name, other.name


def heading_defects(tables: list[TablePart], texts: dict[tuple[str, int, int], str]) -> Iterator[Found]:
    """Heading cells that differ from the column names of their table; `texts` holds what the cells show."""
    for table in tables:
        if not table.has_header:
            continue
        row, first = table.area[:2]
        for at, column in enumerate(table.columns):
            shown = texts.get((table.sheet, row, first + at), "")
            if shown != column:
                yield "table-heading", table.name, f"{column} / {shown}"


def package_defects(package: Package) -> Iterator[Found]:
    """Parts without a content type, and relationships to a part that is not there."""
    types = package.find("[Content_Types].xml")
    if types is None:
        yield "content-type", "[Content_Types].xml", ""
        return
    declared = elements(as_utf8(package.read(types)), types)
    endings = {
        one.attributes.get("Extension", "").lower(): one.attributes.get("ContentType", "")
        for one in declared
        if one.name == "Default"
    }
    named = [one.attributes.get("PartName", "").lstrip("/") for one in declared if one.name == "Override"]
    for part in package.names:
        by_ending = endings.get(part.rpartition(".")[2].lower(), "")
        says_nothing = not by_ending or (by_ending == PLAIN_XML and part.startswith("xl/"))
        if part != types and part not in named and says_nothing:
            yield "content-type", part, by_ending
    for part in named:
        if package.find(part) is None:
            yield "part-missing", part, ""
    for part in ("", *(name for name in package.names if not name.endswith(".rels"))):
        for relation in relationships(package, part):
            external = relation.element.attributes.get("TargetMode") == "External"
            if not external and not relation.target:
                yield "part-missing", part, relation.element.attributes.get("Target", "")


def _doubles(names: list[str]) -> list[str]:
    return [name for name, count in Counter(name.lower() for name in names).items() if count > 1]
