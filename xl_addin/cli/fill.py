"""`kostenonderzoek fill`: answers from a CSV into a survey workbook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from templates import Place, Problem, Problems, load_survey
from templates.folders import DEFAULT_SURVEY
from xl_addin.cli.dutch import DutchCommand, Session
from xl_addin.cli.options import force_option, progress, survey_folder_option
from xl_addin.intake.inputs import read_answers
from xl_addin.use_cases.filling import FilledIn, fill, numeric_ids
from xl_addin.use_cases.filling_folders import fill_folder
from xl_addin.use_cases.recognising import survey_of


@click.command(cls=DutchCommand, example="kostenonderzoek fill vragenlijst.xlsx ANSWERS.csv --out ingevuld.xlsx")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="WERKMAP.xlsx|MAP")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS.csv|MAP")
@click.option("--out", type=click.Path(path_type=Path), help="Schrijf hierheen; anders wordt de werkmap vervangen.")
@survey_folder_option
@force_option
@click.pass_obj
def command(session: Session, workbook: Path, answers: Path, out: Path | None, force: bool) -> int:
    """Vul antwoorden (id,waarde) in een vragenlijst in; al het andere blijft zoals het was.

    Zonder --out wordt de werkmap zelf vervangen, na een gedateerde kopie in de map backup. Van twee mappen worden alle
    antwoorden (GMnnnn*.csv) ingevuld in de vragenlijst met die code in de naam, in de map --out.
    """
    if workbook.is_dir():
        return _folder(session, workbook, answers, out, force)
    survey = load_survey(survey_of(workbook))
    given = read_answers(answers, numeric_ids(survey))
    done = fill(workbook, given, survey, out, force)
    _tell(session, [done])
    click.echo(f"{len(given)} antwoorden ingevuld in {done.path}")
    if done.backup:
        click.echo(f"De vorige versie staat in {done.backup}")
    return 0


def _folder(session: Session, workbooks: Path, answers: Path, out: Path | None, force: bool) -> int:
    if out is None or not answers.is_dir():
        raise Problems([Problem("FILL_FOLDERS", Place(str(workbooks)))])
    files = sorted(workbooks.glob("*.xlsx"))
    survey = load_survey(survey_of(files[0]) if files else DEFAULT_SURVEY)
    with progress("Invullen", len(files)) as advance:
        done = fill_folder(workbooks, answers, out, survey, force, advance)
    _tell(session, done)
    click.echo(f"{len(done)} vragenlijsten ingevuld in {out}")
    return 0


def _tell(session: Session, done: Iterable[FilledIn]) -> None:
    for one in done:
        for report in one.reports:
            click.echo(report.line(session.language), err=True)
