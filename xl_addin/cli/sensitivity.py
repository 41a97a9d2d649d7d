"""`kostenonderzoek sensitivity`: what the totals depend on, one change at a time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import survey_folder_option
from xl_addin.use_cases.running import run_sensitivity_on


@click.command(cls=DutchCommand, example="kostenonderzoek sensitivity analyse.xlsx")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="ANALYSE.xlsx")
@click.option("--host", type=click.Choice(["file", "excel"]), default="file", help="Op het bestand, of in Excel.")
@survey_folder_option
def command(workbook: Path, host: str) -> int:
    """Laat zien waar de totalen van afhangen: elke respondent, parameter, keuze en schatter een voor een veranderd.

    De werkmap wordt vervangen na een gedateerde kopie in de map backup. Wat u zelf invulde blijft staan.
    """
    done = run_sensitivity_on(workbook, host, dt.datetime.now())
    click.echo(done.outcome.message)
    click.echo(f"De vorige versie staat in {done.backup}")
    return 1 if done.outcome.needs_person else 0
