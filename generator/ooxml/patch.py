"""Change cell values inside a workbook and leave every other byte of it as it was.

A spreadsheet library reads a workbook into its own model and writes that model back, without what it does not know:
chart details, alternative texts, cached results, extensions. Here a changed cell is spliced into the bytes of its
sheet, and all other parts are copied in their compressed form. That is also fast enough to stamp hundreds of survey
workbooks from one master.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generator.ooxml.cached import CachedValue
from generator.ooxml.files import backup, write_atomically
from generator.ooxml.markup import as_utf8
from generator.ooxml.package import Content, Package
from generator.ooxml.sheet import Area, SheetIndex, address, area_text, parse_area
from generator.ooxml.values import Formula, Value, clean_text
from generator.ooxml.workbook import TablePart, WorkbookParts
from templates.problems import Place, Problem, Problems

__all__ = ["Changes", "Formula", "Value", "WorkbookPatch", "backup", "defined_names", "write_atomically"]

FORMULA_TAG = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
CellValues = Mapping[tuple[int, int], Value]


@dataclass(frozen=True)
class Changes:
    """What is to change in a workbook.

    `cells`: per sheet the new value of each (row, column), counted from 1; None empties a cell and keeps its style.
    `tables`: the new reference of a table, by its display name; its header row must stay as it is.
    `drop_cached`: take away the cached results of all remaining formulas and ask for a full calculation on opening.
    `cached`: per sheet the cached result of formula cells, of formulas in `cells` too; None takes it away. KeyError
    where no formula stands.
    `recalculate`: ask for a full calculation on opening, and leave the results that are there.
    """

    cells: Mapping[str, CellValues] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    drop_cached: bool = False
    cached: Mapping[str, Mapping[tuple[int, int], CachedValue | None]] = field(default_factory=dict)
    recalculate: bool = False


class WorkbookPatch:
    """A workbook that is opened once and rendered with changes any number of times.

    `label` is the file name that problems mention where the source is bytes.
    Raises Problems (WORKBOOK_UNREADABLE, WORKBOOK_ENCRYPTED, PART_MALFORMED, PART_HAS_DTD) for what is no workbook.
    """

    def __init__(self, source: Path | bytes, label: str = "") -> None:
        self.package = Package(source, label)
        self.parts = _workbook_parts(self.package)
        self._indexes: dict[str, SheetIndex] = {}

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets in the order of their tabs."""
        return tuple(self.parts.sheets)

    @property
    def has_formulas(self) -> bool:
        """Whether any sheet holds a formula; only a sheet in which the tag occurs is looked at closely."""
        parts = {sheet: part for sheet, part in self.parts.sheets.items() if part}
        return any(
            FORMULA_TAG.search(as_utf8(self.package.read(part))) and self.index(sheet).has_formulas
            for sheet, part in parts.items()
        )

    def defined_names(self) -> dict[str, tuple[str, str]]:
        """Workbook-level names that lead to one cell or area: name -> (sheet, A1 reference)."""
        return self.parts.defined_names()

    def refuse_document_types(self) -> None:
        """Raise Problems (PART_HAS_DTD) where any part declares a document type, before another reader expands it."""
        for name in self.package.names:
            if name.endswith((".xml", ".rels")):
                with _named(self.package, name):
                    declared = b"<!DOCTYPE" in as_utf8(self.package.read(name))
                if declared:
                    raise self.package.problem("PART_HAS_DTD", part=name)

    def index(self, sheet: str) -> SheetIndex:
        """Where the rows and cells of a sheet stand; made at the first request and kept."""
        if sheet not in self._indexes:
            part = self.parts.sheets[sheet]
            with _named(self.package, part):
                self._indexes[sheet] = SheetIndex(self.package.read(part), part)
        return self._indexes[sheet]

    def render(self, changes: Changes) -> bytes:
        """The workbook with the changes, as the bytes of a file; the same source and changes give the same bytes.

        Raises Problems as `changed_parts` does.
        """
        return self.package.rebuild(*self.changed_parts(changes))

    def changed_parts(self, changes: Changes) -> tuple[dict[str, Content], frozenset[str]]:
        """The new content of the parts that the changes touch, and the parts that go.

        A sheet comes in pieces; those that did not change are the same objects in every rendering.

        All changes are looked at before any problem is raised, together: SHEET_MISSING, SHEET_WITHOUT_CELLS,
        CELL_OUTSIDE_SHEET, CELL_MERGED (covered by a merged cell), CELL_IN_ARRAY_FORMULA (part of a formula over
        several cells), CELL_TEXT_TOO_LONG, DATE_BEFORE_EPOCH, TABLE_MISSING, TABLE_SHAPE, TABLE_HEADER_CHANGED.
        """
        problems = self._table_problems(changes)
        changed: dict[str, Content] = {}
        formulas_changed = False
        for sheet in self._sheets_to_render(changes, problems):
            index = self.index(sheet)
            cells = changes.cells.get(sheet, {})
            results = changes.cached.get(sheet, {})
            rendered = index.render(cells, results, date1904=self.parts.date1904, drop_cached=changes.drop_cached)
            problems += (self._cell_problem(code, sheet, row, column) for code, row, column in rendered.refused)
            formulas_changed |= rendered.formulas_changed
            if rendered.pieces is not index.pieces:
                changed[self.parts.sheets[sheet]] = rendered.pieces
        if problems:
            raise Problems(problems)
        for name, reference in changes.tables.items():
            table = self.parts.tables[name]
            if parse_area(reference) != table.area:
                changed[table.part] = self.parts.resized_table(table, parse_area(reference))
        return self._with_calculation(changed, changes.drop_cached or changes.recalculate, formulas_changed)

    def _with_calculation(
        self, changed: dict[str, Content], recalculate: bool, formulas_changed: bool
    ) -> tuple[dict[str, Content], frozenset[str]]:
        """Also the parts that say how the workbook is calculated."""
        removed: frozenset[str] = frozenset()
        if formulas_changed:
            parts, removed = self.parts.without_calculation_chain()
            changed = {**changed, **parts}
        if recalculate and self.parts.recalculating() != self.parts.data:
            changed = {**changed, self.parts.part: self.parts.recalculating()}
        return changed, removed

    def _sheets_to_render(self, changes: Changes, problems: list[Problem]) -> list[str]:
        known = self.parts.sheets
        problems += (
            self._problem("SHEET_MISSING", sheet, "", sheets=", ".join(known))
            for sheet in changes.cells
            if not known.get(sheet)
        )
        if changes.drop_cached:
            return [sheet for sheet, part in known.items() if part]
        touched = dict.fromkeys([*changes.cells, *changes.cached])
        return [s for s in touched if known.get(s) and (changes.cells.get(s) or changes.cached.get(s))]

    def _table_problems(self, changes: Changes) -> list[Problem]:
        problems = []
        for name, reference in changes.tables.items():
            table = self.parts.tables.get(name)
            if table is None:
                problems.append(self._problem("TABLE_MISSING", "", "", table=name))
            elif not _fits(table, parse_area(reference)):
                values = {"table": name, "old": area_text(table.area), "new": reference}
                problems.append(self._problem("TABLE_SHAPE", table.sheet, reference, **values))
        for table in self.parts.tables.values():
            problems += self._header_problems(table, changes.cells.get(table.sheet, {}))
        return problems

    def _header_problems(self, table: TablePart, cells: CellValues) -> list[Problem]:
        """A header cell that differs from the table's column name makes Excel offer to repair the file."""
        if not table.has_header:
            return []
        row, first = table.area[:2]
        places = ((row, first + position, name) for position, name in enumerate(table.columns))
        return [
            self._problem("TABLE_HEADER_CHANGED", table.sheet, address(row, column), table=table.name, column=name)
            for row, column, name in places
            if (row, column) in cells and clean_text(str(cells[row, column])) != name
        ]

    def _cell_problem(self, code: str, sheet: str, row: int, column: int) -> Problem:
        return self._problem(code, sheet, address(row, column))

    def _problem(self, code: str, sheet: str, cell: str, **values: object) -> Problem:
        return Problem(code, Place(self.package.label, sheet, cell), values)


def defined_names(source: Path | bytes) -> dict[str, tuple[str, str]]:
    """Workbook-level names that lead to one cell or area: name -> (sheet, A1 reference without dollar signs).

    Names of a single sheet, of several areas, of constants and with a broken reference are left out.
    """
    return _workbook_parts(Package(source)).defined_names()


def _workbook_parts(package: Package) -> WorkbookParts:
    with _named(package, "xl/workbook.xml"):
        return WorkbookParts(package)


@contextmanager
def _named(package: Package, part: str) -> Iterator[None]:
    """Attributes that are missing or make no sense become a problem that names the part."""
    try:
        yield
    except (ValueError, LookupError) as error:
        raise package.problem("PART_MALFORMED", part=part, reason=str(error)) from error


def _fits(table: TablePart, area: Area) -> bool:
    """Whether a table can take this area: same header row and columns, and at least one row of data."""
    rows = area[2] - area[0] + 1
    same_header = (area[0], area[1], area[3]) == (table.area[0], table.area[1], table.area[3])
    return same_header and rows >= table.has_header + 1 + table.total_rows
