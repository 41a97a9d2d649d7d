"""The parameters in force in a survey year, with a user's overrides on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from templates.following import passed_on
from templates.problems import Place, Problem, Problems
from templates.schema import Parameter, Survey

OVERRIDE_SOURCE = "Opgegeven door de gebruiker (OVERRIDES.csv)"


@dataclass(frozen=True)
class ParameterInForce:
    """A parameter's value in a year, with where it comes from. `value` is a number, or a code for a choice."""

    code: str
    label: str
    value: float | str
    unit: str
    since: dt.date
    source: str
    reliability: str


def in_force(
    survey: Survey, year: int | None = None, overrides: Mapping[str, str | float] | None = None, file: str = ""
) -> dict[str, ParameterInForce]:
    """The values in force on 1 January of `year` (default: the survey year), by code, in the order of the template.

    A parameter without a known amount is absent, never zero. `overrides` (code -> value) replace or add amounts; an
    unknown code, a value that is no number, or one outside its range raises `Problems`, all together.
    """
    day = dt.date(year or survey.identity.year, 1, 1)
    given = dict(overrides or {})
    given |= dict(passed_on(given, survey.parameters, day))
    known = {parameter.code: parameter for parameter in survey.parameters}
    problems = list(_unknown(given, known, file))
    values: dict[str, ParameterInForce] = {}
    for parameter in survey.parameters:
        if parameter.code in given:
            try:
                value = _checked(parameter, given[parameter.code], file)
            except Problems as found:
                problems.extend(found.problems)
                continue
            values[parameter.code] = ParameterInForce(
                parameter.code, parameter.label, value, parameter.unit, day, OVERRIDE_SOURCE, "opgegeven"
            )
            continue
        amount = parameter.in_force(day)
        if amount is not None and amount.value is not None:
            values[parameter.code] = ParameterInForce(
                parameter.code,
                parameter.label,
                amount.value,
                parameter.unit,
                amount.from_,
                amount.source,
                amount.reliability,
            )
    values.update(_extra_scales(given, known, day))
    if problems:
        raise Problems(problems)
    return values


def plain(values: Mapping[str, ParameterInForce]) -> dict[str, float | str]:
    """Only code -> value, as the methods take it."""
    return {code: parameter.value for code, parameter in values.items()}


def parameter_row(value: ParameterInForce) -> tuple[str | float, ...]:
    """A parameter in the columns of `parameters.csv`."""
    return (value.code, value.value, value.unit, value.since.isoformat(), value.source, value.reliability)


SCALE = "salaris.schaal."


def _unknown(given: Mapping[str, str | float], known: Mapping[str, Parameter], file: str) -> Iterator[Problem]:
    for code, value in given.items():
        if code in known:
            continue
        if code.startswith(SCALE) and _number(code.removeprefix(SCALE)) is not None:
            number = _number(value)
            if number is None or number <= 0:
                yield Problem("PARAMETER_NOT_A_NUMBER", Place(file), {"code": code, "waarde": value})
            continue
        yield Problem("PARAMETER_UNKNOWN", Place(file), {"code": code})


def _extra_scales(
    given: Mapping[str, str | float], known: Mapping[str, Parameter], day: dt.date
) -> dict[str, ParameterInForce]:
    """Salary scales that the template does not know but the user gives: `salaris.schaal.11` and up.

    They are called and measured as the template's own scales are.
    """
    extra = {}
    like = next((parameter for code, parameter in known.items() if code.startswith(SCALE)), None)
    for code, value in given.items():
        number = _number(value)
        if code.startswith(SCALE) and code not in known and number is not None:
            scale = code.removeprefix(SCALE)
            label = like.label.replace(like.code.removeprefix(SCALE), scale) if like else code
            unit = like.unit if like else ""
            extra[code] = ParameterInForce(code, label, number, unit, day, OVERRIDE_SOURCE, "opgegeven")
    return extra


def _checked(parameter: Parameter, value: str | float, file: str) -> float | str:
    if parameter.choices:
        if str(value) not in parameter.choices:
            values = {"code": parameter.code, "waarde": value, "keuzes": ", ".join(parameter.choices)}
            raise Problems([Problem("PARAMETER_NOT_A_CHOICE", Place(file), values)])
        return str(value)
    number = _number(value)
    if number is None:
        raise Problems([Problem("PARAMETER_NOT_A_NUMBER", Place(file), {"code": parameter.code, "waarde": value})])
    low, high = parameter.minimum, parameter.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        limits: dict[str, object] = {"code": parameter.code, "waarde": value, "min": low, "max": high}
        raise Problems([Problem("PARAMETER_OUT_OF_RANGE", Place(file), limits)])
    return number


def _number(value: str | float) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None
