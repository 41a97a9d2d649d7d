"""`kostenonderzoek migrate`: the answers of an older version of the survey into the current one."""

from __future__ import annotations

from pathlib import Path

import click

from templates import load_survey
from xl_addin.cli.dutch import DutchCommand, Session
from xl_addin.cli.options import force_option, survey_folder_option
from xl_addin.use_cases.migrating import migrate
from xl_addin.use_cases.recognising import survey_of


@click.command(cls=DutchCommand, example="kostenonderzoek migrate oud.xlsx --out nieuw.xlsx")
@click.argument("old", type=click.Path(path_type=Path), metavar="OUD.xlsx")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De nieuwe vragenlijst.")
@survey_folder_option
@force_option
@click.pass_obj
def command(session: Session, old: Path, out: Path, force: bool) -> int:
    """Zet de antwoorden van een oudere versie over naar de huidige vragenlijst; wat niet overgaat, wordt genoemd."""
    done = migrate(old, out, load_survey(survey_of(old)), force)
    for report in done.left:
        click.echo(report.line(session.language), err=True)
    click.echo(f"{done.moved} antwoorden overgezet naar {done.path}; {len(done.left)} niet overgezet.")
    return 1 if done.left else 0
