"""What the collector puts into a new analysis workbook: plain tables, and where each answer was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from generator.analysis.layout import (
    ANSWERS_SHEET,
    FINDINGS_SHEET,
    FRAME_SHEET,
    INSTRUMENTS_SHEET,
    KEY_SHEET,
    PARAMETERS_SHEET,
    SAMPLE_SHEET,
    SCENARIOS_SHEET,
    SOURCES_SHEET,
    ListPlace,
)
from generator.ooxml.values import clean_text
from templates.columns import SCENARIOS
from templates.instruments import instruments
from templates.research import KEY_LINES, beginning
from templates.scenarios import scenarios

Value = None | bool | int | float | str | dt.date | dt.datetime


@dataclass(frozen=True)
class Table:
    """Columns and rows; every row is as long as `columns`."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row is not as long as the columns")


def table_of(frame: pd.DataFrame) -> Table:
    """The table that a DataFrame holds, without its index; what is missing or empty is an empty cell."""
    rows = tuple(tuple(_plain(value) for value in row) for row in frame.astype(object).to_numpy().tolist())
    return Table(tuple(str(name) for name in frame.columns), rows)


def _plain(value: object) -> Value:
    if value is None or value != value or value == "":
        return None
    return value.item() if hasattr(value, "item") else value  # type: ignore[return-value]


@dataclass(frozen=True)
class AnalysisContent:
    """The lists an analysis workbook starts with; the output lists start empty.

    `places` says where in the survey workbook a question stands: id -> (sheet, cell). `year` is the survey year, by
    default the template's. `more` holds further lists by sheet: those that a person fills and a command carries along.
    """

    frame: Table = Table()
    sample: Table = Table()
    answers: Table = Table()
    sources: Table = Table()
    parameters: Table = Table()
    findings: Table = Table()
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    year: int | None = None
    more: Mapping[str, Table] = field(default_factory=dict)

    def of_sheet(self, sheet: str) -> Table:
        """The table of a list sheet; an empty one for the lists that commands fill."""
        return {
            FRAME_SHEET: self.frame,
            SAMPLE_SHEET: self.sample,
            ANSWERS_SHEET: self.answers,
            SOURCES_SHEET: self.sources,
            PARAMETERS_SHEET: self.parameters,
            FINDINGS_SHEET: self.findings,
            **{name: table for name, table in self.more.items() if table.rows or name not in GIVEN},
        }.get(sheet) or given(sheet)


GIVEN = (INSTRUMENTS_SHEET, SCENARIOS_SHEET, KEY_SHEET)
"""Lists that do not start empty: what they hold at first is part of the product, until a person changes it."""


def given(sheet: str) -> Table:
    """What a list holds before anyone worked on it."""
    if sheet == INSTRUMENTS_SHEET:
        return Table(instruments().columns, instruments().rows)
    if sheet == SCENARIOS_SHEET:
        return Table(SCENARIOS, scenarios().rows)
    if sheet == KEY_SHEET:
        return Table(KEY_LINES, beginning(sheet, KEY_LINES))
    return Table()


def arranged(table: Table, place: ListPlace, more: tuple[str, ...] = ()) -> Table:
    """`table` in the columns of its list sheet: those of the contract first, then `more`, then its own further ones.

    A column that the table lacks stays empty. A table without rows gets one empty row, since an Excel table has at
    least one. Headings become unique and non-empty, as Excel asks of a table's columns.
    """
    wanted = (*place.columns, *more)
    columns = (*wanted, *(name for name in table.columns if name not in wanted))
    position = {name: number for number, name in reversed(list(enumerate(table.columns)))}
    places = [position.get(name) for name in columns]
    rows = tuple(tuple(None if at is None else row[at] for at in places) for row in table.rows)
    return Table(_headings(columns), rows or ((None,) * len(columns),))


def _headings(columns: tuple[str, ...]) -> tuple[str, ...]:
    taken: set[str] = set()
    headings = []
    for number, name in enumerate(columns, start=1):
        plain = " ".join(clean_text(str(name)).split())[:250] or f"kolom{number}"
        heading, copy = plain, 1
        while heading.lower() in taken:
            copy += 1
            heading = f"{plain}_{copy}"
        taken.add(heading.lower())
        headings.append(heading)
    return tuple(headings)
