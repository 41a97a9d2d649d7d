"""What people type in the lists of the analysis workbook: it counts, or it is told with sheet and cell."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import xlwings as xw

from generator.analysis import layout as place
from templates import Problems, load_survey
from templates.columns import SCENARIOS
from tests.xl_addin.use_cases.conftest import Chain
from xl_addin.books.analysis import STEPS, Inputs, read_inputs, run_steps
from xl_addin.books.book import find_table
from xl_addin.books.person_lists import read_list
from xl_addin.books.scenarios import read_scenarios
from xl_addin.checks.interview import SETTLED
from xl_addin.engine import register
from xl_addin.intake.corrections import corrected

NOW = dt.datetime(2026, 11, 30)


@pytest.fixture
def book(chain: Chain, tmp_path: Path) -> Iterator[xw.Book]:
    """The analysis workbook, open in the file engine; what is typed in it is never saved."""
    copy = tmp_path / "analyse.xlsx"
    shutil.copy(chain.analysis, copy)
    register()
    opened = xw.Book(copy)
    yield opened
    opened.close()


def below(book: xw.Book, table: str, row: list[object], gap: int = 0) -> int:
    """Types a row under a list, after so many empty rows; gives the row of the sheet."""
    whole = find_table(book, table).range
    at = whole.row + whole.shape[0] + gap
    whole.sheet.range((at, whole.column)).value = [row]
    return int(at)


def put(book: xw.Book, table: str, row: int, column: str, value: object, number_format: str = "") -> str:
    """Types a value in a row (from 0) and column of a list; gives the cell."""
    whole = find_table(book, table).range
    header = list(find_table(book, table).header_row_range.options(ndim=1).value)
    cell = whole[row + 1, header.index(column)]
    cell.value = value
    if number_format:
        cell.number_format = number_format
    return str(cell.get_address(False, False))


def said(book: xw.Book) -> list[tuple[str, str]]:
    """What stops the commands: code and cell."""
    with pytest.raises(Problems) as found:
        read_inputs(book)
    return [(one.code, one.place.cell) for one in found.value.problems]


def told(inputs: Inputs) -> list[tuple[str, str, str]]:
    return [(one.regel, one.code, one.cel) for one in inputs.told]


def test_the_lists_as_they_are_say_nothing(book: xw.Book) -> None:
    assert not read_inputs(book).told


# --- rows below a list --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [0, 1, 4])
def test_rows_below_corrections_count(book: xw.Book, gap: int) -> None:
    inputs = read_inputs(book)
    code = str(inputs.answers.index[0])
    question = "vol.asiel.begeleid"
    old = inputs.answers.at[code, question]
    # an empty table keeps one empty row: the second row is below it
    below(book, place.CORRECTIONS_TABLE, [code, question, old, 7], gap)
    again = read_inputs(book)
    result = corrected(again.answers, again.corrections, load_survey())
    assert (result.applied, result.answers.at[code, question]) == (1, 7.0)
    assert not again.told


@pytest.mark.parametrize("gap", [0, 2])
@pytest.mark.parametrize(
    ("table", "row"),
    [
        (place.EXCLUSIONS_TABLE, ["GM0001", "jaar", "toets"]),
        (place.SCENARIOS_TABLE, ["duur", "productieve_uren", 1500.0]),
        (place.PARAMETERS_TABLE, ["salaris.schaal.17", 120_000.0]),
        (place.SAMPLE_TABLE, ["GM9998", "gemeente"]),
        (place.FRAME_TABLE, ["GM9997", "Bijdorp", "Drenthe", 12_000.0]),
    ],
)
def test_rows_below_any_list_are_in_it(book: xw.Book, table: str, row: list[object], gap: int) -> None:
    before = len(read_list(book, table))
    below(book, table, row, gap)
    rows = read_list(book, table)
    assert len(rows) == before + 1
    assert list(rows.iloc[-1])[: len(row)] == row
    assert find_table(book, table).range.shape[0] - 1 == rows.index[-1] + 1


def test_a_note_below_a_list_is_no_row_and_is_told(book: xw.Book) -> None:
    at = below(book, place.PARAMETERS_TABLE, ["Let op: overleggen met de opdrachtgever"], 2)
    inputs = read_inputs(book)
    assert told(inputs) == [("LIST_BELOW", "", f"A{at}")]
    assert "Let op" not in str(inputs.parameters)


# --- numbers ------------------------------------------------------------------------------------------------------

WRONG = [
    (dt.datetime(2026, 5, 5), "BOOK_NOT_A_NUMBER"),
    (True, "BOOK_NOT_A_NUMBER"),
    ("12.500", "BOOK_TEXT_FOR_NUMBER"),
]


@pytest.mark.parametrize(("value", "rule"), WRONG)
@pytest.mark.parametrize(
    ("table", "column"),
    [(place.FRAME_TABLE, "inwoners"), (place.FRAME_TABLE, "gf_euro"), (place.PARAMETERS_TABLE, "waarde")],
)
def test_what_is_no_number_is_told_with_its_cell(
    book: xw.Book, table: str, column: str, value: object, rule: str
) -> None:
    row = 0 if table == place.FRAME_TABLE else row_of(book, "productieve_uren")
    cell = put(book, table, row, column, value)
    assert said(book) == [(rule, cell)]


def test_a_whole_wrong_column_is_told_once(book: xw.Book) -> None:
    rows = len(read_list(book, place.FRAME_TABLE))
    cells = [put(book, place.FRAME_TABLE, row, "inwoners", "12 duizend") for row in range(rows)]
    assert said(book) == [*(("BOOK_TEXT_FOR_NUMBER", cell) for cell in cells[:3]), ("BOOK_MORE_ALIKE", "")]


@pytest.mark.parametrize("value", [None, "#N/A", "#REF!"])
def test_a_municipality_without_inhabitants_is_in_no_class_and_is_told(book: xw.Book, value: str | None) -> None:
    cell = put(book, place.FRAME_TABLE, 1, "inwoners", value)
    inputs = read_inputs(book)
    code = str(inputs.frame.index[1])
    assert pd.isna(inputs.frame.at[code, "inwoners"])
    assert ("FRAME_INHABITANTS_UNKNOWN", code, cell) in told(inputs)
    assert (("LIST_ERROR_VALUE", code, cell) in told(inputs)) == (value is not None)


def test_an_error_value_in_another_figure_of_the_frame_is_unknown_and_told(book: xw.Book) -> None:
    cell = put(book, place.FRAME_TABLE, 0, "gf_euro", "#DIV/0!")
    inputs = read_inputs(book)
    assert told(inputs) == [("LIST_ERROR_VALUE", str(inputs.frame.index[0]), cell)]


def test_a_date_or_true_among_the_answers_is_never_a_number(book: xw.Book) -> None:
    put(book, place.ANSWERS_TABLE, 0, "vol.asiel.begeleid", dt.datetime(2026, 5, 5))
    put(book, place.ANSWERS_TABLE, 1, "vol.asiel.begeleid", True)
    answers = read_inputs(book).answers["vol.asiel.begeleid"]
    assert list(answers.iloc[:2]) == ["05-05-2026", "waar"]


# --- codes and choices --------------------------------------------------------------------------------------------


def row_of(book: xw.Book, code: str) -> int:
    rows = read_list(book, place.PARAMETERS_TABLE)
    return int(rows.index[rows["code"] == code][0])


def test_an_error_value_in_a_parameter_is_told_once_by_its_name(book: xw.Book) -> None:
    cell = put(book, place.PARAMETERS_TABLE, row_of(book, "productieve_uren"), "waarde", "#REF!")
    with pytest.raises(Problems) as found:
        read_inputs(book)
    (problem,) = found.value.problems
    assert (problem.code, problem.place.cell) == ("BOOK_PARAMETER_VALUE", cell)
    assert "productieve_uren" in problem.text()


def test_a_parameter_twice_with_two_values_is_refused(book: xw.Book) -> None:
    below(book, place.PARAMETERS_TABLE, ["productieve_uren", 1_234.0])
    assert [code for code, _ in said(book)] == ["BOOK_PARAMETER_TWICE"]


@pytest.mark.parametrize("code", ["Productieve_Uren", " productieve_uren "])
def test_a_parameter_in_another_spelling_is_that_parameter(book: xw.Book, code: str) -> None:
    row = row_of(book, "productieve_uren")
    put(book, place.PARAMETERS_TABLE, row, "code", code)
    put(book, place.PARAMETERS_TABLE, row, "waarde", 1_234.0)
    inputs = read_inputs(book)
    assert inputs.parameters["productieve_uren"] == 1_234.0
    # another value beside the source of the old one is a question; the spelling is none
    assert [finding.regel for finding in inputs.told] == ["BOOK_PARAMETER_TYPED"]


def test_a_code_that_is_no_parameter_is_told_with_the_one_it_looks_like(book: xw.Book) -> None:
    cell = put(book, place.PARAMETERS_TABLE, row_of(book, "productieve_uren"), "code", "productieve uren")
    (finding,) = read_inputs(book).told
    assert (finding.regel, finding.cel, finding.ernst) == ("BOOK_PARAMETER_UNKNOWN", cell, "fout")
    assert "productieve_uren" in finding.tekst


@pytest.mark.parametrize("status", ["Akkoord", "AKKOORD", "akkoord "])
def test_a_status_in_another_spelling_settles(book: xw.Book, status: str) -> None:
    put(book, place.FINDINGS_TABLE, 0, "status", status)
    assert read_inputs(book).findings.open["status"].iloc[0] in SETTLED


def test_codes_of_municipalities_in_another_spelling_are_those(book: xw.Book) -> None:
    first = str(read_inputs(book).frame.index[0])
    put(book, place.FRAME_TABLE, 0, "code", f" {first.lower()} ")
    put(book, place.FRAME_TABLE, 0, "stedelijkheid", "Hoog ")
    inputs = read_inputs(book)
    assert inputs.frame.at[first, "stedelijkheid"] == "hoog"
    assert not inputs.told


def test_an_unknown_class_and_a_double_code_in_the_sample_are_refused(book: xw.Book) -> None:
    cell = put(book, place.FRAME_TABLE, 0, "stedelijkheid", "zeer hoog")
    assert said(book) == [("BOOK_CHOICE_UNKNOWN", cell)]
    put(book, place.FRAME_TABLE, 0, "stedelijkheid", "hoog")
    code = read_list(book, place.SAMPLE_TABLE)["code"].iloc[0]
    at = below(book, place.SAMPLE_TABLE, [code, "gemeente"])
    assert said(book) == [("BOOK_CODE_WRONG", f"A{at}")]


@pytest.mark.parametrize("new", ["#N/A", True, dt.datetime(2026, 5, 5), "500 uur", "1 | 2"])
def test_a_correction_that_is_no_number_is_not_applied(book: xw.Book, new: object) -> None:
    inputs = read_inputs(book)
    code, question = str(inputs.answers.index[0]), "jaar.intake.inhuur"
    below(book, place.CORRECTIONS_TABLE, [code, question, inputs.answers.at[code, question], new])
    again = read_inputs(book)
    result = corrected(again.answers, again.corrections, load_survey())
    assert (result.applied, [one.regel for one in result.findings]) == (0, ["CORRECTION_UNREADABLE"])


def test_a_correction_names_its_question_in_any_spelling(book: xw.Book) -> None:
    inputs = read_inputs(book)
    code, question = str(inputs.answers.index[0]), "jaar.intake.inhuur"
    old = inputs.answers.at[code, question]
    below(book, place.CORRECTIONS_TABLE, [code.lower(), " Jaar.Intake.Inhuur", old, "€ 1.200,-"])
    again = read_inputs(book)
    result = corrected(again.answers, again.corrections, load_survey())
    assert (result.applied, result.answers.at[code, question]) == (1, 1200.0)


@pytest.mark.parametrize(
    ("code", "value", "counts"),
    [
        ("productieve_uren", "1300", 1300.0),
        ("Productieve_Uren ", "1.300,5", 1300.5),
        ("productieve_uren", "1300 uur", 1300.0),
        ("werkgeverslasten", "30%", 0.3),
    ],
)
def test_a_scenario_is_read_as_it_is_meant(book: xw.Book, code: str, value: str, counts: float) -> None:
    below(book, place.SCENARIOS_TABLE, ["duur", code, value], 1)
    listed = read_list(book, place.SCENARIOS_TABLE)[list(SCENARIOS)]
    (change,) = read_scenarios(book, listed, read_inputs(book))["duur"]
    assert (change.code, change.value) == (code.strip().lower(), counts)


@pytest.mark.parametrize("value", [True, dt.datetime(2026, 5, 5), "#REF!", "12.500", "1300 euro", "veel"])
def test_a_scenario_with_a_value_that_is_none_is_refused_with_its_cell(book: xw.Book, value: object) -> None:
    at = below(book, place.SCENARIOS_TABLE, ["duur", "productieve_uren ", value], 1)
    with pytest.raises(Problems) as found:
        read_scenarios(
            book,
            read_list(book, place.SCENARIOS_TABLE)[list(SCENARIOS)],
            read_inputs(book),
        )
    assert [(one.code, one.place.cell) for one in found.value.problems] == [("SCENARIO_VALUE_WRONG", f"C{at}")]


# --- a person's own columns ----------------------------------------------------------------------------------------


def add_column(book: xw.Book, table: str, formula: str) -> int:
    """A column of formulas beside a list, as a person adds it; gives its place."""
    found = find_table(book, table)
    whole = found.range
    found.resize(whole[0, 0].resize(whole.shape[0], whole.shape[1] + 1))
    whole[0, 0].offset(0, whole.shape[1]).value = "mijn"
    for row in range(1, whole.shape[0]):
        whole[0, 0].offset(row, whole.shape[1]).formula = formula.format(row=whole.row + row)
    return int(whole.shape[1])


@pytest.mark.parametrize("table", [place.FINDINGS_TABLE, place.RESPONSE_TABLE, place.RESULTS_TABLE])
def test_own_formulas_stay_formulas_over_a_run(book: xw.Book, table: str) -> None:
    at = add_column(book, table, "=LEN(A{row})")
    run_steps(book, STEPS, NOW)
    whole = find_table(book, table).range
    formulas = [row[at] for row in whole.formula[1:]]
    assert formulas == [f"=LEN(A{whole.row + row})" for row in range(1, whole.shape[0])]
