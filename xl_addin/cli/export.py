"""`kostenonderzoek export`: the tidy tables as CSV."""

from __future__ import annotations

from pathlib import Path

import click

from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, survey_folder_option
from xl_addin.use_cases.exporting import export
from xl_addin.use_cases.outputs import CSV_FORMS


@click.command(cls=DutchCommand, example="kostenonderzoek export analyse.xlsx --out uitkomsten")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="ANALYSE.xlsx")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De map voor de CSV-bestanden.")
@click.option(
    "--csv",
    "form",
    type=click.Choice(list(CSV_FORMS)),
    default="iso",
    show_default=True,
    help="nl: puntkomma en decimale komma, zoals een Nederlandse Excel het opent.",
)
@survey_folder_option
@force_option
def command(workbook: Path, out: Path, form: str, force: bool) -> int:
    """Schrijf kosten, gewichten, resultaten, bevindingen en parameters als CSV."""
    for path in export(workbook, out, force, CSV_FORMS[form]):
        click.echo(str(path))
    return 0
