"""The grid of instruments: worked out by hand, and the live formulas against the Python after recalculation."""

import io

import openpyxl
import pandas as pd
import pytest

from generator.analysis.build import build_analysis
from generator.analysis.content import AnalysisContent, Table
from generator.analysis.instruments import Grid
from generator.analysis.layout import INSTRUMENTS_SHEET, LIST_OF_SHEET
from templates import load_survey
from templates.instruments import instruments
from tests.recalculation import recalculate
from xl_addin.methods.tables.instruments import ranks, tipping_weights, weighted_scores

GRID = instruments()
CODES = [one.code for one in GRID.instruments]


def tables(rows):
    scores = pd.DataFrame([row[2:] for row in rows], columns=CODES, index=[row[0] for row in rows]).astype(float)
    return scores, pd.Series([row[1] for row in rows], index=scores.index, dtype=float)


def test_weighted_score_and_order_by_hand():
    # weights 3 and 1: (3 x 2 + 1 x -1) / 4 = 1.25, (3 x -1 + 1 x 2) / 4 = -0.25, (3 x 2 + 1 x -1) / 4 = 1.25
    scores, weights = tables([("vrij", 3, 2, -1, 2), ("kwaliteit", 1, -1, 2, -1)])
    found = weighted_scores(scores, weights)
    assert found.tolist() == [1.25, -0.25, 1.25]
    assert ranks(found).tolist() == [1, 3, 1]


def test_the_weight_that_tips_by_hand():
    # first - second: 3 x 3 - 1 x 3 = 6 ahead. On vrij d = 3: they tie at 3 - 6/3 = 1. On kwaliteit d = -3: at 1 + 2 = 3
    scores, weights = tables([("vrij", 3, 2, -1, 2), ("kwaliteit", 1, -1, 2, -1)])
    pair = tipping_weights(scores, weights)[f"{CODES[0]} - {CODES[1]}"]
    assert pair.tolist() == [1, 3]
    assert tipping_weights(scores, weights)[f"{CODES[0]} - {CODES[2]}"].isna().all()


@pytest.mark.parametrize("weights", [[0, 0], [float("nan"), -1]])
def test_without_a_weight_nothing_is_known(weights):
    scores, _ = tables([("vrij", 3, 2, -1, 2), ("kwaliteit", 1, -1, 2, -1)])
    assert weighted_scores(scores, pd.Series(weights, index=scores.index)).isna().all()


CASES = {
    "as_given": GRID.rows,
    "one_weighs_more": tuple(
        (row[0], 2.5 if number == 0 else row[1], *row[2:]) for number, row in enumerate(GRID.rows)
    ),
    "score_missing": tuple(
        (*row[:2], None if number == 1 else row[2], *row[3:]) for number, row in enumerate(GRID.rows)
    ),
    "no_weights": tuple((row[0], 0, *row[2:]) for row in GRID.rows),
}


@pytest.fixture(scope="module")
def recalculated():
    survey = load_survey("jeugd2024")
    made = {
        name: build_analysis(survey, AnalysisContent(more={INSTRUMENTS_SHEET: Table(GRID.columns, rows)}))
        for name, rows in CASES.items()
    }
    return made, recalculate(made)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("by", ["cached", "recalculated"])
def test_the_sheet_says_what_the_python_says(recalculated, name, by):
    content = recalculated[0 if by == "cached" else 1][name]
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[INSTRUMENTS_SHEET]
    grid = Grid(LIST_OF_SHEET[INSTRUMENTS_SHEET], GRID)
    scores, weights = tables(CASES[name])
    expected = weighted_scores(scores, weights)
    shown = [sheet.cell(grid.total, grid.share + 1 + at).value for at in range(grid.count)]
    places = [sheet.cell(grid.rank, grid.share + 1 + at).value for at in range(grid.count)]
    for value, wanted in zip(shown, expected, strict=True):
        assert value == ("n.t.b." if pd.isna(wanted) else pytest.approx(wanted))
    if expected.notna().all():
        assert places == ranks(expected).tolist()
        ties = tipping_weights(scores, weights)
        for row in range(len(scores)):
            for at, pair in enumerate(ties.columns):
                value = sheet.cell(grid.tipping + 2 + row, 3 + at).value
                tie = ties[pair].iloc[row]
                assert value == (grid.words["geen"] if pd.isna(tie) else pytest.approx(tie, abs=1e-6))
