"""Parts with all that hangs from them: taken out of one package, put into another under names that are free there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from generator.ooxml.markup import Splice, as_utf8, elements, splice
from generator.ooxml.package import Package
from generator.ooxml.workbook import relationships, relationships_part

CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NUMBER = re.compile(r"\d*(\.\w+)$")


@dataclass
class Part:
    """One part: its name in the package (a wish while it is new), its bytes, its kind and what it links to."""

    name: str
    content: bytes
    content_type: str
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Link:
    """A relationship to another part, or to an address outside the package."""

    identifier: str
    kind: str
    part: Part | None = None
    address: str = ""


def new_identifier(links: Iterable[Link]) -> str:
    """An identifier that no link has yet."""
    taken = {link.identifier for link in links}
    number = 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"


def read_part(package: Package, name: str, types: ContentTypes, known: dict[str, Part] | None = None) -> Part:
    """A part and everything that it links to, each once; a link to a part that is not there is left out."""
    known = {} if known is None else known
    part = known[name] = Part(name, package.read(name), types.of(name))
    for found in relationships(package, name):
        attributes = found.element.attributes
        kind, target = attributes.get("Type", ""), found.target
        if target:
            linked = known.get(target) or read_part(package, target, types, known)
            part.links.append(Link(found.identifier, kind, linked))
        elif attributes.get("TargetMode") == "External":
            part.links.append(Link(found.identifier, kind, address=attributes.get("Target", "")))
    return part


def reachable(package: Package, start: str, *, leaving_out: frozenset[str] = frozenset()) -> set[str]:
    """The parts that links lead to from a part (from the package where it is empty), the part itself included."""
    found, waiting = set(), [start]
    while waiting:
        name = waiting.pop()
        if name in found or name in leaving_out:
            continue
        found.add(name)
        waiting += [relation.target for relation in relationships(package, name) if relation.target]
    return found - {""}


class ContentTypes:
    """The kinds of the parts of a package, as its list tells them."""

    def __init__(self, package: Package) -> None:
        self.part = package.find(CONTENT_TYPES) or CONTENT_TYPES
        self.data = as_utf8(package.read(self.part))
        self._elements = elements(self.data, self.part)
        self._defaults = {
            one.attributes.get("Extension", "").lower(): one.attributes.get("ContentType", "")
            for one in self._elements
            if one.name == "Default"
        }
        self._overrides = {
            one.attributes.get("PartName", "").lstrip("/").lower(): one.attributes.get("ContentType", "")
            for one in self._elements
            if one.name == "Override"
        }

    def of(self, name: str) -> str:
        """The kind of one part; empty where the list does not tell."""
        return self._overrides.get(name.lower()) or self._defaults.get(_extension(name), "")

    def with_parts(self, added: Mapping[str, str], removed: Iterable[str]) -> bytes:
        """The list with these parts (name -> kind) in it and the removed ones out of it."""
        gone = {name.lower() for name in removed}
        splices = [
            Splice(one.start, one.end, b"")
            for one in self._elements
            if one.name == "Override" and one.attributes.get("PartName", "").lstrip("/").lower() in gone
        ]
        lines: dict[str, None] = {}
        for name, kind in added.items():
            if (self.of(name) if name.lower() not in gone else "") != kind:
                lines[self._line(name, kind)] = None
        at = self.data.rindex(b"</")
        return splice(self.data, [*splices, Splice(at, at, "".join(lines).encode())])

    def _line(self, name: str, kind: str) -> str:
        extension = _extension(name)
        if kind.startswith("image/") and extension not in self._defaults:
            return f'<Default Extension="{extension}" ContentType={quoteattr(kind)}/>'
        return f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower()


class PartsWriter:
    """Puts parts into a package; `changed` and `removed` are what `Package.rebuild` takes."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.types = ContentTypes(package)
        self.changed: dict[str, bytes] = {}
        self.removed: set[str] = set()
        self._written: dict[int, str] = {}
        self._added: dict[str, str] = {}
        self._taken = {name.lower() for name in package.names}

    def remove(self, names: Iterable[str]) -> None:
        """Take parts out, with the lists of their links."""
        for name in names:
            lists = self.package.find(relationships_part(name))
            gone = {name} | ({lists} if lists else set())
            self.removed |= gone
            self._taken -= {one.lower() for one in gone}

    def write(self, part: Part) -> str:
        """Put in a part with what it links to, each once; gives the name it got, which becomes the part's name."""
        if id(part) in self._written:
            return self._written[id(part)]
        existing = self.package.find(part.name)
        if existing and existing not in self.removed and self.package.read(existing) == part.content and not part.links:
            self._written[id(part)] = existing  # a picture that another sheet shows as well
            return existing
        name = self._written[id(part)] = self._free_name(part.name)
        self._taken.add(name.lower())
        before = [link.part.name for link in part.links if link.part is not None]
        targets = [self.write(link.part) for link in part.links if link.part is not None]
        self._put(name, part.content)
        self._added[name] = part.content_type
        if part.links:
            self._put_links(name, part, unmoved=name == part.name and before == targets)
        part.name = name
        return name

    def _put_links(self, name: str, part: Part, *, unmoved: bool) -> None:
        lists = relationships_part(name)
        existing = self.package.find(lists)
        if unmoved and existing:
            known = {found.identifier for found in relationships(self.package, name)}
            if known == {link.identifier for link in part.links}:
                self._put(existing, self.package.read(existing))
                return
        self._put(existing or lists, _HEAD.encode() + links_xml(part.links).encode())

    def _put(self, name: str, content: bytes) -> None:
        self.removed.discard(name)
        if self.package.find(name) != name or self.package.read(name) != content:
            self.changed[name] = content

    def _free_name(self, wished: str) -> str:
        number, name = 1, wished
        while name.lower() in self._taken:
            name = _NUMBER.sub(rf"{number}\1", wished)
            number += 1
        return name

    def link(self, source: str, kind: str, target: str) -> str:
        """Let a part of the package link to another; gives the identifier."""
        lists = self.package.find(relationships_part(source))
        if lists is None or b"</" not in self.package.read(lists):
            link = Link("rId1", kind, Part(target, b"", ""))
            self.changed[lists or relationships_part(source)] = (_HEAD + links_xml([link])).encode()
            return link.identifier
        taken = [Link(found.identifier, "") for found in relationships(self.package, source)]
        link = Link(new_identifier(taken), kind, Part(target, b"", ""))
        data = self.changed.get(lists) or as_utf8(self.package.read(lists))
        at = data.rindex(b"</")
        line = "".join(_link_lines([link], PACKAGE_LINKS))
        self.changed[lists] = splice(data, [Splice(at, at, line.encode())])
        return link.identifier

    def rebuilt(self) -> bytes:
        """The package with all this in it; everything else byte for byte as it was."""
        types = self.types.with_parts(self._added, self.removed)
        if types != self.types.data:
            self.changed[self.types.part] = types
        return self.package.rebuild(self.changed, self.removed)


def links_xml(links: Iterable[Link]) -> str:
    """The part that lists links."""
    return f'<Relationships xmlns="{PACKAGE_LINKS}">{"".join(_link_lines(links, ""))}</Relationships>'


def _link_lines(links: Iterable[Link], namespace: str) -> Iterator[str]:
    declared = f' xmlns="{namespace}"' if namespace else ""
    for link in links:
        target = posixpath.join("/", link.part.name) if link.part is not None else link.address
        outside = "" if link.part is not None else ' TargetMode="External"'
        kind, address = quoteattr(link.kind), quoteattr(target)
        yield f'<Relationship{declared} Id="{link.identifier}" Type={kind} Target={address}{outside}/>'
