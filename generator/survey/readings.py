"""Where each answer is read: the hidden sheet `Gelezen` holds its number and its state, and all formulas look there.

METHOD section 2, "What is known". Only a number within the hard range of its question and `nvt` answer a numeric
question; only a code of its list answers a code question. So nothing else in the workbook asks again what a cell holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.survey.page import absolute
from generator.survey.texts import text
from templates.questions import Asked, questions
from templates.schema import DATE, Survey

ROW_LACKS, LACKS, EMPTY, NONE, ANSWERED, NOT_KNOWN, NO_NUMBER, OUT_OF_RANGE, NO_CODE, NO_DATE = range(-2, 8)
"""The states of a cell: the first of a required row in which nothing stands, required and empty, empty, `nvt`, an
answer, `onbekend`, no number, a number outside its range, no code of the list, no date."""
FIRST_ROW = 5
VALUE, STATE, COUNT, TOLD = 3, 4, 5, 6
"""Columns of the sheet: the number (0 where there is none) or code, the state, the number of findings up to here, and
what is told: what the answer `onbekend` costs, or what stands in a cell that holds no answer."""

POSITION, LISTED = 10, 40
"""The column that says on which line the first, second, ... finding is, and for how many."""
CONTRACT_COUNTS = "reken.contract.telt."
"""What the names start with of the flags that a combined contract falls on an item of a sum."""


class Readings:
    """The cells in which numbers, codes and dates are read, as references from any sheet."""

    def __init__(self, survey: Survey) -> None:
        read = [one for one in questions(survey) if one.numeric or one.field.type in ("code", DATE)]
        self.asked: dict[str, Asked] = {one.id: one for one in read}
        self._row = {one.id: FIRST_ROW + at for at, one in enumerate(read)}
        self._sheet = text("names.readings")

    def row(self, question: str) -> int:
        """The row on the sheet."""
        return self._row[question]

    def value(self, question: str | None) -> str:
        """The number of an answer, `nvt` is 0; 0 where there is none, also of a question that is not asked."""
        return self._cell(question, VALUE)

    def state(self, question: str | None) -> str:
        """The state of a cell; `EMPTY` for a question that is not asked."""
        return self._cell(question, STATE)

    def named_value(self, question: str) -> str:
        """The number of an answer for a conditional look, which may point at another sheet through a name only."""
        return f"INDEX(gelezen.waarde,{self._row[question] - FIRST_ROW + 1})"

    def named_state(self, question: str) -> str:
        """The state of a cell for a conditional look."""
        return f"INDEX(gelezen.toestand,{self._row[question] - FIRST_ROW + 1})"

    def position(self, nth: int) -> str:
        """The cell that says on which line of the sheet a finding is, counted from 0; an empty text where none is."""
        return f"{self._sheet}!{absolute(FIRST_ROW + nth, POSITION)}"

    def used(self, ids: Iterable[str]) -> str:
        """Whether one of these quantities is a number above 0."""
        return _any([f"{self.value(name)}>0" for name in ids if name in self._row])

    def filled(self, ids: Iterable[str]) -> str:
        """Whether each of these questions holds something, `onbekend` included."""
        return f"AND({','.join(f'{self.state(name)}>{EMPTY}' for name in ids)})"

    def code(self, question: str | None, code: str) -> str:
        """Whether a code question is answered with this code."""
        return f'{self._cell(question, VALUE)}="{code}"' if question in self._row else "1=0"

    def answered(self, question: str | None) -> str:
        """Whether it holds `nvt`, or a number or code that can be its answer."""
        return f"ABS({self.state(question)}-1.5)<1" if question in self._row else "1=0"

    def number(self, question: str) -> str:
        """Whether a quantity is answered with a number."""
        return f"{self.state(question)}={ANSWERED}" if question in self._row else "1=0"

    def any_filled(self, ids: Iterable[str]) -> str:
        """Whether one of these questions holds something."""
        return f"{self.worst(ids)}>{EMPTY}"

    def any_answered(self, ids: Iterable[str]) -> str:
        """Whether at least one of these questions is answered."""
        return _any([self.answered(name) for name in ids if name in self._row])

    def all_answered(self, ids: Iterable[str]) -> str:
        """Whether each of these questions is answered."""
        terms = [self.answered(name) for name in ids if name in self._row]
        return f"AND({','.join(terms)})" if terms else "1=0"

    def not_known(self, ids: Iterable[str]) -> str:
        """Whether at least one of these questions holds what is no answer: `onbekend` or no valid value."""
        return f"{self.worst(ids)}>{ANSWERED}"

    def worst(self, ids: Iterable[str]) -> str:
        """The highest state of these questions: at most `EMPTY` where nothing holds anything."""
        states = [self.state(name) for name in ids if name in self._row]
        return f"MAX({','.join(states)})" if states else "0"

    def total(self, ids: Sequence[str]) -> str:
        """The sum of the numbers."""
        return "+".join(self.value(name) for name in ids if name in self._row) or "0"

    def falls_on_sum(self, contract: str) -> str:
        """Whether a part of a combined contract falls on an item of a sum, as the calculation found it."""
        return f"{CONTRACT_COUNTS}{contract}=1"

    def every(self, *terms: str) -> str:
        """Whether all of these hold."""
        return f"AND({','.join(terms)})" if len(terms) > 1 else next(iter(terms), "1=1")

    def either(self, *terms: str) -> str:
        """Whether one of these holds."""
        return f"OR({','.join(terms)})" if len(terms) > 1 else next(iter(terms), "1=0")

    def no(self, term: str) -> str:
        """Whether this does not hold."""
        return f"NOT({term})"

    def _cell(self, question: str | None, column: int) -> str:
        return f"{self._sheet}!{absolute(self._row[question], column)}" if question in self._row else "0"


def _any(terms: Sequence[str]) -> str:
    return f"OR({','.join(terms)})" if terms else "1=0"
