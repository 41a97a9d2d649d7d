"""Findings that live: what a person wrote stays with its finding, solved ones close, returning ones open again.

Nothing a person typed is lost: it stands with a finding that is open, or with one that is solved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable
from contextlib import suppress
from typing import NamedTuple

import pandas as pd

from templates.columns import FINDINGS, FINDINGS_KEY, FINDINGS_OF_PERSON, SOLVED, SOLVED_ON

Row = dict[Hashable, object]
Key = tuple[str, ...]
NEW: Row = {"status": "open"}
DAY_FORMS = ("%Y-%m-%d", "%d-%m-%Y")
"""How a day was written as text: by versions before 0.2.0, and by a person."""


class Living(NamedTuple):
    """The findings that are open and those that are solved, each with what a person wrote and own columns."""

    open: pd.DataFrame
    solved: pd.DataFrame


def reconciled(found: pd.DataFrame, before: Living, today: dt.date) -> Living:
    """The findings of a new run beside those of the runs before.

    found: columns of `bevindingen.csv`. The same finding = the same municipality, rule and question, and where there
    are several, the same value found. It takes over what a person wrote with it and in columns of a person's own; one
    that is no longer found moves to the solved ones with the date; a solved one that returns comes back as it was.
    """
    own = [name for name in (*before.open.columns, *before.solved.columns) if name not in {*FINDINGS, *SOLVED}]
    mine = list(dict.fromkeys([*FINDINGS_OF_PERSON, *own]))
    earlier = _Earlier(before)
    rows: list[Row] = []
    waiting: list[Row] = []
    for row in _rows(found.reindex(columns=list(FINDINGS))):
        known = earlier.exactly(row)
        rows.append(row)
        if known is None:
            waiting.append(row)
        else:
            row.update({name: known.get(name, "") for name in mine})
    for row in waiting:
        known = earlier.alike(row) or NEW
        row.update({name: known.get(name, "") for name in mine})
    solved = [{**row, SOLVED_ON: row.get(SOLVED_ON) or today} for row in earlier.rest()]
    return Living(
        _table(rows, [*FINDINGS, *mine]),
        _table(solved, [*SOLVED, *(name for name in mine if name not in SOLVED)]),
    )


def fitted(table: pd.DataFrame, columns: Collection[str]) -> pd.DataFrame:
    """The findings in a list that has only `columns`: what stood in another own column goes behind the note."""
    missing = [name for name in table.columns if name not in columns]
    if not missing:
        return table
    notes = [
        "; ".join(str(part) for part in (note, *(f"{name}: {row[name]}" for name in missing if row[name])) if part)
        for note, row in zip(table["notitie"], table[missing].to_dict("records"), strict=True)
    ]
    return table.assign(notitie=notes).drop(columns=missing)


def day_of(value: object) -> object:
    """A day as a date, also where it was written as text; anything else as it is."""
    if isinstance(value, dt.datetime):
        return value.date()
    text = value if isinstance(value, str) else ""
    for form in DAY_FORMS if text else ():
        with suppress(ValueError):
            return dt.datetime.strptime(text.strip(), form).date()
    return value


class _Earlier:
    """The findings of before, each given away once: open ones first, then solved ones."""

    def __init__(self, before: Living) -> None:
        self._by_key: dict[Key, list[Row]] = {}
        for table in before:
            for row in _rows(table):
                self._by_key.setdefault(_key(row), []).append(row)

    def exactly(self, row: Row) -> Row | None:
        """The same finding with the same value found."""
        candidates = self._by_key.get(_key(row), [])
        same = next((one for one in candidates if one["gevonden"] == row["gevonden"]), None)
        return self._given(candidates, same)

    def alike(self, row: Row) -> Row | None:
        """The same finding, whatever was found then."""
        candidates = self._by_key.get(_key(row), [])
        return self._given(candidates, candidates[0] if candidates else None)

    def rest(self) -> list[Row]:
        """What was not given away."""
        return [row for rows in self._by_key.values() for row in rows]

    def _given(self, candidates: list[Row], row: Row | None) -> Row | None:
        if row is not None:
            # by identity: two findings may be equal in every column
            candidates[:] = [one for one in candidates if one is not row]
        return row


def _key(row: Row) -> Key:
    return tuple(str(row[name]) for name in FINDINGS_KEY)


def _rows(table: pd.DataFrame) -> list[Row]:
    return table.astype(object).where(table.notna(), "").to_dict("records")


def _table(rows: list[Row], columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns, dtype=object).fillna("")
    return table.sort_values(list(FINDINGS_KEY), kind="stable", ignore_index=True)
