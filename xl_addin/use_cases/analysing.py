"""Collects filled workbooks into a new analysis workbook."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import xlwings as xw

from generator.analysis.build import build_analysis
from generator.analysis.content import AnalysisContent, table_of
from generator.analysis.layout import (
    ANSWER_KEYS,
    ANSWERS_TABLE,
    CORRECTIONS_SHEET,
    CORRECTIONS_TABLE,
    EXCLUSIONS_SHEET,
    EXCLUSIONS_TABLE,
    FINDINGS_TABLE,
    FRAME_TABLE,
    INSTRUMENTS_SHEET,
    INSTRUMENTS_TABLE,
    LIST_OF_TABLE,
    PARAMETERS_TABLE,
    RESEARCH_LISTS,
    SAMPLE_TABLE,
    SCENARIOS_SHEET,
    SCENARIOS_TABLE,
    SOLVED_SHEET,
    SOLVED_TABLE,
    SOURCES_TABLE,
)
from generator.lint import refuse_defects
from generator.ooxml.files import backup, refuse_full, refuse_open
from generator.ooxml.lite import has_lite_files
from generator.ooxml.sheet import address
from generator.survey.layout import layout
from generator.survey.reference_pages import parameters_hash
from templates import Place, Problem, Problems, Survey
from templates.columns import CODE, FINDINGS_NAMED, PARAMETERS
from templates.folders import survey_home
from templates.parameters import ParameterInForce, in_force, parameter_row, plain
from templates.questions import question_ids
from xl_addin.books.location import file_of
from xl_addin.books.refilling import has_layout, refill
from xl_addin.checks import Living, check_all, findings_table, fitted, reconciled
from xl_addin.checks.findings import Finding, named
from xl_addin.intake.collecting import Collected, changed_since, collect, files_in, unread_folders
from xl_addin.intake.corrections import corrected
from xl_addin.intake.filled import Filled
from xl_addin.intake.recomputing import differing_results
from xl_addin.intake.resuming import folder_beside, forget
from xl_addin.intake.typed_edits import frame_with_work, typed_answers, vanished
from xl_addin.use_cases.carrying_over import (
    Work,
    earlier_work,
    parameters_with_work,
    sample_with_work,
    with_own_columns,
    work_in,
)
from xl_addin.use_cases.lite import with_buttons
from xl_addin.use_cases.outputs import refuse_existing, write_all
from xl_addin.use_cases.refilling import Unfit, refilled
from xl_addin.use_cases.source_log import FRAME_FILE, made_from, same_files, source_log


class Overrides(NamedTuple):
    """Parameter values that a user gives, and the file they came from."""

    values: Mapping[str, str | float] = {}
    file: str = ""


class Collection(NamedTuple):
    """The findings of a collection (columns of `bevindingen.csv`), and the copy of the workbook that stood there."""

    findings: pd.DataFrame
    backup: Path | None


def collect_into(
    paths: Sequence[Path],
    survey: Survey,
    frame: pd.DataFrame,
    sample: pd.DataFrame | None,
    overrides: Overrides,
    out: Path,
    now: dt.datetime,
    year: int | None = None,
    force: bool = False,
    progress: Callable[[Path], None] = lambda _: None,
    lite: bool = False,
    inputs: Mapping[str, Path] = {},
) -> Collection:
    """Writes the analysis workbook `out`. One that stood there is copied to `backup/` beside it and then keeps all of a
    person's work: only its lists change. It is built anew where it was made for another version, and a finding says so.

    Without `year` the survey year is that of most workbooks; one of another year is a finding and is not collected.
    What was read is kept beside `out` until that is written, so that a second start after a stop goes on from there.
    Raises `Problems` when nothing can be collected, when `out` exists (unless `force`) or cannot be written, and for
    overrides that are no parameters. `inputs` are the files that frame, sample and overrides came from, for the log
    (`xl_addin.use_cases.source_log`).
    """
    refuse_existing([out], force)
    refuse_open(out)
    refuse_full(out.parent, Path(tempfile.gettempdir()))
    earlier = earlier_work(out, survey)
    same_frame = made_from(earlier.of(SOURCES_TABLE), FRAME_FILE, inputs.get(FRAME_FILE))
    known = frame_with_work(frame, earlier.of(FRAME_TABLE), same_frame)
    study = _Study(survey, known.frame, sample, overrides, inputs, now, out)
    made = _made(_collected(paths, study, earlier, known.findings, year, progress))
    kept = backup(out) if out.exists() else None
    write_all(
        {out: with_buttons(made.book, survey_home(survey.id)) if lite and not has_lite_files(made.book) else made.book}
    )
    forget(folder_beside(out))
    return Collection(made.findings, kept)


def collect_in(
    book: xw.Book,
    paths: Sequence[Path],
    survey: Survey,
    frame: pd.DataFrame,
    sample: pd.DataFrame | None,
    overrides: Overrides,
    year: int,
    now: dt.datetime,
    progress: Callable[[Path], None] = lambda _: None,
) -> pd.DataFrame:
    """Fills the lists of the open workbook with what came back, as `collect_into` does on its file; gives the findings.

    Everything is read and judged first and written last; where a write fails, what was written is put back.
    Raises `Problems`: NOTHING_COLLECTED, BOOK_OTHER_LAYOUT for a workbook of another version, and those of `refill`.
    """
    out = file_of(book)
    if not has_layout(book, survey, year):
        raise Problems([Problem("BOOK_OTHER_LAYOUT", Place(book.name))])
    study = _Study(survey, frame, sample, overrides, {}, now, out)
    material = _collected(paths, study, work_in(book, survey), (), year, progress)
    found = _findings(material)
    refill(book, survey, _lists(material, found))
    forget(folder_beside(out))
    return found.open


def _collected(
    paths: Sequence[Path],
    study: _Study,
    earlier: Work,
    told: Sequence[Finding],
    year: int | None,
    progress: Callable[[Path], None] = lambda _: None,
) -> _Material:
    """What the files give, beside the work that stands. Raises `Problems` (NOTHING_COLLECTED) where none counts."""
    files = tuple(path for path in files_in(paths) if path.resolve() != study.out.resolve())
    keep_in = folder_beside(study.out)
    collected = collect(files, study.survey, study.frame, study.sample, year, progress, keep_in)
    if not collected.sources:
        reasons = [Problem("NOTHING_COLLECTED", Place(", ".join(str(path) for path in paths)), {"aantal": len(files)})]
        raise Problems([*reasons, *(_as_problem(finding.gevonden, finding.tekst) for finding in collected.findings)])
    return _material(collected, study, earlier, (*told, *unread_folders(paths)))


class _Study(NamedTuple):
    """What a collection is made with, besides what came in."""

    survey: Survey
    frame: pd.DataFrame
    sample: pd.DataFrame | None
    overrides: Overrides
    inputs: Mapping[str, Path]
    now: dt.datetime
    out: Path


class _Material(NamedTuple):
    """What an analysis workbook is made of: what came in, what it is judged by, and a person's work in the one before.

    `values` is the list of parameters with a person's values; `told`, what was found while all this was put together.
    """

    study: _Study
    collected: Collected
    earlier: Work
    parameters: Mapping[str, ParameterInForce]
    values: pd.DataFrame
    corrections: pd.DataFrame
    answers_were_typed: bool
    log: pd.DataFrame
    told: tuple[Finding, ...]


class _Made(NamedTuple):
    """The analysis workbook, and the findings in it that are open."""

    book: bytes
    findings: pd.DataFrame


def _made(material: _Material) -> _Made:
    """The workbook that stands there with the collection in it; a new one where there is none, or it does not fit."""
    survey, out = material.study.survey, material.study.out
    found = _findings(material)
    if material.earlier.tables:
        try:
            return _Made(refilled(out, survey, material.collected.year, _lists(material, found)), found.open)
        except Unfit as unfit:
            found = _findings(material, unfit.finding)
    book = build_analysis(survey, _content(material, found))
    refuse_defects(book, out.name)
    return _Made(book, found.open)


def _material(collected: Collected, study: _Study, earlier: Work, told: Sequence[Finding]) -> _Material:
    survey, answers = study.survey, earlier.of(ANSWERS_TABLE)
    parameters = in_force(survey, collected.year, study.overrides.values, study.overrides.file)
    values = _parameters(survey, collected.year, study.overrides, parameters, earlier)
    same = same_files(collected, earlier.of(SOURCES_TABLE))
    typed = typed_answers(collected.answers, answers, same, earlier.of(CORRECTIONS_TABLE), _places(survey))
    gone = vanished(_codes(answers), [filled.code for filled in collected.sources])
    return _Material(
        study,
        collected,
        earlier,
        parameters,
        values,
        _corrections(earlier, typed.corrections, study.now),
        len(typed.corrections) > 0,
        source_log(collected, study.inputs, earlier.of(SOURCES_TABLE), study.now),
        (*told, *typed.findings, *gone),
    )


def _places(survey: Survey) -> dict[str, tuple[str, str]]:
    return {name: (cell.sheet, cell.address) for name, cell in layout(survey).questions.items()}


def _findings(material: _Material, *more: Finding) -> Living:
    """All findings on what came in, with what a person wrote to those of before."""
    collected, study, earlier, parameters = material.collected, material.study, material.earlier, material.parameters
    survey, places = study.survey, _places(study.survey)
    in_use = {**plain(parameters), **dict(zip(material.values[CODE], material.values["waarde"], strict=True))}
    decided = corrected(collected.answers, material.corrections, survey, _in_corrections)
    checked = check_all(decided.answers, survey, in_use, places, study.frame)
    differing = differing_results(
        collected.sources, collected.answers, plain(parameters), parameters_hash(parameters), survey
    )
    changed = changed_since(collected, earlier.of(SOURCES_TABLE), earlier.of(ANSWERS_TABLE), survey)
    intake = findings_table((*collected.findings, *changed, *differing, *material.told, *more, *decided.findings))
    return reconciled(pd.concat([intake, checked], ignore_index=True), earlier.findings, study.now.date())


def _in_corrections(row: object, column: str) -> tuple[str, str]:
    """Where a correction stands in the list: the index of a list that was read counts its rows."""
    listed = LIST_OF_TABLE[CORRECTIONS_TABLE]
    at = listed.columns.index(column) + 1 if column in listed.columns else 1
    return listed.sheet, address(listed.first_row + int(str(row)), at)


def _lists(material: _Material, living: Living) -> dict[str, pd.DataFrame]:
    """The lists that a new collection changes in a workbook that stands, without the columns of a person's own."""
    study, earlier = material.study, material.earlier
    names = study.frame["naam"].to_dict()
    lists = {
        FRAME_TABLE: study.frame.reset_index(),
        ANSWERS_TABLE: _answers(material.collected, study.survey, study.frame),
        SOURCES_TABLE: material.log,
        PARAMETERS_TABLE: material.values[list(PARAMETERS)],
        FINDINGS_TABLE: named(fitted(living.open, earlier.findings.open.columns), names, study.survey),
        SOLVED_TABLE: named(fitted(living.solved, earlier.findings.solved.columns), names, study.survey),
    }
    if material.answers_were_typed:
        lists[CORRECTIONS_TABLE] = material.corrections
    if study.sample is not None:
        drawn = study.sample.reset_index()
        joined = sample_with_work(drawn, earlier.of(SAMPLE_TABLE))
        lists[SAMPLE_TABLE] = joined[[name for name in joined.columns if name in drawn.columns or name == "status"]]
    return lists


def _content(material: _Material, living: Living) -> AnalysisContent:
    """The lists of a new workbook, a person's own work among them."""
    study, earlier = material.study, material.earlier
    told = living.open.assign(**dict.fromkeys(FINDINGS_NAMED, ""))
    drawn = None if study.sample is None else study.sample.reset_index()
    answers = _answers(material.collected, study.survey, study.frame)
    return AnalysisContent(
        frame=table_of(with_own_columns(study.frame.reset_index(), earlier.of(FRAME_TABLE))),
        sample=table_of(sample_with_work(drawn, earlier.of(SAMPLE_TABLE))),
        answers=table_of(with_own_columns(answers, earlier.of(ANSWERS_TABLE))),
        sources=table_of(material.log),
        parameters=table_of(material.values),
        findings=table_of(named(told, study.frame["naam"].to_dict(), study.survey)),
        places=_places(study.survey),
        year=material.collected.year,
        more={
            SOLVED_SHEET: table_of(living.solved),
            CORRECTIONS_SHEET: table_of(material.corrections),
            EXCLUSIONS_SHEET: table_of(earlier.of(EXCLUSIONS_TABLE)),
            INSTRUMENTS_SHEET: table_of(earlier.of(INSTRUMENTS_TABLE)),
            SCENARIOS_SHEET: table_of(earlier.of(SCENARIOS_TABLE)),
            **{LIST_OF_TABLE[name].sheet: table_of(earlier.of(name)) for name in RESEARCH_LISTS},
        },
    )


def _corrections(earlier: Work, typed: pd.DataFrame, now: dt.datetime) -> pd.DataFrame:
    """The corrections that stood there, and below them those made of answers that were typed over."""
    there = earlier.of(CORRECTIONS_TABLE)
    if typed.empty:
        return there
    return (
        pd.concat([there, typed.assign(datum=now.date())], ignore_index=True)
        if len(there)
        else typed.assign(datum=now.date())
    )


def _codes(answers: pd.DataFrame) -> list[str]:
    return [str(code) for code in answers[CODE].dropna()] if CODE in answers else []


def _as_problem(file: str, text: str) -> Problem:
    return Problem("NOT_COLLECTED", Place(file), {"uitleg": text})


def _name(filled: Filled, frame: pd.DataFrame) -> str:
    """The name in the frame; of a body that answers beside the municipalities the name it gave."""
    if filled.code in frame.index:
        return str(frame.at[filled.code, "naam"])
    return str(filled.answers.get("alg.gemeente") or filled.code)


def _answers(collected: Collected, survey: Survey, frame: pd.DataFrame) -> pd.DataFrame:
    ids = question_ids(survey)
    rows = [
        (filled.code, _name(filled, frame), *(filled.answers.get(name) for name in ids)) for filled in collected.sources
    ]
    return pd.DataFrame(rows, columns=[*ANSWER_KEYS, *ids], dtype=object)


def _parameters(
    survey: Survey, year: int, overrides: Overrides, parameters: Mapping[str, ParameterInForce], earlier: Work
) -> pd.DataFrame:
    new = pd.DataFrame([parameter_row(one) for one in parameters.values()], columns=list(PARAMETERS), dtype=object)
    usual = plain(in_force(survey, year))
    return parameters_with_work(new, earlier.of(PARAMETERS_TABLE), usual, list(overrides.values))
