"""Reads a CSV input: UTF-8, comma, or semicolon with decimal comma as Dutch Excel saves it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from templates import Place, Problem, Problems

MAXIMUM_BYTES = 50_000_000
GROUPED = re.compile(r"^-?[1-9]\d{0,2}(\.\d{3})+$")
"""Thousands set apart by points. 0.125 is no such number: no group starts with a zero."""


@dataclass(frozen=True)
class CsvTable:
    """The rows of a CSV file as text, with the line each stands on; empty lines are left out."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]
    decimal_comma: bool

    def is_ambiguous_count(self, text: str) -> bool:
        """Whether a count such as 12.500 can be read both as twelve thousand and as twelve."""
        return not self.decimal_comma and bool(GROUPED.match(text.strip()))

    def number(self, text: str) -> float | None:
        """The number a field holds, or None when it holds none."""
        plain = text.strip().replace("\N{NO-BREAK SPACE}", "")
        if self.decimal_comma and (GROUPED.match(plain) or "," in plain):
            plain = plain.replace(".", "").replace(",", ".")
        if "_" in plain:
            return None
        try:
            value = float(plain)
        except ValueError:
            return None
        return value if abs(value) < float("inf") else None


def read_csv(path: Path, required: Sequence[str]) -> CsvTable:
    """The table in `path`.

    Raises `Problems`: the file is missing, too large, not UTF-8 or has no rows; a required column is missing (all
    named at once); a column occurs twice; a row has more fields than the header; a quotation mark is not closed, which
    would make one field of all that follows.
    """
    text = _text(path)
    header = text.split("\n", 1)[0]
    semicolon = header.count(";") > header.count(",")
    reader = csv.reader(io.StringIO(text), delimiter=";" if semicolon else ",", strict=True)
    read: list[tuple[int, list[str]]] = []
    try:
        read = [(reader.line_num, fields) for fields in reader]
    except csv.Error:
        raise Problems([Problem("CSV_QUOTES", Place(path.name, line=reader.line_num))]) from None
    columns = tuple(name.strip().lower() for name in (read[0][1] if read else []))
    problems = _header_problems(path, columns, required)
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    for line, fields in read[1:]:
        if not any(field.strip() for field in fields):
            continue
        if len(fields) > len(columns):
            problems.append(Problem("CSV_TOO_MANY_FIELDS", Place(path.name, line=line)))
        rows.append({name: field.strip() for name, field in zip(columns, fields, strict=False)})
        lines.append(line)
    if not problems and not rows:
        problems.append(Problem("CSV_EMPTY", Place(path.name)))
    if problems:
        raise Problems(problems)
    return CsvTable(path.name, columns, tuple(rows), tuple(lines), semicolon)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise Problems([Problem("CSV_TOO_LARGE", Place(path.name))])
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Problems([Problem("CSV_NOT_UTF8", Place(path.name))]) from None
    except OSError:
        raise Problems([Problem("FILE_NOT_READABLE", Place(str(path)))]) from None


def _header_problems(path: Path, columns: Sequence[str], required: Sequence[str]) -> list[Problem]:
    place = Place(path.name, line=1)
    problems = [Problem("CSV_COLUMN_MISSING", place, {"kolom": name}) for name in required if name not in columns]
    doubles = sorted({name for name in columns if name and columns.count(name) > 1})
    return problems + [Problem("CSV_COLUMN_DOUBLE", place, {"kolom": name}) for name in doubles]
