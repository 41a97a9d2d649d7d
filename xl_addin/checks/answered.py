"""The answers as the checks look at them: as typed, as numbers, and filled or not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from templates.loading import OWN_LANGUAGE
from templates.questions import Asked
from templates.schema import Condition, Rule
from xl_addin.methods.answers import read_answers
from xl_addin.methods.columns import NOT_APPLICABLE, UNKNOWN_ANSWER

Mask = npt.NDArray[np.bool_]
Figures = npt.NDArray[np.float64]


class Answered:
    """The answers seen three ways, a numpy array per question: as typed, as numbers (nvt is 0), and filled or not.

    `language` is that in which findings on them are told.
    """

    def __init__(self, answers: pd.DataFrame, asked: tuple[Asked, ...], language: str = OWN_LANGUAGE) -> None:
        self.asked, self.language = asked, language
        ids = [question.id for question in asked]
        self.codes = [str(code) for code in answers.index]
        cells = answers.reindex(columns=ids).astype(object)
        read = read_answers(answers).numbers(ids).to_numpy()
        typed = cells.where(cells.notna(), "").to_numpy()
        self.raw = {name: typed[:, position] for position, name in enumerate(ids)}
        self.numbers = {name: read[:, position] for position, name in enumerate(ids)}
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

    def any_unknown(self, ids: tuple[str, ...]) -> Mask:
        """Where at least one of these is onbekend."""
        found: Mask = np.any([self.is_one_of(name, (UNKNOWN_ANSWER,)) for name in ids], axis=0)
        return found

    def is_said(self, name: str) -> Mask:
        """Filled with anything but onbekend."""
        said: Mask = self.filled[name] & ~self.is_one_of(name, (UNKNOWN_ANSWER,))
        return said
