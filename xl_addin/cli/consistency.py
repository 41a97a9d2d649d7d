"""`kostenonderzoek consistency`: which finished result tables contradict each other, and by how much."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from templates import load_survey
from xl_addin.cli.dutch import DutchCommand, Session
from xl_addin.cli.options import survey_option
from xl_addin.cli.tables import form_option, printed_number
from xl_addin.methods.tables.consistency import COLUMNS, CONTRADICTION, QUESTION, ROUNDING, Misfit, Report
from xl_addin.use_cases.cross_checking import cross_check
from xl_addin.use_cases.outputs import csv_bytes
from xl_addin.use_cases.recognising import survey_of

HEADINGS = {
    CONTRADICTION: "Tegenspraken: geen onafgeronde getallen kunnen hieraan voldoen",
    QUESTION: "Vragen: dit past niet, onder een aanname die niet hoeft te gelden",
    ROUNDING: "Afronding: de gedrukte getallen kloppen niet precies, onafgerond kan het passen",
}


@click.command(cls=DutchCommand, example="kostenonderzoek consistency gepubliceerd")
@click.argument("tables", type=click.Path(path_type=Path), metavar="MAP|ANALYSE.xlsx")
@survey_option
@form_option
@click.pass_obj
def command(session: Session, tables: Path, survey: str, form: str) -> int:
    """Zeg welke resultaattabellen elkaar tegenspreken, en hoeveel, rekening houdend met de afronding.

    De tabellen zijn die van een analysewerkmap, van een map die 'export' schreef, of CSV-bestanden met de kolommen
    table,row,column,unit,low,high,value,note. Van een werkmap is de enquête bekend; voor een map geldt --survey. De
    opdracht eindigt met 1 als er een tegenspraak is.
    """
    found = cross_check(tables, load_survey(survey if tables.is_dir() else survey_of(tables)))
    for problem in found.skipped:
        click.echo(problem.line(session.language), err=True)
    misfits = found.report.misfits
    if form == "json":
        lines = [dict(zip(COLUMNS, line, strict=True)) for line in misfits]
        click.echo(json.dumps(lines, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(csv_bytes(COLUMNS, misfits).decode("utf-8"), nl=False)
    else:
        _show(found.report)
    return 1 if any(misfit.kind == CONTRADICTION for misfit in misfits) else 0


def _show(report: Report) -> None:
    for kind, heading in HEADINGS.items():
        mine = [misfit for misfit in report.misfits if misfit.kind == kind]
        if mine:
            click.echo(f"{heading} ({len(mine)})\n")
            _show_misfits(mine)
    counted = {kind: sum(misfit.kind == kind for misfit in report.misfits) for kind in HEADINGS}
    done = f"{report.made} controles gedaan, {report.not_made} niet (een cel ontbreekt)"
    found = (
        f"{counted[CONTRADICTION]} tegenspraken, {counted[QUESTION]} vragen, {counted[ROUNDING]} keer alleen afronding"
    )
    click.echo(f"{done}: {found}.")


def _show_misfits(misfits: Sequence[Misfit]) -> None:
    for misfit in misfits:
        note = f" [{misfit.note}]" if misfit.note else ""
        click.echo(f"  {misfit.text}{note}")
        side = f"{printed_number(round(misfit.lowest, 2))} à {printed_number(round(misfit.highest, 2))}"
        gap = f"; het scheelt minstens {printed_number(round(misfit.gap, 2))}" if misfit.gap > 0 else ""
        figures = printed_number(round(misfit.printed, 2)), printed_number(round(misfit.computed, 2))
        click.echo(f"    gedrukt {figures[0]}, uit de andere getallen {figures[1]} ({side}){gap}    {misfit.rule}\n")
