"""Two years of one survey side by side: what the change of the national cost is made of (METHOD section 12).

Per factor and class c, with N the guided inburgeraars, s their share of the country's and m the cost per inburgeraar:
volume = (N1 - N0) s0 m0; composition = N1 (s1 - s0) m0; price = N1 s1 m0 (P - 1) with P the price index of the kinds
of cost of class c; real = N1 s1 (m1 - m0 P). Together N1 s1 m1 - N0 s0 m0, exactly; the national change is the mean
over the factors, as the macro total is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_addin.methods.errors.standard_errors import Movements
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.sample.classes import factors_of
from xl_addin.methods.tables.columns import (
    ANNUAL,
    CLASSES,
    CODE,
    DIVISION,
    ENTRANCE,
    EURO,
    EXECUTION,
    KIND,
    MACRO,
    POST,
    TASK,
    UNKNOWN,
)

PEOPLE, MEAN, INDEX = "begeleid", "gemiddeld", "prijsindex"
OLD, NEW, CHANGE = "oud", "nieuw", "verandering"
VOLUME, COMPOSITION, PRICE, REAL = "volume", "samenstelling", "prijs", "reeel"
PARTS = (VOLUME, PRICE, REAL, COMPOSITION)
CLASS, ITEM = "klasse", "onderdeel"


class Wave(NamedTuple):
    """One year of the survey: everything that its estimates rest on, and its allocated cost (`kosten.csv`)."""

    year: int
    basis: Basis
    costs: pd.DataFrame


class Monitor(NamedTuple):
    """The change and what it is made of.

    items: a row per item (uitvoering, then each task) with oud, nieuw, verandering and the parts, mean over the
    factors; classes: the same for uitvoering per indeling and klasse; panel: respondents of both years, euro per
    inburgeraar; error, freedom: standard error of the change of the macro total, and its degrees of freedom.
    """

    items: pd.DataFrame
    classes: pd.DataFrame
    panel: pd.DataFrame
    error: float
    freedom: int

    @property
    def overlap(self) -> int:
        """How many municipalities answered in both years."""
        return len(self.panel)


def monitor(
    old: Wave, new: Wave, indices: Mapping[str, float], merged: Mapping[str, str] = MappingProxyType({})
) -> Monitor:
    """The change from the old year to the new. indices: price index (new / old) per kostensoort; merged: old code ->
    new code of municipalities that became one.

    Where an index is lacking or a kind of cost unknown, price stays empty and `reeel` holds price and real together:
    what is unknown never becomes a number.
    """
    factors = [factor for factor in factors_of(old.basis.classes) if factor in factors_of(new.basis.classes)]
    tasks = [task for task in old.basis.dimensions.task_codes if task in new.basis.dimensions.task_codes]
    per_item = {item: _by_class(old, new, item, factors, indices) for item in (EXECUTION, *tasks)}
    items = pd.DataFrame([_over_factors(table, item) for item, table in per_item.items()])
    freedom = min(_freedom(wave, factors) for wave in (old, new))
    error = _error(old, new, factors)
    return Monitor(items, per_item[EXECUTION], _panel(old, new, merged), error, freedom)


def decomposed(cells: pd.DataFrame) -> pd.DataFrame:
    """The parts of the change of every class. cells: columns begeleid_oud, begeleid_nieuw, gemiddeld_oud,
    gemiddeld_nieuw, prijsindex (NaN: unknown); euros.
    """
    people = {year: cells[f"{PEOPLE}_{year}"] for year in (OLD, NEW)}
    mean = {year: cells[f"{MEAN}_{year}"] for year in (OLD, NEW)}
    share = {year: people[year] / people[year].sum() for year in (OLD, NEW)}
    grown = people[NEW].sum()
    index = cells[INDEX]
    priced = mean[OLD] * index.fillna(1.0)
    return pd.DataFrame(
        {
            OLD: people[OLD] * mean[OLD],
            NEW: people[NEW] * mean[NEW],
            CHANGE: people[NEW] * mean[NEW] - people[OLD] * mean[OLD],
            VOLUME: (grown - people[OLD].sum()) * share[OLD] * mean[OLD],
            PRICE: people[NEW] * mean[OLD] * (index - 1),
            REAL: people[NEW] * (mean[NEW] - priced),
            COMPOSITION: grown * (share[NEW] - share[OLD]) * mean[OLD],
        }
    )


def _by_class(old: Wave, new: Wave, item: str, factors: Sequence[str], indices: Mapping[str, float]) -> pd.DataFrame:
    """The change of one item per factor and class; class onbekend is valued at the mean of all respondents."""
    tables = []
    for factor in factors:
        sides = {OLD: _class_cells(old, item, factor), NEW: _class_cells(new, item, factor)}
        cells = pd.concat([side.add_suffix(f"_{year}") for year, side in sides.items()], axis=1)
        cells = cells.reindex([name for name in (*CLASSES[factor], UNKNOWN) if name in cells.index])
        # a class that one year does not have: nobody lived in it then, and its mean there does not matter
        for year in (OLD, NEW):
            cells[f"{PEOPLE}_{year}"] = cells[f"{PEOPLE}_{year}"].fillna(0.0)
        cells[f"{MEAN}_{OLD}"] = cells[f"{MEAN}_{OLD}"].fillna(cells[f"{MEAN}_{NEW}"])
        cells[f"{MEAN}_{NEW}"] = cells[f"{MEAN}_{NEW}"].fillna(cells[f"{MEAN}_{OLD}"])
        cells[INDEX] = _price_index(old, item, factor, indices).reindex(cells.index)
        found = decomposed(cells)
        tables.append(_labelled(found, factor))
    return pd.concat(tables, ignore_index=True)


def _labelled(parts: pd.DataFrame, factor: str) -> pd.DataFrame:
    table = parts.rename_axis(CLASS).reset_index()
    table.insert(0, DIVISION, factor)
    return table


def _use(wave: Wave, item: str) -> tuple[pd.Series, pd.Series]:
    """Cost and inburgeraars of the respondents that know the item."""
    people = wave.basis.respondents
    cost = people.annual[item]
    use = cost.notna() & (people.persons > 0)
    return cost[use], people.persons[use]


def _counted_classes(wave: Wave, item: str, factor: str) -> tuple[pd.Series, dict[str, str]]:
    """Class of every municipality in the factor, and the class each class counts with for this item."""
    _, persons = _use(wave, item)
    joined = wave.basis.weigher.weigh(persons).joined.get(factor, {}) if len(persons) else {}
    return wave.basis.classes[factor], joined


def _class_cells(wave: Wave, item: str, factor: str) -> pd.DataFrame:
    """Guided inburgeraars of the country and the mean cost of the respondents, per class of the factor."""
    cost, persons = _use(wave, item)
    classes, joined = _counted_classes(wave, item, factor)
    national = wave.basis.guided.fillna(0.0).groupby(classes).sum()
    counted = classes[cost.index].map(lambda name: joined.get(name, name))
    sums = pd.DataFrame({"y": cost, "x": persons}).groupby(counted).sum()
    mean = sums["y"] / sums["x"]
    everyone = cost.sum() / persons.sum() if len(cost) else np.nan
    means = [everyone if name == UNKNOWN else mean.get(joined.get(name, name), np.nan) for name in national.index]
    return pd.DataFrame({PEOPLE: national, MEAN: means}, index=national.index)


def _price_index(wave: Wave, item: str, factor: str, indices: Mapping[str, float]) -> pd.Series:
    """The index of the kinds of cost per class: by the shares of the respondents of whom all kinds are known."""
    kinds = _kinds(wave, item)
    classes, joined = _counted_classes(wave, item, factor)
    counted = classes[kinds.index].map(lambda name: joined.get(name, name))
    by_class = kinds.groupby(counted).sum()
    factors = pd.Series({kind: indices.get(kind, np.nan) for kind in kinds.columns}, dtype=float)
    national = _weighed(kinds.sum().to_frame().T, factors).iloc[0] if len(kinds) else np.nan
    found = _weighed(by_class, factors)
    names = [str(name) for name in classes.unique()]
    # class onbekend is valued at the mean of all respondents, so at their kinds too
    known = {name: found.get(joined.get(name, name), national) for name in names if name != UNKNOWN}
    return pd.Series({UNKNOWN: national, **known}, dtype=float)


def _weighed(kinds: pd.DataFrame, factors: pd.Series) -> pd.Series:
    """Sum of share x index; a kind without index only matters where something is spent on it."""
    share = kinds.div(kinds.sum(axis=1), axis=0)
    needed = (share > 0) & factors.isna()
    return (share * factors.fillna(0.0)).sum(axis=1).mask(needed.any(axis=1) | share.isna().all(axis=1))


def _kinds(wave: Wave, item: str) -> pd.DataFrame:
    """Euros per kostensoort of the respondents of whom every kind of the item is known."""
    tasks = wave.basis.dimensions.task_codes if item == EXECUTION else (item,)
    rows = wave.costs[(wave.costs[ENTRANCE] == ANNUAL) & wave.costs[TASK].isin(tasks)]
    kinds = list(wave.basis.dimensions.kind_codes)
    rows = rows[rows[KIND].isin(kinds)]
    wide = rows.pivot_table(index=CODE, columns=KIND, values=EURO, aggfunc="sum").reindex(columns=kinds).fillna(0.0)
    unknown = set(rows.loc[rows[EURO].isna(), CODE])
    known, _ = _use(wave, item)
    return wide[wide.index.isin(known.index) & ~wide.index.isin(unknown)]


def _over_factors(table: pd.DataFrame, item: str) -> dict[str, object]:
    """One line: the sum over classes, averaged over the factors; price only where every class has one."""
    columns = [OLD, NEW, CHANGE, *PARTS]
    sums = table.groupby(DIVISION, sort=False)[columns].sum(min_count=1)
    for name in (PRICE, REAL):
        sums[name] = table.groupby(DIVISION, sort=False)[name].sum()
    lacking = table[PRICE].isna() & (table[NEW] != 0)
    line: dict[str, object] = {ITEM: item, **{str(name): value for name, value in sums.mean().items()}}
    if lacking.any():
        # partly priced is not priced: what is known of it goes back to where price and real stand together
        line[REAL] = float(sums[REAL].mean() + sums[PRICE].mean())
        line[PRICE] = np.nan
    return line


def _panel(old: Wave, new: Wave, merged: Mapping[str, str]) -> pd.DataFrame:
    """Who answered in both years: code, euro per inburgeraar then and now, and the change.

    A municipality that came of several answered before when all of those did: their cost over their inburgeraars.
    """
    later, before = (pd.DataFrame(dict(zip("yx", _use(wave, EXECUTION), strict=True))) for wave in (new, old))
    now_called = old.basis.frame.index.to_series().replace(dict(merged))
    sums = before.groupby(now_called[before.index]).sum()
    sums = sums[before.groupby(now_called[before.index]).size() == now_called.value_counts().reindex(sums.index)]
    both = pd.DataFrame({OLD: sums["y"] / sums["x"], NEW: later["y"] / later["x"]}).dropna()
    both[CHANGE] = both[NEW] - both[OLD]
    return both.rename_axis(CODE).reset_index()


def _error(old: Wave, new: Wave, factors: Sequence[str]) -> float:
    """Standard error of the change of the macro total: both variances less twice their covariance.

    Covariance = overlap x correlation x both errors; overlap = b / sqrt(n0 n1) for b municipalities in both, the
    correlation that of their movements within the classes of inhabitants. Source: Kish (1965), Survey Sampling, 12.4.
    """
    moved = [_moved(wave, factors) for wave in (old, new)]
    if moved[0] is None or moved[1] is None:
        return float("nan")
    errors = [float(one.errors[MACRO][0]) for one in moved if one is not None]
    first, second = (pd.Series(one.moved[MACRO][0, :, 0], one.codes) for one in moved if one is not None)
    both = first.index.intersection(second.index)
    apart = [first[both], second[both]]
    spread = float(np.sqrt((apart[0] ** 2).sum() * (apart[1] ** 2).sum()))
    correlation = float((apart[0] * apart[1]).sum()) / spread if spread > 0 else 0.0
    overlap = len(both) / np.sqrt(len(first) * len(second))
    variance = errors[0] ** 2 + errors[1] ** 2 - 2 * overlap * correlation * errors[0] * errors[1]
    return float(np.sqrt(max(variance, 0.0)))


def _freedom(wave: Wave, factors: Sequence[str]) -> int:
    """Degrees of freedom of the macro total of one year."""
    moved = _moved(wave, factors)
    return 0 if moved is None else int(moved.freedom[MACRO][0])


def _moved(wave: Wave, factors: Sequence[str]) -> Movements | None:
    """How far each respondent moves the macro total; None where a one-way set could not be made."""
    cost, persons = _use(wave, EXECUTION)
    if not len(cost):
        return None
    weights = wave.basis.weigher.weigh(persons)
    if not all(POST[factor] in weights.made for factor in factors):
        return None
    y, x = cost.to_numpy(dtype=float)[:, None], persons.to_numpy(dtype=float)[:, None]
    return weights.schemes.ratios(y, x, np.ones(y.shape, dtype=bool))[1].times(float(wave.basis.guided.sum()))
