"""`kostenonderzoek collect`: filled workbooks into one analysis workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from templates import load_survey
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.findings import say_findings
from xl_addin.cli.options import force_option, frame_option, lite_option, overrides_option, progress, survey_option
from xl_addin.intake.collecting import files_in
from xl_addin.intake.inputs import read_study
from xl_addin.use_cases.analysing import Overrides, collect_into
from xl_addin.use_cases.source_log import FRAME_FILE, PARAMETERS_FILE, SAMPLE_FILE


@click.command(cls=DutchCommand, example="kostenonderzoek collect ingevuld --frame FRAME.csv --out analyse.xlsx")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="MAP|BESTAND...")
@frame_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De analysewerkmap die wordt gemaakt.")
@click.option("--sample", type=click.Path(path_type=Path), help="SAMPLE.csv: wie benaderd is.")
@click.option("--year", type=int, metavar="JAAR", help="Het uitvraagjaar; standaard dat van de vragenlijsten.")
@overrides_option
@lite_option
@survey_option
@force_option
def command(
    paths: tuple[Path, ...],
    frame: Path,
    out: Path,
    sample: Path | None,
    year: int | None,
    parameters: Path | None,
    lite: bool,
    survey: str,
    force: bool,
) -> int:
    """Verzamel ingevulde vragenlijsten in een analysewerkmap, en controleer ze.

    Een bestand dat niet te gebruiken is, wordt een bevinding; de andere worden verzameld.
    """
    definition = load_survey(survey)
    given = read_study(frame, sample, parameters, definition.dimensions)
    overrides = Overrides(given.overrides, parameters.name if parameters else "")
    inputs = {FRAME_FILE: frame, SAMPLE_FILE: sample, PARAMETERS_FILE: parameters}
    files = {status: path for status, path in inputs.items() if path is not None}
    with progress("Verzamelen", len(files_in(paths))) as advance:
        done = collect_into(
            paths,
            definition,
            given.frame,
            given.sample,
            overrides,
            out,
            dt.datetime.now(),
            year,
            force,
            advance,
            lite,
            files,
        )
    click.echo(f"De analysewerkmap staat in {out}")
    if done.backup is not None:
        click.echo(f"De vorige versie staat in {done.backup}")
    return say_findings(done.findings)
