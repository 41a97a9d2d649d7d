"""`kostenonderzoek errorreport`: per respondent what to mend, ready to mail."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, survey_folder_option
from xl_addin.use_cases.letters import TWO_WEEKS, Letter, write_error_reports

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command(cls=DutchCommand, example="kostenonderzoek errorreport analyse.xlsx --out foutrapporten")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="ANALYSE.xlsx")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De map voor de foutrapporten.")
@click.option("--sender", default="", help="Wie schrijft; anders het onderzoeksteam.")
@click.option("--deadline", type=DAY, help="Uiterste datum van antwoord, zoals 2025-03-31; anders over twee weken.")
@survey_folder_option
@force_option
def command(workbook: Path, out: Path, sender: str, deadline: dt.datetime | None, force: bool) -> int:
    """Schrijf per gemeente een brief met wat zij moet nakijken, per blad. Als Word, en als tekst om te mailen.

    Een gemeente zonder open punten krijgt geen rapport.
    """
    today = dt.date.today()
    due = deadline.date() if deadline else today + TWO_WEEKS
    written = write_error_reports(workbook, out, Letter(today, due, sender), force)
    click.echo(f"Geschreven in {out}: foutrapporten voor {len(written) // 2} gemeenten.")
    return 0
