"""Counting rules of the earmarked grant: t, t-1 and t-2 by rhythm, the education route once a year."""

import math

import pandas as pd
import pytest

from xl_addin.methods.funding.entitlement import counted, inflow_notes, yearly_grant

FRAME = pd.DataFrame(
    {
        "instroom_asiel_2024": [10.0, 0.0],
        "instroom_asiel_2023": [20.0, 5.0],
        "instroom_asiel_2022": [30.0, 5.0],
        "instroom_gezin_2024": [8.0, 1.0],
        "pip_onderwijs": [4.0, 0.0],
    },
    index=["GM1", "GM2"],
)
RULES = {"spuk.telling.asiel": 3.0, "spuk.telling.gezin": 1.0}


def test_the_grant_of_a_year_by_hand(parameters, dimensions):
    given = {**parameters, **RULES}
    # 10 x 0.61 + 20 x 0.31 + 30 x 0.08 = 14.7
    assert counted(FRAME, "asiel", 2024, given, dimensions)["GM1"] == pytest.approx(14.7)
    grant = yearly_grant(FRAME, 2024, given, dimensions)
    assert grant["GM1"] == pytest.approx(14.7 * 15_500 + 8 * 700)


def test_another_counting_rule(parameters, dimensions):
    # only t and t-1: 10 x 0.61 + 20 x 0.31
    assert counted(FRAME, "asiel", 2024, {**parameters, "spuk.telling.asiel": 2.0}, dimensions)["GM1"] == pytest.approx(
        12.3
    )


TURNED = {f"ritme.oud.jaar{k}": part for k, part in ((1, 0.61), (2, 0.31), (3, 0.08))}
TURNED |= {"ritme.nieuw.jaar1": 0.4, "ritme.nieuw.jaar2": 0.3, "ritme.nieuw.jaar3": 0.3}


def test_the_rhythm_follows_the_cohort(parameters, dimensions):
    given = {**parameters, **RULES, **TURNED, "ritme.wissel": 2024.0}
    # cohort 2024 in the new rhythm, the two before it in the old one: 10 x 0.40 + 20 x 0.31 + 30 x 0.08
    assert counted(FRAME, "asiel", 2024, given, dimensions)["GM1"] == pytest.approx(12.6)


def test_cohorts_before_the_law_count_for_nothing(parameters, dimensions):
    given = {**parameters, **RULES, "wet.eerste_cohort": 2023.0}
    frame = FRAME.drop(columns="instroom_asiel_2022")
    assert counted(frame, "asiel", 2024, given, dimensions)["GM1"] == pytest.approx(12.3)
    assert list(inflow_notes(frame, 2024, given, dimensions)) == []


@pytest.mark.parametrize("k", [1.0, 3.0])
def test_the_education_route_is_paid_once_a_year_whatever_k(parameters, dimensions, k):
    built = {
        "spuk.asiel.artikel10": 15_000.0,
        "spuk.onderwijsroute.macrobudget": 16e6,
        "spuk.onderwijsroute.deelnemers": 6_400.0,
        "spuk.onderwijsroute.k": k,
    }
    grant = yearly_grant(FRAME, 2024, {**parameters, **RULES, **built}, dimensions)
    assert grant["GM1"] == pytest.approx(14.7 * 15_000 + 8 * 700 + 4 * 2_500)


@pytest.mark.parametrize("missing", ["spuk.telling.asiel", "ritme.jaar2", "spuk.gezin"])
def test_an_unknown_rule_or_amount_leaves_the_grant_unknown(parameters, dimensions, missing):
    given = {**parameters, **RULES}
    del given[missing]
    assert yearly_grant(FRAME, 2024, given, dimensions).isna().all()


def test_a_missing_year_is_named_and_nothing_is_counted_as_zero(parameters, dimensions):
    frame = FRAME.drop(columns="instroom_asiel_2023")
    given = {**parameters, **RULES}
    assert math.isnan(yearly_grant(frame, 2024, given, dimensions)["GM1"])
    (note,) = inflow_notes(frame, 2024, given, dimensions)
    assert (note.rule, note.values) == ("INFLOW_ABSENT", {"kolom": "instroom_asiel_2023"})
    # a frame without any inflow asks for nothing
    assert list(inflow_notes(frame[["pip_onderwijs"]], 2024, given, dimensions)) == []
