"""The elements of a chart part: made in the order the schema gives, read and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from generator.ooxml.drawings import NS, A, C, Tree

# The order in which the schema wants children. One list serves all kinds of series, of groups and of axes.
SERIES = [
    "idx",
    "order",
    "tx",
    "spPr",
    "invertIfNegative",
    "pictureOptions",
    "marker",
    "explosion",
    "dPt",
    "dLbls",
    "trendline",
    "errBars",
    "cat",
    "xVal",
    "val",
    "yVal",
    "shape",
    "smooth",
    "bubbleSize",
    "extLst",
]
GROUP = [
    "barDir",
    "scatterStyle",
    "radarStyle",
    "grouping",
    "varyColors",
    "ser",
    "dLbls",
    "gapWidth",
    "overlap",
    "serLines",
    "dropLines",
    "hiLowLines",
    "upDownBars",
    "marker",
    "smooth",
    "firstSliceAng",
    "holeSize",
    "axId",
    "extLst",
]
AXIS = [
    "axId",
    "scaling",
    "delete",
    "axPos",
    "majorGridlines",
    "minorGridlines",
    "title",
    "numFmt",
    "majorTickMark",
    "minorTickMark",
    "tickLblPos",
    "spPr",
    "txPr",
    "crossAx",
    "crosses",
    "crossesAt",
    "crossBetween",
    "auto",
    "lblAlgn",
    "lblOffset",
    "majorUnit",
    "minorUnit",
    "dispUnits",
    "baseTimeUnit",
    "noMultiLvlLbl",
    "extLst",
]
SCALING = ["logBase", "orientation", "max", "min", "extLst"]
CHART = [
    "title",
    "autoTitleDeleted",
    "pivotFmts",
    "view3D",
    "floor",
    "sideWall",
    "backWall",
    "plotArea",
    "legend",
    "plotVisOnly",
    "dispBlanksAs",
    "showDLblsOverMax",
    "extLst",
]
SPACE = [
    "date1904",
    "lang",
    "roundedCorners",
    "AlternateContent",
    "style",
    "clrMapOvr",
    "pivotSource",
    "protection",
    "chart",
    "spPr",
    "txPr",
    "externalData",
    "printSettings",
    "userShapes",
    "extLst",
]
SHAPE_PROPERTIES = [
    "xfrm",
    "custGeom",
    "prstGeom",
    "noFill",
    "solidFill",
    "gradFill",
    "blipFill",
    "pattFill",
    "grpFill",
    "ln",
    "effectLst",
    "effectDag",
    "scene3d",
    "sp3d",
    "extLst",
]
LEGEND = ["legendPos", "legendEntry", "layout", "overlay", "spPr", "txPr", "extLst"]
MARKER = ["symbol", "size", "spPr", "extLst"]


def tag_of(name: str) -> str:
    return f"{{{C}}}{name}"


def local(element: Tree) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def put(parent: Tree, name: str, order: Sequence[str], namespace: str = C) -> Tree:
    """The child of this name, made at the place the schema gives it where it is missing."""
    tag = f"{{{namespace}}}{name}"
    found = parent.find(tag)
    if found is None:
        found = etree.Element(tag)
        insert(parent, found, order)
    return found


def insert(parent: Tree, child: Tree, order: Sequence[str]) -> None:
    before = set(order[: order.index(local(child)) + 1])
    at = max((number + 1 for number, one in enumerate(parent) if local(one) in before), default=0)
    parent.insert(at, child)


def set_value(parent: Tree, name: str, value: object, order: Sequence[str]) -> None:
    put(parent, name, order).set("val", str(value))


def drop(parent: Tree, *names: str) -> None:
    for child in list(parent):
        if local(child) in names:
            parent.remove(child)


def value_of(parent: Tree | None, path: str, default: str = "") -> str:
    found = parent.find(path, NS) if parent is not None else None
    return default if found is None else str(found.get("val", default))


def title_of(holder: Tree) -> str | None:
    title = holder.find("c:title", NS)
    if title is None:
        return None
    text = "".join(one.text or "" for one in title.iter(f"{{{A}}}t"))
    return text or title.findtext("c:tx/c:strRef//c:v", None, NS)


def set_title(holder: Tree, value: str | None, order: Sequence[str]) -> None:
    old = holder.find("c:title", NS)
    kept = [] if old is None else [deepcopy(one) for one in old if local(one) in {"layout", "spPr"}]
    drop(holder, "title")
    if value is None:
        return
    title = put(holder, "title", order)
    rich = etree.SubElement(etree.SubElement(title, tag_of("tx")), tag_of("rich"))
    etree.SubElement(rich, f"{{{A}}}bodyPr")
    paragraph = etree.SubElement(rich, f"{{{A}}}p")
    etree.SubElement(etree.SubElement(paragraph, f"{{{A}}}r"), f"{{{A}}}t").text = value
    title.extend(one for one in kept if local(one) == "layout")
    etree.SubElement(title, tag_of("overlay")).set("val", "0")
    title.extend(one for one in kept if local(one) == "spPr")
