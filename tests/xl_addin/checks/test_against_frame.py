"""The frame says nobody was guided and the municipality reports some: an error, for one of the two is wrong."""

from __future__ import annotations

import pandas as pd
import pytest

from templates import load_survey
from xl_addin.checks.against_frame import none_in_frame

SURVEY = load_survey()


@pytest.mark.parametrize(
    ("counted", "answer", "wrong"),
    [(0.0, 120.0, True), (0.0, 0.0, False), (0.0, None, False), (0.0, "onbekend", False), (3.0, 120.0, False)],
)
@pytest.mark.parametrize("group", SURVEY.dimensions.group_codes)
def test_some_reported_where_the_frame_counts_nobody(group: str, counted: float, answer: object, wrong: bool) -> None:
    frame = pd.DataFrame({f"{group}_begeleid": [counted]}, index=["GM0001"])
    question = f"vol.{group}.begeleid"
    answers = pd.DataFrame({question: [answer]}, index=["GM0001"], dtype=object)
    found = list(none_in_frame(answers, SURVEY, {question: ("Volumes", "B12")}, frame))
    assert [(one.regel, one.ernst, one.code, one.cel) for one in found] == (
        [("FRAME_NONE_GUIDED", "fout", "GM0001", "B12")] if wrong else []
    )
