"""Gnumeric and LibreOffice compute in every kind of workbook what the file says, and alike whatever is typed."""

from __future__ import annotations

import datetime as dt
from itertools import cycle, islice

import formualizer
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from generator.survey.build import build_master
from generator.survey.layout import layout
from templates import load_survey
from templates.parameters import in_force
from templates.questions import questions
from tests.gnumeric import Cell, apart, formula_results, recalculated_by_gnumeric, without_results
from tests.recalculation import recalculate
from tests.xl_addin.use_cases.conftest import Chain

HOSTILE: tuple[object, ...] = (
    "",
    " nvt ",
    "1.234,56",
    "*",
    ">5",
    "~",
    "?",
    -3,
    1e12,
    dt.datetime(2024, 5, 1),
    "#N/A",
    "NVT",
    "onbekend",
    0.5,
    7,
    "#DIV/0!",
)
SURVEYS = ("wi2021", "jeugd2024", "wi2021web")
TURNS = 3


def master(name: str) -> bytes:
    survey = load_survey(name)
    return build_master(survey, survey.identity.year, in_force(survey))


def hostile_inputs(name: str, turn: int) -> dict[Cell, object]:
    """Something hostile in every cell to answer in; at each turn another thing."""
    survey = load_survey(name)
    places = layout(survey).questions
    spots = [places[one.id] for one in questions(survey)]
    values = islice(cycle(HOSTILE), turn * 5, turn * 5 + len(spots))
    return {(spot.sheet, spot.address): value for spot, value in zip(spots, values, strict=True)}


def test_both_programs_compute_what_the_workbooks_say(chain: Chain) -> None:
    """A survey workbook as sent, two filled ones, and the analysis workbook with its results."""
    filled = sorted((chain.home / "ingevuld").glob("*.xlsx"))[:2]
    sent = sorted((chain.home / "uitvraag").glob("*.xlsx"))[:1]
    books = {path.stem if path not in sent else "verzonden": path.read_bytes() for path in (*filled, *sent)}
    books["analyse"] = chain.analysis.read_bytes()
    bare = {name: without_results(content) for name, content in books.items()}
    office, gnumeric = recalculate(bare), recalculated_by_gnumeric(bare)
    for name, content in books.items():
        said = formula_results(content, content)
        assert len(said) > 300
        assert apart(said, formula_results(content, office[name])) == [], name
        assert apart(said, formula_results(content, gnumeric[name])) == [], name


@pytest.mark.parametrize("name", SURVEYS)
def test_both_programs_agree_on_hostile_entries(name: str) -> None:
    content = master(name)
    books = {f"beurt{turn}": without_results(content, hostile_inputs(name, turn)) for turn in range(TURNS)}
    office, gnumeric = recalculate(books), recalculated_by_gnumeric(books)
    for turn, book in books.items():
        assert apart(formula_results(book, office[turn]), formula_results(book, gnumeric[turn])) == [], turn


@pytest.mark.parametrize("name", SURVEYS)
def test_true_is_no_number_in_programs_that_behave_as_excel(name: str) -> None:
    """LibreOffice takes TRUE for 1; two programs that do not agree with each other on every formula."""
    cells = {cell: turn % 2 == 0 for turn, cell in enumerate(hostile_inputs(name, 0))}
    book = without_results(master(name), cells)
    engine = formualizer.load_workbook_bytes(book)
    engine.evaluate_all()
    theirs = formula_results(book, recalculated_by_gnumeric({"waar": book})["waar"])
    wrong = []
    for (sheet, address), value in theirs.items():
        row, column = coordinate_to_tuple(address)
        mine = engine.evaluate_cell(sheet, row, column)
        if apart({(sheet, address): "" if mine is None else mine}, {(sheet, address): value}):
            wrong.append((sheet, address, mine, value))
    assert wrong == []
