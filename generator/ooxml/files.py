"""Files as a whole: written in one step or not at all, with a dated copy of what stood there."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import gc
import os
import secrets
import shutil
import stat
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

from templates.problems import Place, Problem, Problems

_SHARING_VIOLATIONS = {32, 33}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_FOR_LXML = {f"IO_{errno.errorcode[number]}" for number in _FULL}
_WORKING_ROOM = 32 * 1024**2
_ANYONE_MAY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_LOCK_FILES = ("~${}", ".~lock.{}#")

BACKUP = "backup"
"""The folder beside a workbook with the dated copies of it."""


def write_atomically(target: Path, content: bytes) -> None:
    """Write the file in one step: whoever looks sees the old file or the whole new one.

    The bytes go to a temporary file in the same folder, which then takes the target's place and its permissions.
    Raises Problems: OUTPUT_OPEN where a spreadsheet program holds the file, OUTPUT_READ_ONLY, OUTPUT_DISK_FULL,
    OUTPUT_NOT_WRITABLE where the folder or file cannot be written.
    """
    refuse_open(target)
    refuse_read_only(target)
    place = target.resolve()
    temporary = place.with_name(f".{place.name}.{secrets.token_hex(6)}.tmp")
    try:
        _write_and_sync(temporary, content)
        if place.exists():
            shutil.copymode(place, temporary)
        temporary.replace(place)
    except OSError as error:
        values = {"reason": error.strerror or str(error), "lock": _LOCK_FILES[0].format(place.name)}
        raise Problems([Problem(_code(error), Place(file=str(target)), values)]) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def backup(path: Path, *, now: dt.datetime | None = None) -> Path:
    """Copy the file to backup/ beside it under a dated name and give the copy's path; no earlier copy is overwritten.

    Raises Problems (OUTPUT_DISK_FULL, OUTPUT_NOT_WRITABLE) where the copy cannot be made; no part of it stays then.
    """
    folder = path.parent / BACKUP
    moment = (now or dt.datetime.now()).strftime("%Y-%m-%d_%H%M%S")
    content = b""
    try:
        content = path.read_bytes()
        folder.mkdir(exist_ok=True)
        count = 1
        while True:
            suffix = "" if count == 1 else f"_{count}"
            copy = folder / f"{path.stem}_{moment}{suffix}{path.suffix}"
            try:
                _write_and_sync(copy, content)
            except FileExistsError:
                count += 1
                continue
            except OSError:
                copy.unlink(missing_ok=True)
                raise
            shutil.copystat(path, copy)
            return copy
    except OSError as error:
        values = {"reason": error.strerror or str(error)}
        raise Problems([Problem(_code(error), Place(file=str(folder)), values)]) from error


def refuse_open(target: Path) -> None:
    """Raises Problems (OUTPUT_OPEN) where a spreadsheet program says that it has the file open."""
    place = target.resolve()
    lock = next((place.with_name(form.format(place.name)) for form in _LOCK_FILES if _exists(place, form)), None)
    if lock is not None:
        raise Problems([Problem("OUTPUT_OPEN", Place(file=str(target)), {"lock": lock.name})])


def refuse_read_only(target: Path) -> None:
    """Raises Problems (OUTPUT_READ_ONLY) where the file is there and nobody, or not this person, may write in it.

    On Linux and macOS the folder alone decides whether a file can be replaced; a person who made it read-only meant it.
    """
    if target.is_file() and not (target.stat().st_mode & _ANYONE_MAY_WRITE and os.access(target, os.W_OK)):
        raise Problems([Problem("OUTPUT_READ_ONLY", Place(file=str(target)))])


def not_written(folder: Path, error: OSError) -> Problems:
    """The problem that a file in this folder could not be written."""
    return Problems([Problem(_code(error), Place(file=str(folder)), {"reason": error.strerror or str(error)})])


def full_disk(error: BaseException) -> Problems | None:
    """The problem that a full disk is, wherever it showed: in this error or in one that it came from; else None.

    lxml, by which openpyxl writes its working files, has an error of its own that names the code.
    """
    reason: BaseException | None = error
    while reason is not None:
        of_system = isinstance(reason, OSError) and reason.errno in _FULL
        if of_system or (type(reason).__name__ == "SerialisationError" and str(reason) in _FULL_FOR_LXML):
            place = getattr(reason, "filename", None) or tempfile.gettempdir()
            return Problems([Problem("OUTPUT_DISK_FULL", Place(file=str(place)))])
        reason = reason.__cause__ or reason.__context__
    return None


@contextlib.contextmanager
def working_files() -> Iterator[None]:
    """Within it openpyxl may write its working files; a full disk becomes Problems (OUTPUT_DISK_FULL)."""
    try:
        yield
    except Exception as error:
        full = full_disk(error)
        if full is None:
            raise
        _let_go(error)
        raise full from None


def _let_go(error: BaseException) -> None:
    """Closes the files that were being written; each finds the disk full once more, and would say so on the screen."""
    said, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        traceback.clear_frames(error.__traceback__)
        gc.collect()
    finally:
        sys.unraisablehook = said


def refuse_full(*folders: Path) -> None:
    """Raises Problems (OUTPUT_DISK_FULL) for every folder whose disk has no room left to work in."""
    full = [folder for folder in folders if folder.is_dir() and shutil.disk_usage(folder).free < _WORKING_ROOM]
    if full:
        raise Problems(Problem("OUTPUT_DISK_FULL", Place(file=str(folder))) for folder in full)


def _code(error: OSError) -> str:
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return "OUTPUT_OPEN"
    return "OUTPUT_DISK_FULL" if error.errno in _FULL else "OUTPUT_NOT_WRITABLE"


def _exists(place: Path, form: str) -> bool:
    return place.with_name(form.format(place.name)).exists()


def _write_and_sync(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet, down to the disk."""
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
