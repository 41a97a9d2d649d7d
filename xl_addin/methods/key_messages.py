"""The message of a slide, told by the figures of its table: no figure and no direction is written beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from templates.numbers import written
from templates.report import Cell, Slide, Told
from templates.schema import ResultTable
from xl_addin.methods.result_tables import Figure, FilledTable
from xl_addin.methods.rounding import half_up

AMOUNT = "{bedrag}"


def message(slide: Slide, table: ResultTable, filled: FilledTable, words: Mapping[str, str]) -> str | None:
    """The sentence, with `words` for the other placeholders; None when a figure that it needs is not known.

    filled: the figures of `table`, which is not changed. Raises KeyError for a placeholder that nothing tells.
    """
    told = {name: _told(one, table, filled) for name, one in slide.told.items()}
    known = {name: text for name, text in told.items() if text is not None}
    if len(known) < len(told):
        return None
    sentence = slide.message.format_map({**words, **known})
    return sentence[:1].upper() + sentence[1:]


def _told(told: Told, table: ResultTable, filled: FilledTable) -> str | None:
    if told.cell is None:
        return _extreme(told, table, filled)
    if told.minus is not None:
        return _difference(told, table, filled)
    if told.of:
        whole = [_at(filled.full, cell) for cell in told.of]
        part, total = _at(filled.full, told.cell), sum(one for one in whole if one is not None)
        return written(part / total, "procent") if part is not None and None not in whole and total else None
    return _shown(filled, table, told.cell)


def _difference(told: Told, table: ResultTable, filled: FilledTable) -> str | None:
    """The difference in the words for lower, equal or higher; equal is what reads so after rounding."""
    assert told.cell is not None
    assert told.minus is not None
    high, low = _at(filled.full, told.cell), _at(filled.full, told.minus)
    if high is None or low is None:
        return None
    column = table.columns[told.cell[1] - 1]
    distance = half_up(abs(high - low), column.rounding) if column.rounding else abs(high - low)
    amount = written(distance, column.format)
    lower, equal, higher = told.words
    way = equal if amount == written(0.0, column.format) else higher if high > low else lower
    return way.replace(AMOUNT, amount)


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
