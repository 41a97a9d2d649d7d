"""Rows that changed places, departments that each send a part, two codes in one cell, papers beside a survey."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.ooxml.sheet import parse_cell
from tests.hostile.conftest import SURVEY, Read, Sent, said
from tests.hostile.raw import Raw
from tests.hostile.test_submissions import received
from xl_addin.checks.findings import findings_table
from xl_addin.checks.interview import to_ask
from xl_addin.intake.filled import Filled
from xl_addin.intake.resubmission import own_answers
from xl_addin.use_cases.analysing import Overrides, collect_into
from xl_addin.use_cases.letters import Letter, write_error_reports
from xl_addin.use_cases.running import run

OWN = own_answers(SURVEY)
CODE, NAME = "alg.cbs_code", "alg.gemeente"
NOW = dt.datetime(2026, 11, 30, 12)


def rows_of(raw: Raw, names: Sequence[str]) -> list[int]:
    return [parse_cell(raw.spot(name)[1])[0] for name in names]


# --- sorted

TASKS = ("jaar.intake.inhuur", "jaar.voortgang.inhuur", "jaar.map.inhuur")
SORTED = {
    "two tasks": ("Jaarkosten", ((0, 1),)),
    "two tasks that stand apart": ("Jaarkosten", ((0, 2),)),
    "three tasks": ("Jaarkosten", ((0, 1), (1, 2))),
}


def tasks(raw: Raw) -> list[int]:
    """The rows of three tasks of the annual cost that the workbook has."""
    names = sorted(name for name in OWN if re.fullmatch(r"jaar\.\w+\.inhuur", name))
    return sorted(rows_of(raw, names))[:3]


@pytest.mark.parametrize("case", SORTED)
def test_rows_that_were_sorted_are_read_by_their_words(case: str, sent: Sent, read: Read, untouched: Filled) -> None:
    raw = Raw(sent.book)
    sheet, swaps = SORTED[case]
    rows = tasks(raw)
    for one, other in swaps:
        raw.swap(sheet, rows[one], rows[other])
    filled = read(raw.content())
    assert filled.answers == untouched.answers
    moved = {row for pair in swaps for row in pair}
    assert len(said(filled, "INTAKE_ROW_SORTED")) == len(moved)  # one per row


# --- departments


def part(book: bytes, keep: Sequence[str], answers: dict[str, str | float]) -> bytes:
    """The workbook with only some sheets of it answered."""
    raw = Raw(book)
    for name in answers:
        sheet, cell = raw.spot(name)
        if name in OWN and sheet not in keep:
            raw.put(sheet, cell, None)
    return raw.content()


def test_two_departments_that_each_send_a_part_are_put_together(sent: Sent, untouched: Filled, tmp_path: Path) -> None:
    answers = dict(untouched.answers)
    money = part(sent.book, ["Jaarkosten"], answers)
    rest = part(sent.book, [one for one in Raw(sent.book).sheets if one != "Jaarkosten"], answers)
    collected = received(sent, tmp_path, {"financien.xlsx": money, "sociaal.xlsx": rest})
    assert collected.answers.loc[sent.code].dropna().to_dict() == answers
    assert {one.status for one in collected.files} == {"telt mee"}
    assert "INTAKE_JOINED" in {one.regel for one in collected.findings}
    assert "INTAKE_CONTRADICTION" not in {one.regel for one in collected.findings}


def test_what_two_departments_say_otherwise_is_asked_one_by_one(sent: Sent, untouched: Filled, tmp_path: Path) -> None:
    answers = dict(untouched.answers)
    money = part(sent.book, ["Jaarkosten"], answers)
    raw = Raw(part(sent.book, [one for one in Raw(sent.book).sheets if one != "Jaarkosten"], answers))
    name = next(one for one in sorted(OWN) if one.startswith("jaar.") and isinstance(answers.get(one), float))
    raw.put(*raw.spot(name), 98_765)
    collected = received(sent, tmp_path, {"financien.xlsx": money, "sociaal.xlsx": raw.content()})
    got = collected.answers.loc[sent.code].dropna().to_dict()
    assert got == {**answers, name: "onbekend"}
    (told,) = [one for one in collected.findings if one.regel == "INTAKE_CONTRADICTION"]
    assert (told.id, told.code) == (name, sent.code)


def test_a_whole_file_after_a_part_replaces_it(sent: Sent, untouched: Filled, tmp_path: Path) -> None:
    money = part(sent.book, ["Jaarkosten"], dict(untouched.answers))
    files = {"a_deel.xlsx": money, "b_heel.xlsx": sent.book}
    collected = received(sent, tmp_path, files, {"a_deel.xlsx": 1_600_000_000.0, "b_heel.xlsx": 1_700_000_000.0})
    assert collected.answers.loc[sent.code].dropna().to_dict() == dict(untouched.answers)
    assert {one.file: one.status for one in collected.files} == {"a_deel.xlsx": "vervangen", "b_heel.xlsx": "telt mee"}


# --- two codes in one cell


@pytest.mark.parametrize("typed", ["{} en GM0002", "GM0002/{}", "{} GM0002 (regio)"])
@pytest.mark.parametrize("by", ["file name", "name cell"])
def test_two_codes_are_a_finding_of_the_municipality_that_is_pointed_at(
    typed: str, by: str, sent: Sent, tmp_path: Path
) -> None:
    raw = Raw(sent.book)
    raw.put(*raw.spot(CODE), typed.format(sent.code))
    name = f"vragenlijst_{sent.code}.xlsx" if by == "file name" else "vragenlijst.xlsx"
    other = next(code for code in sent.books if code != sent.code)
    collected = received(sent, tmp_path, {name: raw.content(), "ander.xlsx": sent.books[other]})
    (told,) = [one for one in collected.findings if one.gevonden == name]
    assert (told.code, told.regel) == (sent.code, "INTAKE_CODE_UNCLEAR")
    assert bool(to_ask(findings_table([told])).iloc[0])
    assert list(collected.answers.index) == [other]


# --- papers beside the survey

PAPERS = {
    "getekend.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "scan.jpg": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20,
    "brief.txt": b"Geachte heer, hierbij de vragenlijst.\n" * 20,
}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_beside_a_survey_that_counts_is_no_question(paper: str, sent: Sent, tmp_path: Path) -> None:
    name = f"{sent.code}_{paper}"
    collected = received(sent, tmp_path, {f"{sent.code}.xlsx": sent.book, name: PAPERS[paper]})
    (told,) = [one for one in collected.findings if one.gevonden == name]
    assert (told.code, told.regel, told.ernst) == (sent.code, "INTAKE_BESIDE", "waarschuwing")
    assert not to_ask(findings_table([told])).any()


@pytest.mark.parametrize("paper", PAPERS)
def test_without_a_survey_it_is_a_question(paper: str, sent: Sent, tmp_path: Path) -> None:
    other = next(code for code in sent.books if code != sent.code)
    collected = received(sent, tmp_path, {"ander.xlsx": sent.books[other], f"{sent.code}_{paper}": PAPERS[paper]})
    (told,) = [one for one in collected.findings if one.gevonden.endswith(paper)]
    assert told.code == sent.code
    assert to_ask(findings_table([told])).all()


# --- letters


def test_a_letter_says_nothing_twice_and_nothing_of_files_that_no_longer_count(sent: Sent, tmp_path: Path) -> None:
    folder, out = tmp_path / "terug", tmp_path / "analyse.xlsx"
    folder.mkdir()
    early, late = Raw(sent.book), Raw(sent.book)
    early.put(*early.spot("vol.asiel.begeleid"), "12.500")
    for name in ("jaar.intake.inhuur", "jaar.intake.uitbesteding"):
        late.put(*late.spot(name), "500 uur")
    files = {f"{sent.code}_oud.xlsx": early.content(), f"{sent.code}_nieuw.xlsx": late.content()}
    files |= {f"{sent.code}_getekend.pdf": PAPERS["getekend.pdf"], f"{sent.code}_kopie.xlsx": late.content()}
    for at, (name, content) in enumerate(files.items()):
        (folder / name).write_bytes(content)
        moment = 1_600_000_000 + at

        os.utime(folder / name, (moment, moment))
    collect_into([folder], SURVEY, sent.frame, None, Overrides(), out, NOW)
    run(out, ("check",), "file", NOW)
    letters = write_error_reports(out, tmp_path / "brieven", Letter(NOW.date(), NOW.date()))
    (text,) = [path.read_text(encoding="utf-8") for path in letters if path.suffix == ".txt"]
    assert "500 uur" in text
    for absent in ("12.500", "getekend", "_oud", "kopie"):
        assert absent not in text
    sentences = [line.strip() for line in text.splitlines() if len(line.strip()) > 40]
    assert len(sentences) == len(set(sentences))
