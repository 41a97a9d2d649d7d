"""The name of a VBA project, changed in the binary part that holds it ([MS-OVBA] 2.3.1 and 2.3.4.2.1.5)."""

from __future__ import annotations

import struct

from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress

STORAGE, DIRECTORY, PROJECT = "VBA", "dir", "PROJECT"
PROJECT_NAME = 0x0004


def with_project_name(part: bytes, old: str, new: str) -> bytes:
    """The part `vbaProject.bin` with another name for the project, in both streams that tell it.

    Raises ValueError when the project is not called `old`.
    """
    container = CFB.from_bytes(part)
    directory = decompress(container.get_stream_in_storage(STORAGE, DIRECTORY))
    before, after = _record(old), _record(new)
    said = container.get_stream(PROJECT)
    line = f'Name="{old}"\r\n'.encode("ascii")
    if directory.count(before) != 1 or said.count(line) != 1:
        raise ValueError(old)
    container.write_stream_in_storage(STORAGE, DIRECTORY, compress(directory.replace(before, after)))
    container.write_stream(PROJECT, said.replace(line, f'Name="{new}"\r\n'.encode("ascii")))
    changed: bytes = container.to_bytes()
    return changed


def _record(name: str) -> bytes:
    return struct.pack("<HI", PROJECT_NAME, len(name)) + name.encode("ascii")
