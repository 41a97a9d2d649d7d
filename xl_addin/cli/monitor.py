"""`kostenonderzoek monitor`: two years of one survey side by side."""

from __future__ import annotations

from pathlib import Path

import click

from templates import Problem, Problems
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, survey_folder_option
from xl_addin.intake.inputs import read_mergers
from xl_addin.use_cases.monitoring import monitor_into


@click.command(cls=DutchCommand, example="kostenonderzoek monitor 2024.xlsx 2027.xlsx --out monitor.xlsx")
@click.argument("old", type=click.Path(path_type=Path), metavar="OUD.xlsx")
@click.argument("new", type=click.Path(path_type=Path), metavar="NIEUW.xlsx")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="De werkmap die wordt gemaakt.")
@click.option("--index", "given", multiple=True, metavar="SOORT=FACTOR", help="Prijsindex, bijvoorbeeld eigen=1,08.")
@click.option("--merged", type=click.Path(path_type=Path), help="CSV oud,nieuw: gemeenten die samengingen.")
@survey_folder_option
@force_option
def command(old: Path, new: Path, out: Path, given: tuple[str, ...], merged: Path | None, force: bool) -> int:
    """Leg twee jaren naast elkaar: volume, prijs, reële kosten en samenstelling achter de verandering.

    Zonder prijsindex van elke kostensoort staan prijs en reële kosten samen.
    """
    indices = _indices(given)
    found = monitor_into(old, new, indices, read_mergers(merged) if merged else {}, out, force)
    click.echo(f"De monitor staat in {out}; {found.overlap} gemeenten antwoordden in beide jaren.")
    return 0


def _indices(given: tuple[str, ...]) -> dict[str, float]:
    """The factors by kostensoort. Raises `Problems` (MONITOR_INDEX)."""
    found: dict[str, float] = {}
    wrong = []
    for text in given:
        kind, _, factor = text.partition("=")
        try:
            found[kind.strip()] = float(factor.replace(",", "."))
        except ValueError:
            wrong.append(text)
    wrong += [f"{kind}={factor}" for kind, factor in found.items() if not 0 < factor < 100]
    if wrong:
        raise Problems(Problem("MONITOR_INDEX", values={"waarde": text}) for text in wrong)
    return found
