"""Writes the tables of commands in the documentation, from the one list of commands (`templates/commands.yaml`).

`python docs/make_command_tables.py` in the folder of the project. A table stands between two comments that name it;
what stands around them is left alone. A test says when a table is no longer what this writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from templates.commands import CommandEntry, command_entries, command_groups, on_command_line, with_function

ROOT = Path(__file__).parents[1]
TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
ASKED = {"folder": "map", "file": "bestand"}


def command_line() -> Iterable[str]:
    """The commands of the command line, in English."""
    yield "| command | from | to |"
    yield "|---|---|---|"
    for one in on_command_line().values():
        yield f"| `{one.usage}` | {one.en.takes} | {one.en.gives} |"


def opdrachtregel() -> Iterable[str]:
    """The same, in Dutch, as one line each."""
    yield "| opdracht | knop | wat zij doet |"
    yield "|---|---|---|"
    for one in on_command_line().values():
        yield f"| `kostenonderzoek {one.id}` | {f'*{one.nl.label}*' if one.function else ''} | {one.nl.help} |"


def knoppen() -> Iterable[str]:
    """The buttons, group by group, in Dutch."""
    yield "| knop | waarmee | wat eruit komt |"
    yield "|---|---|---|"
    for group in command_groups():
        yield f"| **{group.nl}** | | |"
        for one in with_function().values():
            if one.group == group.id:
                yield f"| *{one.nl.label}* | {one.nl.takes}{_usual(one)} | {one.nl.gives} |"


def hosts() -> Iterable[str]:
    """Which command there is on which host."""
    yield "| command | button | own workbook of a municipality | in Lite | command line |"
    yield "|---|---|---|---|---|"
    for one in command_entries():
        script = f"`{one.script}`" if one.script else f"as `{one.same_as}`" if one.same_as else ""
        cells = (f"`{one.id}`", one.nl.label, "yes" if one.own else "", script, "yes" if one.usage else "")
        yield f"| {' | '.join(cells)} |"


def _usual(command: CommandEntry) -> str:
    asks = command.asks
    return f" ({ASKED[asks.kind]} `{asks.usual}`)" if asks and asks.kind in ASKED else ""


TABLES: dict[str, Callable[[], Iterable[str]]] = {
    one.__name__: one for one in (command_line, opdrachtregel, knoppen, hosts)
}
PAGES = (ROOT / "README.md", ROOT / "docs" / "excel.md", ROOT / "docs" / "handleiding" / "onderzoeker.md")


def renewed(text: str) -> str:
    """A page with its tables as they should be."""
    return TABLE.sub(lambda found: found[1] + "\n".join(TABLES[found[2]]()) + "\n" + found[3], text)


def main() -> None:
    """Writes the pages that have such tables."""
    for page in PAGES:
        page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
