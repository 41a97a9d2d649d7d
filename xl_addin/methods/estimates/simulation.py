"""Which estimator comes closest: many samples from a made-up country of which the national total is known.

Every draw makes the costs of all municipalities anew, draws a stratified sample, lets a part of it answer and estimates
the national total in every way. The country, the response and the scenarios come from `templates.simulation`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from templates.schema import Dimensions
from templates.simulation import Scenario, SimulationModel
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.estimates.weight_sets import Weigher
from xl_addin.methods.sample.classes import classify
from xl_addin.methods.sample.sampling import CHANCE, Design, allocate_sample, draw, stratify
from xl_addin.methods.tables.columns import FACTORS, INHABITANTS, MACRO, MACRO_DESIGN, POST, SIZE, UNKNOWN, WEIGHT_SETS
from xl_addin.methods.weights.weighting import CalibrationProblem, calibrate

Floats = npt.NDArray[np.float64]

GREG_RELATIVE, GREG_COUNTS, GREG_GUIDED = "kalibratie_relatief", "greg_gemeenten", "greg_begeleid"
RATIO, RATIO_DESIGN = "verhouding", "verhouding_ontwerp"
ESTIMATORS = (MACRO, MACRO_DESIGN, *WEIGHT_SETS, GREG_RELATIVE, GREG_COUNTS, GREG_GUIDED, RATIO, RATIO_DESIGN)
BIAS, RMSE, MADE, RESPONDENTS, RELATIVE_RESPONSE = "afwijking", "fout", "gelukt", "respondenten", "begeleid_hoger"
GUIDED_COLUMN, RELATIVE_COLUMN = "begeleid", "begeleid_per_10000"
FEWEST = 2


@dataclass(frozen=True)
class Simulated:
    """figures: index scenario, schatter: afwijking and fout as part of the true total, gelukt as part of the draws.
    response: index scenario: mean number of respondents, and by how much their guided per 10,000 exceeds the country's.
    """

    figures: pd.DataFrame
    response: pd.DataFrame


@dataclass(frozen=True)
class Country:
    """The made-up country: classes, guided inburgeraars, those per 10,000, expected cost per inburgeraar, strata."""

    classes: pd.DataFrame
    guided: pd.Series
    relative: pd.Series
    expected: Floats
    strata: pd.Series


def simulate(
    frame: pd.DataFrame,
    parameters: Parameters,
    dimensions: Dimensions,
    model: SimulationModel,
    draws: int,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Simulated:
    """All scenarios, each with the same draws of chance; `progress` hears the name of a scenario after every draw.

    frame: FRAME.csv with index code; a municipality without guided inburgeraars is left out. The same seed gives the
    same figures.
    """
    land = country(frame, parameters, dimensions, model)
    figures: dict[tuple[str, str], tuple[float, float, float]] = {}
    response: dict[str, tuple[float, float]] = {}
    for scenario in model.scenarios:
        ratios, sizes, relative = [], [], []
        allocation = allocate_sample(land.strata, Design(model.sample, scenario.allocation), land.guided)
        for number in range(draws):
            chance = np.random.default_rng([seed, number])
            cost = costs(land, model.cost.noise, chance)
            approached = draw(land.strata, allocation, seed * 1_000_003 + number).table
            answered = approached[_answers(land, approached.index, scenario, model, chance)]
            estimates = _estimates(land, cost, answered[CHANCE])
            ratios.append([estimates.get(name, np.nan) / float(cost.sum()) - 1 for name in ESTIMATORS])
            sizes.append(len(answered))
            relative.append(_relative(land, answered.index, frame) - 1)
            progress(scenario.name)
        figures |= {(scenario.name, name): found for name, found in _summary(np.array(ratios))}
        response[scenario.name] = (float(np.mean(sizes)), float(np.nanmean(relative)))
    return Simulated(
        pd.DataFrame(list(figures.values()), pd.MultiIndex.from_tuples(figures), columns=[BIAS, RMSE, MADE]),
        pd.DataFrame.from_dict(response, orient="index", columns=[RESPONDENTS, RELATIVE_RESPONSE]),
    )


def country(frame: pd.DataFrame, parameters: Parameters, dimensions: Dimensions, model: SimulationModel) -> Country:
    """The country of a frame: its municipalities with guided inburgeraars, and what they are expected to cost."""
    frame = frame.sort_index()
    classified = classify(frame, parameters, dimensions)
    guided = classified.guided[classified.guided > 0]
    classes = classified.table.loc[guided.index]
    relative = guided / frame.loc[guided.index, INHABITANTS].astype(float) * 10_000
    level = classes[SIZE].map(model.cost.levels).to_numpy(dtype=float)
    expected = level * (model.cost.reference / relative.to_numpy()) ** model.cost.power
    return Country(classes, guided, relative, expected, stratify(classes[list(FACTORS)]))


def costs(country: Country, noise: float, chance: np.random.Generator) -> pd.Series:
    """Annual euros of every municipality; the noise has mean 1."""
    return country.guided * country.expected * np.exp(chance.normal(-(noise**2) / 2, noise, len(country.guided)))


def _answers(
    country: Country, codes: pd.Index, scenario: Scenario, model: SimulationModel, chance: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """Who of the approached answers: log odds rise with the standardised log of guided per 10,000."""
    logs = np.log(country.relative)
    standard = ((logs - logs.mean()) / logs.std()).to_numpy()
    odds = np.log(model.response / (1 - model.response)) if model.response < 1 else np.inf
    chances = pd.Series(1 / (1 + np.exp(-(odds + scenario.selectivity * standard))), index=country.guided.index)
    # one number per municipality, so that scenarios differ in who answers by their chances alone
    numbers = pd.Series(chance.random(len(country.guided)), index=country.guided.index)
    return np.asarray(numbers[codes] < chances[codes], dtype=bool)


def _relative(country: Country, codes: pd.Index, frame: pd.DataFrame) -> float:
    """Guided per inhabitant of the respondents / of the country."""
    people = frame[INHABITANTS].astype(float)
    mine = country.guided[codes].sum() / people[codes].sum() if len(codes) else np.nan
    return float(mine / (country.guided.sum() / people[country.guided.index].sum()))


def _estimates(country: Country, cost: pd.Series, chances: pd.Series) -> dict[str, float]:
    """The national total by every estimator that exists for these respondents."""
    codes = chances.index
    if len(codes) < FEWEST:
        return {}
    y, x = cost[codes], country.guided[codes]
    weigher = Weigher(country.classes, country.guided)
    weights = weigher.weigh(x)
    found = {name: float((weights.expansion[name] * y).sum(skipna=False)) for name in WEIGHT_SETS}
    found[MACRO] = float(np.mean([found[name] for name in POST.values()]))
    whole = float(country.guided.sum())
    cost_of, size = y.to_numpy(dtype=float)[:, None], x.to_numpy(dtype=float)[:, None]
    means, _ = weigher.one_way().weigh(x).schemes.ratios(cost_of, size, np.ones(size.shape, dtype=bool))
    found[MACRO_DESIGN] = whole * float(means[MACRO_DESIGN][0])
    found[RATIO] = whole * float(y.sum() / x.sum())
    found[RATIO_DESIGN] = whole * float((y / chances).sum() / (x / chances).sum())
    for name, weight in _calibrated(country, codes, weights.joined):
        found[name] = float((weight * y).sum())
    return found


def _calibrated(
    country: Country, codes: pd.Index, joined: dict[str, dict[str, str]]
) -> Iterator[tuple[str, pd.Series]]:
    """GREG with guided per 10,000 as a figure, on municipalities alone, and with guided inburgeraars as a figure."""
    figures = {GUIDED_COLUMN: country.guided[codes], RELATIVE_COLUMN: country.relative[codes]}
    units = country.classes.loc[codes, list(FACTORS)].assign(**figures)
    ones = pd.Series(1.0, index=country.guided.index)
    by_guided = {factor: _margin(country, factor, country.guided, codes, joined[factor]) for factor in FACTORS}
    by_count = {factor: _margin(country, factor, ones, codes, joined[factor]) for factor in FACTORS}
    relative = float((country.guided * country.relative).sum())
    guided = float(country.guided.sum())
    asked: tuple[tuple[str, dict[str, pd.Series | float], str | None], ...] = (
        (GREG_RELATIVE, {**by_guided, RELATIVE_COLUMN: relative}, GUIDED_COLUMN),
        (GREG_COUNTS, dict(by_count), None),
        (GREG_GUIDED, {**by_count, GUIDED_COLUMN: guided}, None),
    )
    base = pd.Series(len(country.guided) / len(codes), index=codes)
    for name, totals, size in asked:
        try:
            yield name, calibrate(units, totals, base=None if size else base, size=size).weight
        except CalibrationProblem:
            continue


def _margin(country: Country, factor: str, measure: pd.Series, codes: pd.Index, joined: dict[str, str]) -> pd.Series:
    """Totals of a factor on the classes that have respondents; class onbekend without any is spread in proportion."""
    national = measure.groupby(country.classes[factor]).sum()
    known = national.drop(UNKNOWN, errors="ignore")
    merged: pd.Series = known.groupby([joined.get(str(name), str(name)) for name in known.index]).sum()
    unknown = float(national.get(UNKNOWN, 0.0))
    if (country.classes.loc[codes, factor] == UNKNOWN).any():
        merged[UNKNOWN] = unknown
        return merged
    return merged * (1 + unknown / float(merged.sum()))


def _summary(ratios: Floats) -> Iterator[tuple[str, tuple[float, float, float]]]:
    for column, name in enumerate(ESTIMATORS):
        made = ratios[np.isfinite(ratios[:, column]), column]
        if not len(made):
            yield name, (np.nan, np.nan, 0.0)
            continue
        yield name, (float(made.mean()), float(np.sqrt(np.mean(made**2))), len(made) / len(ratios))
