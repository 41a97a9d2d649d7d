"""`kostenonderzoek fill`: answers from a CSV into a survey workbook."""

from __future__ import annotations

from pathlib import Path

import click

from templates import load_survey
from templates.questions import questions
from xl_addin.cli.dutch import DutchCommand, Session
from xl_addin.cli.options import force_option, survey_folder_option
from xl_addin.intake.inputs import read_answers
from xl_addin.use_cases.filling import fill
from xl_addin.use_cases.recognising import survey_of


@click.command(cls=DutchCommand, example="kostenonderzoek fill vragenlijst.xlsx ANSWERS.csv --out ingevuld.xlsx")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="WERKMAP.xlsx")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS.csv")
@click.option("--out", type=click.Path(path_type=Path), help="Schrijf hierheen; anders wordt de werkmap vervangen.")
@survey_folder_option
@force_option
@click.pass_obj
def command(session: Session, workbook: Path, answers: Path, out: Path | None, force: bool) -> int:
    """Vul antwoorden (id,waarde) in een vragenlijst in; al het andere blijft zoals het was.

    Zonder --out wordt de werkmap zelf vervangen, na een gedateerde kopie in de map backup.
    """
    survey = load_survey(survey_of(workbook))
    numeric = {question.id for question in questions(survey) if question.numeric}
    given = read_answers(answers, numeric)
    done = fill(workbook, given, survey, out, force)
    for report in done.reports:
        click.echo(report.line(session.language), err=True)
    click.echo(f"{len(given)} antwoorden ingevuld in {done.path}")
    if done.backup:
        click.echo(f"De vorige versie staat in {done.backup}")
    return 0
