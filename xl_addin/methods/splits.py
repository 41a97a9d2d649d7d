"""Combined contracts: one amount for two tasks, divided by the share the respondent gives (report, section 2.2)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.answers import numbers, texts
from xl_addin.methods.columns import ANNUAL, CODE, ENTRANCE, EURO, GROUP, TASK, TRAJECTORY
from xl_addin.methods.notes import Note

PARTS = ("deel_a", "deel_b")


class SplitParts(NamedTuple):
    """The parts of all combined contracts (`code, ingang, groep, taak, euro`), and what could not be placed."""

    parts: pd.DataFrame
    notes: tuple[Note, ...]


def split_parts(answers: pd.DataFrame, dimensions: Dimensions) -> SplitParts:
    """Divides every combined contract: bedrag x aandeel_a to deel_a, the rest to deel_b.

    An unanswered share counts as 0, as in the workbook. jaar: euros of the year, groep empty; traj: euros per
    inburgeraar of the contract's groep. A part on a code that does not exist there is left out and noted.
    """
    stems = [f"split.{number}" for number in range(1, dimensions.splits + 1)]
    euros = numbers(answers, [f"{stem}.{name}" for stem in stems for name in ("bedrag", "aandeel_a")])
    words = texts(answers, [f"{stem}.{name}" for stem in stems for name in ("ingang", "groep", *PARTS)])
    frames = [_one(stem, euros, words) for stem in stems if euros[f"{stem}.bedrag"].notna().any()]
    if not frames:
        return SplitParts(pd.DataFrame(columns=[CODE, ENTRANCE, GROUP, TASK, EURO]), ())
    parts = pd.concat(frames, ignore_index=True)
    valid = _placeable(parts, dimensions)
    lost = parts[~valid & (parts[EURO] != 0)]
    notes = tuple(
        Note(
            "SPLIT_NOT_PLACED",
            code,
            {"deel": task or "-", "ingang": entrance or "-", "groep": group, "euro": round(euro)},
        )
        for code, entrance, group, task, euro in lost.itertuples(index=False)
    )
    kept = parts[valid].groupby([CODE, ENTRANCE, GROUP, TASK], as_index=False, sort=True)[[EURO]].sum()
    return SplitParts(kept, notes)


def _one(stem: str, euros: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """Both parts of one contract for every respondent that filled in its amount."""
    filled = euros[f"{stem}.bedrag"].notna()
    amount, share = euros.loc[filled, f"{stem}.bedrag"], euros.loc[filled, f"{stem}.aandeel_a"].fillna(0.0)
    entrance = words.loc[filled, f"{stem}.ingang"]
    group = words.loc[filled, f"{stem}.groep"].where(entrance == TRAJECTORY, "")
    sides = [
        pd.DataFrame(
            {
                CODE: amount.index,
                ENTRANCE: entrance.to_numpy(),
                GROUP: group.to_numpy(),
                TASK: words.loc[filled, f"{stem}.{part}"].to_numpy(),
                EURO: (amount * weight).to_numpy(),
            }
        )
        for part, weight in zip(PARTS, (share, 1 - share), strict=True)
    ]
    return pd.concat(sides, ignore_index=True)


def _placeable(parts: pd.DataFrame, dimensions: Dimensions) -> pd.Series:
    items = [item.code for item in (*dimensions.routes, *dimensions.provisions)]
    allowed = {(ANNUAL, "", code) for code in (*dimensions.task_codes, *items)}
    for group in dimensions.group_codes:
        codes = (*dimensions.task_codes, *dimensions.routes_of(group), *dimensions.provisions_of(group))
        allowed |= {(TRAJECTORY, group, code) for code in codes}
    keys = zip(parts[ENTRANCE], parts[GROUP], parts[TASK], strict=True)
    return pd.Series(np.fromiter((key in allowed for key in keys), bool, len(parts)), index=parts.index)
