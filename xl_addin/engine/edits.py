"""What was written on a sheet since it was opened: pieces of rows, the last one on top."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.ooxml.sheet import Area
from generator.ooxml.values import Value

_MANY = 24
"""Pieces in one row; more are joined, so that writing cell by cell does not grow slower and slower."""


class Edits(Mapping[int, Mapping[int, Value]]):
    """New values by row and column; a block costs one piece per row, not one entry per cell."""

    def __init__(self, rows: Mapping[int, list[tuple[int, list[Value]]]] | None = None) -> None:
        self._rows = {row: list(pieces) for row, pieces in (rows or {}).items()}
        self._area: Area | None = None
        self._area_known = False

    def copy(self) -> Edits:
        """The same edits, to go back to."""
        return Edits(self._rows)

    @property
    def area(self) -> Area | None:
        """The smallest area around all that was written and is not empty; looked for once after each write."""
        if not self._area_known:
            self._area, self._area_known = self._around(), True
        return self._area

    def _around(self) -> Area | None:
        found = [(row, *ends) for row in self._rows if (ends := self._ends(row)) is not None]
        if not found:
            return None
        rows, first, last = zip(*found, strict=True)
        return min(rows), min(first), max(rows), max(last)

    def _ends(self, row: int) -> tuple[int, int] | None:
        """The first and last column of a row that came to hold something."""
        pieces = self._rows[row]
        if len(pieces) == 1:
            left, values = pieces[0]
            filled = [at for at, value in enumerate(values, left) if value is not None]
        else:
            filled = sorted(at for at, value in self[row].items() if value is not None)
        return (filled[0], filled[-1]) if filled else None

    def put(self, row: int, column: int, values: list[Value]) -> None:
        """Write values next to each other, from a column on."""
        self._area_known = False
        pieces = self._rows.setdefault(row, [])
        pieces[:] = [one for one in pieces if not column <= one[0] <= one[0] + len(one[1]) <= column + len(values)]
        pieces.append((column, values))
        if len(pieces) > _MANY:
            pieces[:] = _runs(self[row])

    def __getitem__(self, row: int) -> dict[int, Value]:
        joined: dict[int, Value] = {}
        for left, values in self._rows[row]:
            joined.update(enumerate(values, left))
        return joined

    def __contains__(self, row: object) -> bool:
        return row in self._rows

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def lay_over(self, row: int, first: int, line: list[Any], shown: Callable[[Value], Any]) -> None:
        """Put what was written in a row into the values that were read of it, from column `first` on."""
        for left, values in self._rows.get(row, ()):
            start, end = max(left, first), min(left + len(values), first + len(line))
            if start < end:
                line[start - first : end - first] = map(shown, values[start - left : end - left])


def _runs(cells: Mapping[int, Value]) -> list[tuple[int, list[Value]]]:
    """Cells of a row as pieces of cells next to each other."""
    pieces: list[tuple[int, list[Value]]] = []
    for column in sorted(cells):
        if pieces and pieces[-1][0] + len(pieces[-1][1]) == column:
            pieces[-1][1].append(cells[column])
        else:
            pieces.append((column, [cells[column]]))
    return pieces
