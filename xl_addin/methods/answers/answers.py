"""The answers of all respondents, read once: what every cell holds, as a number and as a state (METHOD, 1 and 2).

Only `nvt` (counts as 0) and a number within its hard range answer a numeric cell. A cell that is empty, one that says
`onbekend`, and one with anything else (text, a number out of range) are three other things: the first was not filled
in, the last two hold something that is not known. Everything after this works on `Answers` and parses no text again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.tables.columns import NOT_APPLICABLE, UNKNOWN_ANSWER

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
States = npt.NDArray[np.int8]
Words = npt.NDArray[np.object_]
Limits = Mapping[str, tuple[float, float]]
"""The smallest and largest value that answers a question, by its id; a question that is not named has no limits."""

EMPTY, UNKNOWN, NONE, NUMBER = range(4)
"""The states of a cell: empty, filled but not known, `nvt`, a number."""
LITTLE = 1e-9


class Cell(NamedTuple):
    """One numeric question of all respondents: the number (nvt 0; NaN where it is no answer) and the state."""

    value: Floats
    state: States

    @property
    def known(self) -> Flags:
        """Where it is answered: a number or nvt."""
        return np.asarray(self.state >= NONE)

    @property
    def unknown(self) -> Flags:
        """Where it holds something that is no answer."""
        return np.asarray(self.state == UNKNOWN)

    @property
    def filled(self) -> Flags:
        return np.asarray(self.state != EMPTY)

    @property
    def amount(self) -> Floats:
        """The number in a sum over known cells: what is no answer adds nothing, and `unknown` says where that is."""
        return np.where(self.known, self.value, 0.0)

    def where(self, counts: Flags) -> Cell:
        """The cell as if it were empty where it does not count."""
        return Cell(np.where(counts, self.value, np.nan), np.where(counts, self.state, np.int8(EMPTY)).astype(np.int8))


class Answers:
    """All answers, typed; never changed after reading. Rows follow `index`, the codes of the municipalities."""

    def __init__(
        self,
        index: pd.Index,
        ids: tuple[str, ...],
        value: Floats,
        state: States,
        word: Words,
        asked: frozenset[str] | None = None,
    ) -> None:
        self.index, self.ids, self._asked = index, ids, asked
        self._value, self._state, self._word = value, state, word
        self._at = {name: place for place, name in enumerate(ids)}
        self._nowhere = len(ids)

    def __len__(self) -> int:
        return len(self.index)

    def asks(self, question: str) -> bool:
        """Whether the survey asks this number; without a definition nobody knows better than that it does."""
        return self._asked is None or question in self._asked

    def cell(self, question: str) -> Cell:
        """One numeric question; a question that nobody was asked is empty."""
        at = self._at.get(question, self._nowhere)
        return Cell(self._value[:, at], self._state[:, at])

    def words(self, question: str) -> Words:
        """One code question as an array of text: empty where a number or nothing stands, `nvt` stays `nvt`."""
        found: Words = self._word[:, self._at.get(question, self._nowhere)]
        return found

    def numbers(self, ids: Sequence[str]) -> pd.DataFrame:
        """Numeric questions as floats (codes x ids): `nvt` is 0, NaN where there is no answer."""
        return pd.DataFrame(self._value[:, self._places(ids)], index=self.index, columns=list(ids))

    def number(self, question: str) -> pd.Series:
        """One numeric question as a float series; see `numbers`."""
        return pd.Series(self.cell(question).value, index=self.index, name=question)

    def answered(self, ids: Sequence[str]) -> pd.DataFrame:
        """Which numeric questions hold a number or `nvt` (codes x ids)."""
        return pd.DataFrame(self._state[:, self._places(ids)] >= NONE, index=self.index, columns=list(ids))

    def together(self, ids: Sequence[str]) -> pd.Series:
        """The sum of numeric questions: what is not filled in beside others adds nothing; NaN where one is not known,
        or none is answered.
        """
        states = self._state[:, self._places(ids)]
        known = (states >= NONE).any(axis=1) & ~(states == UNKNOWN).any(axis=1)
        amounts = np.nansum(self._value[:, self._places(ids)], axis=1)
        return pd.Series(np.where(known, amounts, np.nan), index=self.index)

    def text(self, question: str) -> pd.Series:
        """One code question as a series of text; see `words`."""
        return pd.Series(self.words(question), index=self.index, name=question, dtype=object)

    def of(self, codes: pd.Index) -> Answers:
        """The answers of these municipalities, in this order."""
        return self._rows(self.index.get_indexer(codes), codes)

    def only(self, counts: Flags) -> Answers:
        """The answers where the others, who stay, answered nothing."""
        value, state, word = self._value.copy(), self._state.copy(), self._word.copy()
        value[~counts], state[~counts], word[~counts] = np.nan, EMPTY, ""
        return Answers(self.index, self.ids, value, state, word, self._asked)

    def times(self, factors: Mapping[str, float]) -> Answers:
        """The answers with the numbers of some questions multiplied."""
        if not factors:
            return self
        value = self._value.copy()
        for name, factor in factors.items():
            if name in self._at:
                value[:, self._at[name]] *= factor
        return Answers(self.index, self.ids, value, self._state, self._word, self._asked)

    def sorted(self) -> Answers:
        """The same in the order of the codes."""
        if self.index.is_monotonic_increasing:
            return self
        order = np.argsort(self.index.to_numpy(), kind="stable")
        return self._rows(order, self.index[order])

    def _rows(self, places: npt.NDArray[np.intp], codes: pd.Index) -> Answers:
        return Answers(codes, self.ids, self._value[places], self._state[places], self._word[places], self._asked)

    def _places(self, ids: Sequence[str]) -> list[int]:
        return [self._at.get(name, self._nowhere) for name in ids]


def read_answers(table: pd.DataFrame | Answers, limits: Limits | None = None) -> Answers:
    """Reads the wide table (index municipality code, a column per question id) once; what is read already stays.

    limits: hard ranges of the survey definition; a number outside them is no answer. The table is not changed.
    """
    if isinstance(table, Answers):
        return table
    cells = np.full((len(table), len(table.columns) + 1), None, dtype=object)  # the last column: never asked
    cells[:, :-1] = table.to_numpy(dtype=object)
    ids = tuple(str(name) for name in table.columns)
    flat = pd.Series(cells.ravel(), dtype=object)
    empty = (flat.isna() | (flat == "")).to_numpy(dtype=bool)
    nvt = (flat == NOT_APPLICABLE).to_numpy(dtype=bool)
    truth = flat.map(type).isin((bool, np.bool_)).to_numpy(dtype=bool)  # True is 1 to Python, and no number here
    value = pd.to_numeric(flat.where(~nvt, 0.0).mask(truth), errors="coerce").to_numpy(dtype=float).reshape(cells.shape)
    low, high = _bounds(ids, limits or {})
    number = np.isfinite(value) & (value >= low - LITTLE) & (value <= high + LITTLE)
    nvt, empty = nvt.reshape(cells.shape), empty.reshape(cells.shape)
    state = np.select([empty, nvt, number], [EMPTY, NONE, NUMBER], UNKNOWN).astype(np.int8)
    value = np.where(nvt, 0.0, np.where(state == NUMBER, value, np.nan))
    return Answers(table.index, ids, value, state, _words(cells), None if limits is None else frozenset(limits))


def _bounds(ids: Sequence[str], limits: Limits) -> tuple[Floats, Floats]:
    """The limits per column; infinite where there are none."""
    found = [limits.get(name, (-np.inf, np.inf)) for name in (*ids, "")]
    low, high = np.array(found, dtype=float).T
    return low, high


def _words(cells: Words) -> Words:
    said = [cell if isinstance(cell, str) else "" for cell in cells.ravel()]
    return np.array(said, dtype=object).reshape(cells.shape)


__all__ = [
    "EMPTY",
    "NONE",
    "NUMBER",
    "UNKNOWN",
    "UNKNOWN_ANSWER",
    "Answers",
    "Cell",
    "Limits",
    "read_answers",
]
