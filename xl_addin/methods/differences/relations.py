"""How cost per inburgeraar goes together with what municipalities are and do (METHOD section 7; report, section 3.3).

Rank correlations, and how much of the range between municipalities a division leaves inside its classes. They tell
what goes together in these respondents, not what comes from what; n belongs to every figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.answers import question_ids as ids
from xl_addin.methods.answers.answers import Answers
from xl_addin.methods.errors.t_interval import reach
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.tables.columns import (
    CASELOAD,
    CLASS,
    COMPONENT,
    COST_PER_PERSON,
    COUNT,
    DESIGN,
    DIVISION,
    DIVISIONS,
    EXECUTION,
    GUIDED_PER_10000,
    HIRED,
    INHABITANTS,
    INTERVAL_LOWER,
    INTERVAL_UPPER,
    LOWER,
    MAXIMUM,
    MEASURE,
    MINIMUM,
    RAKING,
    RATIO,
    TOTAL,
    UNIT_FRACTION,
    UPPER,
    VALUE,
    WEIGHTING,
)
from xl_addin.methods.tables.results import Row, pick, row

Floats = npt.NDArray[np.float64]

RELATION, EXPLAINED = "verband", "verklaard"
UNIT_CORRELATION = "rangcorrelatie"
BY_DISTANCE, BY_RANGE = "afstand", "bereik"
YOUTH, COMBINED, TOGETHER, PROVIDERS = "aandeel_jong", "combinatie_participatiewet", "inkoop_samen", "aanbieders"
YOUNG_UP_TO = "tm21"
ORDERED_ANSWERS = {COMBINED: ("nee", "ja"), TOGETHER: ("alleen", "deels", "alles")}
FEWEST = 4
TINY = 1e-12
PERFECT = 1e-9


class Correlation(NamedTuple):
    """A rank correlation with its jackknife standard error and 95% interval; NaN where it cannot be told."""

    value: float
    se: float
    low: float
    high: float
    n: int


def characteristics(basis: Basis, answers: Answers) -> pd.DataFrame:
    """Cost per inburgeraar and what it is laid beside, per respondent (index code); NaN where not answered.

    Columns: kosten_per_inburgeraar, then begeleid_per_10000, inwoners, the share of the first groep, aandeel_jong (up
    to 21), caseload_per_fte (own staff of regievoering), aandeel_inhuur, combinatie_participatiewet (0, 1),
    inkoop_samen (0 alone, 1 partly, 2 all) and aanbieders (all leerroutes together).
    """
    people, dimensions = basis.respondents, basis.dimensions
    answers = answers.of(people.persons.index)
    persons = people.persons.where(people.persons > 0)
    inhabitants = basis.inhabitants.loc[persons.index]
    fte = people.fte[list(dimensions.steering_tasks)].sum(axis=1, skipna=False)
    table = pd.DataFrame({COST_PER_PERSON: people.annual[EXECUTION] / persons}, index=persons.index)
    table[GUIDED_PER_10000] = persons / inhabitants * 10_000
    table[INHABITANTS] = inhabitants
    first = next(iter(dimensions.group_codes), "")
    several = len(dimensions.group_codes) > 1  # with one group there is no mix to lay beside the cost
    table[f"aandeel_{first}"] = people.by_group[first] / persons if several else np.nan
    young = answers.numbers([ids.persons(group, YOUNG_UP_TO) for group in dimensions.group_codes])
    table[YOUTH] = (young.sum(axis=1, skipna=False) if len(young.columns) else np.nan) / persons
    table[CASELOAD] = persons / fte.where(fte > 0)
    table[f"aandeel_{HIRED}"] = people.kinds[HIRED] / people.kinds.sum(axis=1, min_count=1)
    for name, order in ORDERED_ANSWERS.items():
        table[name] = answers.text(f"{ids.GENERAL_SHEET}{name}").map({code: float(at) for at, code in enumerate(order)})
    table[PROVIDERS] = answers.together([ids.providers(item.code) for item in dimensions.routes])
    return table.astype(float)


def correlations(basis: Basis, table: pd.DataFrame) -> dict[str, dict[str, Correlation]]:
    """Per weighting ('' = every respondent once, `raking`) and column the rank correlation with the first column.

    The raking weights are those of the respondents with annual cost, held fixed under the jackknife.
    """
    cost = table[COST_PER_PERSON]
    persons = basis.respondents.persons[cost.notna()]
    raked = basis.weigher.weigh(persons).table[RAKING] if len(persons) else pd.Series(dtype=float)
    found: dict[str, dict[str, Correlation]] = {"": {}, RAKING: {}}
    for name in table.columns[1:]:
        use = cost.notna() & table[name].notna()
        y, x = cost[use].to_numpy(dtype=float), table.loc[use, name].to_numpy(dtype=float)
        found[""][name] = rank_correlation(y, x, np.ones(len(y)))
        found[RAKING][name] = rank_correlation(y, x, raked.reindex(cost.index[use]).to_numpy(dtype=float))
    return found


def rank_correlation(y: Floats, x: Floats, weight: Floats) -> Correlation:
    """Spearman's rank correlation with weights: Pearson's on weighted mid-ranks, both with the same weights.

    With equal weights it is Spearman's rho; a whole weight counts as that many equal respondents. Standard error by
    the delete-one jackknife, interval by the same on Fisher's z with n - 1 degrees of freedom. NaN with fewer than 4
    respondents or without differences; the interval is NaN where the order is perfect, with all or without one of them.
    """
    n = len(y)
    if n < FEWEST or not np.isfinite(weight).all():
        return Correlation(np.nan, np.nan, np.nan, np.nan, n)
    share = weight / weight.sum()
    below_y, below_x = _below(y, share), _below(x, share)
    ranks_y, ranks_x = below_y.sum(axis=1), below_x.sum(axis=1)
    value = float(_correlation(ranks_y[:, None], ranks_x[:, None], share, np.zeros((n, 1)))[0])
    # column j: the ranks without respondent j, who also gets no weight
    without = _correlation(ranks_y[:, None] - below_y, ranks_x[:, None] - below_x, share, np.eye(n))
    se = _jackknife_se(without)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre, spread = np.arctanh(value), _jackknife_se(np.arctanh(without))
        width = float(reach(spread, n - 1))
        low, high = np.tanh(centre - width), np.tanh(centre + width)
    if not np.isfinite([centre, width]).all():
        low = high = np.nan
    return Correlation(value, se, float(low), float(high), n)


def _jackknife_se(without: Floats) -> float:
    n = len(without)
    return float(np.sqrt((n - 1) / n * np.square(without - without.mean()).sum()))


def _below(values: Floats, share: Floats) -> Floats:
    """What each respondent j (column) adds to the mid-rank of i: its share when below i, half of it when equal."""
    lower, equal = values[None, :] < values[:, None], values[None, :] == values[:, None]
    return np.asarray((lower + equal / 2) * share, dtype=float)


def _correlation(a: Floats, b: Floats, share: Floats, left_out: Floats) -> Floats:
    """Weighted correlations of the columns of `a` and `b`; `left_out` is 1 where a row does not count in a column."""
    weight = share[:, None] * (1 - left_out)
    weight = weight / weight.sum(axis=0)
    a, b = a - (weight * a).sum(axis=0), b - (weight * b).sum(axis=0)
    scale = np.sqrt((weight * a**2).sum(axis=0) * (weight * b**2).sum(axis=0))
    # ranks are parts of 1: anything below this is rounding, a column without differences
    known = scale > TINY
    found = np.divide((weight * a * b).sum(axis=0), scale, out=np.full(len(scale), np.nan), where=known)
    # rounding must not decide whether an order is perfect
    return np.asarray(np.where(np.abs(found) > 1 - PERFECT, np.sign(found), found), dtype=float)


def correlation_rows(found: dict[str, dict[str, Correlation]]) -> Iterator[Row]:
    """Rows of `resultaten.csv`, maat `verband`, one per characteristic and weighting."""
    for weighting, figures in found.items():
        for name, one in figures.items():
            of, interval = (RELATION, name, "", TOTAL, "", weighting), (one.low, one.high)
            yield row(*of, unit=UNIT_CORRELATION, value=one.value, se=one.se, n=one.n, interval=interval)


def explained_rows(results: pd.DataFrame) -> Iterator[Row]:
    """How much of the range of cost per inburgeraar lies between the classes of a division, read in two ways.

    With R the range over all respondents of the division: `afstand` = 1 - largest distance of a municipality to its
    class mean / R, the report's; `bereik` = 1 - largest range within a class / R, like for like. The first is never
    below the second.
    """
    cost = pick(results, **{MEASURE: COST_PER_PERSON, COMPONENT: EXECUTION, WEIGHTING: RATIO})
    for division in DIVISIONS:
        classes = cost[(cost[DIVISION] == division) & (cost[CLASS] != "") & (cost[COUNT] > 0)]
        whole = float(classes[MAXIMUM].max() - classes[MINIMUM].min()) if len(classes) else np.nan
        if not whole > 0:
            continue
        distance = np.fmax(classes[VALUE] - classes[MINIMUM], classes[MAXIMUM] - classes[VALUE]).max()
        within = (classes[MAXIMUM] - classes[MINIMUM]).max()
        n = float(classes[COUNT].sum())
        for part, left in ((BY_DISTANCE, distance), (BY_RANGE, within)):
            value = 1 - float(left) / whole
            yield row(EXPLAINED, part, "", division, "", RATIO, unit=UNIT_FRACTION, value=value, n=n)


def class_intervals(results: pd.DataFrame) -> pd.DataFrame:
    """Cost per inburgeraar by class with a 95% interval, and beside that of all respondents.

    Columns indeling, klasse, n, waarde, laag, hoog, verhouding (class / all respondents); the interval of `results`.
    With design weights, so that a class is not the mix of sizes that happened to respond.
    """
    cost = pick(results, **{MEASURE: COST_PER_PERSON, COMPONENT: EXECUTION, WEIGHTING: DESIGN})
    columns = [DIVISION, CLASS, COUNT, VALUE, INTERVAL_LOWER, INTERVAL_UPPER]
    table = cost[columns].rename(columns={INTERVAL_LOWER: LOWER, INTERVAL_UPPER: UPPER}).reset_index(drop=True)
    whole = table.loc[table[DIVISION] == TOTAL, VALUE]
    return table.assign(verhouding=table[VALUE] / (float(whole.iloc[0]) if len(whole) else np.nan))


__all__ = [
    "EXPLAINED",
    "RELATION",
    "Correlation",
    "characteristics",
    "class_intervals",
    "correlation_rows",
    "correlations",
    "explained_rows",
    "rank_correlation",
]
