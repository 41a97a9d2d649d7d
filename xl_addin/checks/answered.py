"""The answers as the checks look at them: as typed, as numbers, and filled or not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from templates.loading import OWN_LANGUAGE
from templates.questions import Asked
from templates.schema import Condition, Rule
from xl_addin.methods.tables.columns import NOT_APPLICABLE, UNKNOWN_ANSWER

Mask = npt.NDArray[np.bool_]
Figures = npt.NDArray[np.float64]


def _numbers(cells: npt.NDArray[np.object_]) -> Figures:
    """What is a number as a number, nvt as 0, the rest NaN; a truth value is no number."""
    kept = [0.0 if cell == NOT_APPLICABLE else cell for cell in cells]
    plain = [np.nan if isinstance(cell, bool | np.bool_) else cell for cell in kept]
    read = pd.to_numeric(pd.Series(plain, dtype=object), errors="coerce").to_numpy(dtype=float)
    return np.where(np.isfinite(read), read, np.nan)


def _within(numbers: Figures, asked: Asked, nvt: Mask) -> Figures:
    """The numbers that can be an answer: those within the limits of the question, and nvt."""
    low, high = asked.field.minimum, asked.field.maximum
    above = np.ones(len(numbers), dtype=bool) if low is None else numbers >= low
    below = np.ones(len(numbers), dtype=bool) if high is None else numbers <= high
    return np.where(nvt | (above & below), numbers, np.nan)


class Answered:
    """The answers seen four ways, a numpy array per question.

    raw: as typed; typed: the numbers among them (nvt is 0); numbers: those that can be an answer; filled: holds
    anything. `language` is that in which findings on them are told.
    """

    def __init__(self, answers: pd.DataFrame, asked: tuple[Asked, ...], language: str = OWN_LANGUAGE) -> None:
        self.asked, self.language = asked, language
        ids = [question.id for question in asked]
        self.codes = [str(code) for code in answers.index]
        cells = answers.reindex(columns=ids).astype(object)
        typed = cells.where(cells.notna(), "").to_numpy()
        self.raw = {name: typed[:, position] for position, name in enumerate(ids)}
        self.typed = {question.id: _numbers(self.raw[question.id]) for question in asked}
        self.numbers = {
            question.id: _within(self.typed[question.id], question, self.raw[question.id] == NOT_APPLICABLE)
            for question in asked
        }
        self.filled = {name: column != "" for name, column in self.raw.items()}
        self.answered = {name: ~np.isnan(column) for name, column in self.numbers.items()}
        self.empty_means = {question.id: question.field.empty_means for question in asked}

    @property
    def everywhere(self) -> Mask:
        return np.ones(len(self.codes), dtype=bool)

    def is_one_of(self, name: str, values: tuple[str, ...]) -> Mask:
        found: Mask = np.isin(self.raw[name].astype(str), values)
        return found

    def holds(self, conditions: tuple[Condition, ...]) -> Mask:
        """Where all conditions hold; an empty answer counts as what the question says that empty means."""
        result = self.everywhere
        for condition in conditions:
            filled = self.filled[condition.id]
            if condition.values:
                empty_fits = self.empty_means[condition.id] in condition.values
                result &= self.is_one_of(condition.id, condition.values) | (~filled & empty_fits)
            else:
                result &= filled & ~self.is_one_of(condition.id, (NOT_APPLICABLE,))
        return result

    def asks(self, rule: Rule) -> Mask:
        """Where the conditions of a rule hold: all of `when` and none of `unless`."""
        result = self.holds(rule.when)
        for condition in rule.unless:
            result &= ~self.holds((condition,))
        return result

    def sum(self, ids: tuple[str, ...]) -> Figures:
        total: Figures = np.nansum([self.numbers[name] for name in ids], axis=0)
        return total

    def any_answered(self, ids: tuple[str, ...]) -> Mask:
        found: Mask = np.any([self.answered[name] for name in ids], axis=0)
        return found

    def any_not_known(self, ids: tuple[str, ...]) -> Mask:
        """Where at least one of these numeric questions holds what is no answer: onbekend or no valid value."""
        found: Mask = np.any([self.filled[name] & ~self.answered[name] for name in ids], axis=0)
        return found

    def all_filled(self, ids: tuple[str, ...]) -> Mask:
        """Where each of these holds something, onbekend included."""
        found: Mask = np.all([self.filled[name] for name in ids], axis=0)
        return found

    def is_said(self, name: str) -> Mask:
        """Filled with anything but onbekend."""
        said: Mask = self.filled[name] & ~self.is_one_of(name, (UNKNOWN_ANSWER,))
        return said
