"""The commands of the analysis workbook: read the lists, run the method, write the outputs. No arithmetic here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import xlwings as xw

from generator.analysis import layout as place
from generator.analysis.marking import layout_mark
from templates import Place, Problem, Problems, Survey, load_survey
from templates.analysis import analysis_texts
from templates.columns import (
    CODE,
    CORRECTIONS,
    EXCLUSIONS,
    FINDINGS,
    FINDINGS_OF_PERSON,
    RESULTS,
    SAMPLE,
    SOLVED,
    SOLVED_ON,
)
from templates.commands import with_function
from templates.following import untied
from templates.questions import limits, question_ids
from templates.report import MOST_KEY_FIGURES, load_report
from templates.schema import ResultTable
from templates.wording import in_words
from xl_addin import __version__
from xl_addin.books.book import BlockWrite, TableWrite, place_in_table, read_blocks, read_table, write
from xl_addin.books.chances import drawn_chances
from xl_addin.books.derived_salaries import derived_line, derived_scales
from xl_addin.books.findings import review
from xl_addin.books.funding_pages import funding_pages
from xl_addin.books.insight_pages import relations_page, weighing_page
from xl_addin.books.list_looks import struck_through
from xl_addin.books.lists import refuse_uncalculated, refuse_wrong_codes, refuse_wrong_lists
from xl_addin.books.missing_page import missing_page
from xl_addin.books.origin import origin_list
from xl_addin.books.outcome import Outcome, needs_person
from xl_addin.books.own_columns import with_own_columns
from xl_addin.books.person_lists import below, read_list
from xl_addin.books.reporting import Changed, common_lines, resting
from xl_addin.books.research import research
from xl_addin.books.tidying import (
    STATUS,
    strange_exclusions,
    strange_statuses,
    tidy_answers,
    tidy_frame,
    tidy_parameters,
    tidy_status,
    told_problems,
    with_codes,
)
from xl_addin.books.time_page import cash_list, time_page
from xl_addin.books.typed_parameters import Typed, typed_findings, typed_line, typed_over
from xl_addin.checks import Living, day_of, fitted
from xl_addin.checks.findings import Finding, named, shown
from xl_addin.intake.corrections import corrected
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.answers.exclusions import without_excluded
from xl_addin.methods.costs.allocation import only_edge_totals
from xl_addin.methods.estimates.missing_view import Left
from xl_addin.methods.sample.disclosure import minimum_of, protected
from xl_addin.methods.sample.response import STATUSES, response_rows
from xl_addin.methods.study import Study, compute
from xl_addin.methods.tables.key_messages import message
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.notes import as_table as note_table
from xl_addin.methods.tables.result_tables import FilledTable, Found, fill, indexed
from xl_addin.methods.tables.results import Rows, as_table

STEPS = ("check", "allocate", "weight", "estimate", "fund", "time", "tables")
RESULT_STEPS = ("estimate", "fund", "time")
RECEIVED = "ja"
NOISE = 1e-6
"""Euros: an amount closer to 0 than this is what adding up in binary leaves."""
Change = TableWrite | BlockWrite
BELOW = (place.FRAME_TABLE, place.SAMPLE_TABLE, place.CORRECTIONS_TABLE, place.EXCLUSIONS_TABLE, place.PARAMETERS_TABLE)
"""Lists of which is told what stands below them and is no row."""


@dataclass(frozen=True)
class Inputs:
    """What stands in the book: the lists that a person may have changed, and the outputs of earlier steps."""

    survey: Survey
    frame: pd.DataFrame
    answers: pd.DataFrame
    parameters: Mapping[str, float | str]
    findings: Living
    results: pd.DataFrame
    sample: pd.DataFrame
    corrections: pd.DataFrame
    exclusions: pd.DataFrame
    answer_list: pd.DataFrame
    sources: pd.DataFrame
    year: int
    told: tuple[Finding, ...] = ()
    chances: pd.Series | None = None
    typed: tuple[Typed, ...] = ()
    dated: bool = True
    """Whether it has cells formatted for moments and days; one made before 0.2.0 shows them as text."""


def run_steps(book: xw.Book, steps: Sequence[str], now: dt.datetime) -> Outcome:
    """Runs the steps in the order of the method and writes what they give; writing comes last.

    Findings are made anew at every run; the status and note of a person stay with their finding.
    """
    inputs = read_inputs(book)
    survey, costed = inputs.survey, bool(inputs.survey.dimensions.tasks)
    answers = corrected(inputs.answers, inputs.corrections, survey, correction_cell(book))
    counted = without_excluded(answers.answers, inputs.exclusions, survey.dimensions)
    of = (counted.answers, inputs.frame, inputs.parameters, survey.dimensions)
    study = compute(*of, inputs.year, limits(survey), chances=inputs.chances)
    further = research(book, study, read_answers(counted.answers, limits(survey)))
    for stage, rows in further.rows.items():
        study = with_rows(study, stage, rows)
    told = note_table((*_untied(inputs), *further.notes))
    notes = pd.concat([study.notes, told], ignore_index=True)
    excluded = strange_exclusions(book, inputs.exclusions, counted.notes)
    found = review(answers, study, notes, replace(inputs, told=(*inputs.told, *excluded)), now.date())
    study = with_response(study, found.response)
    results = as_shown(_results(inputs, study, steps), survey, inputs.parameters)
    names, before = inputs.frame["naam"].to_dict(), inputs.findings
    changes: list[Change] = [
        TableWrite(place.FINDINGS_TABLE, named(fitted(found.findings.open, before.open.columns), names, survey)),
        TableWrite(place.SOLVED_TABLE, named(_solved(found.findings.solved, inputs), names, survey)),
        TableWrite(place.INTERVIEW_TABLE, found.interview),
        TableWrite(place.RESPONSE_TABLE, found.response),
    ]
    if costed:
        changes.extend(_step_changes(inputs, study, results, steps))
        changes.extend(further.changes(steps, survey))
    if set(RESULT_STEPS) & set(steps):
        changes.append(TableWrite(place.RESULTS_TABLE, results))
    if "tables" in steps:
        if costed:
            changes.append(TableWrite(place.ORIGIN_TABLE, _origins(inputs, study, answers.answers)))
        changes.extend(
            _report(inputs, counted.answers, answers.applied, results, now, study.missing.left if study.missing else ())
        )
    attention = needs_person(found.findings.open)
    outcome = Outcome(_message(steps, inputs, attention), attention)
    write(book, with_own_columns(book, [*changes, *_status(inputs, outcome, now)]))
    return outcome


def correction_cell(book: xw.Book) -> Callable[[object, str], tuple[str, str]]:
    """Where a row and column of the list of corrections stand in the book."""

    def at(row: object, column: str) -> tuple[str, str]:
        found = place_in_table(book, place.CORRECTIONS_TABLE, int(str(row)), column)
        return found.sheet, found.cell

    return at


def _step_changes(inputs: Inputs, study: Study, results: pd.DataFrame, steps: Sequence[str]) -> Iterable[Change]:
    """The lists and pages of a survey that asks for costs, of each step but the result tables."""
    survey, frame = inputs.survey, inputs.frame
    if "allocate" in steps:
        yield TableWrite(place.COSTS_TABLE, study.costs)
    if "weight" in steps:
        yield TableWrite(place.WEIGHTS_TABLE, study.weights)
        yield from weighing_page(study.insight, frame, survey)
    if "fund" in steps:
        yield from funding_pages(study.municipalities, results, frame, inputs.parameters, survey)
    if "estimate" in steps:
        if study.missing:
            yield from missing_page(study.missing, results, frame, survey)
        yield from relations_page(study.insight, study.results, frame, survey)
    if "time" in steps:
        yield TableWrite(place.CASH_TABLE, cash_list(study.cash, frame))
        yield from time_page(study.stages["time"], study.cash, frame, inputs.parameters, survey)


def _untied(inputs: Inputs) -> Iterator[Note]:
    """Parameters of the book that are one amount and have two values: someone typed one of the two."""
    values = inputs.parameters
    for follower, followed in untied(values, inputs.survey.parameters, dt.date(inputs.year, 1, 1)):
        about = {"volger": follower, "waarde": values[follower], "gevolgde": followed, "andere": values[followed]}
        yield Note("PARAMETERS_UNTIED", "", about)


def _identity(book: xw.Book) -> tuple[Survey, int, object]:
    """The survey and the year that the book is of, and the mark of its layout."""
    cells = [place.overview_cell(name) for name in (place.META_SURVEY, place.META_YEAR, place.META_LAYOUT)]
    known, year, mark = (found[0][0] for found in read_blocks(book, cells))
    return load_survey(str(known)), int(year), mark


def read_inputs(book: xw.Book) -> Inputs:
    """The lists of the book as the methods take them; as many reads, whatever the number of municipalities."""
    survey, year, mark = _identity(book)
    refuse_uncalculated(book, survey)
    framed = tidy_frame(book, read_list(book, place.FRAME_TABLE))
    frame = framed.table
    if frame.empty:
        raise Problems([Problem("BOOK_WITHOUT_FRAME", Place(book.name, place.FRAME_SHEET))])
    answered = tidy_answers(book, with_codes(read_list(book, place.ANSWERS_TABLE)), survey)
    answers = answered.table
    priced = tidy_parameters(book, read_list(book, place.PARAMETERS_TABLE), survey)
    parameters = priced.table
    refuse_wrong_lists(book, survey, frame, answers, parameters)
    sample = tidy_status(with_codes(read_list(book, place.SAMPLE_TABLE)), STATUSES)
    refuse_wrong_codes(book, place.SAMPLE_TABLE, sample)
    corrections = with_codes(read_list(book, place.CORRECTIONS_TABLE)).reindex(columns=list(CORRECTIONS))
    exclusions = _texts(with_codes(read_list(book, place.EXCLUSIONS_TABLE)), EXCLUSIONS)
    results = read_table(book, place.RESULTS_TABLE).reindex(columns=list(RESULTS))
    values: dict[str, float | str] = dict(
        parameters.dropna(subset=["waarde"])[[CODE, "waarde"]].itertuples(index=False)
    )
    typed = typed_over(parameters, survey, year)
    findings = read_findings(book, place.FINDINGS_TABLE, (*FINDINGS, *FINDINGS_OF_PERSON))
    told = (
        *framed.told,
        *answered.told,
        *priced.told,
        *typed_findings(book, typed),
        *strange_statuses(book, place.SAMPLE_TABLE, sample, STATUSES),
        *strange_statuses(book, place.FINDINGS_TABLE, findings, _judgements()),
        *told_problems((*below(book, BELOW), *struck_through(book, BELOW))),
    )
    return Inputs(
        survey=survey,
        frame=_typed(frame.set_index(CODE)),
        answers=answers.set_index(CODE).reindex(columns=list(question_ids(survey))),
        parameters=values,
        chances=drawn_chances(book, sample, values),
        findings=Living(findings, read_findings(book, place.SOLVED_TABLE, SOLVED)),
        results=results,
        sample=_texts(sample, SAMPLE).set_index(CODE),
        corrections=corrections,
        answer_list=answers[[CODE]],
        sources=read_table(book, place.SOURCES_TABLE),
        exclusions=exclusions,
        year=year,
        dated=mark == layout_mark(survey, year),
        typed=tuple(typed),
        told=told,
    )


def read_findings(book: xw.Book, table: str, columns: Sequence[str]) -> pd.DataFrame:
    """A list of findings: the columns of ours as text and days, those of a person's own as they are. One read."""
    found = read_table(book, table, errors_as_text=True)
    own = [name for name in found.columns if name not in columns]
    ours = tidy_status(_texts(found, columns), _judgements())
    if SOLVED_ON in ours:
        ours[SOLVED_ON] = found.get(SOLVED_ON, ours[SOLVED_ON]).map(day_of)
    return pd.concat([ours, found[own]], axis=1)


def _solved(solved: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    table = fitted(solved, inputs.findings.solved.columns)
    return table if inputs.dated else table.assign(**{SOLVED_ON: table[SOLVED_ON].map(str)})


def moment(now: dt.datetime, *, dated: bool) -> object:
    """When something was done, to the minute, as the book shows it."""
    return now.replace(second=0, microsecond=0, tzinfo=None) if dated else f"{now:%d-%m-%Y %H:%M}"


def _judgements() -> tuple[str, ...]:
    """What a person can say of a finding."""
    return analysis_texts().lists[place.FINDINGS_SHEET].choices[STATUS]


def _texts(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The columns as text, empty where nothing stands; Excel makes numbers of text that looks like one."""
    cells = table.reindex(columns=list(columns)).astype(object)
    return cells.where(cells.notna(), "").map(shown)


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


def with_response(study: Study, response: pd.DataFrame) -> Study:
    """The study with the response by class among its estimates. response: the list Respons."""
    status = response.set_index(CODE)["status"]
    came_in = pd.Index(response.loc[response["ontvangen"] == RECEIVED, CODE])
    return with_rows(study, "estimate", tuple(response_rows(study.classes, status, came_in)))


def with_rows(study: Study, stage: str, rows: Rows) -> Study:
    """The study with further rows among the results of a stage."""
    if not rows:
        return study
    joined = pd.concat([study.stages[stage], as_table(rows)], ignore_index=True)
    return replace(study, stages={**study.stages, stage: joined})


def _results(inputs: Inputs, study: Study, steps: Sequence[str]) -> pd.DataFrame:
    """The results of the steps asked for, and of those that ran before."""
    before = set(inputs.results["maat"].dropna())
    chosen = [
        table for step, table in study.stages.items() if step in steps or (len(table) and before & set(table["maat"]))
    ]
    return pd.concat(chosen, ignore_index=True) if chosen else study.results.iloc[:0]


def as_shown(results: pd.DataFrame, survey: Survey, parameters: Mapping[str, float | str]) -> pd.DataFrame:
    """Results as they leave the method: units in the words of the survey, small classes suppressed where asked.

    Amounts that are nothing but the rounding of the computer are 0: a sheet would show -0,00.
    """
    amount = results["waarde"]
    noise = results["eenheid"].str.startswith("euro", na=False) & (amount.abs() < NOISE)
    worded = results.assign(
        eenheid=results["eenheid"].map(lambda unit: in_words(unit, survey)), waarde=amount.mask(noise, 0.0)
    )
    return protected(worded, minimum_of(parameters))


def _origins(inputs: Inputs, study: Study, answers: pd.DataFrame) -> pd.DataFrame:
    edge = pd.Series(only_edge_totals(read_answers(answers)), index=answers.index)
    return origin_list(study.origins, inputs.frame, inputs.answer_list, inputs.sources, edge, inputs.survey)


def _report(
    inputs: Inputs,
    answers: pd.DataFrame,
    corrections: int,
    results: pd.DataFrame,
    now: dt.datetime,
    left: Sequence[Left],
) -> Iterable[Change]:
    found, survey = indexed(results), inputs.survey
    derived = derived_scales(answers, inputs.parameters, survey, inputs.year)
    changed, explained = Changed(corrections, inputs.exclusions), []
    common = common_lines(
        answers, inputs.parameters, survey, now, changed, derived_line(derived) + typed_line(inputs.typed)
    )
    for part, block in place.explanation_cells().items():
        yield BlockWrite(block, [[common[part]]])
    tables = {table.id: (table, fill(table, found)) for table in survey.tables}
    yield BlockWrite(place.key_figures_block(), _key_figures(tables, inputs, found))
    for table, filled in tables.values():
        where = place.result_place(table)
        rests = resting(table, found, answers, survey, now, left)
        yield BlockWrite(where.block, where.standing(filled.presented))
        yield BlockWrite(where.full, where.standing(filled.full))
        yield BlockWrite(where.signs, [[sign] for sign in rests.signs])
        yield BlockWrite(where.source, [[line] for line in rests.source])
        explained.append(rests.parts)
    yield BlockWrite(place.explained(survey), explained)


def _key_figures(
    tables: Mapping[str, tuple[ResultTable, FilledTable]], inputs: Inputs, found: Found
) -> list[list[str]]:
    """What the key figures say, a row each; empty where a figure is not known, and below the last."""
    year = {"jaar": str(inputs.year)}
    told = [message(one, *tables[one.table], year, found) for one in load_report(inputs.survey).key_figures]
    return [[one or ""] for one in told] + [[""]] * (MOST_KEY_FIGURES - len(told))


def _status(inputs: Inputs, outcome: Outcome, now: dt.datetime) -> Iterable[Change]:
    mine = int(inputs.answers.index.isin(inputs.frame.index).sum())
    beside = len(inputs.answers) - mine if inputs.survey.dimensions.respondents else 0
    response = _response(mine, len(inputs.sample), len(inputs.frame), beside)
    told: dict[str, object] = {
        place.STATUS_MESSAGE: outcome.message,
        place.STATUS_TIME: moment(now, dated=inputs.dated),
        place.STATUS_VERSION: f"Kostenonderzoek {__version__}",
        place.STATUS_RESPONSE: response,
    }
    for name, value in told.items():
        yield BlockWrite(place.overview_cell(name), [[value]])


def _response(answered: int, sampled: int, all_there_are: int, beside: int) -> str:
    """Who answered of those who were asked; without a sample everyone was."""
    bodies = f" en {beside} samenwerkingsverbanden" if beside else ""
    asked = (
        f"{sampled} benaderde gemeenten, van {all_there_are} in het land" if sampled else f"{all_there_are} gemeenten"
    )
    return f"{answered} van {asked}{bodies}"


def _message(steps: Sequence[str], inputs: Inputs, attention: int) -> str:
    done = "alle stappen" if tuple(steps) == STEPS else ", ".join(with_function()[step].nl.label for step in steps)
    asked = f"{attention} bevindingen vragen aandacht" if attention else "geen open bevindingen"
    who = "respondenten" if inputs.survey.dimensions.respondents else "gemeenten"
    return f"Uitgevoerd: {done} voor {len(inputs.answers)} {who}; {asked}."
