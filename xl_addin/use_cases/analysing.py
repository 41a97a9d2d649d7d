"""Collects filled workbooks into a new analysis workbook."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from generator.analysis.build import build_analysis
from generator.analysis.content import AnalysisContent, Table, Value
from generator.analysis.layout import (
    ANSWER_KEYS,
    ANSWERS_TABLE,
    CORRECTIONS_SHEET,
    CORRECTIONS_TABLE,
    EXCLUSIONS_SHEET,
    EXCLUSIONS_TABLE,
    FRAME_TABLE,
    PARAMETERS_TABLE,
    SAMPLE_TABLE,
    SOLVED_SHEET,
    SOURCES_TABLE,
)
from generator.lint import refuse_defects
from generator.ooxml.files import backup, refuse_full, refuse_open
from generator.survey.layout import layout
from generator.survey.reference_pages import parameters_hash
from templates import Place, Problem, Problems, Survey
from templates.columns import CODE, PARAMETERS, SOURCES
from templates.parameters import ParameterInForce, in_force, parameter_row, plain
from templates.questions import question_ids
from xl_addin import __version__
from xl_addin.checks import Living, check_all, findings_table, reconciled
from xl_addin.intake.collecting import COUNTS, REPLACED, Collected, changed_since, collect, files_in
from xl_addin.intake.corrections import corrected
from xl_addin.intake.recomputing import differing_results
from xl_addin.intake.resuming import folder_beside, forget
from xl_addin.use_cases.carrying_over import (
    Work,
    earlier_work,
    parameters_with_work,
    sample_with_work,
    with_own_columns,
)
from xl_addin.use_cases.lite import with_buttons
from xl_addin.use_cases.outputs import refuse_existing, write_all


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
) -> Collection:
    """Writes the analysis workbook `out`; one that stood there is kept in `backup/` beside it.

    Without `year` the survey year is that of most workbooks; one of another year is a finding and is not collected.
    What was read is kept beside `out` until that is written, so that a second start after a stop goes on from there.
    Raises `Problems` when nothing can be collected, when `out` exists (unless `force`) or cannot be written, and for
    overrides that are no parameters.
    """
    refuse_existing([out], force)
    refuse_open(out)
    refuse_full(out.parent, Path(tempfile.gettempdir()))
    files = files_in(paths)
    collected = collect(files, survey, frame, sample, year, progress, folder_beside(out))
    if not collected.sources:
        reasons = [Problem("NOTHING_COLLECTED", Place(", ".join(str(path) for path in paths)), {"aantal": len(files)})]
        raise Problems([*reasons, *(_as_problem(finding.gevonden, finding.tekst) for finding in collected.findings)])
    parameters = in_force(survey, collected.year, overrides.values, overrides.file)
    earlier = earlier_work(out)
    values = _parameters(survey, collected.year, overrides, parameters, earlier)
    living = _findings(collected, survey, frame, parameters, values, earlier, now)
    book = build_analysis(survey, _content(collected, survey, frame, sample, values, living, earlier, now))
    refuse_defects(book, out.name)
    kept = backup(out) if out.exists() else None
    write_all({out: with_buttons(book) if lite else book})
    forget(folder_beside(out))
    return Collection(living.open, kept)


def _places(survey: Survey) -> dict[str, tuple[str, str]]:
    return {name: (cell.sheet, cell.address) for name, cell in layout(survey).questions.items()}


def _findings(
    collected: Collected,
    survey: Survey,
    frame: pd.DataFrame,
    parameters: Mapping[str, ParameterInForce],
    values: pd.DataFrame,
    earlier: Work,
    now: dt.datetime,
) -> Living:
    """All findings on what came in, with what a person wrote to those of before."""
    places = _places(survey)
    in_use = {**plain(parameters), **dict(zip(values[CODE], values["waarde"], strict=True))}
    decided = corrected(collected.answers, earlier.of(CORRECTIONS_TABLE), survey, places)
    checked = check_all(decided.answers, survey, in_use, places, frame)
    differing = differing_results(
        collected.sources, collected.answers, plain(parameters), parameters_hash(parameters), survey.dimensions
    )
    changed = changed_since(collected, earlier.of(SOURCES_TABLE), earlier.of(ANSWERS_TABLE))
    told = findings_table((*collected.findings, *changed, *differing, *decided.findings))
    return reconciled(pd.concat([told, checked], ignore_index=True), earlier.findings, now.date())


def _content(
    collected: Collected,
    survey: Survey,
    frame: pd.DataFrame,
    sample: pd.DataFrame | None,
    values: pd.DataFrame,
    living: Living,
    earlier: Work,
    now: dt.datetime,
) -> AnalysisContent:
    """The lists of the new workbook, a person's own work among them."""
    drawn = None if sample is None else sample.reset_index()
    return AnalysisContent(
        frame=_table(with_own_columns(frame.reset_index(), earlier.of(FRAME_TABLE))),
        sample=_table(sample_with_work(drawn, earlier.of(SAMPLE_TABLE))),
        answers=_table(with_own_columns(_answers(collected, survey, frame), earlier.of(ANSWERS_TABLE))),
        sources=_table(_sources(collected, earlier.of(SOURCES_TABLE), now)),
        parameters=_table(values),
        findings=_table(living.open),
        places=_places(survey),
        year=collected.year,
        more={
            SOLVED_SHEET: _table(living.solved),
            CORRECTIONS_SHEET: _table(earlier.of(CORRECTIONS_TABLE)),
            EXCLUSIONS_SHEET: _table(earlier.of(EXCLUSIONS_TABLE)),
        },
    )


LAST = "~"


def _as_problem(file: str, text: str) -> Problem:
    return Problem("NOT_COLLECTED", Place(file), {"uitleg": text})


def _table(frame: pd.DataFrame) -> Table:
    rows = tuple(tuple(_plain(value) for value in row) for row in frame.astype(object).to_numpy().tolist())
    return Table(tuple(str(name) for name in frame.columns), rows)


def _answers(collected: Collected, survey: Survey, frame: pd.DataFrame) -> pd.DataFrame:
    ids = question_ids(survey)
    rows = [
        (filled.code, str(frame.at[filled.code, "naam"]), *(filled.answers.get(name) for name in ids))
        for filled in collected.sources
    ]
    return pd.DataFrame(rows, columns=[*ANSWER_KEYS, *ids], dtype=object)


def _parameters(
    survey: Survey, year: int, overrides: Overrides, parameters: Mapping[str, ParameterInForce], earlier: Work
) -> pd.DataFrame:
    new = pd.DataFrame([parameter_row(one) for one in parameters.values()], columns=list(PARAMETERS), dtype=object)
    usual = plain(in_force(survey, year))
    return parameters_with_work(new, earlier.of(PARAMETERS_TABLE), usual, list(overrides.values))


def _sources(collected: Collected, before: pd.DataFrame, now: dt.datetime) -> pd.DataFrame:
    """The log of files: those of now, and those that counted in an earlier collection and are replaced."""
    moment = f"{now:%Y-%m-%d %H:%M}"
    files = sorted(collected.files, key=lambda one: (one.code or LAST, one.status != COUNTS, one.file))
    rows = [
        (one.code, one.file, one.sha256, one.version, moment, one.status, one.reason, one.modified, __version__)
        for one in files
    ]
    log = pd.DataFrame(rows, columns=list(SOURCES), dtype=object)
    if before.empty:
        return log
    codes = [filled.code for filled in collected.sources]
    gone = before[before[CODE].isin(codes) & ~before["sha256"].isin(log["sha256"])].assign(status=REPLACED)
    return pd.concat([log, gone.reindex(columns=list(SOURCES))], ignore_index=True)


def _plain(value: object) -> Value:
    if value is None or value != value or value == "":
        return None
    return value.item() if hasattr(value, "item") else value  # type: ignore[return-value]
