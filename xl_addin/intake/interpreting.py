"""What one cell answers, and what had to be said about it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from templates import Place, Problem
from templates.questions import Asked
from templates.schema import Dimensions
from xl_addin.intake.normalising import Read, either_number, read_code, read_number
from xl_addin.intake.returned import ReturnedCell

Answer = str | float | None
CBS_PREFILL = "code"
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


def interpret(asked: Asked, cell: ReturnedCell, file: str, lists: CodeLists) -> tuple[Answer, list[Problem]]:
    """The answer in a cell, None where there is none or it is not clear, with what must be told."""
    place = cell.place(file)
    said: list[Problem] = []
    if cell.formula is not None and cell.kind != "fout":
        code = "INTAKE_FORMULA" if cell.plain is not None else "INTAKE_FORMULA_EMPTY"
        said.append(Problem(code, place, {"gevonden": "" if cell.plain is None else cell.plain}))
    if cell.hidden:
        said.append(_under_merged(cell, place))
    if cell.remark:
        said.append(Problem("INTAKE_REMARK", place))
    if cell.kind == "fout":
        return None, [*said, Problem("INTAKE_ERROR_VALUE", place, {"gevonden": cell.value})]
    if asked.numeric:
        value, problems = _number(cell, place)
    elif asked.field.type == "code":
        value, problems = _code(cell, place, lists.of(asked.field.code_list))
    else:
        value, problems = _words(cell, place, is_code=asked.field.prefilled == CBS_PREFILL)
    return value, [*said, *problems]


def _under_merged(cell: ReturnedCell, place: Place) -> Problem:
    """What is told of a cell that nobody can see: some programs keep what was in it."""
    if cell.plain is None or not str(cell.plain).strip():
        return Problem("INTAKE_MERGED", place)
    return Problem("INTAKE_MERGED_KEPT", place, {"gevonden": cell.plain})


def _number(cell: ReturnedCell, place: Place) -> tuple[Answer, list[Problem]]:
    if cell.kind == "datum":
        return None, [Problem("INTAKE_DATE", place, {"gevonden": cell.value, "dag": _as_date(str(cell.value))})]
    if cell.kind == "waar":
        return _truth(cell), []
    raw = cell.value if cell.kind in ("getal", "tekst") else None
    read = read_number(raw)
    return read.value, list(_said(read, raw, place))


def _as_date(written: str) -> str:
    """A date as it is written in Dutch, 5-3-2026."""
    year, month, day = written.split("-")
    return f"{int(day)}-{int(month)}-{int(year)}"


def _code(cell: ReturnedCell, place: Place, codes: frozenset[str]) -> tuple[Answer, list[Problem]]:
    if cell.kind == "leeg" or not str(cell.plain).strip():
        return None, []
    raw = _truth(cell) if cell.kind == "waar" else as_text(cell.plain)
    read = read_code(raw, codes)
    return read.value, list(_said(read, raw, place))


def _words(cell: ReturnedCell, place: Place, is_code: bool) -> tuple[Answer, list[Problem]]:
    raw = as_text(cell.value if cell.kind == "datum" else cell.plain).strip()
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
