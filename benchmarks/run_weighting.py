"""Prints how fast raking and the bootstrap are, beside packages `balance` and `leafblower` where those are installed.

`python benchmarks/run_weighting.py`, in an environment with the project. The two packages are for comparison only and
are no dependencies; `balance` asks for older versions of numpy, so that an environment of its own serves best:

    python -m venv bench && bench/bin/pip install balance leafblower pydantic pyyaml
    PYTHONPATH=. bench/bin/python benchmarks/run_weighting.py

Each figure is the shortest of a few runs in this one process, on the same table and to the same tolerance.
"""

from __future__ import annotations

import importlib
import logging
import time
import tracemalloc
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from xl_addin.methods.errors.precision import drawn, ratio
from xl_addin.methods.errors.replicates import bootstrap, replicated
from xl_addin.methods.weights.weighting import calibrate, rake

ROWS = (31, 1_000, 100_000, 1_000_000)
CLASSES = {
    "size": ["<30", "30-80", "80-250", ">250"],
    "urban": ["laag", "gemiddeld", "hoog"],
    "settled": ["laag", "gemiddeld", "hoog"],
}
GAP = 1e-8
REPLICATES = 2_000

Totals = dict[str, pd.Series]


def country(rows: int) -> tuple[pd.DataFrame, Totals]:
    """Units with three factors as strings, and totals that hidden weights meet."""
    random = np.random.default_rng(1)
    units = pd.DataFrame({name: random.choice(classes, rows) for name, classes in CLASSES.items()})
    hidden = pd.Series(random.uniform(1, 3, rows)) * (
        1 + 0.5 * (units["size"] == ">250") + 0.3 * (units["urban"] == "laag")
    )
    return units, {name: hidden.groupby(units[name]).sum() for name in CLASSES}


def seconds(action: Callable[[], object], times: int = 5) -> float:
    """The shortest of so many runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found)


def gap(units: pd.DataFrame, totals: Totals, weight: pd.Series) -> float:
    """The largest difference in the shares of the classes: packages differ in what their weights add up to."""
    return max(
        float((weight.groupby(units[name]).sum() / weight.sum() - total / total.sum()).abs().max())
        for name, total in totals.items()
    )


def by_balance(units: pd.DataFrame, totals: Totals) -> pd.Series:
    """Raking by `balance`, to the same tolerance."""
    module = importlib.import_module("balance.weighting_methods.rake")
    shares = {name: (total / total.sum()).to_dict() for name, total in totals.items()}
    found = module.rake(
        units,
        pd.Series(1.0, units.index),
        None,
        None,
        variables=list(totals),
        target_margins=shares,
        transformations=None,
        convergence_rate=GAP,
        rate_tolerance=0.0,
    )
    return pd.Series(np.asarray(found["weight"]), units.index)


def by_leafblower(units: pd.DataFrame, totals: Totals) -> pd.Series:
    """Raking by `leafblower`, to the same tolerance and without a bound in the way."""
    module = importlib.import_module("leafblower")
    shares = {name: (total / total.sum()).to_dict() for name, total in totals.items()}
    options: dict[str, Any] = {"max_weight": 1e6, "convergence": {"absolute": GAP}, "attach_weights": True}
    found = module.harvest(units, shares, **options)
    return pd.Series(np.asarray(found["weights"]), units.index)


def measure_raking() -> None:
    """Seconds of raking per number of rows, the gap that is left, and the ratio to the faster of the others."""
    others = {"balance": by_balance, "leafblower": by_leafblower}
    print(
        f"Raking on three factors of strings ({', '.join(str(len(classes)) for classes in CLASSES.values())} classes)"
    )
    for rows in ROWS:
        units, totals = country(rows)
        ours = seconds(partial(rake, units, totals))
        print(f"  {rows:9,d} rows  ours {ours:8.4f} s, gap {gap(units, totals, rake(units, totals).weight):.0e}")
        spent: dict[str, float] = {}
        for name, make in others.items():
            try:
                left = gap(units, totals, make(units, totals))
            except ImportError:
                print(f"                  {name} is not installed")
                continue
            spent[name] = seconds(partial(make, units, totals))
            print(f"                  {name} {spent[name]:8.4f} s, gap {left:.0e}")
        if spent:
            fastest = min(spent, key=lambda name: spent[name])
            print(f"                  ours takes {ours / spent[fastest]:.2f} times the seconds of {fastest}")


def measure_calibration() -> None:
    """Seconds of linear calibration with a figure on a hundred thousand rows, where no two units share a cell."""
    units, totals = country(100_000)
    figure = pd.Series(np.random.default_rng(2).uniform(20, 60, len(units)), units.index)
    wanted: dict[str, pd.Series | float] = {**totals, "figure": float(figure.sum() * 2.2)}
    spent = seconds(partial(calibrate, units.assign(figure=figure), wanted), times=3)
    print(f"Linear calibration with a figure, 100,000 rows: {spent:.3f} s")


def measure_bootstrap() -> None:
    """Seconds of the bootstrap with re-calibrated replicates of 31 respondents."""
    units, totals = country(31)
    made = rake(units, totals)
    figure = ratio(pd.Series(np.arange(31.0), units.index), pd.Series(1.0, units.index))
    sample = drawn(units.index, population=342)
    spent = seconds(lambda: replicated(figure, bootstrap(made, sample, count=REPLICATES)), times=3)
    print(f"Bootstrap, {REPLICATES:,d} re-raked replicates of 31 respondents: {spent:.3f} s")


def measure_memory() -> None:
    """The largest amount of memory that raking a million rows takes, beside the table itself."""
    units, totals = country(1_000_000)
    table = units.memory_usage(index=True, deep=False).sum() / 2**20
    tracemalloc.start()
    rake(units, totals)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    print(f"Raking 1,000,000 rows takes {peak:.0f} MB at its peak, beside the table of {table:.0f} MB")


def main() -> None:
    """Measures and prints."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    measure_memory()
    measure_bootstrap()
    measure_calibration()
    measure_raking()


if __name__ == "__main__":
    main()
