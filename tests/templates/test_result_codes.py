"""The codes that a result table may ask for are those that results have."""

from __future__ import annotations

from templates.result_codes import MEASURES
from xl_addin.methods.answers.tallies import MEAN, RESPONDENTS, SHARE
from xl_addin.methods.sample.response import MEASURE as RESPONSE
from xl_addin.methods.tables import columns

CONSTANTS = (
    "COST_PER_PERSON",
    "COST_PER_INHABITANT",
    "GUIDED_PER_10000",
    "CASELOAD",
    "KIND_SHARE",
    "NATIONAL_TOTAL",
    "NATIONAL_GUIDED",
    "TRAJECTORY_COST",
    "YEARLY_SPREAD",
    "CASH_FLOW",
    "GRANT_PER_PERSON",
    "GRANT_DIFFERENCE",
    "EARMARKED_PER_PERSON",
    "EARMARKED_DIFFERENCE",
    "GRANT_RECONCILIATION",
    "COVERAGE",
    "PRICE_AND_VOLUME",
    "START_COMPARISON",
    "PERFORMANCE",
    "SHORTFALL",
    "YOUNG_SHARE",
    "ROUTE_SHARE",
    "HOURS",
    "TALKS",
    "BACKGROUND",
    "OFFER",
)


def test_every_measure_of_the_method_may_be_asked_for() -> None:
    assert {getattr(columns, name) for name in CONSTANTS} | {RESPONSE, MEAN, RESPONDENTS, SHARE} <= set(MEASURES)
