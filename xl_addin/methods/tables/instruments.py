"""The grid of funding instruments: weighted scores, their order, and which weight would change it (report, table 6.2).

The workbook computes the same with live formulas; both must agree.
"""

from __future__ import annotations

from itertools import combinations

import pandas as pd

DECIMALS = 9


def weighted_scores(scores: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """The mean score of each instrument (columns of `scores`) over the criteria (its index), weighted.

    A negative or absent weight counts as 0. NaN without a weight above 0, and for an instrument that lacks the score of
    a criterion that has a weight. The scale of the weights does not matter.
    """
    used = weights.reindex(scores.index).fillna(0.0).clip(lower=0.0)
    counted = scores[used > 0]
    total = counted.mul(used[used > 0], axis=0).sum(axis=0, skipna=False)
    whole = float(used.sum())
    return (total / whole if whole > 0 else total * float("nan")).round(DECIMALS)


def ranks(values: pd.Series) -> pd.Series:
    """1 for the highest; equal scores have the same rank; NaN where the score is unknown."""
    return values.rank(method="min", ascending=False)


def tipping_weights(scores: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """The weight of each criterion at which two instruments score alike, all other weights as they are.

    Criteria x pairs (`een - ander`, in the order of the columns). With d the difference in score on the criterion and D
    the difference of the sums: w - D / d. NaN where d is 0 or that weight would be negative: no weight changes the
    order of this pair.
    """
    used = weights.reindex(scores.index).fillna(0.0).clip(lower=0.0)
    found = {}
    for one, other in combinations(scores.columns, 2):
        apart = (scores[one] - scores[other]).astype(float)
        whole = float((apart * used).where(used > 0, 0.0).sum(skipna=False))
        tie = used - whole / apart.where(apart != 0)
        found[f"{one} - {other}"] = tie.where(tie >= 0)
    return pd.DataFrame(found, index=scores.index)
