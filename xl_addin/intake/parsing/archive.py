"""The zip container, looked through before anything in it is parsed: sizes, ratios, names, doubles, encryption, DTD.

What the directory says is not believed: reading a part stops at its limit, whatever was announced.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from xl_addin.intake.parsing.markup import has_declaration
from xl_addin.intake.parsing.refusal import Refused

MOST_PARTS = 5_000
LARGEST_PART, LARGEST_WHOLE = 32 * 1024**2, 128 * 1024**2
"""Bytes after decompression. A filled survey is 1 MB; what is far over this is made to do harm."""
SUSPECT_SIZE, HIGHEST_RATIO = 16 * 1024**2, 100
PROLOGUE = 2_048
_ENCRYPTED = 0x1
_UNREADABLE = (zipfile.BadZipFile, ValueError, OSError, EOFError, struct.error, OverflowError, zlib.error)
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\0")
_SHEET = re.compile(r"xl[/\\]worksheets[/\\][^/\\]+\.xml", re.IGNORECASE)
LARGE_SHEET, LARGEST_SHEET, PIECE = 4 * 1024**2, 256 * 1024**2, 1024**2
"""Bytes of a sheet with formatting down to its last row, which is read in pieces and without its empty rows."""
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*/>")
_EMPTY_ROW = re.compile(rb"<((?:\w+:)?)row\b[^<>]*(?:/>|>\s*</\1row>)")
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\br=[\"'](\d{1,7})[\"']")


class Archive:
    """The parts of an office file, each read on demand and never past its limit.

    Raises `Refused`: INTAKE_INCOMPLETE, INTAKE_DAMAGED, INTAKE_ENCRYPTED, INTAKE_BOMB, INTAKE_UNSAFE_PARTS, INTAKE_DTD.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (*_UNREADABLE, NotImplementedError):
            # the list of parts stands at the end of a zip: without it the file was cut off
            raise Refused("INTAKE_INCOMPLETE") from None
        infos = self._zip.infolist()
        self._scan(infos, len(content))
        self._infos = {_plain_name(info): info for info in infos}
        for info in infos:
            if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                self._refuse_declarations(info)

    def _scan(self, infos: list[zipfile.ZipInfo], size: int) -> None:
        # a sheet is judged when it is read: formatting down to its last row is large and does no harm
        others = [info for info in infos if not _SHEET.fullmatch(info.filename)]
        whole = sum(info.file_size for info in others)
        too_large = whole > LARGEST_WHOLE or any(info.file_size > LARGEST_PART for info in others)
        every = sum(info.file_size for info in infos)
        too_large = too_large or every > 2 * LARGEST_SHEET or (every > SUSPECT_SIZE and every > HIGHEST_RATIO * size)
        if len(infos) > MOST_PARTS or too_large:
            raise Refused("INTAKE_BOMB")
        names = [_plain_name(info) for info in infos]
        wrong = [info.orig_filename for info in infos if _UNSAFE_NAME.search(info.orig_filename)]
        doubles = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
        if wrong or doubles:
            raise Refused("INTAKE_UNSAFE_PARTS", deel=(wrong + doubles)[0][:100])
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise Refused("INTAKE_ENCRYPTED")

    def _refuse_declarations(self, info: zipfile.ZipInfo) -> None:
        """A document type stands before the first element; the parser refuses a later one by itself."""
        start = self._bytes(info, PROLOGUE, whole=False)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start[:4]:
            start = start.replace(b"\0", b"")
        if has_declaration(start):
            raise Refused("INTAKE_DTD", deel=info.filename)

    @property
    def names(self) -> tuple[str, ...]:
        """The parts, in lower case: programs differ in the case they write and refer to."""
        return tuple(self._infos)

    def read(self, name: str) -> bytes | None:
        """The content of a part; None where there is no such part."""
        info = self._infos.get(name.lstrip("/").lower())
        if info is None:
            return None
        if info.file_size > LARGE_SHEET and _SHEET.fullmatch(info.filename):
            return self._without_empty_rows(info)
        return self._bytes(info, LARGEST_PART)

    def _without_empty_rows(self, info: zipfile.ZipInfo) -> bytes:
        """A large sheet without the cells and rows that hold only formatting.

        Raises `Refused`: INTAKE_FORMATTING where what is left is too large too, INTAKE_BOMB past every limit.
        """
        kept, size, last, rest, seen = [], 0, 0, b"", 0
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(PIECE):
                    seen += len(piece)
                    cells, rest = _cut(rest + piece)
                    last = max([last, *(int(row) for row in _ROW_NUMBER.findall(cells)[-1:])])
                    kept.append(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", cells)))
                    size += len(kept[-1])
                    if seen > LARGEST_SHEET:
                        raise Refused("INTAKE_BOMB")
                    if size > LARGEST_PART and size > seen / 2:
                        raise Refused("INTAKE_BOMB")
                    if size > LARGEST_PART:
                        raise Refused("INTAKE_FORMATTING", deel=info.filename, rij=str(last))
        except (*_UNREADABLE, NotImplementedError, RuntimeError):
            raise Refused("INTAKE_DAMAGED", uitleg=info.filename) from None
        return b"".join((*kept, rest))

    def _bytes(self, info: zipfile.ZipInfo, most: int, whole: bool = True) -> bytes:
        try:
            with self._zip.open(info) as stream:
                content = stream.read(most + 1 if whole else most)
        except (*_UNREADABLE, NotImplementedError, RuntimeError):
            raise Refused("INTAKE_DAMAGED", uitleg=info.filename) from None
        if whole and len(content) > most:
            raise Refused("INTAKE_BOMB")
        return content


def _plain_name(info: zipfile.ZipInfo) -> str:
    """A part's name as the format writes it: some programs use backslashes, and they differ in case."""
    return info.filename.replace("\\", "/").lower()


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """The bytes up to the last row that is whole, and those of the row that is not."""
    at = max(data.rfind(b"</row>") + 6, data.rfind(b"/>") + 2)
    start = data.rfind(b"<row", 0, at)
    end = data.find(b">", start)
    whole = start < 0 or data[end - 1 : end] == b"/" or b"</row>" in data[start:at]
    at = at if whole else start
    return data[:at], data[at:]
