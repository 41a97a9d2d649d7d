"""Files as a whole: written in one step or not at all, with a dated copy of what stood there."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import shutil
from pathlib import Path

from templates.problems import Place, Problem, Problems

_SHARING_VIOLATIONS = {32, 33}
_LOCK_FILES = ("~${}", ".~lock.{}#")


def write_atomically(target: Path, content: bytes) -> None:
    """Write the file in one step: whoever looks sees the old file or the whole new one.

    The bytes go to a temporary file in the same folder, which then takes the target's place and its permissions.
    Raises Problems: OUTPUT_OPEN where a spreadsheet program holds the file, OUTPUT_NOT_WRITABLE where the folder or
    file cannot be written.
    """
    place = target.resolve()
    lock = next((place.with_name(form.format(place.name)) for form in _LOCK_FILES if _exists(place, form)), None)
    if lock is not None:
        raise Problems([Problem("OUTPUT_OPEN", Place(file=str(target)), {"lock": lock.name})])
    temporary = place.with_name(f".{place.name}.{secrets.token_hex(6)}.tmp")
    try:
        _write_and_sync(temporary, content)
        if place.exists():
            shutil.copymode(place, temporary)
        temporary.replace(place)
    except OSError as error:
        code = "OUTPUT_OPEN" if getattr(error, "winerror", None) in _SHARING_VIOLATIONS else "OUTPUT_NOT_WRITABLE"
        values = {"reason": error.strerror or str(error), "lock": _LOCK_FILES[0].format(place.name)}
        raise Problems([Problem(code, Place(file=str(target)), values)]) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def backup(path: Path, *, now: dt.datetime | None = None) -> Path:
    """Copy the file to backup/ beside it under a dated name and give the copy's path; no earlier copy is overwritten.

    Raises Problems (OUTPUT_NOT_WRITABLE) where the copy cannot be made.
    """
    folder = path.parent / "backup"
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
            shutil.copystat(path, copy)
            return copy
    except OSError as error:
        values = {"reason": error.strerror or str(error)}
        raise Problems([Problem("OUTPUT_NOT_WRITABLE", Place(file=str(folder)), values)]) from error


def _exists(place: Path, form: str) -> bool:
    return place.with_name(form.format(place.name)).exists()


def _write_and_sync(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet, down to the disk."""
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
