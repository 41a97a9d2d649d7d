"""What a workbook holds that openpyxl would lose when it writes the workbook anew.

Parts are judged by a list of what openpyxl keeps, so that an unknown kind of part counts as a loss.
"""

from __future__ import annotations

import re
from collections.abc import Set

from generator.ooxml.package import Package

_KEPT = re.compile(
    r"\[Content_Types\]\.xml"
    r"|_rels/\.rels"
    r"|docProps/(app|core|custom)\.xml"
    r"|xl/([^/]+/)*_rels/[^/]+\.rels"
    r"|xl/(workbook|styles|sharedStrings|calcChain)\.xml"
    r"|xl/theme/[^/]+\.xml"
    r"|xl/(worksheets|chartsheets|tables|charts|drawings|externalLinks|pivotTables|pivotCache)/[^/]+\.xml"
    r"|xl/comments[^/]*\.xml|xl/comments/[^/]+\.xml|xl/drawings/[^/]+\.vml"
    r"|xl/vbaProject\.bin"
    # Neither holds anything of the user's: a preview picture, and a printer driver's memory of paper size and
    # orientation, which stand in the sheet as well.
    r"|docProps/thumbnail\.[a-z]+|xl/printerSettings/[^/]+\.bin",
    re.IGNORECASE,
)
_LOST_INSIDE: tuple[tuple[re.Pattern[str], re.Pattern[bytes], str], ...] = (
    (re.compile(r"xl/worksheets/[^/]+\.xml"), re.compile(rb"<(?:\w+:)?extLst\b"), "extLst"),
    (re.compile(r"xl/worksheets/[^/]+\.xml"), re.compile(rb"<(?:\w+:)?controls\b"), "controls"),
    (re.compile(r"xl/drawings/[^/]+\.xml"), re.compile(rb"""\bdescr=(?:"[^"]|'[^'])"""), "descr"),
    (re.compile(r"xl/drawings/[^/]+\.xml"), re.compile(rb"<\w+:(?:sp|grpSp|cxnSp|contentPart)\b"), "shapes"),
    (re.compile(r"xl/drawings/[^/]+\.xml"), re.compile(rb"<mc:AlternateContent\b"), "AlternateContent"),
    (re.compile(r"xl/charts/chart\d*\.xml"), re.compile(rb"<c:(?:extLst|userShapes)\b"), "extLst"),
    (re.compile(r"xl/charts/chart\d*\.xml"), re.compile(rb"<mc:AlternateContent\b"), "AlternateContent"),
    (re.compile(r"xl/sharedStrings\.xml"), re.compile(rb"<(?:\w+:)?r>"), "rich text"),
)


def losses(package: Package, carried: Set[str] = frozenset()) -> list[str]:
    """The parts, and in brackets the pieces of parts, that would not survive; empty where nothing would be lost.

    `carried` are the parts that are put back as they are, whatever openpyxl makes of them.
    """
    lost = []
    for name in package.names:
        if name.endswith("/") or name in carried:
            continue
        if not _KEPT.fullmatch(name) or _is_chart_detail(name):
            lost.append(name)
            continue
        searched = [(pattern, label) for part, pattern, label in _LOST_INSIDE if part.fullmatch(name)]
        if searched:
            content = package.read(name)
            lost += [f"{name} ({label})" for pattern, label in searched if pattern.search(content)]
    return lost


def _is_chart_detail(name: str) -> bool:
    """Styles, colours and the newer kinds of chart stand beside the chart parts that openpyxl knows."""
    return name.startswith("xl/charts/") and not re.fullmatch(r"xl/charts/(_rels/[^/]+|chart\d*\.xml)", name)
