"""What a scenario changes in the inputs of a study; the study itself is the same computation for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from templates.schema import Dimensions
from xl_addin.methods.amounts import Parameters
from xl_addin.methods.columns import INFLOW, PROVISIONS, ROUTES, TRAJECTORY, guided

PRICE, WAGES, SALARY = "tarief", "loon", "salaris.schaal."
Change = Mapping[str, float | str]


class Changed(NamedTuple):
    """The inputs as a scenario has them."""

    answers: pd.DataFrame
    frame: pd.DataFrame
    parameters: Parameters


def levers(dimensions: Dimensions) -> tuple[str, ...]:
    """What a scenario may change besides parameters; each is a factor."""
    groups = tuple(f"{INFLOW}.{group}" for group in dimensions.group_codes)
    return (INFLOW, *groups, f"{PRICE}.{ROUTES}", f"{PRICE}.{PROVISIONS}", WAGES)


def applied(
    change: Change, answers: pd.DataFrame, frame: pd.DataFrame, parameters: Parameters, dimensions: Dimensions
) -> Changed:
    """The inputs under a scenario; none of the arguments is changed.

    `instroom` and `instroom.{groep}` multiply the inflow and the guided inburgeraars of the frame, not what respondents
    report: their cost per inburgeraar stays. `tarief.*` multiplies the tarieven in the answers, `loon` all salaries;
    any other code is a parameter that gets this value.
    """
    factors = {code: float(change[code]) for code in levers(dimensions) if code in change}
    values = {code: value for code, value in change.items() if code not in factors}
    wages = factors.get(WAGES, 1.0)
    raised = {code: float(value) * wages for code, value in parameters.items() if code.startswith(SALARY)}
    return Changed(
        _priced(answers, factors, dimensions),
        _populated(frame, factors, dimensions),
        {**parameters, **raised, **values},
    )


def _populated(frame: pd.DataFrame, factors: Mapping[str, float], dimensions: Dimensions) -> pd.DataFrame:
    """The frame with more or fewer people; its own columns only."""
    scaled: dict[str, pd.Series] = {}
    for group in dimensions.group_codes:
        factor = factors.get(INFLOW, 1.0) * factors.get(f"{INFLOW}.{group}", 1.0)
        for name in map(str, frame.columns):
            if factor != 1.0 and (name == guided(group) or name.startswith(f"{INFLOW}_{group}_")):
                scaled[name] = pd.to_numeric(frame[name], errors="coerce").astype(float) * factor
    return frame.assign(**scaled)


def _priced(answers: pd.DataFrame, factors: Mapping[str, float], dimensions: Dimensions) -> pd.DataFrame:
    """The answers with other tarieven; what is no number stays as it is."""
    changed: dict[str, pd.Series] = {}
    for group in dimensions.group_codes:
        for part, items in ((ROUTES, dimensions.routes_of(group)), (PROVISIONS, dimensions.provisions_of(group))):
            factor = factors.get(f"{PRICE}.{part}", 1.0)
            for name in (f"{TRAJECTORY}.{group}.{item}.tarief" for item in items):
                if factor != 1.0 and name in answers.columns:
                    changed[name] = answers[name].map(lambda cell, by=factor: _times(cell, by)).astype(object)
    return answers.assign(**changed)


def _times(cell: object, factor: float) -> object:
    return cell * factor if isinstance(cell, int | float) else cell
