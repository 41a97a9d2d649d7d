"""`kostenonderzoek generate`: a survey workbook per municipality of the sample."""

from __future__ import annotations

from pathlib import Path

import click

from templates import load_survey
from templates.parameters import in_force
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, frame_option, overrides_option, progress
from xl_addin.intake.inputs import read_study
from xl_addin.use_cases.generating import generate


@click.command(
    cls=DutchCommand,
    example="kostenonderzoek generate --frame FRAME.csv --sample SAMPLE.csv --out uitvraag",
)
@frame_option
@click.option("--sample", type=click.Path(path_type=Path), required=True, help="SAMPLE.csv met de kolom code.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De map voor de vragenlijsten.")
@click.option("--year", type=int, metavar="JAAR", help="Het uitvraagjaar; standaard dat van de enquête.")
@overrides_option
@force_option
def command(frame: Path, sample: Path, out: Path, year: int | None, parameters: Path | None, force: bool) -> int:
    """Maak per gemeente van de steekproef een vragenlijst, met de bekende gegevens vooraf ingevuld."""
    survey = load_survey()
    given = read_study(frame, sample, parameters)
    values = in_force(survey, year, given.overrides, parameters.name if parameters else "")
    assert given.sample is not None  # --sample is required
    with progress("Vragenlijsten maken", len(given.sample)) as advance:
        paths = generate(survey, year or survey.identity.year, given.frame, given.sample, values, out, force, advance)
    click.echo(f"{len(paths)} vragenlijsten in {out}")
    return 0
