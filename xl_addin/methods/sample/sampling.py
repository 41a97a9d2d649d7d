"""A stratified sample of municipalities: how many per stratum, and which (METHOD section 5; report, section 2.2).

Sources: Neyman (1934) and Bankier (1988) for the allocation, Ohlsson (1995) for permanent random numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from templates.problems import Problem, Problems
from xl_addin.methods.tables.columns import CODE, TOTAL

Method = Literal["proportional", "neyman", "power", "given"]
Floats = npt.NDArray[np.float64]

STRATUM, SIZE, DRAWN, CHANCE, RESERVE, ORDER = "stratum", "omvang", "getrokken", "kans", "reserve", "volgorde"
SEPARATOR = " / "
# A stratum without spread still has a claim, behind every other: it fills up when the others are full.
LAST_CLAIM = 1e-9
LISTED = 5


@dataclass(frozen=True)
class Design:
    """What is asked of a draw.

    n: municipalities; minimum: at least so many per stratum, as far as it has them; cap: at most so many, except where
    all are taken; take_all: strata of which every municipality is drawn; exponent: of the power allocation; given: the
    number per stratum of the given allocation; reserve: how many stand by per stratum.
    """

    n: int
    method: Method = "proportional"
    minimum: int = 1
    cap: int | None = None
    take_all: tuple[str, ...] = ()
    exponent: float = 0.5
    given: Mapping[str, float] = field(default_factory=dict)
    seed: int = 1
    reserve: int = 0


@dataclass(frozen=True)
class Draw:
    """A drawn sample.

    table: index code, sorted: stratum, omvang (N_h), getrokken (n_h), kans (n_h / N_h), reserve (the codes that stand
    by in its stratum, first one first); reserves: index code: stratum, volgorde, by stratum in the order to approach.
    """

    table: pd.DataFrame
    reserves: pd.DataFrame


def stratify(classes: pd.DataFrame) -> pd.Series:
    """The stratum of every municipality: its classes in all columns, joined in their order; without columns one."""
    if not len(classes.columns):
        return pd.Series(TOTAL, index=classes.index, name=STRATUM)
    joined = [SEPARATOR.join(map(str, row)) for row in classes.itertuples(index=False)]
    return pd.Series(joined, index=classes.index, name=STRATUM, dtype="str")


def allocate_sample(strata: pd.Series, design: Design, proxy: pd.Series) -> pd.Series:
    """How many municipalities to draw from every stratum (index: stratum, sorted); they add up to n exactly.

    With N_h municipalities, X_h the total of the proxy, m_h its mean and S_h its standard deviation, a stratum's claim
    is N_h (proportional), N_h S_h (Neyman) or X_h^a S_h / m_h (power). The claims are met in proportion, within
    minimum and cap or N_h, and rounded by largest remainder; ties go to the first stratum by name.
    Raises `Problems`: SAMPLE_TOO_SMALL, SAMPLE_TOO_LARGE, SAMPLE_NO_SPREAD, STRATUM_UNKNOWN, ALLOCATION_WRONG.
    """
    sizes = strata.groupby(strata).size().astype(float)
    problems = [
        Problem("STRATUM_UNKNOWN", values={"stratum": name, "strata": _listed(sizes.index)})
        for name in (*design.take_all, *design.given)
        if name not in sizes.index
    ]
    if problems:
        raise Problems(problems)
    if design.method == "given":
        return _given(sizes, design)
    low, high = _bounds(sizes, design)
    if not low.sum() <= design.n <= high.sum():
        code = "SAMPLE_TOO_SMALL" if design.n < low.sum() else "SAMPLE_TOO_LARGE"
        values = {"n": design.n, "minstens": int(low.sum()), "hoogstens": int(high.sum()), "strata": len(sizes)}
        raise Problems([Problem(code, values=values)])
    counts = _rounded(_spread(_claims(strata, sizes, proxy, design), low, high, design.n), high, design.n)
    return pd.Series(counts, index=sizes.index, name=DRAWN)


def _given(sizes: pd.Series, design: Design) -> pd.Series:
    asked = pd.Series(design.given, dtype=float).reindex(sizes.index).fillna(0.0)
    wrong = asked.index[(asked < 0) | (asked > sizes) | (asked % 1 != 0)]
    problems = [
        Problem("ALLOCATION_WRONG", values={"stratum": name, "aantal": f"{asked[name]:g}", "omvang": int(sizes[name])})
        for name in wrong
    ]
    if not problems and asked.sum() != design.n:
        problems.append(Problem("ALLOCATION_SUM", values={"som": int(asked.sum()), "n": design.n}))
    if problems:
        raise Problems(problems)
    return asked.astype(int).rename(DRAWN)


def _bounds(sizes: pd.Series, design: Design) -> tuple[Floats, Floats]:
    """Fewest and most municipalities of every stratum."""
    whole = sizes.to_numpy(dtype=float)
    everyone = sizes.index.isin(design.take_all)
    high = np.where(everyone, whole, np.minimum(whole, design.cap if design.cap is not None else np.inf))
    return np.where(everyone, whole, np.minimum(design.minimum, high)), high


def _claims(strata: pd.Series, sizes: pd.Series, proxy: pd.Series, design: Design) -> Floats:
    whole = sizes.to_numpy(dtype=float)
    if design.method == "proportional":
        return whole
    figures = proxy.astype(float).groupby(strata)
    spread = figures.std(ddof=1).reindex(sizes.index).fillna(0.0).to_numpy(dtype=float)
    total = figures.sum().reindex(sizes.index).to_numpy(dtype=float)
    if design.method == "neyman":
        claims = whole * spread
    else:
        relative = np.divide(spread * whole, total, out=np.zeros_like(total), where=total > 0)
        claims = np.clip(total, 0.0, None) ** design.exponent * relative
    if not claims.max() > 0:
        raise Problems([Problem("SAMPLE_NO_SPREAD", values={"kolom": str(proxy.name)})])
    return np.asarray(np.maximum(claims, LAST_CLAIM * claims.max() * whole / whole.max()), dtype=float)


def _spread(claims: Floats, low: Floats, high: Floats, n: int) -> Floats:
    """The factor times the claims, within bounds, where the factor makes the sum n.

    The sum rises piecewise linearly with the factor and bends only where a stratum leaves or reaches a bound.
    """
    factors = np.unique(np.concatenate([[0.0], low / claims, high / claims]))
    sums = np.clip(np.outer(factors, claims), low, high).sum(axis=1)
    factor = np.interp(n, sums, factors)
    return np.asarray(np.clip(factor * claims, low, high), dtype=float)


def _rounded(exact: Floats, high: Floats, n: int) -> npt.NDArray[np.int64]:
    """Largest remainder: whole numbers that add up to n, none above its bound."""
    whole = np.floor(exact + 1e-9)
    remainder = np.where(whole < high, exact - whole, -1.0)
    first = np.argsort(-np.round(remainder, 9), kind="stable")[: round(n - whole.sum())]
    whole[first] += 1
    return np.asarray(whole, dtype=np.int64)


def draw(strata: pd.Series, allocation: pd.Series, seed: int, reserve: int = 0) -> Draw:
    """Simple random sampling within every stratum, and who stands by.

    Every municipality has one random number that follows from the seed and its code alone: the lowest of a stratum
    are drawn and the next ones stand by. The order of the frame is thus irrelevant, a larger n keeps those drawn, and
    the order of a reserve list is as random as the sample.
    """
    numbers = pd.Series([random_number(seed, str(code)) for code in strata.index], index=strata.index, dtype=float)
    ranked = pd.DataFrame({STRATUM: strata, "number": numbers}).sort_values([STRATUM, "number"])
    place = ranked.groupby(STRATUM).cumcount()
    wanted = ranked[STRATUM].map(allocation)
    taken = place < wanted
    standing_by = ~taken & (place < wanted + reserve)
    backups = ranked.loc[standing_by, [STRATUM]].assign(**{ORDER: (place - wanted + 1)[standing_by].astype(int)})
    sizes = strata.groupby(strata).size()
    names = {stratum: " ".join(map(str, group.index)) for stratum, group in backups.groupby(STRATUM)}
    table = ranked.loc[taken, [STRATUM]].sort_index()
    table[SIZE], table[DRAWN] = table[STRATUM].map(sizes), table[STRATUM].map(allocation)
    table[CHANCE] = table[DRAWN] / table[SIZE]
    table[RESERVE] = [names.get(stratum, "") for stratum in table[STRATUM]]
    return Draw(table.rename_axis(CODE), backups.rename_axis(CODE))


def random_number(seed: int, code: str) -> float:
    """A number in [0, 1) that belongs to a code under a seed, the same on every machine and in every version."""
    digest = hashlib.sha256(f"{seed}:{code}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def matching(names: Sequence[str], columns: Sequence[str], wanted: str) -> Iterator[str]:
    """The strata that `wanted` names: a whole stratum, or all with a class, as `column=class`."""
    column, _, klasse = wanted.partition("=")
    if wanted in names or column not in columns:
        yield wanted
        return
    found = [name for name in names if name.split(SEPARATOR)[columns.index(column)] == klasse]
    yield from found or [wanted]


def _listed(names: pd.Index) -> str:
    return "; ".join(str(name) for name in names[:LISTED]) + (" …" if len(names) > LISTED else "")
