"""Facts that were filled in beforehand, compared with what came back."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from templates import Place, Problem
from templates.columns import CODE, SAMPLE
from xl_addin.intake.filled import Filled
from xl_addin.intake.plan import Plan


def changed_facts(filled: Filled, frame: pd.DataFrame, plan: Plan) -> Iterator[tuple[str, Problem]]:
    """The facts of the frame that this file says otherwise, each with its question; what the frame lacks is no fact."""
    facts = frame.loc[filled.code].to_dict()
    for asked in plan.asked:
        fact = asked.field.prefilled
        if fact == CODE or fact in SAMPLE or fact not in facts:
            continue
        sent, now = facts[fact], filled.answers.get(asked.id)
        if sent == "" or sent != sent or _same(sent, now):
            continue
        values = {"verwacht": _shown(sent), "gevonden": _shown(now)}
        yield asked.id, Problem("INTAKE_FACT_CHANGED", filled.places.get(asked.id, Place(filled.file)), values)


def _same(sent: object, now: object) -> bool:
    if isinstance(sent, float) and isinstance(now, float):
        return abs(sent - now) < 1e-9 * max(1.0, abs(sent))
    return " ".join(str(sent).split()) == " ".join(str(now).split())


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
