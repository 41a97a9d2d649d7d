"""`kostenonderzoek parameters`: the values in force on 1 January of a year."""

from __future__ import annotations

import json

import click

from templates import load_survey
from templates.columns import PARAMETERS
from templates.parameters import in_force, parameter_row
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import survey_option
from xl_addin.use_cases.outputs import csv_bytes


@click.command(cls=DutchCommand, example="kostenonderzoek parameters --year 2024 --format csv")
@click.option("--year", type=int, metavar="JAAR", help="Het jaar; standaard het uitvraagjaar.")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", help="csv of json.")
@survey_option
def command(year: int | None, form: str, survey: str) -> int:
    """Toon per parameter de waarde die op 1 januari van het jaar geldt, met eenheid, bron en betrouwbaarheid.

    Een bedrag dat niet bekend is, staat er niet bij.
    """
    rows = [parameter_row(value) for value in in_force(load_survey(survey), year).values()]
    if form == "json":
        text = json.dumps([dict(zip(PARAMETERS, row, strict=True)) for row in rows], ensure_ascii=False, indent=2)
        click.echo(text)
    else:
        click.echo(csv_bytes(PARAMETERS, rows).decode("utf-8"), nl=False)
    return 0
