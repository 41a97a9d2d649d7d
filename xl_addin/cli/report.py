"""`kostenonderzoek report`: the presentation and the annex with all tables."""

from __future__ import annotations

from pathlib import Path

import click

from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, survey_folder_option
from xl_addin.use_cases.reporting import write_report


@click.command(cls=DutchCommand, example="kostenonderzoek report analyse.xlsx --out rapport")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="ANALYSE.xlsx")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De map voor presentatie en bijlage.")
@survey_folder_option
@force_option
def command(workbook: Path, out: Path, force: bool) -> int:
    """Maak een presentatie (PowerPoint) met de boodschap van elke tabel, en een bijlage (Word) met alle tabellen.

    De boodschappen volgen uit de cijfers. Wat geen uitkomst heeft, wordt gezegd en is nooit nul.
    """
    for written in write_report(workbook, out, force):
        click.echo(f"Geschreven: {written}")
    return 0
