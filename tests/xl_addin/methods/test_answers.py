import numpy as np
import pandas as pd

from xl_addin.methods.answers import answered, number, numbers, text


def test_three_answers_that_are_no_number_differ(table):
    answers = table({"GM1": {"a": "nvt"}, "GM2": {"a": "onbekend"}, "GM3": {"a": None}, "GM4": {"a": 2.5}})
    assert numbers(answers, ["a"])["a"].fillna(-1).to_list() == [0.0, -1.0, -1.0, 2.5]
    assert answered(answers, ["a"])["a"].to_list() == [True, False, False, True]


def test_a_question_without_a_column_is_unanswered(table):
    answers = table({"GM1": {"a": 1.0}})
    assert np.isnan(number(answers, "b")["GM1"])
    assert text(answers, "b")["GM1"] == ""


def test_text_keeps_codes_only(table):
    answers = table({"GM1": {"a": "sleutel"}, "GM2": {"a": 3.0}, "GM3": {"a": float("nan")}})
    assert text(answers, "a").to_list() == ["sleutel", "", ""]


def test_infinite_is_no_number(table):
    assert np.isnan(number(table({"GM1": {"a": float("inf")}}), "a")["GM1"])


def test_reading_changes_nothing(table):
    answers = table({"GM1": {"a": "nvt", "b": 1.0}})
    before = answers.copy(deep=True)
    numbers(answers, ["a", "b", "c"])
    pd.testing.assert_frame_equal(answers, before)
