"""`kostenonderzoek addin`: builds the ribbon add-in, and puts it in Excel or takes it out."""

from __future__ import annotations

from pathlib import Path

import click

from generator.ooxml.files import write_atomically
from xl_addin.addin.build import FILE_NAME, build_addin
from xl_addin.addin.install import install, status, uninstall
from xl_addin.addin.profile import profile
from xl_addin.cli.dutch import DutchCommand
from xl_addin.use_cases.outputs import refuse_existing

ACTIONS = ("build", "install", "uninstall", "status")


@click.command(cls=DutchCommand, example="kostenonderzoek addin install")
@click.argument("action", type=click.Choice(ACTIONS), metavar="|".join(ACTIONS))
@click.option("--out", type=click.Path(path_type=Path), default=Path(), help="Map voor het bestand (bij build).")
@click.option("--force", is_flag=True, help="Vervang een bestand dat al bestaat (bij build).")
def command(action: str, out: Path, force: bool) -> int:
    """De knoppen in Excel: bouw de invoegtoepassing, installeer haar, kijk haar na of haal haar weg.

    install zet haar in de map die Excel bij het starten laadt; sluit Excel eerst. status zegt wat goed is en wat niet.
    """
    return {"build": _build, "install": _install, "uninstall": _uninstall, "status": _status}[action](out, force)


def _build(out: Path, force: bool) -> int:
    target = out / FILE_NAME
    refuse_existing([target], force)
    write_atomically(target, build_addin())
    click.echo(target)
    return 0


def _install(_: Path, __: bool) -> int:
    for path in install(profile()):
        click.echo(path)
    click.echo("Start Excel opnieuw; de knoppen staan op het tabblad Kostenonderzoek.")
    return 0


def _uninstall(_: Path, __: bool) -> int:
    removed = uninstall(profile())
    for path in removed:
        click.echo(f"Verwijderd: {path}")
    if not removed:
        click.echo("Er was niets te verwijderen.")
    return 0


def _status(_: Path, __: bool) -> int:
    checks = status(profile())
    for one in checks:
        click.echo(f"{'goed' if one.good else 'FOUT'}  {one.what}" + (f" {one.remedy}" if one.remedy else ""))
    return 0 if all(one.good for one in checks) else 1
