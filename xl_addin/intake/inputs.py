"""The inputs of a study as tables: frame, sample, parameter overrides and answers (INTERFACE, Inputs)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from templates import Place, Problem, Problems
from templates.columns import FRAME, FRAME_COUNTS, FRAME_OPTIONAL, frame_columns, guided_column
from templates.schema import Dimensions
from xl_addin.checks.frame_checks import frame_remarks
from xl_addin.intake.csv_files import CsvTable, once, read_csv

CODE_PATTERN = re.compile(r"^GM\d{4}$")
JOINT_CODE = re.compile(r"SV\d{4}")
"""The code of a body of several municipalities that answers beside them."""
URBANITY = ("laag", "gemiddeld", "hoog")
TEXT_COLUMNS = ("code", "naam", "provincie", "stedelijkheid", "gr_naam")
NUMBER_COLUMNS = tuple(name for name in (*FRAME, *FRAME_OPTIONAL) if name not in TEXT_COLUMNS)
UNKNOWN_FIGURE = "."
"""What Statistics Netherlands writes for a figure that is unknown or secret."""
VALUE = "waarde"
GROUPED_EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
Read = TypeVar("Read")


class StudyInputs(NamedTuple):
    """What a study starts from: the frame, the sample if there is one, and parameter overrides."""

    frame: pd.DataFrame
    sample: pd.DataFrame | None
    overrides: dict[str, str | float]


class BegunInputs(NamedTuple):
    """What a study begins with: everything may come later."""

    frame: pd.DataFrame | None
    sample: pd.DataFrame | None
    overrides: dict[str, str | float]


def read_study(
    frame: Path, sample: Path | None, overrides: Path | None, dimensions: Dimensions | None = None
) -> StudyInputs:
    """Reads the input files together, the frame as `read_frame` does. Raises `Problems`, those of all files at once."""
    begun = read_begun(frame, sample, overrides, dimensions)
    assert begun.frame is not None  # its file was given
    return StudyInputs(begun.frame, begun.sample, begun.overrides)


def read_begun(
    frame: Path | None, sample: Path | None, overrides: Path | None, dimensions: Dimensions | None = None
) -> BegunInputs:
    """Reads those input files that are given; raises as `read_study` does."""
    problems: list[Problem] = []

    def tried(read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except Problems as found:
            problems.extend(found.problems)
            return None

    municipalities = tried(lambda: read_frame(frame, dimensions)) if frame else None
    drawn = tried(lambda: read_sample(sample, municipalities)) if sample else None
    given = tried(lambda: read_overrides(overrides)) if overrides else {}
    if problems or given is None:
        raise Problems(problems)
    return BegunInputs(municipalities, drawn, given)


def read_frame(path: Path, dimensions: Dimensions | None = None) -> pd.DataFrame:
    """The frame: a row per municipality, index `code`, numbers as floats (NaN where empty), other columns kept.

    With `dimensions` the columns with counted persons follow their groups and must be there, and be filled.

    Raises `Problems`, all together: a missing column, an invalid or double code, a field that is no number, a
    negative number, no inhabitants, and a `stedelijkheid` that is no class.
    """
    counted = [guided_column(group) for group in dimensions.group_codes or ("",)] if dimensions else []
    table = read_csv(path, frame_columns(dimensions) if dimensions else FRAME)
    problems = [*_codes(table), *_frame_problems(table, ("inwoners", *counted))]
    if problems:
        raise Problems(once(problems))
    frame = pd.DataFrame(list(table.rows), columns=list(table.columns), dtype=object).set_index("code")
    for name in frame.columns:
        if is_number(str(name)):
            frame[name] = [_figure(table, text, str(name)) for text in frame[name].fillna("")]
            frame[name] = frame[name].astype(float)
        else:
            frame[name] = frame[name].fillna("").astype(str)
    return frame.assign(stedelijkheid=frame["stedelijkheid"].replace(UNKNOWN_FIGURE, ""))


def frame_problems(path: Path, dimensions: Dimensions) -> list[Problem]:
    """Everything that is wrong with a frame, each with its line, and what is odd in it: those of `read_frame`, and
    `frame_remarks`. A column that is missing hides nothing of the others. Raises `Problems` for what is no table.
    """
    problems: list[Problem] = []
    try:
        table = read_csv(path, frame_columns(dimensions))
    except Problems as found:
        problems += found.problems
        if {one.code for one in problems} != {"CSV_COLUMN_MISSING"}:
            raise
        table = read_csv(path, ())
    counted = [guided_column(group) for group in dimensions.group_codes or ("",)]
    problems += _codes(table) if "code" in table.columns else ()
    problems += _frame_problems(table, ("inwoners", *counted))
    wrong = {(one.place.line, one.values.get("kolom")) for one in problems}
    read = pd.DataFrame(list(table.rows), columns=list(table.columns), dtype=object).fillna("")
    for name in read.columns:
        if is_number(str(name)):  # what is wrong already says nothing more
            figures = [_figure(table, text, str(name)) for text in read[name]]
            read[name] = [
                np.nan if (line, name) in wrong else figure for line, figure in zip(table.lines, figures, strict=True)
            ]
    for remark in frame_remarks(read, dimensions):
        line = None if remark.row is None else table.lines[int(str(remark.row))]
        problems.append(Problem(remark.rule, Place(table.file, line=line), {**remark.values, "meer": ""}))
    return once(problems)


def read_sample(path: Path, frame: pd.DataFrame | None) -> pd.DataFrame:
    """The sample: index `code`, the given columns as text.

    Raises `Problems`, all together: a missing column, an invalid or double code, and one that `frame` lacks.
    """
    table = read_csv(path, ("code",))
    problems = list(_codes(table))
    problems += [
        Problem("SAMPLE_UNKNOWN_CODE", Place(table.file, line=line), {"code": row["code"]})
        for row, line in zip(table.rows, table.lines, strict=True)
        if frame is not None and CODE_PATTERN.match(row.get("code", "")) and row["code"] not in frame.index
    ]
    if problems:
        raise Problems(once(problems))
    return pd.DataFrame(list(table.rows), columns=list(table.columns)).fillna("").set_index("code")


def read_overrides(path: Path) -> dict[str, str | float]:
    """Parameter overrides: code -> number, or text for a choice. Raises `Problems` for a double code."""
    table = read_csv(path, ("code", "waarde"))
    values: dict[str, str | float] = {}
    problems = []
    for row, line in zip(table.rows, table.lines, strict=True):
        code, text = row.get("code", ""), row.get("waarde", "")
        if code in values:
            problems.append(Problem("CSV_CODE_DOUBLE", Place(table.file, line=line), {"code": code}))
        problems += _mixed(table, text, line)
        number = table.number(text, VALUE)
        values[code] = text if number is None else number
    if problems:
        raise Problems(once(problems))
    return values


def read_mergers(path: Path) -> dict[str, str]:
    """Municipalities that merged: old code -> new code (columns oud, nieuw).

    Raises `Problems`, all together: a missing column, MERGER_INVALID, and MERGER_DOUBLE for an old code named twice.
    """
    table = read_csv(path, ("oud", "nieuw"))
    found: dict[str, str] = {}
    problems = []
    for row, line in zip(table.rows, table.lines, strict=True):
        place = Place(table.file, line=line)
        codes = row.get("oud", ""), row.get("nieuw", "")
        problems += [Problem("MERGER_INVALID", place, {"code": code}) for code in codes if not CODE_PATTERN.match(code)]
        if codes[0] in found:
            problems.append(Problem("MERGER_DOUBLE", place, {"code": codes[0]}))
        found[codes[0]] = codes[1]
    if problems:
        raise Problems(once(problems))
    return found


def read_answers(path: Path, numeric: Set[str]) -> dict[str, str | float | None]:
    """Answers to fill in: id -> number (for an id in `numeric` whose value is one), text, or None where it is empty.

    Raises `Problems` for a double id. Whether an id exists is for the survey to say.
    """
    table = read_csv(path, ("id", "waarde"))
    values: dict[str, str | float | None] = {}
    problems = []
    for row, line in zip(table.rows, table.lines, strict=True):
        question_id, text = row.get("id", ""), row.get("waarde", "")
        if question_id in values:
            problems.append(Problem("ANSWERS_DOUBLE_ID", Place(table.file, line=line), {"id": question_id}))
        problems += _mixed(table, text, line) if question_id in numeric else []
        number = table.number(text, VALUE) if question_id in numeric else None
        values[question_id] = (text or None) if number is None else number
    if problems:
        raise Problems(once(problems))
    return values


def _mixed(table: CsvTable, text: str, line: int) -> list[Problem]:
    """What is wrong with a value that can be two numbers in a column that writes its decimals in both ways."""
    mixed = table.mixed(VALUE) and GROUPED_EITHER.fullmatch(text)
    return (
        [Problem("FRAME_MARKS_MIXED", Place(table.file, line=line), {"kolom": VALUE, "waarde": text})] if mixed else []
    )


def _codes(table: CsvTable) -> Iterator[Problem]:
    seen: set[str] = set()
    for row, line in zip(table.rows, table.lines, strict=True):
        code = row.get("code", "")
        if not CODE_PATTERN.match(code):
            yield Problem("CSV_CODE_INVALID", Place(table.file, line=line), {"code": code})
        elif code in seen:
            yield Problem("CSV_CODE_DOUBLE", Place(table.file, line=line), {"code": code})
        seen.add(code)


def _frame_problems(table: CsvTable, required: Sequence[str]) -> Iterator[Problem]:
    for row, line in zip(table.rows, table.lines, strict=True):
        place = Place(table.file, line=line)
        for name, text in row.items():
            if not is_number(name):
                continue
            text = "" if text == UNKNOWN_FIGURE else text
            number = table.number(text, name) if text else None
            values = {"kolom": name, "waarde": text}
            if text and table.mixed(name) and GROUPED_EITHER.fullmatch(text):
                yield Problem("FRAME_MARKS_MIXED", place, values)
            elif text and number is None:
                yield Problem("FRAME_NOT_A_NUMBER", place, values)
            elif table.is_ambiguous(text, name):
                yield Problem("FRAME_COUNT_AMBIGUOUS", place, values)
            elif number is not None and number < 0:
                yield Problem("FRAME_NEGATIVE", place, values)
            elif name in required and (number is None or (name == "inwoners" and number == 0)):
                yield Problem("FRAME_NUMBER_MISSING", place, values)
        urbanity = row.get("stedelijkheid", "")
        if urbanity not in ("", UNKNOWN_FIGURE) and urbanity not in URBANITY:
            yield Problem("FRAME_CLASS_UNKNOWN", place, {"kolom": "stedelijkheid", "waarde": urbanity})


def _figure(table: CsvTable, text: str, column: str) -> float:
    """The number in a field of the frame; NaN where it is empty or, as the statistics office writes, unknown."""
    number = None if text in ("", UNKNOWN_FIGURE) else table.number(text, column)
    return np.nan if number is None else number


def is_number(name: str) -> bool:
    """Whether a column of the frame holds numbers."""
    return name in NUMBER_COLUMNS or bool(FRAME_COUNTS.fullmatch(name))
