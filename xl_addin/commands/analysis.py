"""The commands of the analysis workbook: read the lists, run the method, write the outputs. No arithmetic here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from generator.survey.layout import layout as survey_layout
from templates import Place, Problem, Problems, Survey, load_survey
from templates.columns import CODE, FINDINGS, FINDINGS_OF_PERSON, RESULTS
from templates.questions import question_ids
from xl_addin import __version__
from xl_addin.checks import check, findings_table, with_work_of_person
from xl_addin.checks.findings import Finding
from xl_addin.commands.book import BlockWrite, TableWrite, read_block, read_table, write
from xl_addin.commands.outcome import Outcome, needs_person
from xl_addin.commands.reporting import report_lines
from xl_addin.methods.result_tables import fill, indexed
from xl_addin.methods.study import Study, compute

STEPS = ("check", "allocate", "weight", "estimate", "fund", "time", "report")
RESULT_STEPS = ("estimate", "fund", "time")
INTAKE = "INTAKE_"
Change = TableWrite | BlockWrite


@dataclass(frozen=True)
class Inputs:
    """What stands in the book: the lists that a person may have changed, and the outputs of earlier steps."""

    survey: Survey
    frame: pd.DataFrame
    answers: pd.DataFrame
    parameters: Mapping[str, float | str]
    findings: pd.DataFrame
    results: pd.DataFrame


def run_steps(book: xw.Book, steps: Sequence[str], now: dt.datetime) -> Outcome:
    """Runs the steps in the order of the method and writes what they give; writing comes last.

    Findings are made anew at every run; the status and note of a person stay with their finding.
    """
    inputs = read_inputs(book)
    study = compute(inputs.answers, inputs.frame, inputs.parameters, inputs.survey.dimensions)
    findings = _findings(inputs, study)
    results = _results(inputs, study, steps)
    changes: list[Change] = [TableWrite(place.FINDINGS_TABLE, findings)]
    if "allocate" in steps:
        changes.append(TableWrite(place.COSTS_TABLE, study.costs))
    if "weight" in steps:
        changes.append(TableWrite(place.WEIGHTS_TABLE, study.weights))
    if set(RESULT_STEPS) & set(steps):
        changes.append(TableWrite(place.RESULTS_TABLE, results))
    if "report" in steps:
        changes.extend(_report(inputs, results, now))
    attention = needs_person(findings)
    outcome = Outcome(_message(steps, inputs, attention), attention)
    write(book, [*changes, *_status(inputs, outcome, now)])
    return outcome


def read_inputs(book: xw.Book) -> Inputs:
    """The lists of the book as the methods take them. Five reads, whatever the number of municipalities."""
    survey = load_survey(_survey_id(book))
    frame = read_table(book, place.FRAME_TABLE)
    if frame.empty:
        raise Problems([Problem("BOOK_WITHOUT_FRAME", Place(book.name, place.FRAME_SHEET))])
    answers = read_table(book, place.ANSWERS_TABLE).set_index(CODE)
    parameters = read_table(book, place.PARAMETERS_TABLE)
    findings = read_table(book, place.FINDINGS_TABLE).reindex(columns=[*FINDINGS, *FINDINGS_OF_PERSON])
    results = read_table(book, place.RESULTS_TABLE).reindex(columns=list(RESULTS))
    return Inputs(
        survey=survey,
        frame=_typed(frame.set_index(CODE)),
        answers=answers[answers.index.notna()].reindex(columns=list(question_ids(survey))),
        parameters=dict(parameters.dropna(subset=["waarde"])[[CODE, "waarde"]].itertuples(index=False)),
        findings=findings.astype(object).where(findings.notna(), "").astype(str),
        results=results,
    )


def _survey_id(book: xw.Book) -> str:
    row = place.META_CELLS[place.META_SURVEY]
    return str(read_block(book, place.Block(place.OVERVIEW, row, place.OVERVIEW_VALUE_COLUMN))[0][0])


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers as floats, text as text, a column at a time: a column is numeric when every filled cell is a number."""
    typed: dict[str, pd.Series] = {}
    for name in frame.columns:
        cells = frame[name]
        if name != "naam" and cells.dropna().map(lambda cell: isinstance(cell, int | float)).all():
            typed[name] = cells.astype(float)
        else:
            typed[name] = cells.astype(object).where(cells.notna(), "").astype(str)
    return pd.DataFrame(typed, index=frame.index)


def _findings(inputs: Inputs, study: Study) -> pd.DataFrame:
    places = {name: (cell.sheet, cell.address) for name, cell in survey_layout(inputs.survey).questions.items()}
    old = inputs.findings
    intake = old.loc[old["regel"].str.startswith(INTAKE), list(FINDINGS)]
    checked = check(inputs.answers, inputs.survey, inputs.parameters, places)
    noted = findings_table(_of_note(rule, code, values) for rule, code, values in study.notes.itertuples(index=False))
    return with_work_of_person(pd.concat([intake, checked, noted], ignore_index=True), old)


def _of_note(rule: str, code: str, values: Mapping[str, object]) -> Finding:
    problem = Problem(rule, values=values)
    return Finding(code, rule, problem.severity, problem.text(), gevonden=_shown(values))


def _shown(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _results(inputs: Inputs, study: Study, steps: Sequence[str]) -> pd.DataFrame:
    """The results of the steps asked for, and of those that ran before."""
    before = set(inputs.results["maat"].dropna())
    chosen = [
        table for step, table in study.stages.items() if step in steps or (len(table) and before & set(table["maat"]))
    ]
    return pd.concat(chosen, ignore_index=True) if chosen else study.results.iloc[:0]


def _report(inputs: Inputs, results: pd.DataFrame, now: dt.datetime) -> Iterable[Change]:
    found = indexed(results)
    for table in inputs.survey.tables:
        where, filled = place.result_place(table), fill(table, found)
        yield BlockWrite(where.block, filled.presented)
        yield BlockWrite(where.full, filled.full)
        lines = report_lines(table, found, inputs.answers, inputs.parameters, inputs.survey, now)
        yield BlockWrite(where.rests_on, [[line] for line in lines])


def _status(inputs: Inputs, outcome: Outcome, now: dt.datetime) -> Iterable[Change]:
    response = f"{len(inputs.answers)} van {len(inputs.frame)} gemeenten"
    texts = {
        place.STATUS_MESSAGE: outcome.message,
        place.STATUS_TIME: f"{now:%d-%m-%Y %H:%M}",
        place.STATUS_VERSION: f"Kostenonderzoek {__version__}",
        place.STATUS_RESPONSE: response,
    }
    for name, text in texts.items():
        yield BlockWrite(place.Block(place.OVERVIEW, place.STATUS_CELLS[name], place.OVERVIEW_VALUE_COLUMN), [[text]])


def _message(steps: Sequence[str], inputs: Inputs, attention: int) -> str:
    done = "alle stappen" if tuple(steps) == STEPS else ", ".join(steps)
    asked = f"{attention} bevindingen vragen aandacht" if attention else "geen open bevindingen"
    return f"Uitgevoerd: {done} voor {len(inputs.answers)} gemeenten; {asked}."
