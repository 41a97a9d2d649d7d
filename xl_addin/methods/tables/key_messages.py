"""The message of a slide, told by the figures of its table: no figure and no direction is written beforehand.

A difference is said only where its 95% interval excludes 0: that of the difference between two classes
(`verschil_klasse`), or that of an estimate beside an amount that is none (METHOD section 7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from templates.numbers import written
from templates.report import Cell, KeyFigure, Slide, Told
from templates.schema import ResultTable
from xl_addin.methods.tables.result_tables import (
    Figure,
    FilledTable,
    Found,
    Key,
    class_difference,
    interval,
    keys,
    result_figure,
)
from xl_addin.methods.tables.rounding import half_up

AMOUNT = "{bedrag}"
NONE = "geen"


def message(
    slide: Slide | KeyFigure,
    table: ResultTable,
    filled: FilledTable,
    words: Mapping[str, str],
    found: Found | None = None,
) -> str | None:
    """The first sentence of which every figure and interval is known, with `words` for the other placeholders; or None.

    filled: the figures of `table`; found: all results, where intervals are looked up. Neither is changed. Raises
    KeyError for a placeholder that nothing tells.
    """
    teller = _Teller(table, filled, found or {}, keys(table))
    for saying in slide.sayings:
        told = {name: teller.told(one) for name, one in saying.told.items()}
        known = {name: text for name, text in told.items() if text is not None}
        if len(known) == len(told):
            sentence = saying.message.format_map({**words, **known})
            return sentence[:1].upper() + sentence[1:]
    return None


class _Teller(NamedTuple):
    """What a placeholder is told by: a table, its figures, all results, and the key of each cell."""

    table: ResultTable
    filled: FilledTable
    found: Found
    keys: Sequence[Sequence[Key | None]]

    def told(self, one: Told) -> str | None:
        if one.result is not None:
            return self._part(one)
        if one.below is not None or one.above is not None:
            return self._beyond_zero(one)
        if one.cell is None:
            return _extreme(one, self.table, self.filled)
        if one.minus is not None:
            return self._difference(one)
        if one.of:
            whole = [_at(self.filled.full, cell) for cell in one.of]
            part, total = _at(self.filled.full, one.cell), sum(figure for figure in whole if figure is not None)
            return written(part / total, "procent") if part is not None and None not in whole and total else None
        return _shown(self.filled, self.table, one.cell)

    def _part(self, one: Told) -> str | None:
        """One result as a part of another."""
        assert one.result is not None
        assert one.part_of is not None
        part, whole = (result_figure(pick, self.found) for pick in (one.result, one.part_of))
        return written(part / whole, "procent") if part is not None and whole else None

    def _beyond_zero(self, one: Told) -> str | None:
        """In how many rows the interval lies on one side of 0; None where not all are known."""
        ends = [interval(self.keys[row - 1][(one.column or 1) - 1], self.found) for row in one.rows]
        known = [end for end in ends if end is not None]
        if len(known) < len(ends):
            return None
        return str(sum(high < 0 if one.below is not None else low > 0 for low, high in known) or NONE)

    def _difference(self, one: Told) -> str | None:
        """The difference in the words for lower, not to be told apart or higher."""
        assert one.cell is not None
        assert one.minus is not None
        high, low = _at(self.filled.full, one.cell), _at(self.filled.full, one.minus)
        if high is None or low is None:
            return None
        seen = (high > low) - (high < low)
        certain = seen if one.exact else self._certain(one.cell, one.minus)
        if certain is None:
            return None
        # the interval may be of figures with other weights, and then tells nothing of what is shown the other way round
        certain = certain if certain == seen else 0
        column = self.table.columns[one.cell[1] - 1]
        distance = half_up(abs(high - low), column.rounding) if column.rounding else abs(high - low)
        amount = written(distance, column.format)
        words = one.words[1 if amount == written(0.0, column.format) else certain + 1]
        return words.replace(AMOUNT, amount)

    def _certain(self, first: Cell, second: Cell) -> int | None:
        """-1 or 1 where the first figure is lower or higher for certain, 0 where it cannot be told; None: unknown."""
        one, other = (self.keys[row - 1][column - 1] for row, column in (first, second))
        if one is None or other is None:
            return None
        between = class_difference(one, other, self.found)
        if between is not None:
            return _side(*between)
        mine, theirs = interval(one, self.found), interval(other, self.found)
        if mine is not None and theirs is None:
            fixed = _at(self.filled.full, second) or 0.0
            return _side(mine[0] - fixed, mine[1] - fixed)
        if theirs is not None and mine is None:
            fixed = _at(self.filled.full, first) or 0.0
            return _side(fixed - theirs[1], fixed - theirs[0])
        return None


def _side(low: float, high: float) -> int:
    return 1 if low > 0 else -1 if high < 0 else 0


def _extreme(told: Told, table: ResultTable, filled: FilledTable) -> str | None:
    """The row with the highest or lowest figure of all rows, which must be known; the first of equals."""
    column = told.highest or told.lowest or 0
    figures = {row: _at(filled.full, (row, column)) for row in told.rows}
    known = {row: value for row, value in figures.items() if value is not None}
    if len(known) < len(figures):
        return None
    row = (max if told.highest else min)(known, key=lambda one: known[one])
    return _shown(filled, table, (row, column)) if told.figure else _in_a_sentence(table.rows[row - 1].label)


def _shown(filled: FilledTable, table: ResultTable, cell: Cell) -> str | None:
    value = _at(filled.presented, cell)
    return None if value is None else written(value, table.columns[cell[1] - 1].format)


def _at(figures: Sequence[Sequence[Figure]], cell: Cell) -> Figure:
    row, column = cell
    return figures[row - 1][column - 1]


def _in_a_sentence(label: str) -> str:
    """A label without its capital, unless its first word is a name or abbreviation such as `B1-route`."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
