"""What lies over the cells of a sheet: text boxes, pictures and other objects, with the cell beneath."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from xl_addin.intake.parsing.grid import At
from xl_addin.intake.parsing.markup import local, tree

_KINDS = {"sp": "tekstvak", "cxnSp": "lijn", "pic": "afbeelding", "contentPart": "inkt", "grpSp": "groep"}
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_PLAIN = (b":sp>", b":pic>", b":grpSp>", b":contentPart", b":cxnSp>", b"<sp>", b"<pic>", b"<grpSp>", b"<sp ", b":sp ")


def shapes(data: bytes, part: str) -> list[tuple[At, str]]:
    """The objects of a drawing part, charts left out: those are ours, or say nothing that the cells do not."""
    if not any(sign in data for sign in _PLAIN):
        return []
    return [found for anchor in tree(data, part) for found in _anchored(anchor)]


def _anchored(anchor: Element) -> Iterator[tuple[At, str]]:
    if local(anchor.tag) not in _ANCHORS:
        return
    at = _corner(anchor)
    for one in anchor.iter():
        kind = _KINDS.get(local(one.tag))
        if kind is not None:
            yield at, kind
            return


def _corner(anchor: Element) -> At:
    """Row and column of the cell beneath the first corner; the first cell where the file does not say."""
    start = next((one for one in anchor if local(one.tag) == "from"), None)
    given = {local(one.tag): one.text or "" for one in start} if start is not None else {}
    row, column = (int(given[name]) if given.get(name, "").isdigit() else 0 for name in ("row", "col"))
    return row + 1, column + 1
