"""Outputs appear whole or not at all, and an existing one is only replaced when that was asked for."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.ooxml.files import not_written, refuse_open, write_atomically
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


@contextmanager
def staged(folder: Path) -> Iterator[Callable[[Path, bytes], None]]:
    """Gives a function that writes a file for `folder`; they appear there together at the end, or not at all.

    Each file is written as it is made, into a folder beside the target, so that memory does not grow with their
    number. Raises `Problems` (OUTPUT_NOT_WRITABLE, OUTPUT_DISK_FULL, OUTPUT_OPEN).
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kostenonderzoek-", dir=folder) as aside:

            def write(target: Path, content: bytes) -> None:
                waiting.append((Path(aside, target.name), target))
                waiting[-1][0].write_bytes(content)

            yield write
            for _, target in waiting:
                refuse_open(target)
            for source, target in waiting:
                source.replace(target)
    except OSError as error:
        raise not_written(folder, error) from None


@contextmanager
def staged_folder(folder: Path) -> Iterator[Path]:
    """Gives a folder to fill that becomes `folder`, which does not exist yet, at the end; or nothing is left of it.

    Raises `Problems` (OUTPUT_NOT_WRITABLE, OUTPUT_DISK_FULL).
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kostenonderzoek-", dir=folder.parent) as aside:
            made = Path(aside, folder.name)
            made.mkdir()
            yield made
            made.replace(folder)
    except OSError as error:
        raise not_written(folder, error) from None


class CsvForm(NamedTuple):
    """How a CSV file is written: the mark between fields, the decimal mark, and the encoding."""

    separator: str = ","
    decimal: str = "."
    encoding: str = "utf-8"


CSV_FORMS = {"iso": CsvForm(), "nl": CsvForm(";", ",", "utf-8-sig")}
"""`nl`: as a Dutch Excel opens it at a double click, with a byte order mark."""
LARGEST_EXACT = 2.0**53


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]], form: CsvForm = CSV_FORMS["iso"]) -> bytes:
    """A CSV file as bytes: UTF-8, by default with comma and decimal point, empty where a value is missing."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=form.separator, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_field(value, form.decimal) for value in row] for row in rows])
    return stream.getvalue().encode(form.encoding)


def _field(value: object, decimal: str) -> object:
    """Empty for a missing value; a whole number without a decimal point, since Excel keeps every number as a float."""
    if value is None or value != value:
        return ""
    if not isinstance(value, float):
        return value
    if value.is_integer() and abs(value) < LARGEST_EXACT:
        return int(value)
    return value if decimal == "." else repr(float(value)).replace(".", decimal)
