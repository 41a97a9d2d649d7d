"""What a presentation and an annex are made of: filled tables and the messages computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from templates.schema import Chart, ResultTable

Figures = Sequence[Sequence[float | None]]


@dataclass(frozen=True)
class Filled:
    """A result table with its figures as presented, and what they rest on: how many, who left, weights, small classes.

    `table` is dated: no placeholder is left in its words. `presented` has a row per row of the table. hidden: the
    (row, column) from 0 of figures that are left out so that no municipality can be told from them. signs: the sign of
    every row; source: the lines under the table.
    """

    table: ResultTable
    presented: Figures
    rests_on: tuple[str, ...]
    hidden: frozenset[tuple[int, int]] = frozenset()
    signs: tuple[str, ...] = ()
    source: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is no figure at all."""
        return all(value is None for line in self.presented for value in line)

    @property
    def name(self) -> str:
        """What the table is called: its number and title."""
        return f"{self.table.sheet}: {self.table.title}"

    @property
    def count(self) -> str:
        """How many respondents the figures rest on."""
        return self.rests_on[0] if self.rests_on else ""


@dataclass(frozen=True)
class Shown:
    """A slide: its message (None when a figure it needs is unknown), the table, the rows shown and the chart if any."""

    message: str | None
    filled: Filled
    rows: tuple[int, ...]
    chart: Chart | None


@dataclass(frozen=True)
class Report:
    """Everything that is presented. made: when and by which version; pending: what is not settled, a line each;
    summary: the name of every key figure and what it says, empty where it is not known.
    """

    name: str
    year: int
    title: str
    subtitle: str
    slides: tuple[Shown, ...]
    tables: tuple[Filled, ...]
    account: tuple[str, ...]
    made: str
    minimum: int = 0
    summary: tuple[tuple[str, str], ...] = ()
    pending: tuple[str, ...] = ()
