"""Makes a FRAME.csv from the open data of Statistics Netherlands, and says what it could not fill."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from templates import Survey, load_survey
from templates.columns import frame_columns
from xl_addin.intake.cbs import municipalities
from xl_addin.use_cases.outputs import csv_bytes, refuse_existing, write_all


class Downloaded(NamedTuple):
    """How many municipalities the file holds, and which columns are empty in it."""

    municipalities: int
    empty: tuple[str, ...]


def download_frame(
    year: int, address: str, out: Path, cached: Path, refresh: bool = False, force: bool = False
) -> Downloaded:
    """Writes `out`, whole or not at all. What is no figure of the service stays empty, never zero.

    Raises `Problems`: those of `municipalities`, and OUTPUT_EXISTS (unless `force`).
    """
    refuse_existing([out], force)
    found = frame_from(year, address, cached, load_survey(), refresh)
    write_all({out: csv_bytes(list(found.table.columns), found.table.itertuples(index=False))})
    return Downloaded(len(found.table), found.empty)


class FrameFound(NamedTuple):
    """A frame as the service gives it, and which of its columns are empty."""

    table: pd.DataFrame
    empty: tuple[str, ...]


def frame_from(year: int, address: str, cached: Path, survey: Survey, refresh: bool = False) -> FrameFound:
    """The municipalities of a year in the columns that the survey asks for. Raises `Problems` as `municipalities`."""
    found = municipalities(year, address, cached, refresh)
    contract = frame_columns(survey.dimensions)
    columns = [*contract, *(name for name in found.rows[0] if name not in contract)]
    lines = [[row.get(name) for name in columns] for row in found.rows]
    empty = tuple(name for at, name in enumerate(columns) if all(line[at] in (None, "") for line in lines))
    return FrameFound(pd.DataFrame(lines, columns=columns, dtype=object), empty)
