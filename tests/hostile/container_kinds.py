"""What comes back in another container than was sent: wrappers, pointers, other formats, and what organisations do to a
file before they send it. Each as a change of the bytes of an untouched workbook, and what must come of it.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.hostile.edits import MAIN, STRICT
from tests.hostile.raw import Raw, _is_sheet
from tests.hostile.workbooks import packed, parts, with_parts

Bytes = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Container:
    """A file as it comes back. rule: why it is refused, or what is told of one that is read; empty for nothing.

    read: whether all its answers are read. group: to whom the remedy goes.
    """

    group: str
    example: str
    change: Bytes
    rule: str
    read: bool = False


def compound(*streams: str) -> Bytes:
    """A compound file with these streams in its directory."""
    directory = b"".join((name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory


def words(text: str, encoding: str = "utf-8") -> Bytes:
    return lambda _: text.encode(encoding)


def zipped(names: Mapping[str, bool]) -> Bytes:
    """A zip with these files in it: the workbook where said so, a few bytes elsewhere."""
    return lambda book: packed([(name, book if is_book else b"%PDF-1.7 x") for name, is_book in names.items()])


def raw(change: Callable[[Raw], None]) -> Bytes:
    def changed(book: bytes) -> bytes:
        made = Raw(book)
        change(made)
        return made.content()

    return changed


def renamed(change: Callable[[str], str]) -> Bytes:
    return lambda book: packed([(change(name), data) for name, data in parts(book).items()])


def strict(made: Raw) -> None:
    def change(text: str) -> str:
        for old, new in STRICT:
            text = text.replace(old, new)
        return text

    made.everywhere(change, lambda part: part.endswith((".xml", ".rels")) and "[" not in part)


def heights(sheet: str, first: int, last: int, row: str = '<row r="{}" ht="15"/>') -> Bytes:
    """A height on every row down to the last one that a sheet has."""

    def change(made: Raw) -> None:
        part = made.sheets[sheet]
        rows = "".join(row.format(at) for at in range(first, last + 1))
        made.changed[part] = made.text(part).replace("</sheetData>", f"{rows}</sheetData>")

    return raw(change)


def without(*sheets: str) -> Bytes:
    def change(made: Raw) -> None:
        for sheet in sheets:
            made.delete(sheet)

    return raw(change)


def cleaned(book: bytes) -> bytes:
    """After a document inspection: no hidden sheets, no properties."""
    made = Raw(book)
    for sheet in ("Meta", "Lijsten", "Gelezen"):
        made.delete(sheet)
    made.removed |= {"docProps/core.xml", "docProps/app.xml"}
    return made.content()


def labelled(book: bytes) -> bytes:
    """A sensitivity label that only marks: it stands in the properties, and the file is as it was."""
    label = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"><property '
        'name="MSIP_Label_1_Enabled" pid="2" fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"/></Properties>'
    )
    return with_parts(book, {"docProps/custom.xml": label.encode(), "docMetadata/LabelInfo.xml": b"<labels/>"})


def signed(book: bytes) -> bytes:
    """A digital signature in the file; it leaves the cells as they are."""
    return with_parts(book, {"_xmlsignatures/sig1.xml": b"<Signature/>", "_xmlsignatures/origin.sigs": b""})


def decomposed(made: Raw) -> None:
    made.everywhere(lambda text: unicodedata.normalize("NFD", text), _is_sheet)


def nameless_and_decomposed(made: Raw) -> None:
    decomposed(made)
    made.names(lambda name, target: target if name.startswith("meta.") else None)


def prefixed(made: Raw) -> None:
    def change(text: str) -> str:
        text = text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"', 1)
        return re.sub(r"<(/?)(?![?!/]|\w+:)(\w)", r"<\1x:\2", text)

    made.everywhere(change, _is_sheet)


def shared(made: Raw) -> None:
    made.shared()


def binary(_: bytes) -> bytes:
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.bin"/></Relationships>'
    )
    return packed(
        [("[Content_Types].xml", b"<Types/>"), ("_rels/.rels", relation.encode()), ("xl/workbook.bin", b"\0")]
    )


def numbers(_: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Index/Document.iwa", b"\0" * 20)
        archive.writestr("preview.jpg", b"\xff\xd8")
    return stream.getvalue()


def shortcut(_: bytes) -> bytes:
    return b"L\0\0\0\1\x14\2\0" + bytes(99)


def backslashes(name: str) -> str:
    return name.replace("/", "\\")


EMPTY_ROW = '<row r="{}"></row>'
MAIL = "From: a@b.nl\r\nTo: c@d.nl\r\nSubject: vragenlijst\r\nMIME-Version: 1.0\r\n\r\nZie bijlage\r\n"
FORWARDED = "X-Mailer: x\nReceived: by y\nDate: Mon, 2 Mar 2026\nFrom: a@b.nl\nSubject: FW\n\nhoi\n"
URL = "[InternetShortcut]\r\nURL=https://example.org/x.xlsx\r\n"
ONLINE = '{"url": "https://docs.example.org/x", "doc_id": "1aB", "email": "a@b.nl"}'
PLIST = '<?xml version="1.0"?><!-- x --><plist version="1.0"><dict><key>URL</key><string>x</string></dict></plist>'

RESEARCHER, MUNICIPALITY, READ = "de onderzoeker", "de gemeente", "gelezen"
CONTAINERS = (
    Container(RESEARCHER, "een e-mail (.eml)", words(MAIL), "INTAKE_MAIL"),
    Container(RESEARCHER, "een doorgestuurde e-mail", words(FORWARDED), "INTAKE_MAIL"),
    Container(RESEARCHER, "een e-mail van Outlook (.msg)", compound("__properties_version1.0"), "INTAKE_MAIL"),
    Container(RESEARCHER, "een ingepakte map (zip) met de vragenlijst", zipped({"v.xlsx": True}), "INTAKE_PACKED"),
    Container(
        RESEARCHER,
        "een zip met een map en bijlagen",
        zipped({"map/v.xlsx": True, "map/nota.pdf": False, "__MACOSX/._v.xlsx": False}),
        "INTAKE_PACKED",
    ),
    Container(RESEARCHER, "een 7z", lambda _: b"7z\xbc\xaf\x27\x1c" + bytes(40), "INTAKE_PACKED"),
    Container(RESEARCHER, "een rar", lambda _: b"Rar!\x1a\x07\x00" + bytes(40), "INTAKE_PACKED"),
    Container(MUNICIPALITY, "een snelkoppeling (.url)", words(URL), "INTAKE_LINK"),
    Container(MUNICIPALITY, "een snelkoppeling van Windows (.lnk)", shortcut, "INTAKE_LINK"),
    Container(MUNICIPALITY, "een snelkoppeling van macOS (.webloc)", words(PLIST), "INTAKE_LINK"),
    Container(MUNICIPALITY, "een verwijzing naar een online werkblad", words(ONLINE), "INTAKE_LINK"),
    Container(MUNICIPALITY, "een label dat versleutelt (IRM)", compound("DRMEncryptedDataSpace"), "INTAKE_RIGHTS"),
    Container(
        MUNICIPALITY,
        "een label dat versleutelt, naast de versleutelde inhoud",
        compound("EncryptedPackage", "DRMEncryptedTransform"),
        "INTAKE_RIGHTS",
    ),
    Container(MUNICIPALITY, "een wachtwoord", compound("EncryptedPackage", "EncryptionInfo"), "INTAKE_ENCRYPTED"),
    Container(MUNICIPALITY, "Numbers", numbers, "INTAKE_OTHER_PROGRAM"),
    Container(MUNICIPALITY, "een binaire werkmap (.xlsb)", binary, "INTAKE_BINARY"),
    Container(READ, "onderdelen met een backslash in hun naam", renamed(backslashes), "", True),
    Container(READ, "onderdelen met hoofdletters in hun naam", renamed(str.upper), "", True),
    Container(READ, "Strict Open XML", raw(strict), "", True),
    Container(READ, "een voorvoegsel voor elk element", raw(prefixed), "", True),
    Container(READ, "teksten in een deel apart", raw(shared), "", True),
    Container(READ, "een label dat alleen markeert (MIP)", labelled, "", True),
    Container(READ, "een digitale handtekening", signed, "", True),
    Container(READ, "letters met een los accent (NFD)", raw(decomposed), "", True),
    Container(READ, "een rijhoogte tot de laatste rij", heights("Volumes", 400, 1_048_576), "", True),
    Container(READ, "een leeg element per rij tot ver beneden", heights("Volumes", 400, 60_000, EMPTY_ROW), "", True),
    Container(READ, "Documentcontrole: geen verborgen bladen, geen eigenschappen", cleaned, "INTAKE_HIDDEN_GONE", True),
    Container(READ, "alleen Meta weg", without("Meta"), "INTAKE_HIDDEN_GONE", True),
    Container(READ, "alleen de lijsten weg", without("Lijsten"), "INTAKE_HIDDEN_GONE", True),
)  # fmt: skip
"""Nothing else is told of what is read than its rule; where names are lost as well, that they were found by label."""
BY_LABEL = Container(READ, "NFD zonder namen", raw(nameless_and_decomposed), "INTAKE_FOUND_BY_LABEL", True)


def part_of(*sheets: str) -> Bytes:
    """A part of the workbook: only these sheets were copied into a file of their own; names went along."""

    def change(made: Raw) -> None:
        for sheet in [one for one in made.sheets if one not in sheets]:
            made.delete(sheet)

    return raw(change)
