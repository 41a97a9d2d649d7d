"""The zip container of a workbook: parts are read on demand, and written back with their bytes as they were."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Set
from functools import lru_cache
from pathlib import Path

from templates.problems import Place, Problem, Problems

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5HL")
_END = struct.Struct("<4s4H2LH")
_UNREADABLE = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, struct.error, OverflowError)
_ENCRYPTED, _DESCRIPTOR, _UTF8_NAME = 0x1, 0x8, 0x800
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
MAX_PART_SIZE = 512 * 1024 * 1024
"""Bytes; a larger part is a decompression bomb, not a worksheet."""

_DATE_1980 = (1980, 1, 1, 0, 0, 0)
_COMPRESSION_LEVEL = 6
_PIECES_KEPT = 2048
_LAST_BLOCK = b"\x03\x00"
"""An empty deflate block that ends the stream."""

Content = bytes | tuple[bytes, ...]
"""What a part holds, whole or in pieces. A piece that comes back in another copy as the same object is packed once."""


class Package:
    """An opened workbook package.

    Raises Problems (WORKBOOK_UNREADABLE, WORKBOOK_ENCRYPTED) where the bytes are no zip, are encrypted, or name a part
    twice.
    """

    def __init__(self, source: Path | bytes, label: str = "") -> None:
        self.label = source.name if isinstance(source, Path) else label
        self._data = self._bytes_of(source)
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                infos = archive.infolist()
        except _UNREADABLE as error:
            code = "WORKBOOK_ENCRYPTED" if self._data.startswith(_COMPOUND_FILE) else "WORKBOOK_UNREADABLE"
            raise self.problem(code, reason=str(error)) from error
        self._infos = {info.filename: info for info in infos}
        if len(self._infos) != len(infos):
            raise self.problem("WORKBOOK_UNREADABLE", reason="a part occurs twice")
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise self.problem("WORKBOOK_ENCRYPTED")
        # some programs write backslashes in the names of parts
        self._by_lower_name = {name.replace("\\", "/").lower(): name for name in self._infos}
        self._entries: dict[str, tuple[bytes, bytes, bytes]] = {}

    def _bytes_of(self, source: Path | bytes) -> bytes:
        if isinstance(source, bytes):
            return source
        try:
            return source.read_bytes()
        except OSError as error:
            raise self.problem("WORKBOOK_UNREADABLE", reason=error.strerror or str(error)) from error

    def problem(self, code: str, **values: object) -> Problems:
        """The problem with this package as an exception."""
        return Problems([Problem(code, Place(file=self.label), values)])

    @property
    def content(self) -> bytes:
        """The bytes of the package."""
        return self._data

    @property
    def names(self) -> tuple[str, ...]:
        """The parts, in the order of the package."""
        return tuple(self._infos)

    def find(self, name: str) -> str | None:
        """The part's name as the package spells it: part names differ in case between programs."""
        return self._by_lower_name.get(name.lstrip("/").lower())

    def read(self, name: str) -> bytes:
        """The content of one part."""
        info = self._infos[name]
        raw = self._raw(info)
        try:
            if info.compress_type == zipfile.ZIP_STORED:
                content = raw
            elif info.compress_type == zipfile.ZIP_DEFLATED:
                content = self._inflate(raw, info)
            else:
                raise self.problem("WORKBOOK_UNREADABLE", reason=f"{name}: compression {info.compress_type}")
        except zlib.error as error:
            raise self.problem("WORKBOOK_UNREADABLE", reason=f"{name}: {error}") from error
        if zlib.crc32(content) != info.CRC:
            raise self.problem("WORKBOOK_UNREADABLE", reason=f"{name}: CRC")
        return content

    def differs(self, name: str, other: Package) -> bool:
        """Whether a part is not the same, packed the same way, in another package."""
        there = other._infos.get(name)
        return there is None or self._raw(self._infos[name]) != other._raw(there)

    def _inflate(self, raw: bytes, info: zipfile.ZipInfo) -> bytes:
        """The content, never more of it than the directory announces or than any workbook part needs."""
        most = min(info.file_size, MAX_PART_SIZE)
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, most + 1)
        if len(content) > most:
            raise self.problem("WORKBOOK_UNREADABLE", reason=f"{info.filename}: size")
        return content

    def _raw(self, info: zipfile.ZipInfo) -> bytes:
        header = self._data[info.header_offset : info.header_offset + _LOCAL.size]
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise self.problem("WORKBOOK_UNREADABLE", reason=f"{info.filename}: header")
        fields = _LOCAL.unpack(header)
        start = info.header_offset + _LOCAL.size + fields[9] + fields[10]
        return self._data[start : start + info.compress_size]

    def rebuild(self, changed: Mapping[str, Content], removed: Set[str] = frozenset()) -> bytes:
        """A package with some parts changed, some new ones at the end and some removed.

        All other parts keep their compressed bytes, time stamp and order; a changed part gets the fixed time stamp of
        1 January 1980, so that the same input gives the same bytes.
        """
        body: list[bytes] = []
        directory: list[bytes] = []
        offset = 0
        new = {name: zipfile.ZipInfo(name) for name in changed if name not in self._infos}
        for name, info in (self._infos | new).items():
            if name in removed:
                continue
            stored, central, ending = self._entry(info, changed[name]) if name in changed else self._kept(info)
            body.append(stored)
            directory.append(central + offset.to_bytes(4, "little") + ending)
            offset += len(stored)
        listing = b"".join(directory)
        end = _END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), len(listing), offset, 0)
        return b"".join((*body, listing, end))

    def _kept(self, info: zipfile.ZipInfo) -> tuple[bytes, bytes, bytes]:
        """What `_entry` gives for a part as it is; worked out once, for a package is rebuilt many times."""
        if info.filename not in self._entries:
            self._entries[info.filename] = self._entry(info, None)
        return self._entries[info.filename]

    def _entry(self, info: zipfile.ZipInfo, content: Content | None) -> tuple[bytes, bytes, bytes]:
        """A part as it is stored, under its local header; its directory entry up to and after the place of that."""
        if content is None:
            packed, moment = self._raw(info), info.date_time
            method, crc, size = info.compress_type, info.CRC, info.file_size
        else:
            pieces = content if isinstance(content, tuple) else (content,)
            packed, moment = b"".join((*map(_piece, pieces), _LAST_BLOCK)), _DATE_1980
            crc = 0
            for piece in pieces:
                crc = zlib.crc32(piece, crc)
            method, size = zipfile.ZIP_DEFLATED, sum(map(len, pieces))
        flags = info.flag_bits & ~_DESCRIPTOR
        name = info.filename.encode("utf-8" if flags & _UTF8_NAME else "cp437")
        date = (moment[0] - 1980) << 9 | moment[1] << 5 | moment[2]
        time = moment[3] << 11 | moment[4] << 5 | moment[5] // 2
        needs = 20
        shared = (flags, method, time, date, crc, len(packed), size, len(name), 0)
        local = _LOCAL.pack(b"PK\x03\x04", needs, *shared) + name
        made_by = info.create_version | info.create_system << 8
        central = _CENTRAL.pack(b"PK\x01\x02", made_by, needs, *shared, 0, 0, info.internal_attr, info.external_attr)
        return local + packed, central, name


@lru_cache(_PIECES_KEPT)
def _piece(content: bytes) -> bytes:
    """Deflate blocks that refer to nothing before them and can be followed by others."""
    packer = zlib.compressobj(_COMPRESSION_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
