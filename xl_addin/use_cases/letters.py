"""Writes the interview guides and the error reports of an analysis workbook, per municipality."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from generator.letters import Point, Spot, error_document, error_text, interview_document
from generator.survey.stamp import file_name
from templates import Place, Problem, Problems
from templates.columns import CODE, INTERVIEW
from templates.interview import InterviewDefinition, load_interview
from templates.numbers import DUTCH
from templates.plausibility import load_plausibility
from templates.problems import to_respondent
from templates.questions import questions
from xl_addin.books.analysis import Inputs, read_inputs
from xl_addin.books.book import read_block, read_table
from xl_addin.books.findings import INTAKE
from xl_addin.checks.interview import to_ask
from xl_addin.use_cases.opening import opened
from xl_addin.use_cases.outputs import refuse_existing, write_all

DECIMAL = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?![\d.])")
ID = re.compile(r"[a-z]+(?:\.[a-z0-9_]+)+")
TWO_WEEKS = dt.timedelta(days=14)
"""How long a municipality has to answer where no day is given."""
SEVERITY_ORDER = {"fout": 0, "vraag": 1, "waarschuwing": 2}


@dataclass(frozen=True)
class Letter:
    """Who writes, on which day, and when an answer is due; without a sender it is the team of the survey."""

    day: dt.date
    due: dt.date
    sender: str = ""

    def naming(self, definition: InterviewDefinition, naming: Mapping[str, str]) -> dict[str, str]:
        """What the placeholders of a letter stand for besides those of `naming`."""

        def written(day: dt.date) -> str:
            return f"{day.day} {definition.months[day.month - 1]} {day.year}"

        sender = self.sender or definition.report.sender.format_map(naming)
        return {"afzender": sender, "datum": written(self.day), "termijn": written(self.due)}


@dataclass(frozen=True)
class Reviewed:
    """What an analysis workbook says about each municipality."""

    inputs: Inputs
    points: pd.DataFrame
    year: str

    @property
    def definition(self) -> InterviewDefinition:
        return load_interview(self.inputs.survey.id)

    def naming(self, code: str, count: int) -> dict[str, str]:
        """What the placeholders of the texts stand for."""
        survey = self.inputs.survey
        return {
            "gemeente": self.name(code),
            "jaar": self.year,
            "titel": survey.identity.title,
            "aantal": str(count),
        }

    def label(self, question: str, rule: str) -> str:
        """What the question of a finding is called; empty where it is about many answers."""
        return "" if rule in self.of_many_answers else self.labels.get(question, "")

    def labelled(self, question: str, rule: str, text: str) -> str:
        """The text with the label of the question before it, where it is about one answer."""
        label, told = self.label(question, rule), self.named(text)
        return f"{label}. {told}" if label else told

    def named(self, text: str) -> str:
        """The text with the names of questions in place of their ids."""
        return ID.sub(lambda found: f"'{self.labels[found[0]]}'" if found[0] in self.labels else found[0], text)

    def answer(self, code: str, question: str) -> str:
        """What a municipality answered, in the words of its list."""
        given = self.inputs.answers.get(question, pd.Series(dtype=object)).get(code)
        if given is None or pd.isna(given) or given == "":
            return ""
        if isinstance(given, int | float):
            return f"{given:,.10g}".translate(DUTCH)
        return self.choices.get(question, {}).get(str(given), str(given))

    @cached_property
    def of_many_answers(self) -> set[str]:
        """The rules that judge a figure made of many answers."""
        rules = load_plausibility(self.inputs.survey.id)
        return {one.id for one in (*rules.bounds, *rules.others) if not one.one_answer}

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        """Of every question that asks for a choice, the words of its codes."""
        survey = self.inputs.survey
        listed = [asked for asked in questions(survey) if asked.field.code_list]
        return {
            asked.id: {one.code: one.label for one in survey.dimensions.codes(asked.field.code_list)}
            for asked in listed
        }

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of every question, in the order of the workbook."""
        return {asked.id: asked.label for asked in questions(self.inputs.survey)}

    def name(self, code: str) -> str:
        return str(self.inputs.frame["naam"].get(code, code))


def write_interviews(path: Path, out: Path, force: bool = False) -> tuple[Path, ...]:
    """Writes an interview guide (.docx) per municipality with answers into `out`.

    Raises `Problems` when `path` is no analysis workbook or was not checked yet, or when a file exists (unless
    `force`) or cannot be written.
    """
    with opened(path) as book:
        found = reviewed(book)
    return interviews(found, out, force)


def interviews(reviewed: Reviewed, out: Path, force: bool = False) -> tuple[Path, ...]:
    """As `write_interviews`, of what a workbook says."""
    targets = {code: _target(out, "gesprek", code, reviewed, ".docx") for code in reviewed.inputs.answers.index}
    refuse_existing(targets.values(), force)
    files = {}
    for code, target in targets.items():
        mine = reviewed.points[reviewed.points[CODE] == code]
        points = [(str(row["soort"]), _point(row, reviewed)) for row in mine.to_dict("records")]
        files[target] = interview_document(reviewed.definition, reviewed.naming(str(code), len(points)), points)
    write_all(files)
    return tuple(files)


def write_error_reports(path: Path, out: Path, letter: Letter, force: bool = False) -> tuple[Path, ...]:
    """Writes a letter per municipality with something to mend into `out`: .docx, and .txt to mail.

    Raises `Problems` as `write_interviews` does.
    """
    with opened(path) as book:
        found = reviewed(book)
    return error_reports(found, out, letter, force)


def error_reports(reviewed: Reviewed, out: Path, letter: Letter, force: bool = False) -> tuple[Path, ...]:
    """As `write_error_reports`, of what a workbook says."""
    findings = reviewed.inputs.findings.open
    asked = findings[to_ask(findings)]
    # also whose file could not be read: of that municipality there are no answers, and all the more to tell
    codes = sorted(set(asked[CODE]) & {*reviewed.inputs.answers.index, *reviewed.inputs.frame.index})
    files: dict[Path, bytes] = {}
    targets = {code: [_target(out, "foutrapport", code, reviewed, end) for end in (".docx", ".txt")] for code in codes}
    refuse_existing((target for pair in targets.values() for target in pair), force)
    for code, (document, text) in targets.items():
        points = _to_mend(asked[asked[CODE] == code], reviewed)
        naming = reviewed.naming(code, len(points))
        naming |= letter.naming(reviewed.definition, naming)
        files[document] = error_document(reviewed.definition, naming, points)
        files[text] = error_text(reviewed.definition, naming, points).encode("utf-8")
    write_all(files)
    return tuple(files)


def reviewed(book: xw.Book) -> Reviewed:
    """What the open workbook says of each municipality. Raises `Problems`: LETTERS_NOT_CHECKED, those of reading."""
    inputs = read_inputs(book)
    points = read_table(book, place.INTERVIEW_TABLE).reindex(columns=list(INTERVIEW))
    year = read_block(book, place.overview_cell(place.META_YEAR))[0][0]
    if points.empty and len(inputs.answers):
        raise Problems([Problem("LETTERS_NOT_CHECKED", Place(book.name, place.INTERVIEW_SHEET))])
    return Reviewed(inputs, points.astype(object).where(points.notna(), ""), f"{year:g}")


def _target(out: Path, kind: str, code: object, reviewed: Reviewed, suffix: str) -> Path:
    name = Path(file_name(str(code), reviewed.name(str(code)))).stem
    return out / f"{kind}_{name.partition('_')[2]}{suffix}"


def _to_mend(findings: pd.DataFrame, reviewed: Reviewed) -> list[Point]:
    """The points of a letter: the workbook as a whole, then sheet by sheet in the order of the workbook; on each errors
    first, then questions, then warnings. The same text on one sheet is one point.
    """
    columns = ["blad", "cel", "id", "regel", "tekst", "gevonden", "verwacht"]
    order = {question: number for number, question in enumerate(reviewed.labels)}
    ranked = findings.assign(ernstig=findings["ernst"].map(SEVERITY_ORDER), plaats=findings["id"].map(order))
    first = ranked.groupby("blad")["plaats"].transform("min")
    ranked = ranked.assign(eerst=first.where(ranked["blad"] != "", -1.0))
    ranked = ranked.sort_values(["eerst", "ernstig", "plaats"], kind="stable")
    points: dict[tuple[str, str], list[Spot]] = {}
    for finding in ranked[columns].to_numpy().tolist():
        sheet, text, spot = _seen(reviewed, *(str(part) for part in finding))
        points.setdefault((sheet, text), []).append(spot)
    return [Point(sheet, text, tuple(dict.fromkeys(spots))) for (sheet, text), spots in points.items()]


def _seen(
    reviewed: Reviewed, sheet: str, cell: str, question: str, rule: str, text: str, value: str, expected: str
) -> tuple[str, str, Spot]:
    """Sheet, what there is to look at, and where; what was found in no cell is the file, and that is the place then."""
    told = reviewed.named(to_respondent(rule, text))
    if rule.startswith(INTAKE) and not sheet:
        return "", told, Spot(value, "", "", expected)
    found, wanted = (DECIMAL.sub(r"\1,\2", part) for part in (value, expected))
    return sheet, told, Spot(cell, reviewed.label(question, rule), found, wanted)


def _point(row: Mapping[Hashable, object], reviewed: Reviewed) -> list[str]:
    where = ", ".join(str(part) for part in (row["blad"], row["cel"]) if part)
    about = str(row["vraag"]) if row["regel"] else ""  # a fixed topic is a question of its own
    topic = reviewed.labelled(about, str(row["regel"]), str(row["onderwerp"]))
    found = row["gevonden"] or (reviewed.answer(str(row[CODE]), str(row["vraag"])) if not row["regel"] else "")
    cells = (topic, where, found, row["verwacht"])
    return [_whole(row["volgorde"]), *(str(cell) for cell in cells), _whole(row["euro"])]


def _whole(value: object) -> str:
    """A number as people write it in Dutch, in whole units."""
    return f"{value:,.0f}".replace(",", ".") if isinstance(value, int | float) and value else ""
