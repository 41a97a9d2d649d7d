"""Runs the simulation of estimators and writes it as a workbook with charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from generator.analysis.content import Value
from generator.analysis.page_book import build_pages
from templates import Survey
from templates.pages import pages
from templates.simulation import SimulationModel, load_simulation
from xl_addin import __version__
from xl_addin.methods.estimates.interval_simulation import measure_intervals
from xl_addin.methods.estimates.simulation import ESTIMATORS, RELATIVE_RESPONSE, RESPONDENTS, Simulated, simulate
from xl_addin.use_cases.outputs import refuse_existing, write_all


def simulate_into(
    frame: pd.DataFrame,
    parameters: Mapping[str, float | str],
    survey: Survey,
    draws: int,
    seed: int,
    out: Path | None,
    force: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Simulated:
    """Simulates on the country of `frame` and writes the workbook `out`, if given; gives the figures.

    Raises `Problems` when `out` exists already (unless `force`) or cannot be written.
    """
    if out is not None:
        refuse_existing([out], force)
    model = load_simulation(survey.id)
    found = simulate(frame, parameters, survey.dimensions, model, draws, seed, progress)
    if out is not None:
        page = pages().simulation
        setup = _setup_rows(found, model, len(frame), draws, seed)
        figures = {f"{page.id}.uitkomst": outcome_rows(found), f"{page.id}.opzet": setup}
        write_all({out: build_pages((page,), figures, survey.identity.title)})
    return found


def coverage_into(
    frame: pd.DataFrame,
    parameters: Mapping[str, float | str],
    survey: Survey,
    draws: int,
    seed: int,
    out: Path,
    force: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> pd.DataFrame:
    """Measures how often the 95% intervals hold and writes that as `out`, a CSV in the columns COVERAGE_COLUMNS.

    Raises `Problems` when `out` exists already (unless `force`) or cannot be written.
    """
    refuse_existing([out], force)
    found = measure_intervals(frame, parameters, survey.dimensions, load_simulation(survey.id), draws, seed, progress)
    text = found.round(4).to_csv(index=False, lineterminator="\n")
    write_all({out: text.encode("utf-8")})
    return found


def outcome_rows(found: Simulated) -> list[list[Value]]:
    """A row per estimator: its name, then bias, error and part made of every scenario in order."""
    labels = pages().labels
    rows: dict[str, list[Value]] = {name: [labels.get(name, name)] for name in ESTIMATORS}
    for (_, name), *figures in found.figures.itertuples():
        rows[name] += figures
    return list(rows.values())


def _setup_rows(found: Simulated, model: SimulationModel, size: int, draws: int, seed: int) -> list[list[Value]]:
    cost = model.cost
    levels = ", ".join(f"{name}: {level:g}" for name, level in cost.levels.items())
    rows: list[list[Value]] = [
        ["Trekkingen per scenario", f"{draws}"],
        ["Startgetal", f"{seed}"],
        ["Gemeenten in het land", f"{size}"],
        ["Benaderd per trekking", f"{model.sample}"],
        ["Kans om te antwoorden", f"{model.response:.0%}"],
        ["Euro per inburgeraar naar inwonertal (x 1.000)", levels],
        ["Daling met begeleid per 10.000", f"({cost.reference:g} / begeleid per 10.000) ^ {cost.power:g}"],
        ["Toeval tussen gemeenten", f"{cost.noise:.0%}"],
    ]
    for scenario, (respondents, higher) in found.response[[RESPONDENTS, RELATIVE_RESPONSE]].iterrows():
        text = f"gemiddeld {respondents:.1f} antwoorden; begeleid per 10.000 {higher:+.0%} tegenover het land"
        rows.append([str(scenario).capitalize(), text.replace(".", ",", 1)])
    return [*rows, ["Versie", f"Kostenonderzoek {__version__}"]]
