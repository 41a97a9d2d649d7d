"""`kostenonderzoek migrate`: the answers of an older version of the survey into the current one."""

from __future__ import annotations

from pathlib import Path

import click

from templates import load_survey
from templates.folders import DEFAULT_SURVEY
from xl_addin.cli.dutch import DutchCommand, Session
from xl_addin.cli.options import force_option, progress, survey_folder_option
from xl_addin.use_cases.migrating import Migrated, migrate
from xl_addin.use_cases.migrating_folders import migrate_folder
from xl_addin.use_cases.recognising import survey_of


@click.command(cls=DutchCommand, example="kostenonderzoek migrate oud.xlsx --out nieuw.xlsx")
@click.argument("old", type=click.Path(path_type=Path), metavar="OUD.xlsx|MAP")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De nieuwe vragenlijst, of de map ervoor.")
@survey_folder_option
@force_option
@click.pass_obj
def command(session: Session, old: Path, out: Path, force: bool) -> int:
    """Zet de antwoorden van een oudere versie over naar de huidige vragenlijst; wat niet overgaat, wordt genoemd.

    Van een map gaan alle vragenlijsten over, naar de map --out en onder dezelfde naam; alle of geen.
    """
    done = _folder(old, out, force) if old.is_dir() else (migrate(old, out, load_survey(survey_of(old)), force),)
    for one in done:
        for report in one.left:
            click.echo(report.line(session.language), err=True)
        click.echo(f"{one.moved} antwoorden overgezet naar {one.path}; {len(one.left)} niet overgezet.")
    return 1 if any(one.left for one in done) else 0


def _folder(old: Path, out: Path, force: bool) -> tuple[Migrated, ...]:
    files = sorted(old.glob("*.xlsx"))
    survey = load_survey(survey_of(files[0]) if files else DEFAULT_SURVEY)
    with progress("Overzetten", len(files)) as advance:
        return migrate_folder(old, out, survey, force, advance)
