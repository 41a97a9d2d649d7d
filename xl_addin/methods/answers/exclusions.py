"""What a researcher leaves out of the calculation: a municipality, an entrance, a task or an item of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from templates.columns import EXCLUSIONS
from templates.schema import Dimensions
from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.tables.columns import (
    ANNUAL,
    DIRECT,
    GENERAL,
    HIRED,
    NOT_APPLICABLE,
    OUTSOURCED,
    PROVISIONS,
    ROUTES,
    STEERING,
    TRAJECTORY,
    UNKNOWN_ANSWER,
)
from xl_addin.methods.tables.notes import Note

EVERYTHING = "alles"
EVERYONE = "alle"
"""The code of a line that leaves a part out for every respondent."""
AMOUNTS = frozenset({ids.EFFORT, HIRED, OUTSOURCED, *ids.ITEM_AMOUNTS})
"""How the ids of amount cells end."""


class Excluded(NamedTuple):
    """The answers that count, and exclusions that name nothing that is there."""

    answers: pd.DataFrame
    notes: tuple[Note, ...]


def without_excluded(answers: pd.DataFrame, exclusions: pd.DataFrame, dimensions: Dimensions) -> Excluded:
    """The answers without what the exclusions name; the others stay as they are.

    exclusions: `code, onderdeel, reden`; onderdeel is `alles`, an entrance (`jaar`, `traj`, `traj.asiel`), an item of
    it (`jaar.intake`, `traj.asiel.b1`), a sum of items (`jaar.direct`, `traj.asiel.leerroutes`) or a question id. A
    part of a combined contract that falls on what is excluded is left out too; the other part keeps its amount.

    With code EVERYONE a part is left out of every sum for everybody: it counts as nvt, so that the sums stay known
    without it. Whoever gave edge totals only, in which the part cannot be told apart, then has none for that year.
    """
    kept = answers.astype(object).copy()
    notes: list[Note] = []
    dropped: list[str] = []
    said = exclusions.reindex(columns=list(EXCLUSIONS)).fillna("").astype(str)
    for code, part in zip(said["code"].str.strip(), said["onderdeel"].str.strip().str.lower(), strict=True):
        stems = tuple(_stems(part, dimensions))
        cells = [name for name in kept.columns if _within(str(name), stems)]
        if code.casefold() == EVERYONE and cells:
            _leave_out_everywhere(kept, part, cells, stems, dimensions)
        elif code not in answers.index or not (cells or part == EVERYTHING):
            notes.append(Note("EXCLUSION_UNKNOWN", code, {"onderdeel": part}))
        elif part == EVERYTHING:
            dropped.append(code)
        else:
            kept.loc[code, cells] = None
            _leave_out_of_contracts(kept, code, stems, dimensions)
    return Excluded(kept.drop(index=dropped), tuple(notes))


def _leave_out_everywhere(
    answers: pd.DataFrame, part: str, cells: list[str], stems: tuple[str, ...], dimensions: Dimensions
) -> None:
    """The part as if it were asked of nobody."""
    answers[cells] = None
    answers[[name for name in cells if name.rpartition(".")[2] in AMOUNTS]] = NOT_APPLICABLE
    for code in answers.index:
        _leave_out_of_contracts(answers, str(code), stems, dimensions)
    totals = [name for name in map(ids.edge_total, ids.EDGE_PARTS) if name in answers.columns]
    if part.startswith(f"{ANNUAL}."):
        answers[totals] = None


def _stems(part: str, dimensions: Dimensions) -> Iterator[str]:
    """The beginnings of the question ids that the part covers; a sum covers each of its items."""
    head, _, name = part.rpartition(".")
    entrance, _, group = head.partition(".")
    sums: dict[tuple[str, str], tuple[str, ...]] = {
        (ANNUAL, GENERAL): dimensions.general_tasks,
        (ANNUAL, DIRECT): dimensions.direct_tasks,
        (ANNUAL, STEERING): dimensions.steering_tasks,
        (TRAJECTORY, DIRECT): dimensions.trajectory_tasks,
        (TRAJECTORY, ROUTES): dimensions.routes_of(group),
        (TRAJECTORY, PROVISIONS): dimensions.provisions_of(group),
    }
    for item in sums.get((entrance, name), (name,)):
        yield f"{head}.{item}" if head else item


def _within(name: str, stems: tuple[str, ...]) -> bool:
    return any(name == stem or name.startswith(f"{stem}.") for stem in stems)


def _leave_out_of_contracts(answers: pd.DataFrame, code: str, stems: tuple[str, ...], dimensions: Dimensions) -> None:
    """A contract with one part excluded falls on its other part alone, for that part's amount."""
    for number in range(1, dimensions.splits + 1):
        names = {cell: ids.split(number, cell) for cell in ids.SPLIT_CELLS}
        if not set(names.values()) <= set(answers.columns):
            continue
        said = {cell: str(answers.at[code, name] or "") for cell, name in names.items()}
        place = said["ingang"] if said["ingang"] == ANNUAL else f"{said['ingang']}.{said['groep']}"
        out = [_within(f"{place}.{said[part]}", stems) for part in ids.SPLIT_PARTS]
        if all(out):
            answers.loc[code, list(names.values())] = None
        elif any(out):
            _keep_part(answers, code, names, kept=out.index(False))


def _keep_part(answers: pd.DataFrame, code: str, names: dict[str, str], kept: int) -> None:
    said = read_answers(answers.loc[[code], list(names.values())])
    amount, share = (float(said.cell(names[cell]).value[0]) for cell in (ids.SPLIT_AMOUNT, ids.SPLIT_SHARE))
    part = amount * (share, 1 - share)[kept]
    where = answers.at[code, names[ids.SPLIT_PARTS[kept]]]
    mended = {ids.SPLIT_AMOUNT: UNKNOWN_ANSWER if pd.isna(part) else part, ids.SPLIT_SHARE: 1.0 - kept}
    for cell, value in {**mended, **dict.fromkeys(ids.SPLIT_PARTS, where)}.items():
        answers[names[cell]] = answers[names[cell]].where(answers.index != code, value)
