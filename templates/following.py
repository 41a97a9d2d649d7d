"""Parameters that are another parameter on a fixed day, so that a dated truth stands in one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from templates.schema import Parameter


def with_followed(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """The parameters, each with `volgt` holding the amount of the other one on that day, from its first date on.

    One that follows a parameter that does not exist, or is unknown on that day, has no amount.
    """
    known = {parameter.code: parameter for parameter in parameters}
    return tuple(_filled(parameter, known) if parameter.follows else parameter for parameter in parameters)


def _filled(parameter: Parameter, known: Mapping[str, Parameter]) -> Parameter:
    assert parameter.follows is not None
    other = known.get(parameter.follows.code)
    amount = other.in_force(parameter.follows.on) if other else None
    if other is None or amount is None:
        return parameter
    always = amount.model_copy(update={"from_": other.amounts[0].from_, "until": None})
    return parameter.model_copy(update={"amounts": (always,)})


def passed_on(
    given: Mapping[str, str | float], parameters: tuple[Parameter, ...], day: dt.date
) -> Iterator[tuple[str, str | float]]:
    """What a user's own value for the amount of `day` means for the parameters that follow that same amount."""
    known = {parameter.code: parameter for parameter in parameters}
    for parameter in parameters:
        if parameter.follows is None or parameter.code in given or parameter.follows.code not in given:
            continue
        other = known[parameter.follows.code]
        if other.in_force(day) == other.in_force(parameter.follows.on):
            yield parameter.code, given[parameter.follows.code]
