"""The answers read once: what a cell holds as a number and as a state."""

import numpy as np
import pandas as pd
import pytest

from xl_addin.methods.answers.answers import EMPTY, NONE, NUMBER, UNKNOWN, read_answers


def test_four_states_and_their_numbers(table):
    rows = {"GM1": {"a": "nvt"}, "GM2": {"a": "onbekend"}, "GM3": {"a": None}, "GM4": {"a": 2.5}, "GM5": {"a": ""}}
    cell = read_answers(table(rows)).cell("a")
    assert cell.state.tolist() == [NONE, UNKNOWN, EMPTY, NUMBER, EMPTY]
    assert np.nan_to_num(cell.value, nan=-1).tolist() == [0, -1, -1, 2.5, -1]
    assert cell.known.tolist() == [True, False, False, True, False]
    assert cell.amount.tolist() == [0, 0, 0, 2.5, 0]


@pytest.mark.parametrize(
    ("answer", "state"), [(47.5, UNKNOWN), (-0.1, UNKNOWN), (0.0, NUMBER), (1.0, NUMBER), ("x", UNKNOWN), ("nvt", NONE)]
)
def test_outside_its_hard_range_is_no_answer(table, answer, state):
    read = read_answers(table({"GM1": {"gr.aandeel": answer}}), {"gr.aandeel": (0.0, 1.0)})
    assert read.cell("gr.aandeel").state.tolist() == [state]
    assert np.isnan(read.number("gr.aandeel")["GM1"]) == (state == UNKNOWN)


def test_a_question_without_a_column_is_empty(table):
    answers = read_answers(table({"GM1": {"a": 1.0}}))
    assert np.isnan(answers.number("b")["GM1"])
    assert answers.text("b")["GM1"] == ""
    assert answers.cell("b").state.tolist() == [EMPTY]


def test_text_keeps_codes_only(table):
    answers = read_answers(table({"GM1": {"a": "sleutel"}, "GM2": {"a": 3.0}, "GM3": {"a": float("nan")}}))
    assert answers.text("a").to_list() == ["sleutel", "", ""]


def test_infinite_is_no_number(table):
    assert read_answers(table({"GM1": {"a": float("inf")}})).cell("a").state.tolist() == [UNKNOWN]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(("nvt", 3.0), 3), ((None, 3.0), 3), (("onbekend", 3.0), np.nan), ((None, None), np.nan), (("nvt", None), 0)],
)
def test_together_an_empty_cell_adds_nothing_and_an_unknown_one_leaves_it_unknown(table, cells, expected):
    answers = read_answers(table({"GM1": dict(zip("ab", cells, strict=True))}))
    assert answers.together(["a", "b"])["GM1"] == pytest.approx(expected, nan_ok=True)


def test_reading_changes_nothing(table):
    answers = table({"GM1": {"a": "nvt", "b": 1.0}})
    before = answers.copy(deep=True)
    read_answers(answers).only(np.array([False]))
    pd.testing.assert_frame_equal(answers, before)


def test_rows_can_be_chosen_and_sorted(table):
    answers = read_answers(table({"GM2": {"a": 2.0}, "GM1": {"a": 1.0}}))
    assert answers.sorted().number("a").to_dict() == {"GM1": 1, "GM2": 2}
    assert answers.of(pd.Index(["GM1"])).number("a").to_dict() == {"GM1": 1}
    assert read_answers(answers) is answers
