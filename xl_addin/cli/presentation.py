"""`kostenonderzoek presentation`: the presentation and the annex with all tables."""

from __future__ import annotations

from pathlib import Path

import click

from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, survey_folder_option
from xl_addin.use_cases.reporting import write_report


@click.command(cls=DutchCommand, example="kostenonderzoek presentation analyse.xlsx --out rapport")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="ANALYSE.xlsx")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De map voor presentatie en bijlage.")
@click.option(
    "--minimum",
    type=click.IntRange(0),
    help="Zoveel gemeenten heeft een getoonde klasse minstens; 0 = alles. Zonder opgave 3, of publicatie.minimum.",
)
@click.option("--subtitle", help="Wat onder de titel staat, bijvoorbeeld voor wie de presentatie is.")
@survey_folder_option
@force_option
def command(workbook: Path, out: Path, minimum: int | None, subtitle: str | None, force: bool) -> int:
    """Maak een presentatie (PowerPoint), een bijlage (Word) en een werkmap met alle tabellen, om te publiceren.

    De boodschappen volgen uit de cijfers. Kleine klassen worden weggelaten, met een klasse waaruit zij te herleiden
    zouden zijn. Wat geen uitkomst heeft, wordt gezegd en is nooit nul.
    """
    for written in write_report(workbook, out, force, minimum, subtitle):
        click.echo(f"Geschreven: {written}")
    return 0
