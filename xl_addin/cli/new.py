"""`kostenonderzoek new`: a survey of one's own to start from."""

from __future__ import annotations

from pathlib import Path

import click

from xl_addin.cli.dutch import DutchCommand
from xl_addin.use_cases.starting import start_survey


@click.command(cls=DutchCommand, example="kostenonderzoek new mijnwet2025 --from jeugd2024")
@click.argument("folder", type=click.Path(path_type=Path), metavar="MAP")
@click.option("--from", "source", default="jeugd2024", show_default=True, help="De enquête waarvan u uitgaat.")
def command(folder: Path, source: str) -> int:
    """Begin een eigen enquête: een kopie van een bestaande, met voorbeeld, in een map die u zelf kiest.

    De naam van de map is de naam van de enquête: kleine letters en cijfers. Wijs haar daarna aan met --survey MAP.
    """
    files = start_survey(folder, source)
    click.echo(f"{len(files)} bestanden in {folder}; pas eerst {folder / 'survey.yaml'} aan.")
    return 0
