"""The points for the interview with each municipality: fixed topics, what is missing, what does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from generator.survey.reading_page import IS_EMPTY as EMPTY
from generator.survey.reading_page import IS_UNKNOWN, ROW_EMPTY
from templates import Survey
from templates.columns import INTERVIEW
from templates.interview import load_interview
from xl_addin.checks.findings import Places

SETTLED = ("akkoord",)
"""Statuses with which a person says that nothing need be asked any more."""
ANSWER_RULES = ("J-", "V-", "C-", "P-", "S-")
"""Rules about answers; what intake and the calculation tell besides is asked only where it is no warning."""

UNREAD = (
    "INTAKE_FORMULA_EMPTY",
    "INTAKE_ERROR_VALUE",
    "INTAKE_MERGED",
    "INTAKE_DATE",
    "INTAKE_TIME",
    "INTAKE_AMBIGUOUS",
    "INTAKE_UNCLEAR",
    "INTAKE_TWO_VALUES",
    "INTAKE_UNIT",
    "INTAKE_PARTLY",
    "INTAKE_STRUCK",
    "INTAKE_UNSEEN",
    "INTAKE_SCALED",
    "INTAKE_CONTRADICTION",
    "INTAKE_CELL_MOVED",
)
"""What reading says of a cell in which somebody put something that it does not read, so that it is asked."""
OF_RESEARCHER = (
    "INTAKE_FRAME_",
    "INTAKE_ANSWER_TYPED",
    "INTAKE_ANSWER_RESTORED",
    "INTAKE_GONE",
    "INTAKE_REBUILT",
    "INTAKE_TWO_FILES",
    "INTAKE_MAIL",
    "INTAKE_PACKED",
    "LIST_",
    "FRAME_",
    "BOOK_",
    "CORRECTION_",
    "EXCLUSION_",
)
"""Rules about what a researcher did in the workbook: nothing that a municipality can answer."""


def interview_points(
    findings: pd.DataFrame, euros: pd.Series, codes: Iterable[str], survey: Survey, places: Places
) -> pd.DataFrame:
    """The points of each municipality in `codes`, in the order of the interview (columns INTERVIEW).

    findings: the open ones, with the status a person gave; euros: what each bears on, same index. Within what is
    missing and what does not fit, the largest amount comes first.
    """
    definition = load_interview(survey.id)
    kinds = definition.kinds
    missing = {EMPTY, ROW_EMPTY, IS_UNKNOWN, *(rule.id for rule in survey.rules if rule.family == "volledigheid")}
    asked = findings[to_ask(findings) & findings["code"].isin(set(codes))]
    points = pd.DataFrame(
        {
            "code": asked["code"],
            "soort": asked["regel"].isin(missing).map({True: kinds.missing, False: kinds.unfitting}),
            "onderwerp": asked["tekst"],
            "blad": asked["blad"],
            "cel": asked["cel"],
            "gevonden": asked["gevonden"],
            "verwacht": asked["verwacht"],
            "euro": euros.reindex(asked.index),
            "vraag": asked["id"],
            "regel": asked["regel"],
        }
    )
    rank = points["soort"].map({kinds.missing: 1, kinds.unfitting: 2}).astype(float)
    ordered = points.assign(rang=rank).sort_values(
        ["code", "rang", "euro"], ascending=[True, True, False], kind="stable"
    )
    fixed = pd.DataFrame(
        [
            _topic(code, topic.text, topic.question, kinds.fixed, places)
            for code in sorted(codes)
            for topic in definition.topics
        ]
    )
    table = pd.concat([fixed, ordered], ignore_index=True).sort_values("code", kind="stable", ignore_index=True)
    table["volgorde"] = table.groupby("code").cumcount() + 1
    return table.reindex(columns=list(INTERVIEW))


def to_ask(findings: pd.DataFrame) -> pd.Series:
    """Which findings are to be raised with the municipality."""
    about_answers = findings["regel"].str.startswith(ANSWER_RULES)
    settled = findings["status"].isin(SETTLED) if "status" in findings else False
    own = findings["regel"].str.startswith(OF_RESEARCHER)
    asked = (about_answers | (findings["ernst"] != "waarschuwing")) & (findings["code"] != "") & ~own & ~settled
    return asked & ~_asked_already(findings, asked)


def _asked_already(findings: pd.DataFrame, asked: pd.Series) -> pd.Series:
    """What rules say of a cell that reading asks about: its answer is awaited, so there is nothing to judge yet."""
    unread = findings["regel"].isin(UNREAD) & asked & (findings["id"] != "")
    waiting = set(zip(findings.loc[unread, "code"], findings.loc[unread, "id"], strict=True))
    cells = pd.Series(list(zip(findings["code"], findings["id"], strict=True)), index=findings.index, dtype=object)
    return cells.isin(waiting) & findings["regel"].str.startswith(ANSWER_RULES)


def _topic(code: str, text: str, question: str, kind: str, places: Places) -> Mapping[str, object]:
    sheet, cell = places.get(question, ("", ""))
    return {"code": code, "soort": kind, "onderwerp": text, "blad": sheet, "cel": cell, "vraag": question}
