"""Under `schatten` the errors are those of a jackknife that estimates anew: the whole study done again without each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from generator.example import example_folder
from templates import load_survey
from templates.parameters import in_force, plain
from templates.questions import questions
from xl_addin.intake.inputs import read_answers, read_frame
from xl_addin.methods.study import compute

SURVEY = load_survey()
FOLDER = example_folder(SURVEY.id)
FRAME = read_frame(FOLDER / "frame.csv")
PARAMETERS = {**plain(in_force(SURVEY)), "ontbrekend": "schatten"}


def totals(answers: pd.DataFrame) -> pd.DataFrame:
    """The national total of uitvoering by class of inhabitants and together, with its error and what was estimated."""
    found = compute(answers, FRAME, PARAMETERS, SURVEY.dimensions).results
    mine = found["maat"].eq("landelijk_totaal") & found["onderdeel"].eq("uitvoering")
    mine &= found["weging"].eq("post_inwoners")
    return found[mine].set_index("klasse")[["waarde", "se", "geschat"]]


def test_the_error_is_that_of_the_whole_study_done_again_without_each_respondent() -> None:
    numeric = {question.id for question in questions(SURVEY) if question.numeric}
    inhabitants = FRAME["inwoners"].astype(float)
    small = inhabitants < 30_000
    codes = [str(code) for code in _some(small, 3)] + [str(code) for code in _some(~small & (inhabitants < 80_000), 3)]
    given = {code: read_answers(FOLDER / "answers" / f"{code}.csv", numeric) for code in codes}
    answers = pd.DataFrame.from_dict(given, orient="index").astype(object)
    answers.loc[codes[0], [name for name in answers if str(name).startswith("jaar.inkoop.")]] = None
    answers.loc[codes[4], "jaar.intake.inhuur"] = "onbekend"
    whole = totals(answers)
    assert whole.loc["", "geschat"] == 2

    moved = pd.DataFrame([totals(answers.drop(index=code))["waarde"] - whole["waarde"] for code in codes])
    # strata: below 30,000, and all above, which merge with the only class there that has respondents
    drawn = [(3, small.sum()), (3, (~small).sum())]
    scale = np.repeat([(1 - n / size) * (n - 1) / n for n, size in drawn], 3)
    error = np.sqrt((moved.to_numpy() ** 2 * scale[:, None]).sum(axis=0))
    assert whole["se"].to_numpy() == pytest.approx(error, rel=1e-9)
    assert (moved.abs() > 1).any().all()


def _some(where: pd.Series, count: int) -> list[object]:
    """The first municipalities there that gave every task, in the order of the frame."""
    there = [code for code in FRAME.index[where] if (FOLDER / "answers" / f"{code}.csv").is_file()]
    numeric: set[str] = set()
    full = (
        code
        for code in there
        if read_answers(FOLDER / "answers" / f"{code}.csv", numeric).get("alg.volledigheid") != "randtotalen"
    )
    return [code for code, _ in zip(full, range(count), strict=False)]
