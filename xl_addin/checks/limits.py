"""The bounds within which a figure is plausible, from the survey's checks, its parameters and its questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from templates import Survey
from templates.plausibility import Bounds, Limit, Slip
from templates.questions import questions
from xl_addin.methods.answers.amounts import Parameters, amount

Range = tuple[float, float]


class Limits:
    """The lowest and highest plausible value per figure; an end that is not given is infinite."""

    def __init__(self, bounds: Sequence[Bounds], survey: Survey, parameters: Parameters) -> None:
        self.parameters = parameters
        asked = {question.id: question.field for question in questions(survey) if question.numeric}
        self.ranges: dict[str, Range] = {
            name: (
                -np.inf if field.minimum is None else field.minimum,
                np.inf if field.maximum is None else field.maximum,
            )
            for name, field in asked.items()
        }
        self.ranges |= {one.figure: self.of(one) for one in bounds}

    def of(self, bounds: Bounds) -> Range:
        """The range that a check of bounds asks for."""
        return self._end(bounds.low, -np.inf), self._end(bounds.high, np.inf)

    def for_slip(self, slip: Slip, figure: str) -> Range:
        """The range in which a slip judges a figure: its own, else that of the figure."""
        if slip.low is not None or slip.high is not None:
            return self._end(slip.low, -np.inf), self._end(slip.high, np.inf)
        return self.ranges.get(figure, (-np.inf, np.inf))

    def _end(self, limit: Limit | None, open_end: float) -> float:
        value = amount(self.parameters, limit) if isinstance(limit, str) else limit
        return open_end if value is None or np.isnan(value) else float(value)
