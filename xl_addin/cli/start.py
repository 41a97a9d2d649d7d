"""`kostenonderzoek start`: an analysis workbook before anything came back."""

from __future__ import annotations

from pathlib import Path

import click

from templates import load_survey
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, overrides_option, survey_option
from xl_addin.intake.inputs import read_begun
from xl_addin.use_cases.studying import Started, start_study


@click.command(cls=DutchCommand, example="kostenonderzoek start onderzoek.xlsx --frame FRAME.csv")
@click.argument("out", type=click.Path(path_type=Path), metavar="ONDERZOEK.xlsx")
@click.option("--frame", type=click.Path(path_type=Path), help="FRAME.csv: een regel per gemeente van het land.")
@click.option("--sample", type=click.Path(path_type=Path), help="SAMPLE.csv: wie benaderd wordt.")
@click.option("--year", type=int, metavar="JAAR", help="Het uitvraagjaar; standaard dat van de enquête.")
@overrides_option
@survey_option
@force_option
def command(
    out: Path,
    frame: Path | None,
    sample: Path | None,
    year: int | None,
    parameters: Path | None,
    survey: str,
    force: bool,
) -> int:
    """Begin een onderzoek: de analysewerkmap met lege lijsten, om in Excel verder te werken.

    Het kader en de steekproef kunnen nu mee, of later op hun blad worden geplakt.
    """
    definition = load_survey(survey)
    given = read_begun(frame, sample, parameters, definition.dimensions)
    begun = Started(given.frame, given.sample, given.overrides, parameters.name if parameters else "")
    kept = start_study(out, definition, begun, year, force)
    click.echo(f"Het onderzoek staat in {out}. Open het en begin op het blad Overzicht.")
    if kept is not None:
        click.echo(f"De vorige versie staat in {kept}")
    return 0
