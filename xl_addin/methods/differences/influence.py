"""How much the national total hangs on each municipality: that total without it (METHOD section 7)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.sample.classes import factors_of
from xl_addin.methods.sample.collapsing import Collapse, joined_classes
from xl_addin.methods.tables.columns import CLASSES, CODE, UNKNOWN

Floats = npt.NDArray[np.float64]
WITHOUT, CHANGE, RELATIVE_CHANGE, CONTRIBUTION = "zonder", "verschil", "verschil_fractie", "bijdrage"


NO_RULES = Collapse()


def leave_one_out(
    cost: pd.Series, persons: pd.Series, classes: pd.DataFrame, guided: pd.Series, rules: Collapse = NO_RULES
) -> pd.DataFrame:
    """The macro total of the country without each respondent, the largest change first.

    cost, persons: euros and inburgeraars of the respondents (index code); classes, guided: of the whole frame.
    Columns: zonder (euros), verschil (zonder - with everyone), verschil_fractie (of the total with everyone) and
    bijdrage (the part of that total that the respondent's own weighted cost is). A class that is left with too few
    respondents merges as `rules` say. All but bijdrage is NaN for a single respondent.
    """
    codes = cost.index
    y, x = cost.to_numpy(dtype=float), persons.to_numpy(dtype=float)
    factors = [_Factor(factor, classes[factor], guided.fillna(0.0), codes, rules) for factor in factors_of(classes)]
    whole = float(np.mean([factor.total(y, x) for factor in factors]))
    keep = ~np.eye(len(y), dtype=bool)
    without = np.array([np.mean([factor.total(y * use, x * use) for factor in factors]) for use in keep])
    own = np.array([np.mean([factor.total(y * ~use, x) for factor in factors]) for use in keep])
    table = pd.DataFrame(
        {
            WITHOUT: without,
            CHANGE: without - whole,
            RELATIVE_CHANGE: (without - whole) / whole if whole else np.nan,
            CONTRIBUTION: own / whole if whole else np.nan,
        },
        index=codes.rename(CODE),
    )
    order = table[CHANGE].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order]


class _Factor:
    """One division of the country: class of each respondent, inburgeraars N of each class, onbekend apart."""

    def __init__(self, name: str, classes: pd.Series, guided: pd.Series, codes: pd.Index, rules: Collapse) -> None:
        national = guided.groupby(classes).sum()
        names = CLASSES[name]
        self.name, self.names, self.rules = name, names, rules
        self.national = national.reindex(names).fillna(0.0).to_numpy(dtype=float)
        self.unknown = float(national.get(UNKNOWN, 0.0))
        self.place = pd.Index(names).get_indexer(pd.Index(classes.loc[codes]))

    def total(self, y: Floats, x: Floats) -> float:
        """Sum over classes of class mean x N, onbekend at the mean of all; NaN without any class to rest on."""
        known = (self.place >= 0) & (x > 0)
        cost, size, respondents = (
            np.bincount(self.place[known], weights=figures[known], minlength=len(self.names))
            for figures in (y, x, np.ones(len(x)))
        )
        counts = {name: int(n) for name, n in zip(self.names, respondents, strict=True)}
        joined = joined_classes(self.names, counts, self.name, self.rules)
        if not joined:
            return float("nan")
        group = np.array([self.names.index(joined[name]) for name in self.names])
        upper, lower, national = (np.bincount(group, weights=each) for each in (cost, size, self.national))
        used = lower > 0
        mean = float((upper[used] / lower[used]) @ national[used])
        return mean + float(y.sum() / x.sum()) * self.unknown
