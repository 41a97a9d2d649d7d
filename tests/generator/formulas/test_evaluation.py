"""Formulas computed in Python: what they give, what is left undecided, and what is computed again."""

from __future__ import annotations

import pytest

from generator.formulas.evaluation import Result, calculate
from generator.formulas.functions import FUNCTIONS
from generator.formulas.parsing import FormulaSyntaxError, parse
from generator.formulas.values import CellError, Scalar, UndecidedError
from generator.survey.formulas import ALLOWED_FUNCTIONS

SHEET = "Blad"
CELLS: dict[str, Scalar] = {"A1": 3.0, "A2": "nvt", "A4": 0.1, "A5": 0.2, "B1": "fte", "B2": "FTE", "B4": 10.0}
PLACES = {"een.naam": (SHEET, (1, 1, 1, 1)), "lijst": (SHEET, (1, 1, 5, 1)), "codes": (SHEET, (1, 2, 5, 2))}


def at(cell: str) -> tuple[str, int, int]:
    return SHEET, int(cell[1:]), ord(cell[0]) - 64


def result(formula: str) -> Result:
    inputs = {at(cell): value for cell, value in CELLS.items()}
    return calculate(inputs, {at("F9"): formula}, PLACES).values[at("F9")]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1+2*3", 7.0),
        ("(1+2)*-3", -9.0),
        ("50%*10", 5.0),
        ("A1=3", True),
        ("A3=0", True),
        ('A3=""', True),
        ('B1=B2&""', True),
        ('"b">"A"', True),
        ('"tekst">99', True),
        ("A4+A5=0.3", True),  # 0.30000000000000004 in binary
        ("A4+A5-0.3", 0.0),
        ("A3", 0.0),
        ('"n="&A1&"!"&A3', "n=3!"),
        ("Een.Naam+Blad!A1+'Blad'!$A$1", 9.0),
        ('IF(A2="nvt",1,1/0)', 1.0),
        ("IF(A1>5,1)", False),
        ('IFERROR(A1/A3,"n.t.b.")', "n.t.b."),
        ('IFERROR(A2+1,"n.t.b.")', "n.t.b."),
        ('IFERROR(HYPERLINK("#A"&MATCH("x",A1:A3,0),"naar"),"")', ""),
        ("ISNUMBER(A2)", False),
        ("ISNUMBER(1/0)", False),
        ("SUM(lijst)", 3.3),  # 3 + 0.1 + 0.2; text and empty cells are passed over
        ("MAX(lijst,2)", 3.0),
        ("INT(-1.5)", -2.0),
        ("ABS(-A1)", 3.0),
        ('COUNTIF(codes,"fte")', 2.0),
        ("COUNTIF(lijst,A3)", 0.0),
        ('COUNTIFS(codes,"fte",lijst,3)', 1.0),
        ('SUMIFS(lijst,codes,"fte")', 3.0),
        ("INDEX(lijst,MATCH(10,codes,0))", 0.1),
        ('MATCH("f?e",codes,0)', 1.0),
        ('MATCH("*",lijst,0)', 2.0),  # text only
        ('IFERROR(MATCH("~?",codes,0),0)', 0.0),
        ("AND(A1>1,NOT(A2=1))", True),
        ("OR(lijst)", True),
        ("ROUND(2.675,2)", 2.68),
        ("ROUND(-0.5,0)", -1.0),
        ('REPT("*",A1)', "***"),
        ('CHOOSE(2,"a","b")', "b"),
        ("MEDIAN(lijst)", 0.2),
    ],
)
def test_formulas_give_what_a_spreadsheet_shows(formula: str, expected: Scalar) -> None:
    found = result(formula)
    assert found == (pytest.approx(expected) if isinstance(expected, float) else expected)
    assert isinstance(found, bool) == isinstance(expected, bool)


@pytest.mark.parametrize(
    ("formula", "error"), [("1/A3", "#DIV/0!"), ("A2*2", "#VALUE!"), ("MATCH(99,lijst,0)", "#N/A")]
)
def test_errors_are_the_spreadsheet_s_own(formula: str, error: str) -> None:
    found = result(formula)
    assert isinstance(found, CellError)
    assert found.text == error


@pytest.mark.parametrize(
    "formula",
    [
        '"12"+1',
        '1.5&""',
        'COUNTIF(codes,">3")',
        "VLOOKUP(1,A1:B2,2)",
        "weg.naam",
        "A1:A2",
        "{1,2}",
        "2^2",
        "IF(1)",
        "[1]X!A1",
    ],
)
def test_what_programs_disagree_about_has_no_value(formula: str) -> None:
    assert isinstance(result(formula), UndecidedError)


def test_doubt_and_circles_spread_but_are_not_swallowed() -> None:
    formulas = {at("C1"): '"12"+1', at("C2"): 'IFERROR(C1,"-")', at("C3"): "IF(1=1,5,C1)"}
    found = calculate({}, formulas, {}).values
    assert isinstance(found[at("C2")], UndecidedError)
    assert found[at("C3")] == 5.0
    circle = calculate({}, {at("C1"): "C2+1", at("C2"): "C1+1"}, {})
    assert all(isinstance(value, UndecidedError) for value in circle.results().values())


def test_only_what_depends_on_an_input_is_computed_again() -> None:
    formulas = {at("C1"): "A1*2", at("C2"): "C1+B4", at("C3"): "B4*2"}
    book = calculate({at("A1"): 1.0, at("B4"): 10.0}, formulas, PLACES)
    assert book.readers.of(at("A1")) == {at("C1")}
    assert book.with_inputs({at("A1"): 5.0}) == {at("C1"): 10.0, at("C2"): 20.0}  # 5*2, 10+10
    assert book.values[at("C2")] == 12.0  # what was there is not touched


def test_a_cell_in_an_area_has_the_readers_of_the_area_too_and_each_is_computed_once_after_what_it_needs() -> None:
    formulas = {at("C1"): "SUM(A1:A3)+B4", at("C2"): "SUM(C1:C1)*A1", at("C3"): "SUM(C1:C2)", at("C4"): "A5"}
    book = calculate({at("A1"): 1.0, at("A2"): 2.0, at("B4"): 10.0}, formulas, PLACES)
    assert [book.values[at(cell)] for cell in ("C1", "C2", "C3")] == [13.0, 13.0, 26.0]  # 1+2+10, 13*1, 13+13
    assert book.readers.of(at("A1")) == {at("C1"), at("C2")}
    assert book.readers.of(at("A3")) == {at("C1")}
    moved = book.moved_to({at("A1"): 3.0})
    assert [moved.values[at(cell)] for cell in ("C1", "C2", "C3")] == [15.0, 45.0, 60.0]  # 3+2+10, 15*3, 15+45
    assert moved.with_inputs({at("A1"): 1.0}) == {at("C1"): 13.0, at("C2"): 13.0, at("C3"): 26.0}
    assert moved.with_inputs({at("A1"): 3.0}) == {}


def test_every_function_of_the_survey_workbook_can_be_computed() -> None:
    assert FUNCTIONS.keys() >= ALLOWED_FUNCTIONS


@pytest.mark.parametrize("formula", ["", "1+", "SUM(1;2)", "SUM(1", "1 2", "tabel[kolom]"])
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(FormulaSyntaxError):
        parse(formula)
