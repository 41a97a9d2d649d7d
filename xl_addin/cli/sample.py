"""`kostenonderzoek sample`: a stratified sample of municipalities, with what it may be expected to tell."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click
import pandas as pd

from templates import Problem, Problems, load_survey
from templates.parameters import in_force, plain
from xl_addin.cli.dutch import DutchCommand
from xl_addin.cli.options import force_option, frame_option, overrides_option, survey_option
from xl_addin.intake.inputs import read_study
from xl_addin.methods.sample.sampling import STRATUM, Design, Method
from xl_addin.methods.sample.sampling_frame import sample
from xl_addin.methods.tables.columns import FACTORS, GUIDED, TOTAL
from xl_addin.use_cases.sampling import Study, read_allocation, write_sample

Z95 = 1.96


@click.command(
    cls=DutchCommand,
    example="kostenonderzoek sample --frame FRAME.csv --n 57 --take-all 'inwoners=>250' --reserve 2 --out SAMPLE.csv",
)
@frame_option
@click.option("--n", type=click.IntRange(min=1), required=True, help="Het aantal te trekken gemeenten.")
@click.option(
    "--strata",
    default=",".join(FACTORS),
    show_default=True,
    help="Indelingen van het onderzoek of kolommen van het frame, met komma's ertussen.",
)
@click.option(
    "--allocation",
    "method",
    type=click.Choice(get_args(Method)),
    default="proportional",
    show_default=True,
    help="Verdeling over de strata: evenredig, Neyman, machtsverdeling of gegeven.",
)
@click.option("--given", type=click.Path(path_type=Path), help="VERDELING.csv (stratum,n) bij --allocation given.")
@click.option("--proxy", default=GUIDED, show_default=True, help="Kolom met een bekend cijfer dat op de kosten lijkt.")
@click.option("--exponent", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Van de machtsverdeling.")
@click.option("--minimum", type=click.IntRange(min=0), default=1, show_default=True, help="Minstens per stratum.")
@click.option("--cap", type=click.IntRange(min=1), help="Hoogstens zoveel per stratum.")
@click.option("--take-all", multiple=True, metavar="KOLOM=KLASSE", help="Trek hier elke gemeente; mag vaker.")
@click.option("--seed", type=int, default=1, show_default=True, help="Startgetal; hetzelfde getal, dezelfde trekking.")
@click.option("--reserve", type=click.IntRange(min=0), default=0, show_default=True, help="Reserves per stratum.")
@click.option("--dry-run", is_flag=True, help="Toon alleen de verdeling en de verwachte nauwkeurigheid.")
@click.option("--out", type=click.Path(path_type=Path), help="SAMPLE.csv die wordt gemaakt.")
@click.option("--book", type=click.Path(path_type=Path), help="Ook een werkmap met trekking en plan.")
@click.option("--year", type=int, metavar="JAAR", help="Het uitvraagjaar; standaard dat van de enquête.")
@overrides_option
@survey_option
@force_option
def command(
    frame: Path,
    n: int,
    strata: str,
    method: Method,
    given: Path | None,
    proxy: str,
    exponent: float,
    minimum: int,
    cap: int | None,
    take_all: tuple[str, ...],
    seed: int,
    reserve: int,
    dry_run: bool,
    out: Path | None,
    book: Path | None,
    year: int | None,
    parameters: Path | None,
    survey: str,
    force: bool,
) -> int:
    """Trek een gestratificeerde steekproef van gemeenten, en toon vooraf wat die kan vertellen.

    Gemeenten die achter de hand blijven staan in een eigen bestand naast SAMPLE.csv.
    """
    _refuse(unlike=(method == "given") != (given is not None), nowhere=out is None and not dry_run)
    definition = load_survey(survey)
    study = read_study(frame, None, parameters, definition.dimensions)
    values = in_force(definition, year, study.overrides, parameters.name if parameters else "")
    counts = read_allocation(given) if given else {}
    design = Design(n, method, minimum, cap, take_all, exponent, counts, seed, reserve)
    by = [name.strip() for name in strata.split(",") if name.strip()]
    found = sample(study.frame, plain(values), definition.dimensions, design, by, proxy)
    click.echo(plan_text(found.plan, proxy))
    if out is None or dry_run:
        click.echo("Er is niets geschreven.")
        return 0
    whole = Study(definition, year or definition.identity.year, study.frame, values)
    for path in write_sample(whole, found, out, book, force):
        click.echo(f"Geschreven: {path}")
    return 0


def _refuse(unlike: bool, nowhere: bool) -> None:
    """Options that do not go together, all named at once."""
    asked = {"SAMPLE_ALLOCATION_FILE": unlike, "SAMPLE_WITHOUT_OUT": nowhere}
    if any(asked.values()):
        raise Problems(Problem(code) for code, wrong in asked.items() if wrong)


def plan_text(plan: pd.DataFrame, proxy: str) -> str:
    """The plan as lines to read: a block per kind, numbers in Dutch."""
    lines = [f"Verwachte nauwkeurigheid van het gemiddelde van '{proxy}' (marge = 1,96 x standaardfout / gemiddelde)"]
    for kind, rows in plan.groupby("soort", sort=False):
        lines += ["", f"{kind:<34}{'gemeenten':>10}{'verwacht':>10}{'getrokken':>10}{'kans':>8}{'marge':>8}"]
        lines += [_line(str(kind), row) for row in rows.itertuples(index=False)]
    return "\n".join(lines)


def _line(kind: str, row: tuple[object, ...]) -> str:
    _, name, size, expected, drawn, chance, mean, error, *_ = row
    margin = Z95 * float(error) / float(mean) if float(mean) else float("nan")  # type: ignore[arg-type]
    label = str(name) or TOTAL
    expect = f"{expected:.0f}" if kind in (TOTAL, STRATUM) else f"{expected:.1f}"
    shown = "-" if margin != margin else f"{margin:.0%}"
    return f"{label[:33]:<34}{size:>10.0f}{expect.replace('.', ','):>10}{drawn:>10.0f}{chance:>8.0%}{shown:>8}"
