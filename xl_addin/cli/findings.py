"""How a command tells its findings: unusable files by name, the rest as a count, and the exit code that follows."""

from __future__ import annotations

import click
import pandas as pd

from xl_addin.books.outcome import needs_person


def say_findings(findings: pd.DataFrame) -> int:
    """Says what needs a person; 1 when anything does, else 0."""
    files = findings[(findings["id"] == "") & findings["regel"].str.startswith("INTAKE_")]
    for code, found, expected, text, rule in files[["code", "gevonden", "verwacht", "tekst", "regel"]].itertuples(
        index=False
    ):
        # what was found is the file, unless a value was expected: then the municipality says whose it is
        click.echo(f"{code if expected and code else found}: {text} [{rule}]", err=True)
    counts = {severity: int((findings["ernst"] == severity).sum()) for severity in ("fout", "waarschuwing", "vraag")}
    if not sum(counts.values()):
        click.echo("Er zijn geen bevindingen.")
    else:
        click.echo(
            f"Bevindingen: {counts['fout']} fouten, {counts['vraag']} vragen, {counts['waarschuwing']} waarschuwingen;"
            " zie het blad Bevindingen."
        )
    return 1 if needs_person(findings) else 0
