"""The salaries that nobody published are named wherever a figure rests on them."""

from __future__ import annotations

import pandas as pd
import pytest

from templates import load_survey
from templates.parameters import in_force, plain
from xl_addin.books.derived_salaries import derived_line, derived_scales

SURVEY = load_survey()
PARAMETERS = plain(in_force(SURVEY, 2024))
SCALE = "jaar.beleid.gemeente.schaal"


def named(*scales: object, **typed: float) -> tuple[int, ...]:
    answers = pd.DataFrame({SCALE: list(scales)}, dtype=object)
    parameters = {**PARAMETERS, **{f"salaris.schaal.{code[1:]}": value for code, value in typed.items()}}
    return derived_scales(answers, parameters, SURVEY, 2024)


@pytest.mark.parametrize(
    ("scales", "told"),
    [
        ((11.0,), (11,)),
        ((10.5, "onbekend"), (10, 11)),
        ((12.0, 11.0, 11.0), (11, 12)),
        (("nvt", None), ()),
        ((99.0,), ()),
    ],
)
def test_the_scales_in_use_whose_salary_is_derived(scales: tuple[object, ...], told: tuple[int, ...]) -> None:
    assert named(*scales) == told


def test_a_salary_that_a_person_typed_over_is_not_judged() -> None:
    assert named(11.0, 12.0, s11=61_234.0) == (12,)


def test_the_sentence_names_them() -> None:
    assert derived_line(()) == ""
    assert "schaal 11, 12" in derived_line((11, 12))
