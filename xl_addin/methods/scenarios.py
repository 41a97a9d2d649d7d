"""The study under a scenario: the same computation, with inputs that change from a year or cohort on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.answers.settings import Change, Timeline, populated
from xl_addin.methods.study import Study, compute

FIXED = ("wet.eerste_cohort", "index.basisjaar", "spuk.voorlopig.jaren", "spuk.voorlopig.grondslag")
"""Parameters that hold for all years: where these begin, and how a variant is computed."""


def study_under(
    changes: Sequence[Change],
    answers: Answers,
    frame: pd.DataFrame,
    parameters: Parameters,
    dimensions: Dimensions,
    year: int,
    chances: pd.Series | None = None,
) -> Study:
    """The study with the changes; none of the arguments is changed.

    Cash flows follow each change from its first year on: years and cohorts before it are as they were. All other
    results are those of the survey year as they would be with every change in force. `instroom` multiplies inflow and
    guided inburgeraars of the frame and not what respondents report: their cost per inburgeraar stays, but for what is
    fixed by `vast.aandeel`. `tarief.*` multiplies the tarieven in the answers, `loon` all salaries; any other code is a
    parameter.
    """
    timeline = Timeline(answers, parameters, dimensions, changes)
    last = timeline.last
    people = populated(frame, changes, dimensions)
    return compute(last.answers, people, last.parameters, dimensions, year, timeline=timeline, chances=chances)
