"""What an fte and an hour of staff cost: salary by scale, employer charges, overhead (report, sections 3.1 and 4.1)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.amounts import Parameters, amount
from xl_addin.methods.answers import number, text
from xl_addin.methods.columns import EURO_PER_FTE, JOINT_BODY, MUNICIPALITY, PERCENT


class Overhead(NamedTuple):
    """Overhead of each respondent as a surcharge on staff cost (a fraction) and as euros per fte; one of both is 0."""

    fraction: pd.Series
    per_fte: pd.Series


def loaded_salary(scales: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Euros a year for one fte at each scale: salary x (1 + ikb) x (1 + werkgeverslasten), without overhead.

    Shape as `scales`. A scale between two scales is interpolated; an unknown scale, or one whose neighbours have no
    salary, gives NaN and never 0. Source: report, section 3.1 (middle of the scale, CAO Gemeenten).
    """
    surcharge = (1 + amount(parameters, "ikb", 0.0)) * (1 + amount(parameters, "werkgeverslasten"))
    distinct, place = np.unique(scales.to_numpy(dtype=float), return_inverse=True)
    salaries = np.array([_salary(float(scale), parameters) for scale in distinct], dtype=float)
    priced = (salaries * surcharge)[place].reshape(scales.shape)
    return pd.DataFrame(priced, index=scales.index, columns=scales.columns)


def _salary(scale: float, parameters: Parameters) -> float:
    if math.isnan(scale):
        return math.nan
    below, part = math.floor(scale), scale - math.floor(scale)
    lower = amount(parameters, f"salaris.schaal.{below}")
    if part == 0:
        return lower
    return lower + part * (amount(parameters, f"salaris.schaal.{below + 1}") - lower)


def overhead(answers: pd.DataFrame, side: str) -> Overhead:
    """The overhead that a side (`gemeente` or `gr`) reports; nothing reported, or no way of counting, is 0."""
    way, value = text(answers, f"oh.{side}.wijze"), number(answers, f"oh.{side}.waarde").fillna(0.0)
    return Overhead(value.where(way == PERCENT, 0.0), value.where(way == EURO_PER_FTE, 0.0))


def trajectory_overhead(answers: pd.DataFrame) -> Overhead:
    """The overhead in the hour rate: the municipality's, or the joint body's where the municipality's is empty."""
    own, joint = overhead(answers, MUNICIPALITY), overhead(answers, JOINT_BODY)
    has_own = number(answers, f"oh.{MUNICIPALITY}.waarde").notna()
    return Overhead(
        own.fraction.where(has_own, joint.fraction),
        own.per_fte.where(has_own, joint.per_fte),
    )


def hour_rate(answers: pd.DataFrame, scales: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Euros per productive hour in the trajectory, shape as `scales` (index of `answers`); unknown scale gives NaN.

    Formula: (loaded salary x (1 + overhead fraction) + overhead per fte) / productieve_uren. Report, section 4.1.
    """
    added = trajectory_overhead(answers)
    per_year = loaded_salary(scales, parameters).mul(1 + added.fraction, axis=0).add(added.per_fte, axis=0)
    return per_year / amount(parameters, "productieve_uren")


def needed(quantity: pd.DataFrame, price: pd.DataFrame) -> pd.DataFrame:
    """The quantity times its price where there is a quantity, else 0: a price is needed only for what is used."""
    cost = np.where(quantity.to_numpy() > 0, quantity.to_numpy() * price.to_numpy(), 0.0)
    return pd.DataFrame(cost, index=quantity.index, columns=quantity.columns)
