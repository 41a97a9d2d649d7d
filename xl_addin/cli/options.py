"""Options that several commands share, and the progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

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
