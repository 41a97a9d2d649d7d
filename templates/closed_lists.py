"""Lists in a survey definition that look open and are not: the method knows their codes, and no others.

An answer outside them would count nowhere, without a word; such a definition is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from templates.naming import Inconsistency, needles
from templates.questions import Asked, questions
from templates.schema import Survey

COST_KINDS = ("eigen", "inhuur", "uitbesteding")
KEY_TASKS = ("intake", "voortgang")
"""Tasks whose hours follow from the annual staff where a respondent does not know them."""
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "alg.volledigheid": ("volledig", "randtotalen"),
    "alg.combinatie_participatiewet": ("ja", "nee"),
    "alg.inkoop_samen": ("alleen", "deels", "alles"),
    "gr.wijze": ("nvt", "registratie", "sleutel"),
    "oh.gemeente.wijze": ("procent", "euro_per_fte"),
    "oh.gr.wijze": ("procent", "euro_per_fte"),
}
ANSWERS_BY_COLUMN: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("jaar", "gemeente.eenheid"): ("fte", "uur"),
    ("jaar", "gr.eenheid"): ("fte", "uur"),
    ("split", "ingang"): ("jaar", "traj"),
}
"""By the first word of the id and the key of the column."""


def closed_lists(survey: Survey) -> Iterator[Inconsistency]:
    """Every code that the method would not know."""
    dimensions = survey.dimensions
    if not dimensions.tasks:
        return
    for kind in dimensions.kind_codes:
        if kind not in COST_KINDS:
            said = f"de kostensoort '{kind}' telt nergens mee; de methode kent alleen {', '.join(COST_KINDS)}"
            yield Inconsistency("survey", (f"code: {kind}",), said)
    asked = questions(survey)
    for question in asked:
        kind = question.column.rpartition(".")[2]
        if question.id.startswith("jaar.") and kind in COST_KINDS and kind not in dimensions.kind_codes:
            said = f"de vraag '{question.id}' vraagt naar {kind}, en die kostensoort ontbreekt bij cost_kinds"
            yield Inconsistency(question.sheet, needles(question), said)
    for task in dimensions.trajectory_key_tasks:
        if task not in KEY_TASKS or task not in dimensions.trajectory_tasks:
            said = f"van taak '{task}' zijn geen uren af te leiden; dat kan alleen van {' en '.join(KEY_TASKS)}"
            yield Inconsistency("survey", ("trajectory_key_tasks:",), said)
    for question in asked:
        yield from _answers(survey, question)


def _answers(survey: Survey, question: Asked) -> Iterator[Inconsistency]:
    head = question.id.partition(".")[0]
    known = ANSWERS.get(question.id) or ANSWERS_BY_COLUMN.get((head, question.column))
    if known is None or question.field.type != "code" or question.field.code_list not in survey.dimensions.code_lists:
        return
    for code in survey.dimensions.codes(question.field.code_list):
        if code.code not in known:
            said = f"de keuze '{code.code}' bij '{question.id}' kent de methode niet; alleen {', '.join(known)}"
            yield Inconsistency("survey", (f"code: {code.code}", f"{question.field.code_list}:"), said)
