"""Which sums each municipality leaves by an answer `onbekend`: the rule of `consequences`, on a table of answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from generator.survey.consequences import COMBINED, left_sums
from generator.survey.texts import speaking_of
from templates.questions import Asked
from templates.schema import Survey
from xl_addin.checks.answered import Answered, Mask
from xl_addin.methods.tables.columns import ANNUAL, NOT_APPLICABLE, TRAJECTORY


def leaving(survey: Survey, asked: Asked, book: Answered, where: Mask) -> Iterator[tuple[str, Mask]]:
    """The sums joined by commas, with who leaves just those; an empty text for who leaves none.

    where: who gave this answer; the masks divide these municipalities.
    """
    with speaking_of(survey):
        left = [(", ".join(sums), held) for sums, held in left_sums(survey, asked, _OnTable(survey, book))]
    told = [", ".join(sums for sums, held in left if held[row]) for row in range(len(where))]
    for sums in dict.fromkeys(told):
        mine = where & np.array([one == sums for one in told])
        if mine.any():
            yield sums, mine


class _OnTable:
    """Conditions as a truth value per municipality."""

    def __init__(self, survey: Survey, book: Answered) -> None:
        self.dimensions, self.book = survey.dimensions, book
        self.lists = {one.id: one.field.code_list for one in book.asked if one.field.type == "code"}

    def used(self, ids: Sequence[str]) -> Mask:
        return self.either(*(self.book.numbers[name] > 0 for name in self._there(ids)))

    def code(self, question: str, code: str) -> Mask:
        return self.book.is_one_of(question, (code,)) if question in self.book.raw else self.either()

    def number(self, question: str) -> Mask:
        if question not in self.book.raw:
            return self.either()
        return self.book.answered[question] & ~self.book.is_one_of(question, (NOT_APPLICABLE,))

    def any_filled(self, ids: Sequence[str]) -> Mask:
        return self.either(*(self.book.filled[name] for name in self._there(ids)))

    def all_answered(self, ids: Sequence[str]) -> Mask:
        there = self._there(ids)
        return self.every(*(self.book.answered[name] for name in there)) if there else self.either()

    def not_known(self, ids: Sequence[str]) -> Mask:
        return self.either(*(self.book.filled[name] & ~self._can_be(name) for name in self._there(ids)))

    def _can_be(self, name: str) -> Mask:
        """Where a question holds what answers it."""
        if name not in self.lists:
            return self.book.answered[name]
        return self.book.is_one_of(name, tuple(code.code for code in self.dimensions.codes(self.lists[name])))

    def falls_on_sum(self, contract: str) -> Mask:
        dimensions, stem = self.dimensions, f"{COMBINED}.{contract}"
        places = [self._names(contract, dimensions.task_codes, self.code(f"{stem}.ingang", ANNUAL))]
        for group in dimensions.group_codes:
            codes = (*dimensions.task_codes, *dimensions.routes_of(group), *dimensions.provisions_of(group))
            there = self.every(self.code(f"{stem}.ingang", TRAJECTORY), self.code(f"{stem}.groep", group))
            places.append(self._names(contract, codes, there))
        return self.either(*places)

    def _names(self, contract: str, codes: Sequence[str], there: Mask) -> Mask:
        parts = [f"{COMBINED}.{contract}.{part}" for part in ("deel_a", "deel_b")]
        return self.every(there, self.either(*(self.book.is_one_of(name, tuple(codes)) for name in self._there(parts))))

    def every(self, *terms: Mask) -> Mask:
        return np.asarray(np.logical_and.reduce([self.book.everywhere, *terms]))

    def either(self, *terms: Mask) -> Mask:
        return np.asarray(np.logical_or.reduce([~self.book.everywhere, *terms]))

    def no(self, term: Mask) -> Mask:
        return ~term

    def _there(self, ids: Sequence[str]) -> list[str]:
        return [name for name in ids if name in self.book.raw]
