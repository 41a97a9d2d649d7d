"""The study from answers to results, top to bottom as the method: allocate, weigh, estimate, fund, spread over time.

Every stage can be run on its own by a host that keeps the tables in between: KOSTEN after `allocate`, then `prepare`
for what the later stages share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from templates.columns import ORIGIN
from templates.schema import Dimensions
from xl_addin.methods.answers.amounts import Parameters
from xl_addin.methods.answers.answers import Answers, Limits, read_answers
from xl_addin.methods.answers.settings import Timeline
from xl_addin.methods.answers.tallies import tallied
from xl_addin.methods.costs.allocation import allocate
from xl_addin.methods.costs.fixed_share import at_growth
from xl_addin.methods.costs.respondents import Respondents
from xl_addin.methods.differences.background import estimate_background
from xl_addin.methods.differences.decomposition import price_of_mix
from xl_addin.methods.differences.diagnostics import NO_INSIGHT, Insight, look_behind
from xl_addin.methods.differences.spread import estimate_spread
from xl_addin.methods.estimates.basis import Basis, prepare
from xl_addin.methods.estimates.class_differences import earmarked_differences, funding_differences
from xl_addin.methods.estimates.estimation import Estimates, estimate_annual, steering_fte
from xl_addin.methods.estimates.missing_view import Missing, entered, missing
from xl_addin.methods.estimates.origin import origins
from xl_addin.methods.estimates.performance import estimate_performance
from xl_addin.methods.estimates.price_volume import price_and_volume
from xl_addin.methods.estimates.start_of_law import compare_with_start
from xl_addin.methods.estimates.trajectory import estimate_trajectory
from xl_addin.methods.estimates.weight_sets import WeightTable, long_weights, together
from xl_addin.methods.funding.entitlement import inflow_notes
from xl_addin.methods.funding.funding import fund_earmarked, fund_general, general_grants
from xl_addin.methods.funding.municipal_grants import municipal_grants
from xl_addin.methods.funding.shortfall import by_class, country, shortfall_rows
from xl_addin.methods.sample.classes import classify
from xl_addin.methods.tables.columns import (
    COST_COLUMNS,
    EXECUTION,
    UNIT_FRACTION,
    WEIGHT_COLUMNS,
    YEARLY_SPREAD,
    year_class,
)
from xl_addin.methods.tables.notes import Note
from xl_addin.methods.tables.notes import as_table as note_table
from xl_addin.methods.tables.results import Block, Lookup, Row, as_table, row
from xl_addin.methods.time.cash_flows import cash_flows
from xl_addin.methods.time.rhythm import rhythm

PAYMENT_RHYTHM = "betaalritme"


@dataclass(frozen=True)
class Study:
    """All results of one run.

    costs: as `kosten.csv`; weights: as `gewichten.csv`; stages: the results of estimate, fund and time apart; notes:
    `regel, code, waarden`; margins: per weight set target and achieved; classes: per frame municipality; insight: what
    lies behind the estimates, whose rows stand in the stage estimate; behind: makes `origins`;
    municipalities: every municipality of the frame beside its grants (`municipal_grants`);
    people: what each respondent contributes; missing: what is not known, by item, sum and respondent; entered: which
    sums each respondent enters; all None where no cost is asked;
    cash: the earmarked grant year after year, per municipality (columns CASH without `naam`); basis: what the estimates
    rest on.
    """

    costs: pd.DataFrame
    weights: pd.DataFrame
    stages: Mapping[str, pd.DataFrame]
    notes: pd.DataFrame
    margins: pd.DataFrame
    classes: pd.DataFrame
    insight: Insight
    behind: Callable[[], pd.DataFrame]
    municipalities: pd.DataFrame
    cash: pd.DataFrame
    people: Respondents | None = None
    missing: Missing | None = None
    entered: pd.DataFrame | None = None
    basis: Basis | None = None

    @cached_property
    def origins(self) -> pd.DataFrame:
        """The municipalities behind each figure; made when asked for, since most runs do not ask."""
        return self.behind()

    @property
    def results(self) -> pd.DataFrame:
        """All results as `resultaten.csv`, unrounded."""
        return pd.concat(list(self.stages.values()), ignore_index=True)


@dataclass(frozen=True)
class Weighed:
    """Weights of the respondents with annual cost, their margins, and sets that could not be made."""

    weights: pd.DataFrame
    margins: pd.DataFrame
    notes: tuple[Note, ...]


def compute(
    answers: pd.DataFrame | Answers,
    frame: pd.DataFrame,
    parameters: Parameters,
    dimensions: Dimensions,
    year: int | None = None,
    limits: Limits | None = None,
    *,
    timeline: Timeline | None = None,
    chances: pd.Series | None = None,
) -> Study:
    """The whole study. answers: wide, index code, or as read; frame: FRAME.csv with index code; neither is changed.

    year: the survey year, which says which columns of inflow in the frame count for the grants of that year; timeline:
    of a scenario, whose last inputs the others are (`xl_addin.methods.scenarios`); limits: the hard range of each
    question (`templates.questions.limits`), a number outside it is no answer; chances: of being drawn, per code, which
    design weights rest on where parameter `ontwerp.strata` is kans.
    """
    answers = read_answers(answers, limits)
    if not dimensions.tasks:
        return counted(answers, frame, parameters, dimensions)
    timeline = timeline or Timeline(answers, parameters, dimensions)
    costs = allocate(answers, parameters, dimensions)
    costs = at_growth(costs, answers, timeline.last.growth, parameters, dimensions)
    basis = prepare(answers, frame, costs, parameters, dimensions, chances)
    weighed = weigh(basis)
    estimated = estimate(basis, answers)
    results = as_table(estimated.rows)
    found = Lookup(results)
    lacking = missing(basis, found)
    insight = look_behind(basis, answers, costs.table, results)
    funded = fund(basis, answers, costs.table, found, year)
    timed = time(basis, answers)
    flows = cash_flows(basis, answers, found.with_rows(timed.rows), timeline)
    counts = tallied(answers.of(answers.index[answers.index.isin(frame.index)]), dimensions)
    notes = (*costs.notes, *basis.notes, *weighed.notes, *estimated.notes, *funded.notes, *timed.notes, *flows.notes)
    return Study(
        costs=costs.table,
        weights=weighed.weights,
        stages={
            "estimate": pd.concat([results, as_table((*insight.rows, *lacking.rows, *counts))], ignore_index=True),
            "fund": as_table(funded.rows),
            "time": as_table((*timed.rows, *flows.rows)),
        },
        notes=note_table(together(notes)),
        margins=weighed.margins,
        classes=basis.classes,
        insight=insight,
        behind=lambda: origins(basis, steering_fte(basis)[0]),
        municipalities=funded.municipalities,
        cash=flows.table,
        people=basis.respondents,
        missing=lacking,
        entered=entered(basis),
        basis=basis,
    )


def counted(answers: Answers, frame: pd.DataFrame, parameters: Parameters, dimensions: Dimensions) -> Study:
    """The study of a survey that asks no cost: its answers counted, and the classes of the frame for the response."""
    classified = classify(frame.sort_index(), parameters, dimensions)
    nothing = pd.DataFrame()
    return Study(
        costs=pd.DataFrame(columns=list(COST_COLUMNS)),
        weights=pd.DataFrame(columns=list(WEIGHT_COLUMNS)),
        stages={"estimate": as_table(tallied(answers, dimensions)), "fund": as_table(()), "time": as_table(())},
        notes=note_table(classified.notes),
        margins=_margins(None),
        classes=classified.table,
        insight=NO_INSIGHT,
        behind=lambda: pd.DataFrame(columns=list(ORIGIN)),
        municipalities=nothing,
        cash=nothing,
    )


def weigh(basis: Basis) -> Weighed:
    """The weight sets of the respondents that give annual cost and inburgeraars."""
    people = basis.respondents
    persons = people.persons[people.annual[EXECUTION].notna() & (people.persons > 0)]
    if persons.empty:
        return Weighed(pd.DataFrame(columns=list(WEIGHT_COLUMNS)), _margins(None), ())
    weights = basis.weigher.weigh(persons)
    return Weighed(long_weights(weights), _margins(weights), weights.notes)


def estimate(basis: Basis, answers: Answers) -> Estimates:
    """Annual and trajectory results, and the study's other figures."""
    annual, trajectory = estimate_annual(basis), estimate_trajectory(basis)
    background = estimate_background(basis, answers)
    return Estimates((*annual.rows, *trajectory.rows, *background), (*annual.notes, *trajectory.notes))


class Funded(NamedTuple):
    """Result rows, notes, and every municipality beside its grants."""

    rows: tuple[Row | Block, ...]
    notes: tuple[Note, ...]
    municipalities: pd.DataFrame


def fund(basis: Basis, answers: Answers, costs: pd.DataFrame, found: Lookup, year: int | None = None) -> Funded:
    """Cost beside the grants, and what it was expected to be at the start; `found` holds the rows of `estimate`.

    The general and the earmarked grant, the start of the law, price and volume, the performance-based part, and who is
    short in what.
    """
    grants = general_grants(basis.frame, basis.parameters)
    known = country(basis, found, grants, price_of_mix(basis, costs))
    stages = (
        fund_general(basis, found),
        fund_earmarked(basis, found),
        compare_with_start(basis, found),
        price_and_volume(basis, found),
        estimate_performance(basis),
    )
    rows = [row for stage in stages for row in stage.rows]
    rows += funding_differences(found, Lookup(as_table(rows)), basis.divisions)
    rows += earmarked_differences(found, basis.divisions, basis.dimensions.trajectory_groups)
    rows += shortfall_rows(by_class(basis, found, grants, known))
    notes = [note for stage in stages for note in stage.notes]
    if year is not None:
        notes += inflow_notes(basis.frame, year, basis.parameters, basis.dimensions)
    return Funded(tuple(rows), tuple(notes), municipal_grants(basis, answers, found, grants, known, year))


def time(basis: Basis, answers: Answers) -> Estimates:
    """The spread of cost over the years, beside the payment rhythm of the earmarked grant (report, table S.2)."""
    spread = estimate_spread(basis, answers)
    if not basis.dimensions.trajectory_groups:
        return Estimates(spread.rows, spread.notes)
    years = range(1, basis.dimensions.trajectory_years + 1)
    paid = rhythm(basis.parameters, "ritme", len(years))
    rows = [
        row(YEARLY_SPREAD, PAYMENT_RHYTHM, klasse=year_class(year), unit=UNIT_FRACTION, value=float(share))
        for year, share in zip(years, paid.shares, strict=True)
    ]
    return Estimates((*spread.rows, *rows), (*spread.notes, *paid.notes))


def _margins(weights: WeightTable | None) -> pd.DataFrame:
    """Margins of all sets with their quality figures: weging, factor, klasse, doel, voor, bereikt, verschil, ..."""
    columns = ["weging", "factor", "klasse", "doel", "voor", "bereikt", "verschil"]
    columns += ["min", "max", "cv", "design_effect", "effective_n", "iteraties", "grootste_verschil"]
    tables = []
    for name, made in (weights.made if weights else {}).items():
        quality = {
            "min": float(made.weight.min()),
            "max": float(made.weight.max()),
            "cv": made.variation,
            "design_effect": made.design_effect,
            "effective_n": made.effective_n,
            "iteraties": made.iterations,
            "grootste_verschil": made.largest_gap,
        }
        tables.append(made.margins.assign(weging=name, voor=made.before["bereikt"], **quality)[columns])
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
