"""Reads a CSV input: UTF-8, comma, or semicolon with decimal comma as Dutch Excel saves it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from templates import Place, Problem, Problems

MAXIMUM_BYTES = 50_000_000
GROUPED = re.compile(r"^-?[1-9]\d{0,2}(\.\d{3})+$")
"""Thousands set apart by points. 0.125 is no such number: no group starts with a zero."""
COMMA_GROUPED = re.compile(r"^-?[1-9]\d{0,2}(,\d{3}){2,}$|^-?[1-9]\d{0,2}(,\d{3})+\.\d*$")
"""Thousands set apart by commas where the rest of the number leaves no doubt."""
DECIMAL_COMMA = re.compile(r"^-?(\d+,(\d{1,2}|\d{4,})|0,\d+|\d{1,3}(\.\d{3})+,\d*|\d{1,3}(\.\d{3}){2,}|\d{4,},\d+)$")
DECIMAL_POINT = re.compile(r"^-?(\d+\.(\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(,\d{3})+\.\d*|\d{1,3}(,\d{3}){2,}|\d{4,}\.\d+)$")
"""Numbers that can be written with one decimal mark only: 12,5 and 1.234,5, or 12.5 and 1,234.5."""
MIXED = "mixed"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ",;\t|"
SEPARATOR_LINE = re.compile(r"\"?sep=([,;\t|])\"?[,;\t|]*\r?\n", re.IGNORECASE)
"""The first line with which a file tells Excel what stands between its fields."""
FEW = 3
"""Lines with the same mistake in a column that are named one by one."""


@dataclass(frozen=True)
class CsvTable:
    """The rows of a CSV file as text, with the line each stands on; empty lines are left out."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]
    decimal_comma: bool
    _marks: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def is_ambiguous(self, text: str, column: str) -> bool:
        """Whether a number such as 12.500 can be read both as twelve thousand and as twelve and a half."""
        return self._mark(column) == "" and bool(GROUPED.match(text.strip()))

    def mixed(self, column: str) -> bool:
        """Whether a column writes some numbers with a decimal comma and others with a decimal point."""
        return self._mark(column) == MIXED

    def number(self, text: str, column: str = "") -> float | None:
        """The number a field holds, or None when it holds none.

        The decimal mark is that of its column, which all its values tell together; where none of them tells, a file
        with semicolons has a comma, as Dutch Excel writes it.
        """
        plain = text.strip().replace("\N{NO-BREAK SPACE}", "")
        comma = self._mark(column) == "," or (self._mark(column) in ("", MIXED) and self.decimal_comma)
        if comma and (GROUPED.match(plain) or "," in plain):
            plain = plain.replace(".", "").replace(",", ".")
        elif not comma and COMMA_GROUPED.match(plain):
            plain = plain.replace(",", "")
        if "_" in plain:
            return None
        try:
            value = float(plain)
        except ValueError:
            return None
        return value if abs(value) < float("inf") else None

    def _mark(self, column: str) -> str:
        """The decimal mark that the values of a column tell; MIXED for both, empty where they tell none."""
        if column not in self._marks:
            texts = [row[column].strip() for row in self.rows if row.get(column)] if column else []
            comma, point = (any(sign.match(text) for text in texts) for sign in (DECIMAL_COMMA, DECIMAL_POINT))
            told = MIXED if comma and point else "," if comma else "." if point else ""
            self._marks[column] = "," if not told and self.decimal_comma else told
        return self._marks[column]


def read_csv(path: Path, required: Sequence[str]) -> CsvTable:
    """The table in `path`; fields stand apart by comma, semicolon, tab or bar, or by what a first line `sep=;` says.

    Raises `Problems`: the file is missing, too large, not UTF-8 or has no rows; a required column is missing (all
    named at once, or the separator where the header is one field); a column occurs twice; a row has more fields than
    the header; a quotation mark is not closed, which would make one field of all that follows.
    """
    text = _text(path)
    told = SEPARATOR_LINE.match(text)
    separator = told.group(1) if told else _separator(text.split("\n", 1)[0])
    text = text[told.end() :] if told else text
    before = 1 if told else 0
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    read: list[tuple[int, list[str]]] = []
    try:
        read = [(reader.line_num + before, fields) for fields in reader]
    except csv.Error:
        raise Problems([Problem("CSV_QUOTES", Place(path.name, line=reader.line_num + before))]) from None
    columns = tuple(name.strip().lower() for name in (read[0][1] if read else []))
    problems = _header_problems(path, columns, required, before + 1)
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
        raise Problems(once(problems))
    return CsvTable(path.name, columns, tuple(rows), tuple(lines), separator == ";")


def _separator(header: str) -> str:
    """What stands between the names of the columns most often; a comma where nothing does."""
    return max(SEPARATORS, key=header.count)


def once(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, with one for a rule and a column that is broken on more than a few lines: the first and the rest.

    A sentence has room for them where it names `{meer}`.
    """
    groups: dict[tuple[str, object], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.code, problem.values.get("kolom", "")), []).append(problem)
    told = []
    for group in groups.values():
        if len(group) <= FEW:
            told += [replace(one, values={**one.values, "meer": ""}) for one in group]
            continue
        lines = ", ".join(str(one.place.line) for one in group[1 : FEW + 1])
        told.append(replace(group[0], values={**group[0].values, "meer": f" (+{len(group) - 1}: {lines}, \u2026)"}))
    return sorted(told, key=lambda one: one.place.line or 0)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise Problems([Problem("CSV_TOO_LARGE", Place(path.name))])
        content = path.read_bytes()
        # a program that writes two bytes per letter says so in the first two
        return content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Problems([Problem("CSV_NOT_UTF8", Place(path.name))]) from None
    except OSError:
        raise Problems([Problem("FILE_NOT_READABLE", Place(str(path)))]) from None


def _header_problems(path: Path, columns: Sequence[str], required: Sequence[str], line: int) -> list[Problem]:
    place = Place(path.name, line=line)
    missing = [name for name in required if name not in columns]
    if len(columns) == 1 and len(required) > 1 and missing:
        return [Problem("CSV_SEPARATOR", place, {"kop": columns[0][:80]})]
    problems = [Problem("CSV_COLUMN_MISSING", place, {"kolom": name}) for name in missing]
    doubles = sorted({name for name in columns if name and columns.count(name) > 1})
    return problems + [Problem("CSV_COLUMN_DOUBLE", place, {"kolom": name}) for name in doubles]
