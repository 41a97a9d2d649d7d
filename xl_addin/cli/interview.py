"""`kostenonderzoek interview`: a guide per municipality for the interview about its answers."""

from __future__ import annotations

from pathlib import Path

import click

from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, survey_folder_option
from xl_addin.use_cases.letters import write_interviews


@click.command(cls=DutchCommand, example="kostenonderzoek interview analyse.xlsx --out gesprekken")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="ANALYSE.xlsx")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De map voor de gespreksleidraden.")
@survey_folder_option
@force_option
def command(workbook: Path, out: Path, force: bool) -> int:
    """Schrijf per gemeente een gespreksleidraad (Word): vaste onderwerpen, wat ontbreekt en wat niet past."""
    written = write_interviews(workbook, out, force)
    click.echo(f"Geschreven in {out}: {len(written)} gespreksleidraden.")
    return 0
