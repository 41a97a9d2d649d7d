"""`kostenonderzoek frame`: the municipalities of a year from CBS open data, and a frame looked over."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import click
from platformdirs import user_cache_path

from templates import load_survey
from xl_addin.checks.frame_checks import NOTES
from xl_addin.cli.dutch import DutchCommand, Session
from xl_addin.cli.options import force_option, survey_option
from xl_addin.intake.cbs import definition
from xl_addin.intake.inputs import frame_problems
from xl_addin.use_cases.downloading import download_frame

DOWNLOAD, CHECK = "download", "check"
Value = TypeVar("Value")


@click.command(cls=DutchCommand, example="kostenonderzoek frame check FRAME.csv")
@click.argument("action", type=click.Choice([DOWNLOAD, CHECK]), metavar="download|check")
@click.argument("frame", type=click.Path(path_type=Path), required=False, metavar="[FRAME.csv]")
@click.option("--year", type=int, metavar="JAAR", help="download: het jaar van de cijfers.")
@click.option("--out", type=click.Path(path_type=Path), help="download: het bestand dat wordt gemaakt.")
@click.option("--url", help="download: een ander adres van de dienst.")
@click.option("--cache", type=click.Path(path_type=Path), help="download: map waarin antwoorden worden bewaard.")
@click.option("--refresh", is_flag=True, help="download: vraag opnieuw wat al is bewaard.")
@survey_option
@force_option
@click.pass_obj
def command(
    session: Session,
    action: str,
    frame: Path | None,
    year: int | None,
    out: Path | None,
    url: str | None,
    cache: Path | None,
    refresh: bool,
    survey: str,
    force: bool,
) -> int:
    """Het kader: een regel per gemeente van het land.

    'check FRAME.csv' zegt alles wat aan het bestand niet klopt, met regel, kolom en wat u eraan doet. 'download
    --year JAAR --out FRAME.csv' haalt de gemeenten van een jaar op uit de open data van het CBS (tabel 70072ned); wat
    geen cijfer van het CBS is, zoals het aantal begeleide inburgeraars, blijft leeg en wordt genoemd. Dat is nooit
    tegen de echte dienst beproefd.
    """
    if action == CHECK:
        return _check(session, _given(frame, "FRAME.csv"), survey)
    target, of_year = _given(out, "--out"), _given(year, "--year")
    return _download(of_year, url or str(definition()["adres"]), target, cache, refresh, force)


def _given(value: Value | None, name: str) -> Value:
    if value is None:
        raise click.UsageError(f"{name} ontbreekt.")
    return value


def _check(session: Session, frame: Path, survey: str) -> int:
    problems = frame_problems(frame, load_survey(survey).dimensions)
    for problem in problems:
        click.echo(problem.line(session.language), err=True)
    asking = sum(problem.code not in NOTES for problem in problems)
    click.echo(f"{asking} punten om na te kijken in {frame}." if asking else f"{frame} klopt.")
    return 1 if asking else 0


def _download(year: int, url: str, out: Path, cache: Path | None, refresh: bool, force: bool) -> int:
    folder = cache or user_cache_path("kostenonderzoek") / "cbs"
    done = download_frame(year, url, out, folder, refresh, force)
    click.echo(f"{done.municipalities} gemeenten staan in {out}.")
    if done.empty:
        click.echo(f"Leeg, zelf aan te vullen: {', '.join(done.empty)}.")
    return 1 if done.empty else 0
