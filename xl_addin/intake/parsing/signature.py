"""What a file really is, by its first bytes: the extension says what somebody wished it were."""

from __future__ import annotations

import re

from xl_addin.intake.parsing.refusal import Refused

ZIP, XLS = "zip", "xls"
LOOKED_AT = 4096
_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS_PASSWORD = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""The first records of an old workbook behind a password: BOF of the workbook, then FILEPASS ([MS-XLS] 2.4.117)."""
_HTML = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<div")
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_MOST_CONTROL_CHARACTERS = 0.02


def container(content: bytes) -> str:
    """`zip` or `xls`. Raises `Refused` for everything else, each with what it is and what helps."""
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("INTAKE_EMPTY_FILE")
    if content.startswith(_ZIP):
        return ZIP
    if content.startswith(_COMPOUND_FILE):
        return _compound(content)
    if _is_html(content):
        raise Refused("INTAKE_IS_HTML")
    if _is_text(content):
        raise Refused("INTAKE_IS_TEXT")
    raise Refused("INTAKE_NO_WORKBOOK")


def _compound(content: bytes) -> str:
    """A compound file holds an old workbook, or a new one behind a password; its directory names the streams."""
    if _stream(content, "EncryptedPackage") or _XLS_PASSWORD.search(content):
        raise Refused("INTAKE_ENCRYPTED")
    if _stream(content, "Workbook") or _stream(content, "Book"):
        return XLS
    raise Refused("INTAKE_NO_WORKBOOK")


def _stream(content: bytes, name: str) -> bool:
    return (name + "\0").encode("utf-16-le") in content


def _is_html(content: bytes) -> bool:
    start = _plain(content).lstrip().lower()
    return start.startswith(_HTML) or (start.startswith((b"<?xml", b"<!--")) and b"<html" in start)


def _is_text(content: bytes) -> bool:
    start = _plain(content)
    controls = sum(byte < 0x20 and byte not in b"\t\r\n\f" for byte in start)
    return controls <= _MOST_CONTROL_CHARACTERS * len(start) and not start.startswith(b"%PDF")


def _plain(content: bytes) -> bytes:
    """The first bytes, in one byte per ASCII character."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) : LOOKED_AT].decode(encoding, errors="ignore").encode()
    return content[:LOOKED_AT]
