"""The CSV that a survey tool exports, a row per respondent: mapped to answers; what cannot be is told or refused."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.ooxml.sheet import column_letters
from templates import Place, Problem, Problems, Survey
from templates.questions import Asked, questions
from templates.web_mapping import WebMapping
from xl_addin.intake.filled import Filled
from xl_addin.intake.inputs import JOINT_CODE
from xl_addin.intake.interpreting import two_ways
from xl_addin.intake.normalising import NOT_APPLICABLE, UNKNOWN, read_number
from xl_addin.intake.plan import CBS_CODE

TYPED_CODE = re.compile(r"(?:GM)?\s*0*(\d{1,4})(?:\.0)?", re.IGNORECASE)
SEVERAL = re.compile(r"\s*[;|\n]\s*|,\s+")
NUMBERED = re.compile(r"^(?:[a-z]{0,2}\d+[.:)]|\d+)\s+")
SEPARATORS = ",;\t"


@dataclass(frozen=True)
class _Column:
    """A column of the export that answers a question."""

    asked: Asked
    at: int


class WebExport:
    """One CSV file. Raises `Problems` when it cannot be read as an export of this survey, every reason at once."""

    def __init__(self, content: bytes, file: str, survey: Survey, mapping: WebMapping) -> None:
        self.file, self.survey = file, survey
        text, self.encoding = _decoded(content)
        header = text.split("\n", 1)[0]
        self.separator = max(SEPARATORS, key=header.count)
        self.rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=self.separator))
        self.asked = {asked.id: asked for asked in questions(survey)}
        self.codes = {asked.id: _texts(asked, survey, mapping) for asked in self.asked.values()}
        self.columns, self.passed_over = self._mapped(mapping)

    def _mapped(self, mapping: WebMapping) -> tuple[list[_Column], list[Problem]]:
        headings: dict[str, str] = {}
        for known, asked in self.asked.items():
            for heading in (known, asked.label, *mapping.columns.get(known, ())):
                headings.setdefault(plain(heading), known)
        ignored = {plain(heading) for heading in mapping.ignore}
        columns: list[_Column] = []
        unknown: list[Problem] = []
        taken: set[str] = set()
        problems = [] if len(self.rows) > 1 else [Problem("CSV_EMPTY", Place(self.file))]
        for at, heading in enumerate(self.rows[0] if self.rows else []):
            name, place = headings.get(plain(heading)), Place(self.file, "", f"{column_letters(at + 1)}1")
            if name is None:
                if heading.strip() and plain(heading) not in ignored:
                    unknown.append(Problem("WEB_COLUMN_UNKNOWN", place, {"kolom": heading.strip()}))
            elif name in taken:
                problems.append(Problem("WEB_COLUMN_DOUBLE", place, {"kolom": heading.strip(), "id": name}))
            else:
                taken.add(name)
                columns.append(_Column(self.asked[name], at))
        needed = [asked for asked in self.asked.values() if asked.field.required or asked.id == CBS_CODE]
        for asked in needed:
            if asked.id not in taken:
                values = {"id": asked.id, "label": asked.label}
                problems.append(Problem("WEB_COLUMN_MISSING", Place(self.file, line=1), values))
        if problems:
            raise Problems([*problems, *unknown])
        return columns, unknown

    def filled(self) -> Iterator[Filled]:
        """A respondent per row that holds anything, with what had to be made of its answers."""
        joint = 0
        for number, row in enumerate(self.rows[1:], start=2):
            if not any(cell.strip() for cell in row):
                continue
            answers, remarks, places = self._answers(row, number)
            code = str(answers.get(CBS_CODE, ""))
            if self._is_joint(answers) and not JOINT_CODE.fullmatch(code):
                joint += 1
                code = f"SV{joint:04d}"
                answers[CBS_CODE] = code
            digest = hashlib.sha256("\x1f".join(row).encode("utf-8")).hexdigest()
            said = [("", problem) for problem in self._about_file()] if number == 2 else []
            name, survey = f"{self.file}, regel {number}", self.survey
            yield Filled(
                name, digest, code, survey.version, survey.identity.year, answers, (*said, *remarks), places, kind="csv"
            )

    def _is_joint(self, answers: Mapping[str, str | float]) -> bool:
        kinds = self.survey.dimensions.respondents
        return kinds is not None and answers.get(kinds.question) == kinds.joint

    def _about_file(self) -> Iterator[Problem]:
        yield from self.passed_over
        if self.encoding != "utf-8":
            yield Problem("WEB_ENCODING", Place(self.file), {"gevonden": self.encoding})

    def _answers(
        self, row: list[str], number: int
    ) -> tuple[dict[str, str | float], list[tuple[str, Problem]], dict[str, Place]]:
        answers: dict[str, str | float] = {}
        remarks: list[tuple[str, Problem]] = []
        places: dict[str, Place] = {}
        for column in self.columns:
            asked, raw = column.asked, row[column.at].strip() if column.at < len(row) else ""
            places[asked.id] = Place(self.file, "", f"{column_letters(column.at + 1)}{number}")
            if not raw:
                continue
            value, problem = self._answer(asked, raw, places[asked.id])
            if problem is not None:
                remarks.append((asked.id, problem))
            if value is not None:
                answers[asked.id] = value
        return answers, remarks, places

    def _answer(self, asked: Asked, raw: str, place: Place) -> tuple[str | float | None, Problem | None]:
        if asked.field.type == "code":
            return self._code(asked, raw, place)
        if asked.numeric:
            return self._number(asked, raw, place)
        typed = TYPED_CODE.fullmatch(raw) if asked.id == CBS_CODE else None
        return (f"GM{int(typed.group(1)):04d}" if typed else raw), None

    def _number(self, asked: Asked, raw: str, place: Place) -> tuple[str | float | None, Problem | None]:
        read = read_number(raw)
        if isinstance(read.value, float) or read.value in (NOT_APPLICABLE, UNKNOWN):
            return read.value, None
        if read.outcome == "dubbelzinnig":
            return None, two_ways(raw, place)
        values = {"gevonden": raw, "verwacht": "een getal", "vraag": asked.label}
        return None, Problem("WEB_ANSWER_UNKNOWN", place, values)

    def _code(self, asked: Asked, raw: str, place: Place) -> tuple[str | None, Problem | None]:
        texts = self.codes[asked.id]
        found = texts.get(plain(raw))
        if found is not None:
            return found, None
        parts = [texts.get(plain(part)) for part in SEVERAL.split(raw) if part.strip()]
        if len(parts) > 1 and None not in parts:
            return None, Problem("WEB_MULTIPLE", place, {"gevonden": raw, "vraag": asked.label})
        known = ", ".join(code.label for code in self.survey.dimensions.codes(asked.field.code_list))
        return None, Problem("WEB_ANSWER_UNKNOWN", place, {"gevonden": raw, "verwacht": known, "vraag": asked.label})


def plain(text: str) -> str:
    """A heading or answer without what survey tools add or change: numbering, case, spaces and closing signs."""
    words = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").casefold().split())
    return NUMBERED.sub("", words).rstrip(" ?:*.").strip()


def _texts(asked: Asked, survey: Survey, mapping: WebMapping) -> dict[str, str]:
    if asked.field.type != "code":
        return {}
    name = asked.field.code_list
    known = {plain(text): code for text, code in mapping.labels.get(name, {}).items()}
    for code in survey.dimensions.codes(name):
        known |= {plain(code.code): code.code, plain(code.label): code.code}
    return known


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8 with or without mark, UTF-16 with its mark, else cp1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"
