"""What one cell answers, and what had to be said about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from generator.survey.entry import offers_unknown
from templates import Place, Problem
from templates.questions import Asked
from templates.schema import DATE, Dimensions
from xl_addin.checks.interview import UNREAD
from xl_addin.intake.normalising import (
    LINES,
    UNKNOWN,
    Read,
    either_number,
    families_of,
    read_code,
    read_date,
    read_number,
)
from xl_addin.intake.returned import ReturnedCell

Answer = str | float | None
CBS_PREFILL = "code"
LONGEST_SHOWN = 200
CBS_CODE_AS_TYPED = re.compile(r"(?:gm)?\s*0*(\d{1,4})(?:\.0)?", re.IGNORECASE)


class CodeLists:
    """The codes of each list, looked up once."""

    def __init__(self, dimensions: Dimensions) -> None:
        self._dimensions = dimensions
        self._codes: dict[str, frozenset[str]] = {}

    def of(self, name: str) -> frozenset[str]:
        """The codes of a list by its name."""
        if name not in self._codes:
            self._codes[name] = frozenset(code.code for code in self._dimensions.codes(name))
        return self._codes[name]


ASKED = frozenset(UNREAD)
DOUBTS = {
    "deels": "INTAKE_PARTLY",
    "doorgehaald": "INTAKE_STRUCK",
    "onzichtbaar": "INTAKE_UNSEEN",
    "schaal": "INTAKE_SCALED",
}


def interpret(
    asked: Asked, cell: ReturnedCell, file: str, lists: CodeLists, units: Set[str] = frozenset()
) -> tuple[Answer, list[Problem]]:
    """The answer in a cell, None where there is none, with what must be told.

    units: what a number in it may measure (`units_of`). A number that is asked instead of read is `onbekend`: somebody
    put something there, so it is not empty, and it holds no valid value.
    """
    said = list(_circumstances(cell, cell.place(file)))
    value, problems = _read(asked, cell, cell.place(file), lists, units)
    said += problems
    if value is None and asked.numeric and any(problem.code in ASKED for problem in said):
        value = UNKNOWN
    return value, said


def _circumstances(cell: ReturnedCell, place: Place) -> Iterator[Problem]:
    """What there is to say of a cell, whatever stands in it."""
    if cell.formula is not None and cell.kind != "fout":
        code = "INTAKE_FORMULA_EMPTY" if cell.kind == "leeg" else "INTAKE_FORMULA"
        yield Problem(code, place, {"gevonden": "" if cell.value is None else cell.value})
    if cell.hidden:
        yield _under_merged(cell, place)
    if cell.remark:
        yield Problem("INTAKE_REMARK", place)


def _read(
    asked: Asked, cell: ReturnedCell, place: Place, lists: CodeLists, units: Set[str]
) -> tuple[Answer, list[Problem]]:
    if cell.kind == "fout":
        return None, [Problem("INTAKE_ERROR_VALUE", place, {"gevonden": cell.value})]
    if cell.doubt and (asked.numeric or asked.field.type == "code"):
        return None, [Problem(DOUBTS[cell.doubt], place, {"gevonden": str(cell.seen)[:LONGEST_SHOWN]})]
    if asked.numeric:
        return _number(cell, place, asked, units)
    if asked.field.type == "code":
        codes = lists.of(asked.field.code_list)
        return _code(cell, place, codes | {UNKNOWN} if offers_unknown(asked) else codes)
    if asked.field.type == DATE and cell.kind == "tekst" and str(cell.plain).strip():
        read = read_date(str(cell.plain).strip())
        return read.value, list(_said(read, str(cell.plain), place))
    return _words(cell, place, is_code=asked.field.prefilled == CBS_PREFILL)


def units_of(asked: Asked, chosen: Mapping[str, Answer]) -> frozenset[str]:
    """What the numbers of a question measure, by its unit; empty where the definition gives none.

    Where it may be one of two (`fte of uren per jaar`), what was chosen beside it tells which. chosen: the answers to
    questions with a list of codes.
    """
    either = families_of(asked.field.unit)
    if len(either) < 2:
        return either
    beside = asked.id.rpartition(".")[0] + "."
    for name, code in chosen.items():
        one = frozenset(families_of(str(code)) & either)
        if one and name.startswith(beside) and "." not in name.removeprefix(beside):
            return one
    return either


def _under_merged(cell: ReturnedCell, place: Place) -> Problem:
    """What is told of a cell that nobody can see: some programs keep what was in it."""
    if cell.plain is None or not str(cell.plain).strip():
        return Problem("INTAKE_MERGED", place)
    return Problem("INTAKE_MERGED_KEPT", place, {"gevonden": cell.plain})


def _number(cell: ReturnedCell, place: Place, asked: Asked, units: Set[str]) -> tuple[Answer, list[Problem]]:
    if cell.kind == "datum":
        return None, [Problem("INTAKE_DATE", place, {"gevonden": cell.value, "dag": _as_date(str(cell.value))})]
    if cell.kind == "tijd":
        return None, [Problem("INTAKE_TIME", place, {"gevonden": cell.value})]
    if cell.kind == "waar":
        return _truth(cell), []
    if cell.kind == "getal" and units and cell.unit and families_of(cell.unit) - units:
        return None, [_other_unit(cell.shown, place, asked)]
    raw = cell.value if cell.kind in ("getal", "tekst") else None
    read = read_number(raw, units or None)
    if read.outcome == "eenheid":
        return None, [_other_unit(str(raw), place, asked)]
    return read.value, list(_said(read, raw, place))


def _other_unit(shown: str, place: Place, asked: Asked) -> Problem:
    return Problem("INTAKE_UNIT", place, {"gevonden": shown[:LONGEST_SHOWN], "verwacht": asked.field.unit})


def _as_date(written: str) -> str:
    """A date as it is written in Dutch, 5-3-2026."""
    year, month, day = written.split("-")
    return f"{int(day)}-{int(month)}-{int(year)}"


def _code(cell: ReturnedCell, place: Place, codes: frozenset[str]) -> tuple[Answer, list[Problem]]:
    if cell.kind == "leeg" or not str(cell.value).strip():
        return None, []
    raw = _truth(cell) if cell.kind == "waar" else as_text(cell.value)
    read = read_code(raw, codes)
    return read.value, list(_said(read, raw, place))


def _words(cell: ReturnedCell, place: Place, is_code: bool) -> tuple[Answer, list[Problem]]:
    raw = as_text(cell.value if cell.kind in ("datum", "tijd") else cell.plain).strip()
    if not raw:
        return None, []
    typed = CBS_CODE_AS_TYPED.fullmatch(raw) if is_code else None
    if typed is None:
        return raw, []
    code = f"GM{int(typed.group(1)):04d}"
    return code, [] if code == raw else list(_said(Read(code, "gelezen"), raw, place))


def _said(read: Read, raw: Answer, place: Place) -> Iterator[Problem]:
    if read.outcome == "gelezen":
        yield Problem("INTAKE_NORMALISED", place, {"gevonden": raw, "verwacht": read.value})
    elif read.outcome == "dubbelzinnig":
        yield two_ways(str(raw), place)
    elif read.outcome == "meer":
        lines = " | ".join(part.strip() for part in LINES.split(str(raw)) if part.strip())
        yield Problem("INTAKE_TWO_VALUES", place, {"gevonden": lines[:LONGEST_SHOWN]})


def two_ways(raw: str, place: Place) -> Problem:
    """What is told of a text that can be read more than one way."""
    either = either_number(raw)
    if not either:
        return Problem("INTAKE_UNCLEAR", place, {"gevonden": raw})
    low, high = either
    values = {"gevonden": raw, "verwacht": f"{as_text(low)} of {as_text(high)}", "laag": low, "hoog": high}
    return Problem("INTAKE_AMBIGUOUS", place, values)


def _truth(cell: ReturnedCell) -> str:
    """TRUE and FALSE are no answer to any question; as words they are checked as such."""
    return "waar" if cell.value in ("1", "true") else "onwaar"


def as_text(value: Answer) -> str:
    """A value in the columns of the findings: a whole number without decimals, nothing as the empty text."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return "" if value is None else str(value)
