"""The survey's outcome beside what was assumed at the start of the law (report, appendix B, tables B.1 to B.3)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from xl_addin.methods.answers.amounts import amount
from xl_addin.methods.estimates.baseline import INFLOW_YEARS, Baseline
from xl_addin.methods.estimates.basis import Basis
from xl_addin.methods.estimates.estimation import Estimates
from xl_addin.methods.estimates.trajectory import band
from xl_addin.methods.tables.columns import (
    BACKGROUND,
    COUNT,
    DIRECT,
    GENERAL,
    HOURS,
    LOWER,
    MACRO,
    NATIONAL_TOTAL,
    PROVISIONS,
    RATIO,
    ROUTES,
    STANDARD_ERROR,
    START_COMPARISON,
    TOTAL,
    TRAJECTORY_COST,
    UNIT_EURO,
    UNIT_EURO_PER_PERSON,
    UNIT_FRACTION,
    UNIT_HOURS,
    UNIT_PER_YEAR,
    UPPER,
    VALUE,
)
from xl_addin.methods.tables.results import Lookup, Row, around, row

ESTIMATE, OUTCOME, DIFFERENCE = "raming", "uitkomst", "verschil"
MEAN = "gemiddeld"
IN_HOURS, IN_SHARES = "_uren", "_aandeel"
INFLOW = "instroom"
GENERAL_PER_PERSON = "algemeen_per_inburgeraar"
Figures = Mapping[str, float]

WIDTH = "breedte"
"""How far the 95% interval lies from the outcome."""


def compare_with_start(basis: Basis, found: Lookup) -> Estimates:
    """Rows of maat `vergelijking_start`: klasse raming, uitkomst and verschil (outcome - estimate) of every onderdeel.

    Euros per inburgeraar over the trajectory, with the band and standard error of the outcome carried through; hours
    as klasse `raming_uren` and so on, shares of routes as `raming_aandeel`; general cost in euros a year; inflow per
    year (klasse t, t1, t2, gemiddeld). Tasks, direct, leerroutes, provisions and their totals stand side by side.

    Beside the outcome of direct cost and its tasks stands that of weging `ratio`: the mean over all respondents who
    gave them, outliers among them, with the same band (what the report prints in table B.2).
    """
    baseline = Baseline(basis.parameters, basis.dimensions)
    if not baseline.known:
        return Estimates((), ())
    rows: list[Row] = [*_inflow(baseline), *_general(baseline, found, float(basis.guided.sum()))]
    for group in basis.dimensions.group_codes:
        rows += _euros(baseline, found, group)
        rows += _of_everyone(basis, group)
        rows += _hours(baseline, found, group)
        rows += _routes(basis, baseline, found, group)
    return Estimates(tuple(rows), ())


def _euros(baseline: Baseline, found: Lookup, group: str) -> Iterator[Row]:
    dimensions = baseline.dimensions
    single = (*dimensions.trajectory_tasks, *dimensions.provisions_of(group))
    estimates = {item: baseline.cost(group, item) for item in single}
    estimates |= {
        DIRECT: baseline.direct(group),
        ROUTES: baseline.routes(group),
        PROVISIONS: baseline.provisions(group),
        TOTAL: baseline.routes(group) + baseline.provisions(group),
    }
    for item, estimate in estimates.items():
        where = {"maat": TRAJECTORY_COST, "onderdeel": item, "groep": group, "indeling": TOTAL, "weging": MACRO}
        yield from _trio(item, group, UNIT_EURO_PER_PERSON, estimate, _outcome(found, where))


def _of_everyone(basis: Basis, group: str) -> Iterator[Row]:
    """Direct cost and its tasks over everyone who gave the direct cost, sum over sum; no outlier is left out."""
    if group not in basis.dimensions.trajectory_groups:
        return
    table, persons = basis.respondents.trajectory[group], basis.respondents.by_group[group]
    gave = table[DIRECT].notna() & (persons > 0)
    people = float(persons[gave].sum())
    unit, n = UNIT_EURO_PER_PERSON, float(gave.sum())
    for item in (*basis.dimensions.trajectory_tasks, DIRECT):
        euros = float((table[item].fillna(0.0) * persons)[gave].sum())
        value = euros / people if people else math.nan
        low, high = band(value, basis.parameters)
        yield row(START_COMPARISON, item, group, "", OUTCOME, RATIO, unit=unit, value=value, low=low, high=high, n=n)


def _outcome(found: Lookup, where: Mapping[str, str]) -> Figures:
    figures = {name: found.figure(name, **where) for name in (VALUE, LOWER, UPPER, STANDARD_ERROR, COUNT)}
    return {**figures, WIDTH: found.width(**where)}


def _trio(item: str, group: str, unit: str, estimate: float, outcome: Figures, suffix: str = "") -> Iterator[Row]:
    """Estimate, outcome and outcome - estimate; the band and the standard error go with the outcome."""
    names = (VALUE, LOWER, UPPER, STANDARD_ERROR, COUNT, WIDTH)
    value, low, high, se, n, width = (outcome.get(name, math.nan) for name in names)
    of, weighting = (START_COMPARISON, item, group, ""), "" if suffix else MACRO
    yield row(*of, ESTIMATE + suffix, unit=unit, value=estimate)
    for klasse, less in ((OUTCOME, 0.0), (DIFFERENCE, estimate)):
        yield row(
            *of,
            klasse + suffix,
            weighting,
            unit=unit,
            value=value - less,
            low=low - less,
            high=high - less,
            se=se,
            n=n,
            interval=around(value - less, width),
        )


def _hours(baseline: Baseline, found: Lookup, group: str) -> Iterator[Row]:
    """Hours of the tasks as answered (unweighted, report 4.1); of provisions where the survey asks for them."""
    dimensions = baseline.dimensions
    for item in (*dimensions.trajectory_tasks, *dimensions.provisions_of(group)):
        if item in dimensions.trajectory_tasks:
            where = {"maat": HOURS, "onderdeel": item, "groep": group, "indeling": TOTAL}
        else:
            where = {"maat": BACKGROUND, "onderdeel": f"{item}_uren", "indeling": TOTAL}
        estimate, outcome = baseline.hours(group, item), _outcome(found, where)
        if not (math.isnan(estimate) and math.isnan(outcome[VALUE])):
            yield from _trio(item, group, UNIT_HOURS, estimate, outcome, IN_HOURS)


def _routes(basis: Basis, baseline: Baseline, found: Lookup, group: str) -> Iterator[Row]:
    """Shares of the routes (outcome: the parameters `route.aandeel.*`), and what each costs now."""
    for route in basis.dimensions.routes_of(group):
        share = {VALUE: amount(basis.parameters, f"route.aandeel.{route}")}
        yield from _trio(route, group, UNIT_FRACTION, baseline.share(route), share, IN_SHARES)
        where = {"maat": TRAJECTORY_COST, "onderdeel": route, "groep": group, "indeling": TOTAL, "weging": MACRO}
        yield from _trio(route, group, UNIT_EURO_PER_PERSON, baseline.cost(group, route), _outcome(found, where))


def _general(baseline: Baseline, found: Lookup, persons: float) -> Iterator[Row]:
    """General cost in euros a year, and per inburgeraar: the estimate by yearly inflow, the outcome by the guided."""
    where = {"maat": NATIONAL_TOTAL, "onderdeel": GENERAL, "indeling": TOTAL, "weging": MACRO}
    outcome = _outcome(found, where)
    for task in baseline.dimensions.general_tasks:
        if f"start.algemeen.{task}" in baseline.parameters:
            yield row(START_COMPARISON, task, klasse=ESTIMATE, unit=UNIT_EURO, value=baseline.general(task))
    whole = baseline.general_total()
    yield from _trio(GENERAL, "", UNIT_EURO, whole, outcome)
    inflow = sum(baseline.expected_inflow(group) for group in baseline.dimensions.group_codes)
    each = 1 / persons if persons > 0 else math.nan
    per_person = {name: value if name == COUNT else value * each for name, value in outcome.items()}
    assumed = whole / inflow if inflow > 0 else math.nan
    yield from _trio(GENERAL_PER_PERSON, "", UNIT_EURO_PER_PERSON, assumed, per_person)


def _inflow(baseline: Baseline) -> Iterator[Row]:
    """Inflow as estimated and as it was, per groep and together (report, table B.1)."""
    groups = baseline.dimensions.group_codes
    figures = {
        group: {
            ESTIMATE: baseline.expected_inflow(group),
            **{year: baseline.inflow(group, year) for year in INFLOW_YEARS},
            MEAN: baseline.mean_inflow(group),
        }
        for group in groups
    }
    figures[""] = {name: sum(figures[group][name] for group in groups) for name in (ESTIMATE, *INFLOW_YEARS, MEAN)}
    for group, known in figures.items():
        for klasse, value in known.items():
            yield row(START_COMPARISON, INFLOW, group, klasse=klasse, unit=UNIT_PER_YEAR, value=value)
        yield row(
            START_COMPARISON,
            INFLOW,
            group,
            klasse=DIFFERENCE,
            unit=UNIT_FRACTION,
            value=known[MEAN] / known[ESTIMATE] - 1 if known[ESTIMATE] > 0 else math.nan,
        )
