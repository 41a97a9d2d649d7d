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


def followers(parameters: tuple[Parameter, ...], day: dt.date) -> Iterator[tuple[str, str]]:
    """Follower and followed of parameters that are one and the same amount on `day`."""
    known = {parameter.code: parameter for parameter in parameters}
    for parameter in parameters:
        other = known.get(parameter.follows.code) if parameter.follows else None
        if parameter.follows and other and other.in_force(day) == other.in_force(parameter.follows.on):
            yield parameter.code, other.code


def passed_on(
    given: Mapping[str, str | float], parameters: tuple[Parameter, ...], day: dt.date
) -> Iterator[tuple[str, str | float]]:
    """What a user's own value for the amount of `day` means for the parameters that follow that same amount."""
    for follower, followed in followers(parameters, day):
        if followed in given and follower not in given:
            yield follower, given[followed]


def untied(
    values: Mapping[str, str | float], parameters: tuple[Parameter, ...], day: dt.date
) -> Iterator[tuple[str, str]]:
    """Follower and followed that are one amount on `day` and yet have two values; what is absent has none."""
    for follower, followed in followers(parameters, day):
        if {follower, followed} <= set(values) and values[follower] != values[followed]:
            yield follower, followed
