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
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\\|\0")


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
        self._infos = {info.filename.lower(): info for info in infos}
        for info in infos:
            if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                self._refuse_declarations(info)

    def _scan(self, infos: list[zipfile.ZipInfo], size: int) -> None:
        whole = sum(info.file_size for info in infos)
        too_large = whole > LARGEST_WHOLE or any(info.file_size > LARGEST_PART for info in infos)
        if len(infos) > MOST_PARTS or too_large or (whole > SUSPECT_SIZE and whole > HIGHEST_RATIO * size):
            raise Refused("INTAKE_BOMB")
        names = [info.filename.lower() for info in infos]
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
        return None if info is None else self._bytes(info, LARGEST_PART)

    def _bytes(self, info: zipfile.ZipInfo, most: int, whole: bool = True) -> bytes:
        try:
            with self._zip.open(info) as stream:
                content = stream.read(most + 1 if whole else most)
        except (*_UNREADABLE, NotImplementedError, RuntimeError):
            raise Refused("INTAKE_DAMAGED", uitleg=info.filename) from None
        if whole and len(content) > most:
            raise Refused("INTAKE_BOMB")
        return content
