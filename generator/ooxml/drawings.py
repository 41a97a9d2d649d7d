"""Drawings: the charts, pictures and shapes that lie above the cells of a sheet, and where they lie.

Read from the parts of a workbook and put back into them. What is not changed keeps its elements; the parts of a chart
or picture are carried along as bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from lxml import etree

from generator.ooxml.markup import Splice, as_utf8, splice, tag_prefix
from generator.ooxml.package import Package
from generator.ooxml.parts import (
    DOCUMENT_LINKS,
    ContentTypes,
    Link,
    Part,
    PartsWriter,
    new_identifier,
    reachable,
    read_part,
)
from generator.ooxml.sheet import SHEET_ELEMENTS
from generator.ooxml.workbook import WorkbookParts, relationships

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
R = DOCUMENT_LINKS
NS = {"xdr": XDR, "a": A, "c": C, "mc": MC, "r": R}
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"

Tree = Any
"""lxml's element; lxml carries no types."""

_CONTENTS = {"sp", "grpSp", "graphicFrame", "cxnSp", "pic", "contentPart", "AlternateContent"}
_SHAPES = {"grpSp": "group", "cxnSp": "line", "contentPart": "ink", "pic": "picture"}
_AFTER_DRAWING = SHEET_ELEMENTS[SHEET_ELEMENTS.index("drawing") + 1 :]
_EMPTY = f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}"/>'


def parse(content: bytes) -> Tree:
    """The tree of a part; entities are not expanded and nothing is fetched."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def serialized(tree: Tree) -> bytes:
    """The bytes of a part."""
    content: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


@dataclass(frozen=True)
class Box:
    """A place on a sheet in EMU (12,700 to a point), from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


class Grid(Protocol):
    """Where the columns and rows of a sheet lie; counted from 0, in EMU."""

    def left(self, column: int) -> int:
        """The left edge of a column."""

    def top(self, row: int) -> int:
        """The upper edge of a row."""

    def column_at(self, left: int) -> int:
        """The column in which a point lies."""

    def row_at(self, top: int) -> int:
        """The row in which a point lies."""


class Drawing:
    """What lies above the cells of one sheet; `changed` once anything in it was changed."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.tree = parse(part.content)
        self.changed = False

    @classmethod
    def empty(cls) -> Drawing:
        """A drawing without anything in it, in no package yet."""
        return cls(Part("xl/drawings/drawing1.xml", _EMPTY.encode(), DRAWING_TYPE))

    @classmethod
    def of_sheet(cls, package: Package, sheet_part: str) -> Drawing:
        """The drawing of a sheet, an empty one where it has none."""
        name = drawing_part(package, sheet_part)
        return cls(read_part(package, name, ContentTypes(package))) if name else cls.empty()

    @property
    def objects(self) -> list[Floating]:
        """The charts, pictures and shapes, those at the back first."""
        return [Floating(self, anchor) for anchor in self.tree if _content_of(anchor) is not None]

    def linked(self, identifier: str | None) -> Part | None:
        """The part that a link of the drawing leads to."""
        return next((link.part for link in self.part.links if link.identifier == identifier), None)

    def add_link(self, kind: str, part: Part) -> str:
        """Link to a part; gives the identifier."""
        link = Link(new_identifier(self.part.links), f"{DOCUMENT_LINKS}/{kind}", part)
        self.part.links.append(link)
        return link.identifier

    def drop_unused_links(self) -> None:
        """Forget the links that nothing in the drawing uses any more."""
        used = {value for element in self.tree.iter() for name, value in element.attrib.items() if f"{{{R}}}" in name}
        self.part.links = [link for link in self.part.links if link.identifier in used]
        self.touch()

    def touch(self) -> None:
        """Note that something was changed."""
        self.changed = True
        self.part.content = serialized(self.tree)

    def add(self, content: Tree, box: Box, grid: Grid) -> Floating:
        """Lay an object (a `graphicFrame`, `pic` or `sp` element) on top; it moves along with its cell."""
        anchor = etree.SubElement(self.tree, f"{{{XDR}}}oneCellAnchor")
        anchor.extend([etree.Element(f"{{{XDR}}}{name}") for name in ("from", "ext")])
        anchor.append(content)
        etree.SubElement(anchor, f"{{{XDR}}}clientData")
        added = Floating(self, anchor)
        added.properties.set("id", str(self._next_number()))
        added.place(box, grid)
        return added

    def _next_number(self) -> int:
        numbers = [element.get("id", "0") for element in self.tree.iter("{*}cNvPr")]
        return 1 + max((int(number) for number in numbers if number.isdigit()), default=1)


class Floating:
    """A chart, picture or shape, with the place it is anchored to."""

    def __init__(self, drawing: Drawing, anchor: Tree) -> None:
        self.drawing = drawing
        self.anchor = anchor

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Floating) and other.anchor is self.anchor

    def __hash__(self) -> int:
        return hash(self.anchor)

    @property
    def content(self) -> Tree:
        """The element of the object itself; of an alternative the first choice."""
        content = _content_of(self.anchor)
        if content is not None and _local(content) == "AlternateContent":
            inside = content.find("mc:Choice/*", NS)
            return content if inside is None else inside
        return content

    @property
    def properties(self) -> Tree:
        """The element with the name and number."""
        return next(self.anchor.iter("{*}cNvPr"))

    @property
    def kind(self) -> str:
        """What it is, in xlwings' words: chart, picture, text_box, auto_shape, group, line, ..."""
        local = _local(self.content)
        if local == "sp":
            is_text_box = self.content.find("xdr:nvSpPr/xdr:cNvSpPr[@txBox='1']", NS) is not None
            return "text_box" if is_text_box else "auto_shape"
        if local == "graphicFrame":
            return "chart" if self.chart_part is not None else "graphic"
        return _SHAPES.get(local, "graphic")

    @property
    def name(self) -> str:
        """The name."""
        return str(self.properties.get("name", ""))

    @name.setter
    def name(self, value: str) -> None:
        for element in self.anchor.iter("{*}cNvPr"):
            if element.get("name") == self.name or element is self.properties:
                element.set("name", value)
                break
        self.drawing.touch()

    @property
    def chart_part(self) -> Part | None:
        """The part with the chart; None where it is none."""
        chart = self.content.find("a:graphic/a:graphicData/c:chart", NS)
        return None if chart is None else self.drawing.linked(chart.get(f"{{{R}}}id"))

    def show_picture(self, part: Part) -> None:
        """Show another image in the same frame."""
        self.content.find("xdr:blipFill/a:blip", NS).set(f"{{{R}}}embed", self.drawing.add_link("image", part))
        self.drawing.drop_unused_links()

    @property
    def picture_part(self) -> Part | None:
        """The part with the image of a picture."""
        blip = self.content.find("xdr:blipFill/a:blip", NS)
        return None if blip is None else self.drawing.linked(blip.get(f"{{{R}}}embed"))

    def delete(self) -> None:
        """Take it out of the drawing."""
        self.drawing.tree.remove(self.anchor)
        self.drawing.drop_unused_links()

    # -- place ----------------------------------------------------------------------------------------------------

    def box(self, grid: Grid) -> Box:
        """Where it lies."""
        local = _local(self.anchor)
        if local == "absoluteAnchor":
            position, size = (self.anchor.find(f"xdr:{name}", NS) for name in ("pos", "ext"))
            return Box(int(position.get("x")), int(position.get("y")), int(size.get("cx")), int(size.get("cy")))
        left, top = self._corner("from", grid)
        if local == "oneCellAnchor":
            size = self.anchor.find("xdr:ext", NS)
            return Box(left, top, int(size.get("cx")), int(size.get("cy")))
        right, bottom = self._corner("to", grid)
        return Box(left, top, right - left, bottom - top)

    def _corner(self, which: str, grid: Grid) -> tuple[int, int]:
        marker = self.anchor.find(f"xdr:{which}", NS)
        column, column_offset, row, row_offset = (
            int(marker.findtext(f"xdr:{name}", "0", NS)) for name in ("col", "colOff", "row", "rowOff")
        )
        return grid.left(column) + column_offset, grid.top(row) + row_offset

    def place(self, box: Box, grid: Grid) -> None:
        """Lay it somewhere else, or give it another size; how it follows its cells stays as it was."""
        local = _local(self.anchor)
        if local == "absoluteAnchor":
            position = self.anchor.find("xdr:pos", NS)
            position.set("x", str(box.left))
            position.set("y", str(box.top))
        else:
            self._set_corner("from", box.left, box.top, grid)
        if local == "twoCellAnchor":
            self._set_corner("to", box.left + box.width, box.top + box.height, grid)
        else:
            _set_size(self.anchor.find("xdr:ext", NS), box)
        own = self.content.find("xdr:spPr/a:xfrm", NS)
        if own is not None:
            own.find("a:off", NS).set("x", str(box.left))
            own.find("a:off", NS).set("y", str(box.top))
            _set_size(own.find("a:ext", NS), box)
        self.drawing.touch()

    def _set_corner(self, which: str, left: int, top: int, grid: Grid) -> None:
        marker = self.anchor.find(f"xdr:{which}", NS)
        column, row = grid.column_at(left), grid.row_at(top)
        values = {"col": column, "colOff": left - grid.left(column), "row": row, "rowOff": top - grid.top(row)}
        for name, value in values.items():
            element = marker.find(f"xdr:{name}", NS)
            if element is None:
                element = etree.SubElement(marker, f"{{{XDR}}}{name}")
            element.text = str(value)


def chart_frame(identifier: str, name: str) -> Tree:
    """The element that shows the chart behind a link."""
    frame = parse(
        f'<xdr:graphicFrame xmlns:xdr="{XDR}" xmlns:a="{A}" macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="0" name=""/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>"
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{C}"><c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="{identifier}"/>'
        "</a:graphicData></a:graphic></xdr:graphicFrame>".encode(),
    )
    return _named(frame, name)


def picture_frame(identifier: str, name: str) -> Tree:
    """The element that shows the image behind a link; its proportions are locked."""
    frame = parse(
        f'<xdr:pic xmlns:xdr="{XDR}" xmlns:a="{A}"><xdr:nvPicPr><xdr:cNvPr id="0" name=""/>'
        '<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip xmlns:r="{R}" r:embed="{identifier}"/><a:stretch><a:fillRect/></a:stretch>'
        '</xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'.encode(),
    )
    return _named(frame, name)


def _named(frame: Tree, name: str) -> Tree:
    next(frame.iter("{*}cNvPr")).set("name", name)
    return frame


def drawing_part(package: Package, sheet_part: str) -> str | None:
    """The name of the part with a sheet's drawing."""
    found = [relation.target for relation in relationships(package, sheet_part) if relation.kind == "drawing"]
    return found[0] if found and found[0] else None


def carried_parts(package: Package, sheet_parts: Iterable[str]) -> set[str]:
    """All parts that the drawings of these sheets consist of."""
    drawings = (drawing_part(package, part) for part in sheet_parts)
    return {name for drawing in drawings if drawing for name in reachable(package, drawing)}


def with_drawings(workbook: bytes, drawings: Mapping[str, Drawing]) -> bytes:
    """The workbook in which these sheets (by name) show these drawings; all other parts stay byte for byte."""
    package = Package(workbook)
    sheets = WorkbookParts(package).sheets
    writer = PartsWriter(package)
    old = {sheet: drawing_part(package, sheets[sheet]) for sheet in drawings}
    replaced = frozenset(name for name in old.values() if name)
    elsewhere = reachable(package, "", leaving_out=replaced)
    writer.remove({name for drawing in replaced for name in reachable(package, drawing)} - elsewhere)
    for sheet, drawing in drawings.items():
        wished = old[sheet]
        if wished:
            drawing.part.name = wished
        name = writer.write(drawing.part)
        drawing.changed = False
        if not wished:
            identifier = writer.link(sheets[sheet], f"{DOCUMENT_LINKS}/drawing", name)
            writer.changed[sheets[sheet]] = _with_drawing_element(package, sheets[sheet], identifier)
    return writer.rebuilt()


def _with_drawing_element(package: Package, sheet_part: str, identifier: str) -> bytes:
    data = as_utf8(package.read(sheet_part))
    tail = data.rfind(b"sheetData")  # what is looked for stands after the cells
    start = max(data.rfind(b"<", 0, tail), 0)
    names = "|".join(sorted(_AFTER_DRAWING)).encode()
    found = re.compile(rb"<(?:[\w.-]+:)?(?:" + names + rb")[\s/>]").search(data, start)
    at = found.start() if found else data.rindex(b"</")
    prefix = tag_prefix(data, data.index(b"<", data.find(b"?>") + 1)).decode()
    element = f'<{prefix}drawing xmlns:r="{R}" r:id="{identifier}"/>'
    return splice(data, [Splice(at, at, element.encode())])


def _content_of(anchor: Tree) -> Tree | None:
    return next((child for child in anchor if isinstance(child.tag, str) and _local(child) in _CONTENTS), None)


def _local(element: Tree) -> str:
    return str(etree.QName(element).localname)


def _set_size(element: Tree, box: Box) -> None:
    element.set("cx", str(box.width))
    element.set("cy", str(box.height))
