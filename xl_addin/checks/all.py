"""All four families of checks together."""

from __future__ import annotations

import pandas as pd

from templates import Survey
from xl_addin.checks.against_frame import none_in_frame
from xl_addin.checks.evaluate import check
from xl_addin.checks.findings import Places, findings_table
from xl_addin.checks.plausibility import check_plausibility
from xl_addin.methods.answers.amounts import Parameters


def check_all(
    answers: pd.DataFrame, survey: Survey, parameters: Parameters, places: Places, frame: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The findings of all checks, in the columns of `bevindingen.csv`, by municipality.

    Without a frame those that need the other respondents are left out, as in a municipality's own workbook.
    """
    found = [
        check(answers, survey, parameters, places),
        check_plausibility(answers, survey, parameters, places, frame),
    ]
    if frame is not None:
        found.append(findings_table(none_in_frame(answers, survey, places, frame)))
    return pd.concat(found, ignore_index=True).sort_values(["code", "regel", "id"], kind="stable", ignore_index=True)
