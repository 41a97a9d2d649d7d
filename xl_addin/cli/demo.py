"""`kostenonderzoek demo`: the whole chain on the built-in example."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from templates import load_survey
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, survey_option
from xl_addin.use_cases.demonstrating import ANALYSIS, RETURNED, SENT, demonstrate


@click.command(cls=DutchCommand, example="kostenonderzoek demo --out demo")
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo"), help="De map voor het voorbeeld.")
@survey_option
@force_option
def command(out: Path, survey: str, force: bool) -> int:
    """Doe de hele keten op het ingebouwde voorbeeld van een enquête, een verzonnen land."""
    outcome = demonstrate(load_survey(survey), out, dt.datetime.now(), force, click.echo)
    click.echo(outcome.message)
    click.echo("")
    click.echo("Open nu:")
    click.echo(f"  {out / ANALYSIS}    de uitkomsten; begin op het blad Overzicht")
    if not (out / RETURNED).is_dir():
        return 0
    click.echo(f"  {out / RETURNED}{' ' * 9}de ingevulde vragenlijsten van de gemeenten")
    click.echo(f"  {out / SENT}{' ' * 9}de vragenlijsten zoals een gemeente ze ontvangt")
    return 0
