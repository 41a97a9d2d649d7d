"""Result rows in the columns of `resultaten.csv`: one builder, so that every method names things alike."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_addin.methods.tables.columns import (
    FIGURE_COLUMNS,
    INTERVAL_LOWER,
    INTERVAL_UPPER,
    KEY_COLUMNS,
    RESULT_COLUMNS,
    UNIT,
    VALUE,
)

Row = dict[str, object]
Texts = Sequence[str] | npt.NDArray[np.object_] | str
Numbers = npt.ArrayLike
TEXT_COLUMNS = (*KEY_COLUMNS, UNIT)
_IN_ORDER = itemgetter(*RESULT_COLUMNS)


class Block(NamedTuple):
    """Many rows side by side: per column of `resultaten.csv` an array, or one value that all of them have."""

    size: int
    columns: Mapping[str, object]

    def with_columns(self, **columns: object) -> Block:
        """With other values in some columns."""
        return Block(self.size, {**self.columns, **columns})

    def texts(self, name: str) -> npt.NDArray[np.object_]:
        """A text column in full."""
        values = self.columns.get(name, "")
        if isinstance(values, tuple | list | np.ndarray):
            return np.asarray(values, dtype=object)
        return np.full(self.size, values, dtype=object)

    def numbers(self, name: str) -> npt.NDArray[np.float64]:
        """A figure column in full."""
        return np.broadcast_to(np.asarray(self.columns.get(name, np.nan), dtype=float), (self.size,))


Rows = Sequence[Row | Block]


def row(
    measure: str,
    component: str = "",
    group: str = "",
    division: str = "",
    klasse: str = "",
    weighting: str = "",
    *,
    unit: str,
    value: float,
    low: float = np.nan,
    high: float = np.nan,
    minimum: float = np.nan,
    maximum: float = np.nan,
    se: float = np.nan,
    n: float = np.nan,
    interval: tuple[float, float] = (np.nan, np.nan),
    estimated: float = np.nan,
) -> Row:
    """One row of results; what does not apply stays empty."""
    keys = (measure, component, group, division, klasse, weighting, unit)
    figures = (value, low, high, minimum, maximum, se, n, *interval, estimated)
    return dict(zip(RESULT_COLUMNS, (*keys, *figures), strict=True))


def block(
    measure: str,
    component: str,
    group: str,
    divisions: Texts,
    classes: Texts,
    weightings: Texts,
    *,
    unit: str,
    value: npt.NDArray[np.float64],
    width: npt.NDArray[np.float64] | float = np.nan,
    figures: Mapping[str, Numbers] = MappingProxyType({}),
) -> Block:
    """A row per value, as `row` makes them; width: how far the interval lies from each; figures: by column."""
    keys = (measure, component, group, divisions, classes, weightings, unit)
    around_it = {INTERVAL_LOWER: value - width, INTERVAL_UPPER: value + width}
    return Block(len(value), {**dict(zip(TEXT_COLUMNS, keys, strict=True)), VALUE: value, **around_it, **figures})


def around(value: float, width: float) -> tuple[float, float]:
    """The interval that lies `width` to both sides of a value."""
    return value - width, value + width


def as_table(rows: Iterable[Row | Block]) -> pd.DataFrame:
    """Rows as a table in the columns of `resultaten.csv`: text keys, float figures, in the order given."""
    blocks = list(_blocks(rows))
    texts = {name: [one.texts(name) for one in blocks] for name in TEXT_COLUMNS}
    figures = {name: [one.numbers(name) for one in blocks] for name in FIGURE_COLUMNS}
    columns: dict[str, object] = {name: pd.array(_joined(parts, object), dtype="str") for name, parts in texts.items()}
    columns |= {name: _joined(parts, np.float64) for name, parts in figures.items()}
    return pd.DataFrame(columns, columns=list(RESULT_COLUMNS))


def one_by_one(rows: Iterable[Row | Block]) -> Iterator[Row]:
    """The rows apart, those of blocks too."""
    for one in rows:
        if isinstance(one, Block):
            columns = [one.texts(name).tolist() for name in TEXT_COLUMNS]
            columns += [one.numbers(name).tolist() for name in FIGURE_COLUMNS]
            yield from (dict(zip(RESULT_COLUMNS, line, strict=True)) for line in zip(*columns, strict=True))
        else:
            yield one


def _blocks(rows: Iterable[Row | Block]) -> Iterator[Block]:
    """The rows with those that stand alone brought together."""
    for alone, some in itertools.groupby(rows, lambda one: isinstance(one, dict)):
        if alone:
            lines = [_IN_ORDER(line) for line in some if isinstance(line, dict)]
            yield Block(len(lines), dict(zip(RESULT_COLUMNS, zip(*lines, strict=True), strict=True)))
        else:
            yield from (one for one in some if isinstance(one, Block))


def _joined(parts: Sequence[npt.NDArray[np.generic]], kind: type) -> npt.NDArray[np.generic]:
    return np.concatenate(parts) if parts else np.array([], dtype=kind)


def pick(results: pd.DataFrame, **keys: str) -> pd.DataFrame:
    """The rows whose key columns have the given values, for instance `maat="verschil_gf", klasse="laag"`."""
    chosen = pd.Series(True, index=results.index)
    for column, value in keys.items():
        chosen &= results[column] == value
    return results[chosen]


class Lookup:
    """Finds figures by their whole key; a key that is not named must be empty in the row."""

    def __init__(self, results: pd.DataFrame) -> None:
        self._figures = {name: results[name].to_numpy(dtype=float) for name in FIGURE_COLUMNS}
        keys = zip(*(results[column].to_numpy(dtype=object) for column in KEY_COLUMNS), strict=True)
        self._position = {key: position for position, key in enumerate(keys)}
        if len(self._position) < len(results):
            raise ValueError("two result rows have the same key")

    def with_rows(self, rows: Iterable[Row | Block]) -> Lookup:
        """The figures of further rows too."""
        more, joined = Lookup(as_table(rows)), copy.copy(self)
        joined._figures = {name: np.append(mine, more._figures[name]) for name, mine in self._figures.items()}
        offset = len(self._position)
        joined._position = self._position | {key: at + offset for key, at in more._position.items()}
        if len(joined._position) < offset + len(more._position):
            raise ValueError("two result rows have the same key")
        return joined

    def figure(self, column: str = VALUE, **keys: str) -> float:
        """One figure of the row with exactly these keys; NaN when there is no such row."""
        position = self._position.get(tuple(keys.pop(name, "") for name in KEY_COLUMNS))
        if keys:
            raise ValueError(f"no key columns: {', '.join(keys)}")
        return float("nan") if position is None else float(self._figures[column][position])

    def width(self, **keys: str) -> float:
        """How far the 95% interval of the row with these keys lies from its value."""
        return self.figure(INTERVAL_UPPER, **keys) - self.figure(**keys)
