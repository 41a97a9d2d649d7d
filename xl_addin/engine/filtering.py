"""Which rows a filter on a table lets through, so that a file shows after writing what a program would show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.ooxml.workbook import Chosen


def rows_shown(filters: Mapping[int, Chosen | None], rows: Sequence[Sequence[Any]]) -> list[bool] | None:
    """For each row of a table whether it is shown; None where that cannot be told, so that the filter must go.

    filters: per column (from 0) the texts that were chosen in it; None for another kind of filter. What a number or a
    date looks like, and so whether it was chosen, only the program that shows it knows.
    """
    cells = [row[column] for row in rows for column in filters if column < len(row)]
    if None in filters.values() or any(value is not None and not isinstance(value, str) for value in cells):
        return None
    return [all(_is_chosen(row[column], chosen) for column, chosen in filters.items() if chosen) for row in rows]


def _is_chosen(value: Any, chosen: Chosen) -> bool:
    return chosen.blank if not value else value.casefold() in chosen.texts
