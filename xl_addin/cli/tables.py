"""Tables on the screen: columns under each other, numbers as the Dutch print them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import click

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["tekst", "csv", "json"]),
    default="tekst",
    help="tekst (standaard), csv of json.",
)


def printed_number(value: float | None) -> str:
    """At most four decimals, decimal comma and dots between thousands; empty when there is no number."""
    if value is None:
        return ""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """The rows under their heading, every column as wide as its longest text; `right` are right-aligned columns."""
    widths = [max(len(line[place]) for line in (head, *rows)) for place in range(len(head))]
    lines = (head, ["-" * width for width in widths], *rows)
    return "\n".join(
        "  ".join(
            text.rjust(width) if place in right else text.ljust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
