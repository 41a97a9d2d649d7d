"""Whether the 95% intervals hold: how often they contain the truth, in a made-up country of which the truth is known.

Every draw makes the costs anew, draws respondents within the classes of inhabitants as a design says, and asks of every
interval that the sheets print whether the truth lies in it. The estimates are those of the study itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from templates.schema import Dimensions
from templates.simulation import COVERAGE_COLUMNS, IntervalDesign, SimulationModel
from xl_addin.methods.answers.amounts import Parameters, amount
from xl_addin.methods.errors.t_interval import reach
from xl_addin.methods.estimates.basis import Membership, membership
from xl_addin.methods.estimates.estimation import Ratios, ratios
from xl_addin.methods.estimates.simulation import Country, costs, country
from xl_addin.methods.estimates.weight_sets import Weigher
from xl_addin.methods.tables.columns import (
    CALIBRATION,
    CLASS_DIFFERENCE,
    COST_PER_PERSON,
    DESIGN,
    EVERYTHING,
    MACRO,
    MACRO_DESIGN,
    NATIONAL_TOTAL,
    POST,
    RATIO,
    SIZE,
    TOTAL,
    TRAJECTORY_COST,
    UNKNOWN,
    WEIGHT_SETS,
)

Floats = npt.NDArray[np.float64]
BAND = "marge"
NATIONAL = (*WEIGHT_SETS, MACRO, MACRO_DESIGN)
TRAJECTORY = (POST[SIZE], CALIBRATION, MACRO, MACRO_DESIGN)
PARTS, PART_NOISE, ANSWERED = 3, 0.5, 0.75
"""Parts of the trajectory total; their noise apart, as a part of the noise of the cost; who gives the last of them."""


class Judged(NamedTuple):
    """One interval: which figure, where; its value and half width, and the truth."""

    figure: str
    division: str
    klasse: str
    value: float
    width: float
    truth: float


def measure_intervals(
    frame: pd.DataFrame,
    parameters: Parameters,
    dimensions: Dimensions,
    model: SimulationModel,
    draws: int,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> pd.DataFrame:
    """A row per design, noise and figure, in the columns COVERAGE_COLUMNS; the same seed gives the same rows.

    frame: FRAME.csv with index code; a municipality without guided inburgeraars is left out.
    """
    land = country(frame, parameters, dimensions, model)
    places = membership(land.classes)
    band = amount(parameters, "band.macro")
    rows = []
    for design in model.intervals.designs:
        for noise in model.intervals.noises:
            found: dict[tuple[str, str, str], list[tuple[float, float, float]]] = {}
            for number in range(draws):
                chance = np.random.default_rng([seed, number])
                cost = costs(land, noise, chance)
                codes = respondents(land, cost, design, model.intervals.respondents, chance)
                for one in _judged(land, places, Weigher(land.classes, land.guided), cost, codes, noise, band, chance):
                    error = one.value / one.truth - 1
                    hit = float(abs(one.value - one.truth) <= one.width)
                    found.setdefault(one[:3], []).append((hit, one.width / one.truth, error))
                progress(design.name)
            rows += [(design.name, noise, *place, *_summary(np.array(each))) for place, each in found.items()]
    return pd.DataFrame(rows, columns=list(COVERAGE_COLUMNS))


def held(measured: pd.DataFrame) -> pd.DataFrame:
    """A row per figure (index cijfer, as measured first), two columns per design: (opzet, dekking), (opzet, breedte).

    measured: as `measure_intervals` gives it. Over the places of a figure the mean, each counting with its draws; of
    the noises the least coverage, and the largest half width.
    """
    numbers = measured[["trekkingen", "dekking", "breedte"]].apply(pd.to_numeric, errors="coerce")
    whole = numbers["trekkingen"]
    table = measured[["cijfer", "opzet", "toeval"]].assign(
        dekking=numbers["dekking"] * whole, breedte=numbers["breedte"] * whole, trekkingen=whole
    )
    sums = table.groupby(["cijfer", "opzet", "toeval"], sort=False).sum()
    figures = list(dict.fromkeys(measured["cijfer"]))
    columns = {}
    for design in dict.fromkeys(measured["opzet"]):
        mine = sums.xs(design, level="opzet")
        for name, of in (("dekking", "min"), ("breedte", "max")):
            means = (mine[name] / mine["trekkingen"]).groupby(level="cijfer", sort=False).agg(of)
            columns[design, name] = means.reindex(figures)
    return pd.DataFrame(columns)


def respondents(
    land: Country, cost: pd.Series, design: IntervalDesign, count: int, chance: np.random.Generator
) -> pd.Index:
    """Who answers: in every size class as many as the design says, by chance; cheap ones sooner where it is selective.

    Drawn one by one with chances that fall with the standardised log of the cost within the class.
    """
    sizes = land.classes[SIZE]
    present = sizes.value_counts()
    wanted = {name: min(n, int(present.get(name, 0))) for name, n in (design.counts or _shares(present, count)).items()}
    logs = np.log(cost / land.guided / land.expected)
    chosen: list[str] = []
    for name, number in wanted.items():
        mine = logs[sizes == name]
        standard = (mine - mine.mean()) / (mine.std() or 1.0)
        # the largest of chance + log weight are a draw one by one without replacement
        keys = -design.selectivity * standard + chance.gumbel(size=len(mine))
        chosen += list(keys.nlargest(number).index)
    return pd.Index(sorted(chosen))


def _shares(present: pd.Series, count: int) -> dict[str, int]:
    """As many of each class as its part of all, largest remainders first."""
    exact = present / present.sum() * count
    whole = exact.astype(int)
    left = (exact - whole).sort_values(ascending=False, kind="stable").index[: count - int(whole.sum())]
    return {str(name): int(n) + (name in left) for name, n in whole.items()}


def _judged(
    land: Country,
    places: Membership,
    weigher: Weigher,
    cost: pd.Series,
    codes: pd.Index,
    noise: float,
    band: float,
    chance: np.random.Generator,
) -> Iterator[Judged]:
    population = places.population
    inside = places.flags.astype(float)
    truth = (cost.to_numpy() @ inside) / (land.guided.to_numpy(dtype=float) @ inside)
    found = ratios(cost[codes], land.guided[codes], places, population, weigher)
    yield from _annual(found, truth)
    macro = float(found.value[MACRO][0])
    yield Judged(f"{NATIONAL_TOTAL} {MACRO} {BAND}", TOTAL, "", macro, band * macro, float(truth[0]))
    yield from _differences(found, truth)
    yield from _trajectory(land, places, weigher, cost, codes, noise, chance)


def _annual(found: Ratios, truth: Floats) -> Iterator[Judged]:
    """The national totals, and the class figures with and without design weights."""
    errors = found.se
    for name, values in found.value.items():
        width = reach(errors[name], found.movements.freedom[name])
        for at, (division, klasse) in enumerate(found.places):
            national = division == TOTAL
            if (national and name in NATIONAL) or (not national and name in (RATIO, DESIGN) and found.n[at]):
                figure = f"{NATIONAL_TOTAL if national else COST_PER_PERSON} {name}"
                yield Judged(figure, division, klasse, float(values[at]), float(width[at]), float(truth[at]))


def _differences(found: Ratios, truth: Floats) -> Iterator[Judged]:
    """Of two classes of one division, as a part of the truth of the country."""
    for (at, mine), (other, theirs) in combinations(enumerate(found.places), 2):
        if mine[0] != theirs[0] or mine[0] == TOTAL or UNKNOWN in (mine[1], theirs[1]):
            continue
        value = found.value[DESIGN][at] - found.value[DESIGN][other]
        if not np.isnan(value):
            moved = found.movements.between(DESIGN, np.array([at]), np.array([other]))
            width = float(reach(moved.errors[DESIGN][0], moved.freedom[DESIGN][0]))
            # shifted to the scale of the country, since a difference may truly be 0
            shift = truth[0] - (truth[at] - truth[other])
            klasse = f"{mine[1]} - {theirs[1]}"
            yield Judged(CLASS_DIFFERENCE, mine[0], klasse, float(value + shift), width, float(truth[0]))


def _trajectory(
    land: Country,
    places: Membership,
    weigher: Weigher,
    cost: pd.Series,
    codes: pd.Index,
    noise: float,
    chance: np.random.Generator,
) -> Iterator[Judged]:
    """A total of parts: each goes with the cost and has noise of its own; not everyone gives the last."""
    whole = Membership(places.index, places.places[:1], places.flags[:, :1])
    population = np.array([float(len(land.guided))])
    value: dict[str, float] = dict.fromkeys(TRAJECTORY, 0.0)
    truth, movements = 0.0, None
    for part in range(PARTS):
        spread = chance.normal(0, PART_NOISE * noise, len(cost))
        each = cost * np.exp(spread)
        truth += float(each.sum() / land.guided.sum())
        mine = (
            codes
            if part < PARTS - 1
            else codes[np.sort(chance.permutation(len(codes))[: round(ANSWERED * len(codes))])]
        )
        found = ratios(each[mine], land.guided[mine], whole, population, weigher)
        movements = found.movements if movements is None else movements.plus(found.movements)
        value = {name: value[name] + float(found.value[name][0]) for name in value if name in found.value}
    assert movements is not None
    for name, total in value.items():
        if name in movements.moved:
            width = float(reach(movements.errors[name][0], movements.freedom[name][0]))
            yield Judged(f"{TRAJECTORY_COST} {EVERYTHING} {name}", TOTAL, "", total, width, truth)


def _summary(each: Floats) -> tuple[int, float, float, float, float]:
    """Draws, coverage, median half width, mean error and root mean square error; without an interval it misses."""
    error = each[:, 2]
    width = float(np.nanmedian(each[:, 1])) if np.isfinite(each[:, 1]).any() else np.nan
    return len(each), float(each[:, 0].mean()), width, float(np.nanmean(error)), float(np.sqrt(np.nanmean(error**2)))
