"""Outputs appear whole or not at all, and an existing one is only replaced when that was asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.ooxml.files import write_atomically
from templates.problems import Place, Problem, Problems


def refuse_existing(paths: Iterable[Path], force: bool) -> None:
    """Raises `Problems` for every path that exists already, unless `force`."""
    existing = [path for path in paths if path.exists()]
    if existing and not force:
        raise Problems(Problem("OUTPUT_EXISTS", Place(str(path))) for path in existing)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Writes several files; the folders are made. Each appears whole."""
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            place = Place(str(path.parent))
            raise Problems([Problem("OUTPUT_NOT_WRITABLE", place, {"reason": error.strerror})]) from None
        write_atomically(path, content)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file as bytes: UTF-8, comma, decimal point, empty where a value is missing."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_field(value) for value in row] for row in rows])
    return stream.getvalue().encode("utf-8")


def _field(value: object) -> object:
    """Empty for a missing value; a whole number without a decimal point, since Excel keeps every number as a float."""
    if value is None or value != value:
        return ""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_EXACT else value


LARGEST_EXACT = 2.0**53
