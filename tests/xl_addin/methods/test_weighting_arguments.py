"""What people hand to the weighting: taken as it is meant, or refused with a code; and bounds that are recommended."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from xl_addin.methods.weights.weighting import CalibrationProblem, calibrate, poststratify, rake

UNITS = pd.DataFrame(
    {"k": ["a", "a", "b", "b"], "n": [10.0, 20, 30, 40], "v": [-1.0, 1, 2, -2]}, index=["w", "x", "y", "z"]
)
TOTALS = {"k": pd.Series({"a": 60.0, "b": 210.0})}
EXPECTED = [2.0, 2.0, 3.0, 3.0]


@pytest.mark.parametrize("make", [poststratify, rake, calibrate])
@pytest.mark.parametrize(
    "totals",
    [{"k": {"a": 60, "b": 210}}, {"k": pd.Series({"a": "60,0", "b": " 210 "})}, {"k": {"a": "60.0", "b": 210}}],
)
@pytest.mark.parametrize(
    "size", ["n", np.array([10, 20, 30, 40]), [10, 20, 30, 40], UNITS["n"].to_dict(), UNITS["n"].astype(str)]
)
def test_totals_and_sizes_of_another_type_are_taken_as_meant(
    make: Callable[..., object], totals: object, size: object
) -> None:
    assert make(UNITS, totals, size=size).weight.tolist() == pytest.approx(EXPECTED)  # type: ignore[attr-defined]


def test_one_number_is_the_size_or_base_of_all() -> None:
    assert rake(UNITS, TOTALS, size=2.0).weight.tolist() == pytest.approx([15, 15, 52.5, 52.5])  # type: ignore[arg-type]
    assert rake(UNITS, TOTALS, base=5, size="n").weight.tolist() == pytest.approx(EXPECTED)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"totals": {"n": "veel"}}, "TOTAL_WRONG"),
        ({"totals": {"n": None}}, "TOTAL_WRONG"),
        ({"totals": {"k": [60, 210]}}, "TOTAL_WRONG"),
        ({"totals": {"k": {"a": "x", "b": 1}}}, "TOTAL_WRONG"),
        ({"totals": [("k", 1)]}, "WEIGHTS_NO_TOTALS"),
        ({"totals": None}, "WEIGHTS_NO_TOTALS"),
        ({"units": UNITS.to_dict("list")}, "WEIGHTS_NO_UNITS"),
        ({"size": np.array([1.0, 2])}, "SIZE_NOT_POSITIVE"),
        ({"base": {"q": 1}}, "BASE_NOT_POSITIVE"),
        ({"bounds": 2}, "BOUNDS_WRONG"),
        ({"bounds": ("a", 3)}, "BOUNDS_WRONG"),
        ({"bounds": (0.5,)}, "BOUNDS_WRONG"),
        ({"distance": 3}, "DISTANCE_UNKNOWN"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_code_and_a_reason(arguments: dict[str, object], code: str) -> None:
    with pytest.raises(CalibrationProblem) as refused:
        calibrate(**{"units": UNITS, "totals": TOTALS, **arguments})  # type: ignore[arg-type]
    assert refused.value.code == code
    assert refused.value.reason


def test_a_zero_total_of_a_column_of_figures_is_met() -> None:
    made = calibrate(UNITS, {"v": 0.0, **TOTALS}, size="n")
    assert float((made.weight * UNITS["n"] * UNITS["v"]).sum()) == pytest.approx(0, abs=1e-6)
    assert made.converged
    assert calibrate(UNITS, {"v": 0}).weight.tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("distance", ["linear", "raking", "logit"])
def test_bounds_that_are_recommended_work(distance: str) -> None:
    random = np.random.default_rng(5)
    recommended = 0
    for _ in range(12):
        count = int(random.integers(4, 25))
        units = pd.DataFrame({"f": random.choice(list("abc"), count), "m": random.lognormal(3, 1, count)})
        weight = pd.Series(random.lognormal(1, 0.8, count))
        totals = {"f": weight.groupby(units["f"]).sum(), "m": float((weight * units["m"]).sum())}
        with pytest.raises(CalibrationProblem) as refused:
            calibrate(units, totals, distance=distance, bounds=(0.9, 1.1))  # type: ignore[arg-type]
        if refused.value.code == "BOUNDS_INFEASIBLE":
            recommended += 1
            low, high = (float(str(refused.value.values[name])) for name in ("nodig_laag", "nodig_hoog"))
            assert calibrate(units, totals, distance=distance, bounds=(low, high)).converged  # type: ignore[arg-type]
    assert recommended > 5


def _double_column(units):
    return {"units": pd.concat([units, units[["f"]]], axis=1)}


def _double_index(units):
    return {"units": units, "base": pd.Series(1.0, index=[units.index[0], *units.index[:-1]])}


def _lists_for_classes(units):
    return {"units": units.assign(f=[["a"]] * len(units))}


@pytest.mark.parametrize(
    ("given", "code", "named"),
    [
        (_double_column, "FACTOR_DOUBLE", {"factor": "f"}),
        (_double_index, "BASE_NOT_POSITIVE", {"eenheden": "A"}),
        (_lists_for_classes, "CLASS_WITHOUT_TOTAL", {"factor": "f"}),
    ],
)
def test_doubles_and_what_is_no_class_are_named(given, code, named):
    units = pd.DataFrame({"f": ["a", "a", "b"]}, index=["A", "B", "C"])
    totals = {"f": pd.Series({"a": 20.0, "b": 10.0})}
    with pytest.raises(CalibrationProblem) as found:
        calibrate(totals=totals, **given(units))
    assert found.value.code == code
    assert named.items() <= found.value.values.items()
    assert found.value.reason
