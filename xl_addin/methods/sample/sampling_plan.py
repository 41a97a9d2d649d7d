"""What a sample may be expected to tell: its allocation, precision and spread as one tidy table (METHOD section 5).

Precision is that of simple random sampling within strata, with finite population correction (Cochran 1977, chapter 5;
Sarndal, Swensson and Wretman 1992, section 5.6 for ratios and domains).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xl_addin.methods.sample.sampling import CHANCE, DRAWN, SIZE, STRATUM
from xl_addin.methods.tables.columns import TOTAL

KIND, NAME, EXPECTED = "soort", "naam", "verwacht"
MEAN, MEAN_SE, RATIO, RATIO_SE = "gemiddelde", "se_gemiddelde", "verhouding", "se_verhouding"
PLAN_COLUMNS = (KIND, NAME, SIZE, EXPECTED, DRAWN, CHANCE, MEAN, MEAN_SE, RATIO, RATIO_SE)


def plan_table(
    strata: pd.Series,
    allocation: pd.Series,
    domains: pd.DataFrame,
    proxy: pd.Series,
    per: pd.Series,
    drawn: pd.Index | None = None,
) -> pd.DataFrame:
    """A row per stratum, for the country and for every class of `domains`, in `PLAN_COLUMNS`.

    strata, proxy, per: a value per municipality of the frame; domains: further divisions (size class, province, joint
    body), empty text = belongs to none; drawn: the codes of the sample, when it has been drawn. verwacht = the
    number to expect in the sample, kans = verwacht / omvang; gemiddelde and verhouding (proxy / per) of the country
    with the standard error that the sample will have; NaN where a stratum that matters has no draw.
    """
    chance = strata.map(allocation / strata.groupby(strata).size()).astype(float)
    every = pd.DataFrame({TOTAL: "", STRATUM: strata, **domains}, index=strata.index)
    rows = []
    for kind in every.columns:
        for name, members in _members(every[kind], keep_empty=kind == TOTAL):
            mean, mean_se = expected_error(proxy.where(members, 0.0), members.astype(float), strata, allocation)
            ratio, ratio_se = expected_error(proxy.where(members, 0.0), per.where(members, 0.0), strata, allocation)
            count = float(members.sum())
            expected = float(chance[members].sum())
            found = float(members.index[members].isin(drawn).sum()) if drawn is not None else np.nan
            rows.append((kind, name, count, expected, found, expected / count, mean, mean_se, ratio, ratio_se))
    return pd.DataFrame(rows, columns=list(PLAN_COLUMNS))


def _members(division: pd.Series, keep_empty: bool) -> Iterator[tuple[str, pd.Series]]:
    for name in sorted(set(division)):
        if name or keep_empty:
            yield str(name), division == name


def expected_error(y: pd.Series, x: pd.Series, strata: pd.Series, allocation: pd.Series) -> tuple[float, float]:
    """The ratio sum(y) / sum(x) of the country, and its standard error in a sample with this allocation.

    A mean over a domain is the ratio with x = 1 inside it. Linearised: e = y - R x, variance =
    sum over strata of N^2 (1 - n / N) S_e^2 / n, divided by sum(x)^2; a stratum without spread in e adds nothing. A
    stratum that matters (x > 0) and has no draw makes it NaN.
    """
    whole = float(x.sum())
    if not whole > 0:
        return np.nan, np.nan
    ratio = float(y.sum()) / whole
    residuals = (y - ratio * x).groupby(strata)
    size = residuals.size().astype(float)
    n = allocation.reindex(size.index).to_numpy(dtype=float)
    spread = residuals.var(ddof=1).fillna(0.0).to_numpy()
    unseen = (n == 0) & (x.groupby(strata).sum().to_numpy() > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(spread == 0, 0.0, size.to_numpy() ** 2 * (1 - n / size.to_numpy()) * spread / n)
    return ratio, np.nan if unseen.any() else float(np.sqrt(terms.sum())) / whole
