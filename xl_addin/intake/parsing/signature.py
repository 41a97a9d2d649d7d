"""What a file really is, by its first bytes: the extension says what somebody wished it were."""

from __future__ import annotations

import io
import re
import struct
import zipfile

from xl_addin.intake.parsing.refusal import Refused

ZIP, XLS = "zip", "xls"
LOOKED_AT = 4096
_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS_PASSWORD = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""The first records of an old workbook behind a password: BOF of the workbook, then FILEPASS ([MS-XLS] 2.4.117)."""
_HTML = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<div")
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_SHORTCUT = b"L\x00\x00\x00\x01\x14\x02\x00"
_POINTERS = (b"[internetshortcut]", b"[desktop entry]", b"[{000214a0")
_ONLINE = re.compile(rb"\s*\{[^{}]*\"(?:doc_id|url|resource_key|file_id)\"\s*:")
"""A pointer to an online document, as programs that keep folders alike leave one."""
_HEADER = re.compile(
    rb"^(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|content-type|delivered-to|reply-to"
    rb"|dkim-signature|x-[\w-]+|arc-[\w-]+|thread-topic|thread-index)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
FEWEST_HEADERS = 3
_PACKED = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
}
_DOCUMENT = re.compile(r"\.(?:xlsx|xlsm|xls|ods|xlsb|csv|pdf|docx|eml|msg)$", re.IGNORECASE)
_MOST_CONTROL_CHARACTERS = 0.02


def container(content: bytes) -> str:
    """`zip` or `xls`. Raises `Refused` for everything else, each with what it is and what helps."""
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("INTAKE_EMPTY_FILE")
    if content.startswith(_ZIP):
        _refuse_other_zip(content)
        return ZIP
    if content.startswith(_COMPOUND_FILE):
        return _compound(content)
    _refuse_known(content)
    if _is_html(content):
        raise Refused("INTAKE_IS_HTML")
    if _is_text(content):
        raise Refused("INTAKE_IS_TEXT")
    raise Refused("INTAKE_NO_WORKBOOK")


def _compound(content: bytes) -> str:
    """A compound file holds an old workbook, or a new one behind a password; its directory names the streams."""
    if _stream(content, "DRMEncryptedDataSpace") or _stream(content, "DRMEncryptedTransform"):
        raise Refused("INTAKE_RIGHTS")
    if _stream(content, "__properties_version1.0") or _stream(content, "__nameid_version1.0"):
        raise Refused("INTAKE_MAIL")
    if _stream(content, "EncryptedPackage") or _XLS_PASSWORD.search(content):
        raise Refused("INTAKE_ENCRYPTED")
    if _stream(content, "Workbook") or _stream(content, "Book"):
        return XLS
    raise Refused("INTAKE_NO_WORKBOOK")


def _refuse_known(content: bytes) -> None:
    """Raises `Refused` for a mail, a pointer to the file, or a packed one: each is not the survey but leads to it."""
    start = _plain(content).lstrip()
    if content.startswith(_SHORTCUT) or start[:20].lower().startswith(_POINTERS) or _ONLINE.match(start):
        raise Refused("INTAKE_LINK")
    if start.startswith(b"<?xml") and b"<plist" in start and b"<key>URL</key>" in start:
        raise Refused("INTAKE_LINK")
    headers = start.split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0]
    if len(_HEADER.findall(headers)) >= FEWEST_HEADERS:
        raise Refused("INTAKE_MAIL")
    for sign, name in _PACKED.items():
        if content.startswith(sign):
            raise Refused("INTAKE_PACKED", inhoud=name)


def _refuse_other_zip(content: bytes) -> None:
    """Raises `Refused` for a zip that is no workbook but holds files, or is of another program."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [info.filename.replace("\\", "/") for info in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, struct.error, OverflowError, NotImplementedError):
        return  # told by who reads it
    lower = {name.lower() for name in names}
    if "[content_types].xml" in lower or "mimetype" in lower or any(name.startswith("xl/") for name in lower):
        return  # an office file: told by who reads it
    if any(name.endswith(".iwa") for name in lower):
        raise Refused("INTAKE_OTHER_PROGRAM", programma="Numbers")
    files = [name for name in names if not name.endswith("/") and not name.startswith("__MACOSX")]
    if any(_DOCUMENT.search(name) for name in files):
        raise Refused("INTAKE_PACKED", inhoud=", ".join(name.rpartition("/")[2] for name in files[:3])[:100])


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
