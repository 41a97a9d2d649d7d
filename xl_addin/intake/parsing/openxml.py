"""An .xlsx as a `Book`: sheets, names and looks of numbers; a sheet is parsed when an answer is looked for on it."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote
from xml.sax.saxutils import unescape as _plain_entities

from xl_addin.intake.parsing.archive import Archive
from xl_addin.intake.parsing.book import Book, Spot
from xl_addin.intake.parsing.drawings import shapes
from xl_addin.intake.parsing.grid import Grid, address
from xl_addin.intake.parsing.looks import PLAIN, Look, look_of
from xl_addin.intake.parsing.markup import local, parse, tree
from xl_addin.intake.parsing.openxml_sheet import SheetPart, shared_strings
from xl_addin.intake.parsing.refusal import Refused

_REFERENCE = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!:,\s()\[\]]+))!(\$?[A-Za-z]{1,3}\$?\d{1,7})(?::[$A-Za-z0-9]+)?")
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>([0-9TZ:.+-]{10,40})<")
_COMMENT = re.compile(rb"<(?:\w+:)?comment\b[^>]*?\bref=[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_FORMATS = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\s[^>]*>")
_ATTRIBUTE = re.compile(rb"\b(numFmtId|fontId|formatCode)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_QUOTES = {"&quot;": '"', "&apos;": "'"}
_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font\b(?:[^>]*/>|.*?</(?:\w+:)?font>)", re.DOTALL)
_STRIKE = re.compile(rb"<(?:\w+:)?strike\b(?![^>]*val\s*=\s*[\"'](?:0|false))")
TRAITS = {
    "macros": re.compile(r"vbaproject|/macrosheets/"),
    "koppelingen": re.compile(r"/externallinks/|/connections\.xml|/querytables/"),
    "objecten": re.compile(r"/embeddings/|/activex/|/oleobject"),
}


class _Relation(NamedTuple):
    kind: str
    target: str


class OpenXml:
    """Reads the parts around the sheets. Raises `Refused` for what is no workbook, and for a binary one (.xlsb)."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.part = self._main_part()
        self.sheets: dict[str, str] = {}
        self.defined: list[tuple[str, int | None, str]] = []
        self.date1904 = False
        self.relations = self._relations(self.part)
        self._read_workbook()

    def book(self) -> Book:
        """The workbook, with its names sorted out."""
        order = tuple(self.sheets)
        book = Book("xlsx", order, self.grid, traits=self._traits(), modified=self._modified())
        for name, sheet_number, text in self.defined:
            place = self._place(text)
            if sheet_number is None and place is not None:
                book.names[name] = place
            elif sheet_number is not None and place is not None and sheet_number < len(order):
                book.local_names.setdefault(order[sheet_number], {})[name] = place
        return book

    def grid(self, sheet: str) -> Grid:
        """The cells of one sheet."""
        part = self.sheets[sheet]
        data = self.archive.read(part) if part else None
        if data is None:
            return Grid(sheet)
        grid = SheetPart(sheet, self._strings, self._looks, self.date1904).read(data, part)
        for relation in self._relations(part).values():
            if relation.kind == "comments":
                found = _COMMENT.findall(self.archive.read(relation.target) or b"")
                grid.commented.update(address(ref.decode()) for ref in found)
            elif relation.kind == "drawing":
                grid.shapes += shapes(self.archive.read(relation.target) or b"", relation.target)
        return grid

    # --- the parts around the sheets

    def _main_part(self) -> str:
        found = [one.target for one in self._relations("").values() if one.kind == "officeDocument"]
        part = found[0] if found else "xl/workbook.xml"
        if part.endswith(".bin"):
            raise Refused("INTAKE_BINARY")
        if self.archive.read(part) is None:
            raise Refused("INTAKE_NO_WORKBOOK")
        return part

    def _relations(self, part: str) -> dict[str, _Relation]:
        """The relations of a part to parts inside the file; what leads outside it is passed over."""
        folder, name = posixpath.split(part)
        data = self.archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, _Relation] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(attributes.get("Target", ""))))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = _Relation(kind, target.lstrip("/").lower())

        if data is not None:
            parse(data, f"{name}.rels", start, None, None)
        return found

    def _read_workbook(self) -> None:
        root = tree(self.archive.read(self.part) or b"", self.part)
        if local(root.tag) != "workbook":
            raise Refused("INTAKE_NO_WORKBOOK")
        for element in root.iter():
            name = local(element.tag)
            if name not in ("sheet", "definedName", "workbookPr"):
                continue
            plain = {local(key): value for key, value in element.items()}
            if name == "sheet" and "name" in plain:
                relation = self.relations.get(plain.get("id", ""))
                self.sheets[plain["name"]] = relation.target if relation and relation.kind == "worksheet" else ""
            elif name == "definedName":
                number = plain.get("localSheetId", "")
                text = "".join(element.itertext()).strip()
                self.defined.append((plain.get("name", "").lower(), int(number) if number else None, text))
            elif name == "workbookPr":
                self.date1904 = plain.get("date1904") in {"1", "true"}

    def _place(self, text: str) -> Spot | None:
        """Where a name leads, its first cell when it is an area; None for a constant, a formula or another file."""
        found = _REFERENCE.fullmatch(text)
        if found is None:
            return None
        quoted, plain, cell = found.groups()
        sheet = quoted.replace("''", "'") if quoted else plain
        return (sheet, *address(cell)) if sheet in self.sheets else None

    def _traits(self) -> tuple[str, ...]:
        return tuple(trait for trait, sign in TRAITS.items() if any(sign.search(f"/{name}") for name in self.names))

    @property
    def names(self) -> tuple[str, ...]:
        """The parts of the file."""
        return self.archive.names

    def _modified(self) -> str:
        found = _MODIFIED.search(self.archive.read("docProps/core.xml") or b"")
        return found.group(1).decode() if found else ""

    @cached_property
    def _strings(self) -> list[str]:
        part = next((one.target for one in self.relations.values() if one.kind == "sharedStrings"), "")
        data = self.archive.read(part) if part else None
        return shared_strings(data) if data is not None else []

    @cached_property
    def _looks(self) -> dict[str, Look]:
        """Number of a cell style -> how it shows a number, for the styles that do not show it plainly."""
        part = next((one.target for one in self.relations.values() if one.kind == "styles"), "")
        data = (self.archive.read(part) if part else None) or b""
        formats: dict[int, str] = {}
        for tag in _FORMATS.findall(data):
            values = _attributes(tag)
            formats[_number(values.get("numFmtId"))] = _plain_entities(values.get("formatCode", ""), _QUOTES)
        struck = _struck_fonts(data)
        looks: dict[str, Look] = {}
        styles = _STYLES.search(data)
        for at, tag in enumerate(_STYLE.findall(styles.group(0) if styles else b"")):
            values = _attributes(tag)
            number = _number(values.get("numFmtId"))
            look = look_of(number, formats.get(number))
            if _number(values.get("fontId")) in struck:
                look = look._replace(struck=True)
            if look is not PLAIN and look != PLAIN:
                looks[str(at)] = look
        return looks


def _attributes(tag: bytes) -> dict[str, str]:
    return {key.decode(): (one or other).decode("utf-8", "ignore") for key, one, other in _ATTRIBUTE.findall(tag)}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _struck_fonts(data: bytes) -> frozenset[int]:
    """The numbers of the fonts with a line through them."""
    fonts = _FONTS.search(data)
    every = _FONT.findall(fonts.group(0)) if fonts and b"strike" in fonts.group(0) else []
    return frozenset(at for at, font in enumerate(every) if _STRIKE.search(font))
