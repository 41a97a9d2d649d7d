"""Change cell values inside a workbook and leave every other byte of it as it was.

A spreadsheet library reads a workbook into its own model and writes that model back, without what it does not know:
chart details, alternative texts, cached results, extensions. Here a changed cell is spliced into the bytes of its
sheet, and all other parts are copied in their compressed form. That is also fast enough to stamp hundreds of survey
workbooks from one master.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator.ooxml.cached import CachedValue
from generator.ooxml.contents import shared_texts
from generator.ooxml.files import backup, write_atomically
from generator.ooxml.markup import as_utf8
from generator.ooxml.package import Content, Package
from generator.ooxml.sheet import FORMULA_TAG, Area, SheetIndex, address, area_text, parse_area
from generator.ooxml.values import Formula, Value, clean_text
from generator.ooxml.workbook import TablePart, WorkbookParts
from templates.problems import Place, Problem, Problems

__all__ = ["Changes", "Formula", "Value", "WorkbookPatch", "backup", "defined_names", "write_atomically"]

CellValues = Mapping[tuple[int, int], Value]
RowValues = Mapping[int, Mapping[int, Value]]
"""New values by row and then by column."""


@dataclass(frozen=True)
class Changes:
    """What is to change in a workbook.

    `cells`: per sheet the new value of each (row, column), counted from 1; None empties a cell and keeps its style.
    `rows`: the same per sheet and row, for whole blocks.
    `tables`: the new reference of a table, by its display name; its header row must stay as it is.
    `drop_cached`: take away the cached results of all remaining formulas and ask for a full calculation on opening.
    `cached`: per sheet the cached result of formula cells, of formulas in `cells` too; None takes it away. KeyError
    where no formula stands.
    `recalculate`: ask for a full calculation on opening, and leave the results that are there.
    `hidden`: per sheet whether a row of it is hidden from now on; `unfiltered`: tables of which the filters in use go.
    """

    cells: Mapping[str, CellValues] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    drop_cached: bool = False
    cached: Mapping[str, Mapping[tuple[int, int], CachedValue | None]] = field(default_factory=dict)
    recalculate: bool = False
    rows: Mapping[str, RowValues] = field(default_factory=dict)
    hidden: Mapping[str, Mapping[int, bool]] = field(default_factory=dict)
    unfiltered: Collection[str] = ()

    @property
    def sheets(self) -> list[str]:
        """The sheets of which cells or results change."""
        return list(dict.fromkeys([*self.cells, *self.rows, *self.cached]))

    def of(self, sheet: str) -> RowValues:
        """The new values of a sheet by row and column."""
        cells = self.cells.get(sheet, {})
        rows = self.rows.get(sheet, {})
        if not cells:
            return rows
        joined = {row: dict(rows[row]) for row in rows}
        for (row, column), value in cells.items():
            joined.setdefault(row, {})[column] = value
        return joined


class WorkbookPatch:
    """A workbook that is opened once and rendered with changes any number of times.

    `label` is the file name that problems mention where the source is bytes.
    Raises Problems (WORKBOOK_UNREADABLE, WORKBOOK_ENCRYPTED, PART_MALFORMED, PART_HAS_DTD) for what is no workbook.
    """

    def __init__(self, source: Path | bytes, label: str = "") -> None:
        self.package = Package(source, label)
        self.parts = _workbook_parts(self.package)
        self._indexes: dict[str, SheetIndex] = {}
        self._with_tag: dict[str, bool] = {}

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets in the order of their tabs."""
        return tuple(self.parts.sheets)

    def shared_strings(self) -> Sequence[str]:
        """The texts that cells of the workbook share, in the order in which cells number them."""
        return self._shared_strings

    @cached_property
    def _shared_strings(self) -> list[str]:
        part = next((found.target for found in self.parts.relationships if found.kind == "sharedStrings"), "")
        return shared_texts(as_utf8(self.package.read(part))) if part else []

    @property
    def has_formulas(self) -> bool:
        """Whether any sheet holds a formula; only a sheet in which the tag occurs is looked at closely."""
        return any(self.may_hold_formulas(sheet) and self.index(sheet).has_formulas for sheet in self.parts.worksheets)

    def may_hold_formulas(self, sheet: str) -> bool:
        """Whether the tag of a formula occurs in a sheet."""
        if sheet not in self._with_tag:
            known = self._indexes.get(sheet)
            data = known.data if known else as_utf8(self.package.read(self.parts.sheets[sheet]))
            self._with_tag[sheet] = FORMULA_TAG.search(data) is not None
        return self._with_tag[sheet]

    def defined_names(self) -> dict[str, tuple[str, str]]:
        """Workbook-level names that lead to one cell or area: name -> (sheet, A1 reference)."""
        return self.parts.defined_names()

    def refuse_document_types(self, but: Collection[str] = ()) -> None:
        """Raise Problems (PART_HAS_DTD) where any part declares a document type, before another reader expands it.

        `but`: parts that our own reader looks at later, if at all.
        """
        for name in self.package.names:
            if name.endswith((".xml", ".rels")) and name not in but:
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
        rows = {sheet: changes.of(sheet) for sheet in changes.sheets}
        problems = self._table_problems(changes.tables, rows)
        changed: dict[str, Content] = {}
        formulas_changed = False
        for sheet in self._sheets_to_render(changes, rows, problems):
            index = self.index(sheet)
            rendered = index.render(
                rows.get(sheet, {}),
                changes.cached.get(sheet, {}),
                date1904=self.parts.date1904,
                drop_cached=changes.drop_cached,
                strings=self.shared_strings,
                hidden=changes.hidden.get(sheet, {}),
            )
            problems += (self._cell_problem(code, sheet, row, column) for code, row, column in rendered.refused)
            formulas_changed |= rendered.formulas_changed
            if rendered.pieces is not index.pieces:
                changed[self.parts.sheets[sheet]] = rendered.pieces
        if problems:
            raise Problems(problems)
        for name in dict.fromkeys([*changes.tables, *changes.unfiltered]):
            table, unfiltered = self.parts.tables[name], name in changes.unfiltered
            area = parse_area(changes.tables[name]) if name in changes.tables else table.area
            if area != table.area or unfiltered:
                changed[table.part] = self.parts.resized_table(table, area, unfiltered=unfiltered)
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

    def _sheets_to_render(self, changes: Changes, rows: Mapping[str, RowValues], problems: list[Problem]) -> list[str]:
        known = self.parts.sheets
        problems += (
            self._problem("SHEET_MISSING", sheet, "", sheets=", ".join(known))
            for sheet in rows
            if not known.get(sheet) and (sheet in changes.cells or sheet in changes.rows)
        )
        if changes.drop_cached:
            return [sheet for sheet, part in known.items() if part]
        return [sheet for sheet in rows if known.get(sheet) and (rows[sheet] or changes.cached.get(sheet))]

    def _table_problems(self, tables: Mapping[str, str], rows: Mapping[str, RowValues]) -> list[Problem]:
        problems = []
        for name, reference in tables.items():
            table = self.parts.tables.get(name)
            if table is None:
                problems.append(self._problem("TABLE_MISSING", "", "", table=name))
            elif not _fits(table, parse_area(reference)):
                values = {"table": name, "old": area_text(table.area), "new": reference}
                problems.append(self._problem("TABLE_SHAPE", table.sheet, reference, **values))
        for table in self.parts.tables.values():
            problems += self._header_problems(table, rows.get(table.sheet, {}))
        return problems

    def _header_problems(self, table: TablePart, rows: RowValues) -> list[Problem]:
        """A header cell that differs from the table's column name makes Excel offer to repair the file."""
        row, first = table.area[:2]
        if not table.has_header or row not in rows:
            return []
        cells = rows[row]
        places = ((first + position, name) for position, name in enumerate(table.columns))
        return [
            self._problem("TABLE_HEADER_CHANGED", table.sheet, address(row, column), table=table.name, column=name)
            for column, name in places
            if column in cells and clean_text(str(cells[column])) != name
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
