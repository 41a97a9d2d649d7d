"""The findings of a run in the analysis workbook, and the lists that follow from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from generator.survey.layout import layout
from templates import Problem, Survey
from templates.columns import FINDINGS, RESPONSE
from xl_addin.checks import Living, Places, check_all, findings_table, reconciled
from xl_addin.checks.findings import Finding, placed, shown
from xl_addin.checks.interview import interview_points
from xl_addin.intake.corrections import Corrected
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.allocation import only_edge_totals
from xl_addin.methods.costs.stakes import at_stake, item_euros
from xl_addin.methods.sample.response import response_status
from xl_addin.methods.study import Study
from xl_addin.methods.tables.columns import year_class

INTAKE = "INTAKE_"
BEGUN = ("notitie", "besluit")
OPEN = "open"
QUESTION = "id"
"""The value of a note that names the question it is about."""


@dataclass(frozen=True)
class Review:
    """What a run found: the findings that live, the status of every municipality, the points for the interviews."""

    findings: Living
    response: pd.DataFrame
    interview: pd.DataFrame


def places_of(survey: Survey) -> Places:
    """Where each question stands in the survey workbook: sheet and cell."""
    return {name: (cell.sheet, cell.address) for name, cell in layout(survey).questions.items()}


class Lists(Protocol):
    """What of the workbook's lists a review looks at."""

    @property
    def survey(self) -> Survey: ...
    @property
    def frame(self) -> pd.DataFrame: ...
    @property
    def sample(self) -> pd.DataFrame: ...
    @property
    def parameters(self) -> Mapping[str, float | str]: ...
    @property
    def findings(self) -> Living: ...
    @property
    def told(self) -> tuple[Finding, ...]: ...


def review(corrected: Corrected, study: Study, notes: pd.DataFrame, lists: Lists, today: dt.date) -> Review:
    """Everything that follows from the answers as corrected. notes: `regel, code, waarden` of method and exclusions."""
    survey, frame, before = lists.survey, lists.frame, lists.findings
    places = places_of(survey)
    intake = before.open.loc[before.open["regel"].str.startswith(INTAKE), list(FINDINGS)]
    checked = check_all(corrected.answers, survey, lists.parameters, places, frame)
    of_method = (_of_note(rule, code, values, places) for rule, code, values in notes.itertuples(index=False))
    told = findings_table((*lists.told, *corrected.findings, *of_method))
    living = reconciled(pd.concat([intake, checked, told], ignore_index=True), before, today)
    euros = at_stake(living.open, item_euros(study.people, survey.dimensions) if study.people else pd.DataFrame())
    codes = [str(code) for code in corrected.answers.index]
    return Review(
        findings=living,
        response=_response(corrected.answers, living.open, frame, lists.sample, study),
        interview=interview_points(living.open, euros, codes, survey, places),
    )


def _of_note(rule: str, code: str, values: Mapping[str, object], places: Places) -> Finding:
    """A note of the method as a finding; of one question it has the id and the place."""
    problem = Problem(rule, values=values)
    question = str(values.get(QUESTION, ""))
    asked = next((name for name in (question, f"{question}.{year_class(1)}") if name in places), "")
    found = ", ".join(f"{name} {shown(value)}" for name, value in values.items() if name != QUESTION or not asked)
    return placed(Finding(code, rule, problem.severity, problem.text(), id=asked, gevonden=found), places)


def _response(
    answers: pd.DataFrame, findings: pd.DataFrame, frame: pd.DataFrame, sample: pd.DataFrame, study: Study
) -> pd.DataFrame:
    errors = findings.loc[findings["ernst"] == "fout", "code"].value_counts()
    asked = findings.loc[findings["ernst"] == "vraag", "code"].value_counts()
    touched = findings[(findings[list(BEGUN)] != "").any(axis=1) | ~findings["status"].isin(["", OPEN])]
    received = pd.DataFrame(
        {
            "rand": only_edge_totals(read_answers(answers)),
            "fout": answers.index.isin(errors.index),
            "bezig": answers.index.isin(set(touched["code"])),
        },
        index=answers.index,
    )
    status = response_status(dict(zip(sample.index, sample["status"], strict=True)), received)
    codes = status.index
    classes = study.classes.reindex(codes).fillna("")
    table = pd.DataFrame(
        {
            "code": codes,
            "naam": frame["naam"].reindex(codes).to_numpy(),
            **{name: classes[name].to_numpy() for name in ("inwoners", "stedelijkheid", "gevestigd")},
            "status": status.to_numpy(),
            "ontvangen": ["ja" if code in answers.index else "nee" for code in codes],
            "fouten": errors.reindex(codes).fillna(0).to_numpy(),
            "vragen": asked.reindex(codes).fillna(0).to_numpy(),
        }
    )
    return table[list(RESPONSE)]
