"""Yearly inflow per municipality and groep, from the columns `instroom_{groep}_{jaar}` of the frame."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.tables.columns import inflow_column
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.time.cash import Expected, Floats

NAMED_AT_MOST = 10
ESTIMATE = "raming"


class Inflow(NamedTuple):
    """Persons who came in, per groep: codes x years (all years from the first cohort on); NaN = not known.

    estimates: the same as it was expected beforehand, from the columns `raming_{groep}_{jaar}`.
    """

    years: tuple[int, ...]
    by_group: Mapping[str, pd.DataFrame]
    notes: tuple[Note, ...]
    estimates: Mapping[str, pd.DataFrame] = MappingProxyType({})


def read_inflow(frame: pd.DataFrame, groups: Sequence[str], first: int) -> Inflow:
    """The inflow from year `first` (the first cohort under the law) up to the last year of which the frame has one.

    A year without a column, an empty cell and a negative number are unknown, and noted. Without any column there are
    no years. `frame` has the municipality code as index and is not changed.
    """
    last = max((year for group in groups for year in _years(frame, group) if year >= first), default=first - 1)
    years = tuple(range(first, last + 1))
    wanted = [inflow_column(group, year) for group in groups for year in years or (first,)]
    missing = [name for name in wanted if name not in frame.columns]
    notes = [Note("CASH_INFLOW_ABSENT", "", {"kolommen": ", ".join(missing)})] if missing else []
    tables = {group: _table(frame, [inflow_column(group, year) for year in years], years) for group in groups}
    estimates = {group: _table(frame, [f"{ESTIMATE}_{group}_{year}" for year in years], years) for group in groups}
    for group, table in tables.items():
        for year in (year for year in years if inflow_column(group, year) not in missing):
            notes += _unknown(table[year], inflow_column(group, year))
    return Inflow(years, {group: table.where(table >= 0) for group, table in tables.items()}, tuple(notes), estimates)


def expected_inflow(persons: Floats, estimated: Floats | None, first: int, lag: int) -> Expected:
    """What is expected of a cohort in a year: the estimate, else the last known inflow, that of `lag` years ago.

    Before the law there is no inflow to go by: then what came in stands for a good estimate.
    """

    def expected(cohort: int, year: int) -> Floats:
        if estimated is not None:
            return estimated[:, cohort - first]
        known = year - lag
        return persons[:, (known if known >= first else cohort) - first]

    return expected


def _years(frame: pd.DataFrame, group: str) -> list[int]:
    pattern = re.compile(re.escape(inflow_column(group, 0)[:-1]) + r"(\d{4})")
    return [int(found[1]) for name in frame.columns if (found := pattern.fullmatch(str(name)))]


def _table(frame: pd.DataFrame, names: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    columns = frame.reindex(columns=list(names))
    numbers = columns.apply(pd.to_numeric, errors="coerce") if len(columns.columns) else columns
    return numbers.astype(float).set_axis(list(years), axis=1)


def _unknown(persons: pd.Series, column: str) -> list[Note]:
    """A note per negative number, and per empty cell or one for all where there are many."""
    notes = [
        Note("INFLOW_NEGATIVE", str(code), {"kolom": column, "waarde": float(value)})
        for code, value in persons[persons < 0].items()
    ]
    empty = persons.index[np.isnan(persons.to_numpy(dtype=float))]
    if len(empty) > NAMED_AT_MOST:
        return [*notes, Note("INFLOW_UNKNOWN", "", {"kolom": column, "aantal": len(empty)})]
    return [*notes, *(Note("INFLOW_UNKNOWN", str(code), {"kolom": column, "aantal": 1}) for code in empty)]
