"""The commands in a municipality's own filled survey workbook: its answers checked and its figures recomputed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd
import xlwings as xw

from generator.analysis.block import Block
from generator.survey.layout import layout
from generator.survey.own_result import (
    COMPLETENESS,
    FINDING_ROWS,
    FINDINGS,
    RECOMPUTED,
    STATUS,
    own_result_page,
    own_result_rows,
)
from generator.survey.texts import NOT_DETERMINABLE, speaking_of, text
from templates import Place, Problem, Problems, Survey, load_survey
from templates.commands import with_function
from templates.folders import DEFAULT_SURVEY
from templates.loading import LANGUAGES, OWN_LANGUAGE
from templates.parameters import SCALE
from templates.problems import to_respondent
from templates.questions import limits, question_ids
from xl_addin import __version__
from xl_addin.books.book import BlockWrite, has_name, read_block, sheet_of, write
from xl_addin.books.outcome import Outcome, needs_person
from xl_addin.books.own_reading import read_own
from xl_addin.checks import check_all
from xl_addin.checks.completeness import completeness
from xl_addin.checks.findings import SEVERITIES, Finding, findings_table
from xl_addin.intake.filled import META_SURVEY, Filled
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.own_figures import own_figures

STEPS = ("check", "allocate", "fund")
PARAMETER_ROWS = 400
CODE_COLUMN, VALUE_COLUMN = 0, 2
ANY_PARAMETER = "par.productieve_uren"
LANGUAGE = "meta.taal"


def run_steps(book: xw.Book, steps: Sequence[str], now: dt.datetime) -> Outcome:
    """Fills the sheet with own results: check gives the findings, allocate and fund the recomputed figures.

    Steps that only an analysis workbook knows are passed over. Raises `Problems` (BOOK_NOT_FOR_SURVEY) when no other
    step was asked for.
    """
    mine = [step for step in STEPS if step in steps]
    if not mine:
        raise Problems([Problem("BOOK_NOT_FOR_SURVEY", Place(book.name))])
    survey = load_survey(_survey_id(book), language=_language(book))
    filled = read_own(book, survey)
    answers = answers_of(filled, survey)
    parameters = read_parameters(book, survey)
    found = _findings(filled, answers, survey, parameters)
    attention = needs_person(found)
    message = f"{attention} bevindingen vragen aandacht." if attention else "Er zijn geen open bevindingen."
    with speaking_of(survey):
        changes = [_block(survey, STATUS, [[_status(attention, now)]])]
        if "check" in mine:
            changes.append(_block(survey, FINDINGS, _finding_rows(found)))
    if "allocate" in mine or "fund" in mine:
        changes.append(_block(survey, RECOMPUTED, _figures(answers, survey, parameters)))
    write(book, changes)
    return Outcome(
        f"Eigen uitkomst bijgewerkt ({', '.join(with_function()[step].nl.label for step in mine)}). {message}",
        attention,
    )


def _language(book: xw.Book) -> str:
    """The language of the workbook; one that does not say so is in the survey's own."""
    given = _value_of(book, LANGUAGE)
    return str(given) if given in LANGUAGES else OWN_LANGUAGE


def _survey_id(book: xw.Book) -> str:
    return str(_value_of(book, META_SURVEY) or DEFAULT_SURVEY)


def _value_of(book: xw.Book, name: str) -> object:
    """What stands in the cell with this name; None where the book lacks it, or its cell was deleted."""
    try:
        return read_block(book, Block("", 1, 1, 1, 1, name))[0][0] if has_name(book, name) else None
    except Problems:
        return None


def _status(attention: int, now: dt.datetime) -> str:
    message = text("own.attention", aantal=attention) if attention else text("own.no_findings")
    return text("own.recomputed_on", bevindingen=message, moment=f"{now:%d-%m-%Y %H:%M}", versie=__version__)


def answers_of(filled: Filled, survey: Survey) -> pd.DataFrame:
    """The answers in the workbook as a table of one row, index code and a column per question id."""
    index = pd.Index([filled.code], name="code")
    return pd.DataFrame([filled.answers], index=index, columns=list(question_ids(survey)), dtype=object)


def _findings(
    filled: Filled, answers: pd.DataFrame, survey: Survey, parameters: Mapping[str, float | str]
) -> pd.DataFrame:
    """What reading says and what checking says, as the collector finds it, in words to who fills in the workbook."""
    language = survey.language
    told = [
        Finding(
            filled.code,
            problem.code,
            problem.severity,
            to_respondent(problem.code, problem.text(language), language),
            id=question,
            blad=problem.place.sheet,
            cel=problem.place.cell,
        )
        for question, problem in filled.remarks
    ]
    places = {name: (at.sheet, at.address) for name, at in layout(survey).questions.items()}
    checked = check_all(answers, survey, parameters, places)
    return pd.concat([findings_table(told), checked], ignore_index=True)


def read_parameters(book: xw.Book, survey: Survey) -> dict[str, float | str]:
    """The parameters that this workbook was made with, by code; one without a value is absent. One read."""
    known = {parameter.code: parameter for parameter in survey.parameters}
    found: dict[str, float | str] = {}
    sheet = sheet_of(book, ANY_PARAMETER, text("names.parameters"))
    for row in read_block(book, Block(sheet, 1, 1, PARAMETER_ROWS, VALUE_COLUMN + 1)):
        code, value = str(row[CODE_COLUMN] or ""), row[VALUE_COLUMN]
        if code not in known and not code.startswith(SCALE):
            continue
        if isinstance(value, int | float) or (code in known and value in known[code].choices):
            found[code] = value
    return found


def _figures(answers: pd.DataFrame, survey: Survey, parameters: Mapping[str, float | str]) -> list[list[object]]:
    """The recomputed figures in the order of the sheet; what rests on no answer is words, as in the workbook."""
    own = own_figures(read_answers(answers, limits(survey)), parameters, survey.dimensions)
    figures, known = own.figures.iloc[0], own.known.iloc[0]
    figures[COMPLETENESS], known[COMPLETENESS] = completeness(answers, survey).iloc[0], True

    def said(name: str) -> object:
        if not known[name] and not figures[name] > 0:
            return text("summary.not_filled")
        return NOT_DETERMINABLE if pd.isna(figures[name]) else float(figures[name])

    return [[said(row.key)] for row in own_result_rows(survey)]


def _finding_rows(found: pd.DataFrame) -> list[list[object]]:
    """The findings, most serious first; what there is no room for is counted in the last row."""
    ranked = found.sort_values("ernst", key=lambda severity: severity.map(SEVERITIES.index), kind="stable")
    rows: list[list[object]] = ranked[["ernst", "blad", "cel", "tekst"]].to_numpy().tolist()
    if len(rows) > FINDING_ROWS:
        rest = len(rows) - FINDING_ROWS + 1
        rows = [*rows[: FINDING_ROWS - 1], ["", "", "", text("own.more_findings", aantal=rest)]]
    return rows + [[None] * 4] * (FINDING_ROWS - len(rows))


def _block(survey: Survey, name: str, values: list[list[object]]) -> BlockWrite:
    page = own_result_page(survey)
    row, column, last_row, last_column = page.names[name]
    return BlockWrite(Block(page.name, row, column, last_row - row + 1, last_column - column + 1, name), values)
