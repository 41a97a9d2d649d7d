"""Which salaries behind the figures are derived and not published: told under every result that uses them."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from templates import Survey
from templates.parameters import SCALE, in_force
from templates.questions import questions
from xl_addin.methods.answers.answers import Answers, read_answers

DERIVED = "afgeleid"


def derived_scales(
    answers: pd.DataFrame | Answers, parameters: Mapping[str, float | str], survey: Survey, year: int
) -> tuple[int, ...]:
    """The scales that respondents named and whose salary in use is a derived one, from low to high.

    A salary that a person typed over is not ours to judge. A scale in between rests on both its neighbours.
    """
    asked = [question.id for question in questions(survey) if question.field.type == "schaal"]
    named = read_answers(answers).numbers(asked).to_numpy(dtype=float).ravel()
    used = {
        edge for scale in set(named[~pd.isna(named)]) if scale > 0 for edge in (math.floor(scale), math.ceil(scale))
    }
    known = in_force(survey, year)

    def is_derived(scale: int) -> bool:
        salary = known.get(f"{SCALE}{scale}")
        return salary is not None and salary.reliability == DERIVED and parameters.get(salary.code) == salary.value

    return tuple(scale for scale in sorted(used) if is_derived(scale))


def derived_line(scales: tuple[int, ...]) -> str:
    """A sentence that names them; empty where there are none."""
    if not scales:
        return ""
    return f" Afgeleid, niet gepubliceerd: het salaris van schaal {', '.join(str(scale) for scale in scales)}."
