"""Printed figures: the cells of finished result tables, and which unrounded values a print can stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

PARTS = ("value", "low", "high")


class PrintedCell(NamedTuple):
    """One cell of a finished table: its place, its unit, and the figures printed in it (value, or low and high)."""

    table: str
    row: str
    column: str
    unit: str
    figures: Mapping[str, float]
    file: str = ""
    line: int | None = None

    def printed(self) -> Iterator[tuple[str, float]]:
        """Which of value, low and high are printed, in that order."""
        yield from ((part, self.figures[part]) for part in PARTS if part in self.figures)
