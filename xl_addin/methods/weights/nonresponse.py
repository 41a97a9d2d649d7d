"""Nonresponse adjustment: within a class the respondents carry the base weight of those who did not answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from xl_addin.methods.weights.margins import CalibrationProblem, Given, listed, positive


@dataclass(frozen=True)
class Adjusted:
    """Weights of the respondents, and per class the numbers asked and answered, the weighted rate and the factor.

    table: index klasse; `benaderd, respons, cijfer, factor`.
    """

    weight: pd.Series
    table: pd.DataFrame


def adjust_nonresponse(
    units: pd.DataFrame, responded: pd.Series, classes: str, base: Given = None, minimum: int = 1
) -> Adjusted:
    """Base weight / response rate of the class, the rate weighted by the base weights.

    units: everyone asked; responded: True or False with the same index; classes: the column with the class. The sum of
    the weights per class is preserved. Fewer than `minimum` respondents in a class raises CalibrationProblem with its
    name. Source: Sarndal, Swensson and Wretman (1992), response homogeneity groups, section 15.6.
    """
    if not len(units):
        raise CalibrationProblem("WEIGHTS_NO_UNITS")
    if classes not in units:
        raise CalibrationProblem("FACTOR_ABSENT", factor=classes)
    klasse = units[classes]
    if klasse.isna().any():
        raise CalibrationProblem("CLASS_MISSING", factor=classes, eenheden=listed(units.index[klasse.isna()]))
    weight = pd.Series(positive(units, base, "BASE_NOT_POSITIVE"), index=units.index)
    answered = responded.reindex(units.index).fillna(False).astype(bool)
    table = pd.DataFrame({"benaderd": klasse.groupby(klasse).size(), "respons": answered.groupby(klasse).sum()})
    thin = table.index[table["respons"] < max(minimum, 1)]
    if len(thin):
        raise CalibrationProblem("CLASS_THIN", factor=classes, klasse=listed(thin), minimum=max(minimum, 1))
    rate = weight.where(answered, 0.0).groupby(klasse).sum() / weight.groupby(klasse).sum()
    table = table.assign(cijfer=rate, factor=1 / rate)
    made = weight[answered] * klasse[answered].map(table["factor"]).astype(np.float64)
    return Adjusted(made.rename("gewicht"), table)
