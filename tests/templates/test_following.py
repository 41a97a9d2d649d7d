"""The payment rhythm stands once, with its dates: what cohorts are paid follows it."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from templates import load_survey
from templates.following import untied, with_followed
from templates.parameters import in_force, plain
from templates.schema import Parameter

SURVEY = load_survey()


def test_the_rhythms_of_cohorts_are_the_dated_rhythm_on_either_side_of_the_turn() -> None:
    values = plain(in_force(SURVEY, 2024))
    turn = int(float(values["ritme.wissel"]))
    for year in (1, 2, 3):
        before, after = (plain(in_force(SURVEY, at))[f"ritme.jaar{year}"] for at in (turn - 1, turn))
        assert (values[f"ritme.oud.jaar{year}"], values[f"ritme.nieuw.jaar{year}"]) == (before, after)
    dated = next(one for one in SURVEY.parameters if one.code == "ritme.jaar1")
    assert dated.amounts[-1].from_ == dt.date(turn, 1, 1)


def test_a_users_own_rhythm_is_passed_on_to_the_cohorts_it_is_of() -> None:
    given = {"ritme.jaar1": 0.5, "ritme.jaar2": 0.42}
    before, after = (plain(in_force(SURVEY, year, given)) for year in (2024, 2026))
    assert [before[f"ritme.{one}.jaar1"] for one in ("oud", "nieuw")] == [0.5, 0.4]
    assert [after[f"ritme.{one}.jaar1"] for one in ("oud", "nieuw")] == [0.61, 0.5]
    both = plain(in_force(SURVEY, 2024, {**given, "ritme.oud.jaar1": 0.6}))
    assert (both["ritme.jaar1"], both["ritme.oud.jaar1"]) == (0.5, 0.6)


def test_two_values_for_one_amount_are_named_and_no_others() -> None:
    values = plain(in_force(SURVEY, 2024))
    assert list(untied(values, SURVEY.parameters, dt.date(2024, 1, 1))) == []
    # in 2024 the old rhythm is the rhythm of the year; the new one is of 2026 and may differ
    typed = {**values, "ritme.jaar1": 0.5, "ritme.nieuw.jaar2": 0.1}
    assert list(untied(typed, SURVEY.parameters, dt.date(2024, 1, 1))) == [("ritme.oud.jaar1", "ritme.jaar1")]
    without = {code: value for code, value in typed.items() if code != "ritme.oud.jaar1"}
    assert list(untied(without, SURVEY.parameters, dt.date(2024, 1, 1))) == []


def test_an_amount_comes_from_one_place_and_exists() -> None:
    follower = {"code": "a", "label": "A", "eenheid": "euro", "volgt": {"code": "b", "op": "2024-01-01"}}
    amount = {"vanaf": "2022-01-01", "waarde": 1, "bron": "x", "betrouwbaarheid": "hoog"}
    alone = Parameter.model_validate(follower)
    assert with_followed((alone,)) == (alone,)
    for wrong in ({**follower, "waarden": [amount]}, {"code": "a", "label": "A", "eenheid": "euro"}):
        with pytest.raises(ValidationError, match="een van beide"):
            Parameter.model_validate(wrong)
