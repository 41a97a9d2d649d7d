"""`kostenonderzoek generate`: a survey workbook per municipality of the sample."""

from __future__ import annotations

from pathlib import Path

import click

from templates import load_survey
from templates.loading import LANGUAGES, OWN_LANGUAGE
from templates.parameters import in_force
from xl_addin.cli.dutch import DutchCommand, Session
from xl_addin.cli.options import force_option, frame_option, lite_option, overrides_option, progress, survey_option
from xl_addin.intake.inputs import read_study
from xl_addin.use_cases.generating import generate, unpriced


@click.command(
    cls=DutchCommand,
    example="kostenonderzoek generate --frame FRAME.csv --sample SAMPLE.csv --out uitvraag",
)
@frame_option
@click.option("--sample", type=click.Path(path_type=Path), required=True, help="SAMPLE.csv met de kolom code.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De map voor de vragenlijsten.")
@click.option("--year", type=int, metavar="JAAR", help="Het uitvraagjaar; standaard dat van de enquête.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=OWN_LANGUAGE,
    help="De taal van de vragenlijsten (standaard nl); de antwoorden zijn in beide talen dezelfde.",
)
@overrides_option
@lite_option
@survey_option
@force_option
@click.pass_obj
def command(
    session: Session,
    frame: Path,
    sample: Path,
    out: Path,
    year: int | None,
    language: str,
    parameters: Path | None,
    lite: bool,
    survey: str,
    force: bool,
) -> int:
    """Maak per gemeente van de steekproef een vragenlijst, met de bekende gegevens vooraf ingevuld."""
    definition = load_survey(survey, language=language)
    given = read_study(frame, sample, parameters, definition.dimensions)
    values = in_force(definition, year, given.overrides, parameters.name if parameters else "")
    assert given.sample is not None  # --sample is required
    with progress("Vragenlijsten maken", len(given.sample)) as advance:
        of_year = year or definition.identity.year
        paths = generate(definition, of_year, given.frame, given.sample, values, out, force, advance, lite)
    click.echo(f"{len(paths)} vragenlijsten in {out}")
    lacking = unpriced(definition, of_year, values)
    for problem in lacking:
        click.echo(problem.line(session.language), err=True)
    return 1 if lacking else 0
