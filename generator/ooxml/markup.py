"""Reading XML parts by byte position, so that a change can be spliced in and every other byte stays as it was.

A part is scanned once with expat; each element remembers where it starts and ends in the bytes. A document type
declaration has no place in a workbook and is refused: it is how entity expansion and external entities get in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape

from templates.problems import Place, Problem, Problems

_START_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_DECLARATION = re.compile(rb"^<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}


class Splice(NamedTuple):
    """Replace bytes `start` up to `end` by `content`; an insertion where both are equal."""

    start: int
    end: int
    content: bytes


def splice(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The data with all splices carried out; positions are those of the original data and may not overlap.

    Insertions at one position keep the order in which they are given and come before a replacement that starts there.
    """
    pieces: list[bytes] = []
    done = 0
    for start, end, content in sorted(splices, key=lambda one: (one.start, one.end)):
        if start < done:
            raise ValueError(f"overlapping splices at byte {start}")
        pieces += (data[done:start], content)
        done = end
    pieces.append(data[done:])
    return b"".join(pieces)


def splice_pieces(pieces: Sequence[bytes], splices: Iterable[Splice]) -> tuple[bytes, ...]:
    """The pieces of a document with all splices carried out; a piece that nothing touches stays the same object.

    Positions are those of the whole document, as for `splice`. Raises ValueError for a splice over two pieces.
    """
    waiting = sorted(splices, key=lambda one: (one.start, one.end))
    result: list[bytes] = []
    start = at = 0
    for number, piece in enumerate(pieces, start=1):
        end, first = start + len(piece), at
        while at < len(waiting) and (waiting[at].start < end or number == len(pieces)):
            at += 1
        mine = [Splice(one.start - start, one.end - start, one.content) for one in waiting[first:at]]
        if mine and max(one.end for one in mine) > len(piece):
            raise ValueError(f"a splice over the end of a piece at byte {end}")
        result.append(splice(piece, mine) if mine else piece)
        start = end
    return tuple(result)


def as_utf8(data: bytes) -> bytes:
    """The same document in UTF-8, so that byte positions and spliced text agree; UTF-8 comes back unchanged."""
    if data.startswith(_UTF16):
        text = data.decode("utf-16")
    else:
        declared = _DECLARATION.match(data)
        if declared is None or declared.group(1).decode("ascii").lower() in _UTF8:
            return data
        text = data.decode(declared.group(1).decode("ascii"))
    return re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-8"?>', text).encode("utf-8")


def safe_parser(part: str) -> expat.XMLParserType:
    """An expat parser that gives names as `namespace}local` and refuses a document type declaration."""

    def refuse(*_: object) -> None:
        raise Problems([Problem("PART_HAS_DTD", Place(file=part), {"part": part})])

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def run_parser(parser: expat.XMLParserType, data: bytes, part: str) -> None:
    """Feed all data to the parser; malformed XML becomes a problem that names the part."""
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        values = {"part": part, "reason": expat.ErrorString(error.code)}
        raise Problems([Problem("PART_MALFORMED", Place(file=part), values)]) from error


def start_tag_end(data: bytes, start: int) -> int:
    """The position just after the start tag that begins at `start`."""
    found = _START_TAG.match(data, start)
    if found is None:  # pragma: no cover - expat has accepted the tag already
        raise ValueError(f"no start tag at byte {start}")
    return found.end()


def is_self_closing(data: bytes, tag_end: int) -> bool:
    """Whether the start tag that ends at `tag_end` is of the form `<a/>`."""
    return data[tag_end - 2 : tag_end - 1] == b"/"


def tag_prefix(data: bytes, start: int) -> bytes:
    """The namespace prefix with its colon (`x:`) of the tag at `start`; empty for the default namespace."""
    name = re.compile(rb"<([^\s/>]+)").match(data, start)
    return name.group(1).rpartition(b":")[0] + b":" if name and b":" in name.group(1) else b""


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """The start tag with one attribute set, added or (None) taken away; the others keep their bytes and order."""
    wanted = name.encode()
    text = b"" if value is None else b" " + wanted + b'="' + escape(value, {'"': "&quot;"}).encode() + b'"'
    for found in _ATTRIBUTE.finditer(tag):
        if found.group(1) == wanted:
            return tag[: found.start()] + text + tag[found.end() :]
    if value is None:
        return tag
    at = len(tag) - (2 if is_self_closing(tag, len(tag)) else 1)
    return tag[:at].rstrip() + text + tag[at:]


@dataclass(slots=True)
class Element:
    """One element of a part, with its place in the bytes; `path` holds the local names from the root to it."""

    path: tuple[str, ...]
    attributes: dict[str, str]
    start: int
    tag_end: int
    end: int = 0
    text: str = ""
    pieces: list[str] = field(default_factory=list, repr=False)

    @property
    def name(self) -> str:
        """The local name, without namespace."""
        return self.path[-1]


def local_name(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition("}")[2]


def elements(data: bytes, part: str) -> list[Element]:
    """All elements of a small part (workbook, relationships, content types, table) in document order."""
    found: list[Element] = []
    open_elements: list[Element] = []
    parser = safe_parser(part)

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        path = (*(open_elements[-1].path if open_elements else ()), local_name(name))
        plain = {local_name(key): value for key, value in attributes.items()}
        element = Element(path, plain, at, start_tag_end(data, at))
        found.append(element)
        open_elements.append(element)

    def end(_: str) -> None:
        element = open_elements.pop()
        element.end = element_end(data, element.tag_end, parser.CurrentByteIndex)
        element.text = "".join(element.pieces)

    def characters(text: str) -> None:
        open_elements[-1].pieces.append(text)

    _listen(parser, start, end)
    parser.CharacterDataHandler = characters
    run_parser(parser, data, part)
    return found


def element_end(data: bytes, tag_end: int, end_event: int) -> int:
    """The position just after an element, from the end of its start tag and the byte of its end event."""
    return tag_end if is_self_closing(data, tag_end) else start_tag_end(data, end_event)


def _listen(
    parser: expat.XMLParserType, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None]
) -> None:
    parser.StartElementHandler = start
    parser.EndElementHandler = end
