"""A survey year without salaries is told when the surveys are made."""

from __future__ import annotations

import pytest

from templates import load_survey
from templates.parameters import in_force
from xl_addin.use_cases.generating import unpriced

SURVEY = load_survey()


@pytest.mark.parametrize(
    ("year", "given", "missing"),
    [
        (2024, {}, None),
        (2026, {}, "salaris.schaal.*"),
        (2026, {"salaris.schaal.9": 50_000.0}, None),
        (2022, {"salaris.schaal.9": 50_000.0}, "productieve_uren"),
    ],
)
def test_what_is_missing_is_named(year: int, given: dict[str, float], missing: str | None) -> None:
    said = unpriced(SURVEY, year, in_force(SURVEY, year, given))
    assert [problem.values["codes"] for problem in said] == ([missing] if missing else [])


def test_a_survey_without_costs_needs_no_salary() -> None:
    assert unpriced(load_survey("wi2021web"), 2026, {}) == ()
