"""Result rows in the columns of `resultaten.csv`: one builder, so that every method names things alike."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from xl_addin.methods.tables.columns import FIGURE_COLUMNS, INTERVAL_UPPER, KEY_COLUMNS, RESULT_COLUMNS, UNIT, VALUE

Row = dict[str, object]


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


def around(value: float, width: float) -> tuple[float, float]:
    """The interval that lies `width` to both sides of a value."""
    return value - width, value + width


def as_table(rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as a table in the columns of `resultaten.csv`: text keys, float figures, in the order given."""
    lines = [[line[name] for name in RESULT_COLUMNS] for line in rows]
    table = pd.DataFrame(lines, columns=list(RESULT_COLUMNS))
    text = dict.fromkeys((*KEY_COLUMNS, UNIT), "str")
    return table.astype({**text, **dict.fromkeys(FIGURE_COLUMNS, "float64")})


def pick(results: pd.DataFrame, **keys: str) -> pd.DataFrame:
    """The rows whose key columns have the given values, for instance `maat="verschil_gf", klasse="laag"`."""
    chosen = pd.Series(True, index=results.index)
    for column, value in keys.items():
        chosen &= results[column] == value
    return results[chosen]


class Lookup:
    """Finds figures by their whole key; a key that is not named must be empty in the row."""

    def __init__(self, results: pd.DataFrame) -> None:
        self._figures = results[list(FIGURE_COLUMNS)].to_dict("list")
        keys = zip(*(results[column] for column in KEY_COLUMNS), strict=True)
        self._position = {key: position for position, key in enumerate(keys)}
        if len(self._position) < len(results):
            raise ValueError("two result rows have the same key")

    def figure(self, column: str = VALUE, **keys: str) -> float:
        """One figure of the row with exactly these keys; NaN when there is no such row."""
        position = self._position.get(tuple(keys.pop(name, "") for name in KEY_COLUMNS))
        if keys:
            raise ValueError(f"no key columns: {', '.join(keys)}")
        return float("nan") if position is None else float(self._figures[column][position])

    def width(self, **keys: str) -> float:
        """How far the 95% interval of the row with these keys lies from its value."""
        return self.figure(INTERVAL_UPPER, **keys) - self.figure(**keys)
