"""Typical slips: the change of an answer that would bring an implausible figure back within its bounds.

A slip is tried, not guessed: the answers are changed and the figures made anew by the method itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from templates import Survey
from templates.plausibility import Slip
from xl_addin.checks.answered import Answered
from xl_addin.checks.findings import shown
from xl_addin.checks.limits import Limits
from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.answers.answers import read_answers
from xl_addin.methods.costs.key_figures import key_figures

Change = Mapping[str, object]

FACTOR, SWAP_FACTOR = "plausibel.vergissing.factor", "plausibel.verwisseling.factor"
TRIED_AT_ONCE = 500
"""So many changed sets of answers stand in memory together, whatever is asked of them."""


@dataclass(frozen=True)
class Proposal:
    """A slip of one municipality: the answer as found and as proposed."""

    slip: Slip
    code: str
    cell: str
    found: str
    proposed: str
    change: Change


@dataclass(frozen=True)
class _Trial:
    """One set of changed answers: of which row, and what the figures must be then."""

    slip: Slip
    row: int
    change: Change


def proposals(
    slips: Sequence[Slip],
    answers: pd.DataFrame,
    book: Answered,
    figures: pd.DataFrame,
    limits: Limits,
    survey: Survey,
    parameters: Parameters,
    known: pd.DataFrame | None,
) -> Iterator[Proposal]:
    """The slips that explain a figure: it is outside its bounds by a factor, and all are inside after the change."""
    answers = answers.reindex(columns=list(book.raw)).astype(object)  # a slip may fill a cell that nobody filled
    trials = (trial for slip in slips for trial in _trials(slip, book, figures, limits, parameters))
    for batch in _batches(trials):
        changed, before = _changed(answers, batch), None if known is None else _repeated(known, batch)
        judged = key_figures(read_answers(changed), parameters, survey.dimensions, before)
        after = Answered(changed, book.asked)
        for position, trial in enumerate(batch):
            if all(_inside(trial.slip, name, judged, after, position, limits) for name in trial.slip.figures):
                cell = next(iter(trial.change))
                found, proposed = shown(book.raw[cell][trial.row]), shown(trial.change[cell])
                yield Proposal(trial.slip, book.codes[trial.row], cell, found, proposed, trial.change)


def repaired(answers: pd.DataFrame, found: Sequence[Proposal]) -> pd.DataFrame:
    """The answers as they would be with the proposals followed; of two proposals for a cell none is."""
    cells = [(one.code, cell) for one in found for cell in one.change]
    twice = {place for place in cells if cells.count(place) > 1}
    columns = list(dict.fromkeys([*answers.columns, *(cell for _, cell in cells)]))
    values = answers.reindex(columns=columns).to_numpy(dtype=object).copy()
    rows, places = list(answers.index), {name: at for at, name in enumerate(columns)}
    for one in found:
        for cell, value in one.change.items():
            if (one.code, cell) not in twice:
                values[rows.index(one.code), places[cell]] = value
    return pd.DataFrame(values, index=answers.index, columns=columns)


def _trials(
    slip: Slip, book: Answered, figures: pd.DataFrame, limits: Limits, parameters: Parameters
) -> Iterator[_Trial]:
    values = {name: _values(name, figures, book) for name in slip.figures}
    if any(column is None for column in values.values()):
        return
    margin = amount(parameters, SWAP_FACTOR if slip.swap_with else FACTOR, 1.0)
    above, below = ~book.everywhere, ~book.everywhere
    known = book.holds(slip.when)
    for name, column in values.items():
        assert column is not None
        low, high = limits.for_slip(slip, name)
        above |= column > high * margin
        below |= column < low / margin
        known &= ~np.isnan(column)
    for row in np.flatnonzero(known & (above | below)):
        for change in _changes(slip, book, int(row), bool(above[row]), bool(below[row])):
            yield _Trial(slip, int(row), change)


def _values(name: str, figures: pd.DataFrame, book: Answered) -> np.ndarray | None:
    if name in book.typed:
        return book.typed[name]
    return figures[name].to_numpy() if name in figures else None


def _changes(slip: Slip, book: Answered, row: int, above: bool, below: bool) -> Iterator[Change]:
    """The changed answers of one municipality: smaller ones where a figure is too high, larger where too low."""
    if slip.swap_with:
        pairs = [(mine, other) for mine, other in zip(slip.cells, slip.swap_with, strict=True)]
        swapped = {cell: book.raw[source][row] for pair in pairs for cell, source in (pair, pair[::-1])}
        if any(book.answered[cell][row] for cell in swapped):
            yield swapped
        return
    if slip.switch:
        first, second = slip.switch
        other = {first: second, second: first}
        used = [cell for cell in slip.cells if _is_used(cell, book, row)]
        for code in slip.switch:
            alike = [cell for cell in used if book.raw[cell][row] == code]
            if len(alike) >= min(len(slip.cells), 2):
                yield dict.fromkeys(alike, other[code])
        return
    divisor = book.numbers[slip.divide_by][row] if slip.divide_by else np.nan
    for factor in slip.times or ((1 / divisor,) if divisor > 1 else ()):
        if (above if factor < 1 else below) and all(book.typed[cell][row] > 0 for cell in slip.cells):
            yield {cell: float(f"{book.typed[cell][row] * factor:.6g}") for cell in slip.cells}


def _is_used(cell: str, book: Answered, row: int) -> bool:
    """Whether the unit in the cell is one of a positive amount of staff."""
    effort = f"{cell.rpartition('.')[0]}.inzet"
    return bool(book.filled[cell][row] and book.numbers[effort][row] > 0)


def _batches(trials: Iterable[_Trial]) -> Iterator[list[_Trial]]:
    rest = iter(trials)
    while batch := list(islice(rest, TRIED_AT_ONCE)):
        yield batch


def _changed(answers: pd.DataFrame, batch: Sequence[_Trial]) -> pd.DataFrame:
    """The answers with each trial's change, a row per trial; the rows keep their order when sorted."""
    cells = answers.to_numpy(dtype=object)[[trial.row for trial in batch]]
    position = {str(name): number for number, name in enumerate(answers.columns)}
    for row, trial in enumerate(batch):
        for cell, value in trial.change.items():
            cells[row, position[cell]] = value
    return pd.DataFrame(cells, index=_numbered(batch), columns=answers.columns)


def _repeated(known: pd.DataFrame, batch: Sequence[_Trial]) -> pd.DataFrame:
    return known.iloc[[trial.row for trial in batch]].set_axis(_numbered(batch), axis=0)


def _numbered(batch: Sequence[_Trial]) -> pd.Index:
    return pd.Index([f"{number:06d}" for number in range(len(batch))], name="code")


def _inside(slip: Slip, name: str, judged: pd.DataFrame, after: Answered, row: int, limits: Limits) -> bool:
    values = _values(name, judged, after)
    low, high = limits.for_slip(slip, name)
    return values is not None and bool(low <= values[row] <= high)
