"""Answers as they count and every municipality, so that figures can be computed again outside (INTERFACE)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from templates.columns import ANSWERS_COUNTED, CODE
from templates.questions import limits, question_ids
from xl_addin.books.analysis import Inputs
from xl_addin.intake.corrections import corrected
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.answers.exclusions import without_excluded
from xl_addin.methods.costs.allocation import Costs, allocate
from xl_addin.methods.costs.missing_items import Filled
from xl_addin.methods.estimates.basis import Basis, prepare
from xl_addin.methods.estimates.missing_view import entered
from xl_addin.methods.sample.classes import classify, divisions_of
from xl_addin.methods.tables.columns import ANNUAL, TRAJECTORY

GIVEN, CORRECTED, DERIVED, ESTIMATED = "antwoord", "correctie", "afgeleid", "geschat"
CLASS_COLUMN, COUNTS = "klasse_", "telt_"
COUNTED_FRAME, COUNTED_REPORTED = "N", "n"
Line = tuple[str, str, object, str]


def counted_tables(inputs: Inputs, response: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """`antwoorden.csv` and `gemeenten.csv`. response: the list Respons, with the status of each municipality."""
    survey = inputs.survey
    put = corrected(inputs.answers, inputs.corrections, survey).answers
    kept = without_excluded(put, inputs.exclusions, survey.dimensions).answers
    answers = read_answers(kept, limits(survey))
    lines = list(_given(inputs.answers, kept, question_ids(survey)))
    basis = None
    if survey.dimensions.tasks:
        costs = allocate(answers, inputs.parameters, survey.dimensions)
        basis = prepare(answers, inputs.frame, costs, inputs.parameters, survey.dimensions)
        derived = list(_derived(costs))
        replaced = {(code, name) for code, name, _, _ in derived}
        lines = [line for line in lines if line[:2] not in replaced] + derived + list(_estimated(basis))
    table = pd.DataFrame(lines, columns=list(ANSWERS_COUNTED)).sort_values([CODE], kind="stable", ignore_index=True)
    return {"antwoorden.csv": table, "gemeenten.csv": _municipalities(inputs, basis, response)}


def _given(before: pd.DataFrame, now: pd.DataFrame, ids: tuple[str, ...]) -> Iterator[Line]:
    """What is answered, and where that is not what came in: a correction, or what exclusion left of a contract."""
    for code in now.index:
        old, new = before.loc[code], now.loc[code]
        for name in ids:
            value = new.get(name)
            if value is not None and value == value and value != "":
                yield str(code), name, value, GIVEN if _same(old.get(name), value) else CORRECTED


def _same(old: object, new: object) -> bool:
    return old is new or bool(old == new)


def _derived(costs: Costs) -> Iterator[Line]:
    for name, hours in costs.hours.derived.items():
        for row in np.flatnonzero(np.isfinite(hours)).tolist():
            yield str(costs.index[row]), name, float(hours[row]), DERIVED


def _estimated(basis: Basis) -> Iterator[Line]:
    """Items that are estimated, under the id of the item: euros of the year, or per person over the trajectory."""
    if basis.sums is None:
        return
    found: dict[tuple[str, str], float] = {}
    for one in basis.sums.annual.values():
        found |= _guessed(one, ANNUAL)
    for group, sums in basis.sums.trajectory.items():
        for one in sums.values():
            found |= _guessed(one, f"{TRAJECTORY}.{group}")
    yield from ((code, name, euros, ESTIMATED) for (code, name), euros in found.items())


def _guessed(one: Filled, stem: str) -> dict[tuple[str, str], float]:
    guessed = one.estimated[:, None] & np.isfinite(one.value) & ~np.isfinite(one.of.cost)
    return {
        (str(one.index[row]), f"{stem}.{one.of.items[at]}"): float(one.value[row, at])
        for row, at in np.argwhere(guessed).tolist()
    }


def _municipalities(inputs: Inputs, basis: Basis | None, response: pd.DataFrame) -> pd.DataFrame:
    """A row per municipality of the frame: its columns, classes, status, n and N, and which sums it enters."""
    frame, dimensions = inputs.frame.sort_index(), inputs.survey.dimensions
    classified = classify(frame, inputs.parameters, dimensions)
    table = frame.copy()
    for division in divisions_of(classified.table):
        table[f"{CLASS_COLUMN}{division}"] = classified.table[division]
    status = response.set_index(CODE)["status"] if len(response) else pd.Series(dtype=object)
    table["status"] = status.reindex(frame.index)
    table[COUNTED_FRAME] = classified.guided
    if basis is not None:
        table[COUNTED_REPORTED] = basis.reported.reindex(frame.index)
        for name, enters in entered(basis).items():
            table[f"{COUNTS}{name}"] = enters.reindex(frame.index, fill_value=False).astype(int)
    return table.reset_index()
