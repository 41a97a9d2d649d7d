"""Units and the totals that their weights must add up to, checked and as arrays: what every weighting starts from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from templates.problems import Problem

Totals = Mapping[str, "pd.Series | float"]
Given = str | pd.Series | None
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

# Totals of two factors that differ by more than this part of the largest are not of the same country.
SAME_SUM = 1e-9
FACTOR, CLASS, TARGET, ACHIEVED, GAP = "factor", "klasse", "doel", "bereikt", "verschil"
# Cells are numbered by counting where the cross table is no larger than this many times the units, else by sorting.
DENSE = 4


class CalibrationProblem(Exception):
    """Weights that cannot be made: `code` of the message catalogue, `values` for its sentence, `reason` in words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    @property
    def problem(self) -> Problem:
        """The same as a problem of the message catalogue."""
        return Problem(self.code, values=self.values)

    @property
    def reason(self) -> str:
        """Why, in plain words (Dutch)."""
        return self.problem.text()

    def __str__(self) -> str:
        return f"{self.reason} [{self.code}]"


@dataclass(frozen=True)
class Factor:
    """A factor with a total per class: the class number of every unit, and the totals of the classes that occur."""

    name: str
    classes: tuple[object, ...]
    codes: Codes
    totals: Floats

    @classmethod
    def of(cls, name: str, classes: pd.Index, codes: Codes, totals: Floats) -> Factor:
        """Of the classes that occur; raises CalibrationProblem where one has units and no total, or the reverse."""
        counts = np.bincount(codes, minlength=len(totals))
        if len(empty := classes[(counts == 0) & (totals > 0)]):
            raise CalibrationProblem("CLASS_EMPTY", factor=name, klasse=listed(empty))
        if len(zero := classes[(counts > 0) & (totals == 0)]):
            raise CalibrationProblem("TOTAL_ZERO", factor=name, klasse=listed(zero))
        used = counts > 0
        if not used.all():
            codes = (np.cumsum(used) - 1)[codes]
        return cls(name, tuple(classes[used]), codes, totals[used])


Figures = Mapping[str, tuple[Floats, float]]


@dataclass(frozen=True)
class Cells:
    """Units that share every class and figure: `codes` per factor, summed mass, first unit, cell of each unit."""

    codes: Codes
    sums: Floats
    first: Codes
    of_unit: Codes


class Design:
    """Checked inputs of a weighting. base: base weights; mass: base x size; both per unit, as arrays."""

    def __init__(self, units: pd.DataFrame, totals: Totals, base: Given, size: Given) -> None:
        if not isinstance(units, pd.DataFrame) or not len(units):
            raise CalibrationProblem("WEIGHTS_NO_UNITS")
        if not isinstance(totals, Mapping) or not totals:
            raise CalibrationProblem("WEIGHTS_NO_TOTALS")
        totals = {name: _total(name, total) for name, total in totals.items()}
        absent = [name for name in totals if name not in units]
        if absent:
            raise CalibrationProblem("FACTOR_ABSENT", factor=", ".join(map(str, absent)))
        named = [*totals, *(given for given in (base, size) if isinstance(given, str))]
        if double := [name for name in named if (units.columns == name).sum() > 1]:
            raise CalibrationProblem("FACTOR_DOUBLE", factor=", ".join(map(str, double)))
        self._take(
            units.index,
            positive(units, base, "BASE_NOT_POSITIVE"),
            positive(units, size, "SIZE_NOT_POSITIVE"),
            [_factor(units[name], name, total) for name, total in totals.items() if isinstance(total, pd.Series)],
            {
                name: (_figure(units[name], name, float(total)), float(total))
                for name, total in totals.items()
                if not isinstance(total, pd.Series)
            },
        )

    @classmethod
    def of(cls, index: pd.Index, size: Floats, factors: Sequence[Factor], figures: Figures | None = None) -> Design:
        """Units that are arrays already, all with base weight 1; figures: by name a value per unit and the total.

        Raises CalibrationProblem where the totals of the factors differ.
        """
        design = cls.__new__(cls)
        design._take(index, np.ones(len(index)), size, factors, figures or {})
        return design

    def _take(self, index: pd.Index, base: Floats, size: Floats, factors: Sequence[Factor], figures: Figures) -> None:
        self.index, self.base, self.size = index, base, size
        self.mass = base * size
        self.factors = list(factors)
        self.figures = {name: values for name, (values, _) in figures.items()}
        self.figure_totals = {name: total for name, (_, total) in figures.items()}
        self._same_sum()

    def only_classes(self) -> None:
        """Post-stratification and raking know classes, not figures."""
        if self.figures:
            raise CalibrationProblem("FIGURE_NOT_ALLOWED", factor=", ".join(self.figures))

    def _same_sum(self) -> None:
        sums = {factor.name: float(factor.totals.sum()) for factor in self.factors}
        if sums and max(sums.values()) - min(sums.values()) > SAME_SUM * max(sums.values()):
            listed = ", ".join(f"{name}: {value:.10g}" for name, value in sums.items())
            raise CalibrationProblem("TOTALS_INCONSISTENT", totalen=listed)

    @cached_property
    def cells(self) -> Cells:
        """The cells of the cross table that have units. Base weights may differ within a cell: g is shared, not w."""
        number = np.zeros(len(self.index), dtype=np.int64)
        space = 1
        for codes, count in self._columns():
            if space * count > 2**62:
                distinct, number = np.unique(number, return_inverse=True)
                space = len(distinct)
            number, space = number * count + codes, space * count
        if space > DENSE * len(number):
            distinct, number = np.unique(number, return_inverse=True)
            space = len(distinct)
        used = np.bincount(number.astype(np.intp), minlength=space) > 0
        of_unit = (np.cumsum(used) - 1)[number]
        first = np.empty(int(used.sum()), dtype=np.intp)
        first[of_unit[::-1]] = np.arange(len(number))[::-1]
        codes_of = [factor.codes[first] for factor in self.factors]
        table = np.column_stack(codes_of) if codes_of else np.zeros((len(first), 0), dtype=np.intp)
        return Cells(table, np.bincount(of_unit, weights=self.mass).astype(float), first, of_unit)

    def _columns(self) -> list[tuple[npt.NDArray[np.int64], int]]:
        columns = [(factor.codes.astype(np.int64, copy=False), len(factor.classes)) for factor in self.factors]
        for values in self.figures.values():
            distinct, codes = np.unique(values, return_inverse=True)
            columns.append((codes.astype(np.int64, copy=False), len(distinct)))
        return columns

    @cached_property
    def cell_matrix(self) -> Floats:
        """A row per cell and a column per margin: class membership, and figures scaled to their mean."""
        return self._matrix(self.cells.first)

    @cached_property
    def matrix(self) -> Floats:
        """The same with a row per unit."""
        return self._matrix(np.arange(len(self.index)))

    def _matrix(self, rows: Codes) -> Floats:
        columns = [np.equal.outer(factor.codes[rows], np.arange(len(factor.classes))) for factor in self.factors]
        columns += [(values[rows] / self._scale(name))[:, None] for name, values in self.figures.items()]
        return np.hstack(columns).astype(float)

    @cached_property
    def largest(self) -> float:
        """What a gap is judged by: the largest total, or, where all totals are 0, the most there is to sum."""
        return (
            float(np.abs(self.targets).max())
            or float((np.abs(self.cell_matrix) * self.cells.sums[:, None]).sum(axis=0).max())
            or 1.0
        )

    @cached_property
    def targets(self) -> Floats:
        """The total of every column of the matrix."""
        figures = [total / self._scale(name) for name, total in self.figure_totals.items()]
        return np.concatenate([*(factor.totals for factor in self.factors), figures]).astype(float)

    def _scale(self, name: str) -> float:
        """Brings a figure to the order of magnitude of class membership, for a well conditioned system."""
        return float(np.abs(self.figures[name]).mean()) or 1.0

    @property
    def goals(self) -> Floats:
        """The total of every margin, as given."""
        return np.concatenate([*(factor.totals for factor in self.factors), [*self.figure_totals.values()]])

    def achieved(self, weight: Floats) -> Floats:
        """What these weights per unit come to in every margin."""
        cells = self.cells
        mass = np.bincount(cells.of_unit, weights=weight * self.size, minlength=len(cells.sums))
        reached = [
            np.bincount(cells.codes[:, column], weights=mass, minlength=len(factor.classes))
            for column, factor in enumerate(self.factors)
        ]
        return np.concatenate([*reached, [float(mass @ values[cells.first]) for values in self.figures.values()]])

    def gap(self, weight: Floats) -> float:
        """The largest distance of these weights from a total, as a part of the largest total."""
        goals = self.goals
        return float(np.abs(self.achieved(weight) - goals).max() / (np.abs(goals).max() or self.largest))

    def margins(self, weight: Floats) -> pd.DataFrame:
        """Target and achieved per margin for these weights per unit."""
        names = [(factor.name, name) for factor in self.factors for name in factor.classes]
        names += [(name, "") for name in self.figures]
        table = pd.DataFrame(names, columns=[FACTOR, CLASS])
        table[TARGET], table[ACHIEVED] = self.goals, self.achieved(weight)
        return table.assign(**{GAP: table[ACHIEVED] - table[TARGET]})


def _total(name: object, total: object) -> pd.Series | float:
    """A total as it is meant: numbers may be text, a Series may be a dict."""
    try:
        if isinstance(total, pd.Series | Mapping):
            given = total if isinstance(total, pd.Series) else pd.Series(dict(total), dtype=object)
            return pd.Series([as_number(each) for each in given], index=given.index, dtype=float)
        return as_number(total)
    except (TypeError, ValueError):
        raise CalibrationProblem("TOTAL_WRONG", factor=str(name)) from None


def as_number(value: object) -> float:
    """A number, or one in text with a decimal point or comma; raises TypeError or ValueError for anything else."""
    if isinstance(value, str):
        text = value.strip()
        return float(text.replace(".", "").replace(",", ".") if "," in text else text)
    return float(value)  # type: ignore[arg-type]


def _per_unit(units: pd.DataFrame, given: object, code: str) -> pd.Series:
    """A figure per unit from a Series, a dict, an array or list in the order of the units, or one number for all."""
    if isinstance(given, pd.Series | Mapping):
        series = given if isinstance(given, pd.Series) else pd.Series(dict(given), dtype=object)
        if series.index.equals(units.index):
            return series
        if not series.index.is_unique:
            raise CalibrationProblem(code, eenheden=listed(series.index[series.index.duplicated()]))
        return series.reindex(units.index)
    values = given if np.ndim(given) else [given] * len(units)  # type: ignore[arg-type]
    if np.ndim(values) != 1 or len(values) != len(units):  # type: ignore[arg-type]
        raise CalibrationProblem(code, eenheden=listed(units.index))
    return pd.Series(list(values), index=units.index)  # type: ignore[call-overload]


def positive(units: pd.DataFrame, given: Given, code: str) -> Floats:
    """A column of `units` or a Series with the same index as numbers above 0; nothing given is 1 for everyone."""
    if given is None:
        return np.ones(len(units))
    if isinstance(given, str):
        if given not in units:
            raise CalibrationProblem("FACTOR_ABSENT", factor=given)
        given = units[given]
    values = pd.to_numeric(_per_unit(units, given, code), errors="coerce").to_numpy(dtype=float)
    wrong = ~(np.isfinite(values) & (values > 0))
    if wrong.any():
        raise CalibrationProblem(code, eenheden=listed(units.index[wrong]))
    return values


def _factor(column: pd.Series, name: str, totals: pd.Series) -> Factor:
    amounts = totals.to_numpy(dtype=float)
    if not (np.isfinite(amounts) & (amounts >= 0)).all() or not totals.index.is_unique or totals.index.hasnans:
        raise CalibrationProblem("TOTAL_WRONG", factor=name)
    try:
        codes = totals.index.get_indexer(pd.Index(column))
    except TypeError:  # what cannot be a class, such as a list
        raise CalibrationProblem("CLASS_WITHOUT_TOTAL", factor=name, klasse=listed(pd.Index(column.map(str)))) from None
    if len(outside := column[codes < 0]):
        if outside.isna().any():
            raise CalibrationProblem("CLASS_MISSING", factor=name, eenheden=listed(outside.index[outside.isna()]))
        raise CalibrationProblem("CLASS_WITHOUT_TOTAL", factor=name, klasse=listed(pd.Index(outside.unique())))
    return Factor.of(name, totals.index, codes, amounts)


def _figure(column: pd.Series, name: str, total: float) -> Floats:
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
    wrong = ~np.isfinite(values)
    if wrong.any():
        raise CalibrationProblem("CLASS_MISSING", factor=name, eenheden=listed(column.index[wrong]))
    if not math.isfinite(total):
        raise CalibrationProblem("TOTAL_WRONG", factor=name)
    return values


def listed(names: pd.Index) -> str:
    """The first few names, for a sentence."""
    shown = [str(name) for name in names[:5]]
    return ", ".join(shown) + (" …" if len(names) > 5 else "")
