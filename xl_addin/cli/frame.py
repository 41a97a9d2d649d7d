"""`kostenonderzoek frame download`: the municipalities of a year from CBS open data."""

from __future__ import annotations

from pathlib import Path

import click
from platformdirs import user_cache_path

from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option
from xl_addin.intake.cbs import definition
from xl_addin.use_cases.downloading import download_frame


@click.command(cls=DutchCommand, example="kostenonderzoek frame download --year 2024 --out FRAME.csv")
@click.argument("action", type=click.Choice(["download"]), metavar="download", expose_value=False)
@click.option("--year", type=int, required=True, metavar="JAAR", help="Het jaar van de cijfers.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Het bestand dat wordt gemaakt.")
@click.option("--url", help="Een ander adres van de dienst.")
@click.option("--cache", type=click.Path(path_type=Path), help="Map waarin antwoorden worden bewaard.")
@click.option("--refresh", is_flag=True, help="Vraag opnieuw wat al is bewaard.")
@force_option
def command(year: int, out: Path, url: str | None, cache: Path | None, refresh: bool, force: bool) -> int:
    """Haal de gemeenten van een jaar op uit de open data van het CBS (tabel 70072ned).

    Wat geen cijfer van het CBS is, zoals het aantal begeleide inburgeraars, blijft leeg en wordt genoemd.
    Nooit tegen de echte dienst beproefd.
    """
    folder = cache or user_cache_path("kostenonderzoek") / "cbs"
    done = download_frame(year, url or str(definition()["adres"]), out, folder, refresh, force)
    click.echo(f"{done.municipalities} gemeenten staan in {out}.")
    if done.empty:
        click.echo(f"Leeg, zelf aan te vullen: {', '.join(done.empty)}.")
    return 1 if done.empty else 0
