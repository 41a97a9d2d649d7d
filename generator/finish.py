"""From an openpyxl workbook to the bytes of a file: the same workbook gives the same bytes, charts carry alt text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

from openpyxl.workbook import Workbook

from generator.ooxml.files import working_files

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
FIXED_STAMP = b"2000-01-01T00:00:00Z"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")
_SHAPE = re.compile(rb'<(?:\w+:)?cNvPr\b[^>]*?\bname="Chart \d+"')
_CHART = re.compile(r"xl/charts/chart\d+\.xml")
# openpyxl leaves out that a label has its own number format; programs then take the format of the cell.
_UNLINKED = re.compile(rb'<((?:\w+:)?)numFmt formatCode="([^"]*)"\s*/>')
# The schema asks an order of what describes a typeface, and of the parts of an error bar; openpyxl has its own.
_LETTERS = re.compile(rb"<(font|rPr)>((?:<\w+(?: [^>]*)?/>)+)</\1>")
_PROPERTY = re.compile(rb"<(\w+)(?: [^>]*)?/>")
_PROPERTIES = b"b i strike condense extend outline shadow u vertAlign sz color rFont name family charset scheme".split()
_MINUS_FIRST = re.compile(rb"(<minus>.*?</minus>)(<plus>.*?</plus>)", re.DOTALL)
_COMPRESSION_LEVEL = 6


def finished(book: Workbook, alt_texts: Sequence[Sequence[str]] = ()) -> bytes:
    """The workbook as an .xlsx without anything of the moment or machine it was made on.

    `alt_texts` has an entry per sheet with charts, in the order of the sheets, with a text per chart in the order in
    which they were added; ValueError when their numbers do not fit the workbook. Raises Problems (OUTPUT_DISK_FULL)
    where the disk has no room for working files.
    """
    raw = io.BytesIO()
    with working_files():
        book.save(raw)
    target = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(target, "w") as result:
        drawings = [name for name in source.namelist() if _DRAWING.fullmatch(name)]
        drawings.sort(key=lambda name: int(_DRAWING.fullmatch(name).group(1)))  # type: ignore[union-attr]
        if alt_texts and len(alt_texts) != len(drawings):
            raise ValueError(f"{len(alt_texts)} sheets with alt texts, {len(drawings)} with drawings")
        texts = dict(zip(drawings, alt_texts, strict=False))
        for name in source.namelist():
            content = _STAMP.sub(rb"\g<1>" + FIXED_STAMP + rb"\g<3>", source.read(name))
            if name in texts:
                content = described(content, texts[name])
            if _CHART.fullmatch(name):
                content = _UNLINKED.sub(rb'<\1numFmt formatCode="\2" sourceLinked="0"/>', content)
                content = _MINUS_FIRST.sub(rb"\2\1", content)
            if name == "xl/styles.xml" or name.startswith("xl/worksheets/"):
                content = _LETTERS.sub(_in_order, content)
            _add(result, name, content)
    return target.getvalue()


def settled(document: bytes) -> bytes:
    """A presentation or document without the moment it was made, in the workbooks behind its charts too."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(target, "w") as result:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xlsx"):
                content = settled(content)
            _add(result, name, _STAMP.sub(rb"\g<1>" + FIXED_STAMP + rb"\g<3>", content))
    return target.getvalue()


def _add(result: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, FIXED_TIME)
    info.create_system = 0
    info.compress_type = zipfile.ZIP_DEFLATED
    result.writestr(info, content, compresslevel=_COMPRESSION_LEVEL)


def _in_order(letters: re.Match[bytes]) -> bytes:
    """A typeface with its properties in the order of the schema."""
    name, inner = letters.groups()
    properties = sorted(_PROPERTY.finditer(inner), key=lambda found: _PROPERTIES.index(found.group(1)))
    return b"<%b>%b</%b>" % (name, b"".join(found.group() for found in properties), name)


def described(drawing: bytes, texts: Sequence[str]) -> bytes:
    """A drawing part in which each chart carries its alternative text."""
    remaining = iter(texts)
    count = len(_SHAPE.findall(drawing))
    if count != len(texts):
        raise ValueError(f"{len(texts)} alt texts for {count} charts")
    return b"".join(_with_descriptions(drawing, remaining))


def _with_descriptions(drawing: bytes, texts: Iterator[str]) -> Iterator[bytes]:
    at = 0
    for shape in _SHAPE.finditer(drawing):
        yield drawing[at : shape.end()]
        yield f" descr={quoteattr(next(texts))}".encode()
        at = shape.end()
    yield drawing[at:]
