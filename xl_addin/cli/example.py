"""`kostenonderzoek example`: a filled example workbook and an empty one to print."""

from __future__ import annotations

from pathlib import Path

import click

from templates import load_survey
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, survey_option
from xl_addin.use_cases.exemplifying import make_example


@click.command(cls=DutchCommand, example="kostenonderzoek example --out voorbeeld")
@click.option("--out", type=click.Path(path_type=Path), default=Path("voorbeeld"), help="De map voor het voorbeeld.")
@survey_option
@force_option
def command(out: Path, survey: str, force: bool) -> int:
    """Maak een ingevulde voorbeeldvragenlijst (Excel) en een lege om af te drukken (PDF, met LibreOffice)."""
    filled, blank = make_example(load_survey(survey), out, force)
    click.echo(f"Ingevuld voorbeeld: {filled}")
    click.echo(f"Leeg, om af te drukken: {blank}")
    return 0
