"""Options that several commands share, and the progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from click.core import ParameterSource

from templates.folders import DEFAULT_SURVEY, add_survey


def _found(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """The id of the survey that was named; the folder of a path is looked in from now on.

    Who names none means the one that comes with the program, whatever folder happens to be called like it here.
    """
    source = context.get_parameter_source(str(parameter.name))
    return value if value is None or source is ParameterSource.DEFAULT else add_survey(value)


survey_option = click.option(
    "--survey",
    metavar="NAAM|MAP",
    default=DEFAULT_SURVEY,
    show_default=True,
    callback=_found,
    help="De enquête: haar naam, of de map met haar definitie.",
)
survey_folder_option = click.option(
    "--survey",
    metavar="NAAM|MAP",
    callback=_found,
    expose_value=False,
    help="De map met de definitie, voor een enquête buiten het programma; welke het is zegt de werkmap zelf.",
)
force_option = click.option("--force", is_flag=True, help="Vervang wat er al staat.")
frame_option = click.option(
    "--frame", type=click.Path(path_type=Path), required=True, help="FRAME.csv: een regel per gemeente van het land."
)
lite_option = click.option("--lite", is_flag=True, help="Zet de knoppen voor xlwings Lite in de werkmap.")
overrides_option = click.option(
    "--parameters", type=click.Path(path_type=Path), help="OVERRIDES.csv: code,waarde van afwijkende parameters."
)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[Path], None]]:
    """A progress bar on a terminal, with the name of the file at hand; nothing when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    # imported here: it is only needed on a terminal, and help must start fast
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda path: bar.update(task, advance=1, description=f"{what}: {path.name}")
