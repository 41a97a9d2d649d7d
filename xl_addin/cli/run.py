"""`kostenonderzoek run`: the method, carried out in a workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from templates import Problem, Problems
from xl_addin.books import STEPS, STEPS_BEFORE
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import survey_folder_option
from xl_addin.use_cases.running import run


@click.command(cls=DutchCommand, example="kostenonderzoek run analyse.xlsx --steps check,allocate")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="WERKMAP.xlsx")
@click.option("--steps", help=f"Alleen deze stappen, met komma's ertussen: {','.join(STEPS)}.")
@click.option("--host", type=click.Choice(["file", "excel"]), default="file", help="Op het bestand, of in Excel.")
@survey_folder_option
def command(workbook: Path, steps: str | None, host: str) -> int:
    """Voer de berekeningen uit in een analysewerkmap, of in één ingevulde vragenlijst.

    De werkmap wordt vervangen na een gedateerde kopie in de map backup. Wat u zelf invulde blijft staan.
    """
    named = tuple(step.strip() for step in steps.split(",")) if steps else STEPS
    chosen = tuple(STEPS_BEFORE.get(step, step) for step in named)
    unknown = [step for step in chosen if step not in STEPS]
    if unknown:
        known = ", ".join(STEPS)
        raise Problems(Problem("STEP_UNKNOWN", values={"stap": step, "stappen": known}) for step in unknown)
    done = run(workbook, [step for step in STEPS if step in chosen], host, dt.datetime.now())
    click.echo(done.outcome.message)
    click.echo(f"De vorige versie staat in {done.backup}")
    return 1 if done.outcome.needs_person else 0
