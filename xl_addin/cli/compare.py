"""`kostenonderzoek compare`: the results beside published tables, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from templates import load_survey
from xl_addin.cli.dutch import DutchCommand, Session
from xl_addin.cli.options import survey_folder_option
from xl_addin.cli.tables import form_option, printed_number, text_table
from xl_addin.methods.tables.published_comparison import COLUMNS, DIFFERENT, EQUAL, Compared, open_differences
from xl_addin.use_cases.comparing import compare_with
from xl_addin.use_cases.outputs import csv_bytes
from xl_addin.use_cases.recognising import survey_of


@click.command(cls=DutchCommand, example="kostenonderzoek compare analyse.xlsx gepubliceerd --format csv")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="ANALYSE.xlsx")
@click.argument("published", type=click.Path(path_type=Path), metavar="MAP")
@survey_folder_option
@form_option
@click.pass_obj
def command(session: Session, workbook: Path, published: Path, form: str) -> int:
    """Leg elke gepubliceerde cel naast de uitkomst, op de afronding van de druk.

    MAP bevat CSV-bestanden met de kolommen table,row,column,unit,low,high,value,note. De opdracht eindigt met 1 als
    er cellen verschillen zonder bekende reden.
    """
    found = compare_with(workbook, published, load_survey(survey_of(workbook)))
    for problem in found.skipped:
        click.echo(problem.line(session.language), err=True)
    if form == "json":
        lines = [dict(zip(COLUMNS, line, strict=True)) for line in found.lines]
        click.echo(json.dumps(lines, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(csv_bytes(COLUMNS, found.lines).decode("utf-8"), nl=False)
    else:
        _show(found.lines)
    return 1 if open_differences(found.lines) else 0


def _show(lines: Sequence[Compared]) -> None:
    head = ("tabel", "rij", "kolom", "gedrukt", "berekend", "gelijk", "reden")
    rows = [
        (
            line.table,
            line.row,
            line.column + ("" if line.part == "value" else f" ({'laag' if line.part == 'low' else 'hoog'})"),
            printed_number(line.printed),
            printed_number(line.computed),
            line.equal or "-",
            f"{line.note}: {line.reason}" if line.note else line.reason,
        )
        for line in lines
    ]
    click.echo(text_table(head, rows, right=(3, 4)))
    compared = [line for line in lines if line.equal]
    equal = sum(line.equal == EQUAL for line in compared)
    different = [line for line in compared if line.equal == DIFFERENT]
    known = sum(bool(line.note) for line in different)
    share = f"{100 * equal / len(compared):.1f}".replace(".", ",") if compared else "-"
    beside = f"{equal} van {len(compared)} vergeleken getallen zijn gelijk ({share}%)."
    others = f"Van de {len(different)} andere hebben er {known} een bekende reden."
    alone = f"Bij {len(lines) - len(compared)} getallen is er niets om naast te leggen."
    click.echo(f"\n{beside} {others} {alone}")
