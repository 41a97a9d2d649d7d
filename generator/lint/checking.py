"""Runs every rule over a workbook, or over the rows in which a copy differs from its original."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.lint.formula_rules import Known, formula_defects, known
from generator.lint.scanning import ScannedSheet, scan
from generator.lint.sheet_rules import (
    Limits,
    area_defects,
    cell_defects,
    look_defects,
    validation_defects,
)
from generator.lint.workbook_rules import (
    heading_defects,
    name_defects,
    package_defects,
    sheet_name_defects,
    table_defects,
)
from generator.ooxml.contents import constant, formula_text
from generator.ooxml.markup import as_utf8, elements
from generator.ooxml.package import Content, Package
from generator.ooxml.patch import WorkbookPatch
from generator.ooxml.sheet import address, parse_cell
from generator.ooxml.workbook import TablePart
from templates.problems import Place, Problem, Problems

ROW_END = b"</row>"
CELL_END = b"</c>"


@dataclass(frozen=True)
class Defect:
    """Something that makes Excel offer to repair the file: the rule, where, and the detail."""

    rule: str
    sheet: str
    place: str
    detail: str


def refuse_defects(content: bytes, label: str) -> None:
    """Raises Problems (WORKBOOK_DEFECT), one per defect, when the workbook may not be handed out."""
    raise_for(defects(content), label)


def refuse_broken_changes(before: bytes, after: bytes, label: str) -> None:
    """Raises Problems (WORKBOOK_DEFECT) for defects that came into a workbook with new values and table areas.

    Looked at: the tables, their headings, and the formulas of sheets that changed; what did not change is not read.
    How a value is written is the writer's own care, and tested there.
    """
    found = list(_in_changes(before, after)) if after != before else []
    if found:
        known = set(defects(before))
        raise_for((one for one in found if one not in known), label)


def _in_changes(before: bytes, after: bytes) -> Iterator[Defect]:
    original, book = Package(before), WorkbookPatch(after)
    named = known_to(book)
    tables = list(book.parts.tables.values())
    changed = {sheet: part for sheet, part in book.parts.worksheets.items() if book.package.differs(part, original)}
    for rule, place, detail in table_defects(book):
        yield Defect(rule, "", place, detail)
    for sheet in changed:
        index = book.index(sheet)
        for at, cell in index.formula_cells.items():
            for rule, detail in formula_defects(formula_text(index.data, cell), named):
                yield Defect(rule, sheet, address(*at), detail)
        headed = [table for table in tables if table.sheet == sheet]
        texts = {key: text for table in headed for key, text in _heading_texts(book, table)}
        for rule, place, detail in heading_defects(headed, texts):
            yield Defect(rule, "", place, detail)


def _heading_texts(book: WorkbookPatch, table: TablePart) -> Iterator[tuple[tuple[str, int, int], str]]:
    index, row = book.index(table.sheet), table.area[0]
    for column, cell in index.cells(row).items():
        if cell.filled:
            yield (table.sheet, row, column), str(constant(index.data, cell, book.shared_strings))


def raise_for(found: Iterable[Defect], label: str) -> None:
    """Raises Problems (WORKBOOK_DEFECT) when there are defects."""
    problems = [
        Problem("WORKBOOK_DEFECT", Place(label, one.sheet, one.place), {"regel": one.rule, "uitleg": one.detail})
        for one in found
    ]
    if problems:
        raise Problems(problems)


def defects(content: bytes) -> tuple[Defect, ...]:
    """Everything in the workbook that makes Excel offer to repair it; empty for a sound one."""
    try:
        package = Package(content)
        outside = [Defect(rule, "", place, detail) for rule, place, detail in package_defects(package)]
        if outside:
            return tuple(outside)
        return tuple(_in_workbook(WorkbookPatch(content)))
    except Problems as unreadable:
        return tuple(Defect("unreadable", "", one.place.file, str(dict(one.values))) for one in unreadable.problems)


def _in_workbook(book: WorkbookPatch) -> Iterator[Defect]:
    limits, named = limits_of(book), known_to(book)
    for rule, place, detail in (*sheet_name_defects(book), *name_defects(book, named), *table_defects(book)):
        yield Defect(rule, "", place, detail)
    strings = book.shared_strings()
    texts: dict[tuple[str, int, int], str] = {}
    headings = {(table.sheet, table.area[0]) for table in book.parts.tables.values()}
    for sheet, part in book.parts.sheets.items():
        if not part or "/worksheets/" not in part:
            continue
        scanned = scan(as_utf8(book.package.read(part)), part)
        yield from (Defect(rule, sheet, place, detail) for rule, place, detail in _in_sheet(scanned, limits, named))
        for cell in scanned.cells:
            if cell.row.isdecimal() and (sheet, int(cell.row)) in headings:
                shared = cell.kind == "s" and cell.text.isdecimal() and int(cell.text) < len(strings)
                texts[sheet, *parse_cell(cell.reference)] = strings[int(cell.text)] if shared else cell.text
    for rule, place, detail in heading_defects(list(book.parts.tables.values()), texts):
        yield Defect(rule, "", place, detail)


def _in_sheet(scanned: ScannedSheet, limits: Limits, named: Known) -> Iterator[tuple[str, str, str]]:
    yield from cell_defects(scanned, limits, named)
    yield from area_defects(scanned)
    for validation in scanned.validations:
        yield from validation_defects(validation, named)
    yield from look_defects(scanned, limits, named)


class Original:
    """A workbook that was judged as a whole, from which copies are made by changing cells."""

    def __init__(self, book: WorkbookPatch) -> None:
        self.limits, self.known = limits_of(book), known_to(book)
        self.sheets: dict[str, tuple[str, frozenset[bytes], frozenset[bytes], frozenset[bytes]]] = {}
        for sheet, part in book.parts.sheets.items():
            if part:
                pieces = book.index(sheet).pieces
                rows = [row for piece in pieces for row in piece.split(ROW_END)]
                cells = frozenset(cell for row in rows for cell in _cells(row)[1])
                self.sheets[part] = (sheet, frozenset(pieces), frozenset(rows), cells)

    def refuse_changed_rows(self, changed: Mapping[str, Content], label: str) -> None:
        """Raises Problems (WORKBOOK_DEFECT) for what stands in a copy's rows and the original does not have."""
        raise_for((defect for part in changed for defect in self._in_changed_rows(part, changed[part])), label)

    def _in_changed_rows(self, part: str, content: Content) -> Iterator[Defect]:
        if part not in self.sheets:
            return
        sheet, known_pieces, known_rows, known_cells = self.sheets[part]
        pieces = content if isinstance(content, tuple) else (content,)
        fresh: list[bytes] = []
        for row in (row for piece in pieces if piece not in known_pieces for row in piece.split(ROW_END)[:-1]):
            if row not in known_rows:
                start, cells = _cells(row)
                fresh += [start, *(cell for cell in cells if cell not in known_cells), ROW_END]
        scanned = scan(b"<worksheet>" + b"".join(fresh) + b"</worksheet>", part)
        for rule, place, detail in cell_defects(scanned, self.limits, self.known):
            yield Defect(rule, sheet, place, detail)


def _cells(row: bytes) -> tuple[bytes, list[bytes]]:
    """A row without its end: its start, and its cells; cells without contents go with the one after them."""
    at = row.rfind(b"<row")
    if at < 0:
        return b"", []
    body = row.index(b">", at) + 1
    *cells, rest = row[body:].split(CELL_END)
    return row[at:body], [*(cell + CELL_END for cell in cells), rest]


def known_to(book: WorkbookPatch) -> Known:
    """What formulas of the workbook can point at."""
    names = [one.attributes.get("name", "") for one in book.parts.elements if one.name == "definedName"]
    names += book.parts.tables
    sheets = frozenset(sheet.lower() for sheet in book.parts.sheets)
    return known(sheets, frozenset(name.lower() for name in names))


def limits_of(book: WorkbookPatch) -> Limits:
    """How many formats, looks and shared texts there are to point at."""
    part = next((found.target for found in book.parts.relationships if found.kind == "styles"), "")
    found = elements(as_utf8(book.package.read(part)), part) if part else []
    styles = sum(one.path[1:] == ("cellXfs", "xf") for one in found)
    looks = sum(one.path[1:] == ("dxfs", "dxf") for one in found)
    return Limits(max(styles, 1), looks, len(book.shared_strings()))
