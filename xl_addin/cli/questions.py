"""`kostenonderzoek questions`: the code book of the survey workbook."""

from __future__ import annotations

import json

import click

from generator.survey.layout import layout
from templates import Survey, load_survey
from templates.columns import QUESTIONS
from templates.companions import refuse_wrong_companions
from templates.questions import questions
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import survey_option
from xl_addin.use_cases.beside_method import beside_the_method
from xl_addin.use_cases.outputs import csv_bytes


@click.command(cls=DutchCommand, example="kostenonderzoek questions --format csv")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", help="csv of json.")
@survey_option
def command(form: str, survey: str) -> int:
    """Toon alle vragen: id, blad, cel, type, eenheid, verplicht, grenzen, codelijst en label."""
    definition = load_survey(survey)
    refuse_wrong_companions(definition)
    places = layout(definition).questions
    rows = []
    for asked in questions(definition):
        field, place = asked.field, places[asked.id]
        required = "ja" if field.required else "nee"
        limits = (field.minimum, field.maximum)
        head = (asked.id, place.sheet, place.address, field.type, field.unit, required)
        rows.append((*head, *limits, _codes(definition, field.code_list), asked.label))
    if form == "json":
        click.echo(json.dumps([dict(zip(QUESTIONS, row, strict=True)) for row in rows], ensure_ascii=False, indent=2))
    else:
        click.echo(csv_bytes(QUESTIONS, rows).decode("utf-8"), nl=False)
    for problem in beside_the_method(definition):
        click.echo(problem.line(), err=True)
    return 0


def _codes(survey: Survey, name: str) -> str:
    return "|".join(code.code for code in survey.dimensions.codes(name)) if name else ""
