"""`kostenonderzoek errorreport`: per respondent what to mend, ready to mail."""

from __future__ import annotations

from pathlib import Path

import click

from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, survey_folder_option
from xl_addin.use_cases.letters import write_error_reports


@click.command(cls=DutchCommand, example="kostenonderzoek errorreport analyse.xlsx --out foutrapporten")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="ANALYSE.xlsx")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De map voor de foutrapporten.")
@survey_folder_option
@force_option
def command(workbook: Path, out: Path, force: bool) -> int:
    """Schrijf per gemeente een foutrapport: blad, cel, wat er is en wat te doen. Als Word, en als tekst om te mailen.

    Een gemeente zonder open punten krijgt geen rapport.
    """
    written = write_error_reports(workbook, out, force)
    click.echo(f"Geschreven in {out}: foutrapporten voor {len(written) // 2} gemeenten.")
    return 0
