"""The parts that hold a workbook together: sheets, relationships, tables, defined names and the calculation chain."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from generator.ooxml.markup import Element, Splice, as_utf8, elements, splice, tag_prefix, with_attribute
from generator.ooxml.package import Package
from generator.ooxml.sheet import Area, area_text, parse_area

_DESTINATION = re.compile(r"(?:'((?:[^']|'')+)'|([^'!:,\s()]+))!(\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)")
_BEFORE_CALCULATION = {
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Relationship:
    """One relationship of a part: the last word of its type, and the part it leads to (empty when external)."""

    identifier: str
    kind: str
    target: str
    element: Element


@dataclass(frozen=True)
class Chosen:
    """What a filter lets through in a column: texts without regard to capitals, and whether empty cells."""

    texts: frozenset[str]
    blank: bool = False


@dataclass(frozen=True)
class TablePart:
    """A table: its part, its sheet, the area it covers, its column names, and the filters in use by column (from 0).

    None for a filter of another kind than a choice of texts.
    """

    part: str
    sheet: str
    name: str
    area: Area
    has_header: bool
    total_rows: int
    columns: tuple[str, ...]
    filters: Mapping[int, Chosen | None] = field(default_factory=dict, compare=False)


def _filters(found: Sequence[Element]) -> Iterator[tuple[int, Chosen | None]]:
    """The filters in use of a table, from the elements of its part."""
    columns = [one for one in found if one.name == "filterColumn"]
    for column in columns:
        inside = [one for one in found if column.start < one.start < column.end]
        kinds = [one for one in inside if one.path[:-1] == column.path]
        if [one.name for one in kinds] == ["filters"] and {one.name for one in inside} <= {"filters", "filter"}:
            texts = frozenset(_unescape(one.attributes["val"]).casefold() for one in inside if one.name == "filter")
            yield int(column.attributes["colId"]), Chosen(texts, kinds[0].attributes.get("blank", "0") in ("1", "true"))
        elif kinds:
            yield int(column.attributes["colId"]), None


def relationships_part(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, name = posixpath.split(_with_slashes(part))
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _with_slashes(part: str) -> str:
    """The name of a part as the format writes it: some programs use backslashes."""
    return part.replace("\\", "/")


def relationships(package: Package, part: str) -> list[Relationship]:
    """The relationships of a part; of the package itself where `part` is empty."""
    name = package.find(relationships_part(part))
    return list(_read_relationships(package, part, name)) if name else []


def _read_relationships(package: Package, part: str, name: str) -> Iterator[Relationship]:
    for element in elements(as_utf8(package.read(name)), name):
        if element.name != "Relationship":
            continue
        target = ""
        if element.attributes.get("TargetMode") != "External":
            joined = posixpath.join(
                "/" + posixpath.dirname(_with_slashes(part)), unquote(element.attributes.get("Target", ""))
            )
            target = package.find(posixpath.normpath(joined)) or ""
        kind = element.attributes.get("Type", "").rpartition("/")[2]
        yield Relationship(element.attributes.get("Id", ""), kind, target, element)


class WorkbookParts:
    """What workbook.xml and the parts around it say: `sheets` (name -> part) and `tables` (name -> table).

    Raises Problems (WORKBOOK_UNREADABLE) where the package holds no workbook.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        main = [found.target for found in relationships(package, "") if found.kind == "officeDocument"]
        self.part = main[0] if main and main[0] else package.find("xl/workbook.xml") or ""
        if not self.part:
            raise package.problem("WORKBOOK_UNREADABLE", reason="no workbook part")
        self.data = as_utf8(package.read(self.part))
        self.elements = elements(self.data, self.part)
        if not self.elements or self.elements[0].name != "workbook":
            raise package.problem("WORKBOOK_UNREADABLE", reason="no workbook part")
        self.relationships = relationships(package, self.part)
        # Read at once, so that damage shows when a workbook is opened.
        self.sheets = self._read_sheets()
        self.tables = self._read_tables()

    def _read_sheets(self) -> dict[str, str]:
        """The part of each sheet, by its name and in the order of the tabs; chart sheets have a part too."""
        targets = {found.identifier: found.target for found in self.relationships}
        return {
            element.attributes["name"]: targets.get(element.attributes.get("id", ""), "")
            for element in self.elements
            if element.path[1:] == ("sheets", "sheet")
        }

    @cached_property
    def worksheets(self) -> dict[str, str]:
        """The part of each sheet of cells, by its name and in the order of the tabs."""
        kinds = {found.target: found.kind for found in self.relationships}
        return {name: part for name, part in self.sheets.items() if part and kinds[part] == "worksheet"}

    @cached_property
    def date1904(self) -> bool:
        """Whether dates count from 1904."""
        return any(
            element.name == "workbookPr" and element.attributes.get("date1904") in {"1", "true"}
            for element in self.elements
        )

    def _read_tables(self) -> dict[str, TablePart]:
        """Every table by its display name."""
        found = {}
        for sheet, part in self.sheets.items():
            for relation in relationships(self.package, part) if part else []:
                if relation.kind == "table" and relation.target:
                    table = self.read_table(sheet, relation.target)
                    found[table.name] = table
        return found

    def read_table(self, sheet: str, part: str) -> TablePart:
        """The table that a part of a sheet describes."""
        found = elements(as_utf8(self.package.read(part)), part)
        root = found[0].attributes
        columns = tuple(_unescape(one.attributes.get("name", "")) for one in found if one.name == "tableColumn")
        return TablePart(
            part=part,
            sheet=sheet,
            name=root.get("displayName", root.get("name", "")),
            area=parse_area(root["ref"]),
            has_header=root.get("headerRowCount", "1") != "0",
            total_rows=int(root.get("totalsRowCount", "0")),
            columns=columns,
            filters=dict(_filters(found)),
        )

    def defined_names(self) -> dict[str, tuple[str, str]]:
        """Workbook-level names that lead to one cell or area: name -> (sheet, A1 reference without dollar signs)."""
        names = {}
        for element in self.elements:
            if element.path[1:] != ("definedNames", "definedName") or "localSheetId" in element.attributes:
                continue
            destination = _DESTINATION.fullmatch(element.text.strip())
            if destination is None:
                continue
            quoted, plain, reference = destination.groups()
            sheet = quoted.replace("''", "'") if quoted else plain
            if sheet in self.sheets:
                names[element.attributes["name"]] = (sheet, reference.replace("$", ""))
        return names

    def resized_table(self, table: TablePart, area: Area, *, unfiltered: bool = False) -> bytes:
        """The table part with a new area; its filter follows, without the totals row, and a saved sort is dropped.

        unfiltered: the filters in use go, and their buttons stay.
        """
        data = as_utf8(self.package.read(table.part))
        filtered = area_text((*area[:2], area[2] - table.total_rows, area[3]))
        splices = []
        for element in elements(data, table.part):
            tag = data[element.start : element.tag_end]
            if len(element.path) == 1:
                splices.append(Splice(element.start, element.tag_end, with_attribute(tag, "ref", area_text(area))))
            elif element.path[1:] == ("autoFilter",):
                splices.append(Splice(element.start, element.tag_end, with_attribute(tag, "ref", filtered)))
            elif element.name == "sortState" or (unfiltered and element.name == "filterColumn"):
                splices.append(Splice(element.start, element.end, b""))
        return splice(data, splices)

    def recalculating(self) -> bytes:
        """workbook.xml that asks for a full calculation when it is opened."""
        for element in self.elements:
            if element.path[1:] == ("calcPr",):
                tag = self.data[element.start : element.tag_end]
                tag = with_attribute(tag, "fullCalcOnLoad", "1")
                return splice(self.data, [Splice(element.start, element.tag_end, tag)])
        root = self.elements[0]
        before = [one.end for one in self.elements if len(one.path) == 2 and one.name in _BEFORE_CALCULATION]
        at = max(before, default=root.tag_end)
        tag = b"<" + tag_prefix(self.data, root.start) + b'calcPr fullCalcOnLoad="1"/>'
        return splice(self.data, [Splice(at, at, tag)])

    def without_calculation_chain(self) -> tuple[dict[str, bytes], frozenset[str]]:
        """Changed parts and removed parts that take the calculation chain out: a stale one makes Excel repair."""
        chains = [found for found in self.relationships if found.kind == "calcChain"]
        if not chains:
            return {}, frozenset()
        removed = frozenset(found.target for found in chains if found.target)
        relations = self.package.find(relationships_part(self.part)) or ""
        data = as_utf8(self.package.read(relations))
        changed = {relations: splice(data, [Splice(found.element.start, found.element.end, b"") for found in chains])}
        types = self.package.find("[Content_Types].xml") or ""
        data = as_utf8(self.package.read(types))
        overrides = [
            Splice(element.start, element.end, b"")
            for element in elements(data, types)
            if element.name == "Override" and self.package.find(element.attributes.get("PartName", "")) in removed
        ]
        return {**changed, types: splice(data, overrides)}, removed


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
