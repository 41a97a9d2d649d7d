"""Collects filled workbooks into a new analysis workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from generator.analysis.build import build_analysis
from generator.analysis.content import AnalysisContent, Table, Value
from generator.analysis.layout import ANSWER_KEYS
from generator.ooxml.files import backup
from generator.survey.layout import layout
from templates import Place, Problem, Problems, Survey
from templates.columns import FINDINGS, PARAMETERS, SOURCES
from templates.parameters import in_force, parameter_row, plain
from templates.questions import question_ids
from xl_addin.checks import check, findings_table
from xl_addin.intake.collecting import Collected, collect, files_in
from xl_addin.use_cases.outputs import refuse_existing, write_all


class Overrides(NamedTuple):
    """Parameter values that a user gives, and the file they came from."""

    values: Mapping[str, str | float] = {}
    file: str = ""


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
) -> pd.DataFrame:
    """Writes the analysis workbook `out` and gives its findings (columns of `bevindingen.csv`).

    Without `year` the survey year is that of most workbooks; one of another year is a finding and is not collected.
    Raises `Problems` when nothing can be collected, when `out` exists (unless `force`) or cannot be written, and for
    overrides that are no parameters.
    """
    refuse_existing([out], force)
    files = files_in(paths)
    collected = collect(files, survey, frame, sample, year, progress)
    if not collected.sources:
        reasons = [Problem("NOTHING_COLLECTED", Place(", ".join(str(path) for path in paths)), {"aantal": len(files)})]
        raise Problems([*reasons, *(_as_problem(finding.gevonden, finding.tekst) for finding in collected.findings)])
    parameters = in_force(survey, collected.year, overrides.values, overrides.file)
    places = {name: (cell.sheet, cell.address) for name, cell in layout(survey).questions.items()}
    checked = check(collected.answers, survey, plain(parameters), places)
    findings = pd.concat([findings_table(collected.findings), checked], ignore_index=True)
    content = AnalysisContent(
        frame=_table(frame.reset_index()),
        sample=_table(sample.reset_index()) if sample is not None else Table(),
        answers=_answers(collected, survey, frame),
        sources=_sources(collected, now),
        parameters=Table(PARAMETERS, tuple(parameter_row(value) for value in parameters.values())),
        findings=_table(findings[list(FINDINGS)]),
        places=places,
        year=collected.year,
    )
    book = build_analysis(survey, content)
    if out.exists():
        backup(out)
    write_all({out: book})
    return findings


def _as_problem(file: str, text: str) -> Problem:
    return Problem("NOT_COLLECTED", Place(file), {"uitleg": text})


def _table(frame: pd.DataFrame) -> Table:
    rows = tuple(tuple(_plain(value) for value in row) for row in frame.astype(object).to_numpy().tolist())
    return Table(tuple(str(name) for name in frame.columns), rows)


def _answers(collected: Collected, survey: Survey, frame: pd.DataFrame) -> Table:
    ids = question_ids(survey)
    rows = tuple(
        (filled.code, str(frame.at[filled.code, "naam"]), *(filled.answers.get(name) for name in ids))
        for filled in collected.sources
    )
    return Table((*ANSWER_KEYS, *ids), rows)


def _sources(collected: Collected, now: dt.datetime) -> Table:
    moment = f"{now:%Y-%m-%d %H:%M}"
    rows = tuple((one.code, one.file, one.sha256, one.version, moment) for one in collected.sources)
    return Table(SOURCES, rows)


def _plain(value: object) -> Value:
    if value is None or value != value or value == "":
        return None
    return value.item() if hasattr(value, "item") else value  # type: ignore[return-value]
