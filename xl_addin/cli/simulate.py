"""`kostenonderzoek simulate`: which estimator comes closest, in a made-up country of which the total is known."""

from __future__ import annotations

from pathlib import Path

import click

from templates import load_survey
from templates.folders import survey_home
from templates.pages import pages
from templates.parameters import in_force, plain
from templates.simulation import load_simulation
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, progress, survey_option
from xl_addin.intake.inputs import read_frame
from xl_addin.methods.estimates.interval_simulation import held
from xl_addin.use_cases.simulating import coverage_into, outcome_rows, simulate_into


@click.command(cls=DutchCommand, example="kostenonderzoek simulate --draws 300 --seed 1 --out simulatie.xlsx")
@click.option("--frame", type=click.Path(path_type=Path), help="FRAME.csv; standaard het verzonnen land.")
@click.option("--draws", type=click.IntRange(min=2), default=300, show_default=True, help="Trekkingen per scenario.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Startgetal.")
@click.option("--out", type=click.Path(path_type=Path), help="De werkmap met tabel en grafieken.")
@click.option(
    "--coverage", type=click.Path(path_type=Path), help="Meet of de 95%-intervallen kloppen; schrijf die CSV."
)
@survey_option
@force_option
def command(
    frame: Path | None, draws: int, seed: int, out: Path | None, coverage: Path | None, survey: str, force: bool
) -> int:
    """Vergelijk schatters: trek vele steekproeven uit een land waarvan het totaal bekend is, en meet de fout."""
    definition = load_survey(survey)
    model = load_simulation(definition.id)
    country = read_frame(frame or survey_home(definition.id) / "example" / "frame.csv", definition.dimensions)
    if coverage is not None:
        measured = len(model.intervals.designs) * len(model.intervals.noises)
        with progress("Intervallen meten", draws * measured) as advance:
            rows = coverage_into(
                country,
                plain(in_force(definition)),
                definition,
                draws,
                seed,
                coverage,
                force,
                lambda name: advance(Path(name)),
            )
        click.echo("Deel van de intervallen met de waarheid erin, bij het toeval waarbij dat het laagst is")
        for design, table in held(rows).T.groupby(level=0, sort=False):
            click.echo(f"\n{design:<64}{'dekking':>10}{'breedte':>10}")
            for figure, (share, width) in table.T.iterrows():
                said = f"{share:>10.1%}{width:>10.1%}".replace(".", ",")
                click.echo(f"{pages().labels.get(str(figure), str(figure)):<64}{said}")
        click.echo(f"\nGeschreven: {coverage}")
        return 0
    with progress("Simuleren", draws * len(model.scenarios)) as advance:
        found = simulate_into(
            country, plain(in_force(definition)), definition, draws, seed, out, force, lambda name: advance(Path(name))
        )
    click.echo("Afwijking en fout (RMSE) als deel van het ware totaal, en deel van de trekkingen waarin het lukte")
    for number, scenario in enumerate(model.scenarios):
        click.echo(f"\n{scenario.name:<46}{'afwijking':>10}{'fout':>8}{'gelukt':>8}")
        for name, *figures in outcome_rows(found):
            bias, error, made = figures[3 * number : 3 * number + 3]
            said = f"{bias:>+10.1%}{error:>8.1%}{made:>8.0%}".replace(".", ",")
            click.echo(f"{name!s:<46}{said}")
    if out is not None:
        click.echo(f"\nGeschreven: {out}")
    return 0
